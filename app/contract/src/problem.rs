//! Problem records (问题学籍).

use crate::case::ProofLine;
use crate::{Said, Signed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::form::Field;
use domain::id::{PersonId, ProblemId};
use domain::problem::score::Score;
use domain::problem::{ProblemKind, ProblemState, Remedy, Stand};
use domain::refusal::Refusal;
use domain::shown::Shown;
use domain::standing::Standing;
use serde::{Deserialize, Serialize};

/// A record in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideLine {
    /// 姓名, masked as the policy says.
    pub name: String,
    /// Its school.
    pub school: String,
}

/// One problem in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemLine {
    /// The problem.
    pub id: ProblemId,
    /// The version that is shown.
    pub version: u64,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands.
    pub state: ProblemState,
    /// The records.
    pub sides: Vec<SideLine>,
    /// Who settles it.
    pub settled_by: String,
    /// The score; none for a wrong number.
    pub points: Option<u8>,
    /// Since when it is open.
    pub found_on: NaiveDate,
    /// By when somebody has to act.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue.
    pub days_left: Option<i64>,
}

impl ProblemLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ProblemId> {
        Shown::new(self.id, self.version)
    }
}

/// What a record's own page says of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemMark {
    /// The problem.
    pub id: ProblemId,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands.
    pub state: ProblemState,
}

/// How many problems of a kind are open in the reader's scope, and how many of them are late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemCount {
    /// What is wrong.
    pub kind: ProblemKind,
    /// 未办结
    pub open: u64,
    /// 逾期
    pub late: u64,
}

/// A check of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// Records looked at.
    pub seen: u64,
    /// Records there were when it began.
    pub total: u64,
    /// Problems found, the known ones not counted.
    pub found: u64,
    /// Problems that are no more.
    pub cleared: u64,
    /// When it was finished; none while it runs.
    pub finished_at: Option<DateTime<Utc>>,
}

/// 举证 of a side, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// What the school wants.
    pub remedy: Remedy,
    /// 情况说明
    pub statement: String,
    /// The unit that gave it.
    pub by: String,
    /// 日期
    pub on: NaiveDate,
    /// Scans the reader may open.
    pub proofs: Vec<ProofLine>,
    /// How many there are.
    pub scans: usize,
}

/// One record of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideView {
    /// The person.
    pub person: PersonId,
    /// 姓名, masked as the policy says.
    pub name: String,
    /// Its school.
    pub school: String,
    /// 学籍号, masked.
    pub number: String,
    /// Where the pupil stands.
    pub standing: Standing,
    /// Whether the reader may open the whole record.
    pub may_open: bool,
    /// Whether the reader may give evidence for it.
    pub may_answer: bool,
    /// 举证
    pub answer: Option<AnswerView>,
}

/// What a school wrote on a check sheet, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAnswerView {
    /// Whether the child attends there (实际就读).
    pub attends: bool,
    /// 放弃佐证 or 坚持佐证
    pub stand: Stand,
    /// The unit that gave it.
    pub by: String,
    /// 日期
    pub on: NaiveDate,
    /// 情况说明; none for the other side.
    pub words: Option<String>,
    /// Scans the reader may open.
    pub proofs: Vec<ProofLine>,
    /// How many there are.
    pub scans: usize,
}

/// One side of a check sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSideView {
    /// The person.
    pub person: PersonId,
    /// The school that answers.
    pub school: String,
    /// When it answered.
    pub answered_on: Option<NaiveDate>,
    /// Whether it let the window pass.
    pub late: bool,
    /// Whether the reader may answer for it.
    pub may_answer: bool,
    /// What it said; of the other side only once the sheet is closed.
    pub answer: Option<SheetAnswerView>,
}

/// 核查单
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// 核查单编号
    pub number: String,
    /// 签发日期
    pub issued_on: NaiveDate,
    /// Who issued it.
    pub issued_by: String,
    /// First day of its window.
    pub from: NaiveDate,
    /// Last day of its window.
    pub until: NaiveDate,
    /// Both sides.
    pub sides: Vec<SheetSideView>,
    /// What the answers come to, in Chinese; none while an answer may still come.
    pub outcome: Option<String>,
}

/// One compared item: masked values in the order of the sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedItem {
    /// Which item.
    pub field: Field,
    /// The values.
    pub values: Vec<String>,
    /// Whether the whole values are the same.
    pub same: bool,
}

/// What was put to the leader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// Who, when and why.
    pub said: Said,
    /// Whose record stays; none for two children.
    pub survivor: Option<PersonId>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemView {
    /// 核查单, of a problem between two provinces.
    pub sheet: Option<SheetView>,
    /// Whether the reader may issue one.
    pub may_issue_sheet: bool,
    /// What the queue shows of it.
    pub line: ProblemLine,
    /// The records.
    pub sides: Vec<SideView>,
    /// The compared items.
    pub items: Vec<ComparedItem>,
    /// The score with its reasons.
    pub score: Option<Score>,
    /// What is wrong with the number.
    pub fault: String,
    /// Whether the deadline may still move.
    pub provisional: bool,
    /// What was put to the leader, for who settles it and once it is decided for everybody.
    pub proposal: Option<ProposalView>,
    /// The record as it would be or is, where a merge was proposed: item, value, and whether it is taken from the other record.
    pub merged: Vec<(Field, String, bool)>,
    /// Why the leader returned the last proposal.
    pub returned: Option<String>,
    /// The unit that decided, and when.
    pub decided: Option<Signed>,
    /// That the merge be taken back: who asks, when, why.
    pub undo: Option<Said>,
    /// Until when it may be taken back.
    pub undo_until: Option<NaiveDate>,
    /// Whether the reader may propose.
    pub may_propose: bool,
    /// Whether the reader may decide or return.
    pub may_decide: bool,
    /// Whether the reader may ask that the merge be taken back.
    pub may_ask_undo: bool,
    /// Whether the reader may take it back.
    pub may_undo: bool,
    /// Whether the reader may have it compared again.
    pub may_recheck: bool,
}

/// One of the two records of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeSide {
    /// The person.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// Its school.
    pub school: String,
    /// 学籍号, masked.
    pub number: String,
}

/// An item of a merge to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeItem {
    /// Which item.
    pub field: Field,
    /// The surviving record's value, masked where it must be.
    pub kept: String,
    /// The other record's.
    pub other: String,
    /// Whether the other's was chosen in the last proposal.
    pub taken: bool,
}

/// What is chosen for a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeView {
    /// The problem.
    pub id: ProblemId,
    /// The version that is shown.
    pub version: u64,
    /// The record that stays.
    pub kept: MergeSide,
    /// The record that is merged into it.
    pub other: MergeSide,
    /// The items in which they differ.
    pub items: Vec<MergeItem>,
    /// What stands in the way.
    pub refusals: Vec<Refusal>,
}

impl MergeView {
    /// The problem as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ProblemId> {
        Shown::new(self.id, self.version)
    }
}
