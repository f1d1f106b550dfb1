//! A school's part of a review: its classes, sheets and pupils, and what was found about them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::Page;
use contract::review::{PupilLine, ReviewedPupil, SchoolView, SheetView};
use domain::id::PersonId;
#[cfg(feature = "ssr")]
use domain::review::AnomalyKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A school's part of a campaign.
#[server(name = GetSchoolReview, client = Attended, prefix = "/api", endpoint = "school_review")]
pub async fn school_review(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
) -> Result<SchoolView, AppError> {
    Ok(registry().reviews().school_review(&actor()?, id(&review)?, &id(&school)?).await?)
}

/// A class's sheet.
#[server(name = GetReviewSheet, client = Attended, prefix = "/api", endpoint = "review_sheet")]
pub async fn review_sheet(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
    /// The grade (年级), 1–12.
    grade: String,
    /// The class (班级).
    class: String,
) -> Result<SheetView, AppError> {
    let (review, school, grade) = (id(&review)?, id(&school)?, id(&grade)?);
    Ok(registry().reviews().review_sheet(&actor()?, review, &school, grade, &class).await?)
}

/// One pupil's place on the sheet.
#[server(name = GetReviewPupil, client = Attended, prefix = "/api", endpoint = "review_pupil")]
pub async fn review_pupil(
    /// The campaign.
    review: String,
    /// The pupil.
    person: String,
) -> Result<ReviewedPupil, AppError> {
    Ok(registry().reviews().review_pupil(&actor()?, id(&review)?, id(&person)?).await?)
}

/// One page of the pupils about whom something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomalies {
    /// The pupils.
    pub page: Page<PupilLine, PersonId>,
    /// 学校
    pub school: String,
}

/// The pupils of a school about whom something was found, of one kind or of all; the answered ones too with `all`.
#[server(name = GetReviewAnomalies, client = Attended, prefix = "/api", endpoint = "review_anomalies")]
pub async fn review_anomalies(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
    /// Key of a kind of anomaly; empty for all.
    kind: String,
    /// Whether the answered ones are shown too.
    all: bool,
    /// The last pupil of the page before; empty for the first page.
    after: String,
) -> Result<Anomalies, AppError> {
    let actor = actor()?;
    let (review, school) = (id(&review)?, id(&school)?);
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let kind = AnomalyKind::from_key(&kind);
    let page = registry().reviews().review_anomalies(&actor, review, &school, kind, !all, after).await?;
    let name = registry().reviews().school_review(&actor, review, &school).await?.name;
    Ok(Anomalies { page, school: name })
}
