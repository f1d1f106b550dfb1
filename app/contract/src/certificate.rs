//! The register of certificates (证书登记簿).

use chrono::NaiveDate;
use domain::case::completion::Outcome;
use domain::certificate::{CertificateKind, CertificateState};
use domain::id::{CaseId, CertificateId};
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
