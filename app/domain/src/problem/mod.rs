//! Problem records (问题学籍, 第六条): a record with a wrong document number, or two records that may be of one child. Each party gives
//! its evidence, whoever stands above both decides with two persons: two children, or one whose records are merged.
//!
//! As with a case the life is a pure state machine: [`Problem::decide`] answers a command with events or refusals, and
//! [`Problem::apply`] folds an event into the state.

mod check_sheet;
mod kind;
mod life;
pub mod score;
#[cfg(test)]
mod sheet_tests;
#[cfg(test)]
mod tests;

pub use crate::matter::{Act, Office, WorkContext as Context};
pub use check_sheet::{Answered as AnsweredSheet, CheckSheet, SheetAnswer, SheetOutcome, Stand};
pub use kind::{PARTY_WORKING_DAYS, ProblemKind, ProblemState, Remedy, SCANS_MAX, UNDO_DAYS, WORDS_MAX};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::form::Field;
use crate::id::{PersonId, ProblemId, UnitId};
use crate::matter::{Deadline, Holder, Matter, MatterKind, Proof, Subject};
use crate::org::OrgPath;
use chrono::NaiveDate;
use score::Score;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Whose record.
    pub person: PersonId,
    /// The school that answers for it.
    pub school: Office,
    /// 举证, once it was given.
    pub answer: Option<Answer>,
}

/// What a party says about its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who gave it.
    pub act: Act,
    /// 佐证, 变更 or 删除.
    pub remedy: Remedy,
    /// 情况说明
    pub statement: String,
    /// Scans of documents.
    pub proofs: Vec<Proof>,
}

/// What is to become of two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 认定为两名学生
    Distinct,
    /// 认定为同一名学生，合并学籍
    Merge {
        /// Whose record stays, with its number.
        survivor: PersonId,
        /// The items that are taken from the other record; every other item stays as the surviving record has it.
        taken: BTreeSet<Field>,
    },
}

/// What the registrar puts to the leader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who.
    pub act: Act,
    /// What is to become of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// What is wrong.
    pub kind: ProblemKind,
    /// The records: one, or two.
    pub sides: Vec<Side>,
    /// Who settles it: the school itself, or the lowest authority above both schools.
    pub settled_by: Office,
    /// The score with its reasons; none for a wrong number.
    pub score: Option<Score>,
    /// What is wrong with the number, in words; empty for pairs.
    pub fault: String,
    /// Keyed hash of the facts that were compared: a problem that was settled comes back only when they change.
    pub fingerprint: String,
    /// Since when it is open.
    pub found_on: NaiveDate,
    /// Where it stands.
    pub state: ProblemState,
    /// By when whoever has to act has to.
    pub due: Deadline,
    /// What was put to the leader.
    pub proposal: Option<Proposal>,
    /// Why the leader returned the last proposal.
    pub returned: Option<String>,
    /// Who decided.
    pub decided: Option<Act>,
    /// That the merge be taken back: who asks, and why.
    pub undo: Option<(Act, String)>,
    /// 核查单, once the nation issued one to two provinces.
    pub sheet: Option<CheckSheet>,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The records in order of their ids, with their schools.
    pub sides: Vec<(PersonId, Office)>,
    /// Who settles it.
    pub settled_by: Office,
    /// The score.
    pub score: Option<Score>,
    /// What is wrong with the number.
    pub fault: String,
    /// Keyed hash of the facts.
    pub fingerprint: String,
}

/// What somebody, or the check, wants done with a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The check found it again.
    Find(Box<Finding>),
    /// The check no longer finds it.
    Clear,
    /// The time for answers may be over.
    Lapse,
    /// 举证: the registrar of a record's school.
    Answer {
        /// Whose record.
        person: PersonId,
        /// The remedy.
        remedy: Remedy,
        /// 情况说明
        statement: String,
        /// New scans, added to those that were filed before.
        proofs: Vec<Proof>,
    },
    /// 签发核查单: the registrar of the nation, to both schools at once.
    IssueSheet {
        /// Its number.
        number: String,
        /// The window in which it is answered; none where the nation has laid none down.
        window: Option<(NaiveDate, NaiveDate)>,
    },
    /// 答复核查单: the registrar of a record's school.
    AnswerSheet(Box<AnsweredSheet>),
    /// 审查意见: the registrar of who settles it.
    Propose {
        /// What is to become of it.
        verdict: Verdict,
        /// Why.
        reason: String,
    },
    /// 退回: the leader wants it looked at again.
    Return {
        /// Why.
        reason: String,
    },
    /// 决定: the leader agrees with the proposal.
    Decide,
    /// The registrar asks that a merge be taken back.
    AskUndo {
        /// Why.
        reason: String,
    },
    /// The leader takes the merge back.
    Undo,
}

/// What happened to a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemEvent {
    /// The facts, the score or the schools are others than before; the problem stays open.
    Refreshed(Box<Facts>),
    /// It was settled and is there again, because the facts changed.
    Reopened(Box<Facts>, NaiveDate, Deadline),
    /// The check no longer finds it.
    Cleared(NaiveDate),
    /// A party did not answer in time.
    Lapsed(Deadline),
    /// A party answered.
    Answered(PersonId, Answer),
    /// Everybody has answered; the review is due.
    Complete(Deadline),
    /// The check sheet went to both schools.
    SheetIssued(CheckSheet),
    /// A school answered it.
    SheetAnswered(PersonId, SheetAnswer),
    /// Both have answered, or the window has passed; whose schools did not answer, and by when the nation goes on.
    SheetClosed(Vec<PersonId>, Deadline),
    /// A proposal was put to the leader.
    Proposed(Proposal, Deadline),
    /// It was returned.
    Returned(String, Deadline),
    /// The leader agreed.
    Decided(Act),
    /// It was asked that the merge be taken back.
    UndoAsked(Act, String),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Deadline),
    /// The merge was taken back; the problem is open for review again.
    Undone(Act, Deadline),
}

/// What a finding says of a problem that is there already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The schools that answer for the records, in the order of the sides.
    pub schools: Vec<Office>,
    /// Who settles it.
    pub settled_by: Office,
    /// The score.
    pub score: Option<Score>,
    /// What is wrong with the number.
    pub fault: String,
    /// Keyed hash of the facts.
    pub fingerprint: String,
}

impl Problem {
    /// A problem that was found today.
    pub fn found(id: ProblemId, finding: Finding, on: NaiveDate, calendar: &WorkCalendar) -> Self {
        let sides = finding.sides.into_iter();
        Self {
            id,
            kind: finding.kind,
            sides: sides.map(|(person, school)| Side { person, school, answer: None }).collect(),
            settled_by: finding.settled_by,
            score: finding.score,
            fault: finding.fault,
            fingerprint: finding.fingerprint,
            found_on: on,
            state: ProblemState::Open,
            due: Deadline::after(on, PARTY_WORKING_DAYS, calendar),
            proposal: None,
            returned: None,
            decided: None,
            undo: None,
            sheet: None,
        }
    }

    /// The same where another unit stands above both schools now (划转). What the old one's registrar had put to its leader the new one
    /// looks at itself.
    #[must_use]
    pub fn settled_elsewhere(mut self, by: Office) -> Self {
        self.settled_by = by;
        if self.state == ProblemState::Proposed {
            self.proposal = None;
            self.state = ProblemState::Answered;
        }
        self
    }

    /// The side of a person.
    pub fn side(&self, person: PersonId) -> Option<&Side> {
        self.sides.iter().find(|side| side.person == person)
    }

    /// The record beside a person's.
    pub fn other(&self, person: PersonId) -> Option<&Side> {
        self.sides.iter().find(|side| side.person != person)
    }

    /// Who has to act now: units and roles. Every open problem has somebody.
    pub fn waiting_for(&self) -> Vec<(&Office, Role)> {
        let mut waiting: Vec<(&Office, Role)> = match self.state {
            ProblemState::Open if self.kind == ProblemKind::WrongDocument => {
                self.sides.iter().map(|side| (&side.school, Role::Registrar)).collect()
            }
            ProblemState::Open => {
                let silent = self.sides.iter().filter(|side| side.answer.is_none());
                silent.map(|side| (&side.school, Role::Registrar)).collect()
            }
            ProblemState::Checking => {
                let silent = self.silent_on_sheet();
                silent.into_iter().map(|(_, school)| (school, Role::Registrar)).collect()
            }
            ProblemState::Answered => vec![(&self.settled_by, Role::Registrar)],
            ProblemState::Proposed => vec![(&self.settled_by, Role::Leader)],
            ProblemState::Merged if self.undo.is_some() => vec![(&self.settled_by, Role::Leader)],
            ProblemState::Dismissed | ProblemState::Corrected | ProblemState::Merged => Vec::new(),
        };
        waiting.dedup();
        waiting
    }

    /// By when somebody has to act; none when it is settled. A merge that is asked to be taken back is so by the last day on which it may.
    pub fn open_due(&self) -> Option<Due> {
        if self.state.is_open() {
            return Some(self.due.due());
        }
        let asked = self.undo.as_ref().and_then(|_| self.undo_until())?;
        Some(Due { date: asked, provisional: false })
    }

    /// What follows for the open deadline when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<ProblemEvent> {
        let due = self.state.is_open().then(|| self.due.recount(calendar))??;
        Some(ProblemEvent::Recounted(due))
    }

    /// Until when a merge may be taken back; none when there is none.
    pub fn undo_until(&self) -> Option<NaiveDate> {
        let decided = self.decided.as_ref().filter(|_| self.state == ProblemState::Merged)?;
        decided.on.checked_add_days(chrono::Days::new(UNDO_DAYS))
    }
}

/// Who settles a problem between two schools: the school itself, or the lowest authority above both.
pub fn settling_unit(one: &OrgPath, other: &OrgPath) -> UnitId {
    let (a, b) = (one.units(), other.units());
    let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).last();
    shared.map_or_else(UnitId::nation, |(unit, _)| unit.clone())
}

impl Matter for Problem {
    fn kind(&self) -> MatterKind {
        MatterKind::Problem
    }

    fn subject(&self) -> Subject {
        match self.sides.first() {
            Some(side) => Subject::Person(side.person),
            // A problem is found with a record; one without any would be its settler's.
            None => Subject::Unit(self.settled_by.unit.clone()),
        }
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().into_iter().map(Holder::desk).collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_due()
    }

    /// A merge that is asked to be taken back is open again.
    fn is_open(&self) -> bool {
        self.state.is_open() || (self.state == ProblemState::Merged && self.undo.is_some())
    }

    fn sent_back(&self) -> bool {
        self.state == ProblemState::Answered && self.returned.is_some()
    }
}
