//! Details of archive packages (学籍档案包), those that leave and those that an archive goes on from.

use super::{Event, ItemChange, erase_from};
use crate::form::Field;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How an archive goes on here from a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Continuation {
    /// The child was not in this register.
    New {
        /// 1–12
        grade: u8,
        /// 班级
        class_name: String,
    },
    /// The child has a record here; what that was lacking was added.
    Known {
        /// Items taken from the package.
        changes: Vec<ItemChange>,
        /// Entries added.
        filed: usize,
        /// Entries that stayed as they were here.
        ours: usize,
    },
}

/// What the journal keeps of an archive package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PackageDetail {
    /// 申请制作学籍档案包
    Asked {
        /// 档案包编号
        number: String,
        /// Who it is handed over to.
        to: String,
        /// 办件编号 of the case it rests on.
        case: String,
    },
    /// 学籍档案包放行
    Released {
        /// 档案包编号
        number: String,
        /// Who it is handed over to.
        to: String,
        /// SHA-256 of the sealed file, hex.
        sha256: String,
        /// Entries of the pupil's journal in it.
        entries: u64,
        /// Hash of the last of them.
        head: String,
        /// The last day on which it can be fetched.
        until: NaiveDate,
    },
    /// 学籍档案包不予放行
    Refused {
        /// 档案包编号
        number: String,
        /// Who it was meant for.
        to: String,
    },
    /// 学籍档案包下载
    Fetched {
        /// 档案包编号
        number: String,
        /// Who it is handed over to.
        to: String,
        /// The how manieth time.
        times: usize,
    },
    /// 凭学籍档案包接续学籍档案: the link to the chain that came with it.
    Continued {
        /// 档案包编号
        number: String,
        /// Who made it.
        from: String,
        /// 办件编号 of the case it rests on there.
        case: String,
        /// 签名校验码
        fingerprint: String,
        /// Entries of its chain.
        entries: u64,
        /// Hash of the last of them.
        head: String,
        /// How the archive goes on.
        continued: Continuation,
    },
}

impl PackageDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Asked { .. } => Event::PackageAsked,
            Self::Released { .. } => Event::PackageReleased,
            Self::Refused { .. } => Event::PackageRefused,
            Self::Fetched { .. } => Event::PackageFetched,
            Self::Continued { .. } => Event::ArchiveContinued,
        }
    }

    /// Items that were taken from a package.
    pub(super) fn erase_optional(&mut self) -> BTreeSet<Field> {
        match self {
            Self::Continued { continued: Continuation::Known { changes, .. }, .. } => erase_from(changes),
            Self::Continued { continued: Continuation::New { .. }, .. }
            | Self::Asked { .. }
            | Self::Released { .. }
            | Self::Refused { .. }
            | Self::Fetched { .. } => BTreeSet::new(),
        }
    }
}
