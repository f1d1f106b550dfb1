//! 柜台受理 (第十条) and errors that the school finds itself (第十三条): the first page of the counter's journey.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use leptos::prelude::*;

/// How a correction came to the school, as the form says it.
pub const PAPER: &str = "paper";
/// See [`PAPER`].
pub const FOUND: &str = "found";

/// Puts down how a correction came to the school: a paper application, or an error that the school found.
#[server(client = Attended, prefix = "/api", endpoint = "take_correction_in")]
pub async fn take_correction_in(
    /// The pupil.
    person: String,
    /// [`PAPER`] or [`FOUND`].
    #[server(default)]
    manner: String,
    /// Key of who applies.
    #[server(default)]
    applicant: String,
    /// 申请人姓名, of who is not on record.
    #[server(default)]
    applicant_name: String,
    /// 与学生的关系, of who is not on record.
    #[server(default)]
    kinship: String,
    /// The day that stands on the paper, as typed.
    #[server(default)]
    dated: String,
    /// What the school found.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([
        ("manner", manner.as_str()),
        ("applicant", applicant.as_str()),
        ("applicant_name", applicant_name.as_str()),
        ("kinship", kinship.as_str()),
        ("dated", dated.as_str()),
        ("reason", reason.as_str()),
    ]);
    let child = id(&person)?;
    let result = async {
        let intake = read::intake(&kept).map_err(AppError::Refused)?;
        registry().cases().take_in(&actor, child, &intake).await?;
        let prepared = registry().cases().preparation(&actor, child).await?;
        Ok(super::correct::items_page(&prepared, &person))
    }
    .await;
    let back = super::correct::first_for(&actor, &person);
    keep::finish(&format!("counter/{person}"), &back, kept, result).await
}

#[cfg(feature = "ssr")]
mod read {
    use super::{FOUND, PAPER};
    use crate::text::t::{answer, counter as w};
    use domain::case::intake::{Applicant, Application, Intake};
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use std::collections::BTreeMap;

    /// What was typed; what cannot be read is refused beside its control.
    pub(super) fn intake(typed: &BTreeMap<String, String>) -> Result<Intake, Vec<Refusal>> {
        let text =
            |key: &str| typed.get(key).map(|text| text.chars().take(500).collect()).unwrap_or_default();
        let manner: String = text("manner");
        if manner == FOUND {
            return Ok(Intake::Found { reason: text("reason") });
        }
        if manner != PAPER {
            return Err(vec![refusal(RefusalCode::Manner, answer::no_manner(), answer::choose_one())]);
        }
        let applicant: String = text("applicant");
        let applicant = Applicant::from_key(&applicant).ok_or_else(|| {
            refusal(RefusalCode::Guardian, answer::no_applicant(), answer::who_applied()).beside("applicant")
        });
        let dated: String = text("dated");
        let dated = domain::form::parse_date(&dated)
            .ok_or_else(|| refusal(RefusalCode::Dated, &answer::no_date_of(w::DATED), answer::date_like()));
        match (applicant, dated) {
            (Ok(applicant), Ok(dated)) => Ok(Intake::Counter(Application {
                applicant,
                name: text("applicant_name"),
                kinship: text("kinship"),
                dated,
            })),
            (applicant, dated) => Err(applicant.err().into_iter().chain(dated.err()).collect()),
        }
    }

    fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
        Refusal::new(code, Basis::Procedure, what, remedy)
    }
}
