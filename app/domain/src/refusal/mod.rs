//! Refusals: what the domain answers when the regulation does not allow something. They are for people.

mod code;
mod item;
#[cfg(test)]
mod tests;
mod written;

pub use code::{RefusalCode, Settled};
pub use item::ItemName;
pub use written::BadCode;

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
    /// A rule in force that holds in principle only (原则上): whoever decides may pass it with a reason.
    InPrinciple(String),
    /// Another law, by name and article.
    Law(String),
    /// The order of work of this system, where the regulation is silent.
    Procedure,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(n) => write!(f, "《中小学生学籍管理办法》第{}条", chinese_number(*n)),
            Self::Rule(text) | Self::InPrinciple(text) | Self::Law(text) => f.write_str(text),
            Self::Procedure => f.write_str("系统办理规程"),
        }
    }
}

/// One refusal: what is wrong, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind of refusal it is, or which item it is about.
    pub code: RefusalCode,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do next.
    pub remedy: String,
    /// What it rests on.
    pub basis: Basis,
    /// The control of a page beside which it is told, where that is not called like the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
}

impl Refusal {
    /// A refusal whose code says what it rests on and what to do. Of a code that does not ([`RefusalCode::settled`]) it would rest on
    /// the order of work and say nothing to do: a test finds such calls.
    pub fn of(code: RefusalCode, what: impl Into<String>) -> Self {
        let Settled { basis, remedy } =
            code.settled().unwrap_or(Settled { basis: Basis::Procedure, remedy: "" });
        Self::new(code, basis, what, remedy)
    }

    /// A refusal whose basis depends on a rule or on the kind of matter, or whose remedy is composed.
    pub fn new(code: RefusalCode, basis: Basis, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, what: what.into(), remedy: remedy.into(), basis, control: None }
    }

    /// The same, told beside that control of a page.
    #[must_use]
    pub fn beside(self, control: impl Into<String>) -> Self {
        Self { control: Some(control.into()), ..self }
    }

    /// The control beside which it is told, if a page has one of that name.
    pub fn control(&self) -> &str {
        self.control.as_deref().unwrap_or(self.code.as_str())
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
