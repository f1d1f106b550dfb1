//! 档案备份: what the own school keeps of pupils who have left (第九条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::Page;
use contract::copy::{CopyLine, CopyView};
use domain::id::CopyId;
use leptos::prelude::*;

/// The copies of the actor's school, newest first.
#[server(name = GetCopies, client = Attended, prefix = "/api", endpoint = "copies")]
pub async fn copies(
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Page<CopyLine, CopyId>, AppError> {
    let actor = actor()?;
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    Ok(registry().cases().copies(&actor, after).await?)
}

/// One copy.
#[server(name = GetCopy, client = Attended, prefix = "/api", endpoint = "copy")]
pub async fn copy(
    /// The copy.
    copy: String,
) -> Result<CopyView, AppError> {
    let actor = actor()?;
    Ok(registry().cases().copy(&actor, id(&copy)?).await?)
}
