//! The identity match with the population register (国家人口基础信息库, 第五条) by files: the register lies behind an air gap, so what is
//! asked goes out as a signed file (核验请求), and what it answers comes back as another that its gateway has signed (核验回执).
//!
//! A question has a number of its own, made for it: it names no pupil outside, and once the data that was asked about are corrected it is
//! replaced by another, so that an answer to what was is never taken for an answer to what is.

mod answer;
mod request;
#[cfg(test)]
mod tests;

pub use answer::{AnswerFault, AnswerFile, AnswerLine, parse_answer};
pub use request::{RequestFile, RequestLine, is_request};

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Version of both files.
const VERSION: &str = "1";
/// Most lines of a file.
pub const LINES_MAX: usize = 20_000;

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// 待核验: not in a file yet
    Waiting,
    /// 已送核验: in a file, no answer yet
    Sent,
    /// 已有回执
    Answered,
    /// 已更正: other data are asked about now
    Superseded,
}

impl AskState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待核验",
            Self::Sent => "已送核验，待回执",
            Self::Answered => "已有回执",
            Self::Superseded => "资料已更正",
        }
    }

    /// Whether an answer is still awaited.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Sent)
    }
}

/// What differs from the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// 姓名
    Name,
    /// 性别
    Sex,
    /// 出生日期
    BirthDate,
}

impl Difference {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Name, Self::Sex, Self::BirthDate];

    /// As it stands in a file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::BirthDate => "birth_date",
        }
    }

    /// What is told of it.
    pub fn told(self) -> &'static str {
        match self {
            Self::Name => "姓名与人口基础信息不一致",
            Self::Sex => "性别与人口基础信息不一致",
            Self::BirthDate => "出生日期与人口基础信息不一致",
        }
    }
}

/// What the register answers of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// 一致
    Same,
    /// 不一致
    Differs(BTreeSet<Difference>),
    /// 查无此号
    Unknown,
}

impl Reply {
    /// Each difference, for the journal; none where it agrees.
    pub fn differences(&self) -> Vec<&'static str> {
        match self {
            Self::Same => Vec::new(),
            Self::Differs(items) => items.iter().map(|one| one.told()).collect(),
            Self::Unknown => vec!["人口基础信息中查不到这个公民身份号码"],
        }
    }
}

/// What became of a line of an answer file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerOutcome {
    /// 已收下
    Taken,
    /// 读不出
    Form,
    /// 重复答复: two lines about one question; neither is taken
    Duplicate,
    /// 查无此问: no question of this number
    Unknown,
    /// 答非所请: of another request file
    OtherRequest,
    /// 已答复
    AlreadyAnswered,
    /// 所答已更正: the answer is older than what is on record now
    Superseded,
}

impl AnswerOutcome {
    /// Every one, in the order of a report.
    pub const ALL: [Self; 7] = [
        Self::Taken,
        Self::Form,
        Self::Duplicate,
        Self::Unknown,
        Self::OtherRequest,
        Self::AlreadyAnswered,
        Self::Superseded,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Taken => "已收下",
            Self::Form => "这一行读不出来",
            Self::Duplicate => "同一编号有两行答复，都没有收",
            Self::Unknown => "没有这个核验编号",
            Self::OtherRequest => "不是这份请求里的编号",
            Self::AlreadyAnswered => "已经答复过",
            Self::Superseded => "答复的是更正以前的资料，须重新核验",
        }
    }
}
