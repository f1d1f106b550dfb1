//! Who has the care of a child (监护, 民法典第二十七条, 第三十二条), as the two entries for members of the family say it, and which item of an
//! entry is asked of whom: one table, for the form, the correction, the template and the check of an import.
//!
//! The national form has no item for it. An institution stands in the items there are: 非亲属 with its full name as 关系说明, who answers
//! the telephone as the name, its 统一社会信用代码 as the number. A guardian abroad is known by an address that begins with a country.

use super::check::said;
use super::{Block, Field};
use crate::codes::{CodeList, Country, Kinship, label_of, parse_cell};
use crate::text;
use std::collections::BTreeMap;

/// What one of the two entries holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guardianship {
    /// There is one guardian only, and the second entry stays empty.
    Nobody,
    /// A parent or another person who lives here.
    Person,
    /// A person who lives abroad (境外).
    Abroad,
    /// A welfare institution, an authority or a committee that has the care of the child.
    Institution,
}

/// Whether an item is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// It has to be filled.
    Required,
    /// It has to be filled beside a 居民身份证.
    WithResidentCard,
    /// It has to be filled for who is no relative.
    OfStranger,
    /// It may be filled.
    Optional,
    /// It says nothing of this guardian, and is not asked for.
    LeftOut,
}

/// The items of an entry in the printed order, by the first one; of [`Guardianship::ALL`] in its order.
const ASKED: [(Field, [Asked; 4]); 12] = {
    use Asked::{LeftOut as N, OfStranger as S, Optional as O, Required as R, WithResidentCard as C};
    [
        (Field::Member1Name, [N, R, R, R]),
        (Field::Member1Kinship, [N, R, R, R]),
        (Field::Member1KinshipNote, [N, S, S, R]),
        (Field::Member1Ethnicity, [N, O, O, N]),
        (Field::Member1Workplace, [N, O, O, N]),
        (Field::Member1Address, [N, R, R, R]),
        (Field::Member1Hukou, [N, C, O, N]),
        (Field::Member1Phone, [N, R, R, R]),
        (Field::Member1Guardian, [N, R, R, R]),
        (Field::Member1IdKind, [N, O, O, N]),
        (Field::Member1IdNumber, [N, O, O, R]),
        (Field::Member1Post, [N, O, O, O]),
    ]
};

/// How the names of those end who may have the care of a child and are no persons (民法典第三十一条, 第三十二条).
const INSTITUTIONS: [&str; 18] = [
    "福利院",
    "福利机构",
    "福利中心",
    "儿童村",
    "儿童之家",
    "救助站",
    "救助管理站",
    "救助中心",
    "救助管理中心",
    "保护中心",
    "民政局",
    "民政厅",
    "居民委员会",
    "居委会",
    "村民委员会",
    "村委会",
    "妇女联合会",
    "监护机构",
];

/// Why guardians are asked for, in a sentence.
pub const WHY: &str = "填写监护人，是为了确认谁可以代孩子办理学籍事项、有急事时学校找谁（《民法典》第二十七条、第三十二条）。监护人不一定是父母双方，请按实际情况填写。";

impl Guardianship {
    /// Every case.
    pub const ALL: [Self; 4] = [Self::Nobody, Self::Person, Self::Abroad, Self::Institution];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nobody => "只有一名监护人",
            Self::Person => "父母或其他个人",
            Self::Abroad => "监护人在境外",
            Self::Institution => "机构监护",
        }
    }

    /// Stable name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nobody => "one",
            Self::Person => "person",
            Self::Abroad => "abroad",
            Self::Institution => "institution",
        }
    }

    /// The case with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|case| case.key() == key)
    }

    /// What is filled then, in a sentence.
    pub fn told(self) -> &'static str {
        match self {
            Self::Nobody => "只有一名监护人的，成员二各项都留空。",
            Self::Person => "两名监护人的，成员一、成员二各填一名。",
            Self::Abroad => {
                "监护人住在境外的，现住址从国家或地区写起，联系电话以“+”和国家或地区号开头；在境内照料孩子的亲友可填为成员二。"
            }
            Self::Institution => {
                "监护人是机构（如儿童福利院、村民委员会）的，姓名填联系人，关系选“非亲属”，关系说明填机构全称，身份证件号填机构的统一社会信用代码，身份证件类型留空。"
            }
        }
    }

    /// What an entry holds, typed or kept. The first one is always asked for.
    pub fn of(block: Block, raw: &BTreeMap<Field, String>) -> Self {
        let [kinship, note, address] = match block {
            Block::Member2 => {
                if Field::ALL.iter().all(|field| field.block() != block || said(*field, raw).is_none()) {
                    return Self::Nobody;
                }
                [Field::Member2Kinship, Field::Member2KinshipNote, Field::Member2Address]
            }
            _ => [Field::Member1Kinship, Field::Member1KinshipNote, Field::Member1Address],
        };
        let get = |field: Field| raw.get(&field).map(String::as_str).unwrap_or_default();
        let stranger = parse_cell(CodeList::Kinship, get(kinship)) == Some(Kinship::NotKin.code());
        if stranger && is_institution(get(note)) {
            Self::Institution
        } else if is_abroad(get(address)) {
            Self::Abroad
        } else {
            Self::Person
        }
    }

    /// Whether an item of one of the two entries is asked for; none for items of other blocks.
    pub fn asks(self, field: Field) -> Option<Asked> {
        let at = position(field)?;
        let (_, of) = ASKED.get(at)?;
        of.get(self as usize).copied()
    }

    /// Whether an item is one of this entry, and the entry an institution's.
    pub(super) fn is_institution_of(self, field: Field) -> bool {
        self == Self::Institution && position(field).is_some()
    }

    /// What an item is called for this guardian, where the printed words do not say it.
    pub fn calls(self, field: Field) -> Option<&'static str> {
        let (first, _) = ASKED.get(position(field)?)?;
        match (self, first) {
            (Self::Institution, Field::Member1Name) => Some("联系人姓名"),
            (Self::Institution, Field::Member1KinshipNote) => Some("机构全称"),
            (Self::Institution, Field::Member1Address) => Some("机构地址"),
            (Self::Institution, Field::Member1Phone) => Some("联系人电话"),
            (Self::Institution, Field::Member1IdNumber) => Some("统一社会信用代码"),
            (Self::Institution, Field::Member1Post) => Some("联系人职务"),
            (Self::Abroad, Field::Member1Address) => Some("境外住址"),
            (Self::Abroad, Field::Member1Phone) => Some("境外联系电话"),
            _ => None,
        }
    }
}

/// Whether an item is asked for of this record; none for items of other blocks.
pub(super) fn asked_of(field: Field, raw: &BTreeMap<Field, String>) -> Option<Asked> {
    position(field)?;
    Guardianship::of(field.block(), raw).asks(field)
}

/// The row of an item.
fn position(field: Field) -> Option<usize> {
    let first = match field.block() {
        Block::Member1 => Field::Member1Name,
        Block::Member2 => Field::Member2Name,
        _ => return None,
    };
    (field as usize).checked_sub(first as usize)
}

/// Whether 关系说明 is the name of an institution.
pub(super) fn is_institution(note: &str) -> bool {
    let note = text::line(note).text;
    INSTITUTIONS.iter().any(|end| note.ends_with(end))
}

/// Whether an address is one abroad: it begins with a country or region, or has no Han character at all.
fn is_abroad(address: &str) -> bool {
    let address = text::address(address).text;
    let named = |country: &Country| {
        // 朝鲜族乡, 巴林左旗 and 黑山县 are no countries, nor are streets that are named after one.
        let here = ["族", "路", "街", "道", "村", "乡", "镇", "屯", "县", "左旗", "右旗"];
        let of_here = |rest: &str| here.iter().any(|word| rest.starts_with(word));
        *country != Country::Chn
            && address.strip_prefix(country.plain_name()).is_some_and(|rest| !of_here(rest))
    };
    let letters = address.chars().any(char::is_alphabetic) && !address.chars().any(text::is_han);
    letters || Country::ALL.iter().any(named)
}

/// Whether a telephone, in the form in which it is kept, is one abroad, and the address beside it names no country.
pub(super) fn lacks_country(phone: Option<&str>, address: Option<&str>) -> bool {
    phone.is_some_and(|phone| phone.starts_with('+')) && address.is_some_and(|address| !is_abroad(address))
}

/// 与学生的关系 in words.
pub(super) fn kinship_label(kinship: &str, institution: Option<&str>) -> String {
    let label = label_of(CodeList::Kinship, kinship).unwrap_or(kinship);
    institution.map_or_else(|| label.to_owned(), |name| format!("监护机构（{name}）"))
}

#[cfg(test)]
mod tests;
