//! The access log (访问日志), what it says of accounts, and the journals of units.

use crate::{Page, Said, Signed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::access_log::{Function, Unusual, Use};
use domain::id::{AccessId, InquiryId, UnitId};
use domain::inquiry::{AlarmFinding, InquiryState};
use domain::journal::Event;
use domain::matter::MatterKind;
use domain::shown::Shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One look at the data of pupils.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookLine {
    /// When.
    pub at: DateTime<Utc>,
    /// The unit; empty for guardians.
    pub unit: String,
    /// What the account is for.
    pub role: Role,
    /// Login name and name; empty where the reader may not know them.
    pub who: String,
    /// By which function.
    pub function: Function,
    /// How many pupils were shown.
    pub people: usize,
    /// The pupil, masked, when there was one.
    pub pupil: String,
    /// Why, where it was asked.
    pub purpose: String,
}

/// What a unit's accounts did in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitTotal {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
    /// Accounts that looked at anything.
    pub accounts: usize,
    /// Looks by use; a use that did not happen is not there.
    pub by_use: BTreeMap<Use, u64>,
}

impl UnitTotal {
    /// Looks of one use.
    pub fn of(&self, kind: Use) -> u64 {
        self.by_use.get(&kind).copied().unwrap_or_default()
    }

    /// All looks.
    pub fn total(&self) -> u64 {
        self.by_use.values().sum()
    }
}

/// One page of the log of a subtree, with the totals of the whole time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPage {
    /// The unit whose subtree it is.
    pub unit_name: String,
    /// The lines, newest first.
    pub looks: Page<LookLine, AccessId>,
    /// By unit, the busiest first.
    pub totals: Vec<UnitTotal>,
}

/// One alarm about an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmLine {
    /// The last look that belonged to it.
    pub at: DateTime<Utc>,
    /// The unit.
    pub unit: String,
    /// Login name and name.
    pub who: String,
    /// What the account is for.
    pub role: Role,
    /// What is unusual.
    pub kind: Unusual,
    /// How many looks.
    pub n: u64,
    /// How many are usual, or the limit of the hour.
    pub usual: u64,
    /// That it is looked into, where that stands, and what was found and confirmed.
    pub inquiry: Option<(InquiryId, InquiryState, Option<AlarmFinding>)>,
}

/// An alarm that is looked into (查阅异常核查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryView {
    /// Its id.
    pub id: InquiryId,
    /// The version that is shown.
    pub version: u64,
    /// The unit.
    pub unit: String,
    /// The authority whose audit administrator confirms.
    pub auditor: String,
    /// Login name and name.
    pub who: String,
    /// The day of the looks.
    pub day: NaiveDate,
    /// How many they were.
    pub looks: u64,
    /// Where it stands.
    pub state: InquiryState,
    /// By when the step that waits is to be taken.
    pub due_on: Option<NaiveDate>,
    /// What was found last.
    pub found: Option<(AlarmFinding, Said)>,
    /// Why it was sent back.
    pub returned: Option<Said>,
    /// Who confirmed.
    pub confirmed: Option<Signed>,
    /// Whether the reader may say what was found.
    pub may_find: bool,
    /// Whether the reader may confirm it.
    pub may_confirm: bool,
}

impl InquiryView {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<InquiryId> {
        Shown::new(self.id, self.version)
    }
}

/// A line of a unit's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitEntry {
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// 单位事项登记, 单位事项办理, or what was done about the keys of systems.
    pub event: Event,
    /// Which kind of matter; none of what is no matter.
    pub kind: Option<MatterKind>,
    /// What it was about.
    pub about: String,
    /// Where it stood afterwards.
    pub state: String,
    /// Who did it.
    pub by: String,
    /// For which unit.
    pub by_unit: String,
}

/// The journal of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitJournal {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub unit: String,
    /// A page of it, newest first; the next one begins before the number of its last entry.
    pub entries: Page<UnitEntry, u64>,
    /// Whether the chain holds.
    pub holds: bool,
}
