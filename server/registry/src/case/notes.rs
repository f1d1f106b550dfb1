//! What whoever decides a case has to know besides its content: what is unusual about it, and what the pupil's archive lacks.

use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Cases;
use contract::case::{CaseStand, LackingItem, LackingView};
use domain::access::Actor;
use domain::case::change::StatusChange;
use domain::case::{Case, CaseState, Payload};
use domain::id::CaseId;

impl Cases<'_> {
    /// Where a case stands, for who just did something with it: no more of it than a queue shows.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] when it is not there or not in the actor's scope any more.
    pub async fn case_stand(&self, actor: &Actor, id: CaseId) -> Result<CaseStand> {
        let row = self.case_row(id).await?;
        let case = row.case(&*self.vault)?;
        let mask = self.case_mask(actor, &row, &case)?;
        let next = match case.state {
            CaseState::InProgress => case.waiting_for().map(|link| (link.unit_name.clone(), Some(link.role))),
            CaseState::Returned => Some((case.opened_by.unit_name.clone(), None)),
            _ => None,
        };
        Ok(CaseStand { line: self.queue_line(&row, mask), next })
    }

    /// What is unusual about an open case: what was asked of who opened it, and what is only told. A line of warning for everybody who
    /// decides it.
    pub(super) async fn unusual_in(&self, case: &Case, person: &PersonRow) -> Result<Vec<String>> {
        let mut told: Vec<String> = Vec::new();
        let questions = match &case.payload {
            Payload::Registration(registration) => {
                let info = person.info(&*self.vault)?;
                let context = self.pupils().form_context(&self.units().unit(&person.school).await?)?;
                let late = domain::form::told_of_entry(&info, registration.entry_date);
                told.extend(late.map(str::to_owned));
                domain::form::questions_of_entry(&info, registration.entry_date, &context)
            }
            Payload::Correction(correction) => {
                let values = correction.accepted().map(|change| (change.field, change.new.clone())).collect();
                told.extend(self.warnings_of(person, &values).await?.into_iter().map(|(_, words)| words));
                self.unusual_changes(person, &values).await?
            }
            // Of the changes of status only an absence can lie before the pupil came.
            Payload::DropOut(change) => change.questions(&self.pupil_now(person).await?),
            _ => Vec::new(),
        };
        Ok(questions.into_iter().map(|question| question.words).chain(told).collect())
    }

    /// What the archive of the pupil lacks, the earliest first; none where nothing is missing.
    pub(super) async fn lacking_of(&self, person: &PersonRow) -> Result<Option<LackingView>> {
        let (archive, _) = self.archives().completeness_of(person).await?;
        let today = self.store.clock.today();
        let items = archive.missing.into_iter().map(|missing| LackingItem {
            late: missing.due < today,
            what: missing.what,
            due: missing.due,
        });
        let items: Vec<LackingItem> = items.collect();
        Ok((!items.is_empty()).then_some(LackingView { percent: archive.percent, items }))
    }
}
