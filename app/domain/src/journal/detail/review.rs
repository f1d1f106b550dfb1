//! Details of the term review (学期复核).

use super::Event;
use crate::form::Field;
use crate::matter::Office;
use crate::review::{AnomalyKind, Finding, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the journal keeps of what somebody said of a pupil in a term review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewDetail {
    /// The term.
    pub term: String,
    /// What was said.
    pub said: ReviewSaid,
}

/// What somebody says of a pupil in a term review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewSaid {
    /// 学籍复核确认
    Confirmed {
        /// What the school finds.
        finding: Finding,
        /// Which items are wrong.
        items: BTreeSet<Field>,
        /// What it says about it; empty where it need not.
        note: String,
        /// At which other school the child was found, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Office>,
    },
    /// 答复复核疑点
    Answered {
        /// Which anomaly.
        anomaly: AnomalyKind,
        /// What it turned out to be.
        outcome: Outcome,
        /// What the school says about it.
        note: String,
    },
    /// 监护人确认基础信息
    Guardian {
        /// Whether the guardian finds everything right.
        right: bool,
        /// Whether that was said on a paper sheet.
        on_paper: bool,
    },
}

impl ReviewDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self.said {
            ReviewSaid::Confirmed { .. } => Event::Reviewed,
            ReviewSaid::Answered { .. } => Event::ReviewAnswered,
            ReviewSaid::Guardian { .. } => Event::GuardianConfirmed,
        }
    }
}
