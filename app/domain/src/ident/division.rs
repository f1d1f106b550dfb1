//! 行政区划代码: twelve digits on the form; six are taken and filled up.

use super::IdentError;
use crate::text::compact;

/// A division of twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(String);

impl DivisionCode {
    /// Reads six or twelve digits; six are filled up with zeros (accepted practice at county level).
    ///
    /// # Errors
    /// Wrong length, other characters, or first two digits that are no province.
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let text = compact(text).text;
        if text.is_empty() {
            return Err(IdentError::Empty);
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentError::Characters);
        }
        let code = match text.len() {
            6 => format!("{text}000000"),
            12 => text,
            _ => return Err(IdentError::Length),
        };
        let province: u8 = code[..2].parse().map_err(|_| IdentError::Province)?;
        if !matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=66 | 71 | 81..=83) {
            return Err(IdentError::Province);
        }
        Ok(Self(code))
    }

    /// All twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first six: the county.
    pub fn county(&self) -> &str {
        &self.0[..6]
    }
}
