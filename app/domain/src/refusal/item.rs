//! The key of an item of the form, or of a column of the archive, which no table here knows: provinces add columns.

use std::fmt;

/// As many bytes as a key may have: the longest one that a province may give a column has thirty.
const MOST: usize = 32;

/// A key: lower-case letters, digits and `_`, at most thirty-two, beginning with a letter. Zeros fill it up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemName([u8; MOST]);

impl ItemName {
    /// The key as it is, if it is one.
    pub(super) fn new(key: &str) -> Option<Self> {
        let whole = key.len() <= MOST && key.starts_with(|c: char| c.is_ascii_lowercase());
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (whole && key.bytes().all(good)).then(|| Self::beginning_of(key))
    }

    /// As much of a text as fits, up to the first character that no key has.
    pub(super) fn beginning_of(text: &str) -> Self {
        let good = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
        let mut bytes = [0; MOST];
        for (to, byte) in bytes.iter_mut().zip(text.bytes().take_while(good)) {
            *to = byte;
        }
        Self(bytes)
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(MOST);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

impl fmt::Debug for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
