//! The name of a class within its grade (班级): `7班`, however it is written.

use super::steps::Work;
use super::{Canonical, Changed, is_bracket, steps};

/// The name of a class. `grades` are the ways in which the grade of the class is said before the number (`一`, `初一`, `7`); another grade
/// than these is left standing, for that is another class.
pub fn class_name(text: &str, grades: &[String]) -> Canonical {
    Work::begin(text)
        .step(Changed::Mark, |text| steps::swapped(text, |c| steps::is_dash(c).then_some('-')))
        .compatible()
        .unquoted()
        // Two digits with a space between them are two numbers.
        .spaced(|last, next| !(last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric()))
        .step(Changed::ClassForm, |text| canonical(text, grades).unwrap_or_else(|| text.to_owned()))
        .done()
}

fn canonical(text: &str, grades: &[String]) -> Option<String> {
    let inside = text.strip_suffix('班').unwrap_or(text);
    let number = number(bare(inside)).or_else(|| {
        // The longest way of saying the grade first: 初一 before 初.
        let mut ways: Vec<&String> =
            grades.iter().filter(|grade| inside.starts_with(grade.as_str())).collect();
        ways.sort_by_key(|grade| std::cmp::Reverse(grade.len()));
        ways.into_iter().find_map(|grade| after_grade(grade, &inside[grade.len()..]))
    })?;
    Some(format!("{number}班"))
}

/// What stands behind the grade, when it is a number that is set off from it.
fn after_grade(grade: &str, rest: &str) -> Option<String> {
    let (rest, said) = match rest.strip_prefix("年级").or_else(|| rest.strip_prefix("年")) {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let separated = rest.starts_with(|c: char| is_separator(c) || is_bracket(c) || c == '第');
    let rest = bare(rest.trim_start_matches(is_separator));
    let digits = rest.starts_with(|c: char| c.is_ascii_digit());
    // 一7班 is told apart by its two kinds of digits, 初一二班 by the stage; 17班 and 十二班 are one number.
    let mixed = digits && !grade.ends_with(|c: char| c.is_ascii_digit());
    let staged = !digits && grade.chars().count() > 1 && !grade.starts_with(|c: char| c.is_ascii_digit());
    (said || separated || mixed || staged).then(|| number(rest)).flatten()
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '.' | '·' | ',' | '、' | '_' | ' ' | '/' | '~')
}

/// Without brackets round it, without 第 before it and 班 inside.
fn bare(text: &str) -> &str {
    let text = text.trim_start_matches('第').trim_matches(is_bracket);
    text.trim_start_matches('第').trim_end_matches('班').trim_end_matches(is_bracket)
}

/// A number up to 999, in digits or in words up to 99, or one Latin letter.
fn number(text: &str) -> Option<String> {
    let mut letters = text.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii_alphabetic()
    {
        return Some(letter.to_ascii_uppercase().to_string());
    }
    let digits = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let read: u32 = if digits { text.parse().ok()? } else { in_words(text)? };
    (read > 0).then(|| read.to_string())
}

/// A number up to 99 in words.
pub(super) fn in_words(text: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |text: &str| {
        let mut characters = text.chars();
        let one = DIGITS.chars().position(|c| Some(c) == characters.clone().next())?;
        characters.next();
        characters.next().is_none().then_some(one).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0)
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}
