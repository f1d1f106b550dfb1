//! 下级单位对比: the units directly below an authority side by side, and which of their desks are late; what is open of an audit administrator.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::calendar::Term;
use domain::figure::Told;
use domain::id::UnitId;
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
    /// The share of required items that are filled, in percent; none where nobody is on roll, or how many are is not told.
    Filled,
    /// Required items that are empty.
    Missing,
    /// Open warnings, of the last night; none for who sees no warnings.
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
}

impl Measure {
    /// Every figure, in the order of the columns.
    pub const ALL: [Self; 14] = [
        Self::OnRoll,
        Self::Registering,
        Self::Waiting,
        Self::Overdue,
        Self::OnTime,
        Self::Filled,
        Self::Missing,
        Self::Warnings,
        Self::Problems,
        Self::DroppedOut,
        Self::Returned,
        Self::Rated,
        Self::RatedBad,
        Self::Satisfied,
    ];

    /// Whether it counts children, or cases, records and ratings that are each about one.
    pub fn counts_children(self) -> bool {
        match self {
            Self::OnRoll
            | Self::Registering
            | Self::Waiting
            | Self::Overdue
            | Self::Problems
            | Self::DroppedOut
            | Self::Returned
            | Self::Rated
            | Self::RatedBad => true,
            Self::OnTime | Self::Filled | Self::Missing | Self::Warnings | Self::Satisfied => false,
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
            Self::Filled => "filled",
            Self::Missing => "missing",
            Self::Warnings => "warnings",
            Self::Problems => "problems",
            Self::DroppedOut => "dropped_out",
            Self::Returned => "returned",
            Self::Rated => "rated",
            Self::RatedBad => "rated_bad",
            Self::Satisfied => "satisfied",
        }
    }

    /// The figure with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
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
    /// By which figure they are in order.
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
