//! How likely two records are of one child (疑似重复, 第六条), as a sum of named pieces of evidence, so that whoever decides can see
//! what it rests on. The score sorts and selects; people decide.

use crate::codes::Sex;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// From here on a pair is put on record as 疑似重复: the national rule for children without a number (same 姓名, 性别 and 出生日期) just
/// reaches it, twins with their own documents never do.
pub const SUSPECTED: u8 = 50;
/// From here on the two are very likely one child.
pub const LIKELY: u8 = 70;
/// The highest score.
pub const HIGHEST: u8 = 100;

/// What is compared of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// 姓名
    pub name: String,
    /// Letters of the name's pinyin, lower case; empty when there are none.
    pub pinyin: String,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth_date: NaiveDate,
    /// 身份证件号
    pub document: Option<String>,
    /// The guardians.
    pub guardians: Vec<Kin>,
    /// 户口所在地, twelve digits; empty when unknown.
    pub hukou: String,
}

/// A guardian of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin {
    /// 姓名
    pub name: String,
    /// 身份证件号
    pub number: Option<String>,
    /// Telephone; empty when unknown.
    pub phone: String,
}

impl Kin {
    fn is(&self, other: &Self) -> bool {
        let number = self.number.is_some() && self.number == other.number;
        number || (self.name == other.name && !self.name.is_empty() && self.has_phone_of(other))
    }

    fn has_phone_of(&self, other: &Self) -> bool {
        !self.phone.is_empty() && self.phone == other.phone
    }
}

/// One thing two records share, or in which they contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// 证件号相同
    SameDocument,
    /// 证件号仅一位或相邻两位不同, and the name is the same: a typing error. Twins have other names.
    NearDocument,
    /// 证件号不同
    OtherDocument,
    /// 姓名相同
    SameName,
    /// 拼音相同, other characters
    SamePinyin,
    /// 出生日期相同
    SameBirth,
    /// 出生日期月日颠倒
    SwappedBirth,
    /// 性别相同
    SameSex,
    /// 监护人相同
    SameGuardian,
    /// 监护人电话相同, other guardian
    SamePhone,
    /// 户口所在地相同
    SameHukou,
}

impl Evidence {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::SameDocument,
        Self::NearDocument,
        Self::OtherDocument,
        Self::SameName,
        Self::SamePinyin,
        Self::SameBirth,
        Self::SwappedBirth,
        Self::SameSex,
        Self::SameGuardian,
        Self::SamePhone,
        Self::SameHukou,
    ];

    /// What it adds to the score, or takes away.
    pub fn points(self) -> i8 {
        match self {
            Self::SameDocument => 30,
            Self::NearDocument => 20,
            Self::OtherDocument => -20,
            Self::SameName => 25,
            Self::SamePinyin => 15,
            Self::SameBirth => 20,
            Self::SwappedBirth => 12,
            Self::SameSex => 5,
            Self::SameGuardian => 15,
            Self::SamePhone => 8,
            Self::SameHukou => 5,
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::SameDocument => "证件号相同",
            Self::NearDocument => "证件号仅一位或相邻两位不同",
            Self::OtherDocument => "证件号不同",
            Self::SameName => "姓名相同",
            Self::SamePinyin => "拼音相同",
            Self::SameBirth => "出生日期相同",
            Self::SwappedBirth => "出生日期月日颠倒",
            Self::SameSex => "性别相同",
            Self::SameGuardian => "监护人相同",
            Self::SamePhone => "监护人电话相同",
            Self::SameHukou => "户口所在地相同",
        }
    }
}

/// The score of a pair with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to [`HIGHEST`].
    pub points: u8,
    /// What agrees and what contradicts, in the order of [`Evidence::ALL`].
    pub evidence: Vec<Evidence>,
}

impl Score {
    /// Compares two records. The order does not matter.
    pub fn between(one: &Facts, other: &Facts) -> Self {
        let mut evidence = Vec::new();
        let same_name = !one.name.is_empty() && one.name == other.name;
        let same_pinyin = !one.pinyin.is_empty() && one.pinyin == other.pinyin;
        if let (Some(a), Some(b)) = (&one.document, &other.document) {
            evidence.push(match () {
                () if a == b => Evidence::SameDocument,
                () if (same_name || same_pinyin) && is_slip(a, b) => Evidence::NearDocument,
                () => Evidence::OtherDocument,
            });
        }
        if same_name {
            evidence.push(Evidence::SameName);
        } else if same_pinyin {
            evidence.push(Evidence::SamePinyin);
        }
        if one.birth_date == other.birth_date {
            evidence.push(Evidence::SameBirth);
        } else if is_swapped(one.birth_date, other.birth_date) {
            evidence.push(Evidence::SwappedBirth);
        }
        if one.sex == other.sex {
            evidence.push(Evidence::SameSex);
        }
        let kin = |same: fn(&Kin, &Kin) -> bool| {
            one.guardians.iter().any(|a| other.guardians.iter().any(|b| same(a, b)))
        };
        if kin(Kin::is) {
            evidence.push(Evidence::SameGuardian);
        } else if kin(Kin::has_phone_of) {
            evidence.push(Evidence::SamePhone);
        }
        if !one.hukou.is_empty() && one.hukou == other.hukou {
            evidence.push(Evidence::SameHukou);
        }
        let sum: i16 = evidence.iter().map(|one| i16::from(one.points())).sum();
        let points = u8::try_from(sum.clamp(0, i16::from(HIGHEST))).unwrap_or(HIGHEST);
        Self { points, evidence }
    }

    /// Whether the same document stands on both records (身份证件号重复).
    pub fn is_same_document(&self) -> bool {
        self.evidence.contains(&Evidence::SameDocument)
    }

    /// Whether the pair is to be looked into.
    pub fn is_suspected(&self) -> bool {
        self.is_same_document() || self.points >= SUSPECTED
    }

    /// The score in words.
    pub fn label(&self) -> &'static str {
        match self.points {
            LIKELY.. => "很可能是同一人",
            SUSPECTED.. => "可能是同一人",
            _ => "相似度低",
        }
    }
}

/// Month and day of the one are day and month of the other.
fn is_swapped(one: NaiveDate, other: NaiveDate) -> bool {
    one.year() == other.year() && one.month() == other.day() && one.day() == other.month()
}

/// One character differs, or two that stand side by side.
fn is_slip(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|n| a[*n] != b[*n]).collect();
    match differ[..] {
        [_] => true,
        [first, second] => second == first + 1,
        _ => false,
    }
}
