//! 选择地区: divisions by their names, for everybody: what is typed for a place, as the divisions it can mean.

use crate::api::AppError;
#[cfg(feature = "ssr")]
use domain::form::{Field, FieldKind};
use domain::ident::Place;
use leptos::prelude::*;
use server_fn::codec::GetUrl;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// What the name of the control begins with by which one of several divisions of a name is chosen, beside the one in which it was typed.
pub const CHOOSE: &str = "choose_";

/// Divisions offered at once: all that lie directly below any.
#[cfg(feature = "ssr")]
const MOST: usize = 60;

/// The address of [`find_divisions`]; its answers, and no others, may be kept by a browser.
#[cfg(feature = "ssr")]
const FIND: &str = "/api/find_divisions";

/// Divisions for what was typed so far.
#[server(name = FindDivisions, prefix = "/api", endpoint = "find_divisions", input = GetUrl)]
pub async fn find_divisions(
    /// Name or code, or its beginning, as typed; empty for the provinces.
    #[server(default)]
    text: String,
) -> Result<Vec<Place>, AppError> {
    let asked = use_context::<http::request::Parts>().is_some_and(|parts| parts.uri.path() == FIND);
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>().filter(|_| asked) {
        // Public, and the same for everybody; but the answer to a session is not for a cache that others share.
        let hour = http::HeaderValue::from_static("private, max-age=3600");
        response.insert_header(http::header::CACHE_CONTROL, hour);
    }
    Ok(registry::seed::places().names().suggest(super::form_state::cut(&text), MOST))
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
