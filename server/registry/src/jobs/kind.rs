//! The kinds of background work.

use crate::store::Bell;
use serde::{Deserialize, Serialize};

/// A kind of background work. Each has its own turns: none waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 汇总统计数字: the figures of a school and of everything above it are summed again
    Rollup,
    /// 身份信息核对: a child's document is matched
    Identity,
    /// 重算办理期限: deadlines are counted again
    Calendar,
    /// 问题学籍核查 of a unit
    ProblemCheck,
    /// 学籍复核: the look at the records of a campaign
    Review,
    /// 批量导入
    Import,
    /// 监测预警 of the whole country
    Warnings,
    /// 学校变更: what a school has is moved
    SchoolChange,
    /// 统一升级 of a school
    Promotion,
    /// 短信和邮件通知: a message is sent
    Message,
    /// 档案完整情况: what a pupil's archive should hold and lacks is counted again
    Holdings,
    /// The same of every pupil of a school
    SchoolHoldings,
    /// 存量数据接管: rows of an existing register are checked, taken over, taken back
    TakeOver,
    /// 历史数据: the figures of every unit are kept for the day
    FigureDays,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Rollup,
        Self::Identity,
        Self::Calendar,
        Self::ProblemCheck,
        Self::Review,
        Self::Import,
        Self::Warnings,
        Self::SchoolChange,
        Self::Promotion,
        Self::Message,
        Self::Holdings,
        Self::SchoolHoldings,
        Self::TakeOver,
        Self::FigureDays,
    ];

    /// As it is stored; what it is called stands with the words of the operator's page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rollup => "rollup",
            Self::Identity => "identity",
            Self::Calendar => "calendar",
            Self::ProblemCheck => "problem_check",
            Self::Review => "review",
            Self::Import => "import",
            Self::Warnings => "warnings",
            Self::SchoolChange => "school_change",
            Self::Promotion => "promotion",
            Self::Message => "message",
            Self::Holdings => "holdings",
            Self::SchoolHoldings => "school_holdings",
            Self::TakeOver => "take_over",
            Self::FigureDays => "figure_days",
        }
    }
}

impl From<Kind> for Bell {
    fn from(kind: Kind) -> Self {
        Self(kind.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_stored_under_its_key() {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
            assert_eq!(kind as usize, at);
        }
    }
}
