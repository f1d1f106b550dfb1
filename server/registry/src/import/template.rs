//! The Excel template: one column an item, drop-downs from the code lists, a sample row, and the specification beside it.

use super::model::RowContent;
use super::read::{ABOUT, LISTS, NOTE, REJECTED, SAMPLE, SERIAL, SHEET, VERSION_CELL};
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::archive::Column;
use domain::form::sample::{self, SampleSpec};
use domain::form::{
    Field, FieldKind, GUARDIAN_WHY, Guardianship, TEMPLATE_VERSION, asked_when, template_columns,
};
use domain::org::Unit;
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Rows the drop-downs reach down to.
const LAST_ROW: u32 = 2001;

pub(super) fn build(school: &Unit, today: NaiveDate, extras: &[Column]) -> Result<Vec<u8>> {
    workbook(school, today, extras, &[]).map_err(|error| Error::Store(error.to_string()))
}

/// The template with the rows of a file that were not taken, as they were typed: the cells that stand in the way marked, the reason at each of
/// them and in a column of its own. It is mended and sent again as it is.
pub(super) fn with_rejected(
    school: &Unit,
    today: NaiveDate,
    extras: &[Column],
    rows: &[RowContent],
) -> Result<Vec<u8>> {
    workbook(school, today, extras, rows).map_err(|error| Error::Store(error.to_string()))
}

fn workbook(
    school: &Unit,
    today: NaiveDate,
    extras: &[Column],
    rejected: &[RowContent],
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let lists = code_lists(&mut book)?;
    let next = pupils(book.add_worksheet(), school, today, &lists)?;
    let note = own_columns(book.worksheet_from_name(SHEET)?, next, extras)?;
    if !rejected.is_empty() {
        let sheet = book.worksheet_from_name(SHEET)?;
        sheet.set_column_width(note + 1, 60)?;
        sheet.write_string_with_format(0, note + 1, REJECTED, &heading_format(false))?;
        for (row, content) in (2_u32..).zip(rejected) {
            rejected_row(sheet, row, (next, note), extras, content)?;
        }
    }
    about(book.add_worksheet())?;
    // People open the file where they are to write.
    book.worksheet_from_name(SHEET)?.set_active(true);
    book.worksheet_from_name(SHEET)?.set_first_tab(true);
    book.save_to_buffer()
}

/// The sheet of code lists. Gives the range of each coded item for its drop-down.
fn code_lists(book: &mut Workbook) -> std::result::Result<BTreeMap<Field, String>, XlsxError> {
    let sheet = book.add_worksheet().set_name(LISTS)?;
    let head = heading_format(false);
    let mut ranges: BTreeMap<Field, String> = BTreeMap::new();
    let mut written: Vec<(&'static [(&'static str, &'static str)], String)> = Vec::new();
    let mut column = 0_u16;
    for field in template_columns() {
        let options = field.options();
        if options.is_empty() {
            continue;
        }
        if let Some((_, range)) = written.iter().find(|(known, _)| std::ptr::eq(*known, options)) {
            ranges.insert(field, range.clone());
            continue;
        }
        sheet.write_string_with_format(0, column, field.label(), &head)?;
        sheet.set_column_width(column, 22)?;
        for (row, (code, label)) in (1_u32..).zip(options) {
            sheet.write_string(row, column, format!("{code}-{label}"))?;
        }
        let letter = rust_xlsxwriter::column_number_to_name(column);
        let range = format!("={LISTS}!${letter}$2:${letter}${}", options.len() + 1);
        written.push((options, range.clone()));
        ranges.insert(field, range);
        column += 1;
    }
    Ok(ranges)
}

fn pupils(
    sheet: &mut Worksheet,
    school: &Unit,
    today: NaiveDate,
    lists: &BTreeMap<Field, String>,
) -> std::result::Result<u16, XlsxError> {
    sheet.set_name(SHEET)?;
    sheet.set_freeze_panes(1, 2)?;
    // Text throughout: a spreadsheet would round an 18-digit number and turn dates around.
    let text = Format::new().set_num_format("@");
    let grey = Format::new().set_num_format("@").set_font_color(Color::Gray).set_italic();
    sheet.write_string_with_format(0, 0, SERIAL, &heading_format(false))?;
    sheet.write_string_with_format(1, 0, SAMPLE, &grey)?;
    let sample = sample_row(school, today);
    let mut column = 1_u16;
    for field in template_columns() {
        let mark = if field.mandatory() { "★" } else { "" };
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, width(field))?;
        sheet.write_string_with_format(
            0,
            column,
            format!("{mark}{}", field.label()),
            &heading_format(field.mandatory()),
        )?;
        if let Some(value) = sample.get(&field) {
            let shown = match field.options().iter().find(|(code, _)| code == value) {
                Some((code, label)) => format!("{code}-{label}"),
                None => value.clone(),
            };
            sheet.write_string_with_format(1, column, shown, &grey)?;
        }
        if let Some(validation) = validation(field, lists)? {
            sheet.add_data_validation(1, column, LAST_ROW, column, &validation)?;
        }
        column += 1;
    }
    Ok(column)
}

/// The province's own items after the national ones, then 查重说明, whose column is given.
fn own_columns(sheet: &mut Worksheet, first: u16, extras: &[Column]) -> std::result::Result<u16, XlsxError> {
    let text = Format::new().set_num_format("@");
    let mut column = first;
    for extra in extras {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, 16)?;
        let mark = if extra.required { "★" } else { "" };
        let heading = format!("{mark}{}", extra.heading());
        sheet.write_string_with_format(0, column, heading, &heading_format(extra.required))?;
        column += 1;
    }
    sheet.set_column_format(column, &text)?;
    sheet.set_column_width(column, 30)?;
    sheet.write_string_with_format(0, column, NOTE, &heading_format(false))?;
    Ok(column)
}

/// One row that was not taken. `own` is where the province's own items begin, `note` where 查重说明 stands.
fn rejected_row(
    sheet: &mut Worksheet,
    row: u32,
    (own, note): (u16, u16),
    extras: &[Column],
    content: &RowContent,
) -> std::result::Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let marked = Format::new().set_num_format("@").set_background_color(Color::RGB(0xFF_E0_99));
    let wrap = Format::new().set_text_wrap();
    for (column, field) in (1_u16..).zip(template_columns()) {
        let value = content.shown(field);
        let shown = field.options().iter().find(|(code, _)| *code == value);
        let shown = shown.map_or(value.clone(), |(code, label)| format!("{code}-{label}"));
        let remarks: Vec<String> = content
            .remarks
            .iter()
            .filter(|remark| remark.field == Some(field))
            .map(|remark| format!("{}{}", remark.reason, remark.remedy))
            .collect();
        if remarks.is_empty() {
            if !shown.is_empty() {
                sheet.write_string_with_format(row, column, shown, &text)?;
            }
            continue;
        }
        sheet.write_string_with_format(row, column, shown, &marked)?;
        sheet.insert_note(row, column, &Note::new(remarks.join("\n")).add_author_prefix(false))?;
    }
    for (column, extra) in (own..).zip(extras) {
        let unread = content.unread_extras.get(&extra.heading());
        let value = content.extras.get(&extra.key).or(unread.map(|unread| &unread.shown));
        if let Some(value) = value {
            let format = if unread.is_some() { &marked } else { &text };
            sheet.write_string_with_format(row, column, value, format)?;
        }
    }
    if !content.note.is_empty() {
        sheet.write_string_with_format(row, note, &content.note, &text)?;
    }
    let reasons: Vec<String> = content
        .remarks
        .iter()
        .map(|remark| {
            let of = remark.field.map(|field| format!("{}：", field.label())).unwrap_or_default();
            format!("{of}{}{}", remark.reason, remark.remedy)
        })
        .collect();
    sheet.write_string_with_format(row, note + 1, reasons.join("\n"), &wrap)?;
    Ok(())
}

fn validation(
    field: Field,
    lists: &BTreeMap<Field, String>,
) -> std::result::Result<Option<DataValidation>, XlsxError> {
    if let Some(range) = lists.get(&field) {
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_title("不在列表中")?
            .set_error_message("请从下拉列表中选择。")?;
        return Ok(Some(list));
    }
    if field.hint().is_empty() {
        return Ok(None);
    }
    let hint = DataValidation::new().set_input_title(field.label())?.set_input_message(field.hint())?;
    Ok(Some(hint))
}

fn sample_row(school: &Unit, today: NaiveDate) -> BTreeMap<Field, String> {
    use chrono::Datelike;
    let year = if today.month() >= 9 { today.year() } else { today.year() - 1 };
    let mut spec = SampleSpec::first_grade(&school.division, year);
    if let Some(profile) = &school.school {
        spec.school_type = profile.school_type;
        spec.system = profile.system;
        spec.grade = profile.stages.first().map_or(1, |stage| profile.system.grades(*stage).0);
    }
    sample::pupil(sample::TEMPLATE_SEED, &spec)
}

fn about(sheet: &mut Worksheet) -> std::result::Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string_with_format(VERSION_CELL.0, 0, "模板版本", &bold)?;
    sheet.write_string(VERSION_CELL.0, VERSION_CELL.1 as u16, TEMPLATE_VERSION)?;
    for (width, column) in [(22, 0), (16, 1), (16, 2), (14, 3), (60, 4)] {
        sheet.set_column_width(column, width)?;
    }
    let guardians = Guardianship::ALL.map(|case| format!("{}：{}", case.label(), case.told()));
    let rules = [
        "1. 每名学生一行，从第 3 行起填写；第 2 行是示例，不会导入。",
        "2. 带 ★ 的列必填（什么时候可以留空，见下表）；不要删除、改写或调换第 1 行的标题。",
        "3. 有下拉列表的列请从列表中选择。",
        "4. 上传后先检查、出报告，由您确认后才录入；有错误的行不会录入。",
        "5. 系统提示疑似重复、经核对确实不是同一人的，请在最后一列「查重说明」写明依据后重新上传。",
    ];
    let mut row = 2;
    for rule in rules {
        sheet.write_string(row, 0, rule)?;
        row += 1;
    }
    sheet.write_string(row, 0, format!("6. {GUARDIAN_WHY}"))?;
    row += 1;
    for case in guardians {
        sheet.write_string(row, 0, case)?;
        row += 1;
    }
    row += 1;
    for (column, heading) in (0_u16..).zip(["列名", "所属", "是否必填", "格式", "说明"]) {
        sheet.write_string_with_format(row, column, heading, &heading_format(false))?;
    }
    for field in template_columns() {
        row += 1;
        sheet.write_string(row, 0, field.label())?;
        sheet.write_string(row, 1, field.block().label())?;
        sheet.write_string(row, 2, asked_when(field))?;
        sheet.write_string(row, 3, format_of(field))?;
        sheet.write_string_with_format(row, 4, field.hint(), &wrap)?;
    }
    Ok(())
}

fn format_of(field: Field) -> String {
    match field.kind() {
        FieldKind::Name => "姓名".into(),
        FieldKind::NativeName => "本民族文字，不超过 80 字".into(),
        FieldKind::Text(most) => format!("文字，不超过 {most} 字"),
        FieldKind::Date => "日期".into(),
        FieldKind::YearMonth => "年月，如 202609".into(),
        FieldKind::Code(_) | FieldKind::Grade => "从列表中选择".into(),
        FieldKind::Division => "省市县名称或区划代码".into(),
        FieldKind::Document => "证件号码".into(),
        FieldKind::Phone => "电话号码".into(),
        FieldKind::Postcode => "6 位数字".into(),
        FieldKind::Integer(most) => format!("整数，不超过 {most}"),
        FieldKind::Pinyin => "拼音".into(),
        FieldKind::Validity => "起止日期".into(),
        FieldKind::Photo => "照片".into(),
    }
}

fn width(field: Field) -> u16 {
    match field.kind() {
        FieldKind::Document | FieldKind::Validity => 24,
        FieldKind::Text(most) if most > 20 => 30,
        FieldKind::Division | FieldKind::Phone => 18,
        _ => 16,
    }
}

fn heading_format(mandatory: bool) -> Format {
    let colour = if mandatory { Color::RGB(0x0B_4F_6C) } else { Color::RGB(0x5B_6B_73) };
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(colour)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
}
