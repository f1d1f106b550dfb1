//! Sessions (会话): a random token in the browser, its SHA-256 as the record id here.

use crate::Registry;
use crate::account::{AccountRow, SecondFactor};
use crate::error::Result;
use crate::store::{UnitOfWork, Vars};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::access::Actor;
use domain::account::{PASSWORD_MAX_AGE_DAYS, SESSION_ABSOLUTE, session_over};
use domain::id::AccountId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
        Sha256::digest(&self.0).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SessionRow {
    pub(super) account: AccountId,
    pub(super) passed_second_factor: bool,
    pub(super) created: DateTime<Utc>,
    pub(super) last_seen: DateTime<Utc>,
    pub(super) key: String,
}

/// A living session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who it is.
    pub actor: Actor,
    /// What is owed.
    pub stage: Stage,
    /// Its record id: also the owner of what is typed before anything is sent.
    pub key: String,
}

impl Registry {
    /// Begins a session in place of the account's others: one account, one place.
    pub(super) async fn begin_session(&self, work: &mut UnitOfWork, account: &AccountRow) -> Result<Token> {
        self.end_sessions(work, account.uid).await?;
        let token = Token(URL_SAFE_NO_PAD.encode(self.store.entropy.bytes::<32>()));
        let now = self.store.clock.now();
        let row = SessionRow {
            account: account.uid,
            passed_second_factor: account.totp_sealed.is_none(),
            created: now,
            last_seen: now,
            key: token.key(),
        };
        work.create("session", &token.key(), &row);
        Ok(token)
    }

    pub(crate) async fn end_sessions(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        let text = "SELECT * FROM session WHERE account = $account";
        let rows: Vec<SessionRow> = self.store.rows(text, Vars::new().with("account", account)).await?;
        for row in rows {
            work.remove("session", &row.key);
        }
        Ok(())
    }

    pub(super) async fn session_row(&self, token: &Token) -> Result<Option<SessionRow>> {
        let now = self.store.clock.now();
        let row: Option<SessionRow> = self.store.get("session", &token.key()).await?;
        Ok(row.filter(|row| !session_over(row.created, row.last_seen, now)))
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
        let account = self.account(row.account).await?;
        let now = self.store.clock.now();
        if !account.is_in_force(now) {
            return Ok(None);
        }
        if attended && now - row.last_seen >= Duration::minutes(1) {
            self.put_session(SessionRow { last_seen: now, ..row.clone() }).await?;
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
        Ok(Some(Session { actor: self.actor_of(&account).await?, stage, key: row.key }))
    }

    pub(super) async fn put_session(&self, row: SessionRow) -> Result<()> {
        let row = &row;
        self.store
            .transact(&row.key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("session", &row.key, row);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, token: &Token) -> Result<()> {
        let key = token.key();
        self.store
            .transact(&key, || {
                let key = key.clone();
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.remove("session", &key);
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
