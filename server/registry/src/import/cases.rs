//! Workbooks as people really sent them, made after public reports; all people in them are fictitious. What is right to be read of
//! each is written here by hand; what becomes of their rows, in the tests of the service.

use super::read::{FilledRow, Sheet, read};
use crate::error::{Error, Result};
use domain::form::cell::CellProblem;
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use domain::refusal::{Refusal, RefusalCode};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use std::collections::BTreeMap;

fn case(name: &str) -> Result<Sheet> {
    let path = format!("{}/tests/fixtures/import/{name}.xlsx", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(&path).unwrap(), &[])
}

fn sheet(name: &str) -> Sheet {
    let sheet = case(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(sheet.account.sheets.iter().all(|sheet| sheet.adds_up()), "{name}: {:?}", sheet.account);
    sheet
}

fn refused(outcome: Result<Sheet>) -> Refusal {
    match outcome {
        Err(Error::Refused(mut refusals)) => refusals.remove(0),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("accepted"),
    }
}

fn values(rows: &[FilledRow], field: Field) -> Vec<&str> {
    rows.iter().map(|row| row.values.get(&field).map_or("", String::as_str)).collect()
}

fn unread(row: &FilledRow) -> Vec<(Field, CellProblem)> {
    row.unread.iter().map(|(field, unread)| (*field, unread.problem)).collect()
}

#[test]
fn case_01_a_number_above_fifteen_digits_is_not_read() {
    let rows = sheet("01").rows;
    assert_eq!(unread(&rows[0]), [(Field::IdNumber, CellProblem::DigitsLost)]);
    assert_eq!(unread(&rows[1]), [(Field::Member1IdNumber, CellProblem::DigitsLost)]);
    assert_eq!(rows[0].unread[&Field::IdNumber].at, "J3");
}

#[test]
fn case_02_a_day_in_the_month_of_entry_is_its_month() {
    assert_eq!(values(&sheet("02").rows, Field::EntryMonth), ["202609"; 4]);
}

#[test]
fn case_03_a_day_in_a_text_is_told_with_its_cell_as_it_is_seen() {
    let rows = sheet("03").rows;
    assert_eq!(
        unread(&rows[0]),
        [(Field::ClassNumber, CellProblem::Date), (Field::ClassName, CellProblem::Date)]
    );
    let (class, number) = (&rows[0].unread[&Field::ClassName], &rows[0].unread[&Field::ClassNumber]);
    assert_eq!((class.shown.as_str(), class.at.as_str()), ("1月2日", "W3"));
    assert_eq!((number.shown.as_str(), number.at.as_str()), ("12-Jan", "U3"));
}

#[test]
fn cases_04_and_05_errors_and_formulas_without_an_outcome_are_told() {
    let error = |field| (field, CellProblem::Error);
    assert_eq!(
        unread(&sheet("04").rows[0]),
        [
            error(Field::FormerName),
            error(Field::AuxNumber),
            error(Field::Inclusive),
            error(Field::Disability),
            error(Field::Member1IdKind),
            error(Field::Member1IdNumber),
        ]
    );
    let none = |field| (field, CellProblem::NoValue);
    assert_eq!(
        unread(&sheet("05").rows[0]),
        [none(Field::FormerName), none(Field::Inclusive), none(Field::Disability)]
    );
}

#[test]
fn case_06_two_columns_of_one_name_are_refused_by_name() {
    let refusal = refused(case("06"));
    assert_eq!(refusal.code, RefusalCode::DuplicateColumns);
    assert!(refusal.what.contains("班级") && refusal.what.contains("联系电话"), "{}", refusal.what);
}

#[test]
fn case_07_the_sample_is_known_by_what_it_holds() {
    let over = sheet("07a");
    assert_eq!(values(&over.rows, Field::Name), ["示例改写", "示例后甲"]);
    let pupils = over.account.pupils().unwrap();
    assert_eq!((pupils.filled, pupils.read, pupils.over_sample.as_slice()), (3, 2, &[2][..]));
    let numbered = sheet("07b");
    assert_eq!(values(&numbered.rows, Field::Name), ["序号甲"]);
    let pupils = numbered.account.pupils().unwrap();
    assert_eq!((pupils.filled, pupils.read, pupils.sample.as_slice()), (3, 1, &[2][..]));
}

#[test]
fn case_08_a_class_on_another_sheet_stops_the_file() {
    let refusal = refused(case("08"));
    assert_eq!(refusal.code, RefusalCode::MoreSheets);
    assert!(refusal.what.contains("「学生信息 (2)」（1 行）"), "{}", refusal.what);
}

#[test]
fn case_10_numbers_are_read_as_they_are_shown() {
    let rows = sheet("10").rows;
    assert_eq!(rows[0].values[&Field::Postcode], "050011");
    assert_eq!(rows[1].values[&Field::Phone], "031187654321");
}

#[test]
fn case_11_a_password_is_named() {
    assert_eq!(refused(case("11")).code, RefusalCode::Password);
}

#[test]
fn case_24_a_code_gets_its_zero_back_and_a_bare_day_number_is_a_day() {
    let rows = sheet("24").rows;
    let row = |number: u32| rows.iter().find(|row| row.number == number).unwrap();
    assert_eq!(row(6).values[&Field::Ethnicity], "01");
    assert_eq!(row(12).values[&Field::BirthDate], "2020-03-11");
    assert_eq!(rows.len(), 18);
}

/// A template with a good row for each child, changed by what is given, on a day of its own.
fn made(
    children: u32,
    change: impl Fn(&mut Worksheet, &BTreeMap<Field, u16>),
    more: impl Fn(&mut Workbook),
) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(super::read::SHEET).unwrap();
    let mut columns = BTreeMap::new();
    sheet.write_string(0, 0, super::read::SERIAL).unwrap();
    for (column, field) in (1_u16..).zip(template_columns()) {
        sheet.write_string(0, column, field.label()).unwrap();
        columns.insert(field, column);
    }
    for child in 0..children {
        let raw = domain::form::sample::pupil(
            u64::from(child) + 100,
            &domain::form::sample::SampleSpec::first_grade("320102", 2026),
        );
        for (field, text) in raw {
            sheet.write_string(child + 1, columns[&field], text).unwrap();
        }
    }
    change(sheet, &columns);
    let about = book.add_worksheet().set_name(super::read::ABOUT).unwrap();
    about.write_string(0, 0, "模板版本").unwrap();
    about.write_string(0, 1, TEMPLATE_VERSION).unwrap();
    more(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn every_row_and_sheet_with_something_in_it_is_accounted_for() {
    let bytes = made(
        6,
        |sheet, columns| {
            sheet.set_row_hidden(3).unwrap();
            sheet.set_column_hidden(columns[&Field::Talent]).unwrap();
            // A number alone, a line at the foot, and a row of blanks.
            sheet.write_string(8, 0, "7").unwrap();
            sheet.write_string(9, 0, "制表人：某某").unwrap();
            sheet.write_string(10, columns[&Field::Name], "　").unwrap();
            let talent = columns[&Field::Talent];
            sheet.merge_range(1, talent, 3, talent, "书法", &Format::new()).unwrap();
            sheet.write_string(0, 90, "班主任").unwrap();
            sheet.write_string(2, 92, "随手记").unwrap();
        },
        |book| {
            book.add_worksheet().set_name("花名册").unwrap().write_string(4, 0, "甲").unwrap();
            book.add_worksheet().set_name("草稿").unwrap().set_hidden(true);
        },
    );
    let Sheet { rows, account } = read(&bytes, &[]).unwrap_or_else(|error| panic!("{error}"));
    let pupils = account.pupils().unwrap();
    assert!(account.sheets.iter().all(|sheet| sheet.adds_up()), "{account:?}");
    assert_eq!((pupils.filled, pupils.headings, pupils.read), (9, 1, 6));
    assert_eq!((pupils.without.as_slice(), pupils.sample.len()), (&[9, 10][..], 0));
    assert_eq!(pupils.hidden_rows, [4]);
    assert_eq!(rows.iter().filter(|row| row.hidden).map(|row| row.number).collect::<Vec<_>>(), [4]);
    assert_eq!(pupils.merged, ["S2:S4"]);
    assert_eq!(account.columns_ignored, ["班主任", "CO 列（没有标题）"]);
    assert_eq!(account.columns_hidden, ["特长"]);
    assert_eq!(
        account.unread().map(|sheet| (sheet.name.as_str(), sheet.filled)).collect::<Vec<_>>(),
        [("花名册", 1)]
    );
    assert!(account.sheets.iter().any(|sheet| sheet.name == "草稿" && sheet.hidden));
    // The other cells of a merged one are not empty: they are told.
    assert_eq!(rows[0].values[&Field::Talent], "书法");
    assert_eq!(unread(&rows[1]), [(Field::Talent, CellProblem::Covered)]);
    assert_eq!(unread(&rows[2]), [(Field::Talent, CellProblem::Covered)]);
    assert_eq!(account.filled(), 9 + 1 + 1, "the pupils, the explanation and the other sheet");
}

#[test]
fn a_renamed_column_is_named_with_what_it_may_be_and_a_missing_one_that_is_optional_is_told() {
    let renamed = made(
        1,
        |sheet, columns| {
            sheet.write_string(0, columns[&Field::Phone], "电话").unwrap();
        },
        |_| {},
    );
    let refusal = refused(read(&renamed, &[]));
    assert_eq!(refusal.code, RefusalCode::MissingColumns);
    assert!(refusal.what.contains("联系电话（文件里的「电话」是不是这一列？）"), "{}", refusal.what);
    let optional = made(
        1,
        |sheet, columns| {
            sheet.write_string(0, columns[&Field::Talent], "爱好").unwrap();
        },
        |_| {},
    );
    let account = read(&optional, &[]).unwrap_or_else(|error| panic!("{error}")).account;
    assert_eq!(
        (account.columns_missing.as_slice(), account.columns_ignored.as_slice()),
        (&["特长".to_owned()][..], &["爱好".to_owned()][..])
    );
    // Marks, spaces and line breaks are no other name.
    let marked = made(
        1,
        |sheet, columns| {
            sheet.write_string(0, columns[&Field::Phone], "＊联系\n电话 ").unwrap();
        },
        |_| {},
    );
    assert_eq!(read(&marked, &[]).unwrap_or_else(|error| panic!("{error}")).account.columns_ignored.len(), 0);
}

#[test]
fn the_formats_of_a_real_file_reach_the_cell() {
    let bytes = made(
        1,
        |sheet, columns| {
            let format = |code: &str| Format::new().set_num_format(code);
            let at = |field: Field| columns[&field];
            sheet.write_number_with_format(1, at(Field::Postcode), 10_000.0, &format("000000")).unwrap();
            sheet
                .write_number_with_format(
                    1,
                    at(Field::EntryMonth),
                    46_266.0,
                    &Format::new().set_num_format_index(57),
                )
                .unwrap();
            sheet
                .write_number_with_format(
                    1,
                    at(Field::BirthDate),
                    43_901.0,
                    &Format::new().set_num_format_index(14),
                )
                .unwrap();
            sheet
                .write_number_with_format(
                    1,
                    at(Field::ClassName),
                    46_024.0,
                    &Format::new().set_num_format_index(58),
                )
                .unwrap();
            sheet.write_boolean(1, at(Field::OnlyChild), true).unwrap();
            sheet.write_formula(1, at(Field::Email), Formula::new("=\"a\"&\"b\"").set_result("ab")).unwrap();
            sheet.write_formula(1, at(Field::Homepage), Formula::new("=\"\"").set_result("")).unwrap();
        },
        |_| {},
    );
    let rows = read(&bytes, &[]).unwrap_or_else(|error| panic!("{error}")).rows;
    let row = &rows[0];
    assert_eq!(row.values[&Field::Postcode], "010000");
    assert_eq!(row.values[&Field::EntryMonth], "202609");
    assert_eq!(row.values[&Field::BirthDate], "2020-03-11");
    assert_eq!(row.values[&Field::OnlyChild], "1");
    assert_eq!(row.values[&Field::Email], "ab");
    assert_eq!(unread(row), [(Field::ClassName, CellProblem::Date)]);
    assert_eq!(row.unread[&Field::ClassName].shown, "1月2日");
}
