//! The register of an authority's schools (第九条) and the changes of them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::tables::ListTools;
use crate::api::{AppError, Attended};
use contract::school::Register;
use leptos::prelude::*;

/// The schools of the actor's unit and what happens to them; whether this is a school; how the list is shown.
#[server(name = GetSchools, client = Attended, prefix = "/api", endpoint = "schools")]
pub async fn schools() -> Result<(Register, bool, ListTools), AppError> {
    let actor = actor()?;
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let tools = crate::api::tables::tools(&actor, domain::tables::List::Schools, &[]).await?;
    Ok((registry().schools().school_register(&actor).await?, in_school, tools))
}
