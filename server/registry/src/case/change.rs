//! 学籍异动 (第十九条, 第二十一条): the pupil's school opens a change of status, its authority registers it, the record follows.

use crate::Registry;
use crate::case::correction::refuse_if_busy;
use crate::case::registration::SpellRow;
use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::journal::{Chain, NewEntry};
use crate::person::{Numbers, PersonRow, Standing};
use crate::store::{UnitOfWork, Vars};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::change::Pupil;
use domain::case::{Case, CaseKind, CaseState, Command, Context, Link, NewCase, Payload, change};
use domain::codes::{Grade, PupilStatus};
use domain::form::Field;
use domain::id::{CaseId, PersonId, UnitId};
use domain::journal::Event;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal};
use serde_json::json;
use std::collections::BTreeMap;

impl Registry {
    /// Which changes the actor may open for a pupil now.
    pub(crate) fn changes_open_to(&self, actor: &Actor, row: &PersonRow) -> Vec<CaseKind> {
        if row.open_case.is_some() || authorise(actor, Action::OpenChange, &Target::Unit(&row.path)).is_err()
        {
            return Vec::new();
        }
        match row.standing {
            Standing::Pupil(PupilStatus::InSchool) => vec![CaseKind::Suspension, CaseKind::Death],
            Standing::Pupil(PupilStatus::Suspended) => vec![CaseKind::Resumption, CaseKind::Death],
            _ => Vec::new(),
        }
    }

    /// Opens a change of status for a pupil of the actor's school.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; refusals by field, everything that is wrong at once.
    pub async fn open_change(&self, actor: &Actor, person: PersonId, payload: &Payload) -> Result<CaseId> {
        let row = self.person(person).await?;
        self.may_open_change(actor, &row)?;
        let (school, authority) = self.school_and_authority(&row.school).await?;
        let chain = change::chain(&school, &authority)?;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async {
                    let loaded = self.person(person).await?;
                    self.may_open_change(actor, &loaded)?;
                    refuse_if_busy(&loaded)?;
                    self.check_change(actor, &loaded, payload).await?;
                    self.begin_case(actor, &loaded, &school, chain.clone(), payload.clone()).await
                })
            })
            .await
    }

    /// Sends a returned change again, mended.
    ///
    /// # Errors
    /// As [`Registry::open_change`].
    pub async fn mend_change(&self, actor: &Actor, case: CaseId, payload: &Payload) -> Result<CaseState> {
        let row = self.case_row(case).await?;
        let person = self.person(row.person).await?;
        self.may_open_change(actor, &person)?;
        self.check_change(actor, &person, payload).await?;
        self.decide_case(actor, case, Command::Resubmit { payload: Box::new(payload.clone()) }).await
    }

    fn may_open_change(&self, actor: &Actor, row: &PersonRow) -> Result<()> {
        authorise(actor, Action::OpenChange, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code == "not_trained" { refusal.into() } else { Error::NotFound("person") }
        })?;
        Ok(())
    }

    async fn check_change(&self, actor: &Actor, row: &PersonRow, payload: &Payload) -> Result<()> {
        let pupil = self.pupil_now(row).await?;
        let change = payload.status_change().ok_or(Error::NotFound("change"))?;
        change.check(&pupil, &self.context(actor))?;
        Ok(())
    }

    /// The pupil as a decision sees it.
    pub(super) async fn pupil_now(&self, row: &PersonRow) -> Result<Pupil> {
        let spell = self.open_spell(row.uid).await?;
        let since = spell.map_or(row.entry_date, |spell| spell.from_on);
        row.pupil(since).ok_or(Error::NotFound("grade"))
    }

    pub(super) fn context(&self, actor: &Actor) -> Context<'_> {
        Context {
            today: self.store.clock.today(),
            at: self.store.clock.now(),
            actor: party(actor),
            calendar: self.calendar(),
            rules: &self.rules,
        }
    }

    /// Who has to act in a case: unit and role; none when it is closed or waits for whoever opened it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case.
    pub async fn waiting_for(&self, case: CaseId) -> Result<Option<(UnitId, Role)>> {
        let case = self.case_row(case).await?.case(&*self.vault)?;
        Ok(case.waiting_for().map(|link| (link.unit.clone(), link.role)))
    }

    /// What opening any case writes: the case, the journal, the pupil kept busy.
    pub(super) async fn begin_case(
        &self,
        actor: &Actor,
        loaded: &PersonRow,
        school: &Unit,
        chain: Vec<Link>,
        payload: Payload,
    ) -> Result<(UnitOfWork, CaseId)> {
        let mut work = UnitOfWork::new();
        let mut numbers = Numbers::default();
        let context = self.context(actor);
        let occurred_on = payload.occurred_on().unwrap_or(context.today);
        let draft = NewCase {
            id: CaseId::new(self.store.new_id()),
            number: self.case_number(&mut numbers, payload.kind()).await?,
            person: loaded.uid,
            school: school.id.clone(),
            path: school.path.clone(),
            chain,
            payload,
        };
        let case = Case::open(draft, &context);
        let mut journal = self.chain(loaded.uid).await?;
        let entry = NewEntry {
            event: Event::CaseOpened,
            detail: json!({ "number": case.number, "kind": case.kind(), "payload": case.payload }),
            case: Some(case.id),
            occurred_on,
        };
        journal.append(&mut work, &*self.vault, &context.actor, context.at, entry);
        journal.save(&mut work);
        numbers.save(&mut work);
        let mut person = loaded.clone();
        person.open_case = Some(case.id);
        let id = case.id;
        CaseRow::new(&*self.vault, case, &person).create(&mut work);
        person.save(&mut work, loaded);
        Ok((work, id))
    }

    pub(super) async fn change_closed(
        &self,
        case: &Case,
        person: &mut PersonRow,
        journal: &mut Chain,
        context: &Context<'_>,
        work: &mut UnitOfWork,
    ) -> Result<()> {
        let Some(change) = case.payload.status_change().filter(|_| case.state == CaseState::Approved) else {
            return Ok(());
        };
        let pupil = self.pupil_now(person).await?;
        let (before, effect) = (person.standing, change.effect(&pupil));
        let on = change.facts().on;
        let school = self.unit(&person.school).await?;
        self.move_class(person, &school, effect.grade, effect.class_name.as_deref())?;
        person.set_standing(Standing::Pupil(effect.status));
        if let Some(spell) = self.open_spell(person.uid).await? {
            let next = SpellRow {
                grade: person.grade,
                class_name: person.class_name.clone(),
                to_on: effect.ends_spell.then_some(on),
                closed_by: effect.ends_spell.then_some(case.id),
                version: spell.version + 1,
                ..spell.clone()
            };
            work.replace("spell", &spell.uid.to_string(), spell.version, &next);
        }
        let entry = NewEntry {
            event: Event::StatusChanged,
            detail: json!({ "from": before.label(), "to": person.standing.label(), "on": on }),
            case: Some(case.id),
            occurred_on: on,
        };
        journal.append(work, &*self.vault, &context.actor, context.at, entry);
        Ok(())
    }

    /// The stretch of schooling that lasts.
    pub(super) async fn open_spell(&self, person: PersonId) -> Result<Option<SpellRow>> {
        let text = "SELECT * FROM spell WHERE person = $person";
        let spells: Vec<SpellRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        Ok(spells.into_iter().filter(|spell| spell.to_on.is_none()).max_by_key(|spell| spell.from_on))
    }

    /// Puts grade and class on the record, sealed items and plain columns alike.
    pub(super) fn move_class(
        &self,
        person: &mut PersonRow,
        school: &Unit,
        grade: Option<Grade>,
        class_name: Option<&str>,
    ) -> Result<()> {
        let mut values = BTreeMap::new();
        values.extend(grade.map(|grade| (Field::Grade, grade.absolute().to_string())));
        values.extend(class_name.map(|name| (Field::ClassName, name.to_owned())));
        if values.is_empty() {
            return Ok(());
        }
        let current = person.info(&*self.vault)?;
        let next = current.with_changes(&values, &self.form_context(school)?).map_err(|problems| {
            let refusals = problems.iter().map(|problem| {
                Refusal::new("class_name", Basis::Procedure, problem.message(), problem.remedy())
            });
            Error::from(refusals.collect::<Vec<_>>())
        })?;
        person.set_info(&*self.vault, &next);
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
        Ok((case.payload, case.person, reason))
    }
}
