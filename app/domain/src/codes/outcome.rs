//! 毕业、结业、肄业 (第十三条).

use super::PupilStatus;
use serde::{Deserialize, Serialize};

/// How a stage ended for a pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 毕业
    Graduated,
    /// 结业: attended to the end, requirements not met
    Completed,
    /// 肄业: left before the end
    Incomplete,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Graduated, Self::Completed, Self::Incomplete];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        self.status().label()
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Graduated => "graduated",
            Self::Completed => "completed",
            Self::Incomplete => "incomplete",
        }
    }

    /// The outcome with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// What the pupil is from then on.
    pub fn status(self) -> PupilStatus {
        match self {
            Self::Graduated => PupilStatus::Graduated,
            Self::Completed => PupilStatus::Completed,
            Self::Incomplete => PupilStatus::Incomplete,
        }
    }
}
