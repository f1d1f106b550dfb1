//! Rating and complaint (好差评): what a guardian says of the own matter, and the answer of the authority above.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::session::by_field;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{complaint as answer, own as w};
use contract::complaint::{ComplaintView, VoiceView};
#[cfg(feature = "ssr")]
use domain::complaint::{Rating, WORDS_MOST};
#[cfg(feature = "ssr")]
use domain::id::{CaseId, ComplaintId};
#[cfg(feature = "ssr")]
use domain::refusal::{Refusal, RefusalCode};
use leptos::prelude::*;

/// Characters that are taken of what was sent: one more than is kept, so that what is too long is refused and never cut silently.
#[cfg(feature = "ssr")]
const TAKEN: usize = WORDS_MOST + 1;

/// What the guardian said of the own matter, and may still say.
#[server(name = GetVoice, client = Attended, prefix = "/api", endpoint = "voice_of_case")]
pub async fn voice_of_case(
    /// The case.
    case: String,
) -> Result<VoiceView, AppError> {
    Ok(registry().complaints().voice_of(&actor()?, id(&case)?).await?)
}

/// A guardian rates the own matter that has ended.
#[server(client = Attended, prefix = "/api", endpoint = "rate_case")]
pub async fn rate_case(
    /// The case.
    case: String,
    /// Key of the step.
    #[server(default)]
    rating: String,
    /// What is said besides, as typed.
    #[server(default)]
    rating_words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, back) = (format!("rating/{case}"), format!("/my/case/{case}"));
    let words = cut_to(&rating_words, TAKEN);
    let rated = registry().complaints().rate_case(&actor, case, Rating::from_key(&rating), words).await;
    let beside = |refusal: Refusal| match refusal.code {
        RefusalCode::Words => refusal.beside("rating_words"),
        _ => refusal,
    };
    let rated = rated.map(|()| back.clone()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => AppError::Refused(refusals.into_iter().map(beside).collect()),
        error => error,
    });
    // The step is chosen anew: nobody finds one chosen.
    let kept = typed([("rating_words", words)]);
    keep::finish_saying(&form, &form, &back, kept, rated, w::RATED.said()).await
}

/// A guardian complains of how the own matter is or was handled.
#[server(client = Attended, prefix = "/api", endpoint = "complain")]
pub async fn complain(
    /// The case.
    case: String,
    /// What is complained of, as typed.
    #[server(default)]
    complaint_words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, back) = (format!("complain/{case}"), format!("/my/case/{case}"));
    let words = cut_to(&complaint_words, TAKEN);
    let made = registry().complaints().complain(&actor, case, words).await;
    let made = made.map(|()| back.clone()).map_err(|error| by_field(error.into(), "complaint_words"));
    let kept = typed([("complaint_words", words)]);
    keep::finish_saying(&form, &form, &back, kept, made, w::COMPLAINED.said()).await
}

/// A guardian takes the own complaint back before it is answered.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw_complaint")]
pub async fn withdraw_complaint(
    /// The matter it is about, on whose page one is.
    case: String,
    /// The complaint.
    complaint: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let case: CaseId = id(&case)?;
    let (form, back) = (format!("complain/{case}"), format!("/my/case/{case}"));
    let complaint: ComplaintId = id(&complaint)?;
    let withdrawn = registry().complaints().withdraw_complaint(&actor, complaint).await;
    let withdrawn = withdrawn.map(|()| back.clone()).map_err(AppError::from);
    keep::finish_saying(&form, &form, &back, typed([]), withdrawn, w::WITHDRAWN.said()).await
}

/// A complaint with the matter it is about.
#[server(name = GetComplaint, client = Attended, prefix = "/api", endpoint = "complaint")]
pub async fn complaint(
    /// The complaint.
    complaint: String,
) -> Result<ComplaintView, AppError> {
    Ok(registry().complaints().complaint_view(&actor()?, id(&complaint)?).await?)
}

/// The authority above answers a complaint.
#[server(client = Attended, prefix = "/api", endpoint = "answer_complaint")]
pub async fn answer_complaint(
    /// The complaint as it was shown (`id@version`).
    complaint: String,
    /// The answer, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let words = cut_to(&words, TAKEN);
    let result = async {
        let complaint = shown::<ComplaintId>(&complaint)?;
        Ok(registry().complaints().answer_complaint(&actor, complaint, words).await?)
    };
    let result: Result<(), AppError> = result.await;
    let form = format!("complaint/{}", bare(&complaint));
    let back = format!("/complaints/{}", bare(&complaint));
    let result = result.map(|()| back.clone()).map_err(|error| by_field(error, "words"));
    let kept = typed([("words", words)]);
    keep::finish_saying(&form, &form, &back, kept, result, answer::ANSWER_SENT).await
}
