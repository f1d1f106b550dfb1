//! Names (姓名): Unicode planes 0, 2 and 3, the dot of minority names, long names and names of one character.

use super::IdentError;
use std::fmt;

/// Most characters of a name (JY/T 1001: 36).
const MOST: usize = 36;

/// A name, tidied: one kind of dot, single spaces, no space at the ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name as people write it.
    ///
    /// # Errors
    /// Empty, longer than 36 characters, or with characters that no name has.
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let dotted: String = text
            .chars()
            .map(|c| match c {
                '•' | '．' | '・' | '‧' | '∙' | '●' | '⋅' => '·',
                '　' => ' ',
                other => other,
            })
            .collect();
        let words: Vec<&str> = dotted.split_whitespace().collect();
        let chinese = dotted.chars().any(is_han);
        // A space inside a Chinese name is a typist's; between Latin words it belongs there.
        let name = words.join(if chinese { "" } else { " " });
        if name.is_empty() {
            return Err(IdentError::Empty);
        }
        if name.chars().count() > MOST {
            return Err(IdentError::Length);
        }
        let fits =
            |c: char| is_han(c) || c == '·' || c.is_ascii_alphabetic() || (!chinese && is_latin_mark(c));
        let edge = |c: Option<char>| c.is_some_and(|c| is_han(c) || c.is_alphabetic());
        if !name.chars().all(fits) || !edge(name.chars().next()) {
            return Err(IdentError::Characters);
        }
        if name.ends_with('·') || name.contains("··") {
            return Err(IdentError::Characters);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first character and stars.
    pub fn masked(&self) -> String {
        let mut characters = self.0.chars();
        let first: String = characters.next().into_iter().collect();
        first + &"*".repeat(characters.count().clamp(1, 3))
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Han characters of the basic plane with its extensions, and of planes 2 and 3 where the rare ones are.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

fn is_latin_mark(c: char) -> bool {
    matches!(c, ' ' | '\'' | '’' | '-' | '.' | ',') || (c.is_alphabetic() && u32::from(c) < 0x250)
}
