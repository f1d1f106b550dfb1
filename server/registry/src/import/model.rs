//! What is kept and told of an import.

use crate::background::Retry;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::ActorUnit;
use domain::form::Field;
use domain::id::{AccountId, CaseId, ImportId, PersonId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// 检查中
    Checking,
    /// 待确认: the dry run is done, nothing has been entered yet
    Checked,
    /// 录入中
    Entering,
    /// 已完成
    Done,
    /// 已取消
    Cancelled,
    /// 已搁置: its turns failed again and again; an operator has it go on
    PutAside,
}

impl ImportState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Checking => "正在检查",
            Self::Checked => "待确认",
            Self::Entering => "正在录入",
            Self::Done => "已完成",
            Self::Cancelled => "已取消",
            Self::PutAside => "已搁置",
        }
    }
}

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not looked at yet.
    Waiting,
    /// 可录入
    Good,
    /// 可录入，请留意: something unusual
    Noted,
    /// 有错误
    Wrong,
    /// 疑似重复: another child until the 查重说明 says otherwise
    Possible,
    /// 重复: the same document is in the file, the school or the register already
    Duplicate,
    /// 已录入
    Entered,
    /// 未录入: it was good when checked, but not when it was to be entered
    Refused,
}

impl RowState {
    /// Every state, in the order of a report.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Good,
        Self::Noted,
        Self::Wrong,
        Self::Possible,
        Self::Duplicate,
        Self::Entered,
        Self::Refused,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待检查",
            Self::Good => "可录入",
            Self::Noted => "可录入，请留意",
            Self::Wrong => "有错误",
            Self::Possible => "疑似重复",
            Self::Duplicate => "重复",
            Self::Entered => "已录入",
            Self::Refused => "未录入",
        }
    }

    /// Whether a row of this state is entered when the import is confirmed.
    pub fn is_enterable(self) -> bool {
        matches!(self, Self::Good | Self::Noted)
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Noted => "noted",
            Self::Wrong => "wrong",
            Self::Possible => "possible",
            Self::Duplicate => "duplicate",
            Self::Entered => "entered",
            Self::Refused => "refused",
        }
    }
}

/// What is to be said about a row: which column, what stands there, why it does not hold, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Item of the form, none when it is about the whole row.
    pub field: Option<Field>,
    /// What was typed.
    pub value: String,
    /// Why it does not hold, with the article it rests on.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ImportRow {
    pub(super) uid: ImportId,
    pub(super) version: u64,
    pub(super) state: ImportState,
    pub(super) school: UnitId,
    pub(super) path: OrgPath,
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) entry_date: NaiveDate,
    pub(super) by: AccountId,
    /// Who confirmed entry, as entry is done in that person's name.
    pub(super) unit: ActorUnit,
    pub(super) by_name: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) counts: BTreeMap<RowState, u64>,
    pub(super) ignored_columns: Vec<String>,
    /// When it had its last turn: who has waited longest is next.
    pub(super) turned_at: DateTime<Utc>,
    /// The failures of its turns, one after the other.
    pub(super) retry: Retry,
    /// Rows still to be taken one by one, after a turn of many failed: so that one row holds up no other.
    pub(super) one_by_one: usize,
    /// What it was doing when it was put aside.
    pub(super) was: Option<ImportState>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RowRow {
    pub(super) import: ImportId,
    pub(super) row: u32,
    pub(super) version: u64,
    pub(super) state: RowState,
    /// Minted when the file arrived: entering the same row again enters nothing.
    pub(super) person: PersonId,
    pub(super) case: Option<CaseId>,
    /// Keyed hashes of a valid row, for finding it twice in the file.
    pub(super) document_hash: Option<String>,
    pub(super) match_hash: Option<String>,
    pub(super) sealed: String,
}

/// What is sealed in a row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct RowContent {
    pub(super) values: BTreeMap<Field, String>,
    /// What was typed for the province's own items.
    #[serde(default)]
    pub(super) extras: BTreeMap<String, String>,
    /// 查重说明
    pub(super) note: String,
    pub(super) remarks: Vec<Remark>,
}

/// An import in a list.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// The import.
    pub id: ImportId,
    /// Name of the file.
    pub file: String,
    /// Where it stands.
    pub state: ImportState,
    /// Who brought it.
    pub by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// 入学日期 of its children.
    pub entry_date: NaiveDate,
    /// Rows by state.
    pub counts: BTreeMap<RowState, u64>,
    /// Headings the template does not have.
    pub ignored_columns: Vec<String>,
    /// How often its turns have failed one after the other; not 0 while it waits to be tried again.
    pub failures: u32,
}

impl ImportLine {
    /// All rows.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Rows in this state.
    pub fn count(&self, state: RowState) -> u64 {
        self.counts.get(&state).copied().unwrap_or_default()
    }

    /// Rows that are or would be entered.
    pub fn enterable(&self) -> u64 {
        self.count(RowState::Good) + self.count(RowState::Noted)
    }
}

/// One row of the report.
#[derive(Debug, Clone)]
pub struct ReportLine {
    /// Number of the row in the sheet.
    pub row: u32,
    /// 姓名 as typed.
    pub name: String,
    /// What is known of it.
    pub state: RowState,
    /// What is to be said.
    pub remarks: Vec<Remark>,
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the file, for people.
    pub file: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// 入学日期 of its children; the one-month clock (第七条) runs from it.
    pub entry_date: NaiveDate,
}

pub(super) fn line(row: ImportRow) -> ImportLine {
    ImportLine {
        id: row.uid,
        file: row.file,
        state: row.state,
        by: row.by_name,
        created_at: row.created_at,
        entry_date: row.entry_date,
        counts: row.counts,
        ignored_columns: row.ignored_columns,
        failures: row.retry.failures,
    }
}
