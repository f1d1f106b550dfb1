//! Problem records (问题学籍).

use chrono::NaiveDate;
use domain::id::ProblemId;
use domain::problem::{ProblemKind, ProblemState};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// A record in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideLine {
    /// 姓名, masked as the policy says.
    pub name: String,
    /// Its school.
    pub school: String,
}

/// One problem in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemLine {
    /// The problem.
    pub id: ProblemId,
    /// The version that is shown.
    pub version: u64,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands.
    pub state: ProblemState,
    /// The records.
    pub sides: Vec<SideLine>,
    /// Who settles it.
    pub settled_by: String,
    /// The score; none for a wrong number.
    pub points: Option<u8>,
    /// Since when it is open.
    pub found_on: NaiveDate,
    /// By when somebody has to act.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue.
    pub days_left: Option<i64>,
}

impl ProblemLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ProblemId> {
        Shown::new(self.id, self.version)
    }
}

/// What a record's own page says of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemMark {
    /// The problem.
    pub id: ProblemId,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands.
    pub state: ProblemState,
}
