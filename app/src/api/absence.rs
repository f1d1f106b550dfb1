//! 缺课与劝返: putting down an absence, a follow-up, its end (第二十二条). The three forms stand on the pupil's page.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;

/// Puts down that a pupil is absent without a reason.
#[server(client = Attended, prefix = "/api", endpoint = "note_absence")]
pub async fn note_absence(
    /// The pupil.
    person: String,
    /// First day of the absence, as typed.
    since: String,
    /// Marks of what is unusual, there when it was confirmed.
    #[server(default)]
    confirmed: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let day = read::date(RefusalCode::Since, &since)?;
        registry().absences().note_absence_confirmed(&actor, id(&person)?, day, &confirmed).await?;
        Ok(place(&person))
    }
    .await;
    let mut kept = typed([("since", since.as_str())]);
    crate::api::confirm::ask(&mut kept, &confirmed, &result);
    keep::finish(&form(&person), &place(&person), kept, result).await
}

/// Puts down what was done to bring the pupil back.
#[server(client = Attended, prefix = "/api", endpoint = "follow_up")]
pub async fn follow_up(
    /// The pupil.
    person: String,
    /// The day of the follow-up, as typed.
    on: String,
    /// How the family was spoken to (劝返方式), as typed.
    manner: String,
    /// What was found and agreed (情况), as typed.
    result: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let outcome = async {
        let day = read::date(RefusalCode::On, &on)?;
        registry().absences().follow_up(&actor, id(&person)?, day, &manner, &result).await?;
        Ok(place(&person))
    }
    .await;
    let kept = typed([("on", on.as_str()), ("manner", manner.as_str()), ("result", result.as_str())]);
    keep::finish(&form(&person), &place(&person), kept, outcome).await
}

/// Puts down that the pupil is back, or why the absence was none.
#[server(client = Attended, prefix = "/api", endpoint = "end_absence")]
pub async fn end_absence(
    /// The pupil.
    person: String,
    /// Why, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        registry().absences().end_absence(&actor, id(&person)?, &reason).await?;
        Ok(place(&person))
    }
    .await;
    keep::finish(&form(&person), &place(&person), typed([("reason", reason.as_str())]), result).await
}

/// The form's name, under which what was typed is kept.
pub fn form(person: &str) -> String {
    format!("absence/{person}")
}

#[cfg(feature = "ssr")]
fn place(person: &str) -> String {
    format!("/pupils/{person}")
}

#[cfg(feature = "ssr")]
mod read {
    use crate::api::AppError;
    use crate::text::t::answer;
    use chrono::NaiveDate;
    use domain::refusal::{Basis, Refusal, RefusalCode};

    pub(super) fn date(field: RefusalCode, text: &str) -> Result<NaiveDate, AppError> {
        domain::form::parse_date(text).ok_or_else(|| {
            let (what, remedy) = (answer::no_date(), answer::date_like());
            AppError::Refused(vec![Refusal::new(field, Basis::Procedure, what, remedy)])
        })
    }
}
