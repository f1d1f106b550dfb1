//! Term reviews (学籍复核, 第二十四条): campaigns, progress, a school's part, sheets, the guardian's page.

pub mod act;

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
use crate::api::{AppError, Attended};
use domain::form::Field;
use domain::review::{AnomalyKind, CampaignState, Figures, Finding, Outcome, SchoolState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One campaign in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// The campaign.
    pub id: String,
    /// Who opened it.
    pub unit: String,
    /// 学期
    pub term: String,
    /// Where it stands.
    pub state: CampaignState,
    /// 开始, 学校完成, 主管部门完成, 结束, as people read them.
    pub days: [String; 4],
    /// The same as they are typed.
    pub typed_days: [String; 4],
    /// Whether it waits for the actor.
    pub my_turn: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::review::CampaignLine> for CampaignRow {
    fn from(line: registry::review::CampaignLine) -> Self {
        let campaign = line.campaign;
        let dates = campaign.dates;
        let days = [dates.start, dates.school, dates.county, dates.province];
        Self {
            id: campaign.id.to_string(),
            unit: campaign.unit.name,
            term: campaign.term.to_string(),
            state: campaign.state,
            days: days.map(day),
            typed_days: days.map(|day| day.to_string()),
            my_turn: line.my_turn,
        }
    }
}

/// How a school stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolRow {
    /// The campaign.
    pub review: String,
    /// Where it stands.
    pub state: SchoolState,
    /// By when whoever has to act is to be through.
    pub due_on: Option<String>,
    /// Working days left.
    pub days_left: Option<i64>,
    /// Whether the records have not all been looked at yet.
    pub looking: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::review::SchoolLine> for SchoolRow {
    fn from(line: registry::review::SchoolLine) -> Self {
        Self {
            review: line.campaign.to_string(),
            state: line.state,
            due_on: line.due_on.map(day),
            days_left: line.days_left,
            looking: line.looking,
        }
    }
}

/// A unit's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// The unit.
    pub id: String,
    /// 名称
    pub name: String,
    /// Pupils and anomalies.
    pub figures: Figures,
    /// Schools that are through, and all that take part.
    pub schools: (i64, i64),
    /// How it stands, for a school.
    pub school: Option<SchoolRow>,
}

#[cfg(feature = "ssr")]
impl From<registry::review::UnitProgress> for UnitRow {
    fn from(progress: registry::review::UnitProgress) -> Self {
        let done = progress.schools.get(&SchoolState::Done).copied().unwrap_or_default();
        Self {
            id: progress.unit.id.to_string(),
            name: progress.unit.name,
            figures: progress.figures,
            schools: (done, progress.schools.values().sum()),
            school: progress.school.map(SchoolRow::from),
        }
    }
}

/// A unit with those below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The unit.
    pub own: UnitRow,
    /// Those above it: code and name.
    pub above: Vec<(String, String)>,
    /// Those directly below.
    pub below: Vec<UnitRow>,
    /// When the figures were summed.
    pub at: Option<String>,
}

#[cfg(feature = "ssr")]
impl From<registry::review::ReviewProgress> for Progress {
    fn from(progress: registry::review::ReviewProgress) -> Self {
        Self {
            own: progress.own.into(),
            above: progress.above.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect(),
            below: progress.below.into_iter().map(UnitRow::from).collect(),
            at: progress.at.map(moment),
        }
    }
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviews {
    /// The campaigns, newest first.
    pub rows: Vec<CampaignRow>,
    /// The present term.
    pub term: String,
    /// Whether the actor may open one.
    pub may_open: bool,
    /// The actor's school, when the actor works in one.
    pub school: Option<String>,
    /// How far the present term's are, for an authority.
    pub progress: Option<Progress>,
}

/// The campaigns the actor has to do with, and the present term's progress in a unit below.
#[server(name = GetReviews, client = Attended, prefix = "/api", endpoint = "reviews")]
pub async fn reviews(unit: String) -> Result<Reviews, AppError> {
    let actor = actor()?;
    let list = registry().reviews(&actor).await?;
    let school = actor.unit.as_ref().map(|unit| &unit.id).filter(|unit| unit.is_school());
    let unit = if unit.is_empty() { None } else { Some(id(&unit)?) };
    let progress = match school {
        Some(_) => None,
        None => Some(registry().review_progress(&actor, list.term, unit.as_ref()).await?.into()),
    };
    Ok(Reviews {
        rows: list.lines.into_iter().map(CampaignRow::from).collect(),
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
    pub row: CampaignRow,
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
    pub progress: Option<Progress>,
}

/// One campaign, with its progress in a unit: the actor's own, or one below.
#[server(name = GetReview, client = Attended, prefix = "/api", endpoint = "review")]
pub async fn review(review: String, unit: String) -> Result<ReviewDetail, AppError> {
    let actor = actor()?;
    let view = registry().review(&actor, id(&review)?).await?;
    let unit = if unit.is_empty() { view.unit.clone() } else { id(&unit)? };
    let campaign = &view.line.campaign;
    let progress = match campaign.state {
        CampaignState::Approved | CampaignState::Closed => {
            Some(registry().review_progress(&actor, campaign.term, Some(&unit)).await?.into())
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
        row: view.line.into(),
    })
}

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
    let signatures = view
        .signatures()
        .into_iter()
        .map(|(state, act)| (state, act.by.name.clone(), day(act.on)))
        .collect();
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

/// How many reviews wait for the actor, and the nearest deadline with its working days.
#[server(client = Attended, prefix = "/api", endpoint = "reviews_waiting")]
pub async fn reviews_waiting() -> Result<(u64, Option<(String, i64)>), AppError> {
    let (n, nearest) = registry().reviews_waiting(&actor()?).await?;
    Ok((u64::try_from(n).unwrap_or(u64::MAX), nearest.map(|(due, left)| (day(due), left))))
}

/// A school that is late: code, name, whom it waits for, how it stands.
pub type LateSchoolRow = (String, String, String, SchoolRow);

/// The schools that answer to the actor's authority and are late.
#[server(name = GetLateReviews, client = Attended, prefix = "/api", endpoint = "late_reviews")]
pub async fn late_reviews() -> Result<Vec<LateSchoolRow>, AppError> {
    let late = registry().late_reviews(&actor()?).await?;
    let row = |one: registry::review::LateSchool| {
        let holder = one.holder.map(|(unit, role)| format!("{unit}{}", role.label())).unwrap_or_default();
        (one.school.to_string(), one.name, holder, SchoolRow::from(one.line))
    };
    Ok(late.into_iter().map(row).collect())
}

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
