//! 转学 (第十四条 to 第十六条): the receiving school finds the pupil and opens the case; when all have agreed the schooling at the
//! one school ends and at the other begins, and the record goes on where it was.

use crate::account::attempt::Whose;
use crate::case::correction::refuse_if_busy;
use crate::case::registration::EnrolmentRow;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{PersonRow, Standing};
use crate::services::Cases;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::account::guess::Guess;
use domain::calendar::grade_year;
use domain::case::chain::{Side, handover};
use domain::case::change::{Facts, Paper, Pupil};
use domain::case::systems::AskedGrade;
use domain::case::transfer::{Receiving, Transfer, TransferGround};
use domain::case::{Case, CaseState, Command, Context, Link, Payload};
use domain::codes::{self, Disability, Grade, PupilStatus, Stage};
use domain::follow_up::FollowUpOutcome;
use domain::id::{CaseId, PersonId, SpellId};
use domain::journal::{Moved, RecordDetail};
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::text::{name_key, words};

/// What a receiving school fills in.
#[derive(Debug, Clone)]
pub struct AskedTransfer {
    /// 学籍号 or identity document number of the pupil.
    pub number: String,
    /// 姓名, which must be the one on record.
    pub name: String,
    /// First day at the receiving school.
    pub on: NaiveDate,
    /// Why.
    pub ground: TransferGround,
    /// 班级 at the receiving school.
    pub class_name: String,
    /// The grade there, when it is not the one that goes on with the schooling.
    pub grade: AskedGrade,
    /// 残疾类型 as the assessment has it, where it is not on record yet or is another one.
    pub disability: Option<Disability>,
    /// What was sighted.
    pub papers: Vec<Paper>,
    /// 说明
    pub note: String,
}

impl Cases<'_> {
    /// Opens a transfer to the actor's school.
    ///
    /// # Errors
    /// Refusals by field. Whether a number exists is told only to who knows the name that belongs to it.
    pub async fn open_transfer(&self, actor: &Actor, asked: &AskedTransfer) -> Result<CaseId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let person = self.pupil_named(actor, &asked.number, &asked.name).await?;
        let (to, to_authority) = self.units().school_and_authority(&own.id).await?;
        self.store
            .transact(to.id.as_str(), || {
                Box::pin(async {
                    self.schools().takes_in(&to).await?;
                    let loaded = self.pupils().person(person).await?;
                    let (from, from_authority) = self.units().school_and_authority(&loaded.school).await?;
                    let pupil = self.pupil_on(&loaded, asked.on).await?;
                    let transfer = content(asked, &from, &to, &pupil)?;
                    self.check_transfer(actor, &transfer, &pupil, &from, &to).await?;
                    refuse_if_busy(&loaded).map_err(beside_number)?;
                    let stage = transfer.grade_there(&pupil, &to).unwrap_or(pupil.grade).stage();
                    let chain = self.handover([&to, &to_authority], [&from, &from_authority], stage).await?;
                    self.begin_case(actor, &loaded, &to, chain, Payload::Transfer(transfer)).await
                })
            })
            .await
    }

    /// Sends a returned transfer again, mended. The pupil stays who it was.
    ///
    /// # Errors
    /// As [`Cases::open_transfer`](crate::services::Cases::open_transfer); [`Error::NotFound`] when it is not the actor's school's to mend.
    pub async fn mend_transfer(
        &self,
        actor: &Actor,
        case: CaseId,
        asked: &AskedTransfer,
    ) -> Result<CaseState> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let (_, person, _) = self.returned_change(actor, case).await?;
        let loaded = self.pupils().person(person).await?;
        let (from, to) = (self.units().unit(&loaded.school).await?, self.units().unit(&own.id).await?);
        let pupil = self.pupil_on(&loaded, asked.on).await?;
        let transfer = content(asked, &from, &to, &pupil)?;
        self.check_transfer(actor, &transfer, &pupil, &from, &to).await?;
        let payload = Box::new(Payload::Transfer(transfer));
        self.decide_case(actor, case, Command::Resubmit { payload }).await
    }

    async fn check_transfer(
        &self,
        actor: &Actor,
        transfer: &Transfer,
        pupil: &Pupil,
        from: &Unit,
        to: &Unit,
    ) -> Result<()> {
        let class_size = self.class_size(transfer, pupil, to).await?;
        let at = Receiving { from, to, class_size };
        transfer.check(pupil, at, &self.context(actor, &to.path))?;
        Ok(())
    }

    /// What the receiving province does not allow in principle.
    pub(super) async fn exceptions_of_transfer(
        &self,
        context: &Context,
        transfer: &Transfer,
        pupil: &Pupil,
    ) -> Result<Vec<String>> {
        let (from, to) = (self.units().unit(&transfer.from).await?, self.units().unit(&transfer.to).await?);
        let class_size = self.class_size(transfer, pupil, &to).await?;
        Ok(transfer.exceptions(pupil, Receiving { from: &from, to: &to, class_size }, context))
    }

    /// How many pupils the class has that would be joined.
    async fn class_size(&self, transfer: &Transfer, pupil: &Pupil, to: &Unit) -> Result<usize> {
        let text = "SELECT VALUE uid FROM person WHERE school = $school AND grade = $grade AND class_name = $class AND status = $status";
        let vars = Vars::new()
            .with("school", &to.id)
            .with("grade", transfer.grade_there(pupil, to).unwrap_or(pupil.grade).absolute())
            .with("class", &transfer.class_name)
            .with("status", PupilStatus::InSchool.code());
        let there: Vec<PersonId> = self.store.rows(text, vars).await?;
        Ok(there.len())
    }

    /// Who handles the way between two schools, each with its competent authority, under the rules of either side.
    pub(super) async fn handover(
        &self,
        [to, to_authority]: [&Unit; 2],
        [from, from_authority]: [&Unit; 2],
        stage: Stage,
    ) -> Result<Vec<Link>> {
        let above = [self.units_above(to_authority).await?, self.units_above(from_authority).await?];
        let rules = [self.rules().rules_for(&to.path), self.rules().rules_for(&from.path)];
        let to = Side { school: to, authority: to_authority, above: &above[0], rules: &rules[0] };
        let from = Side { school: from, authority: from_authority, above: &above[1], rules: &rules[1] };
        Ok(handover(to, from, stage)?)
    }

    /// The pupil with this number, if the name is the one on record.
    pub(super) async fn pupil_named(&self, actor: &Actor, number: &str, name: &str) -> Result<PersonId> {
        let reserved = self.accounts().reserve(Guess::PupilNumber, &[Whose::Account(actor.account)]).await?;
        let found = match self.pupils().person_by_number(number).await? {
            Some(person) => Some(person),
            None => self.pupils().person_by_document(number).await?,
        };
        let named = name_key(name);
        match found {
            Some(person) if name_key(&self.pupils().person(person).await?.name) == named => {
                self.accounts().give_back(&reserved).await?;
                Ok(person)
            }
            _ => Err(Refusal::new(
                RefusalCode::Number,
                Basis::Article(14),
                "没有查到姓名与号码相符的学生。",
                "请核对姓名和学籍号（或身份证件号）；尚未核准学籍的学生请原学校先办理。",
            )
            .into()),
        }
    }

    pub(super) async fn transfer_closed(
        &self,
        case: &Case,
        transfer: &Transfer,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            return Ok(());
        }
        let to = self.units().unit(&transfer.to).await?;
        let on = transfer.facts.on;
        let pupil = self.pupil_on(person, on).await?;
        let there = transfer.grade_there(&pupil, &to);
        let was = person.clone();
        // The sixth year of one system is the first of junior high in the other.
        let new_stage = there.is_some_and(|grade| Some(grade.stage()) != person.stage());
        let grade = there.filter(|grade| new_stage || grade.absolute() != person.grade);
        // Who comes back to the old school from outside this system has left nobody here.
        let moves = transfer.from != transfer.to;
        if moves && person.standing != Standing::Pupil(PupilStatus::TransferredOut) {
            self.keep_copy(person, &transfer.to_name, on, &mut tx.work).await?;
        }
        // Who was not at school comes into the grade of the year in which it begins again: the promotion does not count that year besides.
        if pupil.status != Some(PupilStatus::InSchool) {
            person.grade_of = Some(grade_year(on));
        }
        if pupil.is_elsewhere() {
            person.back_from_abroad(on);
        }
        if new_stage && pupil.is_elsewhere() {
            (person.repeats, person.skips) = (0, 0);
        }
        self.move_school(case, person, &to, (grade, &transfer.class_name, new_stage), tx).await?;
        self.teach(Some(case), person, &to, transfer.teaching(), tx).await?;
        let moved = Moved { from: transfer.from_name.clone(), to: transfer.to_name.clone(), on };
        let moved = NewEntry::of(RecordDetail::SchoolChanged(moved)).in_case(case.id).on(on);
        tx.tell_entry(person.uid, moved).await?;
        self.letters().drop_out_is_back(tx, &was, &to).await?;
        let outcome = if moves { FollowUpOutcome::TakenIn } else { FollowUpOutcome::Returned };
        self.absences().follow_up_ends(tx, &was, outcome, on).await?;
        // What the county of household registration keeps it hands over itself.
        if moves && was.followed.is_none() {
            let from = self.units().unit(&transfer.from).await?;
            self.letters().archive_handover_due(tx, person, &from, &to).await?;
        }
        Ok(())
    }

    /// Ends the schooling that lasts, if one does, and begins one at another school (or the same, in another stage).
    pub(super) async fn move_school(
        &self,
        case: &Case,
        person: &mut PersonRow,
        to: &Unit,
        (grade, class_name, new_stage): (Option<Grade>, &str, bool),
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        let on = case.payload.occurred_on().unwrap_or(case.opened_on);
        let open = self.open_spell(person.uid).await?;
        let before = match &open {
            Some(spell) => Some(spell.uid),
            None => self.last_spell(person.uid).await?.map(|spell| spell.uid),
        };
        person.school = to.id.clone();
        person.school_name = to.name.clone();
        person.path = to.path.clone();
        person.system = to.school.as_ref().map_or(person.system, |school| school.system);
        person.set_standing(Standing::Pupil(PupilStatus::InSchool));
        person.placement = None;
        person.placed_at = None;
        person.suspended = None;
        // Whether somebody is absent from the new school the new school finds.
        person.end_absence();
        self.move_class(person, to, grade, Some(class_name), new_stage.then_some(on))?;
        if let Some(spell) = &open {
            let ended = EnrolmentRow {
                to_on: Some(on),
                closed_by: Some(case.id),
                version: spell.version + 1,
                ..spell.clone()
            };
            tx.work.replace("spell", &spell.uid.to_string(), spell.version, &ended);
        }
        let spell = EnrolmentRow {
            uid: SpellId::new(self.store.new_id()),
            version: 1,
            person: person.uid,
            school: to.id.clone(),
            school_name: to.name.clone(),
            path: to.path.clone(),
            grade: person.grade,
            class_name: person.class_name.clone(),
            from_on: on,
            to_on: None,
            opened_by: case.id,
            closed_by: None,
            previous: before,
        };
        tx.work.create("spell", &spell.uid.to_string(), &spell);
        self.problems().problems_go_with(tx, person).await
    }
}

fn content(asked: &AskedTransfer, from: &Unit, to: &Unit, pupil: &Pupil) -> Result<Transfer> {
    let mut transfer = Transfer {
        facts: Facts { on: asked.on, papers: asked.papers.clone(), note: words(&asked.note).text },
        ground: asked.ground,
        from: from.id.clone(),
        from_name: from.name.clone(),
        to: to.id.clone(),
        to_name: to.name.clone(),
        class_name: String::new(),
        grade: asked.grade.choice(pupil, to)?,
        disability: asked.disability.filter(|one| *one != Disability::None),
    };
    transfer.class_name = codes::class_name(transfer.grade_there(pupil, to), &asked.class_name).text;
    Ok(transfer)
}

/// What keeps a pupil busy is told beside the number that was typed.
pub(super) fn beside_number(error: Error) -> Error {
    match error {
        Error::Refused(refusals) => {
            let beside = |refusal| Refusal { code: RefusalCode::Number, ..refusal };
            refusals.into_iter().map(beside).collect::<Vec<_>>().into()
        }
        other => other,
    }
}
