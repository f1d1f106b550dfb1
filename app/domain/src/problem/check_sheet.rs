//! The check sheet between provinces (核查单, 第六条; 教基一司函〔2016〕98号): two records of which each school said 佐证 lie in two provinces. The
//! nation sends one sheet to both schools at once. Within its window each says whether the child really attends there, and gives its
//! 佐证 up or insists on it with an identity copy the parents signed or the household register. The nation decides by what came back.

use super::life::life;
use super::{
    Context, Deadline, Office, PARTY_WORKING_DAYS, Problem, ProblemEvent, ProblemState, Remedy, SCANS_MAX,
};
use crate::account::Role;
use crate::codes::PupilStatus;
use crate::form::chinese_date;
use crate::id::{PersonId, UnitId};
use crate::matter::{Act, Checked, Proof, ProofKind};
use crate::refusal::RefusalCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a school says of its 佐证.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// 放弃佐证
    GiveUp,
    /// 坚持佐证
    Insist,
}

impl Stand {
    /// Both.
    pub const ALL: [Self; 2] = [Self::GiveUp, Self::Insist];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::GiveUp => "放弃佐证",
            Self::Insist => "坚持佐证",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::GiveUp => "give_up",
            Self::Insist => "insist",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.key() == key)
    }
}

/// What a school writes on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAnswer {
    /// Who, and when.
    pub act: Act,
    /// Whether the child really attends there (实际就读).
    pub attends: bool,
    /// 放弃佐证 or 坚持佐证.
    pub stand: Stand,
    /// 情况说明
    pub words: String,
    /// Scans.
    pub proofs: Vec<Proof>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSheet {
    /// 核查单编号
    pub number: String,
    /// Who issued it, and when.
    pub issued: Act,
    /// First day of the window it belongs to.
    pub from: NaiveDate,
    /// Last day on which it is answered.
    pub until: NaiveDate,
    /// What came back.
    pub answers: BTreeMap<PersonId, SheetAnswer>,
    /// Whose school had not answered when the window closed.
    pub late: Vec<PersonId>,
}

/// What the answers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetOutcome {
    /// Both give up: it is one child, and the record stays where the child attends.
    BothGiveUp,
    /// One gives up: it is one child, and the record of this one stays.
    OneInsists(PersonId),
    /// Both insist: the nation weighs the evidence.
    BothInsist,
    /// Somebody did not answer. Silence of a school costs no child a record: the nation weighs what there is.
    Silent,
}

impl SheetOutcome {
    /// In Chinese.
    pub fn label(&self) -> &'static str {
        match self {
            Self::BothGiveUp => "双方放弃佐证：认定为同一名学生，保留实际就读一方的学籍",
            Self::OneInsists(_) => "一方放弃佐证：认定为同一名学生，保留坚持佐证一方的学籍",
            Self::BothInsist => "双方坚持佐证：由教育部门依据双方材料认定",
            Self::Silent => "有一方逾期未答复：由教育部门依据已有材料认定，逾期一方另行追究",
        }
    }
}

impl CheckSheet {
    /// What the answers of these records come to; none while an answer may still come.
    pub fn outcome(&self, sides: &[PersonId]) -> Option<SheetOutcome> {
        if !self.late.is_empty() {
            return Some(SheetOutcome::Silent);
        }
        let mut insisting = Vec::new();
        for side in sides {
            if self.answers.get(side)?.stand == Stand::Insist {
                insisting.push(*side);
            }
        }
        Some(match insisting[..] {
            [] => SheetOutcome::BothGiveUp,
            [one] if sides.len() > 1 => SheetOutcome::OneInsists(one),
            _ => SheetOutcome::BothInsist,
        })
    }

    /// The record whose school alone says that the child attends there.
    fn only_attended(&self) -> Option<PersonId> {
        let mut attended = self.answers.iter().filter(|(_, answer)| answer.attends).map(|(side, _)| *side);
        attended.next().filter(|_| attended.next().is_none())
    }
}

/// A school's answer before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Whose record.
    pub person: PersonId,
    /// 实际就读; none where it was not said.
    pub attends: Option<bool>,
    /// 放弃 or 坚持; none where it was not said.
    pub stand: Option<Stand>,
    /// 情况说明
    pub words: String,
    /// New scans, added to those that were filed before.
    pub proofs: Vec<Proof>,
}

impl Problem {
    fn persons(&self) -> Vec<PersonId> {
        self.sides.iter().map(|side| side.person).collect()
    }

    /// Whether the records lie in two provinces: nobody below the nation stands above both.
    pub fn is_between_provinces(&self) -> bool {
        self.sides.len() > 1 && self.settled_by.unit == UnitId::nation()
    }

    /// Whether a sheet may be issued now: the schools have said 佐证, at least one of them, and neither something else.
    pub fn may_have_sheet(&self) -> bool {
        let answers = || self.sides.iter().filter_map(|side| side.answer.as_ref());
        self.state == ProblemState::Answered
            && self.is_between_provinces()
            && answers().count() > 0
            && answers().all(|answer| answer.remedy == Remedy::Prove)
            // What both have answered is decided; who was silent may be asked again.
            && self.sheet_outcome().is_none_or(|outcome| outcome == SheetOutcome::Silent)
    }

    /// What the answers on the sheet come to; none while there is none, or an answer may still come.
    pub fn sheet_outcome(&self) -> Option<SheetOutcome> {
        self.sheet.as_ref()?.outcome(&self.persons())
    }

    /// The schools that have not answered an open sheet.
    pub(super) fn silent_on_sheet(&self) -> Vec<(PersonId, &Office)> {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let silent = self.sides.iter().filter(|side| !sheet.answers.contains_key(&side.person));
        silent.map(|side| (side.person, &side.school)).collect()
    }

    pub(super) fn issue_sheet(
        &self,
        number: String,
        window: Option<(NaiveDate, NaiveDate)>,
        context: &Context<'_>,
    ) -> Checked<Vec<ProblemEvent>> {
        self.in_state(&[ProblemState::Answered])?;
        self.by(&self.settled_by, Role::Registrar, context)?;
        if !self.may_have_sheet() {
            let what = "核查单只用于双方都佐证的跨省问题学籍。";
            return life().refuse(RefusalCode::Kind, what, "请直接提出审查意见。");
        }
        let Some((from, until)) = window else {
            let what = "没有安排跨省问题学籍的核查时段。";
            return life().refuse(RefusalCode::On, what, "请先在全国年度安排中规定核查时段。");
        };
        Ok(vec![ProblemEvent::SheetIssued(CheckSheet {
            number,
            issued: context.act(),
            from,
            until,
            answers: BTreeMap::new(),
            late: Vec::new(),
        })])
    }

    pub(super) fn answer_sheet(&self, said: Answered, context: &Context<'_>) -> Checked<Vec<ProblemEvent>> {
        let life = life();
        self.in_state(&[ProblemState::Checking])?;
        let Some(sheet) = &self.sheet else { return Err(self.out_of_state()) };
        let side = self.side(said.person).ok_or_else(|| self.out_of_state())?;
        self.by(&side.school, Role::Registrar, context)?;
        if context.today > sheet.until {
            let what = format!("核查单已于{}截止。", chinese_date(&sheet.until.to_string()));
            return life.refuse(RefusalCode::On, what, "请联系签发核查单的教育行政部门。");
        }
        let mut wrong = Vec::new();
        if said.attends.is_none() {
            let what = "没有填写学生是否在本校实际就读。";
            wrong.push(life.refusal(RefusalCode::Attends, what, "请核实后选择。"));
        }
        if said.stand.is_none() {
            wrong.push(life.refusal(RefusalCode::Stand, "没有选择是否坚持佐证。", "请选择一项。"));
        }
        let what = "没有填写情况说明。";
        let words =
            life.words(&said.words, RefusalCode::Statement, what, "放弃佐证的，请说明原来佐证的情况。");
        wrong.extend(words.as_ref().err().into_iter().flatten().cloned());
        let before = sheet.answers.get(&said.person).map(|answer| answer.proofs.clone()).unwrap_or_default();
        let proofs: Vec<Proof> = before.into_iter().chain(said.proofs).collect();
        let insists = said.stand == Some(Stand::Insist);
        let shown = proofs.iter().any(|proof| ProofKind::OF_CHECK_SHEETS.contains(&proof.kind));
        if insists && !shown {
            let what = "坚持佐证的，须附家长签字的学生身份证复印件或者户籍证明。";
            wrong.push(life.refusal(RefusalCode::File, what, "请上传其中一种材料的扫描件。"));
        }
        wrong.extend(life.scans(proofs.len(), false, SCANS_MAX).err().into_iter().flatten());
        let (Some(attends), Some(stand), Ok(words), true) =
            (said.attends, said.stand, words, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let answer = SheetAnswer { act: context.act(), attends, stand, words, proofs };
        let mut events = vec![ProblemEvent::SheetAnswered(said.person, answer)];
        if self.silent_on_sheet().iter().all(|(person, _)| *person == said.person) {
            events.push(ProblemEvent::SheetClosed(Vec::new(), next_step(context)));
        }
        Ok(events)
    }

    /// What follows when the window has passed: who did not answer is named, and the nation goes on with what there is.
    pub(super) fn lapse_sheet(&self, context: &Context<'_>) -> Vec<ProblemEvent> {
        let over = self.sheet.as_ref().is_some_and(|sheet| context.today > sheet.until);
        if self.state != ProblemState::Checking || !over {
            return Vec::new();
        }
        let late = self.silent_on_sheet().into_iter().map(|(person, _)| person).collect();
        vec![ProblemEvent::SheetClosed(late, next_step(context))]
    }

    /// Whether what came back allows to call the records two children's, or to keep this one.
    pub(super) fn by_the_sheet(&self, survivor: Option<PersonId>) -> Checked {
        let life = life();
        let refuse = |what: &str, remedy: &str| life.refuse(RefusalCode::Verdict, what, remedy);
        match (self.sheet_outcome(), survivor) {
            (Some(SheetOutcome::BothGiveUp | SheetOutcome::OneInsists(_)), None) => {
                let what = "核查单上有一方放弃佐证，不能认定为两名学生。";
                refuse(what, "请认定为同一名学生并合并学籍。")
            }
            (Some(SheetOutcome::OneInsists(insists)), Some(kept)) if kept != insists => {
                refuse("放弃佐证一方的学籍不能保留。", "请保留坚持佐证一方的学籍。")
            }
            (Some(SheetOutcome::BothGiveUp), Some(kept)) => {
                let attended = self.sheet.as_ref().and_then(CheckSheet::only_attended);
                if attended.is_some_and(|attended| attended != kept) {
                    return refuse("学籍应随学生保留在实际就读的学校。", "请保留实际就读一方的学籍。");
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The record that stays by what came back, where that names one.
    fn kept_by_the_sheet(&self) -> Option<PersonId> {
        match self.sheet_outcome()? {
            SheetOutcome::OneInsists(insists) => Some(insists),
            SheetOutcome::BothGiveUp => self.sheet.as_ref()?.only_attended(),
            SheetOutcome::BothInsist | SheetOutcome::Silent => None,
        }
    }

    /// How the record that stays stands after the merge. Of two records the one in school stays, unless the sheet names the other: a
    /// 在读 of the school that gave its 佐证 up says nothing of the child. Where the school whose record stays says that the child attends
    /// there, the child is in school there from now on, whatever stood on record; otherwise the record stands as it stood, and what is
    /// to be changed is changed by its own business (复学, 转学).
    ///
    /// # Errors
    /// `keep` when the other record has to stay.
    pub fn standing_kept(
        &self,
        survivor: PersonId,
        kept: PupilStatus,
        gone: PupilStatus,
    ) -> Checked<PupilStatus> {
        use PupilStatus as S;
        if kept == S::InSchool || gone != S::InSchool {
            return Ok(kept);
        }
        if self.kept_by_the_sheet() != Some(survivor) {
            let what = "选择保留的学籍不在读，另一份在读。";
            return life().refuse(RefusalCode::Keep, what, "请保留在读的学籍。");
        }
        let answer = self.sheet.as_ref().and_then(|sheet| sheet.answers.get(&survivor));
        let still_here = matches!(kept, S::Suspended | S::Abroad | S::Lost | S::Missing);
        Ok(if still_here && answer.is_some_and(|answer| answer.attends) { S::InSchool } else { kept })
    }

    pub(super) fn apply_to_sheet(&mut self, event: &ProblemEvent) {
        match event {
            ProblemEvent::SheetIssued(sheet) => {
                // The day is the window's last: no announcement of working days moves it.
                self.due = Deadline {
                    date: sheet.until,
                    provisional: false,
                    from: sheet.issued.on,
                    working_days: 0,
                };
                self.sheet = Some(sheet.clone());
                self.state = ProblemState::Checking;
            }
            ProblemEvent::SheetAnswered(person, answer) => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.answers.insert(*person, answer.clone());
                }
            }
            ProblemEvent::SheetClosed(late, due) => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.late.clone_from(late);
                }
                self.due = *due;
                self.state = ProblemState::Answered;
            }
            _ => {}
        }
    }

    /// What is left of a sheet when the schools of the records changed: who took a record over answers for itself, and records that lie in
    /// one province now need no sheet.
    pub(super) fn sheet_after_a_move(&mut self, moved: &[PersonId]) {
        if self.state == ProblemState::Checking && !self.is_between_provinces() {
            self.sheet = None;
            self.state = ProblemState::Answered;
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.answers.retain(|person, _| !moved.contains(person));
        }
    }
}

fn next_step(context: &Context<'_>) -> Deadline {
    Deadline::after(context.today, PARTY_WORKING_DAYS, context.calendar)
}
