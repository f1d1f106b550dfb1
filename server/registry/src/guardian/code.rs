//! 绑定码: a registrar prints one for a guardian named in the record, a second person of the school releases it.

use super::bond::masked;
use super::refusal;
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Guardians;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use contract::guardian::CodeLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::case::Party;
use domain::form::{Field, GuardianLine, GuardianSlot};
use domain::guardian::{CODE_HOLDS, Code, mobile};
use domain::id::{AccountId, PersonId, UnitId};
use domain::ident::PersonName;
use domain::journal::{GuardianDetail, GuardianName};
use domain::refusal::RefusalCode;
use serde::{Deserialize, Serialize};

/// Letters and digits that nobody confuses on paper.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
pub(super) const LENGTH: usize = 10;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct BindingRow {
    pub(super) key: String,
    pub(super) person: PersonId,
    /// The school that printed it.
    pub(super) school: UnitId,
    /// Which entry of the record it was printed for.
    pub(super) slot: GuardianSlot,
    /// Keyed hash of that entry's name and kinship: another person in the same place is not meant.
    pub(super) named: String,
    pub(super) printed_by: Party,
    pub(super) made_at: DateTime<Utc>,
    pub(super) released_by: Option<Party>,
    /// When.
    #[serde(default)]
    pub(super) released_at: Option<DateTime<Utc>>,
    /// Whether it waits for a second person.
    pub(super) waits: bool,
    pub(super) used_by: Option<AccountId>,
    pub(super) version: u64,
}

impl BindingRow {
    /// What the rules look at.
    pub(super) fn rules(&self) -> Code {
        Code {
            printed_by: self.printed_by.account,
            printed_at: self.made_at,
            released: self.released_by.is_some(),
            used: self.used_by.is_some(),
        }
    }

    /// Uses it up.
    pub(super) fn spend(&self, work: &mut UnitOfWork, account: AccountId) {
        let used = Self { used_by: Some(account), waits: false, version: self.version + 1, ..self.clone() };
        work.replace("binding", &self.key, self.version, &used);
        self.waits_no_more(work);
    }
}

impl Guardians<'_> {
    /// Makes a binding code for a guardian on the child's record. It is told once and kept as a keyed hash; an earlier unused one
    /// for the same guardian no longer holds. It works once somebody else of the school has released it.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school; a refusal when the actor may not, or when the record names no guardian
    /// with a mobile number there.
    pub async fn print_binding(&self, actor: &Actor, person: PersonId, slot: GuardianSlot) -> Result<String> {
        let row = self.pupils().person(person).await?;
        self.may_with_codes(actor, Action::PrintBinding, &row)?;
        let info = row.info(&*self.vault)?;
        let entry = info.guardians().into_iter().find(|entry| entry.slot == slot).ok_or_else(|| {
            refusal(
                RefusalCode::Slot,
                "档案里没有登记这一位监护人。",
                "请先在学籍信息中登记监护人，再打印绑定码。",
            )
        })?;
        if mobile(entry.phone).is_none() {
            return Err(refusal(
                RefusalCode::Slot,
                "档案里登记的这位监护人的电话不是手机号。",
                "请核对户口簿和身份证，先在学生的学籍档案页上点“受理更正申请”更正登记的手机号，核准后再打印绑定码。",
            )
            .into());
        }
        let (named, who, kinship) = (self.entry_hash(&entry), masked(entry.name), entry.kinship_label());
        let pick = |_| {
            char::from(
                ALPHABET[usize::try_from(self.store.entropy.below(ALPHABET.len() as u64)).unwrap_or(0)],
            )
        };
        let code: String = (0..LENGTH).map(pick).collect();
        let by = party(actor);
        let binding = &BindingRow {
            key: self.vault.keyed_hash("binding", &code),
            person,
            school: row.school.clone(),
            slot,
            named,
            printed_by: by.clone(),
            made_at: self.store.clock.now(),
            released_by: None,
            released_at: None,
            waits: true,
            used_by: None,
            version: 1,
        };
        let guardian = &GuardianName { name: who, kinship };
        let (by, path) = (&by, &row.path);
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(by.clone());
                    for old in self.codes_of(person).await? {
                        if old.used_by.is_none() && old.slot == slot {
                            tx.work.remove("binding", &old.key);
                            old.waits_no_more(&mut tx.work);
                        }
                    }
                    tx.work.create("binding", &binding.key, binding);
                    crate::matter::put(&mut tx.work, &*self.vault, &binding.matter(path));
                    tx.work.touch(path);
                    let printed = GuardianDetail::BindingPrinted(guardian.clone());
                    tx.tell(person, printed).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        self.access_log().saw(actor, Function::Binding, &[person]).await?;
        Ok(code)
    }

    /// Releases a code that somebody else of the school printed. From now on it works.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school; refusals `four_eyes` and `out_of_state`.
    pub async fn release_binding(&self, actor: &Actor, key: &str) -> Result<()> {
        let by = &party(actor);
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let row: Option<BindingRow> = self.store.get("binding", key).await?;
                    let row = row.ok_or(Error::NotFound("binding"))?;
                    let person = self.pupils().person(row.person).await?;
                    self.may_with_codes(actor, Action::ReleaseBinding, &person)?;
                    row.printed().release(by, self.store.clock.now())?;
                    let mut tx = self.transaction(by.clone());
                    let next = BindingRow {
                        released_by: Some(by.clone()),
                        released_at: Some(tx.at()),
                        waits: false,
                        version: row.version + 1,
                        ..row.clone()
                    };
                    tx.work.replace("binding", key, row.version, &next);
                    row.waits_no_more(&mut tx.work);
                    tx.work.touch(&person.path);
                    let info = person.info(&*self.vault)?;
                    let entry =
                        info.guardians().into_iter().find(|entry| self.entry_hash(entry) == row.named);
                    let guardian = entry.map_or_else(GuardianName::default, |entry| GuardianName {
                        name: masked(entry.name),
                        kinship: entry.kinship_label(),
                    });
                    let printed_by = row.printed_by.name.clone();
                    let released = GuardianDetail::BindingReleased { guardian, printed_by };
                    tx.tell(person.uid, released).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    pub(super) fn code_line(&self, actor: &Actor, row: &BindingRow, person: &PersonRow) -> Result<CodeLine> {
        let info = person.info(&*self.vault)?;
        let entry = info.guardians().into_iter().find(|entry| self.entry_hash(entry) == row.named);
        let now = self.store.clock.now();
        let allowed = authorise(actor, Action::ReleaseBinding, &Target::Unit(&person.path)).is_ok();
        Ok(CodeLine {
            key: row.key.clone(),
            person: person.uid,
            name: person.name.clone(),
            class_label: format!("{}{}", person.grade_label(), person.class_name),
            guardian: entry.map(|entry| entry.name.to_owned()).unwrap_or_default(),
            kinship: entry.map(|entry| entry.kinship_label()).unwrap_or_default(),
            phone: entry.map(|entry| info.mask_value(Field::Member1Phone, entry.phone)).unwrap_or_default(),
            printed_by: row.printed_by.name.clone(),
            printed_at: row.made_at,
            until: row.made_at + CODE_HOLDS,
            released_by: row.released_by.as_ref().map(|by| by.name.clone()),
            may_release: allowed && row.rules().may_release(&party(actor), now).is_ok(),
        })
    }

    /// Name of the first guardian on a child's record, for addressing a letter.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school or when no guardian is on record.
    pub async fn guardian_name_of(&self, actor: &Actor, person: PersonId) -> Result<String> {
        let row = self.pupils().person(person).await?;
        sight(actor, Action::PrintBinding, &Target::Unit(&row.path), "person")?;
        self.access_log().saw(actor, Function::GuardianName, &[person]).await?;
        let info = row.info(&*self.vault)?;
        info.guardians().first().map(|guardian| guardian.name.to_owned()).ok_or(Error::NotFound("guardian"))
    }

    /// Out of scope looks like not there; so does a record that was merged into another.
    pub(super) fn may_with_codes(&self, actor: &Actor, action: Action, row: &PersonRow) -> Result<()> {
        authorise(actor, action, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("person") }
        })?;
        if row.merged_into.is_some() { Err(Error::NotFound("person")) } else { Ok(()) }
    }

    pub(super) async fn codes_of(&self, person: PersonId) -> Result<Vec<BindingRow>> {
        let text = "SELECT * FROM binding WHERE person = $person";
        self.store.rows(text, Vars::new().with("person", person)).await
    }

    /// The code somebody typed, if it is one that is neither used nor too old.
    pub(super) async fn living_code(&self, code: &str) -> Result<Option<BindingRow>> {
        let row: Option<BindingRow> = self.store.get("binding", &self.binding_key(code)).await?;
        let now = self.store.clock.now();
        Ok(row.filter(|row| row.rules().holds(now)))
    }

    /// Who an entry of a record is, without telling it.
    pub(super) fn entry_hash(&self, entry: &GuardianLine<'_>) -> String {
        let name = PersonName::parse(entry.name).map(|name| name.as_str().to_owned()).unwrap_or_default();
        self.vault.keyed_hash("guardian entry", &format!("{}|{name}", entry.kinship))
    }

    /// The record id of a code as somebody typed it.
    fn binding_key(&self, code: &str) -> String {
        self.vault.keyed_hash("binding", &as_printed(code))
    }
}

/// A code as it was printed, from what somebody typed: in full width, in small letters, with spaces.
pub(super) fn as_printed(code: &str) -> String {
    let half = code.chars().map(|c| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    });
    half.flat_map(char::to_uppercase).filter(char::is_ascii_alphanumeric).collect()
}
