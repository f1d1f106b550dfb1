//! Code lists (代码表) as the national form and JY/T 1001 use them: wire code, Chinese label, and what people type in Excel.

mod country;
mod grade;
mod language;
mod lists;
mod outcome;
mod province;
mod school;
mod short;

pub use country::{Country, NoNationality};
pub use grade::{Grade, class_name};
pub use language::WrittenLanguage;
pub use lists::*;
pub use outcome::Outcome;
pub use province::{PROVINCES, province_name};
pub use school::{SchoolSystem, SchoolType, Stage};

use crate::text;

/// Declares a code list as an enum: `CODES` order is the printed order.
macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal $label:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* #[doc = $label] $variant,)* }

        impl $name {
            /// Every value, in the printed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Code and label of every value.
            pub const OPTIONS: &'static [(&'static str, &'static str)] = &[$(($code, $label),)*];

            /// The wire code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The value with this wire code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(concat!("no such code of ", stringify!($name))))
            }
        }
    };
}
pub(crate) use code_list;

/// Which code list an item of the form draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeList {
    /// 性别
    Sex,
    /// 民族
    Ethnicity,
    /// 国籍/地区: a country, or that there is none
    Nationality,
    /// A country or region: where one was born, or goes to
    Country,
    /// 身份证件类型
    DocumentKind,
    /// 港澳台侨外
    HmtStatus,
    /// 政治面貌
    PoliticalStatus,
    /// 健康状况
    Health,
    /// 户口性质
    HukouKind,
    /// 年级
    Grade,
    /// 入学方式
    EntryMode,
    /// 就读方式
    AttendanceMode,
    /// 学生来源
    PupilSource,
    /// 是否
    YesNo,
    /// 留守儿童
    LeftBehind,
    /// 随班就读
    InclusiveSchooling,
    /// 残疾类型
    Disability,
    /// 上下学交通方式
    CommuteMode,
    /// 家庭关系
    Kinship,
    /// 民族文字
    WrittenLanguage,
}

/// Code and label of every value of a list.
pub fn options(list: CodeList) -> &'static [(&'static str, &'static str)] {
    match list {
        CodeList::Sex => Sex::OPTIONS,
        CodeList::Ethnicity => Ethnicity::OPTIONS,
        CodeList::Nationality => country::NATIONALITIES,
        CodeList::Country => Country::OPTIONS,
        CodeList::DocumentKind => DocumentKind::OPTIONS,
        CodeList::HmtStatus => HmtStatus::OPTIONS,
        CodeList::PoliticalStatus => PoliticalStatus::OPTIONS,
        CodeList::Health => Health::OPTIONS,
        CodeList::HukouKind => HukouKind::OPTIONS,
        CodeList::Grade => grade::OPTIONS,
        CodeList::EntryMode => EntryMode::OPTIONS,
        CodeList::AttendanceMode => AttendanceMode::OPTIONS,
        CodeList::PupilSource => PupilSource::OPTIONS,
        CodeList::YesNo => YesNo::OPTIONS,
        CodeList::LeftBehind => LeftBehind::OPTIONS,
        CodeList::InclusiveSchooling => InclusiveSchooling::OPTIONS,
        CodeList::Disability => Disability::OPTIONS,
        CodeList::CommuteMode => CommuteMode::OPTIONS,
        CodeList::Kinship => Kinship::OPTIONS,
        CodeList::WrittenLanguage => WrittenLanguage::OPTIONS,
    }
}

/// What somebody wrote in a cell, as a wire code: the code, with its leading zero or without, the label, a short form that people use, or
/// either behind the code, as the drop-downs of this template and of older ones write it.
pub fn parse_cell(list: CodeList, cell: &str) -> Option<&'static str> {
    let cell = text::choice(cell).text;
    let known = options(list).iter().find_map(|(code, label)| {
        let rest = cell.strip_prefix(code);
        let behind = rest.map(|rest| rest.strip_prefix('-').unwrap_or(rest));
        let padded = code.strip_prefix('0').is_some_and(|short| short == cell);
        let same = |text: &str| text == *label || text == text::choice(label).text;
        (rest == Some("") || padded || same(&cell) || behind.is_some_and(same)).then_some(*code)
    });
    let older = |(code, _): &(&'static str, &str)| {
        let behind = cell.strip_prefix(code)?.strip_prefix('-')?;
        short::short_form(list, behind).filter(|short| short == code)
    };
    known.or_else(|| short::short_form(list, &cell)).or_else(|| options(list).iter().find_map(older))
}

/// The label of a wire code.
pub fn label_of(list: CodeList, code: &str) -> Option<&'static str> {
    options(list).iter().find(|(known, _)| *known == code).map(|(_, label)| *label)
}

#[cfg(test)]
mod tests;
