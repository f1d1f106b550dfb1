//! 档案备份 (第九条): what a school keeps of pupils who have left.

use chrono::NaiveDate;
use domain::archive::EntryKind;
use domain::form::Field;
use domain::id::CopyId;
use serde::{Deserialize, Serialize};

/// A copy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyLine {
    /// The copy.
    pub id: CopyId,
    /// 姓名
    pub name: String,
    /// The last day at the school.
    pub left_on: NaiveDate,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyView {
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number_mask: String,
    /// 年级 and 班级 at the end.
    pub class_label: String,
    /// First day at the school.
    pub from_on: NaiveDate,
    /// The last day there.
    pub left_on: NaiveDate,
    /// Where the pupil went.
    pub moved_to: String,
    /// The items of the form that were filled in; sensitive ones masked.
    pub info: Vec<(Field, String)>,
    /// 学籍变动 up to that day: when and what.
    pub changes: Vec<(NaiveDate, String)>,
    /// What was filed in the archive up to that day (第七条第三至七项): kind and words.
    pub entries: Vec<(EntryKind, String)>,
}
