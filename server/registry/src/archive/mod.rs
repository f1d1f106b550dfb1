//! 学籍档案 (第七条): what is filed in an archive besides the form, pupil by pupil and class by class; files; how complete it is.
//!
//! Entries and files are read by who works with the record (own school and its competent authority); others see how complete
//! an archive is, not what stands in it.

mod attach;
mod carry;
mod complete;
mod file;
mod sheet;

pub use attach::{ArchiveFile, AskedFile};
pub(crate) use carry::Adopted;
pub use file::{FiledClass, SheetRow};
pub use sheet::{AskedSheet, ClassSheet};

use crate::Registry;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::store::Vars;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Action, Actor, FieldClass, Ground, Mask, Shown, Target, authorise};
use domain::access_log::Function;
use domain::archive::completeness::Completeness;
use domain::archive::{Column, Entry, EntryKind};
use domain::id::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// Whether an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// 在档
    Current,
    /// 已撤销: filed by mistake; kept, with its reason
    Withdrawn,
}

/// An entry as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EntryRow {
    /// Keyed hash of pupil and identity.
    key: String,
    version: u64,
    pub(crate) person: PersonId,
    kind: EntryKind,
    period: String,
    school: UnitId,
    school_name: String,
    state: EntryState,
    pub(crate) filed_on: NaiveDate,
    filed_by: String,
    sealed: String,
}

impl EntryRow {
    pub(crate) fn entry(&self, vault: &dyn Cipher) -> Result<Entry> {
        vault.open_value(&self.sealed, &context_of(self.person, &self.key))
    }
}

fn context_of(person: PersonId, key: &str) -> String {
    format!("archive/{person}/{key}")
}

/// One entry as it is shown.
#[derive(Debug, Clone)]
pub struct EntryLine {
    /// Names it in requests.
    pub key: String,
    /// What it is.
    pub entry: Entry,
    /// Heading and value of each filled column.
    pub lines: Vec<(String, String)>,
    /// The school that filed it.
    pub school: String,
    /// Who filed it last.
    pub by: String,
    /// And when.
    pub on: NaiveDate,
    /// Whether the actor may change or withdraw it.
    pub may_change: bool,
}

/// One pupil's archive.
#[derive(Debug, Clone)]
pub struct ArchiveView {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级
    pub class_label: String,
    /// School.
    pub school: String,
    /// What is filed, newest period first within a kind.
    pub entries: Vec<EntryLine>,
    /// The files, newest first.
    pub files: Vec<ArchiveFile>,
    /// 完整度
    pub completeness: Completeness,
    /// How many missing things should be there already.
    pub late: usize,
    /// The province's own items.
    pub extra_columns: Vec<Column>,
    /// Whether the actor may file.
    pub may_file: bool,
    /// Whether the actor sees what is filed, not only how complete it is.
    pub whole: bool,
}

impl Registry {
    /// One pupil's archive.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope.
    pub async fn archive(&self, actor: &Actor, id: PersonId) -> Result<ArchiveView> {
        let row = self.person(id).await?;
        let mask = self.archive_mask(actor, &row)?;
        self.saw(actor, Function::Archive, &[id]).await?;
        let may_file = self.may_file(actor, &row).is_ok();
        let whole = row.reader(actor, Ground::Look(mask)).class(FieldClass::Filed) == Shown::Whole;
        let extra_columns = self.rules_for(&row.path).extra_columns();
        let (completeness, rows) = self.completeness_of(&row).await?;
        let mut entries = Vec::new();
        for row in rows.iter().filter(|_| whole) {
            entries.push(self.entry_line(row, &extra_columns, may_file && row.person == id)?);
        }
        entries.sort_by(|a, b| {
            (a.entry.kind, &b.entry.period, &a.key).cmp(&(b.entry.kind, &a.entry.period, &b.key))
        });
        Ok(ArchiveView {
            id,
            name: mask.name(&row.name),
            number: row.number_mask.clone(),
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            school: row.school_name.clone(),
            entries,
            files: if whole { self.archive_files(&row).await? } else { Vec::new() },
            late: completeness.late(self.store.clock.today()),
            completeness,
            extra_columns,
            may_file,
            whole,
        })
    }

    fn entry_line(&self, row: &EntryRow, extras: &[Column], may_file: bool) -> Result<EntryLine> {
        let entry = row.entry(&*self.vault)?;
        let lines = entry.lines(&columns_of(entry.kind, extras));
        Ok(EntryLine {
            key: row.key.clone(),
            lines,
            entry,
            school: row.school_name.clone(),
            by: row.filed_by.clone(),
            on: row.filed_on,
            may_change: may_file,
        })
    }

    /// What is filed about a person and holds, that of records merged into this one with it (第六条).
    pub(crate) async fn entries_of(&self, person: &PersonRow) -> Result<Vec<EntryRow>> {
        let text = "SELECT * FROM archive_entry WHERE person IN $people LIMIT 5000";
        let vars = Vars::new().with("people", people_of(person));
        let mut rows: Vec<EntryRow> = self.store.rows(text, vars).await?;
        rows.retain(|row| row.state == EntryState::Current);
        Ok(rows)
    }

    fn archive_mask(&self, actor: &Actor, row: &PersonRow) -> Result<Mask> {
        match authorise(actor, Action::ViewPupil, &Target::Unit(&row.path)) {
            Ok(grant) => Ok(grant.mask),
            Err(refusal) if refusal.code == "not_trained" => Err(refusal.into()),
            // Out of scope looks like not there.
            Err(_) => Err(Error::NotFound("person")),
        }
    }

    /// Whether the actor may file something about this pupil: a registrar of the pupil's school, once the pupil is on record.
    fn may_file(&self, actor: &Actor, row: &PersonRow) -> Result<()> {
        self.archive_mask(actor, row)?;
        authorise(actor, Action::KeepArchive, &Target::Unit(&row.path))?;
        match row.standing {
            Standing::NotRegistered | Standing::Merged => Err(Error::NotFound("person")),
            _ => Ok(()),
        }
    }
}

/// The record and those merged into it.
pub(crate) fn people_of(row: &PersonRow) -> Vec<PersonId> {
    std::iter::once(row.uid).chain(row.merged_from.iter().copied()).collect()
}

/// The columns of a kind, where those of the province are its own.
fn columns_of(kind: EntryKind, extras: &[Column]) -> Vec<Column> {
    if kind == EntryKind::Extra { extras.to_vec() } else { kind.columns() }
}
