//! 留言: what a guardian asks about the own open case, the answer of the desk that holds it, and what that desk writes first.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::talk as w;
use domain::id::CaseId;
#[cfg(feature = "ssr")]
use domain::matter::TALK_READ;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;

/// Name of the form in which a guardian asks.
pub(crate) fn ask_form(case: CaseId) -> String {
    format!("talk/{case}/ask")
}

/// Name of the form in which a question, counted from 0, is answered: each has its own, so that what is typed for one never stands under
/// another.
pub(crate) fn answer_form(case: CaseId, n: usize) -> String {
    format!("talk/{case}/{n}")
}

/// Name of the form in which the desk writes first.
pub(crate) fn write_form(case: CaseId) -> String {
    format!("talk/{case}/write")
}

/// Name under which the page of the desk is told what became of an answer: its question is not the one that waits any more.
pub(crate) fn told_form(case: CaseId) -> String {
    format!("talk/{case}")
}

/// Characters that are taken of what was sent: one more than is read, so that what is too long is refused and never cut silently.
#[cfg(feature = "ssr")]
const TAKEN: usize = TALK_READ + 1;

/// A guardian asks something about the own open case.
#[server(client = Attended, prefix = "/api", endpoint = "ask_on_case")]
pub async fn ask_on_case(
    /// The case.
    case: String,
    /// The question, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, back) = (ask_form(case), format!("/my/case/{case}"));
    let words = cut_to(&words, TAKEN);
    let asked = registry().cases().ask_on_case(&actor, case, words).await;
    let asked =
        asked.map(|()| back.clone()).map_err(|error| crate::api::session::by_field(error.into(), "words"));
    let kept = typed([("words", words)]);
    keep::finish_saying(&form, &form, &back, kept, asked, w::ASKED.said()).await
}

/// The desk that holds the case answers a question.
#[server(client = Attended, prefix = "/api", endpoint = "answer_on_case")]
pub async fn answer_on_case(
    /// The case.
    case: String,
    /// Which question, counted from 0.
    n: usize,
    /// The answer, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, told, back) = (answer_form(case, n), told_form(case), format!("/cases/{case}"));
    let words = cut_to(&words, TAKEN);
    let answered = registry().cases().answer_on_case(&actor, case, n, words).await.map_err(AppError::from);
    if let Err(error @ AppError::Refused(refusals)) = &answered
        && refusals.iter().any(|refusal| refusal.code == RefusalCode::ChangedSinceShown)
    {
        // Somebody else answered it: the form of that question is not on the page any more.
        return keep::gone(&form, &told, &back, error).await;
    }
    let answered =
        answered.map(|()| back.clone()).map_err(|error| crate::api::session::by_field(error, "words"));
    let kept = typed([("words", words)]);
    keep::finish_saying(&form, &told, &back, kept, answered, w::ANSWERED.said()).await
}

/// The desk that holds the case writes to the guardian first.
#[server(client = Attended, prefix = "/api", endpoint = "write_on_case")]
pub async fn write_on_case(
    /// The case.
    case: String,
    /// What, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, told, back) = (write_form(case), told_form(case), format!("/cases/{case}"));
    let words = cut_to(&words, TAKEN);
    let written = registry().cases().write_on_case(&actor, case, words).await;
    let written =
        written.map(|()| back.clone()).map_err(|error| crate::api::session::by_field(error.into(), "words"));
    let kept = typed([("words", words)]);
    keep::finish_saying(&form, &told, &back, kept, written, w::WRITTEN.said()).await
}
