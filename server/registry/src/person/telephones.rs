//! Since when the guardians' telephones stand in a record (第十条): a number that is new there proves nothing for a while, whoever had it
//! changed.

use super::PersonRow;
use crate::vault::Cipher;
use chrono::{DateTime, Utc};
use domain::form::{BasicInfo, GuardianLine};
use domain::guardian::mobile;
use domain::ident::PersonName;
use serde::{Deserialize, Serialize};

/// A guardian's telephone in a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Telephone {
    /// Keyed hash of the whole entry.
    entry: String,
    /// When it came; none when it came with the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
}

impl PersonRow {
    /// When the telephone of this entry came into the record; none when it came with it.
    pub(crate) fn telephone_since(
        &self,
        vault: &dyn Cipher,
        entry: &GuardianLine<'_>,
    ) -> Option<DateTime<Utc>> {
        let entry = hash_of(vault, entry);
        self.telephones.iter().find(|one| one.entry == entry).and_then(|one| one.since)
    }

    /// Notes those that were not there before as new at this moment. An entry that becomes another person's is new with its number.
    pub(super) fn keep_telephones(
        &mut self,
        vault: &dyn Cipher,
        info: &BasicInfo,
        now: Option<DateTime<Utc>>,
    ) {
        let entries = info.guardians().into_iter().map(|entry| hash_of(vault, &entry));
        let kept = entries.map(|entry| {
            let before = self.telephones.iter().find(|one| one.entry == entry);
            Telephone { since: before.map_or(now, |one| one.since), entry }
        });
        self.telephones = kept.collect();
    }
}

/// A guardian's entry with its telephone, without telling either.
fn hash_of(vault: &dyn Cipher, entry: &GuardianLine<'_>) -> String {
    let name = PersonName::parse(entry.name).map(|name| name.as_str().to_owned()).unwrap_or_default();
    let telephone = mobile(entry.phone).unwrap_or_default();
    vault.keyed_hash("guardian telephone", &format!("{}|{name}|{telephone}", entry.kinship))
}
