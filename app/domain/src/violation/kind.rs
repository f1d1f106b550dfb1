//! The kinds of violations (第二十六条, 第二十七条) and where one stands.

use serde::{Deserialize, Serialize};

/// Working days to put a violation right. The regulation gives none: this system's default (本系统默认值).
pub const CORRECTION_WORKING_DAYS: u32 = 10;
/// The longest term an order may give, in working days: this system's order of work.
pub const CORRECTION_WORKING_DAYS_MAX: u32 = 60;
/// Longest statement or reason, in characters.
pub const WORDS_MAX: usize = 500;
/// Pieces of evidence each party may file.
pub const SCANS_MAX: usize = 6;

/// What was done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationKind {
    /// 不为已接收学生建立学籍档案
    NoArchive,
    /// 以虚假信息建立学籍或学籍档案
    FalseRecord,
    /// 不及时把学籍变动信息纳入学籍档案
    ChangeNotFiled,
    /// 不及时报告义务教育阶段学生辍学情况
    DropoutNotReported,
    /// 接收学生不为其办理转学手续
    NoTransfer,
    /// 不按规定为学生转接学籍档案
    ArchiveNotHandedOver,
    /// 泄露或非法使用学生学籍信息
    Disclosure,
    /// 违反本办法规定的其他行为
    OtherOfSchool,
    /// 教育行政部门违反本办法的规定
    OfAuthority,
}

impl ViolationKind {
    /// Every kind, in the order of the regulation's items.
    pub const ALL: [Self; 9] = [
        Self::NoArchive,
        Self::FalseRecord,
        Self::ChangeNotFiled,
        Self::DropoutNotReported,
        Self::NoTransfer,
        Self::ArchiveNotHandedOver,
        Self::Disclosure,
        Self::OtherOfSchool,
        Self::OfAuthority,
    ];

    /// The regulation's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoArchive => "不为已接收学生建立学籍档案",
            Self::FalseRecord => "以虚假信息建立学籍或学籍档案",
            Self::ChangeNotFiled => "不及时把学籍变动信息纳入学籍档案",
            Self::DropoutNotReported => "不及时报告义务教育阶段学生辍学情况",
            Self::NoTransfer => "接收学生不为其办理转学手续",
            Self::ArchiveNotHandedOver => "不按规定为学生转接学籍档案",
            Self::Disclosure => "泄露或非法使用学生学籍信息",
            Self::OtherOfSchool => "违反本办法规定的其他行为",
            Self::OfAuthority => "教育行政部门违反本办法的规定",
        }
    }

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoArchive => "no_archive",
            Self::FalseRecord => "false_record",
            Self::ChangeNotFiled => "change_not_filed",
            Self::DropoutNotReported => "dropout_not_reported",
            Self::NoTransfer => "no_transfer",
            Self::ArchiveNotHandedOver => "archive_not_handed_over",
            Self::Disclosure => "disclosure",
            Self::OtherOfSchool => "other_of_school",
            Self::OfAuthority => "of_authority",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The article that names it: 26 for authorities, 27 for schools.
    pub fn article(self) -> u8 {
        if self == Self::OfAuthority { 26 } else { 27 }
    }

    /// The item of 第二十七条, 1 to 8; none for authorities, whose article has no items.
    pub fn item(self) -> Option<u8> {
        match self {
            Self::NoArchive => Some(1),
            Self::FalseRecord => Some(2),
            Self::ChangeNotFiled => Some(3),
            Self::DropoutNotReported => Some(4),
            Self::NoTransfer => Some(5),
            Self::ArchiveNotHandedOver => Some(6),
            Self::Disclosure => Some(7),
            Self::OtherOfSchool => Some(8),
            Self::OfAuthority => None,
        }
    }
}

/// Where a violation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationState {
    /// 疑似: with the registrar of the authority
    Suspected,
    /// 待签发: examined, with the leader of the authority
    Examined,
    /// 责令改正: with the leader of the unit that has to put it right
    Ordered,
    /// 待验收: answered, with the leader of the authority
    Replied,
    /// 已改正
    Closed,
    /// 不予认定
    Dismissed,
    /// 已撤销
    Withdrawn,
}

impl ViolationState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Suspected,
        Self::Examined,
        Self::Ordered,
        Self::Replied,
        Self::Closed,
        Self::Dismissed,
        Self::Withdrawn,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Suspected => "疑似",
            Self::Examined => "待签发",
            Self::Ordered => "责令改正",
            Self::Replied => "待验收",
            Self::Closed => "已改正",
            Self::Dismissed => "不予认定",
            Self::Withdrawn => "已撤销",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Examined => "examined",
            Self::Ordered => "ordered",
            Self::Replied => "replied",
            Self::Closed => "closed",
            Self::Dismissed => "dismissed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Suspected | Self::Examined | Self::Ordered | Self::Replied)
    }
}
