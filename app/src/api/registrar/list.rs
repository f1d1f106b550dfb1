//! The registrars of a unit, reports upwards and how stable their number is.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::office::OfficeView;
use contract::registrar::{HandOverLine, RegistrarLine, ReportLine, StabilityView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The whole page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrars {
    /// The own unit's registrars; none for who sees figures only, and further down.
    pub own: Option<Vec<RegistrarLine>>,
    /// Hand-overs the actor has a part in.
    pub hand_overs: Vec<HandOverLine>,
    /// What the units below reported.
    pub reports: Vec<ReportLine>,
    /// The figures of the units below.
    pub stability: StabilityView,
    /// The own unit's telephone, for who may put it down.
    pub office: Option<OfficeView>,
}

/// The page of the own unit, or the figures of one further down.
#[server(name = GetRegistrars, client = Attended, prefix = "/api", endpoint = "registrars")]
pub async fn registrars(
    /// Code of a unit below whose figures are shown; empty for the own.
    unit: String,
) -> Result<Registrars, AppError> {
    use domain::access::Role;
    let actor = actor()?;
    let of = if unit.is_empty() { None } else { Some(id(&unit)?) };
    let stability = registry().registrars().registrar_figures(&actor, of.as_ref()).await?;
    let (mut own, mut hand_overs, mut reports, mut office) = (None, Vec::new(), Vec::new(), None);
    if of.is_none() && actor.role != Role::Official {
        own = Some(registry().registrars().list_registrars(&actor).await?);
        hand_overs = registry().registrars().hand_overs(&actor).await?;
        reports = registry().registrars().registrar_reports(&actor).await?;
        office = registry().units().office_view(&actor).await?;
    }
    Ok(Registrars { own, hand_overs, reports, stability, office })
}
