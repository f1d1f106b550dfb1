//! 公民身份号码 (GB 11643-1999), and the 18-digit numbers made by the same rule: 港澳台居民居住证 and, since 2023-12, the
//! 外国人永久居留身份证.

use super::{IdentError, mask};
use crate::codes::{Country, Sex};
use crate::text::identifier;
use chrono::NaiveDate;
use std::fmt;

/// A number of 18 characters whose check character and birth date hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId(String);

/// Province pairs of GB/T 2260, with 81–83 of the residence permits.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    "83",
];

/// The check character of seventeen digits (ISO 7064 MOD 11-2).
pub(crate) fn check_character(digits: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if digits.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in digits.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

impl ResidentId {
    /// Reads a number as people write it.
    ///
    /// # Errors
    /// What is wrong first: length, characters, province, birth date, check character. Fifteen digits are the number of a card of the
    /// first generation, void since 2013 (《居民身份证法》 as amended in 2011).
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let text = identifier(text).text;
        if text.is_empty() {
            return Err(IdentError::Empty);
        }
        if text.len() == 15 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentError::Obsolete);
        }
        if text.chars().count() != 18 {
            return Err(IdentError::Length);
        }
        let (body, check) = text.split_at(text.char_indices().nth(17).map_or(0, |(at, _)| at));
        if !body.bytes().all(|b| b.is_ascii_digit())
            || !check.bytes().all(|b| b.is_ascii_digit() || b == b'X')
        {
            return Err(IdentError::Characters);
        }
        // Of a foreigner's card the province of issue stands behind the 9.
        let province = if body.starts_with('9') { &body[1..3] } else { &body[..2] };
        if !PROVINCES.contains(&province) {
            return Err(IdentError::Province);
        }
        birth_date(body).ok_or(IdentError::BirthDate)?;
        if check_character(body) != check.chars().next() {
            return Err(IdentError::CheckDigit);
        }
        Ok(Self(text))
    }

    /// 出生日期
    pub fn birth_date(&self) -> NaiveDate {
        birth_date(&self.0).expect("checked when parsed")
    }

    /// 性别: the seventeenth digit, odd for men.
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The six digits of the division at first registration, which may since have been withdrawn.
    pub fn division(&self) -> &str {
        &self.0[..6]
    }

    /// Whether it is a residence permit of Hong Kong, Macao or Taiwan people (81, 82, 83).
    pub fn is_hmt_permit(&self) -> bool {
        ["81", "82", "83"].contains(&&self.0[..2])
    }

    /// The region of a residence permit: each has one area code, and all who come from there bear it.
    pub fn hmt_region(&self) -> Option<Country> {
        match self.division() {
            "810000" => Some(Country::Hkg),
            "820000" => Some(Country::Mac),
            "830000" => Some(Country::Twn),
            _ => None,
        }
    }

    /// Whether it is a foreign permanent resident's card of 2023 (first digit 9).
    pub fn is_foreign_card(&self) -> bool {
        self.0.starts_with('9')
    }

    /// All 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First three and last two, as children's numbers are shown.
    pub fn masked(&self) -> String {
        mask(&self.0, 3, 2)
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

fn birth_date(number: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(part(6, 10)?).ok()?, part(10, 12)?, part(12, 14)?)?;
    (date.format("%Y").to_string().as_str() >= "1900").then_some(date)
}
