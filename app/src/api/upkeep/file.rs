//! The grid as a file: read into what would be changed, looked at, and only then written.

#[cfg(feature = "ssr")]
use super::class::errors;
#[cfg(feature = "ssr")]
use super::read::{address, choice};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::upkeep as w;
#[cfg(feature = "ssr")]
use contract::upkeep::KeptRow;
#[cfg(feature = "ssr")]
use domain::access::Actor;
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Where a file that was read waits.
#[cfg(feature = "ssr")]
const FILE: &str = "upkeep-file";

/// Reads a changed file. What it would change is shown before it is written.
#[server(client = Attended, prefix = "/api", endpoint = "read_upkeep", input = MultipartFormData)]
pub async fn read_upkeep(
    /// The form: which grid is on the page, and the workbook.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let of = address(&choice(&parts.text("of")));
    let back = format!("/upkeep?{of}");
    let result = async {
        let (_, bytes) = parts.wanted_file(w::NO_FILE, w::NO_FILE_NEXT)?;
        let rows = registry().upkeep().read_upkeep_workbook(&actor, bytes).await?;
        let mut asked = registry::upkeep::AskedUpkeep { rows, ..Default::default() };
        let told = registry().upkeep().preview_upkeep(&actor, &asked).await?;
        asked.rows.retain(|id, _| told.iter().any(|row| row.id == *id));
        Ok::<_, AppError>(asked)
    }
    .await;
    match result {
        Ok(asked) if asked.rows.is_empty() => {
            keep::say(FILE, w::NOTHING_IN_FILE).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Ok(asked) => {
            keep::put(FILE, &held(&asked.rows)).await?;
            crate::api::address::lead_to(&format!("{back}#file-preview"));
            Ok(())
        }
        Err(error) => keep::finish(FILE, &back, typed([("file", "")]), Err(error)).await,
    }
}

/// Writes what a file would change.
#[server(client = Attended, prefix = "/api", endpoint = "apply_upkeep")]
pub async fn apply_upkeep(
    /// Which grid is on the page, as the query of its address.
    #[server(default)]
    of: String,
    /// The mark of the rows that the page showed.
    #[server(default)]
    mark: String,
    /// Where it is known from, or why, as typed.
    #[server(default)]
    file_reason: String,
    /// Whether a class may begin, as the box was ticked.
    #[server(default)]
    file_new_classes: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut state = keep::load(FILE).await?;
    let rows = rows(&state)?;
    let back = format!("/upkeep?{}", address(&choice(&of)));
    if rows.is_empty() {
        keep::say(FILE, w::NOTHING_WAITS).await?;
        crate::api::address::lead_to(&back);
        return Ok(());
    }
    match registry().upkeep().check_rows(&rows, &mark).map_err(AppError::from) {
        Ok(()) => {}
        Err(AppError::Refused(refusals)) => {
            state.values.insert("file_reason".into(), cut(&file_reason).to_owned());
            state.errors = refusals.iter().map(|one| (String::new(), one.to_string())).collect();
            state.done = None;
            keep::put(FILE, &state).await?;
            crate::api::address::lead_to(&format!("{back}#file-preview"));
            return Ok(());
        }
        Err(error) => return Err(error),
    }
    let asked = registry::upkeep::AskedUpkeep {
        rows,
        reason: cut(&file_reason).to_owned(),
        new_classes: file_new_classes == "true",
    };
    let told = registry().upkeep().keep_records(&actor, &asked).await?;
    let mut left = asked.rows.clone();
    left.retain(|id, _| told.iter().any(|row| row.id == *id && !row.refused.is_empty()));
    let said = w::kept_class(told.iter().filter(|row| row.refused.is_empty()).count());
    let mut state = held(&left);
    state.values.insert("file_reason".into(), asked.reason.clone());
    state.errors = errors(&told, |_, _| None);
    for (field, _) in &mut state.errors {
        if field == "reason" {
            *field = "file_reason".to_owned();
        }
    }
    keep::done_in_part(FILE, state, &said).await?;
    crate::api::address::lead_to(&back);
    Ok(())
}

/// Gives a file up that was read.
#[server(client = Attended, prefix = "/api", endpoint = "drop_upkeep")]
pub async fn drop_upkeep(
    /// Which grid is on the page, as the query of its address.
    #[server(default)]
    of: String,
) -> Result<(), AppError> {
    actor()?;
    keep::clear(FILE).await?;
    crate::api::address::lead_to(&format!("/upkeep?{}", address(&choice(&of))));
    Ok(())
}

/// What the file that waits would change now, and the state of its form. That a reason is lacking is asked beside it, not row by row.
#[cfg(feature = "ssr")]
pub(super) async fn pending(actor: &Actor) -> Result<(Option<Vec<KeptRow>>, FormState), AppError> {
    let mut state = keep::load(FILE).await?;
    let rows = rows(&state)?;
    if rows.is_empty() {
        return Ok((None, state));
    }
    state.values.insert("mark".into(), registry().upkeep().rows_mark(&rows));
    let asked = registry::upkeep::AskedUpkeep { rows, ..Default::default() };
    let mut told = registry().upkeep().preview_upkeep(actor, &asked).await?;
    for row in &mut told {
        row.refused.retain(|one| one.code != RefusalCode::Reason);
    }
    Ok((Some(told), state))
}

/// Rows as the state of a form: `cell/`, `stamp/` and `unread/` with pupil and item.
#[cfg(feature = "ssr")]
fn held(rows: &BTreeMap<domain::id::PersonId, registry::upkeep::TypedRow>) -> FormState {
    let mut state = FormState::default();
    for (id, row) in rows {
        state.values.insert(format!("stamp/{id}"), row.stamp.clone());
        for (field, text) in &row.values {
            state.values.insert(format!("cell/{id}/{}", field.key()), cut(text).to_owned());
        }
        for (field, sentence) in &row.unread {
            state.values.insert(format!("unread/{id}/{}", field.key()), sentence.clone());
        }
    }
    state
}

/// The same rows again.
#[cfg(feature = "ssr")]
fn rows(state: &FormState) -> Result<BTreeMap<domain::id::PersonId, registry::upkeep::TypedRow>, AppError> {
    let mut rows: BTreeMap<_, registry::upkeep::TypedRow> = BTreeMap::new();
    for (key, text) in &state.values {
        let mut parts = key.splitn(3, '/');
        let (kind, person, item) = (parts.next(), parts.next(), parts.next().and_then(Field::from_key));
        let Some(person) = person else { continue };
        let row = rows.entry(id(person)?).or_default();
        match (kind, item) {
            (Some("stamp"), None) => row.stamp.clone_from(text),
            (Some("cell"), Some(field)) => drop(row.values.insert(field, text.clone())),
            (Some("unread"), Some(field)) => drop(row.unread.insert(field, text.clone())),
            _ => {}
        }
    }
    Ok(rows)
}
