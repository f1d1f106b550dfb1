//! Evidence (证明材料): what is filed in support of a matter.

use crate::id::ProofId;
use serde::{Deserialize, Serialize};

/// Most pieces a list of what is handed over on paper may name.
pub const PIECES_MAX: u32 = 999;

/// A proof document (《居民户口簿》或其他证明文件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Where it lies in the blob store.
    pub id: ProofId,
    /// What it is, chosen by the guardian from a list.
    pub kind: ProofKind,
    /// SHA-256 of the stored file, hex.
    pub sha256: String,
    /// `jpg`, `png` or `pdf`.
    pub format: String,
    /// Size in bytes.
    pub size: u64,
}

/// What a proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// 居民户口簿
    HouseholdRegister,
    /// 居民身份证
    IdentityCard,
    /// 出生医学证明
    BirthCertificate,
    /// 公安机关证明
    PoliceCertificate,
    /// 其他证明文件
    Other,
    /// 监护人书面申请, for changes
    Application,
    /// 医院的诊断或病历材料, for changes
    HospitalRecord,
    /// 接收方来函, for a request to give data away
    RecipientLetter,
    /// 销毁证明或返还回执, when the recipient is done with the data
    ReturnProof,
    /// 监护人签字的学生身份证复印件, for a check sheet between provinces
    SignedIdentityCopy,
}

impl ProofKind {
    /// What may be filed with a change of status.
    pub const OF_CHANGES: [Self; 4] =
        [Self::Application, Self::HospitalRecord, Self::HouseholdRegister, Self::Other];

    /// What is filed with a request to give data away and its end.
    pub const OF_DISCLOSURES: [Self; 2] = [Self::RecipientLetter, Self::ReturnProof];

    /// What a school that insists on its record files with a check sheet between provinces (核查单, 第六条).
    pub const OF_CHECK_SHEETS: [Self; 2] = [Self::SignedIdentityCopy, Self::HouseholdRegister];

    /// What may be filed with a correction.
    pub const ALL: [Self; 5] = [
        Self::HouseholdRegister,
        Self::IdentityCard,
        Self::BirthCertificate,
        Self::PoliceCertificate,
        Self::Other,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::HouseholdRegister => "居民户口簿",
            Self::IdentityCard => "居民身份证",
            Self::BirthCertificate => "出生医学证明",
            Self::PoliceCertificate => "公安机关出具的证明",
            Self::Other => "其他证明文件",
            Self::Application => "监护人书面申请",
            Self::HospitalRecord => "医院的诊断或病历材料",
            Self::RecipientLetter => "接收方来函",
            Self::ReturnProof => "销毁证明或返还回执",
            Self::SignedIdentityCopy => "家长签字的学生身份证复印件",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::HouseholdRegister => "household_register",
            Self::IdentityCard => "identity_card",
            Self::BirthCertificate => "birth_certificate",
            Self::PoliceCertificate => "police_certificate",
            Self::Other => "other",
            Self::Application => "application",
            Self::HospitalRecord => "hospital_record",
            Self::RecipientLetter => "recipient_letter",
            Self::ReturnProof => "return_proof",
            Self::SignedIdentityCopy => "signed_identity_copy",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        let others = Self::OF_CHANGES.into_iter().chain(Self::OF_DISCLOSURES).chain(Self::OF_CHECK_SHEETS);
        Self::ALL.into_iter().chain(others).find(|kind| kind.key() == key)
    }
}
