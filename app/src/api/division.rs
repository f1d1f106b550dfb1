//! 选择地区: divisions by their names: what is typed for a place, as the divisions it can mean.

#[cfg(feature = "ssr")]
use crate::api::context::actor;
#[cfg(feature = "ssr")]
use crate::api::form_state::cut_to;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use domain::form::{Field, FieldKind};
use domain::ident::Place;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// What the name of the control begins with by which one of several divisions of a name is chosen, beside the one in which it was typed.
pub const CHOOSE: &str = "choose_";

/// Divisions offered at once: all that lie directly below any.
#[cfg(feature = "ssr")]
const MOST: usize = 60;

/// Characters of what is typed for a place that are read, as many as its field takes, and one more: who sends more means none.
#[cfg(feature = "ssr")]
const READ: usize = 61;

/// Divisions for what was typed so far. It is posted: what somebody typed for a place stands in no address, in no log of addresses and in
/// no cache.
#[server(name = FindDivisions, client = Attended, prefix = "/api", endpoint = "find_divisions")]
pub async fn find_divisions(
    /// Name or code, or its beginning, as typed; empty for the provinces.
    #[server(default)]
    text: String,
) -> Result<Vec<Place>, AppError> {
    // Every form with a place is of somebody who has signed in.
    actor()?;
    Ok(registry::seed::places().names().suggest(cut_to(&text, READ), MOST))
}

/// Whether an item is a place.
#[cfg(feature = "ssr")]
pub(crate) fn is_place(item: Field) -> bool {
    item.kind() == FieldKind::Division
}

/// The divisions that the places of a form can mean, by the names of their controls; `item` is what a form of one question asks.
#[cfg(feature = "ssr")]
pub(crate) fn meant(values: &BTreeMap<String, String>, item: Option<Field>) -> BTreeMap<String, Vec<Place>> {
    let places = registry::seed::places();
    let asked = |key: &str| match key {
        "value" => item,
        key => Field::from_key(key),
    };
    values
        .iter()
        .filter_map(|(key, value)| Some((key, asked(key).filter(|item| is_place(*item))?, value)))
        .map(|(key, item, value)| (key.clone(), places.meant(item, value).into_places()))
        .filter(|(_, meant)| !meant.is_empty())
        .collect()
}

/// Puts the divisions that were chosen of several of a name where the name was typed.
#[cfg(feature = "ssr")]
pub(crate) fn settle(values: &mut BTreeMap<String, String>) {
    let chosen: Vec<(String, String)> = values
        .iter()
        .filter_map(|(key, code)| Some((key.strip_prefix(CHOOSE)?.to_owned(), code.clone())))
        .collect();
    for (key, code) in chosen {
        values.remove(&format!("{CHOOSE}{key}"));
        if let Some(typed) = values.get_mut(&key) {
            *typed = registry::seed::places().settled(typed, &code);
        }
    }
}

/// An answer as it is shown for checking: a place by its whole name, as chosen where several are called so; other items as they are.
#[cfg(feature = "ssr")]
pub(crate) fn whole(item: Field, typed: &str, chosen: &str) -> String {
    if !is_place(item) {
        return typed.to_owned();
    }
    let places = registry::seed::places();
    let settled = places.settled(typed, chosen);
    match places.meant(item, &settled) {
        domain::ident::Resolved::One(place) => place.name,
        _ => settled,
    }
}

/// The authority of a division that is named: a city or a county.
#[cfg(feature = "ssr")]
pub(crate) fn authority(typed: &str) -> Option<domain::id::UnitId> {
    match registry::seed::places().names().resolve(typed) {
        domain::ident::Resolved::One(place) => place.code.strip_suffix("000000")?.parse().ok(),
        _ => None,
    }
}
