//! What people see of problems: lines of the queue, one problem, what is chosen for a merge.

use chrono::NaiveDate;
use contract::problem::{ProblemLine, SideLine};
use domain::case::correction::Proof;
use domain::form::Field;
use domain::id::{PersonId, ProblemId};
use domain::problem::score::Score;
use domain::problem::{ProblemKind, ProblemState, Proposal, Remedy};

/// Which problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemBox {
    /// 待办: what waits for the actor's role, the most urgent first
    Waiting,
    /// 未办结 in the actor's scope, the most urgent first
    Open,
    /// 已办结 in the actor's scope, newest first
    Settled,
}

/// How many problems of a kind are open in the actor's scope, and how many of them are late.
#[derive(Debug, Clone)]
pub struct ProblemCount {
    /// What is wrong.
    pub kind: ProblemKind,
    /// 未办结
    pub open: u64,
    /// 逾期
    pub late: u64,
}

/// 举证 of a side, as far as the actor may see it.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// What the school wants.
    pub remedy: Remedy,
    /// 情况说明
    pub statement: String,
    /// Who gave it.
    pub by: String,
    /// 日期
    pub on: NaiveDate,
    /// Scans the actor may open.
    pub proofs: Vec<Proof>,
    /// How many there are.
    pub scans: usize,
}

/// One record of a problem.
#[derive(Debug, Clone)]
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
    pub standing: &'static str,
    /// Whether the actor may open the whole record.
    pub may_open: bool,
    /// Whether the actor may give evidence for it.
    pub may_answer: bool,
    /// 举证
    pub answer: Option<AnswerView>,
}

/// One compared item: masked values in the order of the sides.
#[derive(Debug, Clone)]
pub struct ComparedItem {
    /// Which item.
    pub field: Field,
    /// The values.
    pub values: Vec<String>,
    /// Whether the whole values are the same.
    pub same: bool,
}

/// One problem.
#[derive(Debug, Clone)]
pub struct ProblemView {
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
    pub proposal: Option<Proposal>,
    /// The record as it would be or is, where a merge was proposed: item, value, and whether it is taken from the other record.
    pub merged: Vec<(Field, String, bool)>,
    /// Why the leader returned the last proposal.
    pub returned: Option<String>,
    /// Who decided, and when.
    pub decided: Option<(String, NaiveDate)>,
    /// That the merge be taken back: who asks, when, why.
    pub undo: Option<(String, NaiveDate, String)>,
    /// Until when it may be taken back.
    pub undo_until: Option<NaiveDate>,
    /// Whether the actor may propose.
    pub may_propose: bool,
    /// Whether the actor may decide or return.
    pub may_decide: bool,
    /// Whether the actor may ask that the merge be taken back.
    pub may_ask_undo: bool,
    /// Whether the actor may take it back.
    pub may_undo: bool,
    /// Whether the actor may have it compared again.
    pub may_recheck: bool,
}

/// An item of a merge to be chosen.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct MergeView {
    /// The record that stays.
    pub kept: SideLine,
    /// Its number, masked.
    pub kept_number: String,
    /// The record that is merged into it.
    pub other: SideLine,
    /// Its number, masked.
    pub other_number: String,
    /// The items in which they differ.
    pub items: Vec<MergeItem>,
    /// What stands in the way.
    pub refusals: Vec<domain::refusal::Refusal>,
}
