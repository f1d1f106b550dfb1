//! Queues, one case, and decisions on it.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::several::decide_several;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::case::{CaseView, QueuePage};
#[cfg(feature = "ssr")]
use domain::access::Role;
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::{id::CaseId, refusal::RefusalCode, shown::Shown};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What waits for the actor.
#[server(name = GetQueue, client = Attended, prefix = "/api", endpoint = "queue")]
pub async fn queue(
    /// Due day and id of the last case of the page before, with a full stop between; none for the first page.
    after: Option<String>,
) -> Result<QueuePage, AppError> {
    let actor = actor()?;
    let after = match after.as_deref().and_then(|after| after.split_once('.')) {
        Some((due, case)) => Some((id(due)?, id(case)?)),
        None => None,
    };
    Ok(registry().cases().my_queue(&actor, after).await?)
}

/// One case.
#[server(name = GetCaseDetail, client = Attended, prefix = "/api", endpoint = "case_detail")]
pub async fn case_detail(
    /// The case.
    case: String,
) -> Result<CaseView, AppError> {
    Ok(registry().cases().case_view(&actor()?, id(&case)?).await?)
}

/// Decides the actor's step: `verdict` is `agree`, `return` or `refuse`; `refused` holds a reason for each field of a
/// correction that is not accepted (empty: accepted).
#[server(client = Attended, prefix = "/api", endpoint = "decide")]
pub async fn decide(
    /// The case as it was shown (`id@version`).
    case: String,
    /// `agree`, `return` or `refuse`.
    #[server(default)]
    verdict: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
    /// For each item of a correction that is not accepted the reason; empty where it is.
    #[server(default)]
    refused: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let shown: Shown<CaseId> = id(&case)?;
    let case = shown.id;
    let form = format!("decide/{case}");
    let back = format!("/cases/{case}");
    let mut kept = typed([("reason", reason.as_str()), ("verdict", verdict.as_str())]);
    let mut refused_fields = BTreeMap::new();
    for (key, why) in &refused {
        kept.insert(format!("refused[{key}]"), why.clone());
        if let (Some(field), false) = (Field::from_key(key), domain::text::length(why) == 0) {
            refused_fields.insert(field, domain::text::words(why).text);
        }
    }
    let result = match command(&verdict, reason, refused_fields) {
        Ok(command) => {
            let decided = registry().cases().decide_case(&actor, shown, command).await;
            decided.map(|_| back.clone()).map_err(|error| match AppError::from(error) {
                AppError::Refused(refusals) => {
                    AppError::Refused(refusals.into_iter().map(beside_reason).collect())
                }
                other => other,
            })
        }
        Err(none) => Err(AppError::Refused(vec![none])),
    };
    keep::finish_saying(&form, &form, &back, kept, result, answer::verdict_sent()).await
}

/// What a verdict of a form asks for; none chosen, or one that does not exist, decides nothing.
#[cfg(feature = "ssr")]
pub(super) fn command(
    verdict: &str,
    reason: String,
    refused_fields: BTreeMap<Field, String>,
) -> Result<domain::case::Command, domain::refusal::Refusal> {
    use domain::case::Command;
    match verdict {
        "agree" => Ok(Command::Agree { reason, refused_fields }),
        "return" => Ok(Command::Return { reason }),
        "refuse" => Ok(Command::Refuse { reason }),
        _ => Err(domain::refusal::Refusal::new(
            RefusalCode::Verdict,
            domain::refusal::Basis::Procedure,
            answer::no_verdict(),
            answer::which_verdicts(),
        )),
    }
}

#[cfg(feature = "ssr")]
fn beside_reason(refusal: domain::refusal::Refusal) -> domain::refusal::Refusal {
    if refusal.code == RefusalCode::ReasonNeeded { refusal.beside("reason") } else { refusal }
}

/// Gives the same decision to several cases at once: `verdict` is `agree`, `return` or `refuse`. Each case has its own outcome,
/// told on the queue page. Where some are ticked on other pages too, all of them are named again first; `go` turns the page (`next`, `first`)
/// with what is ticked, or unticks everything (`none`).
#[server(client = Attended, prefix = "/api", endpoint = "decide_all")]
pub async fn decide_all(
    /// The ticked cases as they were shown.
    #[server(default)]
    cases: Vec<String>,
    /// `agree`, `return` or `refuse`.
    #[server(default)]
    verdict: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
    /// Every case of this page as it was shown.
    #[server(default)]
    here: Vec<String>,
    /// `next`, `first` or `none`; anything else decides.
    #[server(default)]
    go: String,
    /// Where the next page starts.
    #[server(default)]
    next: String,
) -> Result<(), AppError> {
    use crate::api::desk::many;
    let actor = actor()?;
    let cases: Vec<String> = cases.into_iter().take(many::MOST).collect();
    let all = many::folded(&here, cases.clone()).await?;
    let elsewhere = all.iter().any(|one| !cases.contains(one));
    let (to, picked, values) = match go.as_str() {
        "next" => (format!("/cases?after={next}"), all, typed([])),
        "first" => ("/cases".to_owned(), all, typed([])),
        "none" => ("/cases".to_owned(), Vec::new(), typed([])),
        _ if elsewhere => {
            let values = typed([("verdict", verdict.as_str()), ("reason", cut(&reason))]);
            ("/desk/many".to_owned(), all, values)
        }
        _ => (String::new(), Vec::new(), typed([])),
    };
    if !to.is_empty() {
        many::put(&picked, "/cases", FormState { values, ..FormState::default() }).await?;
        keep::clear("queue").await?;
        crate::api::address::lead_to(&to);
        return Ok(());
    }
    many::forget().await?;
    let outcome = decide_several(&actor, &cases, &verdict, &reason).await?;
    if outcome.errors.is_empty() {
        keep::say("queue", &answer::decided_all(&verdict, outcome.good)).await?;
    } else {
        let ticked = cases.join(",");
        let values = typed([("verdict", &verdict), ("reason", &reason), ("cases", &ticked)]);
        let state = FormState { values, errors: outcome.errors, ..FormState::default() };
        keep::put("queue", &state).await?;
    }
    crate::api::address::lead_to("/cases");
    Ok(())
}

/// The cases on one page of the actor's queue, whole, for printing them together.
#[server(name = GetSheets, client = Attended, prefix = "/api", endpoint = "case_sheets")]
pub async fn case_sheets(
    /// Due day and id of the last case of the page before, with a full stop between; empty for the first page.
    after: String,
) -> Result<Vec<CaseView>, AppError> {
    let page = queue(Some(after)).await?;
    let mut sheets = Vec::with_capacity(page.lines.len());
    for line in page.lines {
        sheets.push(case_detail(line.id.to_string()).await?);
    }
    Ok(sheets)
}

/// Takes a case back.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw")]
pub async fn withdraw(
    /// The case as it was shown (`id@version`).
    case: String,
    /// Why, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let shown: Shown<CaseId> = id(&case)?;
    let case = shown.id;
    let back =
        if actor.role == Role::Guardian { format!("/my/case/{case}") } else { format!("/cases/{case}") };
    let command = domain::case::Command::Withdraw { reason: reason.clone() };
    let result = registry().cases().decide_case(&actor, shown, command).await;
    let result = result.map(|_| back.clone()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => AppError::Refused(refusals.into_iter().map(beside_reason).collect()),
        other => other,
    });
    keep::finish(&format!("withdraw/{case}"), &back, typed([("reason", reason.as_str())]), result).await
}
