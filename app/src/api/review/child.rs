//! 家长确认: a guardian's children who are under review.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::review::GuardianReview;
use domain::form::Field;
use leptos::prelude::*;

/// The guardian's children who are under review.
#[server(name = GetChildReviews, client = Attended, prefix = "/api", endpoint = "child_reviews")]
pub async fn child_reviews() -> Result<Vec<GuardianReview>, AppError> {
    Ok(registry().reviews().guardian_reviews(&actor()?).await?)
}

/// What a guardian confirms: the child's review, the name and the basic information, masked until it is asked for in full.
#[server(name = GetChildReview, client = Attended, prefix = "/api", endpoint = "child_review")]
pub async fn child_review(
    /// The child.
    person: String,
) -> Result<(GuardianReview, String, Vec<(Field, String)>), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let review = registry().reviews().guardian_review(&actor, child).await?;
    let record = match crate::api::guardian::whole::shown(&actor, child).await? {
        Some(whole) => whole,
        None => registry().pupils().pupil(&actor, child).await?,
    };
    Ok((review, record.name, record.info))
}
