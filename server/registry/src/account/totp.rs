//! The second factor: time-based codes (RFC 6238), each usable once.

use super::attempt::Whose;
use super::session::Token;
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::account::guess::Guess;
use domain::id::AccountId;
use domain::refusal::{Refusal, RefusalCode};
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

impl Accounts<'_> {
    /// Proposes a secret. Nothing is kept before [`Accounts::confirm_totp`](crate::services::Accounts::confirm_totp) has seen a code of it.
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

    /// Sets the second factor up when the code is right. The session gets another id; the account's others, which showed none,
    /// end.
    ///
    /// # Errors
    /// A refusal when it is not, when too many were not, or when the account has a second factor already.
    pub async fn confirm_totp(&self, token: &Token, code: &str, address: &str) -> Result<Token> {
        let session = self.session_row(token).await?.ok_or(Error::NotFound("session"))?;
        let id = session.account;
        let whose = [Whose::Account(id), Whose::Address(address)];
        let reserved = &self.reserve(Guess::Enrolment, &whose).await?;
        let account = self.account(id).await?;
        if account.totp_sealed.is_some() {
            return Err(already_set().into());
        }
        let secret = self.proposed_secret(&id, account.password_changed_at.timestamp());
        let Some(step) = self.matching_step(&secret, &account.login, code, 0)? else {
            self.log_guess(Some(id), "second_factor_failed", address).await?;
            return Err(wrong_code().into());
        };
        let sealed = &self.vault.seal_value(&secret, &context(id));
        self.store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    if row.totp_sealed.is_some() {
                        return Err(already_set().into());
                    }
                    let session = self.session_row(token).await?.ok_or(Error::NotFound("session"))?;
                    row.totp_sealed = Some(sealed.clone());
                    row.totp_step = step;
                    let mut work = UnitOfWork::new();
                    self.replace_account(&mut work, row);
                    self.end_other_sessions(&mut work, &session).await?;
                    let token = self.raise_session(&mut work, &session);
                    self.was_right(&mut work, reserved).await?;
                    self.log_account(&mut work, Some(id), "second_factor_set", Some(id), "");
                    Ok((work, token))
                })
            })
            .await
    }

    /// Passes the second factor of a session, which gets another id with it.
    ///
    /// # Errors
    /// A refusal when the code is wrong or was used before; too many failures lock like wrong passwords.
    pub async fn pass_second_factor(&self, token: &Token, code: &str, address: &str) -> Result<Token> {
        let id = self.session_row(token).await?.ok_or(Error::NotFound("session"))?.account;
        let whose = [Whose::Account(id), Whose::Address(address)];
        let reserved = &self.reserve(Guess::SecondFactor, &whose).await?;
        let account = self.account(id).await?;
        let sealed = account.totp_sealed.as_ref().ok_or(Error::NotFound("second factor"))?;
        let secret: Vec<u8> = self.vault.open_value(sealed, &context(id))?;
        let Some(step) = self.matching_step(&secret, &account.login, code, account.totp_step)? else {
            self.log_guess(Some(id), "second_factor_failed", address).await?;
            return Err(wrong_code().into());
        };
        self.store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    if row.totp_step >= step {
                        return Err(wrong_code().into());
                    }
                    let session = self.session_row(token).await?.ok_or(Error::NotFound("session"))?;
                    row.totp_step = step;
                    let mut work = UnitOfWork::new();
                    self.replace_account(&mut work, row);
                    let token = self.raise_session(&mut work, &session);
                    self.was_right(&mut work, reserved).await?;
                    Ok((work, token))
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

fn already_set() -> Refusal {
    Refusal::of(RefusalCode::SecondFactorSet, "这个账号已经设置了动态验证码。")
}

fn context(account: AccountId) -> String {
    format!("totp/{account}")
}

fn wrong_code() -> Refusal {
    Refusal::of(RefusalCode::WrongCode, "动态验证码不正确或已经用过。")
}
