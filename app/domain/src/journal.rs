//! The journal (信息变动情况, 第七条第一项): append-only, one entry per event, each with the hash of the one before it in the same
//! pupil's chain, or the same unit's.

mod detail;
mod event;
#[cfg(test)]
mod tests;

pub use detail::{
    ArchiveDetail, ArrivedStep, ArrivedTold, Asked, Begun, BindingCode, CaseDetail, CaseName,
    CertificateTold, ConfirmationStep, ConfirmationTold, Continuation, Detail, EntryName, GuardianDetail,
    GuardianName, ImportTold, IssuedNumber, ItemChange, KeysTold, LetterDetail, LetterTold, Moved,
    PackageDetail, PaperDetail, PhoneTold, PrintDetail, PrivacyDetail, ProblemDetail, ProblemName,
    RecordDetail, ReviewDetail, ReviewSaid, RulesTold, SchoolTold, Step, Told, UnitDetail,
};
pub use event::Event;

use crate::chain::{GENESIS, hex};
use crate::id::CaseId;
use crate::matter::{Party, Subject};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One entry as it is kept. `detail` is what the store holds, sealed or not: the chain binds the stored text by its digest, so
/// that personal values which must go (个人信息保护法第四十七条) can, and the chain still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose chain.
    pub subject: Subject,
    /// 1 for the first entry of the chain, no gaps.
    pub seq: u64,
    /// What happened.
    pub event: Event,
    /// The [`Detail`] of the event, serialised.
    pub detail: String,
    /// SHA-256 of `detail` as it was written, hex. None in entries from before there was one: those bind the text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Whether values were taken out of `detail` since. Not bound by the hash; it counts only when a later
    /// [`Event::OptionalErased`] names this entry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// Who did it.
    pub actor: Party,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// 发生日期
    pub occurred_on: NaiveDate,
    /// 记录时间
    pub recorded_at: DateTime<Utc>,
    /// 生效日期
    pub effective_on: NaiveDate,
    /// Hash of the entry before, 64 zeros for the first.
    pub previous: String,
    /// Hash of this entry, hex SHA-256.
    pub hash: String,
}

impl Entry {
    /// The hash this entry must have: SHA-256 over its JSON with an empty `hash`, and an empty `detail` where a digest stands for
    /// it. Field order is the declaration's.
    pub fn expected_hash(&self) -> String {
        let detail = if self.digest.is_some() { String::new() } else { self.detail.clone() };
        let bare = Self { hash: String::new(), detail, erased: false, ..self.clone() };
        hex(&serde_json::to_vec(&bare).expect("an entry is plain data"))
    }

    /// Whether the detail is what was written, or is said to have been erased.
    fn detail_holds(&self) -> bool {
        self.erased && self.digest.is_some()
            || self.digest.as_ref().is_none_or(|digest| *digest == hex(self.detail.as_bytes()))
    }

    /// Sets digest and hash.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.digest = Some(hex(self.detail.as_bytes()));
        self.hash = self.expected_hash();
        self
    }
}

/// Where a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The sequence number at which it no longer holds.
    pub seq: u64,
}

/// Verifies one chain, entries in order. `detail` opens an entry's detail; it is asked for those that tell of an erasing.
///
/// # Errors
/// The first place where an entry is missing, reordered or altered, or emptied without an entry that says so.
pub fn verify(entries: &[Entry], detail: impl Fn(&Entry) -> Option<Detail>) -> Result<(), Broken> {
    let tell = entries.iter().filter(|entry| entry.event == Event::OptionalErased && !entry.erased);
    let erased: BTreeSet<u64> = tell.filter_map(detail).flat_map(Detail::erased_entries).collect();
    let mut previous = GENESIS.to_owned();
    for (expected_seq, entry) in (1..).zip(entries) {
        if entry.seq != expected_seq
            || entry.previous != previous
            || entry.hash != entry.expected_hash()
            || !entry.detail_holds()
            || entry.erased && !erased.contains(&entry.seq)
        {
            return Err(Broken { seq: expected_seq });
        }
        previous.clone_from(&entry.hash);
    }
    Ok(())
}
