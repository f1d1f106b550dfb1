//! 学籍档案 (第七条): what is filed in an archive besides the form, pupil by pupil and class by class; files; how complete it is.
//!
//! Entries and files are read by who works with the record (own school and its competent authority); others see how complete
//! an archive is, not what stands in it.

mod attach;
mod carry;
mod complete;
mod contents;
mod file;
mod holdings;
mod sheet;

pub(crate) use attach::ArchiveFile;
pub use attach::AskedFile;
pub(crate) use carry::Adopted;
pub use file::FiledClass;
pub(crate) use holdings::{Holdings, SchoolHoldings};
pub use sheet::AskedSheet;

use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::Archives;
use crate::store::Vars;
use crate::vault::Cipher;
use chrono::NaiveDate;
use contract::archive::{ArchiveView, EntryLine, FileLine};
use domain::access::{Action, Actor, FieldClass, Ground, Mask, Shown, Target, authorise};
use domain::access_log::Function;
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

impl Archives<'_> {
    /// One pupil's archive.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope.
    pub async fn archive(&self, actor: &Actor, id: PersonId) -> Result<ArchiveView> {
        let row = self.pupils().person(id).await?;
        let mask = self.archive_mask(actor, &row)?;
        self.access_log().saw(actor, Function::Archive, &[id]).await?;
        let may_file = self.may_file(actor, &row).is_ok();
        let whole = row.reader(actor, Ground::Look(mask)).class(FieldClass::Filed) == Shown::Whole;
        let extra_columns = self.rules().rules_for(&row.path).extra_columns();
        let (completeness, rows) = self.completeness_of(&row).await?;
        let mut entries = Vec::new();
        for row in rows.iter().filter(|_| whole) {
            entries.push(self.entry_line(row, &extra_columns, may_file && row.person == id)?);
        }
        entries.sort_by(|a, b| {
            (a.entry.kind, &b.entry.period, &a.key).cmp(&(b.entry.kind, &a.entry.period, &b.key))
        });
        let files = if whole { self.archive_files(&row).await? } else { Vec::new() };
        Ok(ArchiveView {
            id,
            name: mask.name(&row.name),
            number: row.number_mask.clone(),
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            school: row.school_name.clone(),
            entries,
            files: files.into_iter().map(|file| file_line(file, may_file)).collect(),
            today: self.store.clock.today(),
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
        match authorise(actor, Action::ViewPupil, &Target::Unit(&row.path_for(actor))) {
            Ok(grant) => Ok(grant.mask),
            Err(refusal) if refusal.code.bars_a_registrar() => Err(refusal.into()),
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

fn file_line(file: ArchiveFile, may_file: bool) -> FileLine {
    FileLine {
        id: file.id,
        category: file.category,
        title: file.title,
        format: file.format,
        size: file.size,
        on: file.on,
        has_thumbnail: file.has_thumbnail,
        may_withdraw: file.filed_here && may_file,
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
