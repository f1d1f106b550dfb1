//! Passwords: argon2id, a few at a time so that a rush of sign-ins cannot starve the pages.

use super::attempt::Whose;
use crate::Registry;
use crate::account::AccountRow;
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::UnitOfWork;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::account::guess::Guess;
use domain::account::{PASSWORD_HISTORY, check_password};
use domain::id::AccountId;
use domain::message::Template;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Semaphore::new(cores.saturating_sub(1).max(1))
});
/// How many may be at it or wait for it; whoever comes then is told to come again, instead of waiting for minutes.
static IN_LINE: Semaphore = Semaphore::const_new(256);

/// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("constant parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password; tens of milliseconds of one core.
pub(crate) async fn hash_password(registry: &Registry, password: &str) -> Result<String> {
    let salt = SaltString::encode_b64(&registry.store.entropy.bytes::<16>()).map_err(|_| Error::Sealed)?;
    let password = password.to_owned();
    heavy(move || {
        argon()
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| Error::Sealed)
    })
    .await?
}

/// Whether a password belongs to a hash.
pub(super) async fn verify_password(password: &str, hash: &str) -> Result<bool> {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    heavy(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

/// Runs what takes a core for a while (argon2, guessing how guessable a password is), a few at a time.
///
/// # Errors
/// [`Error::Busy`] when too many wait already.
pub(crate) async fn heavy<T: Send + 'static>(task: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _place = IN_LINE.try_acquire().map_err(|_| Error::Busy)?;
    let _permit = AT_ONCE.acquire().await.map_err(|error| Error::Store(error.to_string()))?;
    tokio::task::spawn_blocking(task).await.map_err(|error| Error::Store(error.to_string()))
}

impl Accounts<'_> {
    /// Changes an account's own password. Its other sessions end.
    ///
    /// # Errors
    /// Refusals: the old one is wrong, the new one too weak, guessable, or used before.
    pub async fn change_password(&self, id: AccountId, old: &str, new: &str) -> Result<()> {
        let row = self.own_password(id, old, "").await?;
        let hash = &self.new_password_hash(&row, new).await?;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.replace_password(&mut work, id, hash, "password_changed", "").await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Asks for the present password once more, before what a session alone is not enough for. Gives the account.
    ///
    /// # Errors
    /// `old_password` when it is wrong, `locked` after too many that were.
    pub(crate) async fn own_password(&self, id: AccountId, typed: &str, address: &str) -> Result<AccountRow> {
        let reserved = self.reserve(Guess::OwnPassword, &[Whose::Account(id)]).await?;
        let row = self.account(id).await?;
        if !verify_password(typed, &row.password_hash).await? {
            self.log_guess(Some(id), "old_password_failed", address).await?;
            return Err(refusal(RefusalCode::OldPassword, "原密码不正确。", "请重新输入原密码。").into());
        }
        self.give_back(&reserved).await?;
        Ok(row)
    }

    /// The hash of a new password, once it has passed every rule.
    pub(crate) async fn new_password_hash(&self, row: &AccountRow, new: &str) -> Result<String> {
        self.check_new_password(row, new).await?;
        hash_password(self, new).await
    }

    /// Puts a password in place of the one before, lifts the lock wrong ones left, and ends all sessions. The account is told where it
    /// chose to be told.
    pub(crate) async fn replace_password(
        &self,
        work: &mut UnitOfWork,
        id: AccountId,
        hash: &str,
        event: &'static str,
        address: &str,
    ) -> Result<()> {
        let mut row = self.account(id).await?;
        let loaded = row.version;
        row.earlier.insert(0, std::mem::replace(&mut row.password_hash, hash.to_owned()));
        row.earlier.truncate(PASSWORD_HISTORY - 1);
        row.password_changed_at = self.store.clock.now();
        row.must_change_password = false;
        row.slip = None;
        row.version = loaded + 1;
        work.replace("account", &id.to_string(), loaded, &row);
        self.forget_guesses(work, &row);
        self.note_use(work, id, row.role);
        self.log_account(work, Some(id), event, None, address);
        self.messages().tell(work, id, Template::Accounts).await?;
        self.end_sessions(work, id).await
    }

    async fn check_new_password(&self, row: &AccountRow, new: &str) -> Result<()> {
        self.check_guessable(&row.login, &row.name, new).await?;
        for hash in row.earlier.iter().chain([&row.password_hash]) {
            if verify_password(new, hash).await? {
                return Err(Refusal::of(RefusalCode::PasswordReused, "不能使用最近五次用过的密码。").into());
            }
        }
        Ok(())
    }

    /// Whether a password has the form of one and cannot be guessed: the same for everybody who sets one.
    pub(crate) async fn check_guessable(&self, login: &str, name: &str, new: &str) -> Result<()> {
        check_password(new, login)?;
        let (password, inputs) = (new.to_owned(), [login.to_owned(), name.to_owned(), "xueji".to_owned()]);
        let score = heavy(move || {
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            u8::from(zxcvbn::zxcvbn(&password, &inputs).score())
        })
        .await?;
        if score < 3 {
            return Err(Refusal::of(RefusalCode::PasswordWeak, "密码太容易被猜到。").into());
        }
        Ok(())
    }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
