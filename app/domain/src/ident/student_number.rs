//! 学籍号 (第五条): 19 characters. G and the resident's number after the identity match; L temporary, with the same legal effect;
//! J self-coded for children without a usable number.

use super::resident_id::check_character;
use super::{IdentError, ResidentId, mask};
use crate::codes::code_list;
use crate::text::identifier;
use chrono::NaiveDate;
use std::str::FromStr;

code_list! {
    /// The kind of a 学籍号.
    NumberKind {
        Formal = "G" "正式学籍号",
        Temporary = "L" "临时学籍号",
        SelfCoded = "J" "自编学籍号",
    }
}

/// A 学籍号. As sensitive as the number inside it: never in addresses, logs or file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudentNumber(String);

impl StudentNumber {
    /// 正式: G and the number whose identity was matched.
    pub fn formal(id: &ResidentId) -> Self {
        Self(format!("G{}", id.as_str()))
    }

    /// 临时: L, six digits of the school's district, birth date, four random digits (below 10,000).
    pub fn temporary(district: &str, birth: NaiveDate, random: u16) -> Self {
        Self(format!("L{district}{}{:04}", birth.format("%Y%m%d"), random % 10_000))
    }

    /// 自编: J, six digits of the school's district, birth date, serial (below 1,000), check character.
    pub fn self_coded(district: &str, birth: NaiveDate, serial: u16) -> Self {
        let body = format!("{district}{}{:03}", birth.format("%Y%m%d"), serial % 1000);
        let check = check_character(&body).unwrap_or('0');
        Self(format!("J{body}{check}"))
    }

    /// Which kind it is.
    pub fn kind(&self) -> NumberKind {
        NumberKind::from_code(&self.0[..1]).expect("checked when made")
    }

    /// All 19 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First four and last two.
    pub fn masked(&self) -> String {
        mask(&self.0, 4, 2)
    }
}

impl FromStr for StudentNumber {
    type Err = IdentError;

    /// Reads a number. L has no check character (its last four are random); G and J have one.
    fn from_str(text: &str) -> Result<Self, IdentError> {
        let text = identifier(text).text;
        if text.is_empty() {
            return Err(IdentError::Empty);
        }
        if !text.is_ascii() {
            return Err(IdentError::Characters);
        }
        if text.len() != 19 {
            return Err(IdentError::Length);
        }
        let kind = NumberKind::from_code(&text[..1]).ok_or(IdentError::Form)?;
        let body = &text[1..];
        match kind {
            NumberKind::Formal => {
                ResidentId::parse(body)?;
            }
            NumberKind::Temporary => {
                if !body.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(IdentError::Characters);
                }
                birth(body)?;
            }
            NumberKind::SelfCoded => {
                birth(body)?;
                if check_character(&body[..17]) != body.chars().nth(17) {
                    return Err(IdentError::CheckDigit);
                }
            }
        }
        Ok(Self(text))
    }
}

fn birth(body: &str) -> Result<NaiveDate, IdentError> {
    NaiveDate::parse_from_str(&body[6..14], "%Y%m%d").map_err(|_| IdentError::BirthDate)
}
