//! How an archive is kept (第九条, 第十六条).

use serde::{Deserialize, Serialize};

/// What kind of keeping it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// 在管: the school the pupil attends
    InCharge,
    /// 永久保存: the last school, or the one that followed it
    Permanent,
    /// 移交保管: the authority, for a school that is no more
    Entrusted,
    /// 已移交: handed over to a school outside this system; what stays here is the copy (第九条)
    HandedOver,
}

impl Custody {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::InCharge => "在管",
            Self::Permanent => "永久保存",
            Self::Entrusted => "移交保管",
            Self::HandedOver => "已移交，留存备份",
        }
    }
}
