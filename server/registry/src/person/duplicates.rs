//! De-duplication (查重, 第六条) inside the whole register: candidates are found by keyed hashes, judged by the domain.

use crate::error::Result;
use crate::person::{PersonRow, Standing};
use crate::services::Pupils;
use crate::store::Vars;
use crate::vault::Cipher;
use chrono::Datelike;
use domain::form::BasicInfo;
use domain::id::PersonId;
use domain::ident::Document;
use domain::matching::{self, Attributes, MatchOutcome};
use domain::text::name_key;

/// Keyed hash of the document, none when there is no number.
pub(crate) fn document_hash(vault: &dyn Cipher, info: &BasicInfo) -> Option<String> {
    Some(vault.keyed_hash("document", &info.document_key()?))
}

/// The keyed hashes a number may stand under, of whatever kind and country its document is.
pub(super) fn document_hashes(vault: &dyn Cipher, number: &str) -> Vec<String> {
    Document::keys_of(number).iter().map(|key| vault.keyed_hash("document", key)).collect()
}

/// Keyed hash of 姓名 + 性别 + 出生日期, the national rule for children without a number.
pub(crate) fn match_hash(vault: &dyn Cipher, info: &BasicInfo) -> String {
    vault.keyed_hash(
        "match",
        &format!("{}|{}|{}", name_key(info.name()), info.sex().code(), info.birth_date()),
    )
}

/// Keyed hash of the first guardian's phone with the birth date: finds twins and mistyped siblings, nothing else.
pub(super) fn phone_hash(vault: &dyn Cipher, info: &BasicInfo) -> Option<String> {
    let phone = info.guardian_phone()?;
    Some(vault.keyed_hash("phone", &format!("{phone}|{}", info.birth_date())))
}

/// Keyed hash that records share whose names sound alike, with the same 性别 and the same or a swapped 出生日期.
pub(super) fn block_hash(vault: &dyn Cipher, info: &BasicInfo, pinyin: &str) -> String {
    let birth = info.birth_date();
    let (low, high) = (birth.month().min(birth.day()), birth.month().max(birth.day()));
    let sounds = if pinyin.is_empty() { info.name() } else { pinyin };
    vault.keyed_hash("block", &format!("{sounds}|{}|{}|{low}|{high}", info.sex().code(), birth.year()))
}

/// Keyed hash that records share whose names sound alike and whose first guardian has the same telephone, whatever the birth date.
pub(super) fn kin_hash(vault: &dyn Cipher, info: &BasicInfo, pinyin: &str) -> Option<String> {
    let phone = info.guardian_phone()?;
    let sounds = if pinyin.is_empty() { info.name() } else { pinyin };
    Some(vault.keyed_hash("kin", &format!("{sounds}|{phone}")))
}

impl Pupils<'_> {
    /// Looks for the same child elsewhere in the register. `except` is the child itself when it is already in.
    ///
    /// # Errors
    /// When the store fails or a stored record does not open.
    pub(crate) async fn find_duplicates(
        &self,
        info: &BasicInfo,
        except: Option<PersonId>,
    ) -> Result<MatchOutcome<PersonId>> {
        let mut found: Vec<PersonRow> = Vec::new();
        let lookups = [
            ("document_hash", document_hash(&*self.vault, info)),
            ("match_hash", Some(match_hash(&*self.vault, info))),
            ("phone_hash", phone_hash(&*self.vault, info)),
        ];
        for (column, hash) in lookups {
            let Some(hash) = hash else { continue };
            let text = format!("SELECT * FROM person WHERE {column} = $hash LIMIT 20");
            let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("hash", hash)).await?;
            for row in rows {
                let known = Some(row.uid) == except || found.iter().any(|other| other.uid == row.uid);
                let there = !matches!(row.standing, Standing::NotRegistered | Standing::Merged);
                if !known && there {
                    found.push(row);
                }
            }
        }
        let mut candidates = Vec::new();
        for row in &found {
            candidates.push((row.uid, Attributes::of(&row.info(&*self.vault)?)));
        }
        Ok(matching::judge(&Attributes::of(info), &candidates))
    }
}
