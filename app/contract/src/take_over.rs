//! Take-overs of existing registers (存量数据接管) on their page: figures, files and who did what; nothing of a pupil.

use chrono::{DateTime, Utc};
use domain::form::import::RowState;
use domain::id::TakeOverId;
use domain::take_over::TakeOverState;
use serde::{Deserialize, Serialize};

/// A take-over in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverLine {
    /// The take-over (批次).
    pub id: TakeOverId,
    /// The register its pupils come from.
    pub source: String,
    /// The unit that takes over.
    pub unit: String,
    /// Where it stands.
    pub state: TakeOverState,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// All rows.
    pub rows: u64,
    /// Rows that were taken over.
    pub entered: u64,
}

/// What somebody may do with a take-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeOverStep {
    /// 放行, by a second person
    Release,
    /// 接管, or go on
    Run,
    /// 对账
    Reconcile,
    /// 认可差异, by two
    Accept,
    /// 撤销, by two once somebody was taken over
    Undo,
}

impl TakeOverStep {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Release, Self::Run, Self::Reconcile, Self::Accept, Self::Undo];

    /// As a form sends it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Run => "run",
            Self::Reconcile => "reconcile",
            Self::Accept => "accept",
            Self::Undo => "undo",
        }
    }

    /// The field of a form in which the reason for it is written.
    pub fn reason(self) -> String {
        format!("reason[{}]", self.key())
    }

    /// The step with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }
}

/// A file of a take-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverFile {
    /// Its name.
    pub name: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Rows of it.
    pub rows: u64,
    /// Whether they are archive contents (档案内容).
    pub archives: bool,
    /// Headings that are not read.
    pub ignored: Vec<String>,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverAct {
    /// What.
    pub what: String,
    /// Who.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; empty where that is not asked.
    pub words: String,
}

/// What the source counts beside what this register has (对账).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverCounts {
    /// When they were counted.
    pub at: DateTime<Utc>,
    /// Pupils of the source, and here.
    pub pupils: (u64, u64),
    /// Entries of archives of the source, and here.
    pub entries: (u64, u64),
    /// Where they differ: which, the source, here.
    pub differ: Vec<(String, u64, u64)>,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakeOverStepped {
    /// It does what it is for.
    Done,
    /// It does so once a second person takes it as well; of a reconciliation: the two sides differ.
    Waits,
}

/// How the files of a take-over were read, and what the source counts: what is released with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverReading {
    /// The profile by its name and version, which are what its author wrote.
    pub profile: String,
    /// Whether it is the built-in one to the last word.
    pub built_in: bool,
    /// SHA-256 of it, hex.
    pub sha256: String,
    /// What it says, where it is not the built-in one: the source's word, and what it is here.
    pub lines: Vec<(String, String)>,
    /// What the source counts: how many lines, and how many pupils in all; both 0 where the files are counted.
    pub totals: (u64, u64),
    /// The first lines of it.
    pub counts: Vec<(String, u64)>,
}

/// A take-over by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOverView {
    /// What the list says of it.
    pub line: TakeOverLine,
    /// How its files were read, and what the source counts.
    pub reading: TakeOverReading,
    /// Its files, in the order in which they were read.
    pub files: Vec<TakeOverFile>,
    /// Files of archives that lie in a folder beside it.
    pub papers: u64,
    /// Rows by state, of those that have some.
    pub counts: Vec<(RowState, u64)>,
    /// Who did what, the oldest first.
    pub acts: Vec<TakeOverAct>,
    /// 核对码: what is released is what was shown.
    pub shown: String,
    /// How much of its present stage is done; none where nothing is under way.
    pub progress: Option<(u64, u64)>,
    /// Whether its work was put aside after it had failed again and again.
    pub parked: bool,
    /// Both sides, where everybody was taken over, as they were counted last; none before they are.
    pub counted: Option<TakeOverCounts>,
    /// Whether the report of its check may be read.
    pub may_read: bool,
    /// What may be done with it.
    pub may: Vec<TakeOverStep>,
}
