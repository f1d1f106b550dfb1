//! Names (姓名): Unicode planes 0, 2 and 3, the dot of minority names, long names and names of one character.

use super::IdentError;
use crate::text::{self, is_han};
use std::fmt;

/// Most characters of a name (JY/T 1001: 36).
const MOST: usize = 36;

/// Most characters of a name without Han characters: passports of countries where people have many names do not keep to the other.
const MOST_LETTERS: usize = 80;

/// What is typed where there is nobody, or nobody knows.
const NOBODY: &[&str] = &[
    "无",
    "没有",
    "无此人",
    "暂无",
    "无名",
    "空",
    "空白",
    "已故",
    "故",
    "亡故",
    "病故",
    "去世",
    "已去世",
    "死亡",
    "已死亡",
    "父亡",
    "母亡",
    "不详",
    "不明",
    "未知",
    "不知道",
    "离异",
    "离婚",
    "单亲",
    "孤儿",
    "失踪",
    "失联",
    "待定",
    "N/A",
    "NONE",
    "NULL",
];

/// A name in its canonical form ([`text::name`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name as people write it.
    ///
    /// # Errors
    /// Empty, too long, a word that says there is nobody, or with characters that no name has.
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let name = text::name(text).text;
        if name.is_empty() {
            return Err(IdentError::Empty);
        }
        if NOBODY.contains(&name.to_uppercase().as_str()) || !name.chars().any(char::is_alphabetic) {
            return Err(IdentError::Nobody);
        }
        let chinese = name.chars().any(is_han);
        if name.chars().count() > if chinese { MOST } else { MOST_LETTERS } {
            return Err(IdentError::Length);
        }
        if name.chars().any(is_of_other_script) {
            return Err(IdentError::Script);
        }
        let fits = |c: char| is_han(c) || c == '·' || c == ' ' || is_letter(c) || (!chinese && is_mark(c));
        let edge = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_letter(c));
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

/// Letters of the scripts that can be shown and printed besides Han: Latin of every alphabet that uses it, Greek, Cyrillic, kana and
/// Hangul, as passports and family registers abroad have them.
fn is_letter(c: char) -> bool {
    let known = matches!(
        u32::from(c),
        0x41..=0x24F | 0x370..=0x3FF | 0x400..=0x52F | 0x1E00..=0x1FFF | 0x3041..=0x3096 | 0x30A1..=0x30FE | 0xAC00..=0xD7A3
    );
    c.is_alphabetic() && known
}

/// Letters of every other script: 藏文, 维吾尔文, 蒙古文, 彝文 and so on. The name of a citizen is the one in Han characters that the
/// 居民户口簿 and the 居民身份证 have (《居民身份证法》第四条); that of a foreigner stands in Latin letters in the passport.
fn is_of_other_script(c: char) -> bool {
    c.is_alphabetic() && !is_han(c) && !is_letter(c)
}

/// What stands in names of letters besides them; a mark that has no letter of its own with it is a combining one.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '-' | '.' | ',') || matches!(u32::from(c), 0x300..=0x36F)
}
