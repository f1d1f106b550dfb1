//! 升学 (第十四条): the receiving school names the graduates it takes, one by one or many at once; each is a case of its own.

use crate::case::completion::leaver_line;
use crate::case::correction::refuse_if_busy;
use crate::case::transfer::beside_number;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use contract::pupil::LeaverLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::calendar::entry_year;
use domain::case::change::Facts;
use domain::case::progression::{Progression, next_grade};
use domain::case::systems::AskedGrade;
use domain::case::{Case, CaseState, Command, Payload};
use domain::codes::{self, PupilStatus};
use domain::form::Teaching;
use domain::id::CaseId;
use domain::journal::{Moved, RecordDetail};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::text::words;

/// How many graduates of the own school are offered at once.
const OFFERED: usize = 500;

/// A graduate whom a school takes.
#[derive(Debug, Clone)]
pub struct AskedProgression {
    /// 学籍号 or identity document number.
    pub number: String,
    /// 姓名, which must be the one on record.
    pub name: String,
    /// 班级 at the receiving school.
    pub class_name: String,
    /// The grade there, when it is not the one that goes on with the schooling.
    pub grade: AskedGrade,
    /// First day there.
    pub on: NaiveDate,
    /// 说明
    pub note: String,
}

impl Cases<'_> {
    /// Opens the progression of many graduates to the actor's school, each with its own outcome.
    ///
    /// # Errors
    /// A refusal for who may not open any; store failures. Refusals of single graduates are outcomes.
    pub async fn open_progressions(
        &self,
        actor: &Actor,
        asked: &[AskedProgression],
    ) -> Result<Vec<std::result::Result<CaseId, Vec<Refusal>>>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let mut outcomes = Vec::with_capacity(asked.len());
        for one in asked {
            outcomes.push(match self.open_progression(actor, one).await {
                Ok(case) => Ok(case),
                Err(Error::Refused(refusals)) => Err(refusals),
                Err(error) => return Err(error),
            });
        }
        Ok(outcomes)
    }

    async fn open_progression(&self, actor: &Actor, asked: &AskedProgression) -> Result<CaseId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let person = self.pupil_named(actor, &asked.number, &asked.name).await?;
        let (to, to_authority) = self.units().school_and_authority(&own.id).await?;
        self.store
            .transact(to.id.as_str(), || {
                Box::pin(async {
                    self.schools().takes_in(&to).await?;
                    let loaded = self.pupils().person(person).await?;
                    let (from, from_authority) = self.units().school_and_authority(&loaded.school).await?;
                    let pupil = self.pupil_now(&loaded).await?;
                    let mut progression = Progression {
                        facts: Facts { on: asked.on, papers: Vec::new(), note: words(&asked.note).text },
                        from: from.id.clone(),
                        from_name: from.name.clone(),
                        to: to.id.clone(),
                        to_name: to.name.clone(),
                        class_name: String::new(),
                        grade: asked.grade.choice(&pupil, &to)?,
                    };
                    let grade = progression.grade_there(&pupil, &to);
                    progression.class_name = codes::class_name(grade, &asked.class_name).text;
                    progression.check(&pupil, &from, &to, &self.context(actor, &to.path))?;
                    refuse_if_busy(&loaded).map_err(beside_number)?;
                    let stage = grade.unwrap_or(pupil.grade).stage();
                    let chain = self.handover([&to, &to_authority], [&from, &from_authority], stage).await?;
                    let payload = Payload::Progression(progression);
                    self.begin_case(actor, &loaded, &to, chain, payload).await
                })
            })
            .await
    }

    /// Sends a returned progression again, mended. The graduate stays who it was.
    ///
    /// # Errors
    /// Refusals by field; [`Error::NotFound`] when it is not the actor's school's to mend.
    pub async fn mend_progression(
        &self,
        actor: &Actor,
        case: CaseId,
        on: NaiveDate,
        (class_name, grade): (&str, &AskedGrade),
        note: &str,
    ) -> Result<CaseState> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let (payload, person, _) = self.returned_change(actor, case).await?;
        let Payload::Progression(old) = payload else { return Err(Error::NotFound("case")) };
        let loaded = self.pupils().person(person).await?;
        let (from, to) = (self.units().unit(&loaded.school).await?, self.units().unit(&own.id).await?);
        let pupil = self.pupil_now(&loaded).await?;
        let mut progression = Progression {
            facts: Facts { on, note: words(note).text, ..old.facts.clone() },
            grade: grade.choice(&pupil, &to)?,
            ..old
        };
        progression.class_name = codes::class_name(progression.grade_there(&pupil, &to), class_name).text;
        progression.check(&pupil, &from, &to, &self.context(actor, &to.path))?;
        let payload = Box::new(Payload::Progression(progression));
        self.decide_case(actor, case, Command::Resubmit { payload }).await
    }

    /// Graduates of the actor's own school who may go on there (九年一贯制, 完全中学).
    ///
    /// # Errors
    /// A refusal for who may not open any; store failures.
    pub async fn own_graduates(&self, actor: &Actor) -> Result<Vec<LeaverLine>> {
        let rows = self.own_graduate_rows(actor).await?;
        self.access_log()
            .saw(actor, Function::Leavers, &rows.iter().map(|row| row.uid).collect::<Vec<_>>())
            .await?;
        Ok(rows.iter().map(leaver_line).collect())
    }

    async fn own_graduate_rows(&self, actor: &Actor) -> Result<Vec<PersonRow>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let school = self.units().unit(&own.id).await?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND status IN ['07', '08'] ORDER BY class_name, by_pinyin LIMIT {OFFERED}"
        );
        let mut rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("school", &own.id)).await?;
        rows.sort_by_cached_key(PersonRow::class_place);
        let offered = |row: &PersonRow| {
            let pupil = row.pupil(row.entry_date, Default::default())?;
            let next = next_grade(&pupil, &school)?;
            school.school.as_ref()?.stages.contains(&next.stage()).then_some(())
        };
        Ok(rows.into_iter().filter(|row| row.open_case.is_none() && offered(row).is_some()).collect())
    }

    /// The full number of a graduate of the own school, for opening the progression from the list.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not one of [`Cases::own_graduates`](crate::services::Cases::own_graduates).
    pub async fn graduate_named(
        &self,
        actor: &Actor,
        person: domain::id::PersonId,
    ) -> Result<(String, String)> {
        let row = self.own_graduate_rows(actor).await?.into_iter().find(|row| row.uid == person);
        let row = row.ok_or(Error::NotFound("person"))?;
        let number = row.number(&*self.vault)?.ok_or(Error::NotFound("number"))?;
        self.access_log().saw_why(actor, Function::Identity, &[person], "办理升学", "").await?;
        Ok((number, row.name))
    }

    pub(super) async fn progression_closed(
        &self,
        case: &Case,
        progression: &Progression,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            return Ok(());
        }
        let to = self.units().unit(&progression.to).await?;
        let pupil = self.pupil_now(person).await?;
        if !matches!(pupil.status, Some(PupilStatus::Graduated | PupilStatus::Completed)) {
            let what = "学生的状态已经改变，不能升学。";
            return Err(Refusal::new(
                RefusalCode::Status,
                Basis::Article(14),
                what,
                "请核对学生的学籍档案。",
            )
            .into());
        }
        let grade = progression.grade_there(&pupil, &to).ok_or(Error::NotFound("grade"))?;
        let on = progression.facts.on;
        if progression.from != progression.to {
            self.keep_copy(person, &progression.to_name, on, &mut tx.work).await?;
        }
        person.repeats = 0;
        person.skips = 0;
        person.grade_of = Some(entry_year(on));
        self.move_school(case, person, &to, (Some(grade), &progression.class_name, true), tx).await?;
        self.teach(Some(case), person, &to, Teaching::default(), tx).await?;
        let moved = Moved { from: progression.from_name.clone(), to: progression.to_name.clone(), on };
        let moved = NewEntry::of(RecordDetail::StageEntered(moved)).in_case(case.id).on(on);
        tx.tell_entry(person.uid, moved).await?;
        if progression.from != progression.to {
            let from = self.units().unit(&progression.from).await?;
            self.letters().archive_handover_due(tx, person, &from, &to).await?;
        }
        Ok(())
    }
}
