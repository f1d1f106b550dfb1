//! The yearly promotion (升级, 第十二条) of schools.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::SchoolYear;
use domain::codes::Grade;
use domain::id::{PersonId, UnitId};
use domain::promotion::Reason;
use serde::{Deserialize, Serialize};

/// How a school stands with the promotion into a school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionView {
    /// Name of the school.
    pub school: String,
    /// The school year into which it goes.
    pub year: SchoolYear,
    /// The national day at whose end it happens.
    pub day: NaiveDate,
    /// Whether it was done, is to come, or was taken back.
    pub state: PromotionState,
    /// From grade, to grade, how many: done, or what would be done today.
    pub moves: Vec<(Grade, Grade, usize)>,
    /// Who is not promoted and why, at most a few hundred, by class; those who have left are not named.
    pub kept: Vec<KeptPupil>,
    /// How many are kept, by reason.
    pub counts: Vec<(Reason, usize)>,
    /// Whether the reader may take it back.
    pub may_undo: bool,
    /// Whether the reader may have it done again after it was taken back.
    pub may_repeat: bool,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromotionState {
    /// 待升级
    ToCome,
    /// 正在升级: pupils looked at, of how many
    Running(u64, u64),
    /// 已升级, at that moment
    Done(DateTime<Utc>),
    /// 已撤销: who, when, why
    Undone(String, DateTime<Utc>, String),
}

/// A pupil who is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPupil {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Why.
    pub reason: Reason,
}

/// A school in the list of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLine {
    /// 学校标识码
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// How many were promoted and how many kept; none while it is to come.
    pub done: Option<(usize, usize)>,
}
