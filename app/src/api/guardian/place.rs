//! 从省选起: the answer to the question for a place, put together from lists by who does not type its name: province, city, county, and on.

#[cfg(feature = "ssr")]
use super::correct::first_page;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::division::is_place;
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, keep};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Name of the list, as its control and what is wrong with it are called.
pub const PICK: &str = "pick";

/// What is kept of the form beside its answer: which division of the lists was chosen last, so that the field begins anew with it.
pub const PICKED: &str = "picked";

/// Puts a division of the list into the answer, or begins again at the provinces. Nothing is answered by it: the form of the question is
/// sent by itself.
#[server(client = Attended, prefix = "/api", endpoint = "pick_place")]
pub async fn pick_place(
    /// The child.
    person: String,
    /// Key of the item.
    item: String,
    /// Code of the division that was chosen; empty where none was.
    #[server(default)]
    pick: String,
    /// `1` to begin again at the provinces.
    #[server(default)]
    again: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let preparation = registry().cases().preparation(&actor, id(&person)?).await?;
    let open = |field: &Field| preparation.open_fields.iter().any(|(one, _)| one == field);
    let field = Field::from_key(&item).filter(|field| open(field) && is_place(*field));
    let field = field.ok_or(AppError::NotFound)?;
    let form = format!("correct/{person}/{}", field.key());
    // What was typed and not sent stays where nothing was chosen.
    let before = keep::load(&form).await?.values;
    keep::put(&form, &after(before, &pick, again == "1")).await?;
    crate::api::address::lead_to(&format!("{}/item/{}", first_page(&preparation, &person), field.key()));
    Ok(())
}

/// The state of the form after a choice.
#[cfg(feature = "ssr")]
fn after(mut values: BTreeMap<String, String>, pick: &str, again: bool) -> FormState {
    let chosen = registry::seed::places().names().place(pick);
    let (value, picked) = match chosen {
        _ if again => (String::new(), "again".to_owned()),
        Some(place) => (place.name, place.code),
        None => {
            let wrong =
                Refusal::new(RefusalCode::Value, Basis::Procedure, answer::no_place(), answer::place_first());
            let errors = vec![(PICK.to_owned(), crate::language::refused(&wrong))];
            return FormState { values, errors, ..FormState::default() };
        }
    };
    values.insert("value".to_owned(), value);
    values.insert(PICKED.to_owned(), picked);
    // Who chooses a place does not say that it is the same as another.
    values.insert("same".to_owned(), String::new());
    FormState { values, ..FormState::default() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{PICK, PICKED, after};
    use crate::api::form_state::typed;

    #[test]
    fn a_choice_fills_the_answer_and_none_leaves_it() {
        let before = || typed([("value", "江苏"), ("same", "1")]);
        let state = after(before(), "320100000000", false);
        let said = |field: &str| state.value(field);
        assert_eq!((said("value"), said("same")), ("江苏省南京市".to_owned(), String::new()));
        assert_eq!(said(PICKED), "320100000000");
        assert!(!state.has_errors());

        let state = after(before(), "320100000000", true);
        assert_eq!((state.value("value"), state.has_errors()), (String::new(), false), "begun again");

        for none in ["", "999999", "南京"] {
            let state = after(before(), none, false);
            assert_eq!(state.value("value"), "江苏", "what was typed stays: {none}");
            assert_eq!(state.value(PICKED), "", "{none}");
            let beside: Vec<&str> = state.errors.iter().map(|(field, _)| field.as_str()).collect();
            assert_eq!(beside, [PICK], "told beside the list: {none}");
        }
    }
}
