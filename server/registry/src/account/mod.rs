//! Accounts (账号), sign-in and sessions (第二十三条, 第二十五条; 等保 三级 身份鉴别).

pub(crate) mod attempt;
mod dormant;
mod drafts;
mod log;
mod manage;
mod password;
mod session;
mod sign_in;
mod totp;

/// A training record (第二十三条).
pub use domain::registrar::Certificate as Training;
pub use manage::{AccountLine, NewAccount};
pub use session::{Session, Stage, Token};
pub use sign_in::SignIn;
pub use totp::Enrolment;

pub(crate) use password::{hash_password, heavy};

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::UnitOfWork;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::id::{AccountId, UnitId};
use serde::{Deserialize, Serialize};

/// Who needs a second factor (TOTP).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    /// Every member of staff: production.
    Required,
    /// Those who have set one up: the demo.
    WhenEnrolled,
}

/// An account as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountRow {
    pub(crate) uid: AccountId,
    pub(crate) version: u64,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) unit: Option<UnitId>,
    pub(crate) password_hash: String,
    /// Hashes of earlier passwords, newest first.
    pub(crate) earlier: Vec<String>,
    pub(crate) password_changed_at: DateTime<Utc>,
    pub(crate) must_change_password: bool,
    /// TOTP secret, sealed; none before one is set up.
    pub(crate) totp_sealed: Option<String>,
    /// The last time step that was used: a code works once.
    pub(crate) totp_step: u64,
    /// 封存: nobody signs in.
    pub(crate) sealed_off: bool,
    /// Whether it was sealed by itself because nobody used it.
    #[serde(default)]
    pub(crate) dormant: bool,
    /// 培训证书 (先培训后上岗): of all on file the one that lasts longest
    pub(crate) training: Option<Training>,
    pub(crate) created_by: Option<AccountId>,
    pub(crate) created_at: DateTime<Utc>,
}

impl AccountRow {
    /// Whether a certificate is on file that counts on a day.
    pub(crate) fn is_trained_on(&self, day: NaiveDate) -> bool {
        self.training.as_ref().is_some_and(|training| training.counts_on(day))
    }
}

#[derive(Serialize, Deserialize)]
struct LoginRow {
    account: AccountId,
}

/// The record id of a login name: folded, so that names differ by more than case and width.
fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Registry {
    pub(crate) async fn account(&self, id: AccountId) -> Result<AccountRow> {
        self.store.get("account", &id.to_string()).await?.ok_or(Error::NotFound("account"))
    }

    pub(crate) async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>> {
        match self.store.get::<LoginRow>("login", &login_key(login)).await? {
            Some(row) => self.store.get("account", &row.account.to_string()).await,
            None => Ok(None),
        }
    }

    /// Who an account is, as the policy sees it.
    pub(crate) async fn actor_of(&self, account: &AccountRow) -> Result<Actor> {
        let unit = match &account.unit {
            Some(id) => {
                let unit = self.unit(id).await?;
                Some(ActorUnit { id: unit.id, name: unit.name, kind: unit.kind, path: unit.path })
            }
            None => None,
        };
        let children = match account.role {
            Role::Guardian => self.children_of(account.uid).await?,
            _ => Vec::new(),
        };
        Ok(Actor {
            account: account.uid,
            name: account.name.clone(),
            role: account.role,
            unit,
            trained: account.is_trained_on(self.store.clock.today()),
            children,
        })
    }

    pub(crate) fn create_account_row(&self, work: &mut UnitOfWork, row: &AccountRow) {
        work.create("login", &login_key(&row.login), &LoginRow { account: row.uid });
        work.create("account", &row.uid.to_string(), row);
        self.note_use(work, row.uid, row.role);
    }

    /// Notes that an account is in use.
    pub(crate) fn note_use(&self, work: &mut UnitOfWork, account: AccountId, role: Role) {
        let used = dormant::LastUse { account, staff: role.is_staff(), at: self.store.clock.now() };
        work.put("last_sign_in", &account.to_string(), &used);
    }

    pub(crate) async fn login_is_taken(&self, login: &str) -> Result<bool> {
        Ok(self.store.get::<LoginRow>("login", &login_key(login)).await?.is_some())
    }

    /// Writes an account that was loaded and changed.
    pub(crate) fn replace_account(&self, work: &mut UnitOfWork, mut row: AccountRow) {
        let loaded = row.version;
        row.version = loaded + 1;
        work.replace("account", &row.uid.to_string(), loaded, &row);
    }

    /// Loads an account, changes it, writes it, and logs what was done.
    async fn change_account<F>(
        &self,
        id: AccountId,
        event: &'static str,
        by: Option<AccountId>,
        change: F,
    ) -> Result<()>
    where
        F: Fn(&mut AccountRow) + Sync,
    {
        let change = &change;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    change(&mut row);
                    let mut work = UnitOfWork::new();
                    self.replace_account(&mut work, row);
                    self.log_account(&mut work, Some(id), event, by, "");
                    Ok((work, ()))
                })
            })
            .await
    }
}
