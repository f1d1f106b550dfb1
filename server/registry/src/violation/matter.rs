//! A violation as a matter of the unit it is laid to.

use super::ViolationRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Violations;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use domain::id::{UnitId, ViolationId};
use domain::violation::Violation;

impl ViolationRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.violation(vault)?))
    }

    pub(super) fn as_matter(&self, violation: &Violation) -> Matter {
        Matter::of(
            violation,
            Line {
                table: "violation",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.subject_path.clone(),
                opener: violation.entered.as_ref().map(|act| act.by.account),
                opener_unit: Some(self.handler.clone()),
                opened_on: self.found_on,
                class: String::new(),
                version: self.version,
                href: format!("/violations/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!("{}，{}", violation.subject.name, violation.kind.label()),
                    from: violation.handler.name.clone(),
                },
            },
        )
    }
}

impl Violations<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_violation_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: ViolationRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("violation", "uid", "open = true", each).await?;
        Ok(all)
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_violation(&self, id: ViolationId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row = self.violation_row(id).await?;
        let before = row.violation(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.subject_path)) else {
            return Ok(false);
        };
        let matter = row.save(&*self.vault, &mut tx.work, &before.apply(&event));
        self.matters().tell_step(tx, &matter, vec![event]).await?;
        Ok(true)
    }
}

impl Violations<'_> {
    /// How many open orders and suspicions about a school its authority handles: they keep the school with it (第二十七条).
    pub(crate) async fn held_by(&self, school: &UnitId, authority: &UnitId) -> Result<usize> {
        // A literal, because only literals are counted from the index alone; codes are digits, so it is safe.
        let held = format!("subject = '{school}' AND handler = '{authority}' AND open = true");
        Ok(usize::try_from(self.store.count("violation", &held).await?).unwrap_or(usize::MAX))
    }
}
