//! Figures and queues of the landing pages.

use crate::api::access::AlarmRow;
use crate::api::backup::BackupView;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::desk::KindCount;
use crate::api::{AppError, Attended};
use domain::org::UnitKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of a unit, ready to draw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    /// 在读
    pub on_roll: u64,
    /// 学段 and pupils.
    pub by_stage: Vec<(String, u64)>,
    /// 年级 and pupils.
    pub by_grade: Vec<(String, u64)>,
    /// 状态 and pupils.
    pub by_standing: Vec<(String, u64)>,
    /// 性别 and pupils.
    pub by_sex: Vec<(String, u64)>,
    /// Cases by `kind/state`.
    pub cases: BTreeMap<String, u64>,
    /// Open cases past their day by kind.
    pub overdue: BTreeMap<String, u64>,
    /// Archives to be built (第七条), those due within seven days, those late.
    pub archives: (u64, u64, u64),
    /// Suspensions that end within thirty days, that are over, and pupils absent for more than a week.
    pub look_after: (u64, u64, u64),
}

impl FiguresView {
    /// Open cases of a kind.
    pub fn open(&self, kind: &str) -> u64 {
        self.state(kind, "in_progress") + self.state(kind, "returned")
    }

    /// Cases of a kind in a state.
    pub fn state(&self, kind: &str, state: &str) -> u64 {
        self.cases.get(&format!("{kind}/{state}")).copied().unwrap_or_default()
    }

    /// Overdue cases of all kinds.
    pub fn late(&self) -> u64 {
        self.overdue.values().sum()
    }
}

/// A unit below, with what matters of its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// Its code.
    pub id: String,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Its figures.
    pub figures: FiguresView,
    /// Open warnings of it and all below, by level (提示, 关注, 预警).
    pub warnings: [u64; 3],
}

/// A landing page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The unit's code.
    pub id: String,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The units from the actor's own down to the one above this: code and name.
    pub above: Vec<(String, String)>,
    /// Its figures.
    pub figures: FiguresView,
    /// Open warnings of it and all below, by level; none for who sees no warnings.
    pub warnings: [u64; 3],
    /// The units directly below, those with pupils first.
    pub below: Vec<UnitLine>,
    /// How much waits for the actor's desk, by kind; none for those who decide nothing, and at other units than one's own.
    pub waiting: Option<Vec<KindCount>>,
    /// A registrar without a certificate handles nothing yet (第二十三条).
    pub untrained: bool,
    /// Alarms about the accounts of the leader's own unit.
    pub alarms: Vec<AlarmRow>,
    /// How the backup stands, for who looks after the machine.
    pub backup: Option<BackupView>,
    /// When the figures were summed, as people read it.
    pub at: Option<String>,
}

/// The landing page of the actor's own unit, or of one below it: everything on it, in one answer.
#[server(name = GetDashboard, client = Attended, prefix = "/api", endpoint = "dashboard")]
pub async fn dashboard(unit: Option<String>) -> Result<Dashboard, AppError> {
    use domain::access::Role;
    let actor = actor()?;
    let unit = unit.filter(|unit| !unit.is_empty()).map(|unit| id(&unit)).transpose()?;
    let overview = registry().overview(&actor, unit.as_ref()).await?;
    let tally = registry().warning_tally(&actor, Some(&overview.unit.id)).await?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let at_home = overview.unit.id == own.id;
    let decides = matches!(actor.role, Role::Registrar | Role::Leader);
    let untrained = actor.role == Role::Registrar && !actor.trained;
    let waiting = if at_home && decides && !untrained {
        let counts = registry().desk_counts(&actor).await?;
        let told = |(kind, n): (domain::matter::MatterKind, u64)| {
            (kind.as_str().to_owned(), kind.label().to_owned(), n)
        };
        Some(counts.into_iter().map(told).collect())
    } else {
        None
    };
    let mut above = Vec::new();
    for id in overview.unit.path.units() {
        if id != overview.unit.id {
            let unit = registry().unit(&id).await?;
            if own.path.covers(&unit.path) {
                above.push((id.to_string(), unit.name));
            }
        }
    }
    let mut below: Vec<UnitLine> = overview
        .below
        .iter()
        .filter(|(unit, _)| unit.kind != UnitKind::Township)
        .map(|(unit, figures)| UnitLine {
            id: unit.id.to_string(),
            name: unit.name.clone(),
            kind: unit.kind,
            figures: view(figures),
            warnings: tally.below.get(&unit.id).copied().unwrap_or_default(),
        })
        .collect();
    below.sort_by_key(|line| std::cmp::Reverse(line.figures.on_roll));
    Ok(Dashboard {
        id: overview.unit.id.to_string(),
        name: overview.unit.name.clone(),
        kind: overview.unit.kind,
        above,
        figures: view(&overview.figures),
        warnings: tally.open.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i])),
        below,
        waiting,
        untrained,
        alarms: crate::api::access::own_alarms(&actor).await?,
        backup: crate::api::backup::backup_stands(&actor),
        at: overview.at.map(crate::api::moment),
    })
}

#[cfg(feature = "ssr")]
fn view(figures: &registry::dashboard::Figures) -> FiguresView {
    use domain::codes::{CodeList, PupilStatus, Sex, Stage, label_of};
    let n = |n: i64| u64::try_from(n).unwrap_or(0);
    let standing = |key: &str| match key {
        "candidate" => "待核准".to_owned(),
        "none" => "未予建籍".to_owned(),
        code => PupilStatus::from_code(code).map_or_else(String::new, |status| status.label().to_owned()),
    };
    FiguresView {
        on_roll: n(figures.on_roll),
        by_stage: figures
            .by_stage
            .iter()
            .map(|(code, count)| (Stage::from_code(code).map_or("", Stage::label).to_owned(), n(*count)))
            .collect(),
        by_grade: figures
            .by_grade
            .iter()
            .map(|(grade, count)| {
                let label = label_of(CodeList::Grade, &grade.to_string())
                    .map_or_else(|| grade.to_string(), str::to_owned);
                (label, n(*count))
            })
            .collect(),
        by_standing: figures.by_standing.iter().map(|(key, count)| (standing(key), n(*count))).collect(),
        by_sex: figures
            .by_sex
            .iter()
            .map(|(code, count)| (Sex::from_code(code).map_or("", Sex::label).to_owned(), n(*count)))
            .collect(),
        cases: figures
            .cases
            .iter()
            .map(|((kind, state), count)| (format!("{kind}/{state}"), n(*count)))
            .collect(),
        overdue: figures.overdue.iter().map(|(kind, count)| (kind.clone(), n(*count))).collect(),
        look_after: (n(figures.suspensions_ending), n(figures.suspensions_over), n(figures.long_absent)),
        archives: (n(figures.archives_open), n(figures.archives_soon), n(figures.archives_late)),
    }
}
