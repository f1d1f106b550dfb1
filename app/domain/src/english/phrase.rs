//! Sentences that are put together in Chinese, said in English: each stands here as it is written in the sources, with `{}` for what is put
//! in. A test holds them to the sources, so that a sentence that is changed there is changed here.

use super::names_of;
use crate::form::Field;
use crate::language::Spoken;
use chrono::{NaiveDate, NaiveDateTime};

/// A Chinese sentence and the English one. `{0}`, `{1}` are what stands for the first and the second `{}`.
pub(super) type Pair = (&'static str, &'static str);

/// The sentence in English; nothing where it is none of those that are known.
pub fn phrase(text: &str) -> Option<String> {
    TABLES.into_iter().find_map(|table| of_table(table, text))
}

/// Every table of them.
pub(super) const TABLES: [&[Pair]; 4] =
    [super::refusal::REFUSALS, super::remedy::REMEDIES, super::problem::PROBLEMS, super::guide::PHRASES];

/// The same, out of one table: of several that fit the one that says the most by itself.
pub(super) fn of_table(table: &[(&str, &str)], text: &str) -> Option<String> {
    let fits = |(chinese, english): &(&str, &str)| {
        let values = matched(chinese, text)?;
        Some((values.iter().map(|value| value.len()).sum::<usize>(), filled(english, &values)))
    };
    table.iter().filter_map(fits).min_by_key(|(left, _)| *left).map(|(_, said)| said)
}

/// What stands for each `{}` of a sentence; nothing where the text is another sentence.
fn matched<'a>(chinese: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = chinese.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let (value, after) = match (part.is_empty(), last) {
            (true, _) => (rest, ""),
            (false, true) => (rest.strip_suffix(part)?, ""),
            (false, false) => rest.split_once(part)?,
        };
        found.push(value);
        rest = after;
    }
    rest.is_empty().then_some(found)
}

/// The English sentence with its values, those that have an English name in English.
fn filled(english: &str, values: &[&str]) -> String {
    let put = |said: String, (n, value): (usize, &&str)| said.replace(&format!("{{{n}}}"), &word(value));
    values.iter().enumerate().fold(english.to_owned(), put)
}

/// A value: a name that is known in English, else as it is.
fn word(value: &str) -> String {
    let field = Field::ALL.iter().find(|field| field.label() == value).map(Spoken::english);
    let known = field.or_else(|| names_of(value)).map(str::to_owned);
    let known = known.or_else(|| of_table(super::guide::UNITS, value)).or_else(|| moment(value));
    known.unwrap_or_else(|| value.to_owned())
}

/// A day or a moment, as Chinese sentences hold it.
fn moment(value: &str) -> Option<String> {
    if let Ok(on) = NaiveDate::parse_from_str(value, "%Y年%m月%d日") {
        return Some(super::day(on));
    }
    let at = NaiveDateTime::parse_from_str(value, "%Y年%m月%d日%H:%M").ok()?;
    Some(format!("{}, {}", super::day(at.date()), at.format("%H:%M")))
}
