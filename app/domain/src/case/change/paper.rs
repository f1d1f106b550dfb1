//! The documents that a school sights for a change of status and keeps (依据材料).

use serde::{Deserialize, Serialize};

/// A document that the school has sighted and keeps (依据材料).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 监护人书面申请
    Application,
    /// 县级以上医院的诊断或病历材料
    HospitalRecord,
    /// 二级以上医院的病历材料
    LevelTwoRecord,
    /// 可以复学的证明
    FitForSchool,
    /// 居民户口簿
    HouseholdRegister,
    /// 居住证明
    Residence,
    /// 父母工作调动或务工证明
    Employment,
    /// 死亡医学证明
    DeathCertificate,
    /// 户口注销证明
    HouseholdCancelled,
    /// 转入学校同意接收的证明
    Admission,
    /// 护照、签证或出境证件
    Passport,
    /// 境外学校的录取或就读证明
    ForeignSchool,
    /// 劝返记录
    FollowUpRecord,
    /// 与监护人的书面约定
    Agreement,
    /// 残疾人证或教育评估意见
    Assessment,
    /// 毕业或结业的成绩和评价材料
    FinalRecords,
    /// 处分决定
    Sanction,
    /// 其他证明材料
    Other,
}

impl Paper {
    /// Every kind.
    pub const ALL: [Self; 18] = [
        Self::Application,
        Self::HospitalRecord,
        Self::LevelTwoRecord,
        Self::FitForSchool,
        Self::HouseholdRegister,
        Self::Residence,
        Self::Employment,
        Self::DeathCertificate,
        Self::HouseholdCancelled,
        Self::Admission,
        Self::Passport,
        Self::ForeignSchool,
        Self::FollowUpRecord,
        Self::Agreement,
        Self::Assessment,
        Self::FinalRecords,
        Self::Sanction,
        Self::Other,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "监护人书面申请",
            Self::HospitalRecord => "县级以上医院的诊断或病历材料",
            Self::LevelTwoRecord => "二级以上医院的病历材料",
            Self::FitForSchool => "可以复学的证明",
            Self::HouseholdRegister => "居民户口簿",
            Self::Residence => "居住证明",
            Self::Employment => "父母工作调动或务工证明",
            Self::DeathCertificate => "死亡医学证明",
            Self::HouseholdCancelled => "户口注销证明",
            Self::Admission => "转入学校同意接收的证明",
            Self::Passport => "护照、签证或出境证件",
            Self::ForeignSchool => "境外学校的录取或就读证明",
            Self::FollowUpRecord => "劝返记录",
            Self::Agreement => "与监护人的书面约定",
            Self::Assessment => "残疾人证或教育评估意见",
            Self::FinalRecords => "毕业或结业的成绩和评价材料",
            Self::Sanction => "处分决定",
            Self::Other => "其他证明材料",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::HospitalRecord => "hospital_record",
            Self::LevelTwoRecord => "level_two_record",
            Self::FitForSchool => "fit_for_school",
            Self::HouseholdRegister => "household_register",
            Self::Residence => "residence",
            Self::Employment => "employment",
            Self::DeathCertificate => "death_certificate",
            Self::HouseholdCancelled => "household_cancelled",
            Self::Admission => "admission",
            Self::Passport => "passport",
            Self::ForeignSchool => "foreign_school",
            Self::FollowUpRecord => "follow_up_record",
            Self::Agreement => "agreement",
            Self::Assessment => "assessment",
            Self::FinalRecords => "final_records",
            Self::Sanction => "sanction",
            Self::Other => "other",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.key() == key)
    }
}
