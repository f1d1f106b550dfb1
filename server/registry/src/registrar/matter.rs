//! A hand-over of a registrar's work, and a report about one, as matters.

use super::hand_over::HandOverRow;
use super::report::ReportRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Registrars;
use crate::vault::Cipher;
use domain::registrar::{HandOver, Report};

impl HandOverRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.hand_over(vault)?))
    }

    pub(super) fn as_matter(&self, one: &HandOver) -> Matter {
        Matter::of(
            one,
            Line {
                table: "registrar_hand_over",
                key: self.uid.to_string(),
                state: one.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: Some(one.opened.by.account),
                opener_unit: Some(self.unit.clone()),
                opened_on: one.opened.on,
                class: String::new(),
                version: self.version,
                href: format!("/registrars/hand-over/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!("{}移交给{}", one.from.name, one.to.name),
                    from: one.opened.by.name.clone(),
                },
            },
        )
    }
}

impl ReportRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.report(vault)?))
    }

    pub(super) fn as_matter(&self, report: &Report) -> Matter {
        let state = if self.waiting.is_some() { "待确认" } else { "已确认" };
        Matter::of(
            &self.sent(),
            Line {
                table: "registrar_report",
                key: self.uid.to_string(),
                state,
                persons: Vec::new(),
                path: self.above_path.clone(),
                opener: None,
                opener_unit: Some(self.unit.clone()),
                opened_on: self.told_on,
                class: String::new(),
                version: self.version,
                href: "/registrars".to_owned(),
                words: Words {
                    pupil: None,
                    about: format!("{}{}", report.name, report.kind.label()),
                    from: self.unit_name.clone(),
                },
            },
        )
    }
}

impl Registrars<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_registrar_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: HandOverRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("registrar_hand_over", "uid", "state = 'open'", each).await?;
        let each = |row: ReportRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("registrar_report", "uid", "waiting > ''", each).await?;
        Ok(all)
    }
}
