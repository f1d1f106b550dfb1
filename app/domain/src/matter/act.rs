//! What somebody did (经办记录), and in which words.

use super::Party;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who did something, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// By whom.
    pub by: Party,
    /// 日期
    pub on: NaiveDate,
}

/// Who says what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Who, and when.
    pub act: Act,
    /// In their words.
    pub words: String,
}
