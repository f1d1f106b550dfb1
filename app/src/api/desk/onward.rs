//! Where a form leads that was sent from a matter open on the desk: to the next matter when it no longer waits, back to it otherwise.

use super::{DeskAsk, DeskLine};
use crate::api::context::{actor, registry};
use crate::api::{AppError, day};
use chrono::NaiveDate;
use domain::matter::MatterKind;
use domain::shown::Shown;
use leptos::prelude::use_context;
use registry::matter::{DeskFilter, MatterLine};

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

/// A matter as the list shows it. Changes of a record may be decided together, except one that came back to be mended.
pub(crate) fn line(line: MatterLine, mine: bool) -> DeskLine {
    let case = matches!(line.kind, MatterKind::Case(_)) && !line.sent_back && !mine;
    let uid = line.id.rsplit('/').next().unwrap_or_default();
    DeskLine {
        many: case.then(|| Shown::new(uid, line.version).to_string()),
        at: format!("{}.{}", line.sort_on(), line.id),
        id: line.id,
        kind: line.kind.label().to_owned(),
        state: line.state,
        pending: line.open,
        about: line.about,
        class: line.class,
        from: line.from,
        since: day(line.since),
        due_on: line.due_on.map(day),
        days_left: line.days_left,
        provisional: line.provisional,
        overdue: line.overdue,
        also_with: line.also_with,
        sent_back: line.sent_back,
        href: line.href,
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
    let mut lines = registry().desk(&actor, &filter(ask), Some((day, before))).await?.lines;
    if lines.iter().any(|line| line.id == id) {
        return Ok(ask.address());
    }
    let mut ask = ask.clone();
    if lines.is_empty() {
        ask = ask.first_page();
        lines = registry().desk(&actor, &filter(&ask), None).await?.lines;
        // A matter whose day was moved by what was just done does not open again at once.
        lines.retain(|line| line.id != id);
    }
    let Some(next) = lines.into_iter().next() else { return Ok(ask.list().address()) };
    let next = line(next, false);
    Ok(DeskAsk { open: next.href, at: next.at, ..ask }.address())
}
