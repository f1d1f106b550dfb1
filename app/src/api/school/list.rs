//! The register of an authority's schools (第九条) and the changes of them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::tables::ListTools;
use crate::api::{AppError, Attended};
use contract::school::Register;
use domain::id::UnitId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of the schools of the actor's unit with what happens to them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolList {
    /// The schools of the page, and the changes.
    pub register: Register,
    /// The code after which the next page begins; none on the last.
    pub next: Option<UnitId>,
    /// Whether this is a school.
    pub in_school: bool,
    /// How the list is shown.
    pub tools: ListTools,
}

/// One page of the schools of the actor's unit and what happens to them.
#[server(name = GetSchools, client = Attended, prefix = "/api", endpoint = "schools")]
pub async fn schools(
    /// Code of the last school of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<SchoolList, AppError> {
    let actor = actor()?;
    let after = if after.is_empty() { None } else { Some(id::<UnitId>(&after)?) };
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let tools = crate::api::tables::tools(&actor, domain::tables::List::Schools, &[]).await?;
    let (register, next) = registry().schools().school_register_page(&actor, after.as_ref()).await?;
    Ok(SchoolList { register, next, in_school, tools })
}
