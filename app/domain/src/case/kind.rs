//! The kinds of case, what each carries, and where a case stands.

use super::change::StatusChange;
use super::correction::Correction;
use super::death::Death;
use super::registration::Registration;
use super::resumption::Resumption;
use super::suspension::Suspension;
use super::transfer::Transfer;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The kinds of case. The numbers go into case numbers and are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 学籍建立 (第四条)
    Registration,
    /// 基础信息变更 (第十条)
    Correction,
    /// 转学 (第十四条)
    Transfer,
    /// 休学 (第十九条)
    Suspension,
    /// 复学 (第十九条)
    Resumption,
    /// 死亡注销 (第二十一条)
    Death,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Registration,
        Self::Correction,
        Self::Transfer,
        Self::Suspension,
        Self::Resumption,
        Self::Death,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "学籍建立",
            Self::Correction => "基础信息变更",
            Self::Transfer => "转学",
            Self::Suspension => "休学",
            Self::Resumption => "复学",
            Self::Death => "注销学籍（死亡）",
        }
    }

    /// Two digits in the case number.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Registration => "01",
            Self::Correction => "02",
            Self::Transfer => "03",
            Self::Suspension => "04",
            Self::Resumption => "05",
            Self::Death => "06",
        }
    }

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Correction => "correction",
            Self::Transfer => "transfer",
            Self::Suspension => "suspension",
            Self::Resumption => "resumption",
            Self::Death => "death",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The article it serves.
    pub fn article(self) -> u8 {
        match self {
            Self::Registration => 4,
            Self::Correction => 10,
            Self::Transfer => 14,
            Self::Suspension | Self::Resumption => 19,
            Self::Death => 21,
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
    /// 转学
    Transfer(Transfer),
    /// 休学
    Suspension(Suspension),
    /// 复学
    Resumption(Resumption),
    /// 死亡注销
    Death(Death),
}

impl Payload {
    /// The change of status it makes, when it is one that the pupil's own school opens.
    pub fn status_change(&self) -> Option<&dyn StatusChange> {
        match self {
            Self::Suspension(change) => Some(change),
            Self::Resumption(change) => Some(change),
            Self::Death(change) => Some(change),
            Self::Registration(_) | Self::Correction(_) | Self::Transfer(_) => None,
        }
    }

    /// The day it happened or is to happen; none where the day is that of the decision.
    pub fn occurred_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Transfer(transfer) => Some(transfer.facts.on),
            other => other.status_change().map(|change| change.facts().on),
        }
    }

    /// Which kind of case this makes.
    pub fn kind(&self) -> CaseKind {
        match self {
            Self::Registration(_) => CaseKind::Registration,
            Self::Correction(_) => CaseKind::Correction,
            Self::Transfer(_) => CaseKind::Transfer,
            Self::Suspension(_) => CaseKind::Suspension,
            Self::Resumption(_) => CaseKind::Resumption,
            Self::Death(_) => CaseKind::Death,
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
