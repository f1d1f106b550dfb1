//! Details of problem records (问题学籍) and of merging.

use super::Event;
use crate::id::{PersonId, ProblemId};
use crate::problem::{Problem, ProblemKind, ProblemState, Remedy, Stand};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which problem it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemName {
    /// Which problem.
    pub problem: ProblemId,
    /// What is wrong.
    pub kind: ProblemKind,
}

impl From<&Problem> for ProblemName {
    fn from(problem: &Problem) -> Self {
        Self { problem: problem.id, kind: problem.kind }
    }
}

/// What the journal keeps of a problem record. Numbers stand here masked: the other record may be another school's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProblemDetail {
    /// 列入问题学籍
    Found(ProblemName),
    /// 问题学籍举证
    Answered {
        /// Which problem.
        problem: ProblemName,
        /// The name of the school that answers.
        school: String,
        /// What it does about its record.
        remedy: Remedy,
    },
    /// 签发跨省问题学籍核查单
    SheetIssued {
        /// Which problem.
        problem: ProblemName,
        /// 核查单编号
        number: String,
        /// Last day on which it is answered.
        until: NaiveDate,
    },
    /// 答复跨省问题学籍核查单
    SheetAnswered {
        /// Which problem.
        problem: ProblemName,
        /// The name of the school that answers.
        school: String,
        /// Whether the child attends there.
        attends: bool,
        /// 放弃佐证 or 坚持佐证
        stand: Stand,
    },
    /// 跨省问题学籍核查单截止
    SheetClosed {
        /// Which problem.
        problem: ProblemName,
        /// 核查单编号
        number: String,
        /// The names of the schools that did not answer.
        late: Vec<String>,
    },
    /// 问题学籍办结
    Settled {
        /// Which problem.
        problem: ProblemName,
        /// How it ended.
        outcome: ProblemState,
    },
    /// 合并学籍
    RecordsMerged {
        /// Which problem.
        problem: ProblemId,
        /// Whether this record stays; otherwise it went into the other.
        stays: bool,
        /// The other record.
        other: PersonId,
        /// Its 学籍号, masked.
        number: String,
        /// The name of its school.
        school: String,
    },
    /// 撤销合并
    MergeUndone {
        /// Which problem.
        problem: ProblemId,
        /// Why.
        reason: String,
        /// The other record's 学籍号, masked.
        number: String,
        /// The name of its school.
        school: String,
    },
}

impl ProblemDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Found(_) => Event::ProblemFound,
            Self::Answered { .. } => Event::ProblemAnswered,
            Self::SheetIssued { .. } => Event::CheckSheetIssued,
            Self::SheetAnswered { .. } => Event::CheckSheetAnswered,
            Self::SheetClosed { .. } => Event::CheckSheetClosed,
            Self::Settled { .. } => Event::ProblemSettled,
            Self::RecordsMerged { .. } => Event::RecordsMerged,
            Self::MergeUndone { .. } => Event::MergeUndone,
        }
    }
}
