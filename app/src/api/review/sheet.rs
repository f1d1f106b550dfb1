//! A school's part of a review: its classes, sheets and pupils, and what was found about them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::review::SchoolRow;
use crate::api::{AppError, Attended};
use domain::form::Field;
use domain::review::{AnomalyKind, Figures, Finding, Outcome, SchoolState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRow {
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级
    pub label: String,
    /// Its figures.
    pub figures: Figures,
}

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
    pub row: SchoolRow,
    /// When all records were looked at last.
    pub looked_on: Option<String>,
    /// The classes.
    pub classes: Vec<ClassRow>,
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
pub async fn school_review(review: String, school: String) -> Result<SchoolDetail, AppError> {
    let view = registry().school_review(&actor()?, id(&review)?, &id(&school)?).await?;
    let signatures =
        view.signatures().into_iter().map(|(state, act)| (state, act.by.name.clone(), day(act.on))).collect();
    Ok(SchoolDetail {
        review,
        school,
        term: view.campaign.term.to_string(),
        signatures,
        name: view.part.school.name,
        examiner: view.part.examiner.name,
        row: view.line.into(),
        looked_on: view.looked_on.map(day),
        classes: view
            .classes
            .into_iter()
            .map(|class| ClassRow {
                grade: class.grade,
                class_name: class.class_name,
                label: class.label,
                figures: class.figures,
            })
            .collect(),
        figures: view.figures,
        returns: view.part.returns.into_iter().map(|(act, why)| (act.by.name, day(act.on), why)).collect(),
        by_name: view.by_name,
        may_answer: view.may_answer,
        my_turn: view.my_turn,
    })
}

/// An anomaly and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnomalyRow {
    /// What.
    pub kind: AnomalyKind,
    /// In words.
    pub detail: String,
    /// What was done, and the words.
    pub settled: Option<(Outcome, String)>,
}

/// A pupil on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedPupil {
    /// The pupil.
    pub person: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// What was found.
    pub anomalies: Vec<AnomalyRow>,
    /// 核对结果, the wrong items, the words, who and when.
    pub confirmed: Option<(Finding, Vec<Field>, String, String, String)>,
    /// Whether the guardian says that everything is right, and whether on paper.
    pub guardian: Option<(bool, bool)>,
}

#[cfg(feature = "ssr")]
impl From<registry::review::PupilLine> for ReviewedPupil {
    fn from(line: registry::review::PupilLine) -> Self {
        let mut settled: BTreeMap<AnomalyKind, (Outcome, String)> =
            line.review.settled.into_iter().map(|(kind, one)| (kind, (one.outcome, one.note))).collect();
        let anomalies = line.review.anomalies.into_iter().map(|one| AnomalyRow {
            settled: settled.remove(&one.kind),
            kind: one.kind,
            detail: one.detail,
        });
        Self {
            person: line.person.to_string(),
            name: line.name,
            number: line.number,
            grade: line.grade,
            class_name: line.class_name,
            class_label: line.class_label,
            anomalies: anomalies.collect(),
            confirmed: line.review.confirmed.map(|one| {
                let items = one.items.into_iter().collect();
                (one.finding, items, one.note, one.act.by.name, day(one.act.on))
            }),
            guardian: line.review.guardian.map(|word| (word.right, word.on_paper)),
        }
    }
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
    pub pupils: Vec<ReviewedPupil>,
    /// Whether the actor may fill it.
    pub may_answer: bool,
}

/// A class's sheet.
#[server(name = GetReviewSheet, client = Attended, prefix = "/api", endpoint = "review_sheet")]
pub async fn review_sheet(
    review: String,
    school: String,
    grade: String,
    class: String,
) -> Result<SheetDetail, AppError> {
    let grade: u8 = id(&grade)?;
    let sheet = registry().review_sheet(&actor()?, id(&review)?, &id(&school)?, grade, &class).await?;
    Ok(SheetDetail {
        review,
        school,
        label: sheet.label,
        class: (grade, class),
        pupils: sheet.pupils.into_iter().map(ReviewedPupil::from).collect(),
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
    pub pupil: ReviewedPupil,
    /// Whether the actor may fill it.
    pub may_answer: bool,
}

/// One pupil's place on the sheet.
#[server(name = GetReviewPupil, client = Attended, prefix = "/api", endpoint = "review_pupil")]
pub async fn review_pupil(review: String, person: String) -> Result<PupilDetail, AppError> {
    let view = registry().review_pupil(&actor()?, id(&review)?, id(&person)?).await?;
    Ok(PupilDetail {
        review,
        school: view.school.to_string(),
        pupil: view.line.into(),
        may_answer: view.may_answer,
    })
}

/// One page of the pupils about whom something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomalies {
    /// The pupils.
    pub pupils: Vec<ReviewedPupil>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// The school's name.
    pub school: String,
}

/// The pupils of a school about whom something was found, of one kind or of all; the answered ones too with `all`.
#[server(name = GetReviewAnomalies, client = Attended, prefix = "/api", endpoint = "review_anomalies")]
pub async fn review_anomalies(
    review: String,
    school: String,
    kind: String,
    all: bool,
    after: String,
) -> Result<Anomalies, AppError> {
    let actor = actor()?;
    let (review, school) = (id(&review)?, id(&school)?);
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let kind = AnomalyKind::from_key(&kind);
    let page = registry().review_anomalies(&actor, review, &school, kind, !all, after).await?;
    let name = registry().school_review(&actor, review, &school).await?.part.school.name;
    Ok(Anomalies {
        pupils: page.pupils.into_iter().map(ReviewedPupil::from).collect(),
        next: page.next.map(|next| next.to_string()),
        school: name,
    })
}
