//! Term reviews (学籍复核, 第二十四条): campaigns, progress, what waits and what is late.

#[allow(clippy::too_many_arguments, reason = "a form has as many fields as it has")]
pub mod act;
pub mod child;
pub mod sheet;

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
use domain::review::{CampaignState, Figures, SchoolState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One campaign in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// The campaign.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
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
            shown: domain::shown::Shown::new(campaign.id, line.version).to_string(),
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
    /// The version that is shown.
    pub version: u64,
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
            version: line.version,
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
