//! Problem records: the queue, one problem, what is done with it, and the check of the register (第六条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
#[cfg(feature = "ssr")]
use crate::text::t::problem as w;
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::id::ProblemId;
use domain::problem::score::Score;
use domain::problem::{ProblemKind, ProblemState, Remedy};
#[cfg(feature = "ssr")]
use domain::refusal::Refusal;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// One problem in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemRow {
    /// The problem.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands.
    pub state: ProblemState,
    /// Name and school of each record.
    pub sides: Vec<(String, String)>,
    /// Who settles it.
    pub settled_by: String,
    /// The score.
    pub points: Option<u8>,
    /// Since when it is open.
    pub found_on: String,
    /// By when somebody has to act.
    pub due_on: Option<String>,
    /// Working days left.
    pub days_left: Option<i64>,
}

#[cfg(feature = "ssr")]
impl From<registry::problem::ProblemLine> for ProblemRow {
    fn from(line: registry::problem::ProblemLine) -> Self {
        Self {
            id: line.id.to_string(),
            shown: domain::shown::Shown::new(line.id, line.version).to_string(),
            kind: line.kind,
            state: line.state,
            sides: line.sides.into_iter().map(|side| (side.name, side.school)).collect(),
            settled_by: line.settled_by,
            points: line.points,
            found_on: day(line.found_on),
            due_on: line.due_on.map(day),
            days_left: line.days_left,
        }
    }
}

/// How far the check of the actor's unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckProgress {
    /// Records looked at, and how many there are.
    pub seen: u64,
    /// How many there are.
    pub total: u64,
    /// When it was finished, with what it found: the moment, found, gone.
    pub done: Option<(String, u64, u64)>,
}

/// One page of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// The rows.
    pub rows: Vec<ProblemRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Kind, open, late.
    pub counts: Vec<(ProblemKind, u64, u64)>,
    /// Whether the actor sees them one by one; officials see how many.
    pub by_name: bool,
    /// Whether the actor may start a check.
    pub may_check: bool,
    /// The check that runs or was last.
    pub check: Option<CheckProgress>,
}

/// One page of the queue: `waiting`, `open` or `settled`, of one kind or of all.
#[server(name = GetProblems, client = Attended, prefix = "/api", endpoint = "problems")]
pub async fn problems(which: String, kind: String, after: String) -> Result<Problems, AppError> {
    use domain::access::Role;
    use registry::problem::ProblemBox;
    let actor = actor()?;
    let counts = registry().problem_counts(&actor).await?;
    let by_name = actor.role != Role::Official;
    let which = match which.as_str() {
        "open" => ProblemBox::Open,
        "settled" => ProblemBox::Settled,
        _ => ProblemBox::Waiting,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().problems(&actor, which, ProblemKind::from_key(&kind), after).await?;
    // Who may not start a check is not told of one.
    let check = registry().last_check(&actor).await;
    Ok(Problems {
        rows: page.lines.into_iter().map(ProblemRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        counts: counts.into_iter().map(|count| (count.kind, count.open, count.late)).collect(),
        by_name,
        may_check: check.is_ok(),
        check: check.ok().flatten().map(|check| CheckProgress {
            seen: check.seen,
            total: check.total,
            done: check.finished_at.map(|at| (moment(at), check.found, check.cleared)),
        }),
    })
}

/// Starts a check of the actor's subtree.
#[server(client = Attended, prefix = "/api", endpoint = "start_check")]
pub async fn start_check() -> Result<(), AppError> {
    let actor = actor()?;
    match registry().start_check(&actor).await {
        Ok(()) => {
            keep::say("problems", w::CHECK_STARTED).await?;
            crate::api::address::lead_to("/problems");
            Ok(())
        }
        Err(error) => keep::finish("problems", "/problems", typed([]), Err(error.into())).await,
    }
}

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
    pub row: ProblemRow,
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
pub async fn problem(problem: String) -> Result<ProblemDetail, AppError> {
    use domain::problem::Verdict;
    let view = registry().problem_view(&actor()?, id(&problem)?).await?;
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
        row: view.line.into(),
    })
}

/// Gives a school's evidence for its record.
#[server(client = Attended, prefix = "/api", endpoint = "answer_problem", input = MultipartFormData)]
pub async fn answer_problem(data: MultipartData) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    use domain::refusal::Basis;
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("problems", "/problems", typed([]), Err(error)).await,
    };
    let [problem, person] = ["problem", "person"].map(|name| parts.text(name));
    // The second record of one school has its own form on the page.
    let suffix = if parts.text("suffix") == "_2" { "_2" } else { "" };
    let named = |field: &str| format!("{field}{suffix}");
    let [remedy, statement, kind] = ["remedy", "statement", "kind"].map(|name| parts.text(&named(name)));
    let kept = [("remedy", remedy.as_str()), ("statement", cut(&statement)), ("kind", &kind), ("file", "")];
    let kept = kept.into_iter().map(|(field, value)| (named(field), value.to_owned())).collect();
    let result = async {
        let refused = |code: &str, what: &str, remedy: &str| {
            AppError::Refused(vec![Refusal::new(code, Basis::Article(6), what, remedy)])
        };
        let remedy = Remedy::from_key(&remedy)
            .ok_or_else(|| refused("remedy", "还没有选择处理方式。", "请选择一种。"))?;
        let upload = match (parts.file, ProofKind::from_key(&kind)) {
            (None, _) => None,
            (Some(_), None) => return Err(refused("kind", "还没有选择材料种类。", "请选择这份材料是什么。")),
            (Some((name, bytes)), Some(kind)) => Some(registry::case::Upload { kind, name, bytes }),
        };
        let asked = registry::problem::AskedAnswer { person: id(&person)?, remedy, statement, upload };
        let done = registry().answer_problem(&actor, shown::<ProblemId>(&problem)?, &asked).await;
        done.map_err(AppError::from)
    };
    let result = result.await.map_err(|error| beside_answer(error, suffix));
    end("answer", &problem, kept, result, w::ANSWERED).await
}

/// Puts to the leader that the records are of two children.
#[server(client = Attended, prefix = "/api", endpoint = "propose_distinct")]
pub async fn propose_distinct(problem: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().propose_distinct(&actor, shown::<ProblemId>(&problem)?, &reason).await?) };
    end("settle", &problem, typed([("reason", cut(&reason))]), result.await, w::PROPOSED).await
}

/// Returns a proposal.
#[server(client = Attended, prefix = "/api", endpoint = "return_problem")]
pub async fn return_problem(problem: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().return_problem(&actor, shown::<ProblemId>(&problem)?, &reason).await?) };
    end("settle", &problem, typed([("reason", cut(&reason))]), result.await, w::SENT_BACK).await
}

/// Decides as proposed.
#[server(client = Attended, prefix = "/api", endpoint = "decide_problem")]
pub async fn decide_problem(problem: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().decide_problem(&actor, shown::<ProblemId>(&problem)?).await?) };
    end("settle", &problem, typed([]), result.await, w::DECIDED).await
}

/// Asks that a merge be taken back.
#[server(client = Attended, prefix = "/api", endpoint = "ask_undo_merge")]
pub async fn ask_undo_merge(problem: String, #[server(default)] undo_reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().ask_undo(&actor, shown::<ProblemId>(&problem)?, &undo_reason).await?) };
    let kept = typed([("undo_reason", cut(&undo_reason))]);
    end("settle", &problem, kept, result.await, w::UNDO_ASKED).await
}

/// Takes a merge back.
#[server(client = Attended, prefix = "/api", endpoint = "undo_merge")]
pub async fn undo_merge(problem: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().undo_merge(&actor, shown::<ProblemId>(&problem)?).await?) };
    end("settle", &problem, typed([]), result.await, w::UNDONE).await
}

/// Has the records compared again.
#[server(client = Attended, prefix = "/api", endpoint = "recheck_problem")]
pub async fn recheck_problem(problem: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().recheck_problem(&actor, id(bare(&problem))?).await?) };
    end("settle", &problem, typed([]), result.await, w::RECHECKED).await
}

/// What is wrong with an answer is told beside the field of its own form.
#[cfg(feature = "ssr")]
fn beside_answer(error: AppError, suffix: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code.as_str() {
        "bad_file" => Refusal { code: format!("file{suffix}"), ..one },
        "remedy" | "statement" | "kind" | "file" => Refusal { code: format!("{}{suffix}", one.code), ..one },
        _ => one,
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

/// Ends a form of a problem's page: back to it, with what is wrong or what went well.
#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    problem: &str,
    kept: BTreeMap<String, String>,
    result: Result<ProblemState, AppError>,
    words: &str,
) -> Result<(), AppError> {
    let problem = bare(problem);
    let back = format!("/problems/{problem}");
    keep::finish_saying(
        &format!("problem_{form}/{problem}"),
        &format!("problem/{problem}"),
        &back,
        kept,
        result.map(|_| back.clone()),
        words,
    )
    .await
}
