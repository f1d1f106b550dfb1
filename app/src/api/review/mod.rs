//! Term reviews (学籍复核, 第二十四条): campaigns, progress, what waits and what is late.

#[allow(clippy::too_many_arguments, reason = "a form has as many fields as it has")]
pub mod act;
pub mod child;
pub mod sheet;

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::{AppError, Attended};
use contract::review::{CampaignLine, LateSchool, ReviewProgress};
#[cfg(feature = "ssr")]
use domain::review::CampaignState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviews {
    /// The campaigns, newest first.
    pub rows: Vec<CampaignLine>,
    /// The present term.
    pub term: String,
    /// Whether the actor may open one.
    pub may_open: bool,
    /// The actor's school, when the actor works in one.
    pub school: Option<String>,
    /// How far the present term's are, for an authority.
    pub progress: Option<ReviewProgress>,
}

/// The campaigns the actor has to do with, and the present term's progress in a unit below.
#[server(name = GetReviews, client = Attended, prefix = "/api", endpoint = "reviews")]
pub async fn reviews(
    /// Code of the unit whose progress is shown; empty for the actor's own.
    unit: String,
) -> Result<Reviews, AppError> {
    let actor = actor()?;
    let list = registry().reviews().list_reviews(&actor).await?;
    let school = actor.unit.as_ref().map(|unit| &unit.id).filter(|unit| unit.is_school());
    let unit = if unit.is_empty() { None } else { Some(id(&unit)?) };
    let progress = match school {
        Some(_) => None,
        None => Some(registry().reviews().review_progress(&actor, list.term, unit.as_ref()).await?),
    };
    Ok(Reviews {
        rows: list.lines,
        term: list.term.to_string(),
        may_open: list.may_open,
        school: school.map(ToString::to_string),
        progress,
    })
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDetail {
    /// What the list shows.
    pub row: CampaignLine,
    /// Who opened it, and when.
    pub proposed: (String, String),
    /// Who approved it, and when.
    pub approved: Option<(String, String)>,
    /// Why it came back.
    pub returned: Option<String>,
    /// When it was closed.
    pub closed_on: Option<String>,
    /// Whether the actor may change the dates.
    pub may_amend: bool,
    /// Whether the actor may approve or return it.
    pub may_decide: bool,
    /// Whether the actor may close it.
    pub may_close: bool,
    /// The actor's school, when the actor works in one.
    pub school: Option<String>,
    /// How far it is in a unit; none before it is approved.
    pub progress: Option<ReviewProgress>,
}

/// One campaign, with its progress in a unit: the actor's own, or one below.
#[server(name = GetReview, client = Attended, prefix = "/api", endpoint = "review")]
pub async fn review(
    /// The campaign.
    review: String,
    /// Code of the unit whose progress is shown; empty for the actor's own.
    unit: String,
) -> Result<ReviewDetail, AppError> {
    let actor = actor()?;
    let view = registry().reviews().review(&actor, id(&review)?).await?;
    let unit = if unit.is_empty() { view.unit.clone() } else { id(&unit)? };
    let campaign = &view.campaign;
    let progress = match campaign.state {
        CampaignState::Approved | CampaignState::Closed => {
            Some(registry().reviews().review_progress(&actor, campaign.term, Some(&unit)).await?)
        }
        CampaignState::Proposed | CampaignState::Returned => None,
    };
    let told = |act: &domain::problem::Act| (act.by.name.clone(), day(act.on));
    let school = actor.unit.as_ref().map(|unit| &unit.id).filter(|unit| unit.is_school());
    Ok(ReviewDetail {
        proposed: told(&campaign.proposed),
        approved: campaign.approved.as_ref().map(told),
        returned: campaign.returned.clone(),
        closed_on: campaign.closed_on.map(day),
        may_amend: view.may_amend,
        may_decide: view.may_decide,
        may_close: view.may_close,
        school: school.map(ToString::to_string),
        progress,
        row: view.line,
    })
}

/// The schools that answer to the actor's authority and are late.
#[server(name = GetLateReviews, client = Attended, prefix = "/api", endpoint = "late_reviews")]
pub async fn late_reviews() -> Result<Vec<LateSchool>, AppError> {
    Ok(registry().reviews().late_reviews(&actor()?).await?)
}
