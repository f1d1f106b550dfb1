//! 学籍基础信息表: the national form of 72 items, as data, and beside them a pupil's name in the script of its own people.
//!
//! [`Field`] is an item and what is known about it; [`validate`] turns what people typed into a [`BasicInfo`] of canonical
//! values or into [`FieldProblem`]s that say what is wrong, why and what to do; [`sample`] makes fictitious pupils.
//! Nothing is ever defaulted in silence: an item that is not filled stays empty.

pub mod account;
mod block;
mod canonical;
pub mod cell;
mod check;
mod field;
mod guardianship;
pub mod import;
mod inclusion;
mod info;
mod origin;
mod own_name;
#[cfg(test)]
mod own_name_tests;
mod places;
mod problem;
mod questions;
mod same;
pub mod sample;
mod schooling;
mod step;
mod table;
#[cfg(test)]
mod tests;
pub mod upkeep;
mod written;

pub use block::{Block, FieldKind};
pub use canonical::{class_name_problem, phone};
pub use check::{FormContext, asked, asked_when, validate, validate_read, warnings};
pub use field::Field;
pub use guardianship::{Asked, Guardianship, WHY as GUARDIAN_WHY};
pub use inclusion::{Teaching, inclusion_of, is_taught_at_home};
pub use info::{BasicInfo, GuardianLine, GuardianSlot};
pub use places::Places;
pub use problem::{FieldProblem, Problem, Severity};
pub use questions::{questions, questions_of_change, questions_of_entry};
pub use same::{fill_same, same_as_nothing};
pub use step::EntryStep;
pub use written::{Rewritten, rewritten, written_alone};

/// Version of the import template. An older file is refused with a word about downloading the new one.
pub const TEMPLATE_VERSION: &str = "2026.1";

/// The columns of the import template, in order.
pub fn template_columns() -> Vec<Field> {
    Field::ALL.iter().copied().filter(|field| field.is_importable()).collect()
}

/// `2019-09-01` as 2019年9月1日; other text as it is.
pub fn chinese_date(value: &str) -> String {
    use chrono::Datelike;
    match value.parse::<chrono::NaiveDate>() {
        Ok(date) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Err(_) => value.to_owned(),
    }
}

/// Reads a day as people write it: `20190901`, `2019-9-1`, `2019/09/01`, `2019.9.1`, `2019 9 1`, `2019年9月1日` or `号`,
/// with a time behind it or without.
pub fn parse_date(text: &str) -> Option<chrono::NaiveDate> {
    let text = crate::text::line(text).text;
    // A day with a time behind it, as databases and spreadsheets write one.
    let day = match text.split_once([' ', 'T']) {
        Some((day, time))
            if time.contains(':')
                && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z')) =>
        {
            day
        }
        _ => text.as_str(),
    };
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let together = crate::text::compact(day).text;
    if together.len() == 8 && is_number(&together) {
        return chrono::NaiveDate::parse_from_str(&together, "%Y%m%d").ok();
    }
    // A space parts as well as a stroke does.
    let apart = crate::text::compact(&day.replace(' ', "-")).text;
    let parts: Vec<&str> = apart
        .split(['-', '/', '.', '年', '月', '日', '号', '、', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 || !parts.iter().all(|part| is_number(part)) {
        return None;
    }
    chrono::NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
