//! 升级 (第十二条): what will happen or was done to a school, its schools to an authority; taking it back.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a school stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionDetail {
    /// The school.
    pub school: String,
    /// The school year into which it goes.
    pub year: String,
    /// The national day.
    pub day: String,
    /// When it was done; none while it is to come or was taken back.
    pub done_at: Option<String>,
    /// Who took it back, when, why.
    pub undone: Option<(String, String, String)>,
    /// From grade, to grade, how many.
    pub moves: Vec<(String, String, usize)>,
    /// Id, name, class, reason.
    pub kept: Vec<(String, String, String, String)>,
    /// Reason and how many.
    pub counts: Vec<(String, usize)>,
    /// Whether the actor may take it back.
    pub may_undo: bool,
    /// Whether the actor may have it done again.
    pub may_repeat: bool,
}

/// A school: code, name, promoted and kept once it was done.
pub type SchoolRow = (String, String, Option<(usize, usize)>);

/// What the page shows: one school, or an authority's schools with promoted and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromotionPageData {
    /// The actor's school, or one of the authority's.
    School(Box<PromotionDetail>),
    /// An authority's.
    Schools(Vec<SchoolRow>),
}

/// The promotion of the actor's school, of a school below, or of all of them.
#[server(name = GetPromotion, client = Attended, prefix = "/api", endpoint = "promotion")]
pub async fn promotion(school: String) -> Result<PromotionPageData, AppError> {
    use registry::promotion::PromotionState;
    let actor = actor()?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let wanted = match school.as_str() {
        "" if own.id.is_school() => own.id.clone(),
        "" => {
            let schools = registry().promotions_below(&actor).await?;
            let rows = schools.into_iter().map(|(unit, done)| (unit.id.to_string(), unit.name, done));
            return Ok(PromotionPageData::Schools(rows.collect()));
        }
        code => code.parse().map_err(|_| AppError::NotFound)?,
    };
    let view = registry().promotion_view(&actor, &wanted).await?;
    let (done_at, undone) = match view.state {
        PromotionState::ToCome => (None, None),
        PromotionState::Done(at) => (Some(moment(at)), None),
        PromotionState::Undone(who, at, why) => (None, Some((who, moment(at), why))),
    };
    Ok(PromotionPageData::School(Box::new(PromotionDetail {
        school: view.school.name,
        year: view.year.to_string(),
        day: day(view.day),
        done_at,
        undone,
        moves: view.moves.iter().map(|(from, to, n)| (from.label(), to.label(), *n)).collect(),
        kept: view
            .kept
            .into_iter()
            .map(|one| (one.id.to_string(), one.name, one.class_label, one.reason.label().to_owned()))
            .collect(),
        counts: view.counts.iter().map(|(reason, n)| (reason.label().to_owned(), *n)).collect(),
        may_undo: view.may_undo,
        may_repeat: view.may_repeat,
    })))
}

/// Takes the promotion of the actor's school back.
#[server(client = Attended, prefix = "/api", endpoint = "undo_promotion")]
pub async fn undo_promotion(reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    match registry().undo_promotion(&actor, &reason).await {
        Ok(n) => {
            keep::say("promotion", &format!("已撤销 {n} 名学生的升级。")).await?;
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
    match registry().repeat_promotion(&actor).await {
        Ok(n) => {
            keep::say("promotion", &format!("已升级 {n} 名学生。")).await?;
            crate::api::address::lead_to("/promotion");
            Ok(())
        }
        Err(error) => keep::finish("promotion", "/promotion", typed([]), Err(error.into())).await,
    }
}
