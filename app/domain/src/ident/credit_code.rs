//! 统一社会信用代码 (GB 32100-2015): the number of an institution, public by law, eighteen characters with a check character.

use super::IdentError;
use crate::text::identifier;

/// The characters in the order of their values: digits and capitals without I, O, S, V and Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code whose check character holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code as people write it.
    ///
    /// # Errors
    /// What is wrong first: length, characters, check character.
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let code = identifier(text).text;
        match code.chars().count() {
            0 => return Err(IdentError::Empty),
            18 => {}
            _ => return Err(IdentError::Length),
        }
        let values: Option<Vec<usize>> = code.chars().map(|c| ALPHABET.find(c)).collect();
        let values = values.ok_or(IdentError::Characters)?;
        // Who registered it, what it is, and the six digits of its division are digits but for the second character.
        if !code.bytes().take(8).enumerate().all(|(at, b)| at < 2 || b.is_ascii_digit()) {
            return Err(IdentError::Characters);
        }
        if check_value(&values[..17]) != values[17] {
            return Err(IdentError::CheckDigit);
        }
        Ok(Self(code))
    }

    /// All eighteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value of the check character: the weights are the powers of three modulo 31.
fn check_value(values: &[usize]) -> usize {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31
}

/// Seventeen characters with the check character they have; none when one of them is none of the alphabet.
#[cfg(test)]
pub(crate) fn checked(seventeen: &str) -> Option<String> {
    let values: Vec<usize> = seventeen.chars().map(|c| ALPHABET.find(c)).collect::<Option<_>>()?;
    let check = ALPHABET.chars().nth(check_value(&values))?;
    Some(format!("{seventeen}{check}"))
}
