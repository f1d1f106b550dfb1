//! 家长确认: a guardian's children who are under review.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::{AppError, Attended};
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A child under review, for the guardian.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildReview {
    /// The child.
    pub person: String,
    /// 学期
    pub term: String,
    /// The school's last day.
    pub due_on: String,
    /// Whether the guardian says that everything is right.
    pub right: Option<bool>,
    /// Whether anything may still be said.
    pub open: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::review::GuardianReview> for ChildReview {
    fn from(review: registry::review::GuardianReview) -> Self {
        Self {
            person: review.person.to_string(),
            term: review.term,
            due_on: day(review.due_on),
            right: review.word.map(|word| word.right),
            open: review.open,
        }
    }
}

/// The guardian's children who are under review.
#[server(name = GetChildReviews, client = Attended, prefix = "/api", endpoint = "child_reviews")]
pub async fn child_reviews() -> Result<Vec<ChildReview>, AppError> {
    Ok(registry().guardian_reviews(&actor()?).await?.into_iter().map(ChildReview::from).collect())
}

/// What a guardian confirms: the child's review, the name and the basic information, masked.
#[server(name = GetChildReview, client = Attended, prefix = "/api", endpoint = "child_review")]
pub async fn child_review(person: String) -> Result<(ChildReview, String, Vec<(Field, String)>), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let review = registry().guardian_review(&actor, child).await?;
    let record = registry().pupil(&actor, child).await?;
    Ok((review.into(), record.name, record.info))
}
