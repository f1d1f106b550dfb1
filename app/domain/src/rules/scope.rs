//! For which stages (学段) a value is, and whether it holds in principle only (原则上, 一般): what a document says of a rule besides
//! its value. A document for compulsory education says nothing of senior high; one that says «as a rule not» leaves the exception to
//! whoever decides.

use super::RuleKey;
use crate::codes::Stage;
use serde::{Deserialize, Serialize};

/// What narrows a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The stages it is for; every stage when none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// 原则上: whoever decides may pass it with a reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_principle: bool,
}

impl Scope {
    /// Whether it narrows nothing.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the value is for a stage.
    pub fn covers(&self, stage: Stage) -> bool {
        self.stages.is_empty() || self.stages.contains(&stage)
    }

    /// In words, behind the value; empty where nothing is narrowed.
    pub fn words(&self) -> String {
        let mut words: Vec<&str> = self.stages.iter().map(|stage| stage.label()).collect();
        if self.in_principle {
            words.push("原则上");
        }
        if words.is_empty() { String::new() } else { format!("（{}）", words.join("、")) }
    }
}

impl RuleKey {
    /// Whether a document may narrow it: what stands in the way of a change of one pupil. Other rules have their stages as their value,
    /// or are no bar to anybody.
    pub fn takes_scope(self) -> bool {
        matches!(
            self,
            Self::ClassSizeMax
                | Self::TransferGrounds
                | Self::TransferWithin
                | Self::TransferBarred
                | Self::TransferWindows
                | Self::TransferTermEdge
                | Self::TransferGradeKept
                | Self::SuspensionMinMonths
                | Self::SuspensionMaxMonths
                | Self::SuspensionExtensionMonths
                | Self::SuspensionBarred
                | Self::SuspensionGrounds
                | Self::SuspensionHospital
                | Self::ReturnGrade
                | Self::ReturnEarlyOwn
                | Self::RepeatLeaving
                | Self::RepeatCap
        )
    }
}
