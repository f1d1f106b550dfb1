//! 学籍异动 (第十九条, 第二十一条): the pupil's school opens a change of status, its authority registers it, the record follows.

use crate::case::correction::refuse_if_busy;
use crate::case::registration::EnrolmentRow;
use crate::case::{CaseRow, party};
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{PersonRow, Standing};
use crate::services::Cases;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::access_log::Function;
use domain::calendar::grade_year;
use domain::case::change::{Effect, Pupil, Record};
use domain::case::correction::Proof;
use domain::case::{Case, CaseState, Command, Context, Link, NewCase, Payload, change};
use domain::codes::{Disability, Grade, PupilStatus};
use domain::follow_up::FollowUpOutcome;
use domain::form::Field;
use domain::id::{CaseId, PersonId, UnitId};
use domain::journal::{Asked, CaseDetail, CaseName, RecordDetail};
use domain::numbering::NumberedAt;
use domain::org::{OrgPath, Unit};
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

const DROPPED_OUT: Standing = Standing::Pupil(PupilStatus::Lost);

impl Cases<'_> {
    /// Opens a change of status for a pupil of the actor's school.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; refusals by field, everything that is wrong at once.
    pub async fn open_change(&self, actor: &Actor, person: PersonId, payload: &Payload) -> Result<CaseId> {
        let row = self.pupils().person(person).await?;
        self.may_open_change(actor, &row)?;
        let (school, authority) = self.units().school_and_authority(&row.school).await?;
        let chain = change::chain(&school, &authority)?;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async {
                    let loaded = self.pupils().person(person).await?;
                    self.may_open_change(actor, &loaded)?;
                    refuse_if_busy(&loaded)?;
                    self.check_change(actor, &loaded, payload).await?;
                    self.begin_case(actor, &loaded, &school, chain.clone(), payload.clone()).await
                })
            })
            .await
    }

    /// Opens the same kind of change for many pupils of the actor's school, each with its own outcome.
    ///
    /// # Errors
    /// Store failures. Refusals and pupils of other schools are outcomes.
    pub async fn open_changes(
        &self,
        actor: &Actor,
        asked: &[(PersonId, Payload)],
    ) -> Result<Vec<(PersonId, std::result::Result<CaseId, Vec<Refusal>>)>> {
        let mut outcomes = Vec::with_capacity(asked.len());
        for (person, payload) in asked {
            let outcome = match self.open_change(actor, *person, payload).await {
                Ok(case) => Ok(case),
                Err(Error::Refused(refusals)) => Err(refusals),
                Err(Error::NotFound(_)) => Err(vec![Refusal::new(
                    RefusalCode::Person,
                    Basis::Procedure,
                    "本校没有这名学生。",
                    "请重新选择。",
                )]),
                Err(error) => return Err(error),
            };
            outcomes.push((*person, outcome));
        }
        Ok(outcomes)
    }

    /// Sends a returned change again, mended.
    ///
    /// # Errors
    /// As [`Cases::open_change`](crate::services::Cases::open_change).
    pub async fn mend_change(&self, actor: &Actor, case: CaseId, payload: &Payload) -> Result<CaseState> {
        let row = self.case_row(case).await?;
        let person = self.pupils().person(row.person).await?;
        self.may_open_change(actor, &person)?;
        self.check_change(actor, &person, payload).await?;
        self.decide_case(actor, case, Command::Resubmit { payload: Box::new(payload.clone()) }).await
    }

    fn may_open_change(&self, actor: &Actor, row: &PersonRow) -> Result<()> {
        authorise(actor, Action::OpenChange, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("person") }
        })?;
        Ok(())
    }

    pub(super) async fn check_change(&self, actor: &Actor, row: &PersonRow, payload: &Payload) -> Result<()> {
        let change = payload.status_change().ok_or(Error::NotFound("change"))?;
        let pupil = self.pupil_on(row, change.facts().on).await?;
        change.check(&pupil, &self.context(actor, &row.path))?;
        match payload {
            Payload::TransferOut(transfer) => self.check_outside(transfer).await,
            _ => Ok(()),
        }
    }

    /// What the province does not allow in principle (原则上) of a change: told to who decides.
    pub(super) async fn exceptions(
        &self,
        context: &Context,
        row: &PersonRow,
        payload: &Payload,
    ) -> Result<Vec<String>> {
        let Some(on) = payload.occurred_on() else { return Ok(Vec::new()) };
        let pupil = self.pupil_on(row, on).await?;
        match payload {
            Payload::Transfer(transfer) => self.exceptions_of_transfer(context, transfer, &pupil).await,
            Payload::Progression(progression) => {
                let (from, to) = (&progression.from, &progression.to);
                let (from, to) = (self.units().unit(from).await?, self.units().unit(to).await?);
                Ok(progression.exceptions(&pupil, &from, &to, context))
            }
            other => Ok(other.status_change().map(|one| one.exceptions(&pupil, context)).unwrap_or_default()),
        }
    }

    /// The pupil as a decision sees it.
    pub(super) async fn pupil_now(&self, row: &PersonRow) -> Result<Pupil> {
        self.pupil_on(row, self.store.clock.today()).await
    }

    /// The same, for something that happens on a day: years at a school elsewhere are counted up to it.
    pub(super) async fn pupil_on(&self, row: &PersonRow, on: NaiveDate) -> Result<Pupil> {
        let spell = self.open_spell(row.uid).await?;
        let since = spell.map_or(row.entry_date, |spell| spell.from_on);
        let school = self.units().unit(&row.school).await?;
        let info = row.info(&*self.vault)?;
        let (grade_size, repeaters) = self.grade_below(row).await?;
        let record = Record {
            numbered: Some(numbered_at(&school)),
            stages: school.school.map(|school| school.stages).unwrap_or_default(),
            disabled: info.get(Field::Disability).is_some_and(|code| code != Disability::None.code()),
            mismatched: row.mismatched || self.problems().has_open_problem(row.uid).await?,
            suspended: row.suspended,
            years_away: row.years_away(on),
            absent_since: row.absent_since,
            follow_ups: row.follow_ups,
            compulsory_until: match row.standing {
                DROPPED_OUT => Some(row.compulsory_until(&*self.vault, &self.rules().rules_for(&row.path))?),
                _ => None,
            },
            repeats: row.repeats,
            skips: row.skips,
            grade_size,
            repeaters,
        };
        row.pupil(since, record).ok_or(Error::NotFound("grade"))
    }

    /// Pupils on roll in the grade below a pupil's, and how many of them repeat it this school year.
    async fn grade_below(&self, row: &PersonRow) -> Result<(usize, usize)> {
        #[derive(serde::Deserialize)]
        struct Line {
            repeats_in: Option<i32>,
        }
        let text =
            "SELECT repeats_in FROM person WHERE school = $school AND grade = $grade AND status = $status";
        let vars = Vars::new()
            .with("school", &row.school)
            .with("grade", row.grade.saturating_sub(1))
            .with("status", PupilStatus::InSchool.code());
        let lines: Vec<Line> = self.store.rows(text, vars).await?;
        let year = grade_year(self.store.clock.today()).start_year();
        let repeaters = lines.iter().filter(|line| line.repeats_in == Some(year)).count();
        Ok((lines.len(), repeaters))
    }

    /// What a decision has to know of the world, for something that belongs to a unit at a path.
    pub(crate) fn context(&self, actor: &Actor, path: &OrgPath) -> Context {
        self.context_at(actor, path, self.store.clock.now())
    }

    /// What a decision taken at a moment has to know.
    pub(crate) fn context_at(&self, actor: &Actor, path: &OrgPath, at: DateTime<Utc>) -> Context {
        Context {
            today: shanghai_day(at),
            at,
            actor: party(actor),
            calendar: self.working_days().calendar_at(path),
            rules: self.rules().rules_for(path),
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
        self.begin_with_scans(actor, loaded, school, chain, payload, &[]).await
    }

    /// The same, with scans that the case carries from the start.
    pub(super) async fn begin_with_scans(
        &self,
        actor: &Actor,
        loaded: &PersonRow,
        school: &Unit,
        chain: Vec<Link>,
        payload: Payload,
        scans: &[Proof],
    ) -> Result<(UnitOfWork, CaseId)> {
        let mut tx = self.transaction(party(actor));
        let context = self.context(actor, &school.path);
        let occurred_on = payload.occurred_on().unwrap_or(context.today);
        let draft = NewCase {
            id: CaseId::new(self.store.new_id()),
            number: self.case_number(&mut tx, payload.kind()).await?,
            person: loaded.uid,
            school: school.id.clone(),
            path: school.path.clone(),
            chain,
            payload,
        };
        let mut case = Case::open(draft, &context);
        case.scans = scans.to_vec();
        case.exceptions = self.exceptions(&context, loaded, &case.payload).await?;
        let name = CaseName { number: case.number.clone(), kind: case.kind() };
        let asked = Asked::Change(Box::new(case.payload.clone()));
        let opened = NewEntry::of(CaseDetail::Opened { case: name, asked }).in_case(case.id).on(occurred_on);
        tx.tell_entry(loaded.uid, opened).await?;
        for scan in scans {
            let filed = NewEntry::of(CaseDetail::ProofFiled(scan.clone())).in_case(case.id);
            tx.tell_entry(loaded.uid, filed).await?;
        }
        if let Payload::DropOut(drop_out) = &case.payload {
            self.letters().dropout_reports(&mut tx, loaded, school, drop_out.facts.on).await?;
        }
        let mut person = loaded.clone();
        person.open_case = Some(case.id);
        let id = case.id;
        CaseRow::new(&*self.vault, case, &person).create(&*self.vault, &mut tx.work)?;
        person.save(&mut tx.work, loaded);
        Ok((tx.finish(), id))
    }

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
                true => self.host_school(&placement.host, &school).await?.map(|host| host.id),
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

    /// The stretch of schooling that lasts.
    pub(crate) async fn open_spell(&self, person: PersonId) -> Result<Option<EnrolmentRow>> {
        let text = "SELECT * FROM spell WHERE person = $person";
        let spells: Vec<EnrolmentRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        Ok(spells.into_iter().filter(|spell| spell.to_on.is_none()).max_by_key(|spell| spell.from_on))
    }

    /// The last stretch of schooling, whether it lasts or not.
    pub(crate) async fn last_spell(&self, person: PersonId) -> Result<Option<EnrolmentRow>> {
        let text = "SELECT * FROM spell WHERE person = $person";
        let spells: Vec<EnrolmentRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        Ok(spells.into_iter().max_by_key(|spell| (spell.from_on, spell.uid)))
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

/// What the numbers of a school's certificates may hold of it.
pub(crate) fn numbered_at(school: &Unit) -> NumberedAt {
    NumberedAt { school: school.id.clone(), division: school.division.clone() }
}
