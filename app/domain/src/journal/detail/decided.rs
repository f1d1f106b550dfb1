//! What was decided about a unit, word for word as the kind of matter keeps it: how a matter began, and each step after that. Nobody
//! searches it: it stands in the unit's journal so that the chain binds it.

use super::LetterDetail;
use crate::account::Role;
use crate::complaint::{Complaint, ComplaintEvent};
use crate::disclosure::{Disclosure, DisclosureEvent};
use crate::form::import::{ImportState, RowState};
use crate::id::{AccountId, UnitId};
use crate::inquiry::{Inquiry, InquiryEvent};
use crate::matter::{Act, Deadline, MatterKind, Opinion};
use crate::registrar::{HandOver, HandOverEvent, Report};
use crate::review::{Campaign, OwedReview, SchoolReview};
use crate::rules::{RuleSet, RuleState};
use crate::school::{Change, Consent, State, Withdrawal};
use crate::violation::{Violation, ViolationEvent};
use crate::warning::{Acknowledgement, Question};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A change of a school (学校设置变更) as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolTold {
    /// The school; none before a new one has its code.
    pub school: Option<UnitId>,
    /// What happens.
    pub change: Change,
    /// 批准文号
    pub act: String,
    /// How far it was.
    pub state: State,
    /// The school that follows.
    pub successor: Option<UnitId>,
    /// What was said of it when it was decided or sent back; empty before that, and where nothing was said.
    pub reason: String,
    /// What other authorities said whose schools take pupils or archives in; none where nobody else is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// Archives moved, once it is done.
    pub moved: usize,
    /// SHA-256 over their list, once it is done.
    pub list_hash: String,
    /// That what is yet to go over is taken back; none where nobody asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
}

/// A version of the rules (实施细则) as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesTold {
    /// The rules.
    pub set: RuleSet,
    /// Where it stood.
    pub state: RuleState,
    /// Why it is proposed.
    pub note: String,
    /// What was said when it was decided.
    pub reason: String,
}

/// A package (学籍档案包) of a child of whom there is no record here yet, as it arrived. Whose it is stands in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrivedTold {
    /// 档案包编号
    pub number: String,
    /// Name of the school that handed over.
    pub from: String,
    /// 签名校验码
    pub fingerprint: String,
    /// Entries of its journal.
    pub entries: u64,
    /// Hash of the last one.
    pub head: String,
}

/// What became of such a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ArrivedStep {
    /// 提请接收
    Proposed {
        /// By whom, and when.
        act: Act,
        /// First day here.
        on: NaiveDate,
        /// 班级 here.
        class_name: String,
    },
    /// 退回: to be looked at again
    Returned(Opinion),
    /// 接收: from here on the pupil's journal tells of it
    Accepted(Act),
    /// 不予接收
    Refused(Opinion),
    /// The open day was counted again.
    Recounted(Deadline),
}

/// A confirmation (账号确认) as it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationTold {
    /// Whose.
    pub account: AccountId,
    /// What the account is for.
    pub role: Role,
    /// Whether a reset waits, and not a new account.
    pub reset: bool,
    /// Why the reset was asked for; empty for a new account.
    pub reason: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ConfirmationStep {
    /// 已确认
    Confirmed(Act),
    /// 不予确认
    Refused(Opinion),
    /// 本人已提出异议
    Objected(Act),
}

/// An import (批量导入) as it stood: the file and its figures, nothing of any child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportTold {
    /// 文件名
    pub file: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// 入学日期 of its children.
    pub entry_date: NaiveDate,
    /// Where it stood.
    pub state: ImportState,
    /// Its rows by what was known of them.
    pub rows: BTreeMap<RowState, u64>,
    /// The row of the file that was put right on the page (改正一行); none where something else was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended_row: Option<u32>,
}

/// How a matter about a unit began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// 责令改正: entered or found
    Violation(Box<Violation>),
    /// 对外提供: asked for
    Disclosure(Box<Disclosure>),
    /// 学籍复核: proposed
    Review(Box<Campaign>),
    /// 学籍复核, a school's part: laid out
    ReviewSchool(Box<SchoolReview>),
    /// 应开展的学籍复核: put on the desk
    ReviewOwed(Box<OwedReview>),
    /// 学籍管理员工作交接: opened
    RegistrarHandOver(Box<HandOver>),
    /// 学籍管理员信息报备: told to the unit above
    RegistrarReport(Report),
    /// 学校设置变更: proposed
    SchoolChange(Box<SchoolTold>),
    /// 实施细则草案: proposed
    Rules(Box<RulesTold>),
    /// 预警: the unit was asked
    Warning(Question),
    /// 查阅异常核查: an alarm is to be looked into
    AlarmInquiry(Box<Inquiry>),
    /// 公文 about no single pupil: owed
    Letter(Box<LetterDetail>),
    /// 学籍档案包 of nobody known here: arrived
    Package(ArrivedTold),
    /// 账号确认: a new account, or a reset that was asked for
    AccountConfirmation(ConfirmationTold),
    /// 批量导入: checked
    Import(ImportTold),
    /// 投诉: made about the unit
    Complaint(Box<Complaint>),
}

/// A step of a matter about a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 责令改正
    Violation(Vec<ViolationEvent>),
    /// 对外提供
    Disclosure(Vec<DisclosureEvent>),
    /// 学籍复核, as the step left it
    Review(Box<Campaign>),
    /// 学籍复核, a school's part as the step left it
    ReviewSchool(Box<SchoolReview>),
    /// 应开展的学籍复核, as it went
    ReviewOwed(Box<OwedReview>),
    /// 学籍管理员工作交接
    RegistrarHandOver(Vec<HandOverEvent>),
    /// 学籍管理员信息报备: acknowledged by the unit above
    RegistrarReport(Box<Act>),
    /// 学校设置变更, as the step left it
    SchoolChange(Box<SchoolTold>),
    /// 实施细则草案, as the step left it
    Rules(Box<RulesTold>),
    /// 预警: asked anew, by another day, or no longer because the warning went
    WarningAsked(Question),
    /// 预警: the unit said what it does (处置说明)
    WarningAnswered(Box<Acknowledgement>),
    /// 查阅异常核查
    AlarmInquiry(Vec<InquiryEvent>),
    /// 公文 about no single pupil
    Letter(Box<LetterDetail>),
    /// 学籍档案包 of nobody known here yet
    Package(Box<ArrivedStep>),
    /// 账号确认
    AccountConfirmation(Box<ConfirmationStep>),
    /// 批量导入, as the step left it
    Import(Box<ImportTold>),
    /// 投诉
    Complaint(Vec<ComplaintEvent>),
}

impl Begun {
    /// The kind of matter that begins so.
    pub fn kind(&self) -> MatterKind {
        match self {
            Self::Violation(_) => MatterKind::Violation,
            Self::Disclosure(_) => MatterKind::Disclosure,
            Self::Review(_) => MatterKind::Review,
            Self::ReviewSchool(_) => MatterKind::ReviewSchool,
            Self::ReviewOwed(_) => MatterKind::ReviewOwed,
            Self::RegistrarHandOver(_) => MatterKind::RegistrarHandOver,
            Self::RegistrarReport(_) => MatterKind::RegistrarReport,
            Self::SchoolChange(_) => MatterKind::SchoolChange,
            Self::Rules(_) => MatterKind::Rules,
            Self::Warning(_) => MatterKind::Warning,
            Self::AlarmInquiry(_) => MatterKind::AlarmInquiry,
            Self::Letter(_) => MatterKind::Letter,
            Self::Package(_) => MatterKind::Package,
            Self::AccountConfirmation(_) => MatterKind::AccountConfirmation,
            Self::Import(_) => MatterKind::Import,
            Self::Complaint(_) => MatterKind::Complaint,
        }
    }
}

impl Step {
    /// The kind of matter that has such a step.
    pub fn kind(&self) -> MatterKind {
        match self {
            Self::Violation(_) => MatterKind::Violation,
            Self::Disclosure(_) => MatterKind::Disclosure,
            Self::Review(_) => MatterKind::Review,
            Self::ReviewSchool(_) => MatterKind::ReviewSchool,
            Self::ReviewOwed(_) => MatterKind::ReviewOwed,
            Self::RegistrarHandOver(_) => MatterKind::RegistrarHandOver,
            Self::RegistrarReport(_) => MatterKind::RegistrarReport,
            Self::SchoolChange(_) => MatterKind::SchoolChange,
            Self::Rules(_) => MatterKind::Rules,
            Self::WarningAsked(_) | Self::WarningAnswered(_) => MatterKind::Warning,
            Self::AlarmInquiry(_) => MatterKind::AlarmInquiry,
            Self::Letter(_) => MatterKind::Letter,
            Self::Package(_) => MatterKind::Package,
            Self::AccountConfirmation(_) => MatterKind::AccountConfirmation,
            Self::Import(_) => MatterKind::Import,
            Self::Complaint(_) => MatterKind::Complaint,
        }
    }
}

impl From<SchoolTold> for Begun {
    fn from(told: SchoolTold) -> Self {
        Self::SchoolChange(Box::new(told))
    }
}

impl From<RulesTold> for Begun {
    fn from(told: RulesTold) -> Self {
        Self::Rules(Box::new(told))
    }
}

macro_rules! begun {
    ($($kind:ident($kept:ty),)*) => {$(
        impl From<&$kept> for Begun {
            fn from(kept: &$kept) -> Self {
                Self::$kind(Box::new(kept.clone()))
            }
        }
    )*};
}

begun! {
    Violation(Violation),
    Disclosure(Disclosure),
    Review(Campaign),
    ReviewSchool(SchoolReview),
    ReviewOwed(OwedReview),
    RegistrarHandOver(HandOver),
    AlarmInquiry(Inquiry),
    Complaint(Complaint),
}

macro_rules! steps {
    ($($kind:ident($events:ty),)*) => {$(
        impl From<$events> for Step {
            fn from(events: $events) -> Self {
                Self::$kind(events)
            }
        }
    )*};
}

steps! {
    Violation(Vec<ViolationEvent>),
    Disclosure(Vec<DisclosureEvent>),
    RegistrarHandOver(Vec<HandOverEvent>),
    WarningAsked(Question),
    AlarmInquiry(Vec<InquiryEvent>),
    Complaint(Vec<ComplaintEvent>),
}

macro_rules! as_left {
    ($($kind:ident($kept:ty),)*) => {$(
        impl From<$kept> for Step {
            fn from(kept: $kept) -> Self {
                Self::$kind(Box::new(kept))
            }
        }
    )*};
}

as_left! {
    Review(Campaign),
    ReviewSchool(SchoolReview),
    ReviewOwed(OwedReview),
    RegistrarReport(Act),
    SchoolChange(SchoolTold),
    Rules(RulesTold),
    WarningAnswered(Acknowledgement),
    Package(ArrivedStep),
    AccountConfirmation(ConfirmationStep),
    Import(ImportTold),
}
