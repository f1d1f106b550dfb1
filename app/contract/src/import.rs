//! Imports of files (批量导入) and their reports.

use chrono::{DateTime, NaiveDate, Utc};
use domain::archive::Column;
use domain::form::Field;
use domain::form::account::FileAccount;
use domain::form::import::{ImportState, Remark, RowState};
use domain::id::{ImportId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An import in the list of a school's: what a line of it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportListed {
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
    /// All rows.
    pub rows: u64,
    /// Rows that were entered.
    pub entered: u64,
}

/// An import by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// The import.
    pub id: ImportId,
    /// What is shown of it: rows that are put right change it.
    pub version: u64,
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
    /// What the file holds and what was read of it.
    pub account: FileAccount,
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

    /// Rows that were not taken.
    pub fn rejected(&self) -> u64 {
        let states = [RowState::Wrong, RowState::Possible, RowState::Duplicate, RowState::Refused];
        states.into_iter().map(|state| self.count(state)).sum()
    }

    /// Rows that are or would be entered.
    pub fn enterable(&self) -> u64 {
        self.count(RowState::Good) + self.count(RowState::Noted)
    }

    /// Whether its rows are being entered or have been, and no longer only looked at.
    pub fn entering(&self) -> bool {
        matches!(self.state, ImportState::Entering | ImportState::Done)
    }

    /// How many rows went through the present stage, and of how many.
    pub fn stage(&self) -> (u64, u64) {
        if self.entering() {
            let done = self.count(RowState::Entered) + self.count(RowState::Refused);
            (done, done + self.enterable())
        } else {
            (self.total() - self.count(RowState::Waiting), self.total())
        }
    }
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// Number of the row in the sheet.
    pub row: u32,
    /// 姓名 as typed.
    pub name: String,
    /// What is known of it.
    pub state: RowState,
    /// By which the row is found, whatever stands in it; none where its rows are not put right on a page.
    pub key: Option<PersonId>,
    /// What is to be said.
    pub remarks: Vec<Remark>,
}

/// One row of an import by itself, as it is put right on the page (改正一行).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSheet {
    /// The import.
    pub import: ImportId,
    /// Name of the file.
    pub file: String,
    /// The row.
    pub key: PersonId,
    /// Its number in the sheet.
    pub row: u32,
    /// What is shown of it.
    pub version: u64,
    /// 姓名 as typed.
    pub name: String,
    /// What is known of it.
    pub state: RowState,
    /// What is to be said.
    pub remarks: Vec<Remark>,
    /// The items as a form shows them.
    pub values: BTreeMap<Field, String>,
    /// The same of the province's own items, by the keys of their columns.
    pub extras: BTreeMap<String, String>,
    /// The province's own items.
    pub columns: Vec<Column>,
    /// 查重说明
    pub note: String,
    /// What was put right before, first to last.
    pub mends: Vec<MendLine>,
    /// Whether it can be put right now: between check and entry.
    pub open: bool,
}

/// What was put right in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MendLine {
    /// The item, in words.
    pub item: String,
    /// What stood there.
    pub from: String,
    /// What was typed instead.
    pub to: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
