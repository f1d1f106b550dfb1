//! Whom a school looks after, and of which late matters an authority was told.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::{AppError, Attended};
use contract::desk::MatterLine;
use contract::watch::{Absent, Suspended, Unbuilt};
use leptos::prelude::*;

/// Whom a school looks after: suspended, absent, with an archive to be built.
pub type LookedAfter = (Vec<Suspended>, Vec<Absent>, Vec<Unbuilt>);

/// The pupils of the actor's school who are suspended or absent, and those whose archives are to be built.
#[server(name = GetLookAfter, client = Attended, prefix = "/api", endpoint = "look_after")]
pub async fn look_after() -> Result<LookedAfter, AppError> {
    let actor = actor()?;
    let (suspended, absent) = registry().watch().to_look_after(&actor).await?;
    Ok((suspended, absent, registry().watch().archives_to_build(&actor).await?))
}

/// The late matters of every kind of which the actor's authority was told.
#[server(name = GetLateMatters, client = Attended, prefix = "/api", endpoint = "late_matters")]
pub async fn late_matters() -> Result<Vec<MatterLine>, AppError> {
    Ok(registry().matters().late_matters(&actor()?).await?)
}
