//! Where a pupil stands in the register (学籍状态).

use crate::codes::PupilStatus;
use serde::{Deserialize, Serialize};

/// Where a pupil stands. Before approval a child is a candidate: in the register, with no number and no spell yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "code")]
pub enum Standing {
    /// 待核准
    Candidate,
    /// 未予建籍: the registration was refused or withdrawn
    NotRegistered,
    /// 学生当前状态 (JY/T 1001 XSDQZT)
    Pupil(PupilStatus),
    /// 已合并: the record was merged into another of the same child (第六条)
    Merged,
}

impl Standing {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Candidate => "待核准",
            Self::NotRegistered => "未予建籍",
            Self::Merged => "已合并",
            Self::Pupil(status) => status.label(),
        }
    }

    /// Stable name in counters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::NotRegistered => "none",
            Self::Merged => "merged",
            Self::Pupil(status) => status.code(),
        }
    }
}
