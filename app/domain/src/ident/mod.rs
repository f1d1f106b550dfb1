//! Numbers and names that identify people: parsing, checking, masking. None of them is ever a key.

mod division;
mod document;
mod name;
mod resident_id;
mod student_number;

pub use crate::codes::DocumentKind;
pub use division::DivisionCode;
pub use document::Document;
pub use name::PersonName;
pub use resident_id::ResidentId;
pub(crate) use resident_id::check_character;
pub use student_number::{NumberKind, StudentNumber};

use std::fmt;

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentError {
    /// Nothing was written.
    Empty,
    /// It has the wrong number of characters.
    Length,
    /// It has characters that do not belong there.
    Characters,
    /// Its first two digits are no province.
    Province,
    /// Its birth date does not exist.
    BirthDate,
    /// Its check character does not fit: a digit is mistyped or two are swapped.
    CheckDigit,
    /// Its form is not that of this kind of document.
    Form,
}

impl IdentError {
    /// What is wrong, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "没有填写。",
            Self::Length => "位数不对。",
            Self::Characters => "含有不应出现的字符。",
            Self::Province => "前两位不是有效的省级区划代码。",
            Self::BirthDate => "其中的出生日期不存在。",
            Self::CheckDigit => "校验码不符，可能有数字输错或颠倒。",
            Self::Form => "格式与证件类型不符。",
        }
    }
}

impl fmt::Display for IdentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for IdentError {}

/// Full-width letters and digits as half-width, white space gone, upper case: how people's numbers are read.
pub(crate) fn tidy(text: &str) -> String {
    let half = text.chars().map(|c| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    });
    half.filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// First `head` and last `tail` characters, stars between; short texts are all stars.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let shown = |n: usize| count > head + tail + 2 && (n < head || n >= count - tail);
    text.chars().enumerate().map(|(n, c)| if shown(n) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests;
