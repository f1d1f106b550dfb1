//! The directory of the systems' keys in the store (系统公钥目录, 第十六条): taken in by one administrator, accepted by another, never an older
//! one than the one in force. Packages are held against it; where there is none, the code in the letter decides as before.

use super::open::from_hex;
use super::seal::{hex, package_key};
use crate::blob::sha256_hex;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Packages;
use crate::sight::sight;
use crate::store::Vars;
use chrono::{DateTime, NaiveDate, Utc};
use contract::package::{DirectoryLine, DirectoryView, DirectoryWaiting, KeyLine};
use domain::access::{Action, Actor, Target, authorise};
use domain::journal::{KeysTold, UnitDetail};
use domain::matter::{Party, TwoSteps};
use domain::package::{Directory, DirectoryFault, KeyFault, Manifest, fingerprint};
use domain::refusal::{Basis, Refusal, RefusalCode};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// Lists told of at once.
const HISTORY: usize = 20;
/// Who took a list in does not accept it.
const ACCEPTED: TwoSteps = TwoSteps { first: "导入目录", second: "确认", other: "另一名管理员" };

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Waiting,
    Accepted,
    Refused,
}

impl State {
    fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待确认",
            Self::Accepted => "已启用",
            Self::Refused => "已退回",
        }
    }
}

/// A list as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct DirectoryRow {
    uid: String,
    version: u64,
    serial: u64,
    state: State,
    /// The canonical text, as it came.
    text: String,
    imported_by: Party,
    imported_at: DateTime<Utc>,
    decided_by: Option<Party>,
    decided_at: Option<DateTime<Utc>>,
    reason: String,
}

impl DirectoryRow {
    /// What the unit's journal is told of it.
    fn told(&self) -> KeysTold {
        KeysTold {
            serial: self.serial,
            digest: sha256_hex(self.text.as_bytes()),
            reason: if self.state == State::Refused { self.reason.clone() } else { String::new() },
        }
    }
}

/// Signs a list with the nation's key.
pub fn sign_directory(secret: &[u8; 32], mut list: Directory) -> Directory {
    let key = SigningKey::from_bytes(secret);
    list.key = hex(&key.verifying_key().to_bytes());
    list.signature = hex(&key.sign(&list.message()).to_bytes());
    list
}

/// The public key of a secret one, hex.
pub fn directory_key(secret: &[u8; 32]) -> String {
    hex(&SigningKey::from_bytes(secret).verifying_key().to_bytes())
}

/// Whether a list is signed with the key it names.
fn is_signed(list: &Directory) -> bool {
    let key = from_hex::<32>(&list.key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = from_hex::<64>(&list.signature).map(|bytes| Signature::from_bytes(&bytes));
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify_strict(&list.message(), &signature).is_ok(),
        _ => false,
    }
}

/// A code without what people put between its characters.
pub(super) fn bare(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

impl Packages<'_> {
    /// Reads a list and holds it against the key in the settings.
    fn read_directory(&self, bytes: &[u8]) -> std::result::Result<Directory, DirectoryFault> {
        let pinned = self.directory_key.as_deref().ok_or(DirectoryFault::NoIssuer)?;
        let list = Directory::read(bytes)?;
        if bare(&list.fingerprint()) != bare(pinned) {
            return Err(DirectoryFault::Issuer);
        }
        if !is_signed(&list) {
            return Err(DirectoryFault::Signature);
        }
        Ok(list)
    }

    /// Takes a list in. It holds when another administrator has accepted it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the system administrator of the nation; for each thing that can be wrong with a list its own
    /// refusal, see [`DirectoryFault`].
    pub async fn import_directory(&self, actor: &Actor, bytes: &[u8]) -> Result<u64> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("key directory"))?;
        sight(actor, Action::ImportKeys, &Target::Unit(&own.path), "key directory")?;
        let list = self.read_directory(bytes).map_err(|fault| Error::from(Refusal::from(fault)))?;
        let text =
            String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::from(DirectoryFault::Unreadable))?;
        let (list, text) = (&list, &text);
        self.store
            .transact("key_directory", || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    self.is_newer(list).await?;
                    if self.waiting_directory().await?.is_some() {
                        return Err(Refusal::from(DirectoryFault::Waiting).into());
                    }
                    let row = DirectoryRow {
                        uid: self.store.new_id().to_string(),
                        version: 1,
                        serial: list.serial,
                        state: State::Waiting,
                        text: text.clone(),
                        imported_by: party(actor),
                        imported_at: tx.at(),
                        decided_by: None,
                        decided_at: None,
                        reason: String::new(),
                    };
                    tx.work.create("key_directory", &row.uid, &row);
                    tx.tell(own.id.clone(), UnitDetail::KeysTaken(row.told())).await?;
                    Ok((tx.finish(), list.serial))
                })
            })
            .await
    }

    /// Accepts the list that waits, or sends it back with a reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the security administrator of the nation, or when none waits; `four_eyes` for who took it in;
    /// `reason` without one.
    pub async fn decide_directory(
        &self,
        actor: &Actor,
        serial: u64,
        agree: bool,
        reason: &str,
    ) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("key directory"))?;
        sight(actor, Action::AcceptKeys, &Target::Unit(&own.path), "key directory")?;
        let reason = domain::text::cut(reason, 200);
        if !agree && reason.chars().count() < 2 {
            let what = "没有写明退回的原因。";
            return Err(
                Refusal::new(RefusalCode::Reason, Basis::Article(16), what, "请写明为什么不启用。").into()
            );
        }
        let reason = &reason;
        self.store
            .transact("key_directory", || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let waiting = self.waiting_directory().await?.filter(|row| row.serial == serial);
                    let row = waiting.ok_or(Error::NotFound("key directory"))?;
                    ACCEPTED.apart(&party(actor), [row.imported_by.account])?;
                    if agree {
                        // The settings may name another key by now, and another list may have come into force.
                        let list = self.read_directory(row.text.as_bytes()).map_err(Refusal::from)?;
                        self.is_newer(&list).await?;
                    }
                    let next = DirectoryRow {
                        version: row.version + 1,
                        state: if agree { State::Accepted } else { State::Refused },
                        decided_by: Some(party(actor)),
                        decided_at: Some(tx.at()),
                        reason: reason.clone(),
                        ..row.clone()
                    };
                    tx.work.replace("key_directory", &row.uid, row.version, &next);
                    let told = next.told();
                    let told =
                        if agree { UnitDetail::KeysAccepted(told) } else { UnitDetail::KeysRefused(told) };
                    tx.tell(own.id.clone(), told).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    async fn is_newer(&self, list: &Directory) -> Result<()> {
        match self.accepted_directory().await?.filter(|row| row.serial >= list.serial) {
            Some(row) => Err(Refusal::from(DirectoryFault::Older(row.serial)).into()),
            None => Ok(()),
        }
    }

    async fn waiting_directory(&self) -> Result<Option<DirectoryRow>> {
        let text = "SELECT * FROM key_directory WHERE state = 'waiting' LIMIT 1";
        Ok(self.store.rows(text, Vars::new()).await?.into_iter().next())
    }

    async fn accepted_directory(&self) -> Result<Option<DirectoryRow>> {
        let text = "SELECT * FROM key_directory WHERE state = 'accepted' ORDER BY serial DESC LIMIT 1";
        Ok(self.store.rows(text, Vars::new()).await?.into_iter().next())
    }

    /// The list in force; none where none was ever accepted.
    ///
    /// # Errors
    /// When what is stored is no longer believed: the settings name another key, or the text was altered. Then no package is taken in until
    /// a list of that key is accepted, so that nobody goes back to weaker proof by changing a setting.
    async fn directory_in_force(&self) -> Result<Option<Directory>> {
        let Some(row) = self.accepted_directory().await? else { return Ok(None) };
        let list =
            self.read_directory(row.text.as_bytes()).map_err(|fault| Error::from(Refusal::from(fault)))?;
        Ok(Some(list))
    }

    /// Whether a list is in force, so that no code of a letter is asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_directory(&self) -> Result<bool> {
        Ok(self.accepted_directory().await?.is_some())
    }

    /// Whether whoever signed a package is believed: by the list in force, whose system and number it gives then; without a list by the
    /// code in the letter. What this system signed itself needs no code; where the list names its key, it is judged by it as others are.
    pub(super) async fn believed(&self, manifest: &Manifest, told: Option<&str>) -> Result<Option<String>> {
        let own = manifest.key == package_key(&*self.vault);
        let Some(list) = self.directory_in_force().await? else {
            // What arrived by a code of a letter was held against it then.
            return match told {
                Some(told) if !own && bare(told) != bare(&fingerprint(&manifest.key)) => {
                    Err(Refusal::from(domain::package::Problem::Signer).into())
                }
                _ => Ok(None),
            };
        };
        let refused = |fault: KeyFault| Error::from(Refusal::from(fault).beside("file"));
        let (made_on, today) = (crate::clock::shanghai_day(manifest.at), self.store.clock.today());
        if own {
            list.judge_own(&manifest.key, made_on, today).map_err(refused)?;
            return Ok(None);
        }
        let province = manifest.by.unit.school_province();
        let one = list.judge(&manifest.key, province, made_on, today).map_err(refused)?;
        Ok(Some(format!("{}（系统公钥目录第 {} 号）", one.system, list.serial)))
    }

    /// The list in force, the one that waits, and this system's own key, which the nation needs for its list.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the administrators of the nation who look after it.
    pub async fn directory_view(&self, actor: &Actor) -> Result<DirectoryView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("key directory"))?;
        let may = |action| authorise(actor, action, &Target::Unit(&own.path)).is_ok();
        let (may_import, accepts) = (may(Action::ImportKeys), may(Action::AcceptKeys));
        if !may_import && !accepts {
            return Err(Error::NotFound("key directory"));
        }
        let today = self.store.clock.today();
        let in_force = self.accepted_directory().await?;
        let waiting = self.waiting_directory().await?;
        let text = format!("SELECT * FROM key_directory ORDER BY uid DESC LIMIT {HISTORY}");
        let rows: Vec<DirectoryRow> = self.store.rows(&text, Vars::new()).await?;
        let read = |row: &DirectoryRow| {
            Directory::read(row.text.as_bytes()).map_err(|fault| Error::from(Refusal::from(fault)))
        };
        let own_key = package_key(&*self.vault);
        Ok(DirectoryView {
            pinned: self.directory_key.clone(),
            own_fingerprint: fingerprint(&own_key),
            own_key,
            keys: in_force.as_ref().map(|row| Ok::<_, Error>(keys(&read(row)?, today))).transpose()?,
            waiting: waiting
                .map(|row| {
                    let list = read(&row)?;
                    Ok::<_, Error>(DirectoryWaiting {
                        keys: keys(&list, today),
                        line: line(&row, &list),
                        may_decide: accepts && row.imported_by.account != actor.account,
                    })
                })
                .transpose()?,
            in_force: in_force.map(|row| Ok::<_, Error>(line(&row, &read(&row)?))).transpose()?,
            history: rows.iter().map(|row| Ok(line(row, &read(row)?))).collect::<Result<_>>()?,
            may_import,
        })
    }
}

fn line(row: &DirectoryRow, list: &Directory) -> DirectoryLine {
    DirectoryLine {
        serial: row.serial,
        issuer: list.issuer.clone(),
        issued_on: list.issued_on,
        count: list.keys.len(),
        state: row.state.label().to_owned(),
        imported: (row.imported_by.name.clone(), row.imported_at),
        decided: row.decided_by.as_ref().zip(row.decided_at).map(|(by, at)| (by.name.clone(), at)),
        reason: row.reason.clone(),
    }
}

fn keys(list: &Directory, today: NaiveDate) -> Vec<KeyLine> {
    let line = |one: &domain::package::SystemKey| KeyLine {
        system: one.system.clone(),
        province: one.province.clone(),
        fingerprint: fingerprint(&one.key),
        from: one.from,
        until: one.until,
        revoked: one.revoked.as_ref().map(|revoked| (revoked.on, revoked.reason.clone())),
        in_force: one.from <= today
            && one.until.is_none_or(|until| today <= until)
            && one.revoked.as_ref().is_none_or(|revoked| revoked.on > today),
    };
    list.keys.iter().map(line).collect()
}
