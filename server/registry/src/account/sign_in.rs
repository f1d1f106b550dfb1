//! Sign-in: the same work and the same words whether the name, the password or the account is wrong; locks and limits.

use super::password::verify_password;
use super::session::Token;
use crate::Registry;
use crate::account::AccountRow;
use crate::error::Result;
use crate::store::UnitOfWork;
use chrono::{DateTime, Duration, Utc};
use domain::account::{LOCK_FOR, locked_until};
use domain::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};

/// What sign-in gave.
#[derive(Clone)]
pub enum SignIn {
    /// A session; what is still owed the session says.
    Begun(Token),
}

/// Failures from one address within the window before it has to wait.
const PER_ADDRESS: u32 = 20;
/// The window.
const WINDOW: Duration = LOCK_FOR;
/// A hash that no password has: checked when the name is unknown, so that it takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempts {
    failures: u32,
    last: DateTime<Utc>,
}

impl Registry {
    /// Where the failures of a login name are counted.
    pub(super) fn attempts_key(&self, login: &str) -> String {
        format!("name-{}", self.vault.keyed_hash("login", &super::login_key(login)))
    }

    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// One refusal for everything that is wrong with name, password or account, another for too many failures.
    pub async fn sign_in(&self, login: &str, password: &str, address: &str) -> Result<SignIn> {
        let account = self.account_by_login(login).await?;
        let by_name = self.attempts_key(login);
        let by_address = self.address_key(address);
        self.check_lock(&by_name).await?;
        self.check_address(address).await?;
        let hash = account.as_ref().map_or(NOBODY, |account| account.password_hash.as_str());
        let right = verify_password(password, hash).await?;
        let unit = account.as_ref().and_then(|account| account.unit.as_ref());
        let closed = match unit {
            Some(unit) => self.school_is_closed(unit).await?,
            None => false,
        };
        let now = self.store.clock.now();
        match account.filter(|account| right && account.may_sign_in(now) && !closed) {
            Some(account) => self.signed_in(account, &by_name, address).await,
            None => {
                let account = self.account_by_login(login).await?.map(|account| account.uid);
                self.count_failures(&[&by_name, &by_address], |work| {
                    self.log_account(work, account, "sign_in_failed", None, address);
                })
                .await?;
                Err(wrong().into())
            }
        }
    }

    async fn signed_in(&self, account: AccountRow, by_name: &str, address: &str) -> Result<SignIn> {
        let account = &account;
        let token = self
            .store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.spend_slip(&mut work, account.uid).await?;
                    let token = self.begin_session(&mut work, account).await?;
                    work.remove("attempt", by_name);
                    self.note_use(&mut work, account.uid, account.role);
                    self.log_account(&mut work, Some(account.uid), "signed_in", None, address);
                    Ok((work, token))
                })
            })
            .await?;
        Ok(SignIn::Begun(token))
    }

    pub(crate) fn address_key(&self, address: &str) -> String {
        format!("address-{}", self.vault.keyed_hash("address", address))
    }

    /// Whether an account is locked under this key.
    pub(super) async fn check_lock(&self, key: &str) -> Result<()> {
        let now = self.store.clock.now();
        let attempts: Option<Attempts> = self.store.get("attempt", key).await?;
        let until = attempts.and_then(|attempts| locked_until(attempts.failures, Some(attempts.last), now));
        if until.is_some() { Err(locked().into()) } else { Ok(()) }
    }

    /// Whether an address has failed too often of late.
    pub(crate) async fn check_address(&self, address: &str) -> Result<()> {
        let attempts: Option<Attempts> = self.store.get("attempt", &self.address_key(address)).await?;
        let now = self.store.clock.now();
        match attempts {
            Some(attempts) if attempts.failures >= PER_ADDRESS && now - attempts.last < WINDOW => {
                Err(locked().into())
            }
            _ => Ok(()),
        }
    }

    /// Counts a failure under each key; a window without failures starts anew.
    pub(crate) async fn count_failures(
        &self,
        keys: &[&str],
        log: impl Fn(&mut UnitOfWork) + Sync,
    ) -> Result<()> {
        let log = &log;
        self.store
            .transact("attempts", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let now = self.store.clock.now();
                    for key in keys {
                        let old: Option<Attempts> = self.store.get("attempt", key).await?;
                        let failures =
                            old.filter(|old| now - old.last < WINDOW).map_or(0, |old| old.failures);
                        work.put("attempt", key, &Attempts { failures: failures + 1, last: now });
                    }
                    log(&mut work);
                    Ok((work, ()))
                })
            })
            .await
    }
}

fn wrong() -> Refusal {
    Refusal::new(
        "sign_in",
        Basis::Procedure,
        "账号或密码不正确。",
        "请核对后重试。工作人员忘记密码请联系上级单位的安全管理员，监护人可以凭学校新打印的绑定码重设。",
    )
}

fn locked() -> Refusal {
    Refusal::new(
        "locked",
        Basis::Procedure,
        "失败次数过多，暂时不能登录。",
        "请 15 分钟后再试，或联系安全管理员解锁。",
    )
}
