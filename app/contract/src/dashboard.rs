//! Figures of units, for their landing pages.

use chrono::{DateTime, NaiveDate, Utc};
use domain::archive::completeness::Missing;
use domain::archive::filled::{Filled, Held};
use domain::calendar::Term;
use domain::figure::{Against, Figure, Span, Told};
use domain::id::{PersonId, UnitId};
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a dashboard shows of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
// Figures of earlier days are read as they were kept, when some of these were not counted yet.
#[serde(default)]
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
    pub items: Filled,
    /// 应归档材料和记录: what archives of pupils on roll should hold besides the form.
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

    /// A figure whose history is kept; none where it was not counted.
    pub fn figure(&self, figure: Figure) -> Option<i64> {
        let held = |n: i64| (self.holdings.all.pupils > 0).then_some(n);
        match figure {
            Figure::OnRoll => Some(self.on_roll),
            Figure::OpenRegistrations => Some(self.open_cases("registration")),
            Figure::OpenCorrections => Some(self.open_cases("correction")),
            Figure::Overdue => Some(self.late()),
            Figure::ArchivesOpen => Some(self.archives_open),
            Figure::ArchivesSoon => Some(self.archives_soon),
            Figure::ArchivesLate => Some(self.archives_late),
            Figure::HoldingsLacking => held(self.holdings.all.lacking),
            Figure::HoldingsLate => held(self.holdings.late),
            Figure::SuspensionsEnding => Some(self.suspensions_ending),
            Figure::SuspensionsOver => Some(self.suspensions_over),
            Figure::LongAbsent => Some(self.long_absent),
        }
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
    /// Its figures, as far as the reader may know them: what is left out stands as nothing.
    pub figures: Figures,
    /// The figures that stand first, as they are told; one that was not counted is not there.
    pub told: BTreeMap<Figure, Told>,
    /// Whether the reader may not list its pupils by name and is therefore not told everything.
    pub masked: bool,
}

impl UnitFigures {
    /// 完整率, in percent; none where the number of pupils is not told, which it would give away.
    pub fn filled(&self) -> Option<u8> {
        let on_roll = self.told.get(&Figure::OnRoll).is_none_or(|told| told.number().is_some());
        on_roll.then(|| self.figures.items.percent())
    }
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

/// 变化情况: one figure of a unit, day by day, and against earlier days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The figure.
    pub figure: Figure,
    /// The stretch that was asked for.
    pub span: Span,
    /// The days of the stretch of which the figure is kept, the earliest first.
    pub points: Vec<TrendPoint>,
    /// The first day of which figures of the unit are kept, whatever the stretch; none before the first night.
    pub since: Option<NaiveDate>,
    /// The newest kept figure, which is the one that is compared; none before the first night.
    pub newest: Option<TrendPoint>,
    /// 与上学期同期相比; nothing where nothing was kept then.
    pub term_before: Against,
    /// 与去年同期相比; nothing where nothing was kept then.
    pub year_before: Against,
}

/// A figure as it was kept of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// The day.
    pub day: NaiveDate,
    /// The figure as the reader may see it.
    pub value: Told,
    /// The term in which the day lies.
    pub term: Term,
}

/// The figures of a unit over the last weeks, for the small lines of its landing page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendLines {
    /// Some of the days that are kept, the earliest first; none before the first night.
    pub days: Vec<NaiveDate>,
    /// The figures of these days, in their order; none of a day on which it was not counted.
    pub values: BTreeMap<Figure, Vec<Option<Told>>>,
}

/// 评价: how guardians rated what a school handled, as the school itself is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRatings {
    /// How many rated in this term; how satisfied they are is told when it is over.
    pub rated: Told,
    /// How many did in the term before.
    pub rated_before: Told,
    /// 满意率 of that term, in tenths of a percent; none where nobody rated, or how many did is not told.
    pub satisfied_before: Option<u64>,
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
