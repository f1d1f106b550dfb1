//! One problem record: both sides, the answers, the proposal.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::{AppError, Attended};
use contract::problem::ProblemLine;
use domain::form::Field;
use domain::problem::Remedy;
use domain::problem::score::Score;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// 举证 of a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDetail {
    /// 佐证, 变更 or 删除.
    pub remedy: Remedy,
    /// 情况说明
    pub statement: String,
    /// Who gave it.
    pub by: String,
    /// 日期
    pub on: String,
    /// Scans the actor may open: id and what it is.
    pub proofs: Vec<(String, String)>,
    /// How many there are.
    pub scans: usize,
}

/// One record of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideDetail {
    /// The person.
    pub person: String,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 学籍号, masked.
    pub number: String,
    /// 状态
    pub standing: String,
    /// Whether the actor may open the record.
    pub may_open: bool,
    /// Whether the actor may give evidence.
    pub may_answer: bool,
    /// 举证
    pub answer: Option<AnswerDetail>,
}

/// What was put to the leader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDetail {
    /// Who and when.
    pub by: String,
    /// When.
    pub on: String,
    /// Whose record stays; none for two children.
    pub survivor: Option<String>,
    /// Why.
    pub reason: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemDetail {
    /// What the queue shows of it.
    pub row: ProblemLine,
    /// The records.
    pub sides: Vec<SideDetail>,
    /// The compared items: label, masked values, whether they are the same.
    pub items: Vec<(Field, Vec<String>, bool)>,
    /// The score.
    pub score: Option<Score>,
    /// What is wrong with the number.
    pub fault: String,
    /// Whether the day may still move.
    pub provisional: bool,
    /// What was put to the leader.
    pub proposal: Option<ProposalDetail>,
    /// The record as a merge makes it: item, value, taken from the other.
    pub merged: Vec<(Field, String, bool)>,
    /// Why the leader returned the last proposal.
    pub returned: Option<String>,
    /// Who decided, and when.
    pub decided: Option<(String, String)>,
    /// That the merge be taken back: who, when, why.
    pub undo: Option<(String, String, String)>,
    /// Until when that may be.
    pub undo_until: Option<String>,
    /// What the actor may do: propose, decide, ask for an undo, undo, compare again.
    pub may: May,
}

/// What the actor may do with a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Propose a settlement.
    pub propose: bool,
    /// Decide or return it.
    pub decide: bool,
    /// Ask that a merge be taken back.
    pub ask_undo: bool,
    /// Take it back.
    pub undo: bool,
    /// Have the records compared again.
    pub recheck: bool,
}

/// One problem as the actor may see it.
#[server(name = GetProblem, client = Attended, prefix = "/api", endpoint = "problem")]
pub async fn problem(
    /// The problem record.
    problem: String,
) -> Result<ProblemDetail, AppError> {
    use domain::problem::Verdict;
    let view = registry().problems().problem_view(&actor()?, id(&problem)?).await?;
    let sides = view.sides.into_iter().map(|side| SideDetail {
        person: side.person.to_string(),
        name: side.name,
        school: side.school,
        number: side.number,
        standing: side.standing.to_owned(),
        may_open: side.may_open,
        may_answer: side.may_answer,
        answer: side.answer.map(|answer| AnswerDetail {
            remedy: answer.remedy,
            statement: answer.statement,
            by: answer.by,
            on: day(answer.on),
            proofs: answer
                .proofs
                .into_iter()
                .map(|proof| (proof.id.to_string(), proof.kind.label().to_owned()))
                .collect(),
            scans: answer.scans,
        }),
    });
    Ok(ProblemDetail {
        sides: sides.collect(),
        items: view.items.into_iter().map(|item| (item.field, item.values, item.same)).collect(),
        score: view.score,
        fault: view.fault,
        provisional: view.provisional,
        proposal: view.proposal.map(|proposal| ProposalDetail {
            by: proposal.act.by.name,
            on: day(proposal.act.on),
            survivor: match proposal.verdict {
                Verdict::Merge { survivor, .. } => Some(survivor.to_string()),
                Verdict::Distinct => None,
            },
            reason: proposal.reason,
        }),
        merged: view.merged,
        returned: view.returned,
        decided: view.decided.map(|(by, on)| (by, day(on))),
        undo: view.undo.map(|(by, on, reason)| (by, day(on), reason)),
        undo_until: view.undo_until.map(day),
        may: May {
            propose: view.may_propose,
            decide: view.may_decide,
            ask_undo: view.may_ask_undo,
            undo: view.may_undo,
            recheck: view.may_recheck,
        },
        row: view.line,
    })
}
