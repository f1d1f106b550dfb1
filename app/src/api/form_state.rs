//! What was typed and what is wrong with it, kept between a form and the page it comes back to. A server function never
//! answers with an error page: it keeps the state, sends the browser back, and the page shows both. So a form works the same
//! with and without JavaScript, and nothing that was typed is lost.
//!
//! Signed in, the state is a sealed draft in the store. Before that it is a sealed cookie of ten minutes, so that nobody
//! can fill the store without an account.

use crate::api::AppError;
use crate::api::Attended;
use crate::ui::{FieldError, error_for};
use chrono::NaiveDate;
use domain::ident::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// What was typed, by field. Never a password.
    pub values: BTreeMap<String, String>,
    /// What is wrong: field (empty for the whole form) and words.
    pub errors: Vec<(String, String)>,
    /// What went well the last time, in words.
    pub done: Option<String>,
    /// Until when (Unix seconds) that is told: long enough for a page that draws itself again to say it again. 0 where the state stands until
    /// the form is sent again.
    pub until: i64,
    /// The divisions that places of the form can mean, by field: found when the form is shown, never kept.
    #[serde(default)]
    pub places: BTreeMap<String, Vec<Place>>,
    /// The day, when the form is shown.
    #[serde(default)]
    pub today: Option<NaiveDate>,
}

impl FormState {
    /// What was typed into a field.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What was typed into a field, or something else when nothing was typed yet.
    pub fn value_or(&self, field: &str, otherwise: &str) -> String {
        self.values.get(field).cloned().unwrap_or_else(|| otherwise.to_owned())
    }

    /// The divisions that what was typed into a field can mean.
    pub fn places(&self, field: &str) -> Vec<Place> {
        self.places.get(field).cloned().unwrap_or_default()
    }

    /// Everything wrong, for the summary.
    pub fn field_errors(&self) -> Vec<FieldError> {
        self.errors.iter().map(|(field, message)| FieldError::new(field.clone(), message.clone())).collect()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<String> {
        error_for(&self.field_errors(), field)
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// The state a form was left in; empty when it is new.
#[server(name = GetFormState, client = Attended, prefix = "/api", endpoint = "form_state")]
pub async fn form_state(
    /// Name of the form.
    form: String,
) -> Result<FormState, AppError> {
    let mut state = keep::load(&form).await?;
    // A form of one question is called by its item.
    let item = form.rsplit('/').next().and_then(domain::form::Field::from_key);
    state.places = crate::api::division::meant(&state.values, item);
    state.today = Some(crate::api::context::registry().store.clock.today());
    Ok(state)
}

#[cfg(feature = "ssr")]
pub(crate) mod keep;
#[cfg(feature = "ssr")]
mod read;

#[cfg(feature = "ssr")]
pub use read::ReadDrafts;

/// As much of a text as is kept of what was typed: five hundred characters.
#[cfg(feature = "ssr")]
pub(crate) fn cut(text: &str) -> &str {
    cut_to(text, 500)
}

/// The same where a field takes more than that.
#[cfg(feature = "ssr")]
pub(crate) fn cut_to(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// A map from pairs, for what was typed.
#[cfg(feature = "ssr")]
pub(crate) fn typed<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::keep::told;
    use super::typed;
    use crate::api::AppError;
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use std::collections::BTreeMap;

    #[test]
    fn a_fault_names_its_control_sent_or_not() {
        let new = |code| Refusal::new(code, Basis::Procedure, "还没有选择。", "请选择一项。");
        let error = AppError::Refused(vec![
            new(RefusalCode::Manner),
            new(RefusalCode::named("sex")),
            new(RefusalCode::TooMany),
            new(RefusalCode::TooMany).beside("notify_at"),
        ]);
        let names = |typed: &BTreeMap<String, String>| {
            told(&error, typed).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(names(&typed([("on", "")])), ["manner", "sex", "", "notify_at"]);
        assert_eq!(names(&typed([])), ["", "", "", "notify_at"], "a button alone has no controls");
    }
}
