//! Where a version of the rules stands between its proposal and its day.

use serde::{Deserialize, Serialize};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// 待审批
    Proposed,
    /// 已批准: in force from its day
    Approved,
    /// 未批准
    Rejected,
    /// 已撤回
    Withdrawn,
}

impl RuleState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "待审批",
            Self::Approved => "已批准",
            Self::Rejected => "未批准",
            Self::Withdrawn => "已撤回",
        }
    }
}
