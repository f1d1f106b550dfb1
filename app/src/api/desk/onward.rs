//! Where a form leads that was sent from a matter open on the desk: to the next matter when it no longer waits, back to it otherwise.

use super::DeskAsk;
use crate::api::AppError;
use crate::api::context::{actor, registry};
use chrono::NaiveDate;
use domain::matter::MatterKind;
use leptos::prelude::use_context;
use registry::matter::DeskFilter;

/// A place in the list from an address; one that does not read is the beginning.
pub(super) fn cursor(text: &str) -> Option<(NaiveDate, String)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.to_owned()))
}

/// What the registry is asked for.
pub(super) fn filter(ask: &DeskAsk) -> DeskFilter {
    DeskFilter {
        kind: MatterKind::from_key(&ask.kind),
        class: Some(ask.class.clone()).filter(|class| !class.is_empty()),
        overdue: ask.overdue == "1",
        sent_back: ask.sent_back == "1",
    }
}

/// The desk a form was sent from, with a matter open on it.
pub(crate) fn opened() -> Option<DeskAsk> {
    let parts = use_context::<http::request::Parts>()?;
    let from: http::Uri = parts.headers.get(http::header::REFERER)?.to_str().ok()?.parse().ok()?;
    let ask: DeskAsk = serde_urlencoded::from_str(from.query()?).ok()?;
    (from.path() == "/desk" && !ask.open.is_empty()).then_some(ask)
}

/// Where to go after something was done with the open matter: it stays open while it still waits for this desk, otherwise the one
/// behind it opens; behind the last one the first, and the list alone when there is none left.
pub(crate) async fn after_acting(ask: &DeskAsk) -> Result<String, AppError> {
    let (Some((day, id)), false) = (cursor(&ask.at), ask.mine()) else { return Ok(ask.address()) };
    let actor = actor()?;
    // Just before the matter itself, so that it comes first if it is there.
    let before = id.char_indices().next_back().map_or(String::new(), |(end, _)| id[..end].to_owned());
    let mut lines = registry().matters().desk(&actor, &filter(ask), Some((day, before))).await?.lines;
    if lines.iter().any(|line| line.id == id) {
        return Ok(ask.address());
    }
    let mut ask = ask.clone();
    if lines.is_empty() {
        ask = ask.first_page();
        lines = registry().matters().desk(&actor, &filter(&ask), None).await?.lines;
        // A matter whose day was moved by what was just done does not open again at once.
        lines.retain(|line| line.id != id);
    }
    let Some(next) = lines.into_iter().next() else { return Ok(ask.list().address()) };
    Ok(DeskAsk { at: next.place(), open: next.href, ..ask }.address())
}
