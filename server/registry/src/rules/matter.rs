//! A proposed version of the rules as a matter of its authority. It has to be decided before the day from which it is to hold.

use super::RuleVersion;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::ProvincialRules;
use domain::rules::Proposal;

impl RuleVersion {
    /// The version on its way to the decision.
    pub(super) fn proposal(&self) -> Proposal {
        Proposal {
            authority: self.authority.clone(),
            proposed_by: self.proposed_by.clone(),
            valid_from: self.set.valid_from,
            state: self.state,
        }
    }
}

impl ProvincialRules<'_> {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn rules_matter(&self, row: &RuleVersion) -> Result<Matter> {
        let path = self.units().unit(&row.authority).await?.path;
        Ok(Matter::of(
            &row.proposal(),
            Line {
                table: "rule_set",
                key: row.uid.to_string(),
                state: row.state.label(),
                persons: Vec::new(),
                path,
                opener: Some(row.proposed_by.account),
                opener_unit: Some(row.authority.clone()),
                opened_on: shanghai_day(row.proposed_at),
                class: String::new(),
                version: row.version,
                href: "/rules".to_owned(),
                words: Words {
                    pupil: None,
                    about: format!("{}（第{}版）", row.set.source, row.set.version),
                    from: row.proposed_by.name.clone(),
                },
            },
        ))
    }
}

impl ProvincialRules<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_rules_matters(&self) -> Result<Vec<Matter>> {
        let mut rows: Vec<RuleVersion> = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok(())
        };
        self.matters().each_row("rule_set", "uid", "state = 'proposed'", each).await?;
        let mut all = Vec::new();
        for row in rows {
            all.push(self.rules_matter(&row).await?);
        }
        Ok(all)
    }
}
