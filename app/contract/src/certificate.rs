//! The register of certificates (证书登记簿).

use crate::Page;
use chrono::NaiveDate;
use domain::case::completion::Outcome;
use domain::certificate::{CertificateKind, CertificateState};
use domain::id::{CaseId, CertificateId, UnitId};
use serde::{Deserialize, Serialize};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateLine {
    /// The line.
    pub id: CertificateId,
    /// 证书编号
    pub number: String,
    /// 种类
    pub kind: CertificateKind,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Day of the completion.
    pub on: NaiveDate,
    /// Who issued it, and when.
    pub issued: (String, NaiveDate),
    /// The number of the lost one it stands for.
    pub replaces: Option<String>,
    /// Who issued it in the place of a school that is no more.
    pub in_place: Option<String>,
    /// Where it stands.
    pub state: CertificateState,
    /// Who replaced or revoked it, when and why.
    pub ended: Option<(String, NaiveDate, String)>,
    /// Whether the actor may print it.
    pub may_print: bool,
    /// Whether the actor may replace it as lost.
    pub may_replace: bool,
    /// Whether the actor may revoke it.
    pub may_revoke: bool,
    /// How the province has its replacement numbered, and the next such number; none in a list, and where it prescribes nothing.
    pub numbering: Option<(String, String)>,
}

/// A completion without a certificate in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingCertificate {
    /// The approved case.
    pub case: CaseId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The number that was typed; empty when none was.
    pub number: String,
    /// Day of the completion.
    pub on: NaiveDate,
}

/// One page of a school's register of a year, in the order in which they were issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatePage {
    /// The school; the authority itself before it has chosen one.
    pub school: UnitId,
    /// Its name.
    pub school_name: String,
    /// The year shown.
    pub year: i32,
    /// Years that have lines, and the last two, newest first.
    pub years: Vec<i32>,
    /// The lines.
    pub register: Page<CertificateLine, CertificateId>,
    /// Who waits for a certificate of that year; for who may issue them.
    pub waiting: Vec<WaitingCertificate>,
}

/// The page of the register, with what is chosen and printed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatesView {
    /// The register.
    pub page: CertificatePage,
    /// Schools to choose from, for an authority: code and name.
    pub schools: Vec<(UnitId, String)>,
    /// Whether there are more schools than these, which are to be looked for.
    pub more_schools: bool,
    /// What was typed to find a school.
    pub find: String,
    /// Whether the list of the year may be printed.
    pub may_print: bool,
    /// Classes whose certificates may be printed together, with how many there are.
    pub classes: Vec<(String, usize)>,
    /// How the province has certificates numbered, and the next number of the year; none where it prescribes nothing.
    pub numbering: Option<(String, String)>,
}
