//! Registrars (学籍管理员, 第二十三条): who is appointed, trained by which certificate, and how the work passes on when one leaves. A
//! registrar's file lasts as long as the account; nothing in it is ever taken away.

mod hand_over;
mod life;
mod matter;
mod report;
mod work;

pub use crate::matter::Context;
pub use hand_over::{HandOver, HandOverCommand, HandOverContext, HandOverEvent, HandOverState, Opening};
pub use report::SentReport;
pub use work::{Desk, Found, Item, ItemKind, ItemState};

use crate::id::AccountId;
use crate::matter::{Act, Office};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest title, document or reason, in characters.
pub const WORDS_MAX: usize = 200;
/// The most hours a course may have: a slip of the keyboard beyond it.
pub const HOURS_MAX: u16 = 1000;

/// 专职 or 兼职
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    /// 专职
    Full,
    /// 兼职
    Part,
}

impl Employment {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Full, Self::Part];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "专职",
            Self::Part => "兼职",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Part => "part",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Where a registrar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrarState {
    /// 待任用: an account is there, nobody has appointed its holder
    Pending,
    /// 在岗
    Serving,
    /// 已离岗
    Left,
}

impl RegistrarState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "待任用",
            Self::Serving => "在岗",
            Self::Left => "已离岗",
        }
    }
}

/// 任用: what a leader appoints somebody to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// 职务, e.g. 教务处干事
    pub title: String,
    /// 专职 or 兼职
    pub employment: Employment,
    /// First day in the post.
    pub since: NaiveDate,
    /// 任用文件: its name or number
    pub document: String,
}

/// 培训证书 (先培训后上岗)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// 培训课程
    pub course: String,
    /// 学时; none in records from before hours were kept
    #[serde(default)]
    pub hours: Option<u16>,
    /// 证书编号
    pub certificate: String,
    /// 发证日期
    pub on: NaiveDate,
    /// 有效期至: the last day; none when the certificate names none
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// The file of one registrar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrar {
    /// Whose.
    pub account: AccountId,
    /// 姓名
    pub name: String,
    /// The unit.
    pub office: Office,
    /// Where the registrar stands.
    pub state: RegistrarState,
    /// The present post, or the last one; none before the first appointment.
    pub post: Option<Post>,
    /// Certificates, oldest first.
    pub certificates: Vec<Certificate>,
    /// Everything that happened, oldest first.
    pub history: Vec<RegistrarEvent>,
}

/// What is to be done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 任用: the unit's leader, also of somebody who comes back.
    Appoint(Post),
    /// 变更: the unit's leader, of somebody in post; a new title, hours of work or document.
    Change(Post),
    /// 登记培训: the system administrator who looks after the account. The policy says who that is.
    Certify(Certificate),
    /// 离岗: follows from a hand-over that the leader confirmed, never alone.
    Leave {
        /// Last day in the post.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrarEvent {
    /// 任用
    Appointed(Act, Post),
    /// 变更
    Changed(Act, Post),
    /// 登记培训
    Certified(Act, Certificate),
    /// 离岗: last day, reason
    Left(Act, NaiveDate, String),
}

/// What is told to the unit above (信息报备).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// 任用
    Appointed,
    /// 变更
    Changed,
    /// 离岗
    Left,
}

impl ReportKind {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Appointed => "任用",
            Self::Changed => "变更",
            Self::Left => "离岗",
        }
    }
}

/// One report: basic information only, nothing of any personal document and no certificate's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What happened.
    pub kind: ReportKind,
    /// 姓名
    pub name: String,
    /// 职务
    pub title: String,
    /// 专职 or 兼职
    pub employment: Employment,
    /// The day it took effect.
    pub on: NaiveDate,
}

#[cfg(test)]
mod tests;
