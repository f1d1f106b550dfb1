//! Opaque identifiers. Numbers that people know (学籍号, 身份证件号) are never keys: see [`crate::ident`].

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID (version 7 where the caller mints it, so that records insert in time order).
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

uuid_id! {
    /// A person (学生): the record that lasts from the first day of primary school to the end of senior high.
    PersonId;
    /// One version of an authority's rules (实施细则).
    RuleSetId;
    /// One follow-up of an absence (劝返).
    FollowUpId;
    /// What a school keeps of a pupil who has left (档案备份).
    CopyId;
    /// One case (事项).
    CaseId;
    /// One stretch of schooling at one school (就读经历).
    SpellId;
    /// An account of a person who works here or of a guardian (账号).
    AccountId;
    /// What a guardian is told about another guardian's account (监护人告知).
    NoticeId;
    /// A proof document (证明材料) in the blob store.
    ProofId;
    /// A batch import (批量导入).
    ImportId;
    /// One take-over of an existing register (存量数据接管).
    TakeOverId;
    /// One official letter (公文).
    LetterId;
    /// A printed form (打印件).
    PrintId;
    /// One line of a school's register of certificates (证书登记簿).
    CertificateId;
    /// One act of consent (同意).
    ConsentId;
    /// One problem record (问题学籍).
    ProblemId;
    /// One term review (复核任务).
    ReviewId;
    /// One violation, or what may be one (责令改正).
    ViolationId;
    /// One early warning (监测预警).
    WarningId;
    /// One complaint of a guardian (投诉).
    ComplaintId;
    /// One look into an alarm about an account (查阅异常核查).
    InquiryId;
    /// One hand-over of a registrar's work (工作交接).
    HandOverId;
    /// One report about a registrar to the unit above (信息报备).
    RegistrarReportId;
    /// One change in the life of a school (新设、更名、合并、撤销……).
    SchoolChangeId;
    /// One request to give data to an outsider (对外提供申请).
    DisclosureId;
    /// One line of the access log (访问日志).
    AccessId;
    /// One archive package (学籍档案包), made or received.
    PackageId;
}

/// A unit (单位): a 6-digit division code for an authority, 9 digits for a township, the 10-digit 学校标识码 for a school.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitId(String);

impl UnitId {
    /// The nation (教育部): the root of every path.
    pub fn nation() -> Self {
        Self("000000".into())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a school's code (学校标识码, 10 digits).
    pub fn is_school(&self) -> bool {
        self.0.len() == 10
    }

    /// Digits three and four of a 学校标识码: the province. None for what is not a school.
    pub fn school_province(&self) -> Option<&str> {
        self.0.get(2..4).filter(|_| self.is_school())
    }
}

impl TryFrom<String> for UnitId {
    type Error = BadUnitId;

    fn try_from(code: String) -> Result<Self, BadUnitId> {
        let well_formed = matches!(code.len(), 6 | 9 | 10) && code.bytes().all(|b| b.is_ascii_digit());
        if well_formed { Ok(Self(code)) } else { Err(BadUnitId) }
    }
}

impl FromStr for UnitId {
    type Err = BadUnitId;

    fn from_str(code: &str) -> Result<Self, BadUnitId> {
        Self::try_from(code.to_owned())
    }
}

impl From<UnitId> for String {
    fn from(id: UnitId) -> Self {
        id.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text that is not a unit code (6, 9 or 10 digits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadUnitId;

impl fmt::Display for BadUnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("单位代码应为 6、9 或 10 位数字")
    }
}

impl std::error::Error for BadUnitId {}
