//! A change of a school as a matter of its competent authority.

use super::ChangeRow;
use crate::case::queue_key;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::services::Schools;
use domain::access::Role;
use domain::school::{Consent, State};

impl Schools<'_> {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn change_matter(&self, row: &ChangeRow) -> Result<Matter> {
        let waiting = match row.state {
            State::Proposed => vec![queue_key(&row.authority, Role::Leader)],
            State::Consulting => {
                Consent::desks(&row.consents).map(|(unit, role)| queue_key(unit, role)).collect()
            }
            State::Rejected | State::Running | State::Done => Vec::new(),
        };
        Ok(Matter {
            table: "school_change",
            key: row.uid.to_string(),
            kind: MatterKind::SchoolChange,
            state: row.state.label(),
            open: matches!(row.state, State::Proposed | State::Consulting | State::Running),
            subject: Subject::Unit(row.school.clone().unwrap_or_else(|| row.authority.clone())),
            persons: Vec::new(),
            path: self.units().unit(&row.authority).await?.path,
            waiting,
            opener: Some(row.proposed.0.account),
            opener_unit: Some(row.authority.clone()),
            opened_on: shanghai_day(row.proposed.1),
            due_on: None,
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: row.version,
            href: format!("/schools/changes/{}", row.uid),
            words: Words {
                pupil: None,
                about: format!("{}，{}", row.school_name, row.change.label()),
                from: row.proposed.0.name.clone(),
            },
        })
    }
}

impl Schools<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_change_matters(&self) -> Result<Vec<Matter>> {
        let mut rows: Vec<ChangeRow> = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok(())
        };
        self.matters()
            .each_row("school_change", "uid", "state IN ['proposed', 'consulting', 'running']", each)
            .await?;
        let mut all = Vec::new();
        for row in rows {
            all.push(self.change_matter(&row).await?);
        }
        Ok(all)
    }
}
