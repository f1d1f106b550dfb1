//! Details of what was filed in the electronic archive (档案内容).

use super::Event;
use crate::archive::{Category, Entry, EntryKind};
use crate::id::ProofId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which place of the archive an entry takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryName {
    /// What it is.
    pub kind: EntryKind,
    /// Of which year or term, as its kind counts; empty where it does not.
    pub period: String,
}

impl From<&Entry> for EntryName {
    fn from(entry: &Entry) -> Self {
        Self { kind: entry.kind, period: entry.period.clone() }
    }
}

/// What the journal keeps of a change of the electronic archive. Values stand by the keys of their columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ArchiveDetail {
    /// 档案内容归档
    EntryFiled {
        /// Which entry.
        entry: EntryName,
        /// What it holds.
        new: BTreeMap<String, String>,
    },
    /// 档案内容更改
    EntryChanged {
        /// Which entry.
        entry: EntryName,
        /// What it held.
        old: BTreeMap<String, String>,
        /// What it holds.
        new: BTreeMap<String, String>,
    },
    /// 档案内容撤销
    EntryWithdrawn {
        /// Which entry.
        entry: EntryName,
        /// What it held.
        old: BTreeMap<String, String>,
        /// Why.
        reason: String,
    },
    /// 档案材料归档
    FileAdded {
        /// Under which category.
        category: Category,
        /// Where it lies.
        file: ProofId,
        /// SHA-256 of it, hex.
        sha256: String,
    },
    /// 档案材料撤销
    FileWithdrawn {
        /// Where it lies.
        file: ProofId,
        /// Why.
        reason: String,
    },
}

impl ArchiveDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::EntryFiled { .. } => Event::ArchiveEntryFiled,
            Self::EntryChanged { .. } => Event::ArchiveEntryChanged,
            Self::EntryWithdrawn { .. } => Event::ArchiveEntryWithdrawn,
            Self::FileAdded { .. } => Event::ArchiveFileAdded,
            Self::FileWithdrawn { .. } => Event::ArchiveFileWithdrawn,
        }
    }
}
