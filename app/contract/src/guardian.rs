//! Guardians' accounts (监护人绑定) as the child's school sees them.

use chrono::{DateTime, Utc};
use domain::form::GuardianSlot;
use domain::guardian::BondState;
use domain::id::{AccountId, PersonId};
use domain::org::OfficePhone;
use serde::{Deserialize, Serialize};

/// A guardian as the child's record names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianEntry {
    /// Which entry.
    pub slot: GuardianSlot,
    /// 姓名
    pub name: String,
    /// 与学生的关系
    pub kinship: String,
    /// The telephone on record, masked.
    pub phone: String,
    /// Whether it is a mobile number: without one nobody can sign up.
    pub is_mobile: bool,
}

/// A code as the school's people see it: never the code itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// Its record id, by which it is released.
    pub key: String,
    /// The child.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The guardian it is for.
    pub guardian: String,
    /// 与学生的关系
    pub kinship: String,
    /// The telephone on record, masked.
    pub phone: String,
    /// Who printed it.
    pub printed_by: String,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Until when it holds.
    pub until: DateTime<Utc>,
    /// Who released it, none while it waits.
    pub released_by: Option<String>,
    /// Whether the actor may release it.
    pub may_release: bool,
}

/// A bond as the child's school sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BondLine {
    /// The child.
    pub person: PersonId,
    /// 姓名 of the child.
    pub pupil: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The account.
    pub account: AccountId,
    /// Name of the account's owner.
    pub name: String,
    /// The telephone it signs in with, masked.
    pub phone: String,
    /// 与学生的关系
    pub kinship: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How it stands.
    pub state: BondState,
    /// Whether another guardian called it in question.
    pub reported: bool,
}

/// The guardians of one child, for its school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BondsView {
    /// 姓名
    pub name: String,
    /// School, 年级 and 班级
    pub class_label: String,
    /// Whether the actor may print codes.
    pub may_print: bool,
    /// The school's telephone, for the letter; none where the school has put none down.
    pub phone: Option<OfficePhone>,
    /// Who is on record.
    pub entries: Vec<GuardianEntry>,
    /// Codes that hold, or wait.
    pub codes: Vec<CodeLine>,
    /// The accounts.
    pub bonds: Vec<BondLine>,
}
