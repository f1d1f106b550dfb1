//! The headings of a file with archive contents (档案内容) by the profile and by their own names, and its rows as what they say; a scan that a
//! row names is looked for in the folder and bound to the row by what it holds.

use super::super::layout::column_name;
use super::super::read::Unread;
use super::super::refusal;
use super::super::{columns, workbook::SheetRow};
use super::folder::{hex, most, read_whole};
use super::model::{ArchiveContent, TakeContent};
use super::table::ReadRow;
use crate::error::Result;
use domain::archive::{Column, EntryKind};
use domain::form::cell::{Cell, CellKind, read_cell};
use domain::refusal::{Refusal, RefusalCode};
use domain::take_over::{EntryMeaning, EntryPart, Profile};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Rows above the headings that are passed over, as in a file of pupils.
const MOST_ABOVE: usize = 10;

/// The scans that rows name, in the order in which they are read: how many, and one digest over all of them.
#[derive(Debug, Default)]
pub(super) struct Scans {
    pub(super) files: u64,
    pub(super) digest: Sha256,
}

/// A file with archive contents on its way in.
pub(super) struct EntryTable<'p> {
    profile: &'p Profile,
    folder: Option<&'p Path>,
    scans: &'p mut Scans,
    above: usize,
    columns: Vec<Option<EntryMeaning>>,
    ignored: Vec<String>,
}

impl<'p> EntryTable<'p> {
    pub(super) fn new(profile: &'p Profile, folder: Option<&'p Path>, scans: &'p mut Scans) -> Self {
        Self { profile, folder, scans, above: 0, columns: Vec::new(), ignored: Vec::new() }
    }

    /// Takes a row. Gives the entry it brings; none of headings and of a blank row.
    ///
    /// # Errors
    /// When the headings are not those of archive contents, and when the folder cannot be read.
    pub(super) fn take(&mut self, (number, cells): SheetRow) -> Result<Option<ReadRow>> {
        if self.columns.is_empty() {
            self.settle(&cells)?;
            return Ok(None);
        }
        let mut read = ArchiveContent::default();
        for (at, (cell, meaning)) in cells.iter().zip(&self.columns).enumerate() {
            let (Some(meaning), false) = (meaning, cell.is_empty()) else { continue };
            let text = match read_cell(kind_of(meaning), cell) {
                Ok(text) => text,
                Err(problem) => {
                    let letter = column_name(u32::try_from(at).unwrap_or(0));
                    let shown = cell.shown().chars().take(200).collect();
                    let unread = Unread { problem, shown, at: format!("{letter}{number}") };
                    read.unread.insert(name_of(meaning).to_owned(), unread);
                    continue;
                }
            };
            match meaning {
                _ if text.is_empty() => {}
                EntryMeaning::Part(part) => drop(read.cells.parts.insert(*part, text)),
                EntryMeaning::Column(name) => drop(read.cells.values.insert(name.clone(), text)),
                EntryMeaning::Ignored => {}
            }
        }
        if read.cells.parts.is_empty() && read.cells.values.is_empty() && read.unread.is_empty() {
            return Ok(None);
        }
        if let (Some(name), Some(folder)) = (read.cells.scan(), self.folder) {
            read.scan = self.scan(folder, name)?;
        }
        Ok(Some((number, TakeContent { archive: Some(read), ..TakeContent::default() })))
    }

    /// The file is at its end: the headings that were not read.
    ///
    /// # Errors
    /// When there were none.
    pub(super) fn finish(self) -> Result<Vec<String>> {
        if self.columns.is_empty() { Err(no_headings()) } else { Ok(self.ignored) }
    }

    /// Looks whether a row is that of the headings.
    fn settle(&mut self, cells: &[Cell]) -> Result<()> {
        let headings: Vec<String> = cells.iter().map(columns::heading).collect();
        let meant: Vec<_> = headings.iter().map(|heading| self.profile.entry_meaning(heading)).collect();
        let has = |part: EntryPart| meant.contains(&Some(EntryMeaning::Part(part)));
        if !EntryPart::ALL.into_iter().filter(|part| part.needed()).all(has) {
            self.above += 1;
            return if self.above > MOST_ABOVE { Err(no_headings()) } else { Ok(()) };
        }
        for (at, meaning) in meant.iter().enumerate() {
            let Some(meaning) = meaning.as_ref().filter(|meaning| **meaning != EntryMeaning::Ignored) else {
                continue;
            };
            if meant.iter().skip(at + 1).any(|other| other.as_ref() == Some(meaning)) {
                let what = format!("有几列都是「{}」。系统不能替您选用哪一列。", name_of(meaning));
                return Err(Refusal::of(RefusalCode::DuplicateColumns, what).into());
            }
        }
        let unknown =
            headings.iter().zip(&meant).filter(|(heading, meaning)| !heading.is_empty() && meaning.is_none());
        self.ignored = unknown.map(|(heading, _)| heading.chars().take(40).collect()).collect();
        self.columns = meant;
        Ok(())
    }

    /// What a scan holds, by its SHA-256; none where there is no such file.
    fn scan(&mut self, folder: &Path, name: &str) -> Result<Option<String>> {
        let Some(path) = plain(folder, name) else { return Ok(None) };
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let Ok(bytes) = read_whole(&path, most())? else { return Ok(None) };
        let sha256 = hex(&Sha256::digest(&bytes));
        self.scans.files += 1;
        self.scans.digest.update(format!("{sha256}  {name}\n"));
        Ok(Some(sha256))
    }
}

/// A file that lies in a folder itself.
pub(super) fn plain(folder: &Path, name: &str) -> Option<PathBuf> {
    let outside = name.contains(['/', '\\']) || name.chars().any(char::is_control) || name.starts_with('.');
    (!outside).then(|| folder.join(name))
}

fn name_of(meaning: &EntryMeaning) -> &str {
    match meaning {
        EntryMeaning::Part(part) => part.label(),
        EntryMeaning::Column(name) => name,
        EntryMeaning::Ignored => "",
    }
}

/// How a cell is read: a column that several kinds have alike is read as the first of them has it.
fn kind_of(meaning: &EntryMeaning) -> CellKind {
    match meaning {
        EntryMeaning::Part(EntryPart::Number) => CellKind::Identifier,
        // A term is no day, a day may be kept as one: both are seen by what the cell shows.
        EntryMeaning::Part(EntryPart::Period) => CellKind::Date,
        EntryMeaning::Part(_) | EntryMeaning::Ignored => CellKind::Text,
        EntryMeaning::Column(name) => {
            let mut columns = EntryKind::ALL.iter().flat_map(|kind| kind.columns());
            let meant =
                |column: &Column| column.key == *name || column.label == *name || column.heading() == *name;
            columns.find(meant).map_or(CellKind::Text, |column| CellKind::from(&column.kind))
        }
    }
}

fn no_headings() -> crate::error::Error {
    let what = "档案内容的文件缺少「学籍号」或「档案类别」列。";
    let remedy = "请从原系统连同这些列一起导出，或在接管方案的 entries 里写明它们叫什么。";
    refusal(RefusalCode::MissingColumns, what, remedy).into()
}
