//! What a guardian does to the own account: signs in with another telephone from now on, closes it (注销账号). What the law has kept stays:
//! the access log, the journals, the account's own log; of the account its id and name, so that these can be read.

use super::manage::refusal;
use super::{AccountRow, LoginRow, login_key};
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::id::AccountId;
use domain::message::Template;
use domain::refusal::RefusalCode;

/// What stands in the place of the login name of an account that was closed.
const CLOSED: &str = "已注销";

impl Accounts<'_> {
    /// The account, if it is a guardian's that is in use.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other.
    pub(crate) async fn guardians_account(&self, id: AccountId) -> Result<AccountRow> {
        let row = self.account(id).await?;
        let own = row.role == Role::Guardian && row.closed_at.is_none();
        own.then_some(row).ok_or(Error::NotFound("account"))
    }

    /// Has an account sign in with another mobile number. Nobody's account is taken over: where the number has one, that stays whose it is.
    /// All sessions end; the old telephone is told, and the account where it chose to be told.
    ///
    /// # Errors
    /// `phone` where the number has an account.
    pub(crate) async fn move_login(
        &self,
        work: &mut UnitOfWork,
        id: AccountId,
        phone: &str,
        address: &str,
    ) -> Result<()> {
        let mut row = self.guardians_account(id).await?;
        if self.login_is_taken(phone).await? {
            let what = "这个手机号已经有账号，不能换成它。";
            let remedy = "那个账号是您的，请直接用它登录；不是您的，请换一个手机号。";
            return Err(refusal(RefusalCode::Phone, what, remedy).into());
        }
        self.forget_guesses(work, &row);
        work.remove("login", &login_key(&row.login));
        work.create("login", &login_key(phone), &LoginRow { account: id });
        self.messages().tell_left_login(work, &row.login);
        phone.clone_into(&mut row.login);
        self.replace_account(work, row);
        self.log_account(work, Some(id), "login_moved", None, address);
        self.messages().tell(work, id, Template::Accounts).await?;
        self.end_sessions(work, id).await
    }

    /// Closes a guardian's account: nobody signs in with it again, and its number is free. What it typed and chose is thrown away.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other account.
    pub(crate) async fn close(&self, work: &mut UnitOfWork, id: AccountId, address: &str) -> Result<()> {
        let mut row = self.guardians_account(id).await?;
        self.forget_guesses(work, &row);
        self.messages().forget_choice(work, id).await?;
        self.forget_tables(work, id);
        self.forget_drafts(work, id).await?;
        work.remove("login", &login_key(&row.login));
        work.remove("last_sign_in", &id.to_string());
        CLOSED.clone_into(&mut row.login);
        row.password_hash = String::new();
        row.earlier = Vec::new();
        row.sealed_off = true;
        row.closed_at = Some(self.store.clock.now());
        self.replace_account(work, row);
        self.log_account(work, Some(id), "closed", None, address);
        self.end_sessions(work, id).await
    }
}
