//! The headings of a file against those of the template: which column is which item, and which is none.

use super::read::{NOTE, REJECTED, SERIAL};
use super::workbook::SheetRow;
use crate::error::Result;
use domain::form::cell::Cell;
use domain::form::{Field, template_columns};
use domain::refusal::{Refusal, RefusalCode};

/// Rows above the headings that are passed over: a title, a line with the school's name.
const MOST_ABOVE: usize = 10;

/// What a column is.
#[derive(Clone)]
pub(super) enum Column {
    Field(Field),
    /// One of the province's own items.
    Extra(domain::archive::Column),
    Serial,
    Note,
    /// Why a row was not taken the last time: for people, and not read.
    Rejected,
    /// None of the template's, by its heading.
    Unknown(String),
}

/// The columns of a file.
pub(super) struct Columns {
    /// From the left.
    pub(super) list: Vec<Column>,
    /// Optional items without a column.
    pub(super) missing: Vec<Field>,
}

/// Where the headings stand: the first of the upper rows that has at least half of the mandatory ones, else the first.
pub(super) fn heading_row(rows: &[SheetRow]) -> Option<usize> {
    let mandatory: Vec<&str> =
        template_columns().into_iter().filter(|field| field.mandatory()).map(Field::label).collect();
    let is_heading = |(_, cells): &SheetRow| {
        let there: Vec<String> = cells.iter().map(heading).collect();
        mandatory.iter().filter(|label| there.iter().any(|heading| heading == *label)).count() * 2
            >= mandatory.len()
    };
    let found = rows.iter().take(MOST_ABOVE).position(is_heading);
    found.or_else(|| (!rows.is_empty()).then_some(0))
}

/// Reads the headings.
///
/// # Errors
/// When two columns have one name, or a mandatory one is lacking: with the heading that may be meant.
pub(super) fn columns_of(cells: &[Cell], extras: &[domain::archive::Column]) -> Result<Columns> {
    let list: Vec<Column> = cells.iter().map(|cell| column_of(&heading(cell), extras)).collect();
    let mut names: Vec<String> = list.iter().filter_map(name).collect();
    names.sort();
    let mut twice: Vec<String> =
        names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect();
    twice.dedup();
    if !twice.is_empty() {
        let what = format!("第 1 行有重名的列：{}。系统不能替您选用哪一列。", twice.join("、"));
        return Err(Refusal::of(RefusalCode::DuplicateColumns, what).into());
    }
    let has =
        |wanted: Field| list.iter().any(|column| matches!(column, Column::Field(field) if *field == wanted));
    let (needed, missing): (Vec<Field>, Vec<Field>) =
        template_columns().into_iter().filter(|field| !has(*field)).partition(|field| field.mandatory());
    if needed.is_empty() {
        return Ok(Columns { list, missing });
    }
    let told: Vec<String> = needed
        .iter()
        .map(|field| match renamed(field.label(), &list) {
            Some(heading) => format!("{}（文件里的「{heading}」是不是这一列？）", field.label()),
            None => field.label().to_owned(),
        })
        .collect();
    let what = format!("缺少必填的列：{}。", told.join("、"));
    Err(Refusal::of(RefusalCode::MissingColumns, what).into())
}

fn column_of(heading: &str, extras: &[domain::archive::Column]) -> Column {
    match heading {
        SERIAL => Column::Serial,
        NOTE => Column::Note,
        REJECTED => Column::Rejected,
        label => template_columns()
            .into_iter()
            .find(|field| field.label() == label)
            .map(Column::Field)
            .or_else(|| {
                extras.iter().find(|extra| bare(&extra.heading()) == label).cloned().map(Column::Extra)
            })
            .unwrap_or_else(|| Column::Unknown(heading.to_owned())),
    }
}

/// The name by which two columns can be the same one.
fn name(column: &Column) -> Option<String> {
    match column {
        Column::Field(field) => Some(field.label().to_owned()),
        Column::Extra(extra) => Some(extra.heading()),
        Column::Note => Some(NOTE.to_owned()),
        Column::Serial => Some(SERIAL.to_owned()),
        Column::Rejected | Column::Unknown(_) => None,
    }
}

/// A heading of the file that may be this label renamed: one holds the other.
fn renamed<'a>(label: &str, list: &'a [Column]) -> Option<&'a str> {
    list.iter().find_map(|column| match column {
        Column::Unknown(heading)
            if heading.chars().count() >= 2
                && (heading.contains(label) || label.contains(heading.as_str())) =>
        {
            Some(heading.as_str())
        }
        _ => None,
    })
}

/// A heading without the mark of mandatory columns, spaces and line breaks.
pub(super) fn heading(cell: &Cell) -> String {
    bare(&cell.shown()).trim_matches(['★', '☆', '*', '＊']).to_owned()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
