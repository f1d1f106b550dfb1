//! A proposed version of the rules as a matter of its authority. It has to be decided before the day from which it is to hold.

use super::{RuleState, RuleVersion};
use crate::case::queue_key;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::services::ProvincialRules;
use domain::access::Role;

impl ProvincialRules<'_> {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn rules_matter(&self, row: &RuleVersion) -> Result<Matter> {
        Ok(Matter {
            table: "rule_set",
            key: row.uid.to_string(),
            kind: MatterKind::Rules,
            state: row.state.label(),
            open: row.state == RuleState::Proposed,
            subject: Subject::Unit(row.authority.clone()),
            persons: Vec::new(),
            path: self.units().unit(&row.authority).await?.path,
            waiting: vec![queue_key(&row.authority, Role::Leader)],
            opener: Some(row.proposed_by.account),
            opener_unit: Some(row.authority.clone()),
            opened_on: shanghai_day(row.proposed_at),
            due_on: row.set.valid_from.pred_opt(),
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: row.version,
            href: "/rules".to_owned(),
            words: Words {
                pupil: None,
                about: format!("{}（第{}版）", row.set.source, row.set.version),
                from: row.proposed_by.name.clone(),
            },
        })
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
