//! A pupil entered by hand, and an entry that came back put right.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
#[cfg(feature = "ssr")]
use crate::api::typed::kept;
use crate::api::{AppError, Attended};
use domain::archive::Column;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;

/// The form whose draft it is, on one page and in steps.
pub const FORM: &str = "enter";
/// What the button of the one page says that leads to the steps.
pub const STEPS: &str = "steps";
/// Where it stands on one page.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/pupils/new";

/// What the name of the box begins with that says that an item is the same as another (与…相同).
pub const SAME: &str = "same_";

/// Name of the school the actor enters pupils for, and what its province adds to the form; whoever may not is told before typing anything.
#[server(name = GetEnteringSchool, client = Attended, prefix = "/api", endpoint = "entering_school")]
pub async fn entering_school() -> Result<(String, Vec<Column>), AppError> {
    let actor = actor()?;
    let name = registry().imports().entering_school(&actor).await?.name;
    Ok((name, registry().archives().own_extra_columns(&actor).await?))
}

#[cfg(feature = "ssr")]
pub(super) fn filled(values: &BTreeMap<String, String>) -> registry::person::FilledForm {
    let get = |key: &str| values.get(key).cloned().unwrap_or_default();
    let mut items: BTreeMap<Field, String> =
        values.iter().filter_map(|(key, value)| Some((Field::from_key(key)?, value.clone()))).collect();
    let same: BTreeSet<Field> = Field::ALL.iter().copied().filter(|item| is_same(values, *item)).collect();
    domain::form::fill_same(&mut items, |item| same.contains(&item));
    registry::person::FilledForm {
        values: items,
        same,
        entry_date: get(registry::person::ENTRY_DATE),
        duplicate_note: get(registry::person::DUPLICATE_NOTE),
        extras: values
            .iter()
            .filter_map(|(key, value)| {
                Some((key.strip_prefix(registry::person::EXTRA)?.to_owned(), value.clone()))
            })
            .collect(),
        confirmed: get(crate::api::confirm::CONFIRMED),
    }
}

/// Whether the box is ticked that says that an item is the same as another.
#[cfg(feature = "ssr")]
fn is_same(values: &BTreeMap<String, String>, item: Field) -> bool {
    item.same_as().is_some() && values.get(&format!("{SAME}{}", item.key())).is_some_and(|tick| tick == "1")
}

/// What is wrong with an item is told there, and not again at each that is ticked as the same.
#[cfg(feature = "ssr")]
pub(super) fn told_once(values: &BTreeMap<String, String>, error: AppError) -> AppError {
    let AppError::Refused(mut refusals) = error else { return error };
    let wrong: Vec<String> = refusals.iter().map(|refusal| refusal.control().to_owned()).collect();
    refusals.retain(|refusal| {
        let ticked = Field::from_key(refusal.control()).filter(|item| is_same(values, *item));
        let other = ticked.and_then(Field::same_as);
        other.is_none_or(|other| !wrong.iter().any(|control| control == other.key()))
    });
    AppError::Refused(refusals)
}

/// Enters one child by form (第四条), or takes what was typed along to the steps.
#[server(client = Attended, prefix = "/api", endpoint = "enter_pupil")]
pub async fn enter_pupil(
    /// `steps` where the form is gone on with step by step; empty where the child is entered.
    #[server(default)]
    go: String,
    /// The form, by field, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let (actor, values) = (actor()?, known(values));
    if go == STEPS { to_steps(&actor, values).await } else { enter(&actor, values, PAGE).await }
}

/// Makes what was typed on the one page the draft of the steps, whatever it says. A confirmation is asked for anew.
#[cfg(feature = "ssr")]
async fn to_steps(
    actor: &domain::access::Actor,
    mut values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    registry().imports().entering_school(actor).await?;
    values.remove(crate::api::confirm::CONFIRMED);
    let state = crate::api::form_state::FormState { values, ..Default::default() };
    keep::put(FORM, &state).await?;
    kept::replace(actor.account, FORM, state.values).await?;
    crate::api::address::lead_to(super::steps::PAGE);
    Ok(())
}

/// Enters one child from what was typed on one page or in steps. What is refused stays with the account, so that it can be put down.
#[cfg(feature = "ssr")]
pub(super) async fn enter(
    actor: &domain::access::Actor,
    values: BTreeMap<String, String>,
    back: &str,
) -> Result<(), AppError> {
    let form = filled(&values);
    let told = told_of(actor, &form).await;
    let entered = registry().pupils().enter_by_form(actor, &form).await;
    let on_page = entered.as_ref().map(|case| format!("decide/{case}")).unwrap_or_default();
    let result = entered
        .map(|case| format!("/cases/{case}"))
        .map_err(|error| told_once(&values, AppError::from(error)));
    let stays = result.is_err().then(|| values.clone());
    finish_told(FORM, &on_page, back, values, result, told).await?;
    match stays {
        Some(values) => kept::replace(actor.account, FORM, values).await,
        None => Ok(()),
    }
}

/// Throws away what was typed of a child that was not entered: on one page, in steps, and what a session took with it when it ended.
#[server(client = Attended, prefix = "/api", endpoint = "drop_entry")]
pub async fn drop_entry(
    /// `steps` where it is filled in step by step.
    #[server(default)]
    by: String,
) -> Result<(), AppError> {
    actor()?;
    keep::clear(FORM).await?;
    for page in [PAGE, super::steps::PAGE] {
        keep::forget_before_on(page).await?;
    }
    keep::say(FORM, crate::text::t::pupil::DROPPED).await?;
    crate::api::address::lead_to(if by == "steps" { super::steps::PAGE } else { PAGE });
    Ok(())
}

/// Mends a returned registration (补正).
#[server(client = Attended, prefix = "/api", endpoint = "mend_pupil")]
pub async fn mend_pupil(
    /// The returned registration.
    case: String,
    /// The form, by field, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let values = known(values);
    let form = filled(&values);
    let told = told_of(&actor, &form).await;
    let mended = registry().pupils().mend_by_form(&actor, id(&case)?, &form).await;
    let result =
        mended.map(|_| format!("/cases/{case}")).map_err(|error| told_once(&values, AppError::from(error)));
    let (name, on_page) = (format!("mend/{case}"), format!("decide/{case}"));
    finish_told(&name, &on_page, &format!("/cases/{case}/mend"), values, result, told).await
}

/// Ends a form, with a word about what is kept otherwise than it was typed and what is unusual.
#[cfg(feature = "ssr")]
pub(super) async fn finish_told(
    form: &str,
    on_page: &str,
    back: &str,
    mut values: BTreeMap<String, String>,
    result: Result<String, AppError>,
    told: Option<String>,
) -> Result<(), AppError> {
    let confirmed = values.remove(crate::api::confirm::CONFIRMED).unwrap_or_default();
    crate::api::confirm::ask(&mut values, &confirmed, &result);
    match told {
        Some(told) => keep::finish_saying(form, on_page, back, values, result, &told).await,
        None => keep::finish(form, back, values, result).await,
    }
}

/// What is kept otherwise than it was typed, in words, of items that are masked elsewhere only what was changed; and what is unusual.
/// Whoever may not enter is told so by entering.
#[cfg(feature = "ssr")]
pub(super) async fn told_of(
    actor: &domain::access::Actor,
    form: &registry::person::FilledForm,
) -> Option<String> {
    use crate::text::t::pupil as w;
    let rewritten = registry().pupils().rewritten(actor, form).await.unwrap_or_default();
    let one = |one: &domain::form::Rewritten| {
        let kept = if one.field.is_sensitive() { String::new() } else { one.kept.clone() };
        (one.field.label(), kept, one.told.clone())
    };
    let items: Vec<_> = rewritten.iter().map(one).collect();
    let rewritten = (!items.is_empty()).then(|| w::rewritten(&items));
    let unusual = registry().pupils().unusual(actor, form).await.unwrap_or_default();
    let unusual: String = unusual.iter().map(|one| one.message() + &one.remedy()).collect();
    let unusual = (!unusual.is_empty()).then(|| w::unusual(&unusual));
    let words: String = [rewritten, unusual].into_iter().flatten().collect();
    (!words.is_empty()).then_some(words)
}

/// The key of the item that a box or a choice stands beside.
#[cfg(feature = "ssr")]
pub(super) fn beside(key: &str) -> Option<&str> {
    key.strip_prefix(SAME).or_else(|| key.strip_prefix(crate::api::division::CHOOSE))
}

/// Only fields of the form, none longer than any may be.
#[cfg(feature = "ssr")]
pub(crate) fn known(values: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let ours = |key: &str| {
        Field::from_key(beside(key).unwrap_or(key)).is_some()
            || key == registry::person::ENTRY_DATE
            || key == registry::person::DUPLICATE_NOTE
            || key == crate::api::confirm::CONFIRMED
            || key.starts_with(registry::person::EXTRA)
    };
    let mut known: BTreeMap<String, String> = values
        .into_iter()
        .filter(|(key, _)| ours(key))
        .map(|(key, value)| (key, value.chars().take(500).collect()))
        .collect();
    crate::api::division::settle(&mut known);
    known
}

/// What is on record as one would type it: a place by its name.
#[cfg(feature = "ssr")]
fn as_typed(item: Field, kept: &str) -> String {
    let place = crate::api::division::is_place(item).then(|| registry::seed::places().names().place(kept));
    place.flatten().map_or_else(|| kept.to_owned(), |place| place.name)
}

/// What is on record of a returned registration, by field, why it was returned, and what the province adds to the form.
#[server(client = Attended, prefix = "/api", endpoint = "returned_pupil")]
pub async fn returned_pupil(
    /// The returned registration.
    case: String,
) -> Result<(BTreeMap<String, String>, String, Vec<Column>), AppError> {
    let actor = actor()?;
    let (info, registration, reason) = registry().cases().returned_registration(&actor, id(&case)?).await?;
    let mut values: BTreeMap<String, String> =
        info.filled().map(|(field, value)| (field.key().to_owned(), as_typed(field, value))).collect();
    values.insert(registry::person::ENTRY_DATE.into(), registration.entry_date.to_string());
    values.insert(registry::person::DUPLICATE_NOTE.into(), registration.duplicate_note);
    let (columns, extras) = registry().cases().returned_extras(&actor, id(&case)?).await?;
    values
        .extend(extras.into_iter().map(|(key, value)| (format!("{}{key}", registry::person::EXTRA), value)));
    Ok((values, reason, columns))
}
