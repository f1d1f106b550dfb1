//! Cells as people's files keep them, against what is right for each kind of item. What is right is written here by hand.

use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{FormContext, Problem, template_columns, validate, validate_read};

const KINDS: [CellKind; 8] = [
    CellKind::Text,
    CellKind::Identifier,
    CellKind::Date,
    CellKind::YearMonth,
    CellKind::Code(CodeList::YesNo),
    CellKind::Code(CodeList::Ethnicity),
    CellKind::Number,
    CellKind::Clock,
];

fn number(n: f64, format: &str) -> Cell {
    Cell { value: CellValue::Number(n), format: format.into(), since_1904: false }
}

fn moment(at: &str, format: &str) -> Cell {
    let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M").unwrap();
    Cell { value: CellValue::Moment(at), format: format.into(), since_1904: false }
}

fn value(value: CellValue) -> Cell {
    Cell::plain(value)
}

/// What stands in the cell, the cell, and for text, identifier, day, month, 是否, 民族, quantity and clock what is read, `!` before
/// why not. One entry for all kinds when they agree.
fn corpus() -> Vec<(&'static str, Cell, Vec<&'static str>)> {
    let first = "2026-09-01 00:00";
    vec![
        ("nothing", Cell::empty(), vec![""]),
        ("spaces", Cell::text("   "), vec![""]),
        ("spaces around", Cell::text(" 甲 "), vec!["甲"]),
        ("an error as text", Cell::text("#N/A"), vec!["!Error"]),
        ("an error in small letters", Cell::text("#ref!"), vec!["!Error"]),
        ("a formula as text", Cell::text("=A1&B1"), vec!["!Formula"]),
        ("a power as text", Cell::text("3.20102E+17"), vec!["!Scientific"]),
        ("a small power as text", Cell::text("1.39e+10"), vec!["!Scientific"]),
        ("a day as text", Cell::text("2026-09-01"), row("2026-09-01", &[(3, "202609")])),
        ("a Chinese day as text", Cell::text("2026年9月1日"), row("2026年9月1日", &[(3, "202609")])),
        ("a moment as text", Cell::text("2026-09-01 00:00:00"), row("2026-09-01 00:00:00", &[(3, "202609")])),
        ("a class as text", Cell::text("1-2"), vec!["1-2"]),
        ("digits as text", Cell::text("050011"), vec!["050011"]),
        ("long digits as text", Cell::text("320102202001014032"), vec!["320102202001014032"]),
        ("an error", value(CellValue::Error("#VALUE!".into())), vec!["!Error"]),
        ("a formula without its outcome", value(CellValue::NoValue), vec!["!NoValue"]),
        ("below a merged cell", value(CellValue::Covered), vec!["!Covered"]),
        ("true", value(CellValue::Boolean(true)), row("!Boolean", &[(4, "1")])),
        ("false", value(CellValue::Boolean(false)), row("!Boolean", &[(4, "0")])),
        (
            "a length of time",
            Cell { format: "[m]:ss".into(), ..value(CellValue::Duration(245.0 / 86_400.0)) },
            row("!Time", &[(7, "4:05")]),
        ),
        ("eighteen digits", number(3.201_022_020_010_14e17, ""), vec!["!DigitsLost"]),
        ("eighteen digits, whole", number(3.201_022_020_010_14e17, "0"), vec!["!DigitsLost"]),
        ("sixteen digits", number(6.222e15, ""), vec!["!DigitsLost"]),
        ("fifteen digits", number(999_999_999_999_999.0, ""), vec!["999999999999999"]),
        ("a postcode with its zero", number(50_011.0, "000000"), vec!["050011"]),
        ("a landline with its zero", number(31_187_654_321.0, "000000000000"), vec!["031187654321"]),
        ("a mobile number", number(13_900_000_402.0, ""), vec!["13900000402"]),
        ("a mobile number as a power", number(13_900_000_402.0, "0.00E+00"), vec!["13900000402"]),
        ("a mobile number with commas", number(13_900_000_402.0, "#,##0"), vec!["13900000402"]),
        ("a mobile number in groups", number(13_900_000_402.0, "000-0000-0000"), vec!["139-0000-0402"]),
        (
            "a mobile number with decimals",
            number(13_900_000_402.0, "0.00"),
            vec![
                "13900000402.00",
                "13900000402",
                "13900000402.00",
                "13900000402.00",
                "13900000402",
                "13900000402",
                "13900000402",
                "13900000402.00",
            ],
        ),
        (
            "a mobile number with a word",
            number(13_900_000_402.0, "\"电话\"0"),
            vec![
                "电话13900000402",
                "13900000402",
                "电话13900000402",
                "电话13900000402",
                "13900000402",
                "13900000402",
                "13900000402",
                "电话13900000402",
            ],
        ),
        ("a code without its zero", number(1.0, ""), row("1", &[(5, "01")])),
        ("nought", number(0.0, ""), vec!["0"]),
        ("a code with its zero", number(1.0, "00"), row("01", &[(4, "1")])),
        ("a number that is no code", number(99.0, ""), vec!["99"]),
        ("a fraction", number(1.5, ""), row("1.5", &[(1, "!Fraction"), (4, "!Fraction"), (5, "!Fraction")])),
        ("a fraction that is not shown", number(1.5, "0"), row("2", &[(5, "02")])),
        (
            "the noise of a sum",
            number(0.1 + 0.2, ""),
            row("0.3", &[(1, "!Fraction"), (4, "!Fraction"), (5, "!Fraction")]),
        ),
        ("a month", number(202_609.0, ""), vec!["202609"]),
        (
            "a month with a point",
            number(2026.9, ""),
            row("2026.9", &[(1, "!Fraction"), (4, "!Fraction"), (5, "!Fraction")]),
        ),
        (
            "January or October",
            number(2026.1, ""),
            row("2026.1", &[(1, "!Fraction"), (3, "!TenthMonth"), (4, "!Fraction"), (5, "!Fraction")]),
        ),
        (
            "October with two places",
            number(2026.1, "0.00"),
            row("2026.10", &[(1, "!Fraction"), (4, "!Fraction"), (5, "!Fraction")]),
        ),
        ("a day in eight digits", number(20_200_311.0, ""), vec!["20200311"]),
        (
            "a day that lost its format",
            number(43_901.0, ""),
            row("43901", &[(2, "2020-03-11"), (3, "202003")]),
        ),
        (
            "a day of a workbook from 1904",
            Cell { since_1904: true, ..number(42_439.0, "") },
            row("42439", &[(2, "2020-03-11"), (3, "202003")]),
        ),
        (
            "a percentage",
            number(0.5, "0%"),
            row("50%", &[(1, "!Fraction"), (4, "!Fraction"), (5, "!Fraction")]),
        ),
        ("hidden by its format", number(5.0, ";;;"), vec!["!Hidden"]),
        ("below nought", number(-5.0, ""), vec!["-5"]),
        ("a day", moment(first, "yyyy-mm-dd"), row("!Date", &[(2, "2026-09-01"), (3, "202609")])),
        (
            "a Chinese day",
            moment(first, "[$-804]yyyy\"年\"m\"月\"d\"日\";@"),
            row("!Date", &[(2, "2026-09-01"), (3, "202609")]),
        ),
        ("the built-in day", moment(first, "mm-dd-yy"), row("!Date", &[(2, "2026-09-01"), (3, "202609")])),
        ("a day of an unknown format", moment(first, ""), row("!Date", &[(2, "2026-09-01"), (3, "202609")])),
        (
            "a day with a time",
            moment("2026-09-01 08:30", "yyyy/m/d h:mm"),
            row("!Date", &[(2, "2026-09-01"), (3, "202609")]),
        ),
        (
            "a Chinese month",
            moment(first, "yyyy\"年\"m\"月\";@"),
            row("!Date", &[(2, "!NoDay"), (3, "202609")]),
        ),
        ("a month with a dash", moment(first, "yyyy-mm"), row("!Date", &[(2, "!NoDay"), (3, "202609")])),
        ("a month with a stroke", moment(first, "yyyy/m"), row("!Date", &[(2, "!NoDay"), (3, "202609")])),
        ("an English month", moment(first, "mmm-yy"), row("!Date", &[(2, "!NoDay"), (3, "202609")])),
        (
            "1-2 made a day",
            moment("2026-01-02 00:00", "m\"月\"d\"日\""),
            row("!Date", &[(2, "!NoYear"), (3, "!NoYear")]),
        ),
        (
            "1-12 made a day",
            moment("2026-01-12 00:00", "d-mmm"),
            row("!Date", &[(2, "!NoYear"), (3, "!NoYear")]),
        ),
        ("a year", moment(first, "yyyy"), row("!Date", &[(2, "!NoMonth"), (3, "!NoMonth")])),
        ("a time of day", moment("1899-12-31 04:05", "h:mm"), row("!Time", &[(7, "4:05")])),
        ("a time of a day", moment("2026-09-01 04:05", "hh:mm:ss"), row("!Time", &[(7, "04:05:00")])),
    ]
}

/// One verdict for all kinds but some.
fn row(all: &'static str, but: &[(usize, &'static str)]) -> Vec<&'static str> {
    let mut verdicts = vec![all; KINDS.len()];
    for (at, verdict) in but {
        verdicts[*at] = verdict;
    }
    verdicts
}

fn verdict(outcome: Result<String, CellProblem>) -> String {
    outcome.unwrap_or_else(|problem| format!("!{problem:?}"))
}

#[test]
fn a_cell_is_read_for_its_field_by_kind_and_format() {
    let mut checked = 0;
    for (name, cell, verdicts) in corpus() {
        for (at, kind) in KINDS.into_iter().enumerate() {
            let right = verdicts[at.min(verdicts.len() - 1)];
            assert_eq!(verdict(read_cell(kind, &cell)), right, "{name} for {kind:?}");
            checked += 1;
        }
    }
    assert!(checked >= 300, "{checked}");
}

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: crate::form::Places::default(),
    }
}

/// The rows of a file: a good child with one dirty cell, for every column and every dirt, and what is right to be said of that column.
/// What is right comes from the kind of the column alone.
#[test]
fn every_column_of_a_row_has_a_verdict_for_every_dirt() {
    let child = pupil(1, &SampleSpec::first_grade("320102", 2026));
    let asks_day = |field: Field| matches!(field.kind(), FieldKind::Date | FieldKind::YearMonth);
    let asks_yes = |field: Field| field.kind() == FieldKind::Code(CodeList::YesNo);
    type Right = fn(Field, bool, bool) -> Option<CellProblem>;
    let dirt: Vec<(&str, Cell, Right)> = vec![
        ("error", value(CellValue::Error("#N/A".into())), |_, _, _| Some(CellProblem::Error)),
        ("error as text", Cell::text("#REF!"), |_, _, _| Some(CellProblem::Error)),
        ("formula", value(CellValue::NoValue), |_, _, _| Some(CellProblem::NoValue)),
        ("formula as text", Cell::text("=VLOOKUP(A1,B:C,2)"), |_, _, _| Some(CellProblem::Formula)),
        ("merged", value(CellValue::Covered), |_, _, _| Some(CellProblem::Covered)),
        ("eighteen digits", number(3.201_022_020_010_14e17, ""), |_, _, _| Some(CellProblem::DigitsLost)),
        ("power as text", Cell::text("3.2E+17"), |_, _, _| Some(CellProblem::Scientific)),
        ("hidden", number(3.0, ";;;"), |_, _, _| Some(CellProblem::Hidden)),
        ("a day", moment("2026-01-02 00:00", "yyyy/m/d"), |_, day, _| (!day).then_some(CellProblem::Date)),
        ("a day without its year", moment("2026-01-02 00:00", "m\"月\"d\"日\""), |_, day, _| {
            Some(if day { CellProblem::NoYear } else { CellProblem::Date })
        }),
        ("a time", moment("1899-12-31 08:30", "h:mm"), |_, _, _| Some(CellProblem::Time)),
        ("true", value(CellValue::Boolean(true)), |_, _, yes| (!yes).then_some(CellProblem::Boolean)),
    ];
    let mut rows = 0;
    for field in template_columns() {
        for (name, cell, right) in &dirt {
            let cells: Vec<(Field, Cell)> = child
                .iter()
                .filter(|(other, _)| **other != field)
                .map(|(other, text)| (*other, Cell::text(text)))
                .chain([(field, cell.clone())])
                .collect();
            let (values, unread) = read_items(cells.iter().map(|(field, cell)| (*field, cell)));
            let told: Vec<Problem> = match validate_read(&values, &unread, &context()) {
                Ok(_) => Vec::new(),
                Err(problems) => {
                    problems.iter().filter(|one| one.field == field).map(|one| one.problem).collect()
                }
            };
            let label = field.label();
            match right(field, asks_day(field), asks_yes(field)) {
                Some(problem) => assert_eq!(told, [Problem::Cell(problem)], "{name} in {label}"),
                None => {
                    let cell =
                        told.iter().any(|problem| matches!(problem, Problem::Cell(_) | Problem::Missing));
                    assert!(!cell, "{name} in {label}: {told:?}");
                }
            }
            rows += 1;
        }
    }
    assert!(rows >= 300, "{rows}");
}

#[test]
fn a_blank_cell_is_no_content_and_never_a_value() {
    let child = pupil(1, &SampleSpec::first_grade("320102", 2026));
    for field in template_columns().into_iter().filter(|field| field.mandatory()) {
        let mut cells: BTreeMap<Field, Cell> =
            child.iter().map(|(field, text)| (*field, Cell::text(text))).collect();
        cells.insert(field, Cell::text(" \u{3000} "));
        let (values, unread) = read_items(cells.iter().map(|(field, cell)| (*field, cell)));
        assert!(!values.contains_key(&field) && unread.is_empty());
        let told = validate(&values, &context()).expect_err(field.label());
        assert!(
            told.iter().any(|one| one.field == field && one.problem == Problem::Missing),
            "{}: {told:?}",
            field.label()
        );
    }
}

#[test]
fn what_is_seen_in_a_cell_is_told_as_it_is_seen() {
    assert_eq!(moment("2026-01-02 00:00", "m\"月\"d\"日\"").shown(), "1月2日");
    assert_eq!(moment("2026-01-12 00:00", "d-mmm").shown(), "12-Jan");
    assert_eq!(moment("2026-09-01 00:00", "[$-804]yyyy\"年\"m\"月\"d\"日\";@").shown(), "2026年9月1日");
    assert_eq!(moment("2026-09-01 08:05", "yyyy/mm/dd hh:mm").shown(), "2026/09/01 08:05");
    assert_eq!(number(1234.5, "#,##0.00").shown(), "1234.50");
    assert_eq!(number(-12.0, "0;(0)").shown(), "(12)");
    assert_eq!(number(0.0, "0;-0;\"无\"").shown(), "无");
    assert_eq!(number(7.0, "\"第\"0\"组\"").shown(), "第7组");
    assert_eq!(number(1.0, "#.##").shown(), "1");
    assert_eq!(number(1.25, "0.0#").shown(), "1.25");
    assert_eq!(value(CellValue::Error("#N/A".into())).shown(), "#N/A");
}
