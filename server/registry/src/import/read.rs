//! Reading the Excel file. Nothing is guessed: a file that is not the template is refused with a word about why. Nothing is left out
//! in silence either: every sheet and every row with something in it is accounted for.

use super::columns::{Column, columns_of, heading_row};
use super::layout::{Layout, column_name};
use super::refusal;
use super::workbook::{Book, SheetRow, reading};
use crate::error::Result;
use domain::form::account::{FileAccount, SheetAccount, SheetRole};
use domain::form::cell::{Cell, CellKind, CellProblem, read_cell};
use domain::form::sample::is_template_sample;
use domain::form::{Field, TEMPLATE_VERSION};
use domain::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most rows of one file.
pub const MOST_ROWS: u32 = 20_000;
/// The sheet with the pupils.
pub(super) const SHEET: &str = "学生信息";
/// The sheet with the version.
pub(super) const ABOUT: &str = "填写说明";
/// The sheet with the code lists.
pub(super) const LISTS: &str = "代码表";
/// Where the version stands on it (row, column).
pub(super) const VERSION_CELL: (u32, u32) = (0, 1);
/// Heading of the first column.
pub(super) const SERIAL: &str = "序号";
/// What the first cell of the sample row says.
pub(super) const SAMPLE: &str = "示例";
/// Heading of the last column.
pub(super) const NOTE: &str = "查重说明";
/// Heading of the column that tells of each row why it was not taken.
pub(super) const REJECTED: &str = "未通过的原因";
/// Columns and rows named at most.
const MOST_NAMED: usize = 20;

/// A cell that cannot be read for its item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unread {
    /// Why not.
    pub(super) problem: CellProblem,
    /// What a person sees in it.
    pub(super) shown: String,
    /// Where it stands: `W3`.
    pub(super) at: String,
}

/// A row as typed.
#[derive(Default)]
pub(super) struct FilledRow {
    /// Its number in the sheet.
    pub(super) number: u32,
    /// What was typed, by item.
    pub(super) values: BTreeMap<Field, String>,
    /// What was typed for the province's own items.
    pub(super) extras: BTreeMap<String, String>,
    /// 查重说明
    pub(super) note: String,
    /// Cells of the items that cannot be read.
    pub(super) unread: BTreeMap<Field, Unread>,
    /// The same of the province's own items, by heading.
    pub(super) unread_extras: BTreeMap<String, Unread>,
    /// Whether the file hides it.
    pub(super) hidden: bool,
    /// Whether its first cell says that it is the sample.
    says_sample: bool,
}

/// What a file holds.
pub(super) struct Sheet {
    /// The rows that are filled.
    pub(super) rows: Vec<FilledRow>,
    /// What became of everything in it.
    pub(super) account: FileAccount,
}

/// Reads a filled template. Blank rows are none; the sample row is known by what it holds.
pub(super) fn read(bytes: &[u8], extras: &[domain::archive::Column]) -> Result<Sheet> {
    reading(bytes, |book| sheet(book, extras))
}

fn sheet(book: &mut Book<'_>, extras: &[domain::archive::Column]) -> Result<Sheet> {
    // Text has no second sheet that says it: its headings are all there is.
    let about = if book.is_text() { None } else { book.rows_of(ABOUT)? };
    let version = about.and_then(|about| {
        let (_, cells) = about.into_iter().find(|(number, _)| *number == VERSION_CELL.0 + 1)?;
        cells.get(VERSION_CELL.1 as usize).map(Cell::shown)
    });
    match version.as_deref() {
        Some(TEMPLATE_VERSION) => {}
        None if book.is_text() => {}
        Some(other) => {
            let what = format!("文件用的是 {other} 版模板，现行模板为 {TEMPLATE_VERSION} 版。");
            return Err(Refusal::of(RefusalCode::TemplateVersion, what).into());
        }
        None => return Err(not_the_template()),
    }
    let rows = book.rows_of(SHEET)?.ok_or_else(not_the_template)?;
    let at = heading_row(&rows).ok_or_else(not_the_template)?;
    let columns = columns_of(&rows[at].1, extras)?;
    let layout = book.layout(SHEET);
    let mut account = SheetAccount {
        name: SHEET.to_owned(),
        role: SheetRole::Pupils,
        filled: count(rows.len()),
        headings: count(at + 1),
        merged: layout.map(|layout| merged(layout, rows[at].0)).unwrap_or_default(),
        ..SheetAccount::default()
    };
    let mut found = Vec::new();
    let mut unnamed = BTreeMap::new();
    for (number, cells) in &rows[at + 1..] {
        let mut row = filled_row(*number, cells, &columns.list);
        row.hidden = layout.is_some_and(|layout| layout.hidden_rows.contains(number));
        for (column, cell) in (0_u32..).zip(cells).skip(columns.list.len()) {
            if !cell.is_empty() {
                unnamed.entry(column).or_insert(());
            }
        }
        for ((column, cell), kind) in (0_u32..).zip(cells).zip(&columns.list) {
            if matches!(kind, Column::Unknown(heading) if heading.is_empty()) && !cell.is_empty() {
                unnamed.entry(column).or_insert(());
            }
        }
        let empty = row.values.is_empty() && row.unread.is_empty();
        if is_template_sample(&row.values) || (row.says_sample && !names_a_child(&row)) {
            account.sample.push(*number);
        } else if empty {
            account.without.push(*number);
        } else {
            account.read += 1;
            account.hidden_rows.extend(row.hidden.then_some(*number));
            account.over_sample.extend(row.says_sample.then_some(*number));
            found.push(row);
        }
    }
    let mut file = FileAccount {
        columns_missing: columns.missing.iter().map(|field| field.label().to_owned()).collect(),
        columns_ignored: ignored(&columns.list, unnamed.into_keys()),
        columns_hidden: layout.map(|layout| hidden(layout, &columns.list)).unwrap_or_default(),
        ..FileAccount::default()
    };
    file.sheets = sheets(book, account)?;
    if found.is_empty() {
        return Err(Refusal::of(RefusalCode::Empty, "文件里没有学生信息。").into());
    }
    if found.len() > MOST_ROWS as usize {
        let what = format!("文件有 {} 行，一次最多 {MOST_ROWS} 行。", found.len());
        return Err(Refusal::of(RefusalCode::TooManyRows, what).into());
    }
    Ok(Sheet { rows: found, account: file })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether a row whose first cell says 示例 is a child's all the same: somebody wrote over the sample.
fn names_a_child(row: &FilledRow) -> bool {
    let has = |field: Field| row.values.contains_key(&field) || row.unread.contains_key(&field);
    has(Field::Name) && (has(Field::IdNumber) || has(Field::BirthDate))
}

pub(super) fn filled_row(number: u32, cells: &[Cell], columns: &[Column]) -> FilledRow {
    let mut row = FilledRow { number, ..FilledRow::default() };
    for ((at, cell), column) in (0_u32..).zip(cells).zip(columns) {
        if cell.is_empty() {
            continue;
        }
        let kind = match column {
            Column::Field(field) => CellKind::from(field.kind()),
            Column::Extra(extra) => CellKind::from(&extra.kind),
            Column::Note => CellKind::Text,
            Column::Serial => {
                row.says_sample = cell.shown() == SAMPLE;
                continue;
            }
            Column::Rejected | Column::Unknown(_) => continue,
        };
        let unread = |problem| Unread {
            problem,
            shown: cell.shown().chars().take(200).collect(),
            at: format!("{}{number}", column_name(at)),
        };
        match (column, read_cell(kind, cell)) {
            (_, Ok(text)) if text.is_empty() => {}
            (Column::Field(field), Ok(text)) => drop(row.values.insert(*field, text)),
            (Column::Field(field), Err(problem)) => drop(row.unread.insert(*field, unread(problem))),
            (Column::Extra(extra), Ok(text)) => drop(row.extras.insert(extra.key.clone(), text)),
            (Column::Extra(extra), Err(problem)) => {
                drop(row.unread_extras.insert(extra.heading(), unread(problem)));
            }
            (Column::Note, text) => row.note = text.unwrap_or_default(),
            (Column::Serial | Column::Rejected | Column::Unknown(_), _) => {}
        }
    }
    row
}

/// The account of every sheet. A sheet with children that is not read stops the file: nobody would miss a class that was never shown.
fn sheets(book: &mut Book<'_>, pupils: SheetAccount) -> Result<Vec<SheetAccount>> {
    let mut sheets = Vec::new();
    let mut with_children = Vec::new();
    for (name, hidden) in book.sheets() {
        if name == SHEET {
            sheets.push(SheetAccount { hidden, ..pupils.clone() });
            continue;
        }
        let rows = book.rows_of(&name)?.unwrap_or_default();
        let role = if name == ABOUT || name == LISTS { SheetRole::OfTemplate } else { SheetRole::Other };
        let children = if role == SheetRole::Other { children(&rows) } else { 0 };
        if children > 0 {
            with_children.push(format!("「{name}」（{children} 行）"));
        }
        sheets.push(SheetAccount {
            name,
            role,
            hidden,
            filled: count(rows.len()),
            ..SheetAccount::default()
        });
    }
    if with_children.is_empty() {
        return Ok(sheets);
    }
    let what = format!("工作簿里还有别的工作表填了学生：{}，系统只读「{SHEET}」。", with_children.join("、"));
    let remedy = format!(
        "请把这些学生移到「{SHEET}」工作表，或把那张工作表单独存成一个文件、改名为「{SHEET}」再上传；不需要的请删除。"
    );
    Err(refusal(RefusalCode::MoreSheets, &what, &remedy).into())
}

/// Rows of another sheet that look like children's: below headings of the template, and not the sample.
fn children(rows: &[SheetRow]) -> usize {
    let Some(at) = heading_row(rows) else { return 0 };
    let Ok(columns) = columns_of(&rows[at].1, &[]) else { return 0 };
    let below = rows[at + 1..].iter().map(|(number, cells)| filled_row(*number, cells, &columns.list));
    below
        .filter(|row| {
            let sample = is_template_sample(&row.values) || (row.says_sample && !names_a_child(row));
            !(sample || row.values.is_empty() && row.unread.is_empty())
        })
        .count()
}

/// Columns that are not read: by their heading, or by their letter when they have none.
fn ignored(columns: &[Column], unnamed: impl Iterator<Item = u32>) -> Vec<String> {
    let named = columns.iter().filter_map(|column| match column {
        Column::Unknown(heading) if !heading.is_empty() => Some(heading.chars().take(40).collect()),
        _ => None,
    });
    named
        .chain(unnamed.map(|column| format!("{} 列（没有标题）", column_name(column))))
        .take(MOST_NAMED)
        .collect()
}

/// Columns of the template that the file hides.
fn hidden(layout: &Layout, columns: &[Column]) -> Vec<String> {
    let label = |at: &u32| match columns.get(*at as usize)? {
        Column::Field(field) => Some(field.label().to_owned()),
        Column::Extra(extra) => Some(extra.heading()),
        Column::Note => Some(NOTE.to_owned()),
        Column::Serial | Column::Rejected | Column::Unknown(_) => None,
    };
    layout.hidden_columns.iter().filter_map(label).take(MOST_NAMED).collect()
}

/// Merged areas below the headings.
fn merged(layout: &Layout, headings: u32) -> Vec<String> {
    let below = layout.merged.iter().filter(|area| area.last.0 > headings);
    below.map(super::layout::Area::name).take(MOST_NAMED).collect()
}

fn not_the_template() -> crate::error::Error {
    Refusal::of(RefusalCode::NotTheTemplate, "这个文件不是用本系统的导入模板填写的。").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use domain::form::template_columns;
    use proptest::prelude::*;
    use rust_xlsxwriter::Workbook;
    use std::io::{Cursor, Write};

    /// A template with one filled row, as a person might send it, and something in a cell elsewhere.
    fn filled(value: &str, far: Option<(u32, u16)>) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name(SHEET).unwrap();
        for (column, field) in (0_u16..).zip(template_columns()) {
            sheet.write_string(0, column, field.label()).unwrap();
            sheet.write_string(2, column, value).unwrap();
        }
        if let Some((row, column)) = far {
            sheet.write_string(row, column, "x").unwrap();
        }
        let about = book.add_worksheet().set_name(ABOUT).unwrap();
        about.write_string(VERSION_CELL.0, u16::try_from(VERSION_CELL.1).unwrap(), TEMPLATE_VERSION).unwrap();
        book.save_to_buffer().unwrap()
    }

    fn refused(result: Result<Sheet>) -> String {
        match result {
            Err(Error::Refused(refusals)) => refusals[0].code.to_string(),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("accepted"),
        }
    }

    #[test]
    fn article_25_a_cell_at_the_end_of_the_sheet_does_not_fill_the_memory() {
        assert_eq!(
            read(&filled("甲", None), &[]).unwrap_or_else(|error| panic!("{error}")).rows[0].number,
            3
        );
        assert_eq!(refused(read(&filled("甲", Some((1_048_575, 16_383))), &[])), "too_large");
    }

    #[test]
    fn article_25_a_file_that_unpacks_without_end_is_refused_whatever_it_says_of_its_size() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        for _ in 0..170 {
            zip.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let mut bytes = zip.finish().unwrap().into_inner();
        assert_eq!(refused(read(&bytes, &[])), "too_large");
        // The same with a directory that claims one byte.
        let directory = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        bytes[directory + 24..directory + 28].copy_from_slice(&1_u32.to_le_bytes());
        assert!(["too_large", "not_a_workbook"].contains(&refused(read(&bytes, &[])).as_str()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.min(64).max(ProptestConfig::default().cases / 8), ..ProptestConfig::default() })]

        #[test]
        fn fuzz_no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            refused(read(&bytes, &[]));
        }

        #[test]
        fn fuzz_no_damage_makes_the_reader_fall(
            value in "\\PC{0,30}",
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        ) {
            let mut bytes = filled(&value, None);
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            match read(&bytes, &[]) {
                Ok(sheet) => prop_assert!(sheet.rows.len() <= MOST_ROWS as usize),
                Err(Error::Refused(_)) => {}
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
