//! The chain of a case: who decides, by when, and what was decided.

use crate::account::Role;
use crate::calendar::Due;
use crate::id::UnitId;
use crate::matter::Party;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One link of the chain: who decides when the ones before have agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Registrar or leader.
    pub role: Role,
}

/// A step: one link, opened on a day, due on another, decided or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which link of the chain, from 0.
    pub link: usize,
    /// In which round; every mended return starts a new one at the first link.
    pub round: u32,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The day by which it is to be decided.
    pub due: Due,
    /// What was decided.
    pub decision: Option<Decision>,
    /// 临期提醒: the day on which its unit was reminded.
    #[serde(default)]
    pub reminded_on: Option<NaiveDate>,
    /// 逾期督办: the authority that was told that it is late, with its name.
    #[serde(default)]
    pub escalated_to: Option<(UnitId, String)>,
}

impl Step {
    /// A step that is opened.
    pub fn opened(link: usize, round: u32, on: NaiveDate, due: Due) -> Self {
        Self { link, round, opened_on: on, due, decision: None, reminded_on: None, escalated_to: None }
    }
}

/// What was decided at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Agreed, returned or refused.
    pub verdict: Verdict,
    /// By whom.
    pub by: Party,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; may be empty when agreed.
    pub reason: String,
}

/// The three answers at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 同意
    Agreed,
    /// 退回补正
    Returned,
    /// 不予办理
    Refused,
}

impl Verdict {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agreed => "同意",
            Self::Returned => "退回补正",
            Self::Refused => "不予办理",
        }
    }
}
