//! What a case keeps of its reminders (临期提醒) and of the word to the authority above (逾期督办): on its step, for whoever reads the
//! case, and in the pupil's journal. Whether one is due is decided for every kind alike ([`Matters`](crate::services::Matters)).

use super::told;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::matter::{MatterRow, Said};
use crate::services::Cases;
use crate::transaction::Transaction;
use domain::case::CaseEvent;
use domain::id::CaseId;

impl Cases<'_> {
    /// Keeps what was said of a case; not when it went on in the meantime, which the next round sees.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn keep_said(
        &self,
        tx: &mut Transaction<'_>,
        matter: &MatterRow,
        said: &Said,
    ) -> Result<bool> {
        let id: CaseId = matter.key()?;
        let row = self.case_row(id).await?;
        if row.version != matter.version {
            return Ok(false);
        }
        let mut case = row.case(&*self.vault)?;
        let reminded = said.reminded.then(|| CaseEvent::Reminded(tx.today()));
        let above = said.above.as_ref();
        let escalated = above.map(|unit| CaseEvent::Escalated(unit.id.clone(), unit.name.clone()));
        for event in reminded.into_iter().chain(escalated) {
            case = case.apply(&event);
            if let Some(detail) = told(&case, &event) {
                tx.tell_entry(row.person, NewEntry::of(detail).in_case(id)).await?;
            }
        }
        row.save(&*self.vault, &mut tx.work, &case);
        Ok(true)
    }
}
