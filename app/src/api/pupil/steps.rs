//! 分步录入: one child entered step by step. The draft is that of the whole form: whoever goes over to it, or back, finds what was typed.

#[cfg(feature = "ssr")]
use crate::api::confirm::{ASKED, CONFIRMED};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
#[cfg(feature = "ssr")]
use crate::api::pupil::enter::{beside, filled, finish_told, known, told_of, told_once};
use crate::api::{AppError, Attended};
use domain::archive::Column;
use domain::form::EntryStep;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form whose draft it is: the one with everything on one page.
#[cfg(feature = "ssr")]
const FORM: &str = "enter";

/// A step as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrySteps {
    /// The school for which a pupil is entered.
    pub school: String,
    /// What its province adds to the form.
    pub columns: Vec<Column>,
    /// What was typed, and what is wrong with it: of the last step, with all of it.
    pub state: FormState,
}

/// The address of a step.
pub fn step_address(step: EntryStep) -> String {
    format!("/pupils/new/steps?step={}", step.key())
}

/// The step of a control of the form: its own item's; of what is no item of the form, where it is asked.
#[cfg(feature = "ssr")]
fn step_of(key: &str) -> Option<EntryStep> {
    if let Some(item) = Field::from_key(beside(key).unwrap_or(key)) {
        return Some(EntryStep::of(item));
    }
    match key {
        key if key == registry::person::ENTRY_DATE || key.starts_with(registry::person::EXTRA) => {
            Some(EntryStep::Class)
        }
        registry::person::DUPLICATE_NOTE | CONFIRMED | ASKED => Some(EntryStep::Check),
        _ => None,
    }
}

/// The form with what was typed in a step in the place of what was typed there before: a box that is not ticked sends nothing.
#[cfg(feature = "ssr")]
fn with_step(
    mut all: BTreeMap<String, String>,
    step: EntryStep,
    typed: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    all.retain(|key, _| step_of(key) != Some(step));
    all.extend(known(typed).into_iter().filter(|(key, _)| step_of(key) == Some(step)));
    all
}

/// A step with what was typed. The last one is checked as a whole: it tells what entering would refuse.
#[server(name = GetEntrySteps, client = Attended, prefix = "/api", endpoint = "entry_steps")]
pub async fn entry_steps(
    /// Key of the step; empty for the first.
    #[server(default)]
    step: String,
) -> Result<EntrySteps, AppError> {
    let actor = actor()?;
    let school = registry().imports().entering_school(&actor).await?.name;
    let columns = registry().archives().own_extra_columns(&actor).await?;
    let mut state = keep::load(FORM).await?;
    if step == EntryStep::Check.key() && state.errors.is_empty() {
        let wrong = registry().pupils().check_form(&actor, &filled(&state.values)).await?;
        state.errors = wrong.iter().map(|one| (one.control().to_owned(), one.to_string())).collect();
    }
    state.places = crate::api::division::meant(&state.values, None);
    state.today = Some(registry().store.clock.today());
    Ok(EntrySteps { school, columns, state })
}

/// Keeps a step, whatever it says, and goes on: to the next one when it holds, to any other without a check.
#[server(client = Attended, prefix = "/api", endpoint = "keep_step")]
pub async fn keep_step(
    /// Key of the step that was filled in.
    #[server(default)]
    step: String,
    /// `next`, or the key of the step that is wanted.
    #[server(default)]
    go: String,
    /// The step's fields, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    registry().imports().entering_school(&actor).await?;
    let step = EntryStep::from_key(&step).unwrap_or_default();
    let all = with_step(keep::load(FORM).await?.values, step, values);
    let mut state = FormState { values: all, ..FormState::default() };
    let to = match EntryStep::from_key(&go) {
        Some(wanted) => wanted,
        None => {
            let wrong = registry().pupils().check_form(&actor, &filled(&state.values)).await?;
            let own = wrong.iter().filter(|one| step_of(one.control()) == Some(step));
            state.errors = own.map(|one| (one.control().to_owned(), one.to_string())).collect();
            if state.errors.is_empty() { step.next() } else { step }
        }
    };
    keep::put(FORM, &state).await?;
    crate::api::address::lead_to(&step_address(to));
    Ok(())
}

/// Enters the child from what was typed in all steps: as the form on one page does.
#[server(client = Attended, prefix = "/api", endpoint = "enter_steps")]
pub async fn enter_steps(
    /// The last step's fields, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let values = known(with_step(keep::load(FORM).await?.values, EntryStep::Check, values));
    let form = filled(&values);
    let told = told_of(&actor, &form).await;
    let entered = registry().pupils().enter_by_form(&actor, &form).await;
    let on_page = entered.as_ref().map(|case| format!("decide/{case}")).unwrap_or_default();
    let result = entered
        .map(|case| format!("/cases/{case}"))
        .map_err(|error| told_once(&values, AppError::from(error)));
    finish_told(FORM, &on_page, &step_address(EntryStep::Check), values, result, told).await
}
