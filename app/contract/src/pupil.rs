//! Pupils (学生).

use domain::codes::Sex;
use domain::id::PersonId;
use serde::{Deserialize, Serialize};

/// One pupil in a list, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilLine {
    /// The person.
    pub id: PersonId,
    /// 姓名, masked as the policy says.
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: i32,
    /// 学校
    pub school: String,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// 状态
    pub standing: String,
    /// 学籍号, masked.
    pub number: String,
}
