//! Registrars: the own unit's, their files, hand-overs, reports upwards, how stable their number is (第二十三条).

pub mod act;
pub mod hand_over;
pub mod list;
pub mod read;

#[cfg(feature = "ssr")]
use crate::api::AppError;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
#[cfg(feature = "ssr")]
use crate::text::t::{answer, registrar as w};
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};

#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    back: String,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<(), AppError>,
) -> Result<(), AppError> {
    keep::finish_saying(form, form, &back, kept, result.map(|()| back.clone()), w::DONE).await
}

#[cfg(feature = "ssr")]
fn missing(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Procedure, what, remedy)])
}

#[cfg(feature = "ssr")]
fn date(text: &str, field: RefusalCode) -> Result<chrono::NaiveDate, AppError> {
    domain::form::parse_date(text).ok_or_else(|| missing(field, &answer::not_a_date(""), answer::date_like()))
}
