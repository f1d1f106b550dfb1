//! The headings of a file by the profile and by the import's own recogniser, and its rows as what they say. A heading the profile names as an
//! item is read as that item's; the rest is the import's affair (`columns_of`, `filled_row`).

use super::super::columns::{Column, Columns, columns_of, heading, heading_row};
use super::super::layout::column_name;
use super::super::model::RowContent;
use super::super::read::{Unread, filled_row};
use super::super::refusal;
use super::super::workbook::SheetRow;
use super::model::TakeContent;
use crate::error::Result;
use domain::form::cell::{Cell, CellKind, read_cell};
use domain::form::sample::is_template_sample;
use domain::refusal::{Refusal, RefusalCode};
use domain::take_over::{Meaning, Profile, Special};
use std::collections::BTreeMap;

/// Rows above the first child's in which the headings are looked for.
const LOOKED_AT: usize = 11;

/// A row of a file as it was read.
pub(super) type ReadRow = (u32, TakeContent);

/// A file on its way in: the first rows wait until the headings are found.
pub(super) struct Table<'p> {
    profile: &'p Profile,
    extras: &'p [domain::archive::Column],
    waiting: Vec<SheetRow>,
    found: Option<(Columns, BTreeMap<usize, Special>)>,
}

impl<'p> Table<'p> {
    pub(super) fn new(profile: &'p Profile, extras: &'p [domain::archive::Column]) -> Self {
        Self { profile, extras, waiting: Vec::new(), found: None }
    }

    /// Takes a row. Gives the children it brings: those that waited for the headings come together.
    ///
    /// # Errors
    /// When the headings are not those of a file of pupils.
    pub(super) fn take(&mut self, number: u32, cells: Vec<Cell>) -> Result<Vec<ReadRow>> {
        if let Some((columns, special)) = &self.found {
            return Ok(read_row(number, &cells, columns, special).into_iter().collect());
        }
        self.waiting.push((number, cells));
        if self.waiting.len() < LOOKED_AT { Ok(Vec::new()) } else { self.settle() }
    }

    /// The file is at its end: what still waited, and the headings that were not read.
    ///
    /// # Errors
    /// As [`Table::take`]; and when there is nothing in the file.
    pub(super) fn finish(mut self) -> Result<(Vec<ReadRow>, Vec<String>)> {
        let rows = if self.found.is_none() { self.settle()? } else { Vec::new() };
        let ignored = self.found.map(|(columns, special)| ignored(&columns, &special)).unwrap_or_default();
        Ok((rows, ignored))
    }

    fn settle(&mut self) -> Result<Vec<ReadRow>> {
        let waiting = std::mem::take(&mut self.waiting);
        let renamed: Vec<SheetRow> =
            waiting.iter().map(|(number, cells)| (*number, self.renamed(cells))).collect();
        let empty = || Refusal::of(RefusalCode::Empty, "文件里没有学生信息。");
        let at = heading_row(&renamed).ok_or_else(empty)?;
        let (headings, above) = (renamed.get(at).ok_or_else(empty)?, at + 1);
        let columns = columns_of(&headings.1, self.extras)?;
        let special = self.special(waiting.get(at).map_or(&[][..], |(_, cells)| cells.as_slice()))?;
        let rows = waiting.iter().skip(above);
        let rows = rows.filter_map(|(number, cells)| read_row(*number, cells, &columns, &special)).collect();
        self.found = Some((columns, special));
        Ok(rows)
    }

    /// A row with the headings the profile names as items written as those items are.
    fn renamed(&self, cells: &[Cell]) -> Vec<Cell> {
        let renamed = cells.iter().map(|cell| match self.profile.meaning(&heading(cell)) {
            Some(Meaning::Field(field)) => Cell::text(field.label()),
            _ => cell.clone(),
        });
        renamed.collect()
    }

    /// The columns that say what was already decided, by their place.
    fn special(&self, cells: &[Cell]) -> Result<BTreeMap<usize, Special>> {
        let mut found: BTreeMap<usize, Special> = BTreeMap::new();
        for (at, cell) in cells.iter().enumerate() {
            let Some(Meaning::Special(special)) = self.profile.meaning(&heading(cell)) else { continue };
            if found.values().any(|other| *other == special) {
                let what = format!("有几列都是「{}」。系统不能替您选用哪一列。", special.label());
                return Err(Refusal::of(RefusalCode::DuplicateColumns, what).into());
            }
            found.insert(at, special);
        }
        let lacking = Special::ALL
            .into_iter()
            .filter(|special| special.needed() && found.values().all(|other| other != special));
        let lacking: Vec<&str> = lacking.map(Special::label).collect();
        if lacking.is_empty() {
            return Ok(found);
        }
        let what = format!("缺少接管必需的列：{}。", lacking.join("、"));
        let remedy = "请从原系统连同这些列一起导出，或在接管方案里写明它们叫什么。";
        Err(refusal(RefusalCode::MissingColumns, &what, remedy).into())
    }
}

/// A child; none for a blank row and for the sample.
fn read_row(
    number: u32,
    cells: &[Cell],
    columns: &Columns,
    places: &BTreeMap<usize, Special>,
) -> Option<ReadRow> {
    let filled = filled_row(number, cells, &columns.list);
    let (mut special, mut unread) = (BTreeMap::new(), BTreeMap::new());
    for (at, column) in places {
        let Some(cell) = cells.get(*at).filter(|cell| !cell.is_empty()) else { continue };
        match read_cell(kind_of(*column), cell) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => drop(special.insert(*column, text)),
            Err(problem) => {
                let letter = column_name(u32::try_from(*at).unwrap_or(0));
                let shown = cell.shown().chars().take(200).collect();
                unread.insert(*column, Unread { problem, shown, at: format!("{letter}{number}") });
            }
        }
    }
    let nothing = filled.values.is_empty() && filled.unread.is_empty() && special.is_empty();
    if nothing || is_template_sample(&filled.values) {
        return None;
    }
    let form = RowContent::new(filled);
    Some((number, TakeContent { form, special, unread, ..TakeContent::default() }))
}

fn kind_of(column: Special) -> CellKind {
    match column {
        Special::Number | Special::School => CellKind::Identifier,
        Special::StatusSince | Special::StatusUntil | Special::EntryDate => CellKind::Date,
        Special::FormerNumbers | Special::Status | Special::Country | Special::Abroad | Special::Spells => {
            CellKind::Text
        }
    }
}

/// Headings that are neither an item nor anything else that is read.
fn ignored(columns: &Columns, special: &BTreeMap<usize, Special>) -> Vec<String> {
    let named = columns.list.iter().enumerate().filter_map(|(at, column)| match column {
        Column::Unknown(heading) if !heading.is_empty() && !special.contains_key(&at) => {
            Some(heading.chars().take(40).collect())
        }
        _ => None,
    });
    named.collect()
}
