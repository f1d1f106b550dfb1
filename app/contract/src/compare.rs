//! 下级单位对比: the units directly below an authority side by side, and which of their desks are late; what is open of an audit administrator.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::calendar::Term;
use domain::figure::{Figure, Told};
use domain::id::UnitId;
use domain::matter::MatterKind;
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A figure by which units are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Pupils on roll.
    OnRoll,
    /// Registrations under way.
    Registering,
    /// Open cases.
    Waiting,
    /// Of these, past their day.
    Overdue,
    /// The share of open cases that are not, in tenths of a percent; none where nothing is open, or how much is not told.
    OnTime,
    /// Cases that were approved or refused this term, as the register counts terms: by their months.
    Decided,
    /// 中位办理天数: within how many days the middle one of these was, from the day it was opened; the last day of a class of
    /// [`domain::case::DaysHeld`]. None where nothing was decided, or how much was is not told.
    DaysHeld,
    /// The share of required items that are filled, in percent; none where nobody is on roll, or how many are is not told.
    Filled,
    /// Required items that are empty.
    Missing,
    /// The share of entries and proofs archives should hold besides the form that they hold, in percent; none where nothing should be held.
    Archived,
    /// What archives should hold of these and lack; none before it was counted.
    ArchiveLacking,
    /// Open warnings of all three levels, of the last night; none for who sees no warnings.
    Warnings,
    /// Open problem records; none for who may not read any.
    Problems,
    /// Drop-outs decided this term, as the register counts terms: by their months.
    DroppedOut,
    /// Returns of those who dropped out, decided this term; the same.
    Returned,
    /// Ratings (评价) of what the unit and those below it handled, given this term; the same.
    Rated,
    /// Of these, bad ones (差评).
    RatedBad,
    /// 满意率: the share of ratings that are not, in tenths of a percent; none where nobody rated, or how many did is not told.
    Satisfied,
    /// Classes with pupils on roll; none where they have not been counted since they are.
    Classes,
    /// Of these, large ones (大班额), the very large among them; the same.
    LargeClasses,
    /// Of these, very large ones (超大班额); the same.
    VeryLargeClasses,
}

impl Measure {
    /// Every figure, in the order of the columns.
    pub const ALL: [Self; 21] = [
        Self::OnRoll,
        Self::Registering,
        Self::Waiting,
        Self::Overdue,
        Self::OnTime,
        Self::Decided,
        Self::DaysHeld,
        Self::Filled,
        Self::Missing,
        Self::Archived,
        Self::ArchiveLacking,
        Self::Warnings,
        Self::Problems,
        Self::DroppedOut,
        Self::Returned,
        Self::Rated,
        Self::RatedBad,
        Self::Satisfied,
        Self::Classes,
        Self::LargeClasses,
        Self::VeryLargeClasses,
    ];

    /// Whether it is a share or a length, of which nought says something: of a count nought says that nobody has any.
    pub fn tells_by_nought(self) -> bool {
        matches!(self, Self::OnTime | Self::DaysHeld | Self::Filled | Self::Archived | Self::Satisfied)
    }

    /// Whether it counts children, or cases, records and ratings that are each about one.
    pub fn counts_children(self) -> bool {
        match self {
            Self::OnRoll
            | Self::Registering
            | Self::Waiting
            | Self::Overdue
            | Self::Decided
            | Self::Problems
            | Self::DroppedOut
            | Self::Returned
            | Self::Rated
            | Self::RatedBad => true,
            Self::OnTime
            | Self::DaysHeld
            | Self::Filled
            | Self::Missing
            | Self::Archived
            | Self::ArchiveLacking
            | Self::Warnings
            | Self::Satisfied
            | Self::Classes
            | Self::LargeClasses
            | Self::VeryLargeClasses => false,
        }
    }

    /// The figure whose history is shown where units stand in this order: what is not kept of nights gives way to what is overdue.
    pub fn kept(self) -> Figure {
        match self {
            Self::OnRoll => Figure::OnRoll,
            Self::Registering => Figure::OpenRegistrations,
            Self::Archived | Self::ArchiveLacking => Figure::HoldingsLacking,
            _ => Figure::Overdue,
        }
    }

    /// Stable name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::OnRoll => "on_roll",
            Self::Registering => "registering",
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::OnTime => "on_time",
            Self::Decided => "decided",
            Self::DaysHeld => "days_held",
            Self::Filled => "filled",
            Self::Missing => "missing",
            Self::Archived => "archived",
            Self::ArchiveLacking => "archive_lacking",
            Self::Warnings => "warnings",
            Self::Problems => "problems",
            Self::DroppedOut => "dropped_out",
            Self::Returned => "returned",
            Self::Rated => "rated",
            Self::RatedBad => "rated_bad",
            Self::Satisfied => "satisfied",
            Self::Classes => "classes",
            Self::LargeClasses => "large_classes",
            Self::VeryLargeClasses => "very_large_classes",
        }
    }

    /// The figure with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// 近十二周: one figure of the units directly below an authority, on the same days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareLines {
    /// The figure.
    pub figure: Figure,
    /// Some of the days that are kept, the earliest first; none before the first night.
    pub days: Vec<NaiveDate>,
    /// The units, who has most of it first.
    pub units: Vec<UnitLine>,
}

/// A unit with the figure on those days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// Its code.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// The figure as it is told, day by day; none of a day on which it was not counted.
    pub values: Vec<Option<Told>>,
}

impl UnitLine {
    /// The figure of the newest day on which it was counted.
    pub fn newest(&self) -> Option<Told> {
        self.values.iter().rev().copied().flatten().next()
    }
}

/// A unit with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedUnit {
    /// Its code.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// Its figures as they are told; one that is not there is not known.
    pub figures: BTreeMap<Measure, Told>,
}

/// The units directly below an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareView {
    /// The authority.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The units from the reader's own down to the one above this: code and name.
    pub above: Vec<(UnitId, String)>,
    /// Whether the reader may open the pages of the units below.
    pub opens: bool,
    /// By which figure they are in order: where nobody has any of the one that was asked for, by the pupils on roll.
    pub by: Measure,
    /// Whether the lowest comes first.
    pub lowest_first: bool,
    /// The term of what is counted by term.
    pub term: Term,
    /// The units, in order.
    pub units: Vec<ComparedUnit>,
    /// Whether there are more units than are given: these are the first by name.
    pub more: bool,
    /// When the figures were summed; none before anything was counted.
    pub at: Option<DateTime<Utc>>,
}

/// A desk that let the day of a matter pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDesk {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
    /// Whether the reader may open its page.
    pub opens: bool,
    /// Who has to act.
    pub role: Role,
    /// How many matters; of a school's desk below five, to who may not list its pupils by name, not told, nor what would tell it.
    pub n: Told,
    /// Whether there may be more of them.
    pub or_more: bool,
    /// The day by which the oldest was due; where the number is not told, the first day of its month.
    pub since: NaiveDate,
    /// For how many calendar days it has been late; none where the number is not told.
    pub days: Option<i64>,
    /// The oldest itself, for who may list the pupils by name and open a matter of its kind.
    pub oldest: Option<LateMatter>,
}

/// The matter that a desk has let lie longest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateMatter {
    /// Which engine.
    pub kind: MatterKind,
    /// Its page.
    pub href: String,
}

/// What an audit administrator sees first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFigures {
    /// Unusual looks of the last thirty days that nobody has settled yet.
    pub alarms: u64,
    /// Requests of this month that the own unit decided and data was given for.
    pub disclosures: u64,
    /// New accounts and resets that wait for the confirmation of the own unit's administrators (待确认).
    pub waiting: u64,
    /// Accounts of the own unit that were sealed because nobody used them (长期未登录).
    pub resting: u64,
    /// Accounts of the own unit that may be used and have no second factor (未设二次验证).
    pub without_factor: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_name_of_its_own_and_one_whose_history_is_kept() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_key(measure.key()), Some(measure));
        }
        assert_eq!(Measure::OnRoll.kept(), Figure::OnRoll);
        assert_eq!(Measure::Registering.kept(), Figure::OpenRegistrations);
        assert_eq!(Measure::Archived.kept(), Figure::HoldingsLacking);
        assert_eq!(Measure::Filled.kept(), Figure::Overdue, "what is not kept of nights gives way");
    }
}
