//! A hand-over of a registrar's work, and a report about one, as matters.

use super::hand_over::HandOverRow;
use super::report::ReportRow;
use crate::case::queue_key;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words, account_key};
use crate::services::Registrars;
use crate::vault::Cipher;
use domain::access::Role;
use domain::registrar::{HandOver, HandOverState, Report};

impl HandOverRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.hand_over(vault)?))
    }

    pub(super) fn as_matter(&self, one: &HandOver) -> Matter {
        // The two who sign are persons; the desk that confirms is the leader's.
        let signs = [one.from.account, one.to.account].into_iter().filter(|account| one.waits_for(*account));
        let mut waiting: Vec<String> = signs.map(account_key).collect();
        if waiting.is_empty() {
            // Lines without an owner, signatures that are missing for good and the confirmation are the leader's business.
            waiting.push(queue_key(&self.unit, Role::Leader));
        }
        let open = one.state == HandOverState::Open;
        Matter {
            table: "registrar_hand_over",
            key: self.uid.to_string(),
            kind: MatterKind::RegistrarHandOver,
            state: one.state.label(),
            open,
            subject: Subject::Account(one.from.account),
            persons: Vec::new(),
            path: self.path.clone(),
            waiting,
            opener: Some(one.opened.by.account),
            opener_unit: Some(self.unit.clone()),
            opened_on: one.opened.on,
            due_on: Some(one.last_day),
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: self.version,
            href: format!("/registrars/hand-over/{}", self.uid),
            words: Words {
                pupil: None,
                about: format!("{}移交给{}", one.from.name, one.to.name),
                from: one.opened.by.name.clone(),
            },
        }
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
        let both = |unit| [Role::Registrar, Role::Leader].map(|role| queue_key(unit, role)).to_vec();
        let state = if self.waiting.is_some() { "待确认" } else { "已确认" };
        Matter {
            table: "registrar_report",
            key: self.uid.to_string(),
            kind: MatterKind::RegistrarReport,
            state,
            open: self.waiting.is_some(),
            subject: Subject::Unit(self.unit.clone()),
            persons: Vec::new(),
            path: self.above_path.clone(),
            waiting: self.waiting.as_ref().map(both).unwrap_or_default(),
            opener: None,
            opener_unit: Some(self.unit.clone()),
            opened_on: self.told_on,
            due_on: None,
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: self.version,
            href: "/registrars".to_owned(),
            words: Words {
                pupil: None,
                about: format!("{}{}", report.name, report.kind.label()),
                from: self.unit_name.clone(),
            },
        }
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
