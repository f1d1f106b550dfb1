//! Number formats of spreadsheets (数字格式), as far as they say what a person sees.

use chrono::{Datelike, NaiveDateTime, Timelike};

/// A number as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// What is shown, without separators of thousands.
    pub(super) text: String,
    /// The part before the point.
    whole: String,
    /// The digits after it.
    pub(super) fraction: String,
}

impl Shown {
    /// The digits with the zeros before them; none when there is a fraction. Spaces, brackets and words of the format are not kept.
    pub(super) fn digits(&self) -> Option<String> {
        (self.fraction.bytes().all(|b| b == b'0') && !self.text.contains('%'))
            .then(|| self.whole.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect())
    }

    fn general(n: f64) -> Self {
        // Fifteen digits: what comes after them is noise of the arithmetic.
        let text = if n.fract() == 0.0 || n.abs() >= 1e15 {
            format!("{n:.0}")
        } else {
            let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
            rounded.to_string()
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        Self { whole: whole.to_owned(), fraction: fraction.to_owned(), text: text.clone() }
    }
}

/// One piece of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// `0`
    Zero,
    /// `#` or `?`
    Digit,
    /// `.`
    Point,
    /// `,`
    Comma,
    /// `%`
    Percent,
    /// What is shown as it is.
    Literal(char),
}

/// What a person sees of a number. A format that is not understood shows it as the general one does.
pub(super) fn shown_number(n: f64, format: &str) -> Shown {
    let general = || Shown::general(n);
    if is_general(format) || !n.is_finite() {
        return general();
    }
    let sections = sections(format);
    let (section, n) = match (sections.as_slice(), n) {
        ([_, negative, ..], n) if n < 0.0 => (negative, -n),
        ([_, _, zero, ..], 0.0) => (zero, n),
        ([first, ..], n) => (first, n),
        ([], _) => return general(),
    };
    match pieces(section) {
        Some(pieces) => fill(n, &pieces),
        None => general(),
    }
}

/// A format longer than a spreadsheet takes is none.
const LONGEST: usize = 1024;

fn is_general(format: &str) -> bool {
    let format = format.trim();
    format.len() > LONGEST
        || format.is_empty()
        || format == "@"
        || format.eq_ignore_ascii_case("general")
        || format == "G/通用格式"
}

/// The parts between semicolons that are no literals.
fn sections(format: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        let literal = escaped || quoted;
        match c {
            ';' if !literal => sections.push(String::new()),
            _ => sections.last_mut().expect("one at least").push(c),
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = !literal && c == '\\';
    }
    sections
}

/// The pieces of a section; none when it is one of those that are not told here: conditions, fractions, powers, dates.
fn pieces(section: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' => pieces.push(Piece::Zero),
            '#' | '?' => pieces.push(Piece::Digit),
            '.' => pieces.push(Piece::Point),
            ',' => pieces.push(Piece::Comma),
            '%' => pieces.push(Piece::Percent),
            '"' => pieces.extend(chars.by_ref().take_while(|c| *c != '"').map(Piece::Literal)),
            '\\' => pieces.extend(chars.next().map(Piece::Literal)),
            // The width of a character, and filling with one.
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if inner.starts_with(['<', '>', '=']) || inner.to_ascii_uppercase().starts_with("DBNUM") {
                    return None;
                }
            }
            '@' | '/' | 'E' | 'e' | 'G' | 'g' | 'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                return None;
            }
            other => pieces.push(Piece::Literal(other)),
        }
    }
    Some(pieces)
}

fn fill(n: f64, pieces: &[Piece]) -> Shown {
    let is_place = |piece: &Piece| matches!(piece, Piece::Zero | Piece::Digit);
    let point = pieces.iter().position(|piece| *piece == Piece::Point);
    let (before, after) = pieces.split_at(point.unwrap_or(pieces.len()));
    if !pieces.iter().any(is_place) {
        let text: String = pieces
            .iter()
            .filter_map(|piece| if let Piece::Literal(c) = piece { Some(*c) } else { None })
            .collect();
        return Shown { whole: text.clone(), fraction: String::new(), text: text.trim().to_owned() };
    }
    let percents =
        i32::try_from(pieces.iter().filter(|piece| **piece == Piece::Percent).count()).unwrap_or(0);
    // Commas after the last place of the whole part divide by a thousand each.
    let last = before.iter().rposition(is_place).map_or(0, |at| at + 1);
    let commas = before[last..].iter().filter(|piece| **piece == Piece::Comma).count();
    let thousands = i32::try_from(commas).unwrap_or(0);
    let scaled = n * 100_f64.powi(percents) / 1000_f64.powi(thousands);
    let places = after.iter().filter(|piece| is_place(piece)).count().min(30);
    let number = format!("{:.places$}", scaled.abs());
    let (digits, decimals) = number.split_once('.').unwrap_or((&number, ""));
    let digits = if digits == "0" && !before.contains(&Piece::Zero) { "" } else { digits };
    let mut whole = whole_part(digits, before);
    if scaled < 0.0 && (!digits.is_empty() || !decimals.is_empty()) {
        whole.insert(0, '-');
    }
    let fraction = fraction_part(decimals, after);
    let tail: String = after
        .iter()
        .filter_map(|piece| match piece {
            Piece::Literal(c) => Some(*c),
            Piece::Percent => Some('%'),
            _ => None,
        })
        .collect();
    let joined =
        if fraction.is_empty() { format!("{whole}{tail}") } else { format!("{whole}.{fraction}{tail}") };
    Shown { text: joined.trim().to_owned(), whole: whole.trim().to_owned(), fraction }
}

/// The digits put into their places from the right; the leftmost place takes what is left over.
fn whole_part(digits: &str, pieces: &[Piece]) -> String {
    let first_place = pieces.iter().position(|piece| matches!(piece, Piece::Zero | Piece::Digit));
    let mut left: Vec<char> = digits.chars().collect();
    let mut out: Vec<char> = Vec::new();
    // Zeros fill every place right of the first one that asks for it.
    let first_zero = pieces.iter().position(|piece| *piece == Piece::Zero).unwrap_or(pieces.len());
    for (at, piece) in pieces.iter().enumerate().rev() {
        match piece {
            Piece::Zero | Piece::Digit => {
                match left.pop() {
                    Some(digit) => out.push(digit),
                    None if at >= first_zero => out.push('0'),
                    None => {}
                }
                if Some(at) == first_place {
                    while let Some(digit) = left.pop() {
                        out.push(digit);
                    }
                }
            }
            Piece::Literal(c) => out.push(*c),
            Piece::Percent => out.push('%'),
            Piece::Comma | Piece::Point => {}
        }
    }
    out.iter().rev().collect()
}

/// The decimals; zeros at the end fall where no zero asks for them.
fn fraction_part(decimals: &str, pieces: &[Piece]) -> String {
    let places: Vec<&Piece> =
        pieces.iter().filter(|piece| matches!(piece, Piece::Zero | Piece::Digit)).collect();
    let mut kept: Vec<char> = decimals.chars().collect();
    while let (Some('0'), Some(Piece::Digit)) = (kept.last(), places.get(kept.len().wrapping_sub(1))) {
        kept.pop();
    }
    kept.into_iter().collect()
}

/// Which parts of a day a format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: bool,
    pub(super) month: bool,
    pub(super) day: bool,
    clock: bool,
}

impl Parts {
    /// The parts of a format; all of them when it is not known.
    pub(super) fn of(format: &str) -> Self {
        if is_general(format) {
            return Self { year: true, month: true, day: true, clock: false };
        }
        let mut parts = Self { year: false, month: false, day: false, clock: false };
        for token in tokens(format) {
            match token {
                Token::Year(_) => parts.year = true,
                Token::Month(_) => parts.month = true,
                Token::Day(_) => parts.day = true,
                Token::Hour(_) | Token::Minute(_) | Token::Second(_) => parts.clock = true,
                Token::Weekday | Token::Literal(_) => {}
            }
        }
        parts
    }

    /// Whether a time of day is shown and no day.
    pub(super) fn is_clock(self) -> bool {
        self.clock && !self.year && !self.month && !self.day
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Year(usize),
    Month(usize),
    Day(usize),
    Weekday,
    Hour(usize),
    Minute(usize),
    Second(usize),
    Literal(char),
}

/// The tokens of a format of days. `m` after an hour or before a second is a minute.
fn tokens(format: &str) -> Vec<Token> {
    let sections = sections(format);
    let section: Vec<char> = sections.first().map(|text| text.chars().collect()).unwrap_or_default();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < section.len() {
        let c = section[at];
        let lower = c.to_ascii_lowercase();
        let run = section[at..].iter().take_while(|other| other.to_ascii_lowercase() == lower).count();
        let rest: String = section[at..].iter().take(5).collect::<String>().to_ascii_uppercase();
        match lower {
            '"' => {
                let inner = section[at + 1..].iter().take_while(|c| **c != '"');
                let before = tokens.len();
                tokens.extend(inner.map(|c| Token::Literal(*c)));
                at += tokens.len() - before + 2;
                continue;
            }
            '\\' => {
                tokens.extend(section.get(at + 1).map(|c| Token::Literal(*c)));
                at += 2;
                continue;
            }
            '_' | '*' => {
                at += 2;
                continue;
            }
            '[' => {
                let inner: Vec<char> = section[at + 1..].iter().copied().take_while(|c| *c != ']').collect();
                match inner.first().map(char::to_ascii_lowercase) {
                    Some('h') => tokens.push(Token::Hour(1)),
                    Some('m') => tokens.push(Token::Minute(1)),
                    Some('s') => tokens.push(Token::Second(1)),
                    _ => {}
                }
                at += inner.len() + 2;
                continue;
            }
            'a' if rest == "AM/PM" => {
                at += 5;
                continue;
            }
            'a' if rest.starts_with("A/P") => {
                at += 3;
                continue;
            }
            'y' | 'e' => tokens.push(Token::Year(run)),
            'm' => tokens.push(Token::Month(run)),
            'd' if run > 2 => tokens.push(Token::Weekday),
            'd' => tokens.push(Token::Day(run)),
            'a' => tokens.push(Token::Weekday),
            'h' => tokens.push(Token::Hour(run)),
            's' => tokens.push(Token::Second(run)),
            '@' => {}
            _ => {
                tokens.push(Token::Literal(c));
                at += 1;
                continue;
            }
        }
        at += run;
    }
    minutes(&mut tokens);
    tokens
}

/// `m` between hours and seconds is a minute.
fn minutes(tokens: &mut [Token]) {
    let of_time: Vec<usize> =
        (0..tokens.len()).filter(|at| !matches!(tokens[*at], Token::Literal(_) | Token::Weekday)).collect();
    for (n, at) in of_time.iter().enumerate() {
        let Token::Month(run) = tokens[*at] else { continue };
        let after_hour = n > 0 && matches!(tokens[of_time[n - 1]], Token::Hour(_));
        let before_second = of_time.get(n + 1).is_some_and(|next| matches!(tokens[*next], Token::Second(_)));
        if run <= 2 && (after_hour || before_second) {
            tokens[*at] = Token::Minute(run);
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as it is shown; the whole of it when the format is not known.
pub(super) fn shown_moment(at: NaiveDateTime, format: &str) -> String {
    if is_general(format) {
        return at.date().to_string();
    }
    let padded = |n: u32, run: usize| if run > 1 { format!("{n:02}") } else { n.to_string() };
    let mut text = String::new();
    for token in tokens(format) {
        match token {
            Token::Year(run) if run <= 2 => text.push_str(&format!("{:02}", at.year().rem_euclid(100))),
            Token::Year(_) => text.push_str(&at.year().to_string()),
            Token::Month(run @ 0..=2) => text.push_str(&padded(at.month(), run)),
            Token::Month(run) => {
                let name = MONTHS[at.month0() as usize % 12];
                text.push_str(if run == 3 { &name[..3] } else { name });
            }
            Token::Day(run) => text.push_str(&padded(at.day(), run)),
            Token::Hour(run) => text.push_str(&padded(at.hour(), run)),
            Token::Minute(run) => text.push_str(&padded(at.minute(), run)),
            Token::Second(run) => text.push_str(&padded(at.second(), run)),
            Token::Weekday => {}
            Token::Literal(c) => text.push(c),
        }
    }
    text.trim().to_owned()
}
