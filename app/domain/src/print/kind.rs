//! The kinds of printed forms: one row each.

use crate::letter::LetterKind;
use crate::matter::CaseKind;
use serde::{Deserialize, Serialize};

macro_rules! print_kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $label:literal, $article:literal;)+) => {
        /// What is printed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PrintKind {
            $($(#[$doc])* $name,)+
        }

        impl PrintKind {
            /// Every kind, in the order in which people look for them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The title of the sheet.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// Stable name in the store, the same as serde's.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// The article it rests on.
            pub fn article(self) -> u8 {
                match self { $(Self::$name => $article,)+ }
            }
        }
    };
}

print_kinds! {
    /// 学生卡
    StudentCard = "student_card", "学生卡", 5;
    /// 学籍基础信息表
    BasicForm = "basic_form", "学籍基础信息表", 7;
    /// 学籍卡
    RegisterCard = "register_card", "学籍卡", 7;
    /// 学生信息家长确认表
    GuardianConfirmation = "guardian_confirmation", "学生信息家长确认表", 9;
    /// 班级花名册
    ClassRoster = "class_roster", "班级花名册", 10;
    /// 转学申请表
    TransferApplication = "transfer_application", "转学申请表", 14;
    /// 转学联系函
    TransferLetter = "transfer_letter", "转学联系函", 14;
    /// 休学申请表
    SuspensionApplication = "suspension_application", "休学申请表", 19;
    /// 复学申请表
    ResumptionApplication = "resumption_application", "复学申请表", 19;
    /// 学籍档案移交清单
    ArchiveHandOver = "archive_hand_over", "学籍档案移交清单", 15;
    /// 学期转入转出情况告知书
    TermNotice = "term_notice", "学期学生转入转出情况告知书", 18;
    /// 毕业、结业、肄业学生名册
    GraduationList = "graduation_list", "毕（结、肄）业学生名册", 13;
    /// 毕业证书
    GraduationCertificate = "graduation_certificate", "毕业证书", 13;
    /// 结业证书
    CompletionCertificate = "completion_certificate", "结业证书", 13;
    /// 肄业证明
    AttendanceCertificate = "attendance_certificate", "肄业证明", 13;
    /// 毕业证明书: in place of a lost certificate (补办)
    GraduationProof = "graduation_proof", "毕业证明书", 13;
    /// 结业证明书: in place of a lost certificate (补办)
    CompletionProof = "completion_proof", "结业证明书", 13;
    /// 证书整批打印目录: what stands in front of the certificates of a class or a year, in one file
    CertificateBatch = "certificate_batch", "证书整批打印目录", 13;
    /// 辍学情况报告
    DropOutReport = "drop_out_report", "义务教育阶段学生辍学情况报告", 22;
    /// 跨省问题学籍核查单
    CheckSheet = "check_sheet", "跨省问题学籍核查单", 6;
    /// 学校合并、撤销学籍档案移交清单
    SchoolArchives = "school_archives", "学校变动学籍档案移交清单", 9;
}

/// What a sheet is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// A4, upright.
    A4,
    /// A card of 85.6 × 54 mm (ISO 7810 ID-1), two faces.
    Card,
}

impl PrintKind {
    /// What it is printed on.
    pub fn paper(self) -> Paper {
        match self {
            Self::StudentCard => Paper::Card,
            _ => Paper::A4,
        }
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// What a case can be printed on: the application, and for a transfer the letter to the other school.
    pub fn of_case(kind: CaseKind) -> &'static [Self] {
        match kind {
            CaseKind::Transfer => &[Self::TransferApplication, Self::TransferLetter],
            CaseKind::Suspension => &[Self::SuspensionApplication],
            CaseKind::Resumption => &[Self::ResumptionApplication],
            _ => &[],
        }
    }

    /// What a letter is printed on; of one that hands an archive over it is the list.
    pub fn of_letter(kind: LetterKind) -> Self {
        match kind {
            LetterKind::ArchiveHandOver | LetterKind::HukouHandOver => Self::ArchiveHandOver,
            LetterKind::DropOutReport => Self::DropOutReport,
            LetterKind::TermTransfers => Self::TermNotice,
        }
    }

    /// Whether it is a certificate: numbered in the register of certificates, only after an approved completion.
    pub fn is_certificate(self) -> bool {
        matches!(
            self,
            Self::GraduationCertificate
                | Self::CompletionCertificate
                | Self::AttendanceCertificate
                | Self::GraduationProof
                | Self::CompletionProof
        )
    }

    /// Whether it shows full values, so that printing it needs a reason, which the journal keeps (第二十五条).
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::BasicForm | Self::GuardianConfirmation)
    }
}
