//! Term reviews (学籍复核, 第二十四条): campaigns, progress, what waits and what is late.

#[allow(clippy::too_many_arguments, reason = "a form has as many fields as it has")]
pub mod act;
pub mod child;
pub mod sheet;

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::review::{CampaignList, CampaignView, ReviewProgress};
use domain::id::UnitId;
#[cfg(feature = "ssr")]
use domain::review::CampaignState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviews {
    /// The campaigns.
    pub list: CampaignList,
    /// The actor's school, when the actor works in one.
    pub school: Option<UnitId>,
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
    let school = own_school(&actor);
    let unit = if unit.is_empty() { None } else { Some(id(&unit)?) };
    let progress = match &school {
        Some(_) => None,
        None => Some(registry().reviews().review_progress(&actor, list.term, unit.as_ref()).await?),
    };
    Ok(Reviews { list, school, progress })
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDetail {
    /// The campaign.
    pub view: CampaignView,
    /// The actor's school, when the actor works in one.
    pub school: Option<UnitId>,
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
    let progress = match view.line.state {
        CampaignState::Approved | CampaignState::Closed => {
            Some(registry().reviews().review_progress(&actor, view.line.term, Some(&unit)).await?)
        }
        CampaignState::Proposed | CampaignState::Returned => None,
    };
    Ok(ReviewDetail { view, school: own_school(&actor), progress })
}

#[cfg(feature = "ssr")]
fn own_school(actor: &domain::access::Actor) -> Option<UnitId> {
    actor.unit.as_ref().map(|unit| unit.id.clone()).filter(UnitId::is_school)
}
