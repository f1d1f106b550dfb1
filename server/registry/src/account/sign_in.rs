//! Sign-in: the same work and the same words whether the name, the password or the account is wrong; locks and limits.

use super::attempt::{Reservation, Whose};
use super::password::verify_password;
use super::session::Token;
use crate::account::AccountRow;
use crate::error::Result;
use crate::services::Accounts;
use crate::store::UnitOfWork;
use domain::account::guess::Guess;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// What sign-in gave.
#[derive(Clone)]
pub enum SignIn {
    /// A session; what is still owed the session says.
    Begun(Token),
}

/// A hash that no password has: checked when the name is unknown, so that it takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Accounts<'_> {
    /// Signs in with a name and a password. The attempt is taken from its limits before the password is looked at.
    ///
    /// # Errors
    /// One refusal for everything that is wrong with name, password or account, another for too many failures.
    pub async fn sign_in(&self, login: &str, password: &str, address: &str) -> Result<SignIn> {
        let reserved = self.reserve(Guess::Password, &[Whose::Login(login), Whose::Address(address)]).await?;
        let account = self.account_by_login(login).await?;
        let hash = account.as_ref().map_or(NOBODY, |account| account.password_hash.as_str());
        let right = verify_password(password, hash).await?;
        let unit = account.as_ref().and_then(|account| account.unit.as_ref());
        let closed = match unit {
            Some(unit) => self.schools().school_is_closed(unit).await?,
            None => false,
        };
        let now = self.store.clock.now();
        let known = account.as_ref().map(|account| account.uid);
        match account.filter(|account| right && account.may_sign_in(now) && !closed) {
            Some(account) => self.signed_in(account, &reserved, address).await,
            None => {
                self.log_guess(known, "sign_in_failed", address).await?;
                Err(wrong().into())
            }
        }
    }

    async fn signed_in(&self, account: AccountRow, reserved: &Reservation, address: &str) -> Result<SignIn> {
        let account = &account;
        let token = self
            .store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.spend_slip(&mut work, account.uid).await?;
                    let token = self.begin_session(&mut work, account).await?;
                    self.was_right(&mut work, reserved).await?;
                    self.note_use(&mut work, account.uid, account.role);
                    self.log_account(&mut work, Some(account.uid), "signed_in", None, address);
                    Ok((work, token))
                })
            })
            .await?;
        Ok(SignIn::Begun(token))
    }
}

fn wrong() -> Refusal {
    Refusal::new(
        RefusalCode::SignIn,
        Basis::Procedure,
        "账号或密码不正确。",
        "请核对后重试。工作人员忘记密码请联系上级单位的安全管理员，监护人可以凭学校新打印的绑定码重设。",
    )
}
