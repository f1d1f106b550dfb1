//! 下级单位对比, 逾期未办, 转学流向.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use contract::compare::Measure;
use contract::compare::{CompareView, LateDesk};
use contract::flow::FlowsView;
#[cfg(feature = "ssr")]
use domain::id::UnitId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a comparison is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompareQuery {
    /// Code of the authority; empty for the actor's own.
    pub unit: String,
    /// Key of the figure by which the units are in order; empty for what is overdue.
    pub by: String,
    /// `lowest` for the lowest first.
    pub order: String,
}

#[cfg(feature = "ssr")]
fn named(unit: &str) -> Result<Option<UnitId>, AppError> {
    if unit.is_empty() { Ok(None) } else { id(unit).map(Some) }
}

/// The units below an authority side by side, who has most overdue first unless something else is asked for.
#[server(name = GetComparison, client = Attended, prefix = "/api", endpoint = "compared")]
pub async fn compared(
    /// Of which authority, in which order.
    asked: CompareQuery,
) -> Result<CompareView, AppError> {
    let actor = actor()?;
    let unit = named(&asked.unit)?;
    let by = Measure::from_key(&asked.by).unwrap_or(Measure::Overdue);
    Ok(registry().figures().compared(&actor, unit.as_ref(), by, asked.order == "lowest").await?)
}

/// Which desks below an authority are late.
#[server(name = GetLateDesks, client = Attended, prefix = "/api", endpoint = "late_desks")]
pub async fn late_desks(
    /// Code of the authority; empty for the actor's own.
    unit: String,
) -> Result<Vec<LateDesk>, AppError> {
    Ok(registry().figures().late_desks(&actor()?, named(&unit)?.as_ref()).await?)
}

/// Who left which unit below an authority for which.
#[server(name = GetFlows, client = Attended, prefix = "/api", endpoint = "flows")]
pub async fn flows(
    /// Code of the authority; empty for the actor's own.
    unit: String,
) -> Result<FlowsView, AppError> {
    Ok(registry().figures().flows(&actor()?, named(&unit)?.as_ref()).await?)
}
