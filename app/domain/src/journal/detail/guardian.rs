//! Details of guardians' accounts (监护人绑定): who is named stands here masked.

use super::Event;
use serde::{Deserialize, Serialize};

/// A guardian as the journal names one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardianName {
    /// The name, masked; empty when the form no longer holds the guardian.
    pub name: String,
    /// What the guardian is to the pupil, in Chinese; empty when the form does not say.
    pub kinship: String,
}

/// The code by which an account was bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BindingCode {
    /// Who printed it.
    pub printed_by: String,
    /// Who released it.
    pub released_by: Option<String>,
}

/// What the journal keeps of a guardian's account and bond.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum GuardianDetail {
    /// 打印监护人绑定码
    BindingPrinted(GuardianName),
    /// 核发监护人绑定码
    BindingReleased {
        /// For whom.
        guardian: GuardianName,
        /// Who printed it.
        printed_by: String,
    },
    /// 监护人绑定
    Bound {
        /// Who.
        guardian: GuardianName,
        /// The name of the pupil's school.
        school: String,
        /// By which code; none: by document number and 学籍号.
        code: Option<BindingCode>,
    },
    /// 监护人重设密码
    Recovered {
        /// Who.
        guardian: GuardianName,
        /// The name of the school whose code it was.
        school: String,
        /// Whether that is this pupil's school; elsewhere the bond rests.
        here: bool,
    },
    /// 监护人对绑定提出疑问
    BondReported(GuardianName),
    /// 监护人撤回对绑定的疑问
    BondReportTakenBack(GuardianName),
    /// 学校确认监护人绑定
    BondConfirmed {
        /// Whose.
        guardian: GuardianName,
        /// How it was looked into.
        reason: String,
    },
    /// 学校暂停监护人绑定
    BondRested {
        /// Whose.
        guardian: GuardianName,
        /// How it was looked into.
        reason: String,
    },
    /// 学校解除监护人绑定
    BondEnded {
        /// Whose.
        guardian: GuardianName,
        /// How it was looked into.
        reason: String,
    },
    /// 监护人自行解除绑定
    BondLeft(GuardianName),
    /// 监护人更换登录手机号: no number stands here
    TelephoneMoved(GuardianName),
    /// 监护人注销账号: the bond ends with it
    AccountClosed(GuardianName),
}

impl GuardianDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::BindingPrinted(_) => Event::BindingPrinted,
            Self::BindingReleased { .. } => Event::BindingReleased,
            Self::Bound { .. } => Event::GuardianBound,
            Self::Recovered { .. } => Event::GuardianRecovered,
            Self::BondReported(_) => Event::BondReported,
            Self::BondReportTakenBack(_) => Event::BondReportTakenBack,
            Self::BondConfirmed { .. } => Event::BondConfirmed,
            Self::BondRested { .. } => Event::BondRested,
            Self::BondEnded { .. } => Event::BondEnded,
            Self::BondLeft(_) => Event::BondLeft,
            Self::TelephoneMoved(_) => Event::GuardianTelephoneMoved,
            Self::AccountClosed(_) => Event::GuardianAccountClosed,
        }
    }
}
