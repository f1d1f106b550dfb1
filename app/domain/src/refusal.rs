//! Refusals: what the domain answers when the regulation does not allow something. They are for people.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a refusal rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// An article of 《中小学生学籍管理办法》 (2013).
    Article(u8),
    /// A rule in force, with its value and its source.
    Rule(String),
    /// Another law, by name and article.
    Law(String),
    /// The order of work of this system, where the regulation is silent.
    Procedure,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(n) => write!(f, "《中小学生学籍管理办法》第{}条", chinese_number(*n)),
            Self::Rule(text) | Self::Law(text) => f.write_str(text),
            Self::Procedure => f.write_str("系统办理规程"),
        }
    }
}

/// One refusal: what is wrong, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable name for code and logs, e.g. `four_eyes`.
    pub code: String,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do next.
    pub remedy: String,
    /// What it rests on.
    pub basis: Basis,
}

impl Refusal {
    /// Builds a refusal.
    pub fn new(code: &str, basis: Basis, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code: code.into(), what: what.into(), remedy: remedy.into(), basis }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.basis {
            // «by our own procedure» tells a person nothing.
            Basis::Procedure => write!(f, "{}{}", self.what, self.remedy),
            _ => write!(f, "{}{}（依据：{}）", self.what, self.remedy, self.basis),
        }
    }
}

/// 1–99 in Chinese numerals, as the articles are numbered.
pub fn chinese_number(n: u8) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(n / 10) % 10, usize::from(n % 10));
    match tens {
        0 => DIGITS[ones].into(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_named_as_printed() {
        let printed: Vec<_> = [4, 10, 14, 20, 23].map(|n| Basis::Article(n).to_string()).into();
        assert_eq!(
            printed,
            ["四", "十", "十四", "二十", "二十三"].map(|n| format!("《中小学生学籍管理办法》第{n}条"))
        );
    }
}
