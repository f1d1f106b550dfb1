//! Whom a school looks after, and of which late matters an authority was told.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::{AppError, Attended};
use contract::desk::MatterLine;
use contract::watch::{Absent, Suspended};
use leptos::prelude::*;

/// The pupils of the actor's school who are suspended or absent.
#[server(name = GetLookAfter, client = Attended, prefix = "/api", endpoint = "look_after")]
pub async fn look_after() -> Result<(Vec<Suspended>, Vec<Absent>), AppError> {
    Ok(registry().watch().to_look_after(&actor()?).await?)
}

/// The late matters of every kind of which the actor's authority was told.
#[server(name = GetLateMatters, client = Attended, prefix = "/api", endpoint = "late_matters")]
pub async fn late_matters() -> Result<Vec<MatterLine>, AppError> {
    Ok(registry().matters().late_matters(&actor()?).await?)
}
