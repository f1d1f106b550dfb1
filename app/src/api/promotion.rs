//! 升级 (第十二条): what will happen or was done to a school, its schools to an authority; taking it back.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::promotion::{PromotionView, SchoolLine};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows: one school, or an authority's schools with promoted and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromotionPageData {
    /// The actor's school, or one of the authority's.
    School(Box<PromotionView>),
    /// An authority's.
    Schools(Vec<SchoolLine>),
}

/// The promotion of the actor's school, of a school below, or of all of them.
#[server(name = GetPromotion, client = Attended, prefix = "/api", endpoint = "promotion")]
pub async fn promotion(
    /// Code of the school; empty for the actor's own, or for all of an authority's.
    school: String,
) -> Result<PromotionPageData, AppError> {
    let actor = actor()?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let wanted = match school.as_str() {
        "" if own.id.is_school() => own.id.clone(),
        "" => {
            return Ok(PromotionPageData::Schools(registry().promotions().promotions_below(&actor).await?));
        }
        code => code.parse().map_err(|_| AppError::NotFound)?,
    };
    let view = registry().promotions().promotion_view(&actor, &wanted).await?;
    Ok(PromotionPageData::School(Box::new(view)))
}

/// Takes the promotion of the actor's school back.
#[server(client = Attended, prefix = "/api", endpoint = "undo_promotion")]
pub async fn undo_promotion(
    /// Why it is taken back, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    match registry().promotions().undo_promotion(&actor, &reason).await {
        Ok(n) => {
            keep::say("promotion", &answer::promotion_undone(n)).await?;
            crate::api::address::lead_to("/promotion");
            Ok(())
        }
        Err(error) => {
            let kept = typed([("reason", reason.as_str())]);
            keep::finish("promotion", "/promotion", kept, Err(error.into())).await
        }
    }
}

/// Has it done again after it was taken back.
#[server(client = Attended, prefix = "/api", endpoint = "repeat_promotion")]
pub async fn repeat_promotion() -> Result<(), AppError> {
    let actor = actor()?;
    match registry().promotions().repeat_promotion(&actor).await {
        Ok(n) => {
            keep::say("promotion", &answer::promoted(n)).await?;
            crate::api::address::lead_to("/promotion");
            Ok(())
        }
        Err(error) => keep::finish("promotion", "/promotion", typed([]), Err(error.into())).await,
    }
}
