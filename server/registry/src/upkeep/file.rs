//! The grid as an Excel file, and back: what a changed file holds becomes the same rows that the page sends, and is previewed and written
//! by the same check.

use super::keep::MOST;
use super::{AskedColumns, TypedRow};
use crate::error::{Error, Result};
use crate::import::workbook;
use crate::services::Upkeeps;
use contract::upkeep::UpkeepSheet;
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::cell::{Cell, CellKind, read_cell};
use domain::form::{Field, upkeep};
use domain::id::PersonId;
use domain::refusal::{Basis, Refusal, RefusalCode};
use rust_xlsxwriter::{DataValidation, Format, Workbook, XlsxError};
use std::collections::{BTreeMap, BTreeSet};

/// The sheet's name in the file.
const SHEET: &str = "学籍信息维护";
/// Heading of the column that says which pupil a row is about, and what stood on record when the file was made.
const MARK: &str = "系统标识（请勿改动）";
/// Heading of the column that says in which class a pupil is: for reading only.
const CLASS: &str = "现在的班级";
/// Behind the name of an item that is not shown whole.
const BLANK: &str = "（不改的留空）";

impl Upkeeps<'_> {
    /// The grid as a file. Values that are not shown whole on the page are not in the file either.
    ///
    /// # Errors
    /// As [`Upkeeps::upkeep_sheet`](crate::services::Upkeeps::upkeep_sheet).
    pub async fn upkeep_workbook(&self, actor: &Actor, asked: &AskedColumns) -> Result<Vec<u8>> {
        let sheet = self.upkeep_sheet(actor, asked).await?;
        let people: Vec<PersonId> = sheet.rows.iter().map(|row| row.id).collect();
        self.access_log().saw(actor, Function::UpkeepFile, &people).await?;
        write(&sheet).map_err(|error| Error::Store(error.to_string()))
    }

    /// What a changed file holds, by pupil. Whose rows they are is not asked here: the check tells of who is not of the school.
    ///
    /// # Errors
    /// A refusal `file` when it is no such file; a refusal for who keeps no records.
    pub async fn read_upkeep_workbook(
        &self,
        actor: &Actor,
        bytes: Vec<u8>,
    ) -> Result<BTreeMap<PersonId, TypedRow>> {
        self.own_school(actor).await?;
        let rows = workbook::in_turn(&self.budget, bytes, read).await?;
        self.access_log().saw(actor, Function::UpkeepCheck, &[]).await?;
        Ok(rows)
    }

    /// One mark of the rows that wait to be written, for the form that writes them.
    pub fn rows_mark(&self, rows: &BTreeMap<PersonId, TypedRow>) -> String {
        // Quoted and in order: no two lots of rows read the same.
        self.vault.keyed_hash("upkeep rows", &format!("{rows:?}")).chars().take(32).collect()
    }

    /// Whether the rows that wait are those that were looked at: another page of the same session may have read another file since.
    ///
    /// # Errors
    /// A refusal that asks to look again.
    pub fn check_rows(&self, rows: &BTreeMap<PersonId, TypedRow>, mark: &str) -> Result<()> {
        if self.rows_mark(rows) == mark {
            return Ok(());
        }
        let what = "等待写入的文件已不是您核对的那一个，没有写入。";
        Err(Refusal::of(RefusalCode::ChangedSinceShown, what).into())
    }
}

fn heading(field: Field, whole: bool) -> String {
    if whole { field.label().to_owned() } else { format!("{}{BLANK}", field.label()) }
}

fn write(sheet: &UpkeepSheet) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name(SHEET)?;
    let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    page.set_freeze_panes(1, 3)?;
    for (at, title) in (0_u16..).zip([MARK, "姓名", CLASS]) {
        page.set_column_format(at, &text)?;
        page.write_string_with_format(0, at, title, &head)?;
    }
    page.set_column_width(0, 12)?;
    let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX).max(1);
    for (at, (n, field)) in (3_u16..).zip(sheet.columns.iter().enumerate()) {
        let hidden = sheet.rows.iter().filter_map(|row| row.cells[n].as_ref()).any(|held| !held.whole);
        page.set_column_format(at, &text)?;
        page.set_column_width(at, 18)?;
        page.write_string_with_format(0, at, heading(*field, !hidden), &head)?;
        let labels: Vec<&str> = field.options().iter().map(|(_, label)| *label).collect();
        let length: usize = labels.iter().map(|label| label.chars().count() + 1).sum();
        if !labels.is_empty() && length < 250 {
            page.add_data_validation(1, at, last, at, &DataValidation::new().allow_list_strings(&labels)?)?;
        }
    }
    for (n, row) in (1_u32..).zip(&sheet.rows) {
        page.write_string(n, 0, format!("{}/{}", row.id, row.stamp))?;
        page.write_string(n, 1, &row.name)?;
        page.write_string(n, 2, &row.class_name)?;
        for (at, held) in (3_u16..).zip(&row.cells) {
            if let Some(held) = held.as_ref().filter(|held| !held.value.is_empty()) {
                // A code by its label, everything else as it is kept.
                let coded = !held.field.options().is_empty();
                let value = if coded { held.field.display_value(&held.value) } else { held.value.clone() };
                page.write_string_with_format(n, at, value, &text)?;
            }
        }
    }
    book.save_to_buffer()
}

fn read(bytes: &[u8]) -> Result<BTreeMap<PersonId, TypedRow>> {
    workbook::reading(bytes, rows).map_err(|error| match error {
        // What is wrong with the file is told beside the field.
        Error::Refused(refusals) => Error::Refused(
            refusals.into_iter().map(|one| Refusal { code: RefusalCode::File, ..one }).collect(),
        ),
        other => other,
    })
}

fn rows(book: &mut workbook::Book<'_>) -> Result<BTreeMap<PersonId, TypedRow>> {
    let not_ours = || refusal("这个文件不是从本页下载的信息表。", "请在本页下载信息表，修改后再上传。");
    let mut rows = book.rows_of(SHEET)?.ok_or_else(not_ours)?.into_iter();
    let head: Vec<String> = rows.next().ok_or_else(not_ours)?.1.iter().map(Cell::shown).collect();
    if head.first().map(String::as_str) != Some(MARK) {
        return Err(not_ours().into());
    }
    let places = places(&head)?;
    let mut found = BTreeMap::new();
    for (number, cells) in rows {
        let mark = cells.first().map(Cell::shown).unwrap_or_default();
        let Some((id, stamp)) =
            mark.split_once('/').and_then(|(id, stamp)| Some((id.parse::<PersonId>().ok()?, stamp)))
        else {
            if mark.is_empty() {
                continue;
            }
            let what = format!("第 {number} 行的系统标识已被改动，认不出是哪名学生。");
            return Err(refusal(&what, "请重新下载信息表，把修改的内容复制过去后再上传。").into());
        };
        let mut typed = TypedRow { stamp: stamp.to_owned(), ..TypedRow::default() };
        for (at, field) in &places {
            let cell = cells.get(*at);
            match cell.map_or(Ok(String::new()), |cell| read_cell(CellKind::from(field.kind()), cell)) {
                // Of an item that is not kept here an empty cell asks for nothing.
                Ok(text) if text.is_empty() && !upkeep::upkeep_of(*field).is_open() => {}
                Ok(text) => drop(typed.values.insert(*field, text)),
                Err(problem) => {
                    let shown = cell.map(Cell::shown).unwrap_or_default();
                    let what = format!("{}（{shown}）{}", field.label(), problem.message());
                    typed.unread.insert(*field, what);
                }
            }
        }
        if found.insert(id, typed).is_some() {
            let what = format!("第 {number} 行的学生在文件里已有一行，系统不能替您选用哪一行。");
            return Err(refusal(&what, "请只保留正确的一行后再上传。").into());
        }
        if found.len() > MOST {
            let what = format!("文件里超过 {MOST} 名学生。");
            return Err(refusal(&what, "请按班级分别下载、上传。").into());
        }
    }
    if found.is_empty() {
        return Err(refusal("文件里没有学生。", "请在本页下载信息表，修改后再上传。").into());
    }
    Ok(found)
}

/// Which column holds which item. Every item of the form is known, so that one which is not the school's to keep is refused by name.
fn places(head: &[String]) -> Result<Vec<(usize, Field)>> {
    let mut places = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, title) in head.iter().enumerate().skip(1).filter(|(_, title)| !title.is_empty()) {
        let title = title.strip_suffix(BLANK).unwrap_or(title);
        let named = Field::ALL.iter().find(|field| field.label() == title && field.is_importable());
        let Some(field) = named.filter(|field| **field != Field::Name) else { continue };
        if !seen.insert(*field) {
            let what = format!("文件里有两列「{title}」，系统不能替您选用哪一列。");
            return Err(refusal(&what, "请只保留正确的一列后再上传。").into());
        }
        places.push((at, *field));
    }
    if !places.iter().any(|(_, field)| upkeep::upkeep_of(*field).is_open()) {
        return Err(refusal("文件里没有可以维护的项目。", "请不要改动第 1 行的标题。").into());
    }
    Ok(places)
}

fn refusal(what: &str, remedy: &str) -> Refusal {
    Refusal::new(RefusalCode::File, Basis::Procedure, what, remedy)
}
