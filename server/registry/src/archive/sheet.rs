//! A class's sheet: pupils in rows, the columns of a kind, in the page and as an Excel file. The file is read into what was
//! typed, so the page shows what is wrong before anything is filed.

use super::{EntryRow, columns_of};
use crate::error::{Error, Result};
use crate::import::workbook;
use crate::services::Archives;
use contract::archive::{ClassSheet, SheetRow};
use domain::access::Actor;
use domain::access_log::Function;
use domain::archive::{Column, ColumnKind, Entry, EntryKind};
use domain::form::cell::{Cell, CellKind, read_cell};
use domain::id::PersonId;
use domain::refusal::{Basis, Refusal, RefusalCode};
use rust_xlsxwriter::{DataValidation, Format, Workbook, XlsxError};
use std::collections::BTreeMap;

/// Which sheet: a class, a kind, a period and what is the same for all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedSheet {
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 类别
    pub kind: EntryKind,
    /// Canonical key of the period.
    pub period: String,
    /// Values of the columns that are the same for the whole class.
    pub common: BTreeMap<String, String>,
}

/// The sheet's name in the file.
const SHEET: &str = "登记表";
/// Heading of the column that says which pupil a row is about.
const MARK: &str = "系统标识（请勿改动）";

impl Archives<'_> {
    /// A class's sheet with what is on file.
    ///
    /// # Errors
    /// A refusal for who may not file; store failures.
    pub async fn class_sheet(&self, actor: &Actor, asked: &AskedSheet) -> Result<ClassSheet> {
        let people = self.class_rows(actor, asked.grade, &asked.class_name).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let all = columns_of(asked.kind, &self.rules().rules_for(&own.path).extra_columns());
        let is_common = |column: &Column| asked.kind.common().contains(&column.key.as_str());
        let (common, columns): (Vec<Column>, Vec<Column>) = all.into_iter().partition(is_common);
        let today = self.store.clock.today();
        let mut wrong = Vec::new();
        let mut fixed = BTreeMap::new();
        let period = match asked.kind.period().read(&asked.period, today) {
            Ok(period) => period,
            Err(message) => {
                wrong.push(("period".to_owned(), message));
                String::new()
            }
        };
        for column in &common {
            match column.read(asked.common.get(&column.key).map_or("", String::as_str), today) {
                Ok(value) => drop(fixed.insert(column.key.clone(), value)),
                Err(message) => wrong.push((column.key.clone(), message)),
            }
        }
        let mut rows = Vec::with_capacity(people.len());
        for person in people {
            let probe = Entry { kind: asked.kind, period: period.clone(), values: fixed.clone() };
            let key = self.entry_key(person.uid, &probe);
            let filed: Option<EntryRow> = self.store.get("archive_entry", &key).await?;
            let filed = filed.filter(|row| row.state == super::EntryState::Current && wrong.is_empty());
            let values = filed.map(|row| row.entry(&*self.vault)).transpose()?.map(|entry| entry.values);
            rows.push(SheetRow {
                id: person.uid,
                name: person.name,
                number: person.number_mask,
                filed: values.unwrap_or_default(),
            });
        }
        self.access_log()
            .saw(actor, Function::ClassSheet, &rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .await?;
        Ok(ClassSheet { columns, common, rows, wrong })
    }

    /// The sheet as an Excel file, with what is on file filled in.
    ///
    /// # Errors
    /// As [`Archives::class_sheet`](crate::services::Archives::class_sheet); a refusal when it is not yet said which sheet is meant.
    pub async fn class_workbook(&self, actor: &Actor, asked: &AskedSheet) -> Result<Vec<u8>> {
        let sheet = self.class_sheet(actor, asked).await?;
        if !sheet.wrong.is_empty() {
            return Err(
                refusal(RefusalCode::Sheet, "还没有选定登记的内容。", "请先在页面上选好再下载。").into()
            );
        }
        let people: Vec<PersonId> = sheet.rows.iter().map(|row| row.id).collect();
        self.access_log().saw(actor, Function::ClassSheetFile, &people).await?;
        write(&sheet).map_err(|error| Error::Store(error.to_string()))
    }

    /// What a filled file holds, by pupil. Rows of pupils who are not in the class are named, not taken.
    ///
    /// # Errors
    /// A refusal `file` when it is no such workbook.
    pub async fn read_class_workbook(
        &self,
        actor: &Actor,
        asked: &AskedSheet,
        bytes: &[u8],
    ) -> Result<(BTreeMap<PersonId, BTreeMap<String, String>>, usize)> {
        let sheet = self.class_sheet(actor, asked).await?;
        let (mut typed, mut strangers) = (BTreeMap::new(), 0);
        let columns = sheet.columns.clone();
        let filled =
            workbook::in_turn(&self.budget, bytes.to_vec(), move |bytes| read(bytes, &columns)).await?;
        for (mark, values) in filled {
            match sheet.rows.iter().find(|row| row.id.to_string() == mark) {
                Some(row) => drop(typed.insert(row.id, values)),
                None => strangers += 1,
            }
        }
        Ok((typed, strangers))
    }
}

fn write(sheet: &ClassSheet) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name(SHEET)?;
    let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    page.set_freeze_panes(1, 2)?;
    page.write_string_with_format(0, 0, MARK, &head)?;
    page.set_column_width(0, 12)?;
    page.write_string_with_format(0, 1, "姓名", &head)?;
    let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX).max(1);
    for (at, column) in (2_u16..).zip(&sheet.columns) {
        page.set_column_format(at, &text)?;
        page.set_column_width(at, 16)?;
        page.write_string_with_format(0, at, column.heading(), &head)?;
        if let ColumnKind::Choice { options } = &column.kind
            && options.iter().map(|option| option.chars().count() + 1).sum::<usize>() < 250
        {
            page.add_data_validation(1, at, last, at, &DataValidation::new().allow_list_strings(options)?)?;
        }
    }
    for (n, row) in (1_u32..).zip(&sheet.rows) {
        page.write_string(n, 0, row.id.to_string())?;
        page.write_string(n, 1, &row.name)?;
        for (at, column) in (2_u16..).zip(&sheet.columns) {
            if let Some(value) = row.filed.get(&column.key) {
                page.write_string_with_format(n, at, value, &text)?;
            }
        }
    }
    book.save_to_buffer()
}

type Filled = Vec<(String, BTreeMap<String, String>)>;

fn read(bytes: &[u8], columns: &[Column]) -> Result<Filled> {
    workbook::reading(bytes, |book| filled(book, columns)).map_err(|error| match error {
        // What is wrong with the file is told beside the field.
        Error::Refused(refusals) => Error::Refused(
            refusals.into_iter().map(|one| Refusal { code: RefusalCode::File, ..one }).collect(),
        ),
        other => other,
    })
}

fn filled(book: &mut workbook::Book<'_>, columns: &[Column]) -> Result<Filled> {
    let not_ours = || {
        refusal(RefusalCode::File, "这个文件不是从本页下载的登记表。", "请在本页下载登记表，填写后再上传。")
    };
    let mut rows = book.rows_of(SHEET)?.ok_or_else(not_ours)?.into_iter();
    let head: Vec<String> = rows.next().ok_or_else(not_ours)?.1.iter().map(Cell::shown).collect();
    if head.first().map(String::as_str) != Some(MARK) {
        return Err(not_ours().into());
    }
    let places: Vec<(usize, &Column)> = columns
        .iter()
        .filter_map(|column| Some((head.iter().position(|heading| *heading == column.heading())?, column)))
        .collect();
    if places.is_empty() {
        return Err(refusal(
            RefusalCode::File,
            "文件里没有这张登记表的列。",
            "请核对上传的是不是所选类别的登记表。",
        )
        .into());
    }
    let twice =
        places.iter().find(|(_, column)| head.iter().filter(|one| **one == column.heading()).count() > 1);
    if let Some((_, column)) = twice {
        let what = format!("文件里有两列「{}」，系统不能替您选用哪一列。", column.heading());
        return Err(refusal(RefusalCode::File, &what, "请只保留正确的一列后再上传。").into());
    }
    let mut filled = Vec::new();
    let mut unread = Vec::new();
    for (number, cells) in rows.take(500) {
        let mark = cells.first().map(Cell::shown).unwrap_or_default();
        if mark.is_empty() {
            continue;
        }
        let mut values = BTreeMap::new();
        for (at, column) in &places {
            let Some(cell) = cells.get(*at) else { continue };
            match read_cell(CellKind::from(&column.kind), cell) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => drop(values.insert(column.key.clone(), text)),
                Err(problem) => unread.push((number, column.heading(), cell.shown(), problem)),
            }
        }
        filled.push((mark, values));
    }
    let Some((_, _, _, first)) = unread.first() else { return Ok(filled) };
    // What a cell cannot be read as is not on the page to be mended: the file is.
    let told = unread.iter().take(5).map(|(number, heading, shown, problem)| {
        format!("第 {number} 行「{heading}」（{shown}）{}", problem.message().trim_end_matches('。'))
    });
    let more = if unread.len() > 5 { format!("，共 {} 处", unread.len()) } else { String::new() };
    let what = format!("{}{more}。", told.collect::<Vec<_>>().join("；"));
    Err(refusal(RefusalCode::File, &what, first.remedy()).into())
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(key: &str, label: &str, kind: ColumnKind) -> Column {
        Column { key: key.into(), label: label.into(), kind, required: false }
    }

    fn columns() -> Vec<Column> {
        vec![
            column("words", "评语", ColumnKind::Text { max: 200 }),
            column("time", "用时", ColumnKind::Time),
            column("day", "日期", ColumnKind::Date),
        ]
    }

    fn sheet(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Result<Filled> {
        let mut book = Workbook::new();
        let page = book.add_worksheet().set_name(SHEET).unwrap();
        let headings = columns().iter().map(Column::heading).collect::<Vec<_>>();
        for (at, heading) in (0_u16..).zip([MARK.to_owned(), "姓名".to_owned()].iter().chain(&headings)) {
            page.write_string(0, at, heading).unwrap();
        }
        page.write_string(1, 0, "a").unwrap();
        fill(page);
        read(&book.save_to_buffer().unwrap(), &columns())
    }

    fn refused(outcome: Result<Filled>) -> String {
        match outcome {
            Err(Error::Refused(refusals)) => format!("{}{}", refusals[0].what, refusals[0].remedy),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_cell_of_a_class_sheet_is_read_for_its_column() {
        let format = |code: &str| Format::new().set_num_format(code);
        let read = sheet(|page| {
            page.write_string(1, 2, " 好 ").unwrap();
            page.write_number_with_format(1, 3, 0.170_138_888_888_9, &format("h:mm")).unwrap();
            page.write_number_with_format(1, 4, 43_901.0, &format("yyyy/m/d")).unwrap();
        });
        let values = &read.unwrap()[0].1;
        assert_eq!((values["words"].as_str(), values["time"].as_str()), ("好", "4:05"));
        assert_eq!(values["day"], "2020-03-11");
        let day = refused(sheet(|page| {
            page.write_number_with_format(1, 2, 46_024.0, &format("m\"月\"d\"日\"")).unwrap();
        }));
        assert!(day.contains("第 2 行「评语」（1月2日）") && day.contains("文本"), "{day}");
        let twice = refused(sheet(|page| {
            page.write_string(0, 9, "评语").unwrap();
        }));
        assert!(twice.contains("两列「评语」"), "{twice}");
    }
}
