//! Cases (事项).

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::case::{CaseKind, CaseState, Verdict};
use domain::form::Field;
use domain::id::CaseId;
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One case in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    /// The case.
    pub id: CaseId,
    /// The version that is shown.
    pub version: u64,
    /// 办件编号
    pub number: String,
    /// 种类
    pub kind: CaseKind,
    /// 状态
    pub state: CaseState,
    /// 姓名 of the child, masked as the policy says.
    pub person: String,
    /// 年级 and 班级
    pub class_label: String,
    /// 学校
    pub school: String,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// By when somebody has to act; none when it is closed.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue; none when it is closed.
    pub days_left: Option<i64>,
}

impl QueueLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<CaseId> {
        Shown::new(self.id, self.version)
    }
}

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// The unit.
    pub unit: String,
    /// Whether it is a school.
    pub in_school: bool,
    /// Registrar or leader.
    pub role: Role,
    /// In which round.
    pub round: u32,
    /// By when it is to be decided; none when it is still to come.
    pub due_on: Option<NaiveDate>,
    /// The day on which its unit was reminded.
    pub reminded_on: Option<NaiveDate>,
    /// Name of the authority that was told that it is late; empty when none was.
    pub escalated_to: String,
    /// Whether the calendar of that year was not yet published when the day was counted.
    pub provisional: bool,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// By whom (name), hidden from guardians.
    pub by: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// One field of a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// Which item.
    pub field: Field,
    /// On record.
    pub old: String,
    /// Asked for.
    pub new: String,
    /// Why it was not accepted, if it was not.
    pub refused: Option<String>,
}
