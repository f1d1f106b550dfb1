//! Reading the Excel file. Nothing is guessed: a file that is not the template is refused with a word about why.

use super::refusal;
use super::workbook::{Book, reading, rows_of, text_of};
use crate::error::Result;
use calamine::Data;
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use std::collections::BTreeMap;

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
    reading(bytes, |book| sheet(book, extras))
}

fn sheet(book: &mut Book<'_>, extras: &[domain::archive::Column]) -> Result<Sheet> {
    let version = rows_of(book, ABOUT)?.and_then(|about| {
        let (_, cells) = about.into_iter().find(|(number, _)| *number == VERSION_CELL.0 + 1)?;
        cells.get(VERSION_CELL.1 as usize).map(text_of)
    });
    match version.as_deref() {
        Some(TEMPLATE_VERSION) => {}
        Some(other) => {
            let what = format!("文件用的是 {other} 版模板，现行模板为 {TEMPLATE_VERSION} 版。");
            return Err(refusal("template_version", &what, "请下载新模板，把数据复制过去后再上传。").into());
        }
        None => return Err(not_the_template()),
    }
    let mut rows = rows_of(book, SHEET)?.ok_or_else(not_the_template)?.into_iter();
    let headings: Vec<String> = rows.next().ok_or_else(not_the_template)?.1.iter().map(heading).collect();
    let columns = columns_of(&headings, extras)?;
    let mut found = Vec::new();
    for (number, cells) in rows {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
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
            Err(Error::Refused(refusals)) => refusals[0].code.clone(),
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
        for _ in 0..80 {
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
