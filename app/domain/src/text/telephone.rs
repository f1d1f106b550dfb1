//! Telephone numbers (电话): mobile numbers of eleven digits, landlines as `025-83111111`, numbers abroad as `+85291234567`.

use super::steps::Work;
use super::{Canonical, Changed, closed};

/// A telephone number. What is none keeps its characters, for the check to refuse.
pub fn telephone(text: &str) -> Canonical {
    let work = closed(text);
    let Some(read) = read(work.text()) else { return work.done() };
    let home = |text: &str| {
        let (area, rest) = text.split_at(area_length(text));
        format!("{area}-{rest}")
    };
    let (why, number) = match read {
        Read::Abroad(digits) => (Changed::Abroad, format!("+{digits}")),
        Read::Mobile(digits, true) => (Changed::CountryCode, digits),
        Read::Mobile(digits, false) => (Changed::AreaCode, digits),
        Read::Landline(digits, true) => (Changed::CountryCode, home(&digits)),
        Read::Landline(digits, false) => (Changed::AreaCode, home(&digits)),
    };
    told(work, why, number).done()
}

fn told(work: Work, why: Changed, number: String) -> Work {
    work.step(why, |_| number)
}

/// Whether a canonical text is a telephone number: a mobile one, a landline with its area code, or one abroad.
pub fn is_telephone(text: &str) -> bool {
    read(text).is_some()
}

/// What was read, its digits, and whether +86 stood before them.
enum Read {
    Mobile(String, bool),
    Landline(String, bool),
    Abroad(String),
}

fn read(text: &str) -> Option<Read> {
    // The trunk zero that is written for callers at home: +44 (0)20 …
    let international = text.starts_with('+') || text.starts_with("00");
    let text = if international { text.replacen("(0)", "", 1) } else { text.to_owned() };
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    if !rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '.' | '/')) {
        return None;
    }
    // Two numbers in one cell are not one.
    if rest.contains('/') && rest.split('/').all(|part| part.chars().filter(char::is_ascii_digit).count() > 4)
    {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let abroad = if plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    match abroad {
        Some(number) => match number.strip_prefix("86") {
            Some(home) => at_home(home, true),
            None => (7..=15)
                .contains(&number.len())
                .then(|| number.to_owned())
                .filter(|n| !n.starts_with('0'))
                .map(Read::Abroad),
        },
        None => at_home(&digits, false).or_else(|| {
            let home = digits.strip_prefix("86")?;
            is_mobile(home).then(|| Read::Mobile(home.to_owned(), true))
        }),
    }
}

fn at_home(digits: &str, code: bool) -> Option<Read> {
    if is_mobile(digits) {
        return Some(Read::Mobile(digits.to_owned(), code));
    }
    // Behind +86 the zero of the area code is left out.
    let digits = if code && !digits.starts_with('0') { format!("0{digits}") } else { digits.to_owned() };
    let local = digits.len().checked_sub(area_length(&digits))?;
    let fits = digits.starts_with('0')
        && !digits.starts_with("00")
        && (7..=9).contains(&local)
        && digits.len() <= 12;
    fits.then_some(Read::Landline(digits, code))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0' | b'1' | b'2')
}

/// 010 and 02x have three digits, every other area four.
fn area_length(digits: &str) -> usize {
    if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 }.min(digits.len())
}
