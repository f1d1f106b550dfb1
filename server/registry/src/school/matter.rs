//! A change of a school as a matter of its competent authority.

use super::ChangeRow;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Schools;
use domain::school::Proposal;

impl ChangeRow {
    /// The change on its way to the decision.
    pub(super) fn proposal(&self) -> Proposal {
        Proposal {
            authority: self.authority.clone(),
            school: self.school.clone(),
            proposed_by: self.proposed.0.account,
            decided_by: self.decided.as_ref().map(|(party, ..)| party.account),
            state: self.state,
            consents: self.consents.clone(),
            withdrawal: self.withdrawal.clone(),
        }
    }

    /// Takes over how far it is, and what others said.
    pub(super) fn goes_on(&mut self, proposal: Proposal) {
        self.state = proposal.state;
        self.asked = proposal.consents.iter().map(|one| one.office.unit.clone()).collect();
        self.consents = proposal.consents;
    }
}

impl Schools<'_> {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn change_matter(&self, row: &ChangeRow) -> Result<Matter> {
        let path = self.units().unit(&row.authority).await?.path;
        let proposal = row.proposal();
        Ok(Matter::of(
            &proposal,
            Line {
                table: "school_change",
                key: row.uid.to_string(),
                state: proposal.standing(),
                persons: Vec::new(),
                path,
                opener: Some(row.proposed.0.account),
                opener_unit: Some(row.authority.clone()),
                opened_on: shanghai_day(row.proposed.1),
                class: String::new(),
                version: row.version,
                href: format!("/schools/changes/{}", row.uid),
                words: Words {
                    pupil: None,
                    about: format!("{}，{}", row.school_name, row.change.label()),
                    from: row.proposed.0.name.clone(),
                },
            },
        ))
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
        let open =
            "state IN ['proposed', 'consulting'] OR (state = 'running' AND withdrawal NOT IN [NONE, NULL])";
        self.matters().each_row("school_change", "uid", open, each).await?;
        let mut all = Vec::new();
        for row in rows {
            all.push(self.change_matter(&row).await?);
        }
        Ok(all)
    }
}
