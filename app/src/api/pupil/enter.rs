//! A pupil entered by hand, and an entry that came back put right.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use domain::archive::Column;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Name of the school the actor enters pupils for, and what its province adds to the form; whoever may not is told before typing anything.
#[server(name = GetEnteringSchool, client = Attended, prefix = "/api", endpoint = "entering_school")]
pub async fn entering_school() -> Result<(String, Vec<Column>), AppError> {
    let actor = actor()?;
    let name = registry().imports().entering_school(&actor).await?.name;
    Ok((name, registry().archives().own_extra_columns(&actor).await?))
}

#[cfg(feature = "ssr")]
fn filled(values: &BTreeMap<String, String>) -> registry::person::FilledForm {
    let get = |key: &str| values.get(key).cloned().unwrap_or_default();
    registry::person::FilledForm {
        values: values
            .iter()
            .filter_map(|(key, value)| Some((Field::from_key(key)?, value.clone())))
            .collect(),
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

/// Enters one child by form (第四条).
#[server(client = Attended, prefix = "/api", endpoint = "enter_pupil")]
pub async fn enter_pupil(
    /// The form, by field, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let values = known(values);
    let form = filled(&values);
    let told = told_of(&actor, &form).await;
    let entered = registry().pupils().enter_by_form(&actor, &form).await;
    let on_page = entered.as_ref().map(|case| format!("decide/{case}")).unwrap_or_default();
    let result = entered.map(|case| format!("/cases/{case}")).map_err(AppError::from);
    finish_told("enter", &on_page, "/pupils/new", values, result, told).await
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
    let result = mended.map(|_| format!("/cases/{case}")).map_err(AppError::from);
    let (name, on_page) = (format!("mend/{case}"), format!("decide/{case}"));
    finish_told(&name, &on_page, &format!("/cases/{case}/mend"), values, result, told).await
}

/// Ends a form, with a word about what is kept otherwise than it was typed and what is unusual.
#[cfg(feature = "ssr")]
async fn finish_told(
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
async fn told_of(actor: &domain::access::Actor, form: &registry::person::FilledForm) -> Option<String> {
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

/// Only fields of the form, none longer than any may be.
#[cfg(feature = "ssr")]
fn known(values: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let ours = |key: &str| {
        Field::from_key(key).is_some()
            || key == registry::person::ENTRY_DATE
            || key == registry::person::DUPLICATE_NOTE
            || key == crate::api::confirm::CONFIRMED
            || key.starts_with(registry::person::EXTRA)
    };
    values
        .into_iter()
        .filter(|(key, _)| ours(key))
        .map(|(key, value)| (key, value.chars().take(500).collect()))
        .collect()
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
        info.filled().map(|(field, value)| (field.key().to_owned(), value.to_owned())).collect();
    values.insert(registry::person::ENTRY_DATE.into(), registration.entry_date.to_string());
    values.insert(registry::person::DUPLICATE_NOTE.into(), registration.duplicate_note);
    let (columns, extras) = registry().cases().returned_extras(&actor, id(&case)?).await?;
    values
        .extend(extras.into_iter().map(|(key, value)| (format!("{}{key}", registry::person::EXTRA), value)));
    Ok((values, reason, columns))
}
