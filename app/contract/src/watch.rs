//! Pupils a school has to look after (第十九条, 第二十二条).

use chrono::NaiveDate;
use domain::id::PersonId;
use serde::{Deserialize, Serialize};

/// A pupil who is suspended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The last day.
    pub until: NaiveDate,
    /// Days until then, negative when it has passed: the pupil should be back.
    pub days_left: i64,
}

/// A pupil who is absent without a reason, or has dropped out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// First day of absence.
    pub since: NaiveDate,
    /// Days so far.
    pub days: i64,
    /// How many follow-ups are on record.
    pub follow_ups: usize,
    /// 疑似辍学: longer than the rule's days.
    pub suspected: bool,
    /// 已认定辍学
    pub confirmed: bool,
}

/// A child who dropped out elsewhere and whom the county of household registration follows (户籍地跟进, 第二十二条第二款).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 就读学校
    pub school: String,
    /// 年级 and 班级
    pub class_label: String,
    /// First day of absence, where it is on record.
    pub absent_since: Option<NaiveDate>,
    /// How many follow-ups are on record.
    pub follow_ups: usize,
    /// Since when the county has the archive.
    pub since: NaiveDate,
}
