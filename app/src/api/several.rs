//! One decision for several cases, each with its own outcome: of a queue, and of the desk.

use crate::api::AppError;
use crate::api::case::command;
use crate::api::context::{bare, id, registry};
use crate::api::form_state::keep;
use crate::text::t::answer;
use domain::id::CaseId;
use domain::refusal::RefusalCode;
use domain::shown::Shown;
use std::collections::BTreeMap;

/// What became of several cases that were given one decision.
#[derive(Default)]
pub(crate) struct Several {
    /// How many were decided.
    pub(crate) good: usize,
    /// Those that were not, as they were shown.
    pub(crate) left: Vec<String>,
    /// What is wrong, by field.
    pub(crate) errors: Vec<(String, String)>,
}

/// Gives one decision to several cases, each as it was shown. Nothing is decided without a verdict.
pub(crate) async fn decide_several(
    actor: &domain::access::Actor,
    cases: &[String],
    verdict: &str,
    reason: &str,
) -> Result<Several, AppError> {
    let ids = cases.iter().map(|case| id::<Shown<CaseId>>(case)).collect::<Result<Vec<_>, _>>()?;
    let mut several = Several { left: cases.to_vec(), ..Several::default() };
    if ids.is_empty() {
        several.errors.push(("cases".into(), answer::no_matters().into()));
    }
    let command = command(verdict, reason.to_owned(), BTreeMap::new());
    let (Ok(command), false) = (&command, ids.is_empty()) else {
        several.errors.extend(command.err().map(|none| ("verdict".into(), none.to_string())));
        return Ok(several);
    };
    several.left.clear();
    let decided = registry().cases().decide_cases(actor, &ids, command).await?;
    let mut done = Vec::new();
    for (one, shown) in decided.into_iter().zip(cases) {
        let Err(refusals) = one.outcome else {
            several.good += 1;
            done.push(format!("decide/{}", bare(shown)));
            continue;
        };
        several.left.push(shown.clone());
        for refusal in refusals {
            let field = if refusal.code == RefusalCode::ReasonNeeded { "reason" } else { "cases" };
            let words = if one.number.is_empty() {
                refusal.to_string()
            } else {
                answer::matter_refused(&one.number, &one.person, &refusal.to_string())
            };
            several.errors.push((field.into(), words));
        }
    }
    // What was typed into the own form of a case is not found there when it comes back.
    keep::forget_typed(&done).await?;
    if !several.errors.is_empty() {
        let words = answer::decided_some(verdict, several.good);
        several.errors.insert(0, (String::new(), words));
    }
    Ok(several)
}
