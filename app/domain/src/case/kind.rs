//! The kinds of case, what each carries, and where a case stands.

use super::correction::Correction;
use super::registration::Registration;
use serde::{Deserialize, Serialize};

/// The kinds of case. The numbers go into case numbers and are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 学籍建立 (第四条)
    Registration,
    /// 基础信息变更 (第十条)
    Correction,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Registration, Self::Correction];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "学籍建立",
            Self::Correction => "基础信息变更",
        }
    }

    /// Two digits in the case number.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Registration => "01",
            Self::Correction => "02",
        }
    }

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Correction => "correction",
        }
    }

    /// The article it serves.
    pub fn article(self) -> u8 {
        match self {
            Self::Registration => 4,
            Self::Correction => 10,
        }
    }
}

/// The typed content of a case, one variant per kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// 学籍建立
    Registration(Registration),
    /// 基础信息变更
    Correction(Correction),
}

impl Payload {
    /// Which kind of case this makes.
    pub fn kind(&self) -> CaseKind {
        match self {
            Self::Registration(_) => CaseKind::Registration,
            Self::Correction(_) => CaseKind::Correction,
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// 办理中: the last step waits for its unit
    InProgress,
    /// 已退回: waits for whoever opened it to mend it (补正)
    Returned,
    /// 已办结: every step agreed and the effects are done
    Approved,
    /// 不予办理
    Refused,
    /// 已撤回
    Withdrawn,
}

impl CaseState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::InProgress, Self::Returned, Self::Approved, Self::Refused, Self::Withdrawn];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::InProgress => "办理中",
            Self::Returned => "已退回补正",
            Self::Approved => "已办结",
            Self::Refused => "不予办理",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::InProgress | Self::Returned)
    }
}
