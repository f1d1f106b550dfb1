//! De-duplication (查重, 第六条) inside the whole register: candidates are found by keyed hashes, judged by the domain.

use crate::error::{Error, Result};
use crate::keyset::TOGETHER;
use crate::person::{PersonRow, Standing};
use crate::services::Pupils;
use crate::store::Vars;
use crate::vault::Cipher;
use chrono::Datelike;
use domain::form::BasicInfo;
use domain::id::PersonId;
use domain::ident::Document;
use domain::matching::{self, Attributes, MatchOutcome};
use domain::org::OrgPath;
use domain::text::name_key;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// Records of one hash that are looked at.
const MOST: usize = 20;

/// The keyed hashes of a child by which records of the same one are looked for, each with its column.
fn marks(vault: &dyn Cipher, info: &BasicInfo) -> [(&'static str, Option<String>); 3] {
    [
        ("document_hash", document_hash(vault, info)),
        ("match_hash", Some(match_hash(vault, info))),
        ("phone_hash", phone_hash(vault, info)),
    ]
}

/// The records that may be of the same children as some forms: read for all of them at once, judged one by one.
#[derive(Default)]
pub(crate) struct Likely {
    /// By column and hash.
    found: BTreeMap<(&'static str, String), Vec<Arc<PersonRow>>>,
    /// Below which unit schools are named; none: all of them are.
    named: Option<OrgPath>,
}

/// What a school is called where it is none of the reader's affair which one it is.
const ELSEWHERE: &str = "其他省的学校";

/// A pupil's school by its name where that lies in the scope of who is told.
fn told_school<'r>(row: &'r PersonRow, scope: &OrgPath) -> &'r str {
    if scope.covers(&row.path) { &row.school_name } else { ELSEWHERE }
}

impl Likely {
    /// The same for who is told the names of schools below this unit only.
    pub(crate) fn told_within(self, scope: &OrgPath) -> Self {
        Self { named: Some(scope.clone()), ..self }
    }

    /// The school of one of them, as it is told.
    pub(crate) fn school_of<'r>(&self, row: &'r PersonRow) -> &'r str {
        self.named.as_ref().map_or(row.school_name.as_str(), |scope| told_school(row, scope))
    }

    /// The records that are, or may be, of the same child as this form, each with what speaks for it.
    ///
    /// # Errors
    /// When a stored record does not open.
    pub(crate) fn met(&self, vault: &dyn Cipher, info: &BasicInfo) -> Result<Vec<(&PersonRow, String)>> {
        let candidates = match self.judge(vault, info, None)? {
            MatchOutcome::None => Vec::new(),
            MatchOutcome::Possible(candidates) => candidates,
            MatchOutcome::Definite(candidate) => vec![candidate],
        };
        let met = candidates.iter().map(|one| Ok((self.record(one.id)?, one.explanation())));
        met.collect()
    }

    /// The records that share a hash with this form, each once.
    fn of(&self, vault: &dyn Cipher, info: &BasicInfo, except: Option<PersonId>) -> Vec<&PersonRow> {
        let mut likely: Vec<&PersonRow> = Vec::new();
        for (column, hash) in marks(vault, info) {
            let rows = hash.and_then(|hash| self.found.get(&(column, hash)));
            for row in rows.into_iter().flatten() {
                if Some(row.uid) != except && likely.iter().all(|other| other.uid != row.uid) {
                    likely.push(row);
                }
            }
        }
        likely
    }

    /// The same child among them, or whoever may be it. `except` is the child itself when it is already in.
    ///
    /// # Errors
    /// When a stored record does not open.
    pub(crate) fn judge(
        &self,
        vault: &dyn Cipher,
        info: &BasicInfo,
        except: Option<PersonId>,
    ) -> Result<MatchOutcome<PersonId>> {
        let mut candidates = Vec::new();
        for row in self.of(vault, info, except) {
            candidates.push((row.uid, Attributes::of(&row.info(vault)?)));
        }
        Ok(matching::judge(&Attributes::of(info), &candidates))
    }

    /// Whether one of them has the document with this keyed hash.
    pub(crate) fn has_document(&self, hash: &str) -> bool {
        self.found.contains_key(&("document_hash", hash.to_owned()))
    }

    /// One of them.
    pub(crate) fn record(&self, id: PersonId) -> Result<&PersonRow> {
        let mut all = self.found.values().flatten();
        all.find(|row| row.uid == id).map(|row| &**row).ok_or(Error::NotFound("person"))
    }
}

impl Pupils<'_> {
    /// Reads the records that may be of the same children as these forms (查重): a few lookups for many of them.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn likely<'i>(&self, infos: impl IntoIterator<Item = &'i BasicInfo>) -> Result<Likely> {
        let mut asked: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for info in infos {
            for (column, hash) in marks(&*self.vault, info) {
                asked.entry(column).or_default().extend(hash);
            }
        }
        let mut likely = Likely::default();
        for (column, hashes) in asked {
            let hashes: Vec<String> = hashes.into_iter().collect();
            for some in hashes.chunks(TOGETHER) {
                let text = format!("SELECT * FROM person WHERE {column} IN $hashes");
                let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("hashes", some)).await?;
                for row in rows {
                    if matches!(row.standing, Standing::NotRegistered | Standing::Merged) {
                        continue;
                    }
                    let Some(hash) = row.mark(column) else { continue };
                    let alike = likely.found.entry((column, hash)).or_default();
                    if alike.len() < MOST {
                        alike.push(Arc::new(row));
                    }
                }
            }
        }
        Ok(likely)
    }

    /// Looks for the same child elsewhere in the register. `except` is the child itself when it is already in.
    ///
    /// # Errors
    /// When the store fails or a stored record does not open.
    pub(crate) async fn find_duplicates(
        &self,
        info: &BasicInfo,
        except: Option<PersonId>,
    ) -> Result<MatchOutcome<PersonId>> {
        self.likely([info]).await?.judge(&*self.vault, info, except)
    }
}

impl PersonRow {
    /// The keyed hash in one of the columns of [`marks`].
    fn mark(&self, column: &str) -> Option<String> {
        match column {
            "document_hash" => self.document_hash.clone(),
            "match_hash" => Some(self.match_hash.clone()),
            _ => self.phone_hash.clone(),
        }
    }
}
