//! Upkeep of records by the school (日常维护, 第十三条): one pupil's form, the grid of a class, what becomes of what was typed.

use domain::form::Field;
use domain::id::PersonId;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// What is on record of one item, as far as the form may show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which item.
    pub field: Field,
    /// The kept value, for the control; empty where it is not shown whole.
    pub value: String,
    /// In words, masked where it is not shown whole.
    pub words: String,
    /// Whether it is shown whole. Otherwise nothing typed leaves it as it is.
    pub whole: bool,
}

/// One pupil's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpkeepForm {
    /// The pupil.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// What stood on record when the form was made, as one mark.
    pub stamp: String,
    /// The items that may be kept for this pupil now, in form order; 班级 is not among them.
    pub items: Vec<Held>,
    /// The classes there are in the grade.
    pub classes: Vec<String>,
}

/// One pupil in the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpkeepRow {
    /// The pupil.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 班级
    pub class_name: String,
    /// 学籍状态, in words.
    pub standing: String,
    /// What stood on record when the grid was made, as one mark.
    pub stamp: String,
    /// What is held of each column; none where the item is not asked of this pupil.
    pub cells: Vec<Option<Held>>,
}

/// The grid of a class, or of all classes of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpkeepSheet {
    /// The columns.
    pub columns: Vec<Field>,
    /// The pupils, by class and name.
    pub rows: Vec<UpkeepRow>,
    /// The classes there are in the grade.
    pub classes: Vec<String>,
    /// Whether there are more pupils than fit on one page.
    pub more: bool,
}

/// One item before and after, in words, masked where it is not shown whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptItem {
    /// Which item.
    pub field: Field,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// What becomes of what was typed about one pupil: either everything is written or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRow {
    /// The pupil.
    pub id: PersonId,
    /// 姓名; empty for who is not of the school.
    pub name: String,
    /// 年级 and 班级 before.
    pub class_label: String,
    /// What is otherwise.
    pub items: Vec<KeptItem>,
    /// Why nothing is written.
    pub refused: Vec<Refusal>,
}
