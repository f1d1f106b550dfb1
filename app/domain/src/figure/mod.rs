//! 统计数字: the figures that a landing page puts first and whose history is kept (历史数据), how long a day of it is kept (`history.rs`), and
//! which figures of a school are not told (`beside.rs`).

mod beside;
mod history;
#[cfg(test)]
mod tests;

pub use beside::{Beside, beside};
pub use history::{Span, daily_since, same_day_of_term_before, same_day_of_year_before, stays};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The first number of children that is told: fewer could be about a child whom somebody knows.
pub const FEW: u64 = 5;
/// What stands in place of such a number.
pub const FEW_WORDS: &str = "少于5";
/// What stands in place of a number from which such a one could be worked out.
pub const LEFT_OUT_WORDS: &str = "不列出";

/// Whether a number of children is too small to be told. Nobody is nobody: a zero tells of no child.
pub fn is_few(n: u64) -> bool {
    (1..FEW).contains(&n)
}

/// A figure of a unit whose history is kept and drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Pupils on roll
    OnRoll,
    /// Registrations that are open
    OpenRegistrations,
    /// Corrections that are open
    OpenCorrections,
    /// Open cases of every kind past their day
    Overdue,
    /// Archives still to be built (第七条)
    ArchivesOpen,
    /// Of these, due within seven days
    ArchivesSoon,
    /// Of these, past their day
    ArchivesLate,
    /// Entries and proofs that archives should hold and lack (第七条)
    HoldingsLacking,
    /// Of these, which should be there already
    HoldingsLate,
    /// Suspensions that end within thirty days (第十九条)
    SuspensionsEnding,
    /// Suspensions whose last day has passed
    SuspensionsOver,
    /// Pupils absent without a reason for more than a week (第二十二条)
    LongAbsent,
}

impl Figure {
    /// Every figure, in the order in which a landing page has them.
    pub const ALL: [Self; 12] = [
        Self::OnRoll,
        Self::OpenRegistrations,
        Self::OpenCorrections,
        Self::Overdue,
        Self::ArchivesOpen,
        Self::ArchivesSoon,
        Self::ArchivesLate,
        Self::HoldingsLacking,
        Self::HoldingsLate,
        Self::SuspensionsEnding,
        Self::SuspensionsOver,
        Self::LongAbsent,
    ];

    /// The Chinese term, as it stands over the number.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnRoll => "在读学生",
            Self::OpenRegistrations => "正在建立学籍",
            Self::OpenCorrections => "正在变更信息",
            Self::Overdue => "逾期未办",
            Self::ArchivesOpen => "待建档案",
            Self::ArchivesSoon => "七日内到期的待建档案",
            Self::ArchivesLate => "超过一个月的待建档案",
            Self::HoldingsLacking => "尚缺的材料和记录",
            Self::HoldingsLate => "已逾期的材料和记录",
            Self::SuspensionsEnding => "休学30天内期满",
            Self::SuspensionsOver => "休学期满未复学",
            Self::LongAbsent => "缺课一周以上",
        }
    }

    /// What is counted: 人, 件, 项.
    pub fn unit(self) -> &'static str {
        match self {
            Self::OpenRegistrations | Self::OpenCorrections | Self::Overdue => "件",
            Self::HoldingsLacking | Self::HoldingsLate => "项",
            _ => "人",
        }
    }

    /// Stable name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::OnRoll => "on_roll",
            Self::OpenRegistrations => "open_registrations",
            Self::OpenCorrections => "open_corrections",
            Self::Overdue => "overdue",
            Self::ArchivesOpen => "archives_open",
            Self::ArchivesSoon => "archives_soon",
            Self::ArchivesLate => "archives_late",
            Self::HoldingsLacking => "holdings_lacking",
            Self::HoldingsLate => "holdings_late",
            Self::SuspensionsEnding => "suspensions_ending",
            Self::SuspensionsOver => "suspensions_over",
            Self::LongAbsent => "long_absent",
        }
    }

    /// The figure of this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.key() == key)
    }

    /// Whether it counts children, or cases that are each about one child; the others count papers.
    pub fn counts_children(self) -> bool {
        !matches!(self, Self::HoldingsLacking | Self::HoldingsLate)
    }
}

/// A figure as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The number.
    Exact(u64),
    /// 少于5: so few children that the number is not told.
    Few,
    /// 不列出: another number that is not told could be worked out from it.
    LeftOut,
}

impl Told {
    /// A number as it is.
    pub fn exact(n: i64) -> Self {
        // A counter that is being set right may be below nothing for a moment.
        Self::Exact(u64::try_from(n).unwrap_or_default())
    }

    /// A number of children of one school, for who may not list them by name.
    pub fn of_school(n: i64) -> Self {
        match Self::exact(n) {
            Self::Exact(n) if is_few(n) => Self::Few,
            told => told,
        }
    }

    /// The number, where it is told.
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Few | Self::LeftOut => None,
        }
    }

    /// What stands in its place, where it is not.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Exact(_) => None,
            Self::Few => Some(FEW_WORDS),
            Self::LeftOut => Some(LEFT_OUT_WORDS),
        }
    }

    /// Where it stands in an order: all few in one place, or the order would tell which is more; none where nothing is said of it.
    pub fn rank(self) -> Option<u64> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Few => Some(1),
            Self::LeftOut => None,
        }
    }
}

/// A figure against an earlier one (同期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// 尚无往期数据: nothing was kept then.
    Nothing,
    /// One of the two is not told, so neither is the difference.
    Untold {
        /// The earlier day.
        on: NaiveDate,
    },
    /// Both are known.
    By {
        /// The earlier day.
        on: NaiveDate,
        /// What was counted then.
        before: u64,
        /// By how much it has grown since.
        change: i64,
    },
}

impl Against {
    /// A figure against what was kept of an earlier day, if anything was.
    pub fn of(now: Told, earlier: Option<(NaiveDate, Told)>) -> Self {
        match (now, earlier) {
            (_, None) => Self::Nothing,
            (Told::Exact(now), Some((on, Told::Exact(before)))) => {
                let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
                Self::By { on, before, change: signed(now).saturating_sub(signed(before)) }
            }
            (_, Some((on, _))) => Self::Untold { on },
        }
    }
}
