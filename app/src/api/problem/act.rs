//! The steps of a problem record: answered, proposed, returned, decided, undone, looked at again.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, problem as w};
#[cfg(feature = "ssr")]
use domain::id::ProblemId;
#[cfg(feature = "ssr")]
use domain::problem::{ProblemState, Remedy};
#[cfg(feature = "ssr")]
use domain::refusal::{Refusal, RefusalCode};
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Gives a school's evidence for its record.
#[server(client = Attended, prefix = "/api", endpoint = "answer_problem", input = MultipartFormData)]
pub async fn answer_problem(
    /// The form: problem, the answer and a file.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    use domain::refusal::Basis;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [problem, person] = ["problem", "person"].map(|name| parts.text(name));
    // The second record of one school has its own form on the page.
    let suffix = if parts.text("suffix") == "_2" { "_2" } else { "" };
    let named = |field: &str| format!("{field}{suffix}");
    let [remedy, statement, kind] = ["remedy", "statement", "kind"].map(|name| parts.text(&named(name)));
    let kept = [("remedy", remedy.as_str()), ("statement", cut(&statement)), ("kind", &kind), ("file", "")];
    let kept = kept.into_iter().map(|(field, value)| (named(field), value.to_owned())).collect();
    let result = async {
        let refused = |code: RefusalCode, what: &str, remedy: &str| {
            AppError::Refused(vec![Refusal::new(code, Basis::Article(6), what, remedy)])
        };
        let remedy = Remedy::from_key(&remedy)
            .ok_or_else(|| refused(RefusalCode::Remedy, answer::no_remedy(), answer::choose_a_way()))?;
        let upload = match (parts.file()?, ProofKind::from_key(&kind)) {
            (None, _) => None,
            (Some(_), None) => {
                return Err(refused(RefusalCode::Kind, answer::no_kind_of_paper(), answer::say_what_paper()));
            }
            (Some((name, bytes)), Some(kind)) => Some(registry::case::Upload { kind, name, bytes }),
        };
        let asked = registry::problem::AskedAnswer { person: id(&person)?, remedy, statement, upload };
        let done = registry().problems().answer_problem(&actor, shown::<ProblemId>(&problem)?, &asked).await;
        done.map_err(AppError::from)
    };
    let result = result.await.map_err(|error| beside_answer(error, suffix));
    end("answer", &problem, kept, result, w::ANSWERED).await
}

/// Issues the check sheet of a problem between two provinces to both schools.
#[server(client = Attended, prefix = "/api", endpoint = "issue_check_sheet")]
pub async fn issue_check_sheet(
    /// The problem record as it was shown (`id@version`).
    problem: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().problems().issue_check_sheet(&actor, shown::<ProblemId>(&problem)?).await?) };
    end("settle", &problem, typed([]), result.await, w::SHEET_ISSUED_DONE).await
}

/// Gives a school's answer on a check sheet.
#[server(client = Attended, prefix = "/api", endpoint = "answer_check_sheet", input = MultipartFormData)]
pub async fn answer_check_sheet(
    /// The form: problem, the answer and a file.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::matter::ProofKind;
    use domain::refusal::Basis;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [problem, person, attends, stand] =
        ["problem", "person", "attends", "stand"].map(|name| parts.text(name));
    let [words, kind] = ["statement", "kind"].map(|name| parts.text(name));
    let kept = typed([
        ("attends", attends.as_str()),
        ("stand", &stand),
        ("statement", cut(&words)),
        ("kind", &kind),
        ("file", ""),
    ]);
    let result = async {
        let upload = match (parts.file()?, ProofKind::from_key(&kind)) {
            (None, _) => None,
            (Some(_), None) => {
                let (what, remedy) = (answer::no_kind_of_paper(), answer::say_what_paper());
                let refusal = Refusal::new(RefusalCode::Kind, Basis::Article(6), what, remedy);
                return Err(AppError::Refused(vec![refusal]));
            }
            (Some((name, bytes)), Some(kind)) => Some(registry::case::Upload { kind, name, bytes }),
        };
        let asked = registry::problem::AskedSheetAnswer {
            person: id(&person)?,
            attends: match attends.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            stand: domain::problem::Stand::from_key(&stand),
            words,
            upload,
        };
        let shown = shown::<ProblemId>(&problem)?;
        Ok(registry().problems().answer_check_sheet(&actor, shown, &asked).await?)
    };
    let result: Result<ProblemState, AppError> = result.await;
    let result = result.map_err(|error| beside_answer(error, ""));
    end("check", &problem, kept, result, w::SHEET_ANSWERED).await
}

/// Puts to the leader that the records are of two children.
#[server(client = Attended, prefix = "/api", endpoint = "propose_distinct")]
pub async fn propose_distinct(
    /// The problem record as it was shown (`id@version`).
    problem: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        Ok(registry().problems().propose_distinct(&actor, shown::<ProblemId>(&problem)?, &reason).await?)
    };
    end("settle", &problem, typed([("reason", cut(&reason))]), result.await, w::PROPOSED).await
}

/// Returns a proposal.
#[server(client = Attended, prefix = "/api", endpoint = "return_problem")]
pub async fn return_problem(
    /// The problem record as it was shown (`id@version`).
    problem: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        Ok(registry().problems().return_problem(&actor, shown::<ProblemId>(&problem)?, &reason).await?)
    };
    end("settle", &problem, typed([("reason", cut(&reason))]), result.await, w::SENT_BACK).await
}

/// Decides as proposed.
#[server(client = Attended, prefix = "/api", endpoint = "decide_problem")]
pub async fn decide_problem(
    /// The problem record as it was shown (`id@version`).
    problem: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().problems().decide_problem(&actor, shown::<ProblemId>(&problem)?).await?) };
    end("settle", &problem, typed([]), result.await, w::DECIDED).await
}

/// Asks that a merge be taken back.
#[server(client = Attended, prefix = "/api", endpoint = "ask_undo_merge")]
pub async fn ask_undo_merge(
    /// The problem record as it was shown (`id@version`).
    problem: String,
    /// Why the merge is to be undone, as typed.
    #[server(default)]
    undo_reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        Ok(registry().problems().ask_undo(&actor, shown::<ProblemId>(&problem)?, &undo_reason).await?)
    };
    let kept = typed([("undo_reason", cut(&undo_reason))]);
    end("settle", &problem, kept, result.await, w::UNDO_ASKED).await
}

/// Takes a merge back.
#[server(client = Attended, prefix = "/api", endpoint = "undo_merge")]
pub async fn undo_merge(
    /// The problem record as it was shown (`id@version`).
    problem: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().problems().undo_merge(&actor, shown::<ProblemId>(&problem)?).await?) };
    end("settle", &problem, typed([]), result.await, w::UNDONE).await
}

/// Has the records compared again.
#[server(client = Attended, prefix = "/api", endpoint = "recheck_problem")]
pub async fn recheck_problem(
    /// The problem record.
    problem: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().problems().recheck_problem(&actor, id(bare(&problem))?).await?) };
    end("settle", &problem, typed([]), result.await, w::RECHECKED).await
}

/// What is wrong with an answer is told beside the field of its own form.
#[cfg(feature = "ssr")]
fn beside_answer(error: AppError, suffix: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code {
        RefusalCode::BadFile => one.beside(format!("file{suffix}")),
        code @ (RefusalCode::Remedy | RefusalCode::Statement | RefusalCode::Kind | RefusalCode::File) => {
            one.beside(format!("{code}{suffix}"))
        }
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
