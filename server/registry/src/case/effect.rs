//! What an approved change of status does to the record, and what one that was sent back leaves.

use crate::case::registration::EnrolmentRow;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{DROPPED_OUT, PersonRow, Standing};
use crate::services::Cases;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::Actor;
use domain::access_log::Function;
use domain::calendar::grade_year;
use domain::case::change::Effect;
use domain::case::{Case, CaseState, Payload};
use domain::codes::{Grade, PupilStatus};
use domain::follow_up::FollowUpOutcome;
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::journal::RecordDetail;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

impl Cases<'_> {
    pub(super) async fn change_closed(
        &self,
        case: &Case,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        let Some(change) = case.payload.status_change().filter(|_| case.state == CaseState::Approved) else {
            if matches!(case.payload, Payload::DropOut(_)) {
                self.letters().dropout_reports_off(tx, person.uid).await?;
            }
            return Ok(());
        };
        let was = person.clone();
        let on = change.facts().on;
        let pupil = self.pupil_on(person, on).await?;
        let (before, effect) = (person.standing, change.effect(&pupil));
        let school = self.units().unit(&person.school).await?;
        // Who was away for years may come back into the next stage of the same school.
        let new_stage = effect.grade.is_some_and(|grade| Some(grade.stage()) != person.stage());
        if new_stage {
            (person.repeats, person.skips) = (0, 0);
        }
        let entered = new_stage.then_some(on);
        self.move_class(person, &school, effect.grade, effect.class_name.as_deref(), entered)?;
        person.set_standing(Standing::Pupil(effect.status));
        remember(person, before, &case.payload, &effect);
        if let Some(teaching) = effect.teaching {
            self.teach(Some(case), person, &school, teaching, tx).await?;
        }
        if let Payload::Placement(placement) = &case.payload {
            person.placed_at = match placement.setting.is_elsewhere() {
                true => self.host_of(placement, &school).await?.map(|host| host.id),
                false => None,
            };
        }
        if let Some(spell) = self.open_spell(person.uid).await? {
            let next = EnrolmentRow {
                grade: person.grade,
                class_name: person.class_name.clone(),
                to_on: effect.ends_spell.then_some(on),
                closed_by: effect.ends_spell.then_some(case.id),
                version: spell.version + 1,
                ..spell.clone()
            };
            tx.work.replace("spell", &spell.uid.to_string(), spell.version, &next);
        }
        let changed = RecordDetail::StatusChanged { from: before.label().to_owned(), to: effect.status, on };
        tx.tell_entry(person.uid, NewEntry::of(changed).in_case(case.id).on(on)).await?;
        if effect.status == PupilStatus::Lost {
            self.letters().dropout_reports(tx, person, &school, on).await?;
            self.absences().follow_up_begins(tx, person, &school).await?;
        }
        match &case.payload {
            Payload::BackToSchool(_) => self.letters().drop_out_is_back(tx, &was, &school).await?,
            Payload::Death(_) => self.letters().hand_over_off(tx, &was).await?,
            Payload::Completion(_) if was.standing == DROPPED_OUT => {
                self.letters().drop_out_is_closed(tx, &was, &school).await?;
            }
            _ => {}
        }
        if was.standing == DROPPED_OUT {
            let outcome = match &case.payload {
                Payload::BackToSchool(_) => FollowUpOutcome::Returned,
                Payload::Completion(_) => FollowUpOutcome::YearsOver,
                Payload::Death(_) => FollowUpOutcome::Died,
                _ => FollowUpOutcome::Otherwise,
            };
            self.absences().follow_up_ends(tx, &was, outcome, on).await?;
        }
        Ok(())
    }

    /// The units above a school's authority, for chains that go higher than it.
    pub(super) async fn units_above(&self, authority: &Unit) -> Result<Vec<Unit>> {
        let above = authority.path.units().into_iter().filter(|id| *id != authority.id);
        let keys: Vec<String> = above.map(|id| id.to_string()).collect();
        self.store.get_many("unit", &keys).await
    }

    /// Puts grade and class on the record, sealed items and plain columns alike; the month of entry when a new stage begins.
    pub(crate) fn move_class(
        &self,
        person: &mut PersonRow,
        school: &Unit,
        grade: Option<Grade>,
        class_name: Option<&str>,
        entered: Option<NaiveDate>,
    ) -> Result<()> {
        let mut values = BTreeMap::new();
        values.extend(grade.map(|grade| (Field::Grade, grade.absolute().to_string())));
        values.extend(class_name.map(|name| (Field::ClassName, name.to_owned())));
        values.extend(entered.map(|day| (Field::EntryMonth, day.format("%Y%m").to_string())));
        if values.is_empty() {
            return Ok(());
        }
        let current = person.info(&*self.vault)?;
        let next = current.moved(&values, &self.pupils().form_context(school)?).map_err(|problems| {
            let refusals = problems.iter().map(|problem| {
                Refusal::new(RefusalCode::ClassName, Basis::Procedure, problem.message(), problem.remedy())
            });
            Error::from(refusals.collect::<Vec<_>>())
        })?;
        person.set_info(&*self.vault, &next, self.store.clock.now());
        Ok(())
    }

    /// The content of a returned change, for mending it, with the reason it came back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's or not waiting to be mended.
    pub async fn returned_change(&self, actor: &Actor, id: CaseId) -> Result<(Payload, PersonId, String)> {
        let row = self.case_row(id).await?;
        let case = row.case(&*self.vault)?;
        let own = actor.unit.as_ref().map(|unit| &unit.id) == case.opened_by.unit.as_ref();
        if !own || case.state != CaseState::Returned || case.payload.occurred_on().is_none() {
            return Err(Error::NotFound("case"));
        }
        let reason = case.steps.iter().rev().find_map(|step| step.decision.as_ref());
        let reason = reason.map(|decision| decision.reason.clone()).unwrap_or_default();
        self.access_log().saw(actor, Function::CaseMending, &[case.person]).await?;
        Ok((case.payload, case.person, reason))
    }
}

/// Keeps on the record what later decisions look at. `before`: how the pupil stood until now.
fn remember(person: &mut PersonRow, before: Standing, payload: &Payload, effect: &Effect) {
    let on = payload.occurred_on();
    person.suspended = match (effect.suspended_until, person.suspended, on) {
        (Some(until), Some((from, _)), _) => Some((from, until)),
        (Some(until), None, Some(on)) => Some((on, until)),
        _ => None,
    };
    if let Some(placement) = &effect.placement {
        person.placement.clone_from(placement);
    }
    match payload {
        Payload::Repeat(_) => {
            person.repeats += 1;
            person.repeats_in = on.map(|day| grade_year(day).start_year());
        }
        Payload::Skip(_) => person.skips += 1,
        Payload::Abroad(change) => {
            person.leaves_for(&change.country, change.facts.on);
            // The years of a suspension are no schooling: what is learned elsewhere counts from the day of leaving.
            if before == Standing::Pupil(PupilStatus::Suspended) {
                person.grade_of = Some(grade_year(change.facts.on));
            }
        }
        Payload::ReturnFromAbroad(change) => {
            person.back_from_abroad(change.facts.on);
            person.grade_of = Some(grade_year(change.facts.on));
        }
        Payload::Resumption(change) => person.grade_of = Some(grade_year(change.facts.on)),
        Payload::BackToSchool(change) => {
            person.end_absence();
            person.grade_of = Some(grade_year(change.facts.on));
        }
        _ => {}
    }
}
