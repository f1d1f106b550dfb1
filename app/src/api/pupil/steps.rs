//! 分步录入: one child entered step by step. The draft is that of the whole form: whoever goes over to it, or back, finds what was typed.
//! It is the account's, not the session's: a step that was kept is there after signing in again.

#[cfg(feature = "ssr")]
use crate::api::confirm::{ASKED, CONFIRMED};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
#[cfg(feature = "ssr")]
use crate::api::pupil::enter::{FORM, beside, enter, filled, known};
#[cfg(feature = "ssr")]
use crate::api::typed::kept;
use crate::api::{AppError, Attended};
use domain::archive::Column;
use domain::form::EntryStep;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the steps stand.
pub(super) const PAGE: &str = "/pupils/new/steps";
/// What the button says that leads to the form with everything on one page.
pub const WHOLE: &str = "whole";

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
    format!("{PAGE}?step={}", step.key())
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

/// The form with what was typed in a step in the place of what was typed there before: a box that is not ticked sends nothing. The last
/// step has no items; its note (查重说明) stays until another one is sent, and no confirmation does.
#[cfg(feature = "ssr")]
fn with_step(
    mut all: BTreeMap<String, String>,
    step: EntryStep,
    typed: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let note = registry::person::DUPLICATE_NOTE;
    all.retain(|key, _| step_of(key) != Some(step) || key == note);
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
    if step == EntryStep::Check.key() {
        let form = filled(&state.values);
        if state.errors.is_empty() {
            let wrong = registry().pupils().check_form(&actor, &form).await?;
            state.errors = wrong.iter().map(|one| (one.control().to_owned(), one.to_string())).collect();
        }
        // What is ticked as the same as another item is shown as what it will say.
        state.values.extend(form.values.into_iter().map(|(item, said)| (item.key().to_owned(), said)));
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
    /// `next`, the key of the step that is wanted, or `whole`.
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
        Some(wanted) => step_address(wanted),
        None if go == WHOLE => super::enter::PAGE.to_owned(),
        None => {
            let wrong = registry().pupils().check_form(&actor, &filled(&state.values)).await?;
            let own = wrong.iter().filter(|one| step_of(one.control()) == Some(step));
            state.errors = own.map(|one| (one.control().to_owned(), one.to_string())).collect();
            step_address(if state.errors.is_empty() { step.next() } else { step })
        }
    };
    // What is wrong is told in this session; what was typed waits for the account.
    keep::put(FORM, &state).await?;
    kept::replace(actor.account, FORM, state.values).await?;
    crate::api::address::lead_to(&to);
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
    enter(&actor, values, &step_address(EntryStep::Check)).await
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::api::form_state::typed;

    #[test]
    fn a_step_takes_the_place_of_what_was_typed_there_and_of_nothing_else() {
        let before = typed([
            ("name", "端木"),
            ("same_home_address", "1"),
            ("postcode", "210000"),
            ("class_name", "1班"),
        ]);
        let after = with_step(before, EntryStep::Places, typed([("postcode", "210001"), ("name", "另一人")]));
        assert_eq!(after, typed([("name", "端木"), ("postcode", "210001"), ("class_name", "1班")]));
    }

    #[test]
    fn the_check_step_keeps_its_note_until_another_is_sent_and_no_confirmation() {
        let before =
            typed([("name", "端木"), ("duplicate_note", "同名，生日不同"), (CONFIRMED, "a"), (ASKED, "a")]);
        // A step's name is pressed: nothing of the check step is sent.
        let gone = with_step(before.clone(), EntryStep::Check, typed([]));
        assert_eq!(gone, typed([("name", "端木"), ("duplicate_note", "同名，生日不同")]));
        let sent =
            with_step(before.clone(), EntryStep::Check, typed([("duplicate_note", ""), (CONFIRMED, "b")]));
        assert_eq!(sent, typed([("name", "端木"), ("duplicate_note", ""), (CONFIRMED, "b")]));
        let other = with_step(before, EntryStep::Places, typed([("postcode", "210000")]));
        assert_eq!(other.get("duplicate_note").map(String::as_str), Some("同名，生日不同"));
    }

    #[test]
    fn what_is_ticked_as_the_same_reads_as_the_other_item() {
        let form = filled(&typed([
            ("current_address", "文昌巷9号"),
            ("same_home_address", "1"),
            ("mail_address", "别处"),
        ]));
        let said = |item: Field| form.values.get(&item).map(String::as_str);
        assert_eq!(said(Field::HomeAddress), Some("文昌巷9号"));
        assert_eq!(said(Field::MailAddress), Some("别处"), "what is not ticked stays as it was typed");
    }
}
