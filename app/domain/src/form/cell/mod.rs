//! A cell of a spreadsheet, read for its item (单元格按项目读取). What a spreadsheet keeps is not what was typed: it turns `1-2` into a
//! day, an identity number into a rounded number, a month into the first of it. So a cell is converted by what its item asks and by
//! the number format it is shown by, and what cannot be told any more is said instead of guessed.

mod format;
#[cfg(test)]
mod tests;

use super::{Field, FieldKind, parse_date};
use crate::codes::{self, CodeList};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use format::{Parts, shown_moment, shown_number};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whole numbers from here on may have lost digits: a spreadsheet keeps fifteen.
const TOO_LONG: f64 = 1e15;
/// Day numbers a bare number may be, when a day or a month is asked: 1927 to 2099. Five digits are no other way to write a day.
const SERIALS: std::ops::RangeInclusive<f64> = 10_000.0..=73_050.0;

/// What a cell keeps.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number that is not shown as a day.
    Number(f64),
    /// A number that is shown as a day or a time of day.
    Moment(NaiveDateTime),
    /// A length of time, in days.
    Duration(f64),
    /// 逻辑值
    Boolean(bool),
    /// `#N/A` and its kin.
    Error(String),
    /// A formula whose outcome is not in the file.
    NoValue,
    /// Part of a merged cell whose content stands in the first of its cells.
    Covered,
}

/// A cell with the number format it is shown by.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it keeps.
    pub value: CellValue,
    /// The format code, shared by the cells that have it; empty when it is not known or general.
    pub format: Arc<str>,
    /// Whether the workbook counts its days from 1904.
    pub since_1904: bool,
}

/// What an item asks of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text and names.
    Text,
    /// Digits that are no quantity: numbers of documents and telephones, postcodes, divisions.
    Identifier,
    /// A day.
    Date,
    /// A month.
    YearMonth,
    /// A value of a code list.
    Code(CodeList),
    /// A quantity.
    Number,
    /// Minutes and seconds.
    Clock,
}

impl From<FieldKind> for CellKind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Name
            | FieldKind::NativeName
            | FieldKind::Text(_)
            | FieldKind::Pinyin
            | FieldKind::Validity
            | FieldKind::Photo => Self::Text,
            FieldKind::Division | FieldKind::Document | FieldKind::Phone | FieldKind::Postcode => {
                Self::Identifier
            }
            FieldKind::Date => Self::Date,
            FieldKind::YearMonth => Self::YearMonth,
            FieldKind::Code(list) => Self::Code(list),
            FieldKind::Grade => Self::Code(CodeList::Grade),
            FieldKind::Integer(_) => Self::Number,
        }
    }
}

/// Why a cell cannot be read for its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellProblem {
    /// A number above fifteen digits.
    DigitsLost,
    /// A day where none is asked: the spreadsheet made it.
    Date,
    /// A day that is shown without its day of the month.
    NoDay,
    /// A day that is shown without its month.
    NoMonth,
    /// A day that is shown without its year: the spreadsheet put the present one.
    NoYear,
    /// A time of day.
    Time,
    /// A fraction where digits are asked.
    Fraction,
    /// `2026.1`, typed as January or as October.
    TenthMonth,
    /// 是 or 否 where neither is asked.
    Boolean,
    /// `#N/A` and its kin.
    Error,
    /// A formula without its outcome.
    NoValue,
    /// A formula kept as text.
    Formula,
    /// `3.2E+17` kept as text.
    Scientific,
    /// Its format hides it.
    Hidden,
    /// Part of a merged cell.
    Covered,
}

impl CellProblem {
    /// What is wrong, after the name of the item.
    pub fn message(self) -> &'static str {
        match self {
            Self::DigitsLost => "的单元格按数字保存，第 15 位以后的数字已经丢失。",
            Self::Date => "的单元格是日期，可能是表格软件自动转换的。",
            Self::NoDay => "的单元格是日期，但没有显示到日。",
            Self::NoMonth => "的单元格是日期，但没有显示月份。",
            Self::NoYear => "的单元格是日期，但没有显示年份，年份可能是表格软件补上的。",
            Self::Time => "的单元格是时间。",
            Self::Fraction => "的单元格是小数。",
            Self::TenthMonth => "分不清是 1 月还是 10 月。",
            Self::Boolean => "的单元格是逻辑值（TRUE 或 FALSE）。",
            Self::Error => "的单元格是公式错误值。",
            Self::NoValue => "的单元格是公式，文件里没有它的结果。",
            Self::Formula => "的单元格里是公式的文字，不是结果。",
            Self::Scientific => "的单元格是科学计数法，数字已经不全。",
            Self::Hidden => "的单元格有内容，但格式把它隐藏了。",
            Self::Covered => "的单元格与别的单元格合并了，只有合并区域的第一格有内容。",
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::DigitsLost | Self::Scientific => "请把这一列设为“文本”格式，再对照证件重新输入全部数字。",
            Self::Date | Self::Time | Self::Fraction | Self::Boolean => {
                "请把这一列设为“文本”格式，再重新输入原来的内容。"
            }
            Self::NoDay => "请写全年、月、日，例如 2019-09-01。",
            Self::NoMonth | Self::NoYear | Self::TenthMonth => "请写全年和月，例如 202609。",
            Self::Error => "请改正公式，或直接填写内容；没有的请留空。",
            Self::NoValue | Self::Formula => {
                "请用表格软件打开、计算后复制这一列，选择性粘贴为“数值”，再保存上传。"
            }
            Self::Hidden => "请把单元格格式改为“常规”或“文本”，核对内容。",
            Self::Covered => "请取消合并单元格，在每一行分别填写。",
        }
    }
}

impl Cell {
    /// A cell of a file that knows no formats.
    pub fn plain(value: CellValue) -> Self {
        Self { value, format: Arc::default(), since_1904: false }
    }

    /// A text cell.
    pub fn text(text: &str) -> Self {
        Self::plain(CellValue::Text(text.to_owned()))
    }

    /// An empty cell.
    pub fn empty() -> Self {
        Self::plain(CellValue::Empty)
    }

    /// Whether there is nothing in it: text of spaces is no content.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            CellValue::Empty => true,
            CellValue::Text(text) => tidied(text).is_empty(),
            _ => false,
        }
    }

    /// What a person sees in it.
    pub fn shown(&self) -> String {
        match &self.value {
            CellValue::Empty | CellValue::Covered => String::new(),
            CellValue::Text(text) => tidied(text).to_owned(),
            CellValue::Number(n) => shown_number(*n, &self.format).text,
            CellValue::Moment(at) => shown_moment(*at, &self.format),
            // `[h]:mm` or `[m]:ss`: the first counts on, the second stays below sixty.
            CellValue::Duration(days) => {
                let of_minutes = self.format.to_ascii_lowercase().contains("[m");
                let small = (days * if of_minutes { 86_400.0 } else { 1440.0 }).round();
                let large = (small / 60.0).floor();
                format!("{large:.0}:{:02.0}", small - large * 60.0)
            }
            CellValue::Boolean(is) => if *is { "TRUE" } else { "FALSE" }.to_owned(),
            CellValue::Error(word) => word.clone(),
            CellValue::NoValue => "（公式）".to_owned(),
        }
    }
}

/// Where a text cell is cleaned before it is read: the one place for it.
fn tidied(text: &str) -> &str {
    text.trim()
}

/// Reads a cell for its item. An empty cell is an empty text; everything else is what the item keeps, for [`super::validate`] to
/// check.
///
/// # Errors
/// Why it cannot be read.
pub fn read_cell(kind: CellKind, cell: &Cell) -> Result<String, CellProblem> {
    match &cell.value {
        CellValue::Empty => Ok(String::new()),
        CellValue::Text(text) => text_for(kind, tidied(text)),
        CellValue::Number(n) => number_for(kind, *n, cell),
        CellValue::Moment(at) => moment_for(kind, *at, &cell.format),
        CellValue::Duration(_) if kind == CellKind::Clock => Ok(cell.shown()),
        CellValue::Duration(_) => Err(CellProblem::Time),
        CellValue::Boolean(is) => match kind {
            CellKind::Code(CodeList::YesNo) => Ok(if *is { "1" } else { "0" }.to_owned()),
            _ => Err(CellProblem::Boolean),
        },
        CellValue::Error(_) => Err(CellProblem::Error),
        CellValue::NoValue => Err(CellProblem::NoValue),
        CellValue::Covered => Err(CellProblem::Covered),
    }
}

/// The cells of a row, read for their items: what is filled, and what cannot be read.
pub fn read_items<'a>(
    cells: impl IntoIterator<Item = (Field, &'a Cell)>,
) -> (BTreeMap<Field, String>, BTreeMap<Field, CellProblem>) {
    let (mut values, mut unread) = (BTreeMap::new(), BTreeMap::new());
    for (field, cell) in cells {
        match read_cell(field.kind().into(), cell) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => drop(values.insert(field, text)),
            Err(problem) => drop(unread.insert(field, problem)),
        }
    }
    (values, unread)
}

/// The words with which spreadsheets say that a formula failed.
const ERRORS: [&str; 9] =
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];

fn text_for(kind: CellKind, text: &str) -> Result<String, CellProblem> {
    if ERRORS.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return Err(CellProblem::Error);
    }
    if text.starts_with('=') && text.len() > 1 {
        return Err(CellProblem::Formula);
    }
    if is_scientific(text) {
        return Err(CellProblem::Scientific);
    }
    match kind {
        // A whole day tells its month.
        CellKind::YearMonth => Ok(parse_date(text).map_or_else(|| text.to_owned(), month_of)),
        _ => Ok(text.to_owned()),
    }
}

/// `3.20102E+17`
fn is_scientific(text: &str) -> bool {
    let Some((head, power)) =
        text.to_ascii_uppercase().split_once("E+").map(|(a, b)| (a.to_owned(), b.to_owned()))
    else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = match head.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(&head),
    };
    whole && digits(&power)
}

fn number_for(kind: CellKind, n: f64, cell: &Cell) -> Result<String, CellProblem> {
    let shown = shown_number(n, &cell.format);
    if shown.text.is_empty() {
        return Err(CellProblem::Hidden);
    }
    if n.abs() >= TOO_LONG {
        return Err(CellProblem::DigitsLost);
    }
    match kind {
        CellKind::Text => Ok(shown.text),
        CellKind::Identifier => shown.digits().ok_or(CellProblem::Fraction),
        CellKind::Code(list) => {
            let digits = shown.digits().ok_or(CellProblem::Fraction)?;
            Ok(code_of(list, &digits).map_or(digits, str::to_owned))
        }
        CellKind::Date => Ok(serial(n, &shown.text, cell).map_or(shown.text, |day| day.to_string())),
        CellKind::YearMonth => match serial(n, &shown.text, cell) {
            Some(day) => Ok(month_of(day)),
            None if shown.fraction == "1" => Err(CellProblem::TenthMonth),
            None => Ok(shown.text),
        },
        CellKind::Number => Ok(shown.digits().unwrap_or(shown.text)),
        CellKind::Clock => Ok(shown.text),
    }
}

/// A code that lost the zeros before it, when only one code can be meant.
fn code_of(list: CodeList, digits: &str) -> Option<&'static str> {
    let options = codes::options(list);
    if let Some((code, _)) = options.iter().find(|(code, _)| *code == digits) {
        return Some(code);
    }
    let n: u32 = digits.parse().ok()?;
    let mut same = options.iter().filter(|(code, _)| code.parse() == Ok(n));
    let (code, _) = same.next()?;
    same.next().is_none().then_some(code)
}

/// A bare number as a day, when a day is asked and it can be nothing else.
fn serial(n: f64, shown: &str, cell: &Cell) -> Option<NaiveDate> {
    if n.fract() != 0.0 || !SERIALS.contains(&n) || shown != format!("{n:.0}") {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of five digits"
    )]
    let days = n as u64;
    let epoch = if cell.since_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)
    };
    epoch?.checked_add_days(Days::new(days))
}

fn month_of(day: NaiveDate) -> String {
    format!("{:04}{:02}", day.year(), day.month())
}

fn moment_for(kind: CellKind, at: NaiveDateTime, format: &str) -> Result<String, CellProblem> {
    let day = at.date();
    let parts = Parts::of(format);
    if kind == CellKind::Clock {
        return if parts.is_clock() { Ok(shown_moment(at, format)) } else { Err(CellProblem::Date) };
    }
    // A time of day alone is kept as a day before the first.
    if day.year() < 1900 || parts.is_clock() {
        return Err(CellProblem::Time);
    }
    match kind {
        CellKind::Date | CellKind::YearMonth if !parts.year => Err(CellProblem::NoYear),
        CellKind::Date | CellKind::YearMonth if !parts.month => Err(CellProblem::NoMonth),
        CellKind::Date if !parts.day => Err(CellProblem::NoDay),
        CellKind::Date => Ok(day.to_string()),
        CellKind::YearMonth => Ok(month_of(day)),
        _ => Err(CellProblem::Date),
    }
}
