//! 重置: a security administrator asks for a colleague's reset, which takes effect when a second administrator confirms it, at the
//! latest after a day. Meanwhile the colleague is told on every page and may object; the secret goes to who confirms.

use super::Standing;
use super::confirm::checked_reason;
use super::manage::refusal;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Accounts;
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, overseers};
use domain::account::RESET_AFTER;
use domain::confirmation::{Confirmation, Settled};
use domain::id::{AccountId, UnitId};
use domain::refusal::RefusalCode;
use serde::{Deserialize, Serialize};

/// A reset that was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskedReset {
    /// Who asked.
    pub by: AccountId,
    /// His name.
    pub by_name: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// From when on the old password and second factor are no longer taken.
    pub effective_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The units whose administrators may confirm it.
    pub overseers: Vec<UnitId>,
}

impl Accounts<'_> {
    /// Asks for the reset of a colleague's password and second factor. Nothing changes yet, and the asker is never told a secret.
    ///
    /// # Errors
    /// `reason`; `state` when the account is not in use or one was asked for already; that it is not the actor's to secure.
    pub async fn reset_account(&self, actor: &Actor, id: AccountId, reason: &str) -> Result<()> {
        self.may_look_after(actor, id, Action::SecureAccounts).await?;
        let reason = &checked_reason(reason)?;
        let asker = self.units().unit(&actor.unit.as_ref().ok_or(Error::NotFound("account"))?.id).await?;
        let asker = &asker.path;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    if row.standing != Standing::Confirmed {
                        let what = "这个账号还没有确认，不用重置。";
                        return Err(refusal(RefusalCode::State, what, "请等待另一名管理员确认。").into());
                    }
                    if row.reset.is_some() {
                        let what = "这个账号已有一次重置等待确认。";
                        return Err(
                            refusal(RefusalCode::State, what, "请由另一名管理员确认或不予确认。").into()
                        );
                    }
                    let unit =
                        self.units().unit(row.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
                    let now = self.store.clock.now();
                    let asked = AskedReset {
                        by: actor.account,
                        by_name: actor.name.clone(),
                        asked_at: now,
                        effective_at: now + RESET_AFTER,
                        reason: reason.clone(),
                        overseers: overseers(&unit.path, asker),
                    };
                    let mut tx = self.transaction(party(actor));
                    row.reset = Some(asked);
                    self.wait_for(&mut tx, &row).await?;
                    self.replace_account(&mut tx.work, row);
                    self.log_done(&mut tx.work, id, "reset_asked", actor, reason);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The holder of the account objects: the reset is off, and the log says so.
    ///
    /// # Errors
    /// `state` when none waits.
    pub async fn object_to_reset(&self, actor: &Actor) -> Result<()> {
        let id = actor.account;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    let mut tx = self.transaction(party(actor));
                    let now = tx.at();
                    let waits = row.reset.as_ref().is_some_and(|asked| now < asked.effective_at);
                    let Some(waited) = row.waits_for_confirmation().filter(|_| waits) else {
                        let what = "没有等待生效的重置。";
                        return Err(refusal(RefusalCode::State, what, "请刷新页面查看最新状态。").into());
                    };
                    let settled = Confirmation { settled: Some(Settled::Objected), ..waited };
                    self.wait_no_more(&mut tx, &row, &settled, "").await?;
                    row.reset = None;
                    self.replace_account(&mut tx.work, row);
                    self.log_done(&mut tx.work, id, "reset_objected", actor, "");
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
