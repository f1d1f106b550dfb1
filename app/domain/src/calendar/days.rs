//! 校历: when the terms of a school year begin and end in a province, and which days it has off besides the nation's. Both are the
//! province's to announce, year by year, so both are data; a year of which nothing is on record keeps the general frame
//! (see [`Term`]).

use super::{Half, Term, term};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// More than any province announces at once, and far below what would make a page slow.
const MOST_LINES: usize = 60;
/// The longest stretch of days off that is read as one: longer ones are terms' ends, not holidays.
const LONGEST_DAYS_OFF: i64 = 31;

/// First and last day.
pub type Stretch = (NaiveDate, NaiveDate);

/// Reads `2026-1 2026-09-01~2027-01-29`, one term a line (or with commas between).
///
/// # Errors
/// A sentence for the person who typed it.
pub fn parse_terms(text: &str) -> Result<BTreeMap<Term, Stretch>, String> {
    let mut terms = BTreeMap::new();
    for line in lines(text)? {
        let read = line.split_once(char::is_whitespace);
        let read = read.and_then(|(key, days)| Some((Term::from_key(key.trim())?, stretch(days)?)));
        let Some((of, days)) = read else {
            return Err(format!(
                "“{line}”应写作“2026-1 2026-09-01~2027-01-29”（学年-学期 第一天~最后一天）。"
            ));
        };
        if !plausible(of, days) {
            return Err(format!("{of}的起止日期不在这一学期内。"));
        }
        if terms.insert(of, days).is_some() {
            return Err(format!("{of}写了两次。"));
        }
    }
    let mut previous: Option<Stretch> = None;
    for (of, days) in &terms {
        if previous.is_some_and(|(_, last)| days.0 <= last) {
            return Err(format!("{of}在前一学期结束之前开始。"));
        }
        previous = Some(*days);
    }
    Ok(terms)
}

/// What [`parse_terms`] reads, one term a line, in order.
pub fn terms_text(terms: &BTreeMap<Term, Stretch>) -> String {
    let lines = terms.iter().map(|(of, (first, last))| format!("{} {first}~{last}", of.key()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads `2026-04-18~2026-04-21` or a single day, one stretch a line (or with commas between).
///
/// # Errors
/// A sentence for the person who typed it.
pub fn parse_days(text: &str) -> Result<Vec<Stretch>, String> {
    let wrong = |line: &str| format!("“{line}”应写作“2026-04-20”或“2026-04-18~2026-04-21”，每段不超过31天。");
    let mut days = Vec::new();
    for line in lines(text)? {
        let (first, last) = stretch(line).ok_or_else(|| wrong(line))?;
        if (last - first).num_days() >= LONGEST_DAYS_OFF {
            return Err(wrong(line));
        }
        days.push((first, last));
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// What [`parse_days`] reads, one stretch a line, in order.
pub fn days_text(days: &[Stretch]) -> String {
    let lines = days.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}~{last}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The term that holds on a day, with its first and last day: as announced where it is on record, the general frame where not.
/// A holiday counts with the term it follows.
pub fn term_on(terms: &BTreeMap<Term, Stretch>, date: NaiveDate) -> (Term, Stretch) {
    let framed = term(date);
    let begun = |of: Term| terms.get(&of).map(|days| days.0 <= date);
    let now = match (begun(framed.next()), begun(framed)) {
        (Some(true), _) => framed.next(),
        (_, Some(false)) => framed.previous(),
        _ => framed,
    };
    (now, terms.get(&now).copied().unwrap_or((now.first_day(), now.last_day())))
}

fn lines(text: &str) -> Result<Vec<&str>, String> {
    let lines = text.split(['\n', ',', '，', '；', ';']).map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.take(MOST_LINES + 1).collect();
    match lines.len() > MOST_LINES {
        true => Err(format!("最多{MOST_LINES}行。")),
        false => Ok(lines),
    }
}

fn stretch(text: &str) -> Option<Stretch> {
    let text = text.trim();
    let (first, last) = text.split_once(['~', '～', '至']).unwrap_or((text, text));
    let day = |text: &str| {
        let day: NaiveDate = text.trim().parse().ok()?;
        (1900..=9999).contains(&day.year()).then_some(day)
    };
    let (first, last) = (day(first)?, day(last)?);
    (first <= last).then_some((first, last))
}

/// A term begins at most a month before its frame and ends at most a month after it; the summer is nobody's term.
fn plausible(of: Term, (first, last): Stretch) -> bool {
    let year = of.year.start_year();
    let within = |date: NaiveDate, from: (i32, u32), to: (i32, u32)| {
        ((from.0, from.1)..=(to.0, to.1)).contains(&(date.year(), date.month()))
    };
    match of.half {
        Half::First => within(first, (year, 8), (year, 10)) && within(last, (year, 12), (year + 1, 2)),
        Half::Second => {
            within(first, (year + 1, 1), (year + 1, 3)) && within(last, (year + 1, 5), (year + 1, 8))
        }
    }
}
