//! The verification code (验证码) at the foot of every sheet.

use super::base32;
use std::fmt;
use std::str::FromStr;

/// How many random bytes a code is made of: 80 bits, 16 characters.
pub const CODE_BYTES: usize = 10;

/// Characters in a code, without its dashes.
const CHARACTERS: usize = 16;

/// The code of one printed sheet. Who has it may ask the public page about the sheet, so the store keeps only its keyed hash and
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintCode([u8; CODE_BYTES]);

/// Why what was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeError {
    /// Nothing was typed.
    Empty,
    /// It has the wrong number of characters.
    Length,
    /// It has characters that no code has.
    Characters,
}

impl CodeError {
    /// What is wrong, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "没有填写验证码。",
            Self::Length => "验证码应为16位，请对照打印件页脚核对。",
            Self::Characters => "验证码只含数字和大写字母（不含I、L、O、U），请对照打印件页脚核对。",
        }
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for CodeError {}

impl PrintCode {
    /// A code of these bytes, which the caller drew at random.
    pub fn new(random: [u8; CODE_BYTES]) -> Self {
        Self(random)
    }

    /// The bytes, to be hashed with a key.
    pub fn as_bytes(&self) -> &[u8; CODE_BYTES] {
        &self.0
    }
}

impl fmt::Display for PrintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, character) in base32::encode(&self.0).chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for PrintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrintCode(****)")
    }
}

impl FromStr for PrintCode {
    type Err = CodeError;

    /// Reads what a person typed: full-width or small letters, spaces and dashes anywhere; O is read as 0, I and L as 1.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let typed: String = crate::text::compact(text).text.chars().filter_map(read).collect();
        if typed.is_empty() {
            return Err(CodeError::Empty);
        }
        if typed.chars().count() != CHARACTERS {
            return Err(CodeError::Length);
        }
        let bytes = base32::decode(&typed).ok_or(CodeError::Characters)?;
        bytes.try_into().map(Self).map_err(|_| CodeError::Length)
    }
}

/// One typed character as the alphabet has it; `None` for what only separates.
fn read(character: char) -> Option<char> {
    match character {
        '-' => None,
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other => Some(other),
    }
}
