//! Sessions (会话): a random token in the browser, its SHA-256 as the record id here.

use crate::account::{AccountRow, AskedReset, SecondFactor};
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::access::Actor;
use domain::access::Role;
use domain::account::{
    GUARDIAN_DEVICES, PASSWORD_MAX_AGE_DAYS, SESSION_ABSOLUTE, SESSION_IDLE, SESSION_IDLE_WITH_DRAFT,
    session_over,
};
use domain::id::AccountId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What is owed before an account may do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The second factor's code.
    SecondFactor,
    /// A new password.
    NewPassword,
    /// Setting up a second factor.
    EnrolSecondFactor,
    /// Nothing.
    Full,
}

/// Use is noted at most this often.
const NOTED: Duration = Duration::minutes(1);

/// The secret in the cookie. Its text is never logged or stored.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// From a cookie.
    pub fn from_cookie(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The record id.
    pub fn key(&self) -> String {
        hex(self.0.as_bytes())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SessionRow {
    pub(super) account: AccountId,
    pub(super) version: u64,
    pub(super) key: String,
    /// Whose what is typed before anything is sent is: stays when the session gets another id.
    owner: String,
    guardian: bool,
    passed_second_factor: bool,
    /// The password it was begun with, as a digest of its hash: with another one it is over, whoever came first.
    under: String,
    created: DateTime<Utc>,
    last_seen: DateTime<Utc>,
    /// The session that took its place when it was given more rights. It is nobody's from then on.
    became: Option<String>,
}

/// What a session remembers of the password it was begun with.
fn under(account: &AccountRow) -> String {
    hex(account.password_hash.as_bytes())[..32].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A living session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who it is.
    pub actor: Actor,
    /// What is owed.
    pub stage: Stage,
    /// The owner of what is typed before anything is sent.
    pub key: String,
    /// The reset of the account that somebody has asked for, and that may still be objected to.
    pub reset: Option<AskedReset>,
}

impl Accounts<'_> {
    /// Begins a session. Staff have one account in one place: theirs takes the place of the others. A guardian's telephone and
    /// computer do not end each other; beyond a handful the one longest unused gives way.
    pub(super) async fn begin_session(&self, work: &mut UnitOfWork, account: &AccountRow) -> Result<Token> {
        let guardian = account.role == Role::Guardian;
        let mut others = self.sessions_of(account.uid).await?;
        let now = self.store.clock.now();
        others.sort_by_key(|row| std::cmp::Reverse(row.last_seen));
        let living = |row: &SessionRow| {
            row.became.is_none() && !session_over(row.created, row.last_seen, SESSION_IDLE_WITH_DRAFT, now)
        };
        let (mut kept, mut ended): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|row| guardian && living(row));
        let most = kept.len().min(GUARDIAN_DEVICES - 1);
        ended.extend(kept.split_off(most));
        self.remove_sessions(work, &ended, &kept).await?;
        let (token, key) = self.new_token();
        let row = SessionRow {
            account: account.uid,
            version: 1,
            owner: key.clone(),
            key,
            guardian,
            passed_second_factor: account.totp_sealed.is_none(),
            under: under(account),
            created: now,
            last_seen: now,
            became: None,
        };
        work.create("session", &row.key, &row);
        Ok(token)
    }

    /// Gives a session that has passed its second factor another id: whoever knew the one before has nothing of it.
    pub(super) fn raise_session(&self, work: &mut UnitOfWork, old: &SessionRow) -> Token {
        let (token, key) = self.new_token();
        let ended = SessionRow { version: old.version + 1, became: Some(key.clone()), ..old.clone() };
        work.replace("session", &old.key, old.version, &ended);
        let now = self.store.clock.now();
        let row = SessionRow { version: 1, key, passed_second_factor: true, last_seen: now, ..old.clone() };
        work.create("session", &row.key, &row);
        token
    }

    fn new_token(&self) -> (Token, String) {
        let token = Token(URL_SAFE_NO_PAD.encode(self.store.entropy.bytes::<32>()));
        let key = token.key();
        (token, key)
    }

    async fn sessions_of(&self, account: AccountId) -> Result<Vec<SessionRow>> {
        let text = "SELECT * FROM session WHERE account = $account";
        self.store.rows(text, Vars::new().with("account", account)).await
    }

    /// Removes sessions and what was typed in them, which nobody can read afterwards. What a session that stays keeps too is left: one
    /// that was given another id keeps what the one before did.
    async fn remove_sessions(
        &self,
        work: &mut UnitOfWork,
        ended: &[SessionRow],
        kept: &[SessionRow],
    ) -> Result<()> {
        let mut owners: BTreeSet<String> = ended.iter().map(|row| row.owner.clone()).collect();
        for row in kept {
            owners.remove(&row.owner);
        }
        ended.iter().for_each(|row| work.remove("session", &row.key));
        self.forget_drafts_of(work, &owners).await
    }

    pub(crate) async fn end_sessions(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        self.remove_sessions(work, &self.sessions_of(account).await?, &[]).await
    }

    /// Ends an account's sessions but this one.
    pub(super) async fn end_other_sessions(&self, work: &mut UnitOfWork, own: &SessionRow) -> Result<()> {
        let all = self.sessions_of(own.account).await?;
        let (kept, ended): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.key == own.key);
        self.remove_sessions(work, &ended, &kept).await
    }

    pub(super) async fn session_row(&self, token: &Token) -> Result<Option<SessionRow>> {
        let row: Option<SessionRow> = self.store.get("session", &token.key()).await?;
        let Some(row) = row.filter(|row| row.became.is_none()) else { return Ok(None) };
        let now = self.store.clock.now();
        let over = |idle| session_over(row.created, row.last_seen, idle, now);
        let idle = if over(SESSION_IDLE) && row.guardian && !over(SESSION_IDLE_WITH_DRAFT) {
            match self.has_drafts(&[&row.account.to_string(), &row.owner]).await? {
                true => SESSION_IDLE_WITH_DRAFT,
                false => SESSION_IDLE,
            }
        } else {
            SESSION_IDLE
        };
        Ok((!over(idle)).then_some(row))
    }

    /// Whose session a token stood for, also when it is over; none when it never was one, or another has taken its place.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account_of_ended(&self, token: &Token) -> Result<Option<AccountId>> {
        let row: Option<SessionRow> = self.store.get("session", &token.key()).await?;
        Ok(row.map(|row| row.account))
    }

    /// The session of a token, none when there is none or it is over. Notes that it was used, at most once a minute, unless a
    /// page asked by itself (`attended` is false): an unattended desk's session ends however busy its screen is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(
        &self,
        token: &Token,
        policy: SecondFactor,
        attended: bool,
    ) -> Result<Option<Session>> {
        let Some(row) = self.session_row(token).await? else { return Ok(None) };
        // Of guardians there are too many to remember.
        let account = match row.guardian {
            true => self.account(row.account).await?,
            false => self.account_at_work(row.account).await?,
        };
        let now = self.store.clock.now();
        if !account.is_in_force(now) || row.under != under(&account) {
            return Ok(None);
        }
        if attended && now - row.last_seen >= NOTED {
            self.note_seen(&row.key).await?;
        }
        let old = now - account.password_changed_at >= Duration::days(PASSWORD_MAX_AGE_DAYS);
        let stage = if !row.passed_second_factor {
            Stage::SecondFactor
        } else if account.must_change_password || (account.role.is_staff() && old) {
            Stage::NewPassword
        } else if account.role.is_staff() && account.totp_sealed.is_none() && policy == SecondFactor::Required
        {
            Stage::EnrolSecondFactor
        } else {
            Stage::Full
        };
        let actor = self.actor_of(&account).await?;
        Ok(Some(Session { actor, stage, key: row.owner, reset: account.reset }))
    }

    /// Notes that a session was used. One that was ended meanwhile stays ended: only what is there is written again.
    async fn note_seen(&self, key: &str) -> Result<()> {
        let noted = self
            .store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let now = self.store.clock.now();
                    let row: Option<SessionRow> = self.store.get("session", key).await?;
                    // Of many requests at the same moment one writes.
                    if let Some(row) = row.filter(|row| now - row.last_seen >= NOTED) {
                        let seen = SessionRow { version: row.version + 1, last_seen: now, ..row.clone() };
                        work.replace("session", key, row.version, &seen);
                    }
                    Ok((work, ()))
                })
            })
            .await;
        // Who comes while others keep coming is no less signed in, and may go on reading when nothing can be written.
        if matches!(noted, Err(Error::Busy | Error::Halted)) { Ok(()) } else { noted }
    }

    /// Ends a session, and the one it became if it was given another id at the same moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, token: &Token) -> Result<()> {
        let key = &token.key();
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let (mut next, mut owners) = (Some(key.clone()), BTreeSet::new());
                    while let Some(key) = next {
                        let row: Option<SessionRow> = self.store.get("session", &key).await?;
                        let Some(row) = row else { break };
                        work.take_away("session", &key, row.version);
                        owners.insert(row.owner);
                        next = row.became;
                    }
                    self.forget_drafts_of(&mut work, &owners).await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    /// How long the cookie may live.
    pub fn session_lifetime() -> Duration {
        SESSION_ABSOLUTE
    }
}
