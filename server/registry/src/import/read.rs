//! Reading the Excel file. Nothing is guessed: a file that is not the template is refused with a word about why.

use super::refusal;
use super::workbook::{check_size, not_a_workbook, text_of};
use crate::error::Result;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Most rows of one file.
pub const MOST_ROWS: u32 = 2000;
/// The sheet with the pupils.
pub(super) const SHEET: &str = "学生信息";
/// The sheet with the version.
pub(super) const ABOUT: &str = "填写说明";
/// Where the version stands on it (row, column).
pub(super) const VERSION_CELL: (u32, u32) = (0, 1);
/// Heading of the first column.
pub(super) const SERIAL: &str = "序号";
/// What the first cell of the sample row says.
pub(super) const SAMPLE: &str = "示例";
/// Heading of the last column.
pub(super) const NOTE: &str = "查重说明";

/// A row as typed.
pub(super) struct FilledRow {
    /// Its number in the sheet.
    pub(super) number: u32,
    /// What was typed, by item.
    pub(super) values: BTreeMap<Field, String>,
    /// What was typed for the province's own items.
    pub(super) extras: BTreeMap<String, String>,
    /// 查重说明
    pub(super) note: String,
}

/// What a file holds.
pub(super) struct Sheet {
    /// The rows that are filled.
    pub(super) rows: Vec<FilledRow>,
    /// Headings that are not the template's.
    pub(super) ignored_columns: Vec<String>,
}

/// Reads a filled template. Blank rows and the sample row are dropped.
pub(super) fn read(bytes: &[u8], extras: &[domain::archive::Column]) -> Result<Sheet> {
    check_size(bytes)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
    let version =
        book.worksheet_range(ABOUT).ok().and_then(|about| about.get_value(VERSION_CELL).map(text_of));
    match version.as_deref() {
        Some(TEMPLATE_VERSION) => {}
        Some(other) => {
            let what = format!("文件用的是 {other} 版模板，现行模板为 {TEMPLATE_VERSION} 版。");
            return Err(refusal("template_version", &what, "请下载新模板，把数据复制过去后再上传。").into());
        }
        None => return Err(not_the_template()),
    }
    let range = book.worksheet_range(SHEET).map_err(|_| not_the_template())?;
    let mut rows = range.rows();
    let headings: Vec<String> = rows.next().ok_or_else(not_the_template)?.iter().map(heading).collect();
    let columns = columns_of(&headings, extras)?;
    let first = range.start().map_or(0, |(row, _)| row);
    let mut found = Vec::new();
    for (offset, cells) in rows.enumerate() {
        let number = first + 2 + u32::try_from(offset).unwrap_or(u32::MAX);
        let mut values = BTreeMap::new();
        let mut own = BTreeMap::new();
        let mut note = String::new();
        let mut sample = false;
        for (cell, column) in cells.iter().zip(&columns) {
            let text = text_of(cell);
            match column {
                Column::Field(field) if !text.is_empty() => {
                    values.insert(*field, text);
                }
                Column::Extra(key) if !text.is_empty() => {
                    own.insert(key.clone(), text);
                }
                Column::Note => note = text,
                Column::Serial => sample = text == SAMPLE,
                Column::Field(_) | Column::Extra(_) | Column::Unknown => {}
            }
        }
        if !sample && !values.is_empty() {
            found.push(FilledRow { number, values, extras: own, note });
        }
    }
    if found.is_empty() {
        return Err(
            refusal("empty", "文件里没有学生信息。", "请从第 3 行起填写后再上传（第 2 行是示例）。").into()
        );
    }
    if found.len() > MOST_ROWS as usize {
        let what = format!("文件有 {} 行，一次最多 {MOST_ROWS} 行。", found.len());
        return Err(refusal("too_many_rows", &what, "请分成几个文件上传。").into());
    }
    let unknown = headings
        .iter()
        .zip(&columns)
        .filter(|(heading, column)| matches!(column, Column::Unknown) && !heading.is_empty());
    let ignored_columns = unknown.map(|(heading, _)| heading.chars().take(40).collect()).take(20).collect();
    Ok(Sheet { rows: found, ignored_columns })
}

enum Column {
    Field(Field),
    /// Key of one of the province's own items.
    Extra(String),
    Serial,
    Note,
    Unknown,
}

fn columns_of(headings: &[String], extras: &[domain::archive::Column]) -> Result<Vec<Column>> {
    let columns: Vec<Column> = headings
        .iter()
        .map(|heading| match heading.as_str() {
            SERIAL => Column::Serial,
            NOTE => Column::Note,
            label => template_columns()
                .into_iter()
                .find(|field| field.label() == label)
                .map(Column::Field)
                .or_else(|| {
                    let extra = extras.iter().find(|extra| extra.heading() == label)?;
                    Some(Column::Extra(extra.key.clone()))
                })
                .unwrap_or(Column::Unknown),
        })
        .collect();
    let has = |wanted: Field| {
        columns.iter().any(|column| matches!(column, Column::Field(field) if *field == wanted))
    };
    let missing: Vec<&str> = template_columns()
        .into_iter()
        .filter(|field| field.mandatory() && !has(*field))
        .map(Field::label)
        .collect();
    if missing.is_empty() {
        Ok(columns)
    } else {
        let what = format!("缺少必填的列：{}。", missing.join("、"));
        Err(refusal("missing_columns", &what, "请下载模板，不要删除或改写第 1 行的标题。").into())
    }
}

/// A heading without the mark of mandatory columns.
fn heading(cell: &Data) -> String {
    text_of(cell).trim_start_matches('★').trim().to_owned()
}

fn not_the_template() -> crate::error::Error {
    refusal(
        "not_the_template",
        "这个文件不是用本系统的导入模板填写的。",
        "请下载模板，把数据复制过去后再上传。",
    )
    .into()
}
