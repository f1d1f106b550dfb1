//! Numbers and names that identify people: parsing, checking, masking. None of them is ever a key.

pub(crate) mod credit_code;
mod division;
mod document;
mod gazetteer;
mod name;
mod native;
#[cfg(test)]
mod native_tests;
mod permit;
mod resident_id;
mod student_number;

pub use crate::codes::DocumentKind;
pub use credit_code::CreditCode;
pub use division::DivisionCode;
pub use document::Document;
pub use gazetteer::{Gazetteer, Place, Resolved};
pub use name::PersonName;
pub use native::{NameScript, NativeName, OwnName, is_joiner};
pub use permit::Inscribed;
pub use resident_id::ResidentId;
pub(crate) use resident_id::check_character;
pub use student_number::{NumberKind, StudentNumber};

use std::fmt;

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentError {
    /// Nothing was written.
    Empty,
    /// It has the wrong number of characters.
    Length,
    /// It has characters that do not belong there.
    Characters,
    /// Its first two digits are no province.
    Province,
    /// Its birth date does not exist.
    BirthDate,
    /// Its check character does not fit: a digit is mistyped or two are swapped.
    CheckDigit,
    /// Its form is not that of this kind of document.
    Form,
    /// A word that says there is nobody: 无, 已故.
    Nobody,
    /// The fifteen digits of identity cards that are void since 2013.
    Obsolete,
    /// A permit of Macao people where one of Hong Kong people is asked for, or the other way round.
    OtherRegion,
    /// A name in a script that cannot be shown and printed here.
    Script,
    /// Han characters where a name in another script is asked for.
    Han,
    /// A name in two scripts.
    Scripts,
}

impl IdentError {
    /// What is wrong, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "没有填写。",
            Self::Length => "位数不对。",
            Self::Characters => "含有不应出现的字符。",
            Self::Province => "前两位不是有效的省级区划代码。",
            Self::BirthDate => "其中的出生日期不存在。",
            Self::CheckDigit => "校验码不符，可能有数字输错或颠倒。",
            Self::Form => "格式与证件类型不符。",
            Self::Nobody => "填的是说明文字，不是姓名。",
            Self::Obsolete => "是 15 位的旧号码，已经停用。",
            Self::OtherRegion => "与证件类型不符：H 开头的是香港居民的通行证，M 开头的是澳门居民的通行证。",
            Self::Script => {
                "里有汉字、拉丁字母、西里尔字母、希腊字母、假名、谚文以外的文字，本系统不能显示和打印。"
            }
            Self::Han => "里有汉字，汉字姓名填在“姓名”一项。",
            Self::Scripts => "里混有两种文字，一个姓名只能用一种文字。",
        }
    }
}

impl fmt::Display for IdentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for IdentError {}

/// First `head` and last `tail` characters, stars between; short texts are all stars.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let shown = |n: usize| count > head + tail + 2 && (n < head || n >= count - tail);
    text.chars().enumerate().map(|(n, c)| if shown(n) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests;
