//! Many children of one school on roll at once (整校建籍): entered, decided by everybody in turn, registered and matched, all in one
//! transaction. It asks what entering one by one asks; the country of the demo is built by it.

use super::NewPupil;
use super::enter::Place;
use crate::error::{Error, Result};
use crate::person::document_hash;
use crate::services::Pupils;
use crate::transaction::Transaction;
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::{CaseState, Command, Context, Payload};
use domain::id::{PersonId, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Children in one transaction: as many as an import enters in one. The build for work is some twenty times slower.
const SLICE: usize = if cfg!(debug_assertions) { 100 } else { 250 };

/// Somebody's part in it, and when it was taken.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When.
    pub at: DateTime<Utc>,
}

impl Pupils<'_> {
    /// Enters children at a school and gives each registration the agreement of `agreed`, in this order. Gives who is on roll now; a
    /// child whom the single entry would refuse (a duplicate, one too young) is left out.
    ///
    /// # Errors
    /// A refusal when somebody may not do his part or it is not his turn, or when the registration is not approved at the end; store
    /// failures. What was committed before, a set of children at a time, stays.
    pub async fn enrol(
        &self,
        school: &UnitId,
        pupils: &[NewPupil],
        entered: Part<'_>,
        agreed: &[Part<'_>],
    ) -> Result<Vec<PersonId>> {
        let place = self.place_to_enter(entered.actor, school).await?;
        for part in agreed {
            let unit = part.actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
            let action =
                if part.actor.role == Role::Leader { Action::ApproveCase } else { Action::HandleCase };
            authorise(part.actor, action, &Target::Unit(&unit.path))?;
        }
        let mut on_roll = Vec::with_capacity(pupils.len());
        for slice in pupils.chunks(SLICE) {
            let done = self
                .store
                .transact(place.school.id.as_str(), || {
                    Box::pin(async {
                        self.schools().takes_in(&place.school).await?;
                        let by = crate::case::party(entered.actor);
                        let mut tx = self.transaction(by);
                        let done = self.enrol_slice(&place, slice, entered, agreed, &mut tx).await?;
                        Ok((tx.finish(), done))
                    })
                })
                .await?;
            on_roll.extend(done);
        }
        Ok(on_roll)
    }

    async fn enrol_slice(
        &self,
        place: &Place,
        slice: &[NewPupil],
        entered: Part<'_>,
        agreed: &[Part<'_>],
        tx: &mut Transaction<'_>,
    ) -> Result<Vec<PersonId>> {
        let path = &place.school.path;
        let entered = self.cases().context_at(entered.actor, path, entered.at);
        let agreed: Vec<Context> =
            agreed.iter().map(|part| self.cases().context_at(part.actor, path, part.at)).collect();
        let likely = self.likely(slice.iter().map(|pupil| &pupil.info)).await?;
        let documents = slice
            .iter()
            .filter_map(|pupil| document_hash(&*self.vault, &pupil.info))
            .filter(|hash| !likely.has_document(hash))
            .collect();
        let births: Vec<_> = slice.iter().map(|pupil| pupil.info.birth_date()).collect();
        tx.foresee(&place.school, documents, &births).await?;
        let mut seen = BTreeSet::new();
        let mut done = Vec::with_capacity(slice.len());
        for pupil in slice {
            let before = tx.set_aside();
            tx.in_name_of(&entered.actor, entered.at);
            let Ok(mut child) = self.new_candidate(&entered, place, pupil, &likely, tx).await? else {
                tx.take_back(before);
                continue;
            };
            // The store does not know yet who came a moment ago.
            let marks = [Some(child.row.match_hash.clone()), child.row.document_hash.clone()];
            let marks: Vec<String> = marks.into_iter().flatten().collect();
            if marks.iter().any(|mark| seen.contains(mark)) {
                tx.take_back(before);
                continue;
            }
            seen.extend(marks);
            for context in &agreed {
                let command = Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() };
                let events = child.case.decide(command, context)?;
                tx.in_name_of(&context.actor, context.at);
                child.case = self.cases().after(child.case, &events, tx).await?;
            }
            let (Payload::Registration(registration), CaseState::Approved) =
                (child.case.payload.clone(), child.case.state)
            else {
                return Err(Error::NotFound("approval"));
            };
            child.row.open_case = None;
            let info = self.cases().registered(&child.case, &registration, &mut child.row, tx).await?;
            self.cases().matched(&info, &mut child.row, tx).await?;
            child.create(tx)?;
            tx.keep(before);
            done.push(pupil.id);
        }
        Ok(done)
    }
}
