//! The account log: who signed in, who did not, who did what to which account. Addresses are kept, passwords and codes never.

use crate::error::Result;
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor};
use domain::id::AccountId;
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LogLine {
    /// Which account; none when the name was unknown.
    pub account: Option<AccountId>,
    /// What happened, e.g. `signed_in`.
    pub event: String,
    /// Who did it, when it was somebody else.
    pub by: Option<AccountId>,
    /// Network address, may be empty.
    pub address: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The reason that was given, where one was.
    #[serde(default)]
    pub reason: String,
}

impl Accounts<'_> {
    pub(crate) fn log_account(
        &self,
        work: &mut UnitOfWork,
        account: Option<AccountId>,
        event: &str,
        by: Option<AccountId>,
        address: &str,
    ) {
        let line = LogLine {
            account,
            event: event.into(),
            by,
            address: address.into(),
            at: self.store.clock.now(),
            reason: String::new(),
        };
        work.create("account_log", &self.store.new_id().to_string(), &line);
    }

    /// What somebody did to an account, and why.
    pub(super) fn log_done(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        event: &str,
        by: &Actor,
        reason: &str,
    ) {
        let line = LogLine {
            account: Some(account),
            event: event.into(),
            by: Some(by.account),
            address: String::new(),
            at: self.store.clock.now(),
            reason: reason.into(),
        };
        work.create("account_log", &self.store.new_id().to_string(), &line);
    }

    /// The log of one account, oldest first, at most 200 lines: for the audit administrator (审计管理员) of its subtree.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] for everybody else.
    pub async fn account_log(&self, actor: &Actor, account: AccountId) -> Result<Vec<LogLine>> {
        self.may_look_after(actor, account, Action::ReadAudit).await?;
        let text = "SELECT * FROM account_log WHERE account = $account ORDER BY at LIMIT 200";
        self.store.rows(text, Vars::new().with("account", account)).await
    }
}
