//! The second factor: time-based codes (RFC 6238), each usable once.

use super::session::Token;
use crate::Registry;
use crate::error::{Error, Result};
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::id::AccountId;
use domain::refusal::{Basis, Refusal};
use totp_rs::{Algorithm, TOTP};

/// Seconds of a step.
const STEP: u64 = 30;

/// What a person needs to set up an authenticator.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The same as an `otpauth://` address in a QR code, SVG.
    pub qr_svg: String,
}

impl Registry {
    /// Proposes a secret. Nothing is kept before [`Registry::confirm_totp`] has seen a code of it.
    ///
    /// # Errors
    /// A refusal when the account has a second factor: only a reset takes it away.
    pub async fn propose_totp(&self, actor: &Actor) -> Result<Enrolment> {
        let account = self.account(actor.account).await?;
        if account.totp_sealed.is_some() {
            return Err(already_set().into());
        }
        let secret = self.proposed_secret(&account.uid, account.password_changed_at.timestamp());
        let totp = totp(secret, &account.login)?;
        let qr_svg = crate::symbol::svg(&totp.get_url())?;
        Ok(Enrolment { secret: totp.get_secret_base32(), qr_svg })
    }

    /// The secret proposed to an account until it confirms: derived, so that a page without memory can show it again.
    fn proposed_secret(&self, account: &AccountId, salt: i64) -> Vec<u8> {
        self.vault.keyed_hash("totp", &format!("{account}|{salt}")).into_bytes()[..32].to_vec()
    }

    /// Sets the second factor up when the code is right.
    ///
    /// # Errors
    /// A refusal when it is not, or when the account has a second factor already.
    pub async fn confirm_totp(&self, actor: &Actor, code: &str) -> Result<()> {
        let account = self.account(actor.account).await?;
        if account.totp_sealed.is_some() {
            return Err(already_set().into());
        }
        let secret = self.proposed_secret(&account.uid, account.password_changed_at.timestamp());
        let step = self.matching_step(&secret, &account.login, code, 0)?.ok_or_else(wrong_code)?;
        let sealed = self.vault.seal_value(&secret, &context(account.uid));
        self.change_account(account.uid, "second_factor_set", Some(account.uid), move |row| {
            row.totp_sealed = Some(sealed.clone());
            row.totp_step = step;
        })
        .await
    }

    /// Passes the second factor of a session.
    ///
    /// # Errors
    /// A refusal when the code is wrong or was used before; too many failures lock like wrong passwords.
    pub async fn pass_second_factor(&self, token: &Token, code: &str, address: &str) -> Result<()> {
        let session = self.session_row(token).await?.ok_or(Error::NotFound("session"))?;
        self.check_address(address).await?;
        let account = self.account(session.account).await?;
        let by_account = factor_key(account.uid);
        self.check_lock(&by_account).await?;
        let sealed = account.totp_sealed.as_ref().ok_or(Error::NotFound("second factor"))?;
        let secret: Vec<u8> = self.vault.open_value(sealed, &context(account.uid))?;
        let Some(step) = self.matching_step(&secret, &account.login, code, account.totp_step)? else {
            let key = self.address_key(address);
            self.count_failures(&[&by_account, &key], |work| {
                self.log_account(work, Some(account.uid), "second_factor_failed", None, address);
            })
            .await?;
            return Err(wrong_code().into());
        };
        let (session, by_account) = (&session, &by_account);
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(session.account).await?;
                    if row.totp_step >= step {
                        return Err(wrong_code().into());
                    }
                    let loaded = row.version;
                    row.version += 1;
                    row.totp_step = step;
                    let mut passed = session.clone();
                    passed.passed_second_factor = true;
                    let mut work = UnitOfWork::new();
                    work.replace("account", &row.uid.to_string(), loaded, &row);
                    work.put("session", &session.key, &passed);
                    work.remove("attempt", by_account);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// The step a code is of: this one, the one before or the next, and later than the last used.
    fn matching_step(&self, secret: &[u8], login: &str, code: &str, used: u64) -> Result<Option<u64>> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let now = u64::try_from(self.store.clock.now().timestamp()).unwrap_or(0) / STEP;
        let totp = totp(secret.to_vec(), login)?;
        Ok((now.saturating_sub(1)..=now + 1).find(|step| *step > used && totp.generate(step * STEP) == code))
    }
}

fn totp(secret: Vec<u8>, login: &str) -> Result<TOTP> {
    TOTP::new(Algorithm::SHA1, 6, 1, STEP, secret, Some("xueji".into()), login.replace(':', "-"))
        .map_err(|error| Error::Store(error.to_string()))
}

/// Wrong codes are counted by account, apart from wrong passwords: whoever knows the password could forget those at will.
pub(super) fn factor_key(account: AccountId) -> String {
    format!("factor-{account}")
}

fn already_set() -> Refusal {
    Refusal::new(
        "second_factor_set",
        Basis::Procedure,
        "这个账号已经设置了动态验证码。",
        "更换手机或验证器，请联系上级单位的安全管理员重置。",
    )
}

fn context(account: AccountId) -> String {
    format!("totp/{account}")
}

fn wrong_code() -> Refusal {
    Refusal::new(
        "wrong_code",
        Basis::Procedure,
        "动态验证码不正确或已经用过。",
        "请等待下一个验证码后再输入。",
    )
}
