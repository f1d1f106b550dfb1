//! Consents for optional items (选填信息的同意), and the yearly reports about minors' data (第二十五条).

use chrono::NaiveDate;
use domain::form::Field;
use domain::id::PersonId;
use domain::privacy::{Consent, ConsentAct, ConsentKind, Way};
use serde::{Deserialize, Serialize};

/// How a child's consent stands, for its guardian or its school's registrar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// The child.
    pub person: PersonId,
    /// 姓名 as far as the reader may see it.
    pub name: String,
    /// How it stands.
    pub standing: Consent,
    /// After a withdrawal: the day on which the values are erased. Until then a consent given again brings them back.
    pub erase_on: Option<NaiveDate>,
    /// The optional items, with what is on record as the reader sees it; empty where nothing is, and after a withdrawal.
    pub items: Vec<(Field, String)>,
    /// The acts, newest first.
    pub acts: Vec<ConsentLine>,
}

/// What a guardian said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    /// 同意 or 撤回同意
    pub kind: ConsentKind,
    /// 网上 or 书面
    pub way: Way,
    /// The guardian who said it.
    pub guardian: String,
    /// The day it was said; on paper, the day of the signature.
    pub said_on: NaiveDate,
    /// Version of the notice.
    pub notice: String,
    /// The school and the post that put it on record; empty online.
    pub by: String,
    /// 登记日期
    pub recorded_on: NaiveDate,
}

impl From<ConsentAct> for ConsentLine {
    fn from(act: ConsentAct) -> Self {
        let by = match act.way {
            Way::Online => String::new(),
            Way::Paper => format!("{}{}", act.by.unit_name, act.by.role.label()),
        };
        Self {
            kind: act.kind,
            way: act.way,
            guardian: act.guardian,
            said_on: act.said_on,
            notice: act.notice,
            by,
            recorded_on: act.recorded_on,
        }
    }
}

/// One yearly report in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// Its key.
    pub key: String,
    /// The year it is about.
    pub year: i32,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Whether the year was over.
    pub is_final: bool,
}
