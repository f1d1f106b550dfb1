//! 调班 of several pupils of a class, ticked by id.

#[cfg(feature = "ssr")]
use super::read::{asked, classes};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::upkeep as w;
use contract::upkeep::UpkeepSheet;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;

/// Where the form keeps its state.
#[cfg(feature = "ssr")]
const MOVES: &str = "upkeep-move";

/// The classes to choose from, the pupils of the chosen one, and the state of the form.
pub type MoveDetail = (Vec<(String, String)>, Option<UpkeepSheet>, FormState);

/// The pupils of a class; before one is chosen, what there is to choose from.
#[server(name = GetMoveList, client = Attended, prefix = "/api", endpoint = "move_list")]
pub async fn move_list(
    /// The class (`6-1班`); empty before one is chosen.
    #[server(default)]
    class: String,
) -> Result<MoveDetail, AppError> {
    let actor = actor()?;
    let sheet = match asked(&typed([("class", class.as_str())])) {
        Some(asked) => Some(registry().upkeep().upkeep_sheet(&actor, &asked).await?),
        None => None,
    };
    let mut state = keep::load(MOVES).await?;
    if state.value("class") != class && (state.done.is_none() || state.has_errors()) {
        state = FormState::default();
    }
    Ok((classes(&actor).await?, sheet, state))
}

/// Moves the ticked pupils to one class of their grade.
#[server(client = Attended, prefix = "/api", endpoint = "move_pupils")]
pub async fn move_pupils(
    /// The class they are in, as in the address.
    class: String,
    /// The ticked pupils, each with the mark of what was shown.
    #[server(default)]
    people: Vec<String>,
    /// The class they come into, as typed.
    #[server(default)]
    class_name: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
    /// Whether a class may begin, as the box was ticked.
    #[server(default)]
    new_classes: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut moved = Vec::new();
    for one in &people {
        let (person, stamp) = one.split_once('/').ok_or(AppError::NotFound)?;
        moved.push((id(person)?, stamp.to_owned()));
    }
    let (class_name, reason) = (cut(&class_name), cut(&reason));
    let mut state = FormState {
        values: typed([("class", class.as_str()), ("class_name", class_name), ("reason", reason)]),
        ..FormState::default()
    };
    let refused = |code, what, remedy| vec![Refusal::new(code, Basis::Procedure, what, remedy)];
    let result = if moved.is_empty() {
        Err(AppError::Refused(refused(RefusalCode::People, w::NOBODY, w::NOBODY_NEXT)))
    } else if domain::text::length(class_name) == 0 {
        Err(AppError::Refused(refused(RefusalCode::ClassName, w::NO_CLASS, w::NO_CLASS_NEXT)))
    } else {
        let asked = registry::upkeep::AskedUpkeep::moves(&moved, class_name, reason, new_classes == "true");
        registry().upkeep().keep_records(&actor, &asked).await.map_err(AppError::from)
    };
    match result {
        Ok(told) => {
            let left = told.iter().filter(|row| !row.refused.is_empty());
            let said = w::moved(told.len() - left.clone().count());
            for row in left {
                let id = row.id.to_string();
                state.values.insert(format!("ticked/{id}"), id);
            }
            state.errors = super::class::errors(&told, |_, control| {
                Some(if control == "class_name" { "class_name" } else { "people" }.to_owned())
            });
            keep::done_in_part(MOVES, state, &said).await?;
        }
        Err(AppError::Refused(refusals)) => {
            for (person, _) in &moved {
                state.values.insert(format!("ticked/{person}"), person.to_string());
            }
            state.errors = refusals.iter().map(|one| (one.control().to_owned(), one.to_string())).collect();
            keep::put(MOVES, &state).await?;
        }
        Err(error) => return Err(error),
    }
    let class = serde_urlencoded::to_string([("class", class)]).unwrap_or_default();
    crate::api::address::lead_to(&format!("/upkeep/move?{class}"));
    Ok(())
}
