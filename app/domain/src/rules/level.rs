//! The levels of early warnings, whose thresholds are rules.

use serde::{Deserialize, Serialize};

/// How loud a warning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 提示
    Hint,
    /// 关注
    Watch,
    /// 预警
    Alarm,
}

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 3] = [Self::Hint, Self::Watch, Self::Alarm];

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Watch => "watch",
            Self::Alarm => "alarm",
        }
    }

    /// The level with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hint => "提示",
            Self::Watch => "关注",
            Self::Alarm => "预警",
        }
    }
}
