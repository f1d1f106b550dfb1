//! 学籍异动 (第十九条, 第二十一条): the pupil's school opens a change of status, its authority registers it, the record follows.

use crate::case::correction::refuse_if_busy;
use crate::case::party;
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::person::{DROPPED_OUT, PersonRow};
use crate::services::Cases;
use crate::store::Vars;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::grade_year;
use domain::case::change::{Pupil, Record};
use domain::case::{CaseState, Command, Context, Payload, change};
use domain::codes::{Disability, PupilStatus};
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::numbering::NumberedAt;
use domain::org::{OrgPath, Unit};
use domain::refusal::{Basis, Refusal, RefusalCode};

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
                    let loaded = self.ready(actor, person, payload).await?;
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
            outcomes.push((*person, as_outcome(self.open_change(actor, *person, payload).await)?));
        }
        Ok(outcomes)
    }

    /// What a change would be refused for if it were opened now.
    pub(super) async fn refused_now(
        &self,
        actor: &Actor,
        person: PersonId,
        payload: &Payload,
    ) -> Result<Vec<Refusal>> {
        Ok(as_outcome(self.may_begin(actor, person, payload).await)?.err().unwrap_or_default())
    }

    async fn may_begin(&self, actor: &Actor, person: PersonId, payload: &Payload) -> Result<()> {
        let loaded = self.ready(actor, person, payload).await?;
        let (school, authority) = self.units().school_and_authority(&loaded.school).await?;
        change::chain(&school, &authority)?;
        Ok(())
    }

    /// The pupil for whom a change may be opened: asked by opening it and by the check before it alike.
    async fn ready(&self, actor: &Actor, person: PersonId, payload: &Payload) -> Result<PersonRow> {
        let loaded = self.pupils().person(person).await?;
        self.may_open_change(actor, &loaded)?;
        refuse_if_busy(&loaded)?;
        self.check_change(actor, &loaded, payload).await?;
        Ok(loaded)
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
}

/// A refusal, and a pupil of another school, as what became of one of many; whatever else fails, fails for all.
fn as_outcome<T>(done: Result<T>) -> Result<std::result::Result<T, Vec<Refusal>>> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Refused(refusals)) => Ok(Err(refusals)),
        Err(Error::NotFound(_)) => Ok(Err(vec![Refusal::new(
            RefusalCode::Person,
            Basis::Procedure,
            "本校没有这名学生。",
            "请重新选择。",
        )])),
        Err(error) => Err(error),
    }
}

/// What the numbers of a school's certificates may hold of it.
pub(crate) fn numbered_at(school: &Unit) -> NumberedAt {
    NumberedAt { school: school.id.clone(), division: school.division.clone() }
}
