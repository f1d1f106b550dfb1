//! The items of the form and what is known about each.

use super::block::{Block, FieldKind};
use super::table::TABLE;
use crate::codes::{self, CodeList};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One item of the 学籍基础信息表, named as printed (1–72); behind them what this register keeps beside the national form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 1 姓名
    Name,
    /// 2 性别
    Sex,
    /// 3 出生日期
    BirthDate,
    /// 4 出生地
    BirthPlace,
    /// 5 籍贯
    NativePlace,
    /// 6 民族
    Ethnicity,
    /// 7 国籍/地区
    Nationality,
    /// 8 身份证件类型
    IdKind,
    /// 9 身份证件号
    IdNumber,
    /// 10 港澳台侨外
    HmtStatus,
    /// 11 政治面貌
    Political,
    /// 12 健康状况
    Health,
    /// 13 照片
    Photo,
    /// 14 姓名拼音
    Pinyin,
    /// 15 曾用名
    FormerName,
    /// 16 身份证件有效期
    IdValidity,
    /// 17 户口所在地
    HukouPlace,
    /// 18 户口性质
    HukouKind,
    /// 19 特长
    Talent,
    /// 20 学籍辅号
    AuxNumber,
    /// 21 班内学号
    ClassNumber,
    /// 22 年级
    Grade,
    /// 23 班级
    ClassName,
    /// 24 入学年月
    EntryMonth,
    /// 25 入学方式
    EntryMode,
    /// 26 就读方式
    Attendance,
    /// 27 学生来源
    Source,
    /// 28 现住址
    CurrentAddress,
    /// 29 通信地址
    MailAddress,
    /// 30 家庭地址
    HomeAddress,
    /// 31 联系电话
    Phone,
    /// 32 邮政编码
    Postcode,
    /// 33 电子信箱
    Email,
    /// 34 主页地址
    Homepage,
    /// 35 是否独生子女
    OnlyChild,
    /// 36 是否受过学前教育
    Preschool,
    /// 37 是否留守儿童
    LeftBehind,
    /// 38 是否进城务工人员随迁子女
    Migrant,
    /// 39 是否孤儿
    Orphan,
    /// 40 是否烈士或优抚子女
    Martyr,
    /// 41 随班就读
    Inclusive,
    /// 42 残疾类型
    Disability,
    /// 43 是否由政府购买学位
    BoughtPlace,
    /// 44 是否需要申请资助
    NeedsAid,
    /// 45 是否享受一补
    GetsAid,
    /// 46 上下学距离
    Distance,
    /// 47 上下学交通方式
    CommuteMode,
    /// 48 是否需要乘坐校车
    SchoolBus,
    /// 49 成员一姓名
    Member1Name,
    /// 50 成员一关系
    Member1Kinship,
    /// 51 成员一关系说明
    Member1KinshipNote,
    /// 52 成员一民族
    Member1Ethnicity,
    /// 53 成员一工作单位
    Member1Workplace,
    /// 54 成员一现住址
    Member1Address,
    /// 55 成员一户口所在地
    Member1Hukou,
    /// 56 成员一联系电话
    Member1Phone,
    /// 57 成员一是否监护人
    Member1Guardian,
    /// 58 成员一身份证件类型
    Member1IdKind,
    /// 59 成员一身份证件号
    Member1IdNumber,
    /// 60 成员一职务
    Member1Post,
    /// 61 成员二姓名
    Member2Name,
    /// 62 成员二关系
    Member2Kinship,
    /// 63 成员二关系说明
    Member2KinshipNote,
    /// 64 成员二民族
    Member2Ethnicity,
    /// 65 成员二工作单位
    Member2Workplace,
    /// 66 成员二现住址
    Member2Address,
    /// 67 成员二户口所在地
    Member2Hukou,
    /// 68 成员二联系电话
    Member2Phone,
    /// 69 成员二是否监护人
    Member2Guardian,
    /// 70 成员二身份证件类型
    Member2IdKind,
    /// 71 成员二身份证件号
    Member2IdNumber,
    /// 72 成员二职务
    Member2Post,
    /// 73 民族文字姓名: not on the national form; 《居民身份证法》第四条
    NativeName,
    /// 74 民族文字姓名的文种
    NativeLanguage,
}

/// A row of the table.
pub(super) struct Entry {
    pub(super) field: Field,
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) block: Block,
    pub(super) mandatory: bool,
    pub(super) kind: FieldKind,
    pub(super) is_key: bool,
    pub(super) sensitive: bool,
    pub(super) guardian: bool,
    pub(super) hint: &'static str,
}

impl Field {
    /// Every item, in the printed order.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Sex,
        Self::BirthDate,
        Self::BirthPlace,
        Self::NativePlace,
        Self::Ethnicity,
        Self::Nationality,
        Self::IdKind,
        Self::IdNumber,
        Self::HmtStatus,
        Self::Political,
        Self::Health,
        Self::Photo,
        Self::Pinyin,
        Self::FormerName,
        Self::IdValidity,
        Self::HukouPlace,
        Self::HukouKind,
        Self::Talent,
        Self::AuxNumber,
        Self::ClassNumber,
        Self::Grade,
        Self::ClassName,
        Self::EntryMonth,
        Self::EntryMode,
        Self::Attendance,
        Self::Source,
        Self::CurrentAddress,
        Self::MailAddress,
        Self::HomeAddress,
        Self::Phone,
        Self::Postcode,
        Self::Email,
        Self::Homepage,
        Self::OnlyChild,
        Self::Preschool,
        Self::LeftBehind,
        Self::Migrant,
        Self::Orphan,
        Self::Martyr,
        Self::Inclusive,
        Self::Disability,
        Self::BoughtPlace,
        Self::NeedsAid,
        Self::GetsAid,
        Self::Distance,
        Self::CommuteMode,
        Self::SchoolBus,
        Self::Member1Name,
        Self::Member1Kinship,
        Self::Member1KinshipNote,
        Self::Member1Ethnicity,
        Self::Member1Workplace,
        Self::Member1Address,
        Self::Member1Hukou,
        Self::Member1Phone,
        Self::Member1Guardian,
        Self::Member1IdKind,
        Self::Member1IdNumber,
        Self::Member1Post,
        Self::Member2Name,
        Self::Member2Kinship,
        Self::Member2KinshipNote,
        Self::Member2Ethnicity,
        Self::Member2Workplace,
        Self::Member2Address,
        Self::Member2Hukou,
        Self::Member2Phone,
        Self::Member2Guardian,
        Self::Member2IdKind,
        Self::Member2IdNumber,
        Self::Member2Post,
        Self::NativeName,
        Self::NativeLanguage,
    ];

    /// How many of them the national form has.
    pub const NATIONAL: usize = 72;

    fn entry(self) -> &'static Entry {
        &TABLE[self as usize]
    }

    /// Number on the printed form, 1–72; what the national form has not goes on from there.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Stable name in the store, in forms and in the journal.
    pub fn key(self) -> &'static str {
        self.entry().key
    }

    /// The item with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.key == key).map(|entry| entry.field)
    }

    /// The Chinese term as printed.
    pub fn label(self) -> &'static str {
        self.entry().label
    }

    /// Which block it stands in.
    pub fn block(self) -> Block {
        self.entry().block
    }

    /// Whether it must be filled whatever else is (★).
    pub fn mandatory(self) -> bool {
        self.entry().mandatory
    }

    /// What is written into it.
    pub fn kind(self) -> FieldKind {
        self.entry().kind
    }

    /// Whether it is key data (关键信息): de-duplicated again before a change is reviewed.
    pub fn is_key(self) -> bool {
        self.entry().is_key
    }

    /// Whether it is masked in views.
    pub fn is_sensitive(self) -> bool {
        self.entry().sensitive
    }

    /// Whether a guardian may ask to correct it (基础信息, 第十条).
    pub fn guardian_may_ask(self) -> bool {
        self.entry().guardian
    }

    /// A short hint for whoever fills it in; may be empty.
    pub fn hint(self) -> &'static str {
        self.entry().hint
    }

    /// Whether it comes from text at all: everything but the photo.
    pub fn is_importable(self) -> bool {
        self.kind() != FieldKind::Photo
    }

    /// The options of a coded item; empty for others.
    pub fn options(self) -> &'static [(&'static str, &'static str)] {
        match self.kind() {
            FieldKind::Code(list) => codes::options(list),
            FieldKind::Grade => codes::options(CodeList::Grade),
            _ => &[],
        }
    }

    /// A kept value as people read it: the label of a code, the day in Chinese, a distance with its unit.
    pub fn display_value(self, value: &str) -> String {
        match self.kind() {
            _ if self == Self::Distance && !value.is_empty() => format!("{value}公里"),
            FieldKind::Code(list) => codes::label_of(list, value).unwrap_or(value).to_owned(),
            FieldKind::Grade => codes::label_of(CodeList::Grade, value).unwrap_or(value).to_owned(),
            // A place abroad is kept by its country.
            FieldKind::Division => codes::label_of(CodeList::Country, value).unwrap_or(value).to_owned(),
            FieldKind::Date => super::chinese_date(value),
            FieldKind::YearMonth if value.len() == 6 => {
                format!("{}年{}月", &value[..4], value[4..].trim_start_matches('0'))
            }
            _ => value.to_owned(),
        }
    }

    /// The item that says which kind of document this number is of.
    pub fn document_kind(self) -> Option<Self> {
        match self {
            Self::IdNumber => Some(Self::IdKind),
            Self::Member1IdNumber => Some(Self::Member1IdKind),
            Self::Member2IdNumber => Some(Self::Member2IdKind),
            _ => None,
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| serde::de::Error::custom("no such item of the form"))
    }
}
