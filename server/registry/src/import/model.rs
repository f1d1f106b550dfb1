//! What is kept and told of an import.

use super::read::{FilledRow, Unread};
use crate::jobs::{JobRow, JobState};
use chrono::{DateTime, NaiveDate, Utc};
use contract::import::ImportLine;
use domain::access::ActorUnit;
use domain::form::account::FileAccount;
use domain::form::import::{ImportState, Remark, RowState};
use domain::form::{BasicInfo, Field, FieldProblem, FormContext, validate_read};
use domain::id::{AccountId, CaseId, ImportId, PersonId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The day on which the last row was checked; none before.
    pub(super) checked_on: Option<NaiveDate>,
    /// Whether its job was put aside: written in the transaction that does it, and taken back by the next slice that goes through.
    #[serde(default)]
    pub(super) aside: bool,
    /// The day on which that was done last; none when it never was.
    #[serde(default)]
    pub(super) aside_on: Option<NaiveDate>,
    /// Whether who has it is not able to any more; then the school's registrars have it.
    #[serde(default)]
    pub(super) left: bool,
    pub(super) counts: BTreeMap<RowState, u64>,
    /// What the file holds and what was read of it.
    pub(super) account: FileAccount,
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
    /// The first row above this one with the same document.
    #[serde(default)]
    pub(super) same_document: Option<u32>,
    /// The first row above this one with the same name, sex and birth date.
    #[serde(default)]
    pub(super) same_person: Option<u32>,
    /// The first row above this one with the same whole form.
    #[serde(default)]
    pub(super) same_form: Option<u32>,
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
    /// Cells that cannot be read for their item.
    #[serde(default)]
    pub(super) unread: BTreeMap<Field, Unread>,
    /// The same of the province's own items, by heading.
    #[serde(default)]
    pub(super) unread_extras: BTreeMap<String, Unread>,
    /// Whether the file hides the row.
    #[serde(default)]
    pub(super) hidden: bool,
    pub(super) remarks: Vec<Remark>,
    /// The pupils of this register whom the remarks are about.
    #[serde(default)]
    pub(super) met: Vec<PersonId>,
    /// What was put right on the page, first to last.
    #[serde(default)]
    pub(super) mended: Vec<Mend>,
}

/// One item of a row that was put right on the page (改正一行): what the file said stays beside what was typed instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mend {
    /// The item; none for one of the province's own and for the 查重说明.
    pub(super) field: Option<Field>,
    /// What it is called.
    pub(super) label: String,
    /// What stood there.
    pub(super) from: String,
    /// What stands there now.
    pub(super) to: String,
    /// Whose work it is.
    pub(super) by: AccountId,
    /// By name.
    pub(super) by_name: String,
    /// When.
    pub(super) at: DateTime<Utc>,
}

impl RowContent {
    pub(super) fn new(row: FilledRow) -> Self {
        let FilledRow { values, extras, note, unread, unread_extras, hidden, .. } = row;
        let (remarks, met, mended) = (Vec::new(), Vec::new(), Vec::new());
        Self { values, extras, note, unread, unread_extras, hidden, remarks, met, mended }
    }

    /// The items, checked.
    pub(super) fn validate(
        &self,
        context: &FormContext,
    ) -> std::result::Result<BasicInfo, Vec<FieldProblem>> {
        let unread = self.unread.iter().map(|(field, unread)| (*field, unread.problem)).collect();
        validate_read(&self.values, &unread, context)
    }

    /// What a person sees in the cell of an item.
    pub(super) fn shown(&self, field: Field) -> String {
        let unread = || self.unread.get(&field).map(|unread| unread.shown.clone());
        self.values.get(&field).cloned().or_else(unread).unwrap_or_default()
    }
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

/// An import with its job, when it has one: one that was put aside or waits after a failure says so.
pub(super) fn line(row: ImportRow, job: Option<&JobRow>) -> ImportLine {
    let parked = job.is_some_and(|job| job.state == JobState::Parked);
    ImportLine {
        id: row.uid,
        version: row.version,
        file: row.file,
        state: if parked { ImportState::PutAside } else { row.state },
        by: row.by_name,
        created_at: row.created_at,
        entry_date: row.entry_date,
        counts: row.counts,
        account: row.account,
        failures: job.map_or(0, |job| job.tries),
    }
}
