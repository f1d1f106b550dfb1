//! 学校标识码: 学校类别 2 + 省级区划 2 + 序号 6. A rename keeps it; a change of class or a closure makes it void, and a void code is
//! never given to another school. Only the school that had it gets it back when it is revived.

use crate::codes::SchoolType;
use crate::id::UnitId;
use serde::{Deserialize, Serialize};

/// 学校类别: the first two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolClass {
    /// 小学
    Primary,
    /// 普通初中
    Junior,
    /// 普通高中
    Senior,
    /// 工读（专门）学校
    Reform,
    /// 特殊教育
    Special,
}

impl SchoolClass {
    /// The class a type of school (办学类型) belongs to.
    pub fn of(school_type: SchoolType) -> Self {
        use SchoolType as T;
        match school_type {
            T::Primary | T::TeachingPoint | T::AttachedPrimary => Self::Primary,
            T::JuniorMiddle | T::NineYear | T::AttachedJunior => Self::Junior,
            T::CompleteMiddle | T::SeniorMiddle | T::TwelveYear | T::AttachedSenior => Self::Senior,
            T::ReformSchool => Self::Reform,
            T::BlindSchool | T::DeafSchool | T::IntellectualSchool | T::OtherSpecial | T::AttachedSpecial => {
                Self::Special
            }
        }
    }

    /// Its two digits.
    pub fn digits(self) -> &'static str {
        match self {
            Self::Primary => "21",
            Self::Junior => "31",
            Self::Senior => "34",
            Self::Reform => "37",
            Self::Special => "51",
        }
    }
}

/// Whether a school that becomes another type keeps its code: only when the class stays.
pub fn keeps_code(from: SchoolType, to: SchoolType) -> bool {
    SchoolClass::of(from) == SchoolClass::of(to)
}

/// The next code of a class in a province: one more than the highest ever issued there, void ones included, so that no code
/// is given twice. `province`: the first two digits of its division. None when a million are used up or the province is none.
pub fn next_code(class: SchoolClass, province: &str, highest: Option<&UnitId>) -> Option<UnitId> {
    let prefix = format!("{}{province}", class.digits());
    let last = match highest {
        Some(code) => code.as_str().strip_prefix(&prefix)?.parse::<u32>().ok()?,
        None => 0,
    };
    let serial = last.checked_add(1).filter(|serial| *serial < 1_000_000)?;
    format!("{prefix}{serial:06}").parse::<UnitId>().ok().filter(UnitId::is_school)
}
