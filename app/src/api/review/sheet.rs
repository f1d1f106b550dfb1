//! A school's part of a review: its classes, sheets and pupils, and what was found about them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::{AppError, Attended};
use contract::Page;
use contract::review::{ClassLine, PupilLine, SchoolLine};
use domain::id::PersonId;
#[cfg(feature = "ssr")]
use domain::review::AnomalyKind;
use domain::review::{Figures, SchoolState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A school's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolDetail {
    /// The campaign.
    pub review: String,
    /// 学期
    pub term: String,
    /// The school.
    pub school: String,
    /// 名称
    pub name: String,
    /// Its competent authority.
    pub examiner: String,
    /// How it stands.
    pub row: SchoolLine,
    /// When all records were looked at last.
    pub looked_on: Option<String>,
    /// The classes.
    pub classes: Vec<ClassLine>,
    /// The whole school.
    pub figures: Figures,
    /// State reached, who and when.
    pub signatures: Vec<(SchoolState, String, String)>,
    /// Who returned it, when, why.
    pub returns: Vec<(String, String, String)>,
    /// Whether the actor sees it pupil by pupil.
    pub by_name: bool,
    /// Whether the actor may fill the sheets.
    pub may_answer: bool,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
}

/// A school's part of a campaign.
#[server(name = GetSchoolReview, client = Attended, prefix = "/api", endpoint = "school_review")]
pub async fn school_review(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
) -> Result<SchoolDetail, AppError> {
    let view = registry().reviews().school_review(&actor()?, id(&review)?, &id(&school)?).await?;
    let signatures =
        view.signatures().into_iter().map(|(state, act)| (state, act.by.name.clone(), day(act.on))).collect();
    Ok(SchoolDetail {
        review,
        school,
        term: view.campaign.term.to_string(),
        signatures,
        name: view.part.school.name,
        examiner: view.part.examiner.name,
        row: view.line,
        looked_on: view.looked_on.map(day),
        classes: view.classes,
        figures: view.figures,
        returns: view.part.returns.into_iter().map(|(act, why)| (act.by.name, day(act.on), why)).collect(),
        by_name: view.by_name,
        may_answer: view.may_answer,
        my_turn: view.my_turn,
    })
}

/// A class's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetDetail {
    /// The campaign.
    pub review: String,
    /// The school.
    pub school: String,
    /// 年级 and 班级
    pub label: String,
    /// The class in an address.
    pub class: (u8, String),
    /// The pupils.
    pub pupils: Vec<PupilLine>,
    /// Whether the actor may fill it.
    pub may_answer: bool,
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
) -> Result<SheetDetail, AppError> {
    let grade: u8 = id(&grade)?;
    let sheet =
        registry().reviews().review_sheet(&actor()?, id(&review)?, &id(&school)?, grade, &class).await?;
    Ok(SheetDetail {
        review,
        school,
        label: sheet.label,
        class: (grade, class),
        pupils: sheet.pupils,
        may_answer: sheet.may_answer,
    })
}

/// One pupil's place on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilDetail {
    /// The campaign.
    pub review: String,
    /// The school.
    pub school: String,
    /// The pupil.
    pub pupil: PupilLine,
    /// Whether the actor may fill it.
    pub may_answer: bool,
}

/// One pupil's place on the sheet.
#[server(name = GetReviewPupil, client = Attended, prefix = "/api", endpoint = "review_pupil")]
pub async fn review_pupil(
    /// The campaign.
    review: String,
    /// The pupil.
    person: String,
) -> Result<PupilDetail, AppError> {
    let view = registry().reviews().review_pupil(&actor()?, id(&review)?, id(&person)?).await?;
    Ok(PupilDetail { review, school: view.school.to_string(), pupil: view.line, may_answer: view.may_answer })
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
    let name = registry().reviews().school_review(&actor, review, &school).await?.part.school.name;
    Ok(Anomalies { page, school: name })
}
