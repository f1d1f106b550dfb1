//! Divisions (行政区划) as they are and were, for the nation and for provinces.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::division::Divisions;
#[cfg(feature = "ssr")]
use domain::id::UnitId;
use leptos::prelude::*;

/// Divisions below one, or what is searched for.
#[server(name = GetDivisions, client = Attended, prefix = "/api", endpoint = "divisions")]
pub async fn divisions(
    /// Code of the one below which they lie; empty for the reader's own.
    #[server(default)]
    below: String,
    /// Code or name, or a part of it, as typed; empty for a level.
    #[server(default)]
    text: String,
    /// The last one of the page before; empty for the first.
    #[server(default)]
    after: String,
) -> Result<Divisions, AppError> {
    let actor = actor()?;
    let code = |text: &str| -> Result<Option<UnitId>, AppError> {
        if text.is_empty() { Ok(None) } else { Ok(Some(id(text)?)) }
    };
    let (below, after) = (code(&below)?, code(&after)?);
    Ok(registry().schools().divisions(&actor, below.as_ref(), &text, after.as_ref()).await?)
}
