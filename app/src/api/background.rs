//! How the system runs by itself: the clock, what failed, what was put aside.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
use contract::background::BackgroundView;
use leptos::prelude::*;

/// How the background stands.
#[server(name = GetBackground, client = Attended, prefix = "/api", endpoint = "background")]
pub async fn background() -> Result<BackgroundView, AppError> {
    Ok(registry().background().background_view(&actor()?).await?)
}

/// Has work that was put aside tried again.
#[server(client = Attended, prefix = "/api", endpoint = "take_up")]
pub async fn take_up(
    /// Which piece of work.
    work: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().background().take_up(&actor, &work).await;
    end(result, typed([]), crate::text::t::background::TAKEN_UP).await
}

/// Says that the machine's clock is right.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_clock")]
pub async fn confirm_clock(
    /// Why the clock is believed again, as typed.
    clock_reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().background().confirm_clock(&actor, &clock_reason).await;
    let kept = typed([("clock_reason", cut(&clock_reason))]);
    end(result, kept, crate::text::t::background::CLOCK_CONFIRMED).await
}

#[cfg(feature = "ssr")]
async fn end(
    result: registry::error::Result<()>,
    kept: std::collections::BTreeMap<String, String>,
    words: &str,
) -> Result<(), AppError> {
    let result = result.map(|()| "/background".to_owned()).map_err(AppError::from);
    keep::finish_saying("background", "background", "/background", kept, result, words).await
}
