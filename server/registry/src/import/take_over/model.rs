//! What is kept and told of a take-over.

use super::super::model::RowContent;
use super::super::read::Unread;
use super::folder::hex;
use chrono::{DateTime, Utc};
use domain::access::{ActorUnit, Role, Ties};
use domain::form::import::RowState;
use domain::id::{AccountId, PersonId, TakeOverId};
use domain::matter::Party;
use domain::take_over::{Cell, Difference, EntryCells, Profile, Special, TakeOverState, Tally};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Characters of the short name of a take-over.
const CODE: usize = 8;
/// Bytes of the digest of what was looked at.
const SHOWN: usize = 8;

/// Files with the pupils of an existing register.
#[derive(Debug, Clone)]
pub struct AskedTakeOver {
    /// The register they come from, in words: it is told in every pupil's journal.
    pub source: String,
    /// The files with the pupils: text with commas, Parquet or workbooks.
    pub files: Vec<PathBuf>,
    /// The files with what their archives hold (档案内容), of the same formats.
    pub archives: Vec<PathBuf>,
    /// Which of their columns is what.
    pub profile: Profile,
    /// What the source counts; none: what its files hold is counted.
    pub totals: Option<Tally>,
    /// A folder with files of the archives (附件), which is released with the rows; none: there are none.
    pub folder: Option<PathBuf>,
}

/// The files of a folder that is released with a take-over (附件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderLine {
    /// How many.
    pub files: u64,
    /// SHA-256 over the list of them, sorted by name: each with its own SHA-256 and its name.
    pub sha256: String,
}

/// A file of a take-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Rows with a child.
    pub rows: u64,
    /// Headings of it that are not read.
    pub ignored: Vec<String>,
    /// Whether its rows are archive contents (档案内容) and not pupils.
    #[serde(default)]
    pub archives: bool,
}

/// A step somebody took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What was done.
    pub what: ActKind,
    /// Who.
    pub by: AccountId,
    /// The name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; empty where that is not asked.
    #[serde(default)]
    pub words: String,
}

/// The steps of a take-over that somebody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// 开始
    Begun,
    /// 放行
    Released,
    /// 接管
    Run,
    /// 对账相符
    Reconciled,
    /// 认可差异
    Accepted,
    /// 提出撤销: somebody was taken over, so that a second person has to agree
    UndoProposed,
    /// 撤销
    Undone,
    /// 到期清除: nobody released it in time, or its files were not read to their end
    Expired,
}

impl ActKind {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Begun => "开始",
            Self::Released => "放行",
            Self::Run => "接管",
            Self::Reconciled => "对账相符",
            Self::Accepted => "认可差异",
            Self::UndoProposed => "提出撤销",
            Self::Undone => "撤销",
            Self::Expired => "到期清除",
        }
    }
}

/// A take-over as stored and told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeOverRow {
    /// The take-over (批次).
    pub uid: TakeOverId,
    pub(super) version: u64,
    /// Where it stands.
    pub state: TakeOverState,
    /// The register its pupils come from.
    pub source: String,
    /// How its files were read.
    pub profile: Profile,
    /// Who began it.
    pub by: AccountId,
    /// The unit of that account: no school outside it is taken over.
    pub unit: ActorUnit,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Its files, in the order in which they were read.
    pub files: Vec<FileLine>,
    /// The folder with files of the archives that was checked with them.
    #[serde(default)]
    pub papers: Option<FolderLine>,
    /// The scans of the folder that rows of archive contents name.
    #[serde(default)]
    pub scans: Option<FolderLine>,
    /// Rows by state.
    pub counts: BTreeMap<RowState, u64>,
    /// What the source counts, as far as it said so: a list, since a cell is no key of JSON.
    pub(super) totals: Vec<(Cell, u64)>,
    /// Who did what, the oldest first.
    pub acts: Vec<Act>,
    /// Both sides as they were counted last, where they differed: counting reads every row, which no page does.
    #[serde(default)]
    pub(super) counted: Option<Counted>,
}

/// What a reconciliation (对账) came to that did not end the take-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counted {
    /// When.
    pub(super) at: DateTime<Utc>,
    /// Pupils of the source, and here.
    pub(super) pupils: (u64, u64),
    /// Entries of archives of the source, and here.
    pub(super) entries: (u64, u64),
    /// Where they differ first.
    pub(super) differ: Vec<Difference>,
}

impl TakeOverRow {
    /// Rows in this state.
    pub fn count(&self, state: RowState) -> u64 {
        self.counts.get(&state).copied().unwrap_or_default()
    }

    /// All rows.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Rows that would be or were taken over.
    pub fn good(&self) -> u64 {
        [RowState::Good, RowState::Noted, RowState::Entered].into_iter().map(|state| self.count(state)).sum()
    }

    /// 短号: by what a person names it who has looked at it.
    pub fn code(&self) -> String {
        self.uid.to_string().chars().take(CODE).collect()
    }

    /// SHA-256 of the profile as it is written, hex. Its name and version are what its author says of it.
    pub fn profile_sha256(&self) -> String {
        hex(&Sha256::digest(self.profile.to_text()))
    }

    /// What the source counts, as far as it said so.
    pub fn totals(&self) -> &[(Cell, u64)] {
        &self.totals
    }

    /// 核对码: of the source, how its files were read, what the source counts, its files, the folder beside them and how many of their rows
    /// are in which state. Who releases a take-over says by it what was looked at.
    pub fn shown(&self) -> String {
        let first = format!("{} {:?}", self.uid, self.source);
        let files = self.files.iter().map(|file| format!("{} {} {:?}", file.sha256, file.rows, file.name));
        let counts = self.counts.iter().filter(|(_, count)| **count > 0);
        let counts = counts.map(|(state, count)| format!("{} {count}", state.label()));
        let papers = self.papers.iter().chain(&self.scans);
        let papers = papers.map(|papers| format!("{} {}", papers.sha256, papers.files));
        let totals = self.totals.iter().map(|(cell, count)| format!("{cell:?} {count}"));
        let read = [first, self.profile_sha256()].into_iter().chain(totals);
        let lines: Vec<String> = read.chain(files).chain(papers).chain(counts).collect();
        Sha256::digest(lines.join("\n")).iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Who has proposed that it is undone.
    pub(super) fn undo_proposed(&self) -> Vec<AccountId> {
        let proposed = self.acts.iter().filter(|act| act.what == ActKind::UndoProposed);
        proposed.map(|act| act.by).collect()
    }

    /// In whose name its pupils are taken over.
    pub(super) fn party(&self) -> Party {
        Party {
            account: self.by,
            name: self.acts.first().map(|act| act.name.clone()).unwrap_or_default(),
            role: Role::SystemAdmin,
            unit: Some(self.unit.id.clone()),
            unit_name: self.unit.name.clone(),
            ties: Ties::none(),
        }
    }

    /// The id the child of a row has: the same whenever it is asked for, so that nobody is taken over twice.
    pub(super) fn person(&self, seq: u32) -> PersonId {
        let digest = Sha256::digest(format!("{}|{seq}", self.uid));
        let mut random = [0_u8; 10];
        for (to, from) in random.iter_mut().zip(digest.iter()) {
            *to = *from;
        }
        let millis = u64::try_from(self.created_at.timestamp_millis()).unwrap_or(0);
        PersonId::new(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

/// A row of a file as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TakeRow {
    pub(super) take_over: TakeOverId,
    /// Its place in the take-over, from 1.
    pub(super) seq: u32,
    pub(super) version: u64,
    /// Which file, from 0, and the number of the row in it.
    pub(super) file: usize,
    pub(super) row: u32,
    pub(super) state: RowState,
    pub(super) person: PersonId,
    /// Where the row counts in the source's totals: nothing of it is personal.
    pub(super) cell: Cell,
    pub(super) document_mark: Option<String>,
    pub(super) person_mark: Option<String>,
    pub(super) form_mark: Option<String>,
    /// Of each number it brings, in force or former.
    #[serde(default)]
    pub(super) number_marks: Vec<String>,
    /// Entries of the pupil's journal that were told by taking it over, and by filing what came beside it.
    pub(super) told: u64,
    /// What was filed of the folder beside it: a mark of each file.
    #[serde(default)]
    pub(super) filed: Vec<String>,
    /// Of a row of archive contents: whose it is and where it lies; none of a pupil's row.
    #[serde(default)]
    pub(super) filing: Option<Filing>,
    /// Whether the number is none of the formal ones: the identity is matched when the take-over is finished.
    pub(super) unmatched: bool,
    /// What it says; empty once the pupil is here.
    pub(super) sealed: String,
}

/// Where a row of archive contents belongs, known once it was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Filing {
    /// The row of the pupil.
    pub(super) pupil: Option<u32>,
    /// Under which key the entry lies in the archive; none of a paper by itself.
    pub(super) key: Option<String>,
}

/// What is sealed in a row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct TakeContent {
    /// The items of the form, as an import keeps them.
    pub(super) form: RowContent,
    /// What it says besides.
    pub(super) special: BTreeMap<Special, String>,
    /// Cells of that which cannot be read.
    pub(super) unread: BTreeMap<Special, Unread>,
    /// Archive contents, in place of all of that.
    #[serde(default)]
    pub(super) archive: Option<ArchiveContent>,
    /// The pupils of this register whom the remarks are about: who reads them is put down as having seen these.
    #[serde(default)]
    pub(super) met: Vec<PersonId>,
}

/// What a row of archive contents says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ArchiveContent {
    pub(super) cells: EntryCells,
    /// Cells that cannot be read, by the name of their column.
    pub(super) unread: BTreeMap<String, Unread>,
    /// SHA-256 of the scan it names, as it lay in the folder; none where there is none.
    pub(super) scan: Option<String>,
}

pub(super) fn row_key(take_over: TakeOverId, seq: u32) -> String {
    format!("{take_over}-{seq:08}")
}

pub(super) fn row_context(take_over: TakeOverId, seq: u32) -> String {
    format!("take_over/{take_over}/{seq}")
}
