//! A case as a matter.

use super::CaseRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Cases;
use crate::vault::Cipher;
use domain::case::Case;

impl CaseRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.case(vault)?))
    }

    pub(super) fn as_matter(&self, case: &Case) -> Matter {
        let opener = &case.opened_by;
        Matter::of(
            case,
            Line {
                table: "case",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: vec![self.person],
                path: self.path.clone(),
                opener: Some(self.opener),
                opener_unit: opener.unit.clone(),
                opened_on: self.opened_on,
                class: self.class_label.clone(),
                version: self.version,
                href: format!("/cases/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: self.number.clone(),
                    from: match &opener.unit {
                        Some(_) => opener.unit_name.clone(),
                        None => opener.role.label().to_owned(),
                    },
                },
            },
        )
    }
}

impl Cases<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_case_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: CaseRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("case", "uid", "state IN ['in_progress', 'returned']", each).await?;
        Ok(all)
    }
}
