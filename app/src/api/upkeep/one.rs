//! One pupil: the items the school keeps, and a move to another class.

#[cfg(feature = "ssr")]
use super::{CLASS_REASON, NEW_CLASSES, REASON, form};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep};
use crate::api::{AppError, Attended};
use contract::upkeep::UpkeepForm;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// One pupil's form with what was typed.
#[server(name = GetUpkeep, client = Attended, prefix = "/api", endpoint = "upkeep_form")]
pub async fn upkeep_form(
    /// The pupil.
    person: String,
) -> Result<(UpkeepForm, FormState), AppError> {
    let record = registry().upkeep().upkeep_form(&actor()?, id(&person)?).await?;
    Ok((record, keep::load(&form(&person)).await?))
}

/// Keeps one pupil's record: the items, or the class.
#[server(client = Attended, prefix = "/api", endpoint = "keep_record")]
pub async fn keep_record(
    /// The pupil.
    person: String,
    /// The mark of what the page showed.
    stamp: String,
    /// The items as typed by their keys, the reason, and whether a class may begin.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let pupil = id(&person)?;
    let known =
        |key: &str| Field::from_key(key).is_some() || [REASON, CLASS_REASON, NEW_CLASSES].contains(&key);
    let typed: BTreeMap<String, String> = values
        .into_iter()
        .filter(|(key, _)| known(key))
        .map(|(key, text)| (key, cut(&text).to_owned()))
        .collect();
    let moves = typed.contains_key(CLASS_REASON);
    let get = |key: &str| typed.get(key).cloned().unwrap_or_default();
    let row = registry::upkeep::TypedRow {
        stamp,
        values: typed.iter().filter_map(|(key, text)| Some((Field::from_key(key)?, text.clone()))).collect(),
        ..Default::default()
    };
    let asked = registry::upkeep::AskedUpkeep {
        rows: BTreeMap::from([(pupil, row)]),
        reason: get(if moves { CLASS_REASON } else { REASON }),
        new_classes: get(NEW_CLASSES) == "true",
    };
    let kept = registry().upkeep().keep_record(&actor, pupil, &asked).await.map_err(|error| {
        match AppError::from(error) {
            AppError::Refused(refusals) if moves => AppError::Refused(
                refusals
                    .into_iter()
                    .map(|one| if one.control() == REASON { one.beside(CLASS_REASON) } else { one })
                    .collect(),
            ),
            other => other,
        }
    });
    let words = kept.as_ref().map(|n| crate::text::t::upkeep::kept_one(*n)).unwrap_or_default();
    let page = format!("/pupils/{person}/upkeep");
    let name = form(&person);
    keep::finish_saying(&name, &name, &page, typed, kept.map(|_| page.clone()), &words).await
}
