//! Whom a school looks after, and which late cases an authority was told of.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::{AppError, Attended};
use contract::case::QueueLine;
use contract::desk::MatterLine;
use contract::watch::{Absent, Suspended};
use leptos::prelude::*;

/// The pupils of the actor's school who are suspended or absent.
#[server(name = GetLookAfter, client = Attended, prefix = "/api", endpoint = "look_after")]
pub async fn look_after() -> Result<(Vec<Suspended>, Vec<Absent>), AppError> {
    Ok(registry().watch().to_look_after(&actor()?).await?)
}

/// The late cases of which the actor's authority was told.
#[server(name = GetLate, client = Attended, prefix = "/api", endpoint = "late_cases")]
pub async fn late_cases() -> Result<Vec<QueueLine>, AppError> {
    let actor = actor()?;
    Ok(registry().watch().late_cases(&actor).await?)
}

/// The late matters of other kinds of which the actor's authority was told; reviews of schools have a table of their own.
#[server(name = GetLateMatters, client = Attended, prefix = "/api", endpoint = "late_matters")]
pub async fn late_matters() -> Result<Vec<MatterLine>, AppError> {
    use domain::matter::MatterKind;
    let actor = actor()?;
    let mut lines = registry().matters().late_matters(&actor).await?;
    lines.retain(|line| line.kind != MatterKind::ReviewSchool);
    Ok(lines)
}
