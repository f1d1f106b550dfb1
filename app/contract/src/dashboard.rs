//! Figures of units, for their landing pages.

use chrono::{DateTime, NaiveDate, Utc};
use domain::archive::completeness::Missing;
use domain::archive::filled::{Filled, Held};
use domain::id::{PersonId, UnitId};
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a dashboard shows of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Pupils on roll (在读).
    pub on_roll: i64,
    /// By 学段 code, on roll.
    pub by_stage: BTreeMap<String, i64>,
    /// By grade 1–12, on roll.
    pub by_grade: BTreeMap<u8, i64>,
    /// By standing key, everybody.
    pub by_standing: BTreeMap<String, i64>,
    /// By 性别 code, on roll.
    pub by_sex: BTreeMap<String, i64>,
    /// Cases by `kind/state`, the keys of both.
    pub cases: BTreeMap<String, i64>,
    /// Open cases past their day, by kind key.
    pub overdue: BTreeMap<String, i64>,
    /// Archives still to be built (第七条).
    pub archives_open: i64,
    /// Of these, due within seven days.
    pub archives_soon: i64,
    /// Of these, past their day.
    pub archives_late: i64,
    /// Suspensions (休学) that end within thirty days.
    pub suspensions_ending: i64,
    /// Suspensions whose last day has passed: the pupil should be back.
    pub suspensions_over: i64,
    /// Pupils who have been absent without a reason for more than a week (第二十二条).
    pub long_absent: i64,
    /// 完整率: the items that have to be filled, of pupils on roll.
    #[serde(default)]
    pub items: Filled,
    /// 应归档材料和记录: what archives of pupils on roll should hold besides the form.
    #[serde(default)]
    pub holdings: Held,
}

impl Figures {
    /// Open cases of a kind: in progress and returned.
    pub fn open_cases(&self, kind: &str) -> i64 {
        ["in_progress", "returned"].iter().map(|state| self.cases_in(kind, state)).sum()
    }

    /// Cases of a kind in a state.
    pub fn cases_in(&self, kind: &str, state: &str) -> i64 {
        self.cases.get(&format!("{kind}/{state}")).copied().unwrap_or_default()
    }

    /// Overdue cases of all kinds.
    pub fn late(&self) -> i64 {
        self.overdue.values().sum()
    }
}

/// A unit with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFigures {
    /// The unit.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Its figures.
    pub figures: Figures,
}

/// A unit's figures and those of the units directly below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The unit.
    pub unit: UnitFigures,
    /// The units from the reader's own down to the one above this: code and name.
    pub above: Vec<(UnitId, String)>,
    /// The units directly below, by name.
    pub below: Vec<UnitFigures>,
    /// Whether the reader may open their pages: an administrator sees their figures in the table and no more.
    pub opens_below: bool,
    /// When the figures were summed; none before anything was counted.
    pub at: Option<DateTime<Utc>>,
}

/// 完整率 of a school, and class by class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledItems {
    /// The whole school.
    pub school: Filled,
    /// What its archives should hold besides the form.
    pub holdings: Held,
    /// The classes with pupils on roll, the lowest grade first.
    pub classes: Vec<ClassFilled>,
    /// When the figures were summed; none before anything was counted.
    pub at: Option<DateTime<Utc>>,
}

/// 完整率 of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFilled {
    /// 1–12
    pub grade: u8,
    /// 年级
    pub grade_label: String,
    /// 班级
    pub class_name: String,
    /// Its items.
    pub filled: Filled,
    /// What its archives should hold besides the form.
    pub holdings: Filled,
}

/// What one pupil's form and archive lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingLine {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// The required items that are empty.
    pub lacking: Vec<String>,
    /// Entries and proofs that are not on file, the earliest due first.
    pub missing: Vec<Missing>,
    /// The day of the look: what was due before it is late.
    pub today: NaiveDate,
}
