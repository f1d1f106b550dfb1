//! Many children of one school on roll at once (整校建籍): entered, decided by everybody in turn, registered and matched, all in one
//! transaction. It asks what entering one by one asks; the country of the demo is built by it.

use super::enter::Place;
use super::{NewPupil, Numbers};
use crate::Registry;
use crate::error::{Error, Result};
use crate::store::UnitOfWork;
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::{CaseState, Command, Context, Payload};
use domain::id::{PersonId, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Children in one transaction.
const SLICE: usize = 100;

/// Somebody's part in it, and when it was taken.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When.
    pub at: DateTime<Utc>,
}

impl Registry {
    /// Enters children at a school and gives each registration the agreement of `agreed`, in this order. Gives who is on roll now; a
    /// child whom the single entry would refuse (a duplicate, one too young) is left out.
    ///
    /// # Errors
    /// A refusal when somebody may not do his part or it is not his turn, or when the registration is not approved at the end; store
    /// failures. What was committed before, a hundred children at a time, stays.
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
                        self.takes_in(&place.school).await?;
                        let mut work = UnitOfWork::new();
                        let done = self.enrol_slice(&place, slice, entered, agreed, &mut work).await?;
                        Ok((work, done))
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
        work: &mut UnitOfWork,
    ) -> Result<Vec<PersonId>> {
        let path = &place.school.path;
        let entered = self.context_at(entered.actor, path, entered.at);
        let agreed: Vec<Context> =
            agreed.iter().map(|part| self.context_at(part.actor, path, part.at)).collect();
        let mut numbers = Numbers::default();
        let mut seen = BTreeSet::new();
        let mut done = Vec::with_capacity(slice.len());
        for pupil in slice {
            let mut staged = UnitOfWork::new();
            let Ok(mut child) = self.new_candidate(&entered, place, pupil, &mut staged, &mut numbers).await?
            else {
                continue;
            };
            // The store does not know yet who came a moment ago.
            let marks = [Some(child.row.match_hash.clone()), child.row.document_hash.clone()];
            let marks: Vec<String> = marks.into_iter().flatten().collect();
            if marks.iter().any(|mark| seen.contains(mark)) {
                continue;
            }
            seen.extend(marks);
            for context in &agreed {
                let command = Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() };
                let events = child.case.decide(command, context)?;
                child.case = self.after(child.case, &events, &mut child.journal, context, &mut staged);
            }
            let (Some(last), Payload::Registration(registration), CaseState::Approved) =
                (agreed.last(), child.case.payload.clone(), child.case.state)
            else {
                return Err(Error::NotFound("approval"));
            };
            child.row.open_case = None;
            let (row, journal) = (&mut child.row, &mut child.journal);
            let info = self
                .registered(&child.case, &registration, row, journal, last, &mut staged, &mut numbers)
                .await?;
            self.matched(&info, row, journal, last.at, &mut staged, &mut numbers).await?;
            child.create(self, &mut staged)?;
            work.absorb(staged);
            done.push(pupil.id);
        }
        numbers.save(work);
        Ok(done)
    }
}
