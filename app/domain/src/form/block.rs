//! The blocks of the form, and the kinds of what its items hold.

use crate::codes::CodeList;

/// The blocks of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// 基础信息
    Identity,
    /// 辅助信息
    Auxiliary,
    /// 学籍信息
    Record,
    /// 联系信息
    Contact,
    /// 扩展信息
    Extended,
    /// 上下学
    Commute,
    /// 家庭成员一
    Member1,
    /// 家庭成员二
    Member2,
}

impl Block {
    /// Every block, in the printed order.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Auxiliary,
        Self::Record,
        Self::Contact,
        Self::Extended,
        Self::Commute,
        Self::Member1,
        Self::Member2,
    ];

    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Identity => "基础信息",
            Self::Auxiliary => "辅助信息",
            Self::Record => "学籍信息",
            Self::Contact => "联系信息",
            Self::Extended => "扩展信息",
            Self::Commute => "上下学",
            Self::Member1 => "家庭成员或监护人一",
            Self::Member2 => "家庭成员或监护人二",
        }
    }
}

/// What is written into an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A person's name.
    Name,
    /// A person's name in the script of its own people (民族文字).
    NativeName,
    /// Free text of at most so many characters.
    Text(usize),
    /// A day, kept as `YYYY-MM-DD`.
    Date,
    /// A month, kept as `YYYYMM`.
    YearMonth,
    /// A value of a code list, kept as its wire code.
    Code(CodeList),
    /// A grade, kept as 1–12.
    Grade,
    /// A division, kept as twelve digits.
    Division,
    /// A document number, checked with the kind beside it.
    Document,
    /// A telephone number.
    Phone,
    /// Six digits.
    Postcode,
    /// A whole number up to a bound.
    Integer(u32),
    /// Latin letters and spaces.
    Pinyin,
    /// `YYYY.MM.DD-YYYY.MM.DD` or `…-长期`.
    Validity,
    /// Not text: taken by the school.
    Photo,
}
