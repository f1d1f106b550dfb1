//! A warning as a matter of its unit, from the day on which the unit is asked what it does about it. One of which nobody was ever asked
//! is no matter: it stands on the board of warnings alone.

use super::WarningRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words, put};
use crate::services::Warnings;
use crate::transaction::Transaction;
use domain::id::WarningId;
use domain::journal::Begun;
use domain::warning::{Acknowledgement, Warning};

impl WarningRow {
    /// What the table of matters says of it; nothing of one whose unit was never asked.
    pub(super) fn matter(&self) -> Option<Matter> {
        let question = self.body.question.as_ref()?;
        Some(Matter::of(
            &self.body,
            Line {
                table: "warning",
                key: self.uid.to_string(),
                state: self.body.state().label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: question.due.from,
                class: String::new(),
                version: self.version,
                href: format!("/warnings/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!(
                        "{}，{}（{}）",
                        self.unit_name,
                        self.indicator.label(),
                        self.level.label()
                    ),
                    from: "系统监测".to_owned(),
                },
            },
        ))
    }
}

impl Warnings<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_warning_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: WarningRow| {
            all.extend(row.matter());
            Ok(())
        };
        self.matters().each_row("warning", "uid", "open = true", each).await?;
        Ok(all)
    }

    /// Writes the matter of a row after a night, or a count of its day: the unit's journal is told when a question was put, moved to
    /// another level or day, or went with the warning.
    pub(super) async fn put_figures_matter(
        &self,
        tx: &mut Transaction<'_>,
        before: Option<&Warning>,
        row: &WarningRow,
    ) -> Result<()> {
        let (Some(matter), Some(question)) = (row.matter(), row.body.question.clone()) else {
            return Ok(());
        };
        let asked = before.and_then(|before| before.question.as_ref());
        let moved =
            asked != Some(&question) || before.is_some_and(|before| before.state() != row.body.state());
        if !moved && !matter.is_open() {
            return Ok(());
        }
        put(&mut tx.work, &*self.vault, &matter);
        match asked {
            _ if !moved => Ok(()),
            // The row may be older than the matter: it is one from the first question on.
            None => self.matters().tell_begun(tx, &matter, Begun::Warning(question)).await,
            Some(_) => self.matters().tell_step(tx, &matter, question).await,
        }
    }

    /// Writes the matter of a row of which something was said, and tells the unit's journal.
    pub(super) async fn put_said_matter(
        &self,
        tx: &mut Transaction<'_>,
        row: &WarningRow,
        said: Acknowledgement,
    ) -> Result<()> {
        let Some(matter) = row.matter() else { return Ok(()) };
        put(&mut tx.work, &*self.vault, &matter);
        self.matters().tell_step(tx, &matter, said).await
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_warning(&self, id: WarningId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row = self.warning_row(id).await?;
        let Some(body) = row.body.recount(&self.working_days().calendar_at(&row.path)) else {
            return Ok(false);
        };
        let next = row.save_figures(&mut tx.work, body);
        self.put_figures_matter(tx, Some(&row.body), &next).await?;
        Ok(true)
    }
}
