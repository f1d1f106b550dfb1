//! The report as an Excel file: what became of every row, and for each remark the field, the reason and the remedy.

use super::Remark;
use crate::error::{Error, Result};
use contract::import::{ImportLine, ReportLine};
use domain::form::Field;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Memory that a row of an import takes in a workbook that is written: every column of the template with its format.
pub(super) const ROW_TAKES: u64 = 8 << 10;
/// Lines written at most: a sheet of Excel has some more. A file of which more is to be said is to be mended by its first lines first.
const MOST_LINES: u32 = 1_000_000;

/// A line of a report with the file it is of, where there are several.
pub(super) type LineOf<'a> = (Option<&'a str>, &'a ReportLine);

pub(super) fn build(import: &ImportLine, lines: &[ReportLine]) -> Result<Vec<u8>> {
    let title = format!("文件：{}　状态：{}", import.file, import.state.label());
    let lines: Vec<LineOf<'_>> = lines.iter().map(|line| (None, line)).collect();
    build_titled(&title, &lines)
}

/// The same below another title, of several files.
pub(super) fn build_titled(title: &str, lines: &[LineOf<'_>]) -> Result<Vec<u8>> {
    workbook(title, lines).map_err(|error| Error::Store(error.to_string()))
}

fn workbook(title: &str, lines: &[LineOf<'_>]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("检查报告")?;
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap();
    sheet.write_string(0, 0, title)?;
    let files = lines.iter().any(|(file, _)| file.is_some());
    let headings = ["行号", "姓名", "结果", "项目", "填写内容", "原因", "处理办法"];
    for (column, (heading, width)) in (0_u16..).zip(headings.into_iter().zip([8, 12, 16, 18, 24, 48, 48])) {
        sheet.write_string_with_format(1, column, heading, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    if files {
        sheet.write_string_with_format(1, 7, "文件", &bold)?;
        sheet.set_column_width(7, 32)?;
    }
    sheet.set_freeze_panes(2, 2)?;
    let mut at = 2;
    for (n, (file, line)) in lines.iter().enumerate() {
        if at >= MOST_LINES {
            let left = lines.len() - n;
            sheet.write_string(
                at,
                0,
                format!("内容过多，其余 {left} 行没有列出，请先改正以上各行后重新上传。"),
            )?;
            break;
        }
        let nothing =
            [Remark { field: None, value: String::new(), reason: String::new(), remedy: String::new() }];
        let remarks = if line.remarks.is_empty() { &nothing[..] } else { &line.remarks };
        for remark in remarks {
            sheet.write_number(at, 0, line.row)?;
            sheet.write_string(at, 1, &line.name)?;
            sheet.write_string(at, 2, line.state.label())?;
            sheet.write_string(at, 3, remark.field.map_or("", Field::label))?;
            // Text cells only: what was typed is never run as a formula.
            sheet.write_string(at, 4, &remark.value)?;
            sheet.write_string_with_format(at, 5, &remark.reason, &wrap)?;
            sheet.write_string_with_format(at, 6, &remark.remedy, &wrap)?;
            if let Some(file) = file {
                sheet.write_string(at, 7, *file)?;
            }
            at += 1;
        }
    }
    book.save_to_buffer()
}
