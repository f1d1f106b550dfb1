//! Details of printed forms and of certificates.

use super::Event;
use crate::certificate::CertificateKind;
use crate::id::{CertificateId, PrintId};
use crate::print::PrintKind;
use serde::{Deserialize, Serialize};

/// A line of the register of certificates (证书登记簿).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateTold {
    /// Which line.
    pub certificate: CertificateId,
    /// What it is.
    pub kind: CertificateKind,
    /// 证书编号
    pub number: String,
    /// The number of the one it stands for, when that was lost.
    pub replaces: Option<String>,
    /// Why it was replaced or revoked; empty otherwise.
    pub reason: String,
}

/// What the journal keeps of a printed form or a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PrintDetail {
    /// 打印学籍表格或证卡
    Printed {
        /// Which sheet.
        print: PrintId,
        /// What it is.
        kind: PrintKind,
        /// 编号
        number: String,
        /// Why it was printed again; empty otherwise.
        reason: String,
        /// SHA-256 of what stands on it, hex.
        sha256: String,
    },
    /// 打印件作废
    Revoked {
        /// Which sheet.
        print: PrintId,
        /// What it is.
        kind: PrintKind,
        /// 编号
        number: String,
        /// Why.
        reason: String,
    },
    /// 证书登记发放
    CertificateIssued(CertificateTold),
    /// 证书遗失补办证明书
    CertificateReplaced(CertificateTold),
    /// 撤销证书
    CertificateRevoked(CertificateTold),
}

impl PrintDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Printed { .. } => Event::Printed,
            Self::Revoked { .. } => Event::PrintRevoked,
            Self::CertificateIssued(_) => Event::CertificateIssued,
            Self::CertificateReplaced(_) => Event::CertificateReplaced,
            Self::CertificateRevoked(_) => Event::CertificateRevoked,
        }
    }
}
