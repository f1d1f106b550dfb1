//! 账号确认: an account that one administrator made, or a reset that one asked for, takes effect when another confirms it. The
//! confirmer prints the slip with the one-time secret and hands it to the person; there is no other way for it to travel yet.

use super::manage::refusal;
use super::{AccountRow, Administered, PrintedSlip, Standing, hash_password};
use crate::case::party;
use crate::error::{Error, Result};
use crate::matter::put;
use crate::school::Going;
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{DateTime, Duration, Utc};
use contract::account::{WaitLine, Waits};
use domain::access::{Action, Actor, Role, Target, authorise, compatible, not_its_maker, overseers_after};
use domain::account::{PASSWORD_HISTORY, SLIP_VALID_DAYS};
use domain::confirmation::Confirmation;
use domain::id::{AccountId, UnitId};
use domain::message::Template;
use domain::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Lines told at once.
const LINES: usize = 100;
/// Accounts that go on with another authority in one transaction.
const SOME: usize = 30;

/// 登录凭条: what is printed, once.
#[derive(Debug, Clone)]
pub struct Slip {
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// What the account is for.
    pub role: Role,
    /// Name of its unit.
    pub unit: String,
    /// The one-time secret. It is nowhere else.
    pub secret: String,
    /// Until when it is good.
    pub until: DateTime<Utc>,
}

/// That an account waits, for each unit whose administrators may confirm it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct WaitRow {
    account: AccountId,
    unit: UnitId,
}

impl Accounts<'_> {
    /// What waits for the confirmation of the actor's unit: new accounts and resets. The audit administrator sees it too.
    ///
    /// # Errors
    /// A refusal for everybody but the three kinds of administrators.
    pub async fn waiting_accounts(&self, actor: &Actor) -> Result<Vec<WaitLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("account"))?;
        let target = Target::Unit(&own.path);
        authorise(actor, Action::ReadAudit, &target)
            .or_else(|_| authorise(actor, Action::ConfirmAccounts, &target))?;
        let text = format!("SELECT * FROM account_wait WHERE unit = $unit LIMIT {LINES}");
        let rows: Vec<WaitRow> = self.store.rows(&text, Vars::new().with("unit", &own.id)).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            lines.push(self.wait_line(actor, &self.account(row.account).await?).await?);
        }
        lines.sort_by_key(|line| line.at);
        Ok(lines)
    }

    async fn wait_line(&self, actor: &Actor, row: &AccountRow) -> Result<WaitLine> {
        let unit = self.units().unit(row.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
        let (waits, by, at, reason) = match &row.reset {
            Some(reset) => (
                Waits::Reset(reset.effective_at),
                reset.by_name.clone(),
                reset.asked_at,
                reset.reason.clone(),
            ),
            None => {
                let maker = row.administered.first().map(|made| made.name.clone()).unwrap_or_default();
                (Waits::Account, maker, row.created_at, String::new())
            }
        };
        let text = "SELECT * FROM account WHERE unit = $unit LIMIT 200";
        let colleagues: Vec<AccountRow> = self.store.rows(text, Vars::new().with("unit", &unit.id)).await?;
        let not_mine = match self.may_confirm(actor, row).await {
            Ok(()) => None,
            Err(Error::Refused(refusals)) => refusals.into_iter().next(),
            Err(Error::NotFound(_)) => {
                Some(refusal(RefusalCode::NotPermitted, "由系统管理员或安全管理员确认。", "请等待其办理。"))
            }
            Err(error) => return Err(error),
        };
        Ok(WaitLine {
            account: row.uid,
            login: row.login.clone(),
            name: row.name.clone(),
            role: row.role,
            unit: unit.name,
            waits,
            by,
            at,
            reason,
            namesake: colleagues.iter().any(|other| other.uid != row.uid && other.name == row.name),
            not_mine,
        })
    }

    /// Confirms what waits: a new account takes effect, a reset takes effect at once. Gives the slip for printing; whoever asked
    /// never sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for units that have no say; `own_making`, `identity` (a person with a forbidden second account), `state`
    /// when nothing waits any more.
    pub async fn confirm_account(&self, actor: &Actor, id: AccountId) -> Result<Slip> {
        let secret = self.first_password();
        let hash = &hash_password(self, &secret).await?;
        let row = self
            .store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    self.may_confirm(actor, &row).await?;
                    let unit = row.unit.clone().ok_or(Error::NotFound("account"))?;
                    let forbidden =
                        self.forbidden_for(row.person.as_deref(), row.role, &unit, Some(id)).await?;
                    if !forbidden.is_empty() {
                        return Err(forbidden.into());
                    }
                    let by = party(actor);
                    let waited = row.waits_for_confirmation().ok_or_else(nothing_waits)?.settle(true, &by)?;
                    let mut tx = self.transaction(by);
                    let now = tx.at();
                    self.wait_no_more(&mut tx, &row, &waited, "").await?;
                    let work = &mut tx.work;
                    let event = match row.reset.take() {
                        Some(asked) => {
                            row.administered.push(Administered {
                                by: asked.by,
                                name: asked.by_name.clone(),
                                at: asked.asked_at,
                            });
                            row.totp_sealed = None;
                            self.forget_guesses(work, &row);
                            self.messages().tell(work, id, Template::Accounts).await?;
                            "reset"
                        }
                        None => "confirmed",
                    };
                    row.standing = Standing::Confirmed;
                    row.administered.push(Administered::new(actor, now));
                    row.earlier.insert(0, std::mem::replace(&mut row.password_hash, hash.clone()));
                    row.earlier.truncate(PASSWORD_HISTORY);
                    row.must_change_password = true;
                    row.slip = Some(PrintedSlip::printed_at(now));
                    self.end_sessions(work, id).await?;
                    self.replace_account(work, row.clone());
                    self.log_done(work, id, event, actor, "");
                    Ok((tx.finish(), row))
                })
            })
            .await?;
        let unit = self.units().unit(row.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
        let until = self.store.clock.now() + Duration::days(SLIP_VALID_DAYS);
        Ok(Slip { login: row.login, name: row.name, role: row.role, unit: unit.name, secret, until })
    }

    /// Refuses what waits: the account never takes effect, or the reset is off.
    ///
    /// # Errors
    /// As [`Accounts::confirm_account`](crate::services::Accounts::confirm_account); `reason` without one.
    pub async fn refuse_account(&self, actor: &Actor, id: AccountId, reason: &str) -> Result<()> {
        let reason = &checked_reason(reason)?;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    self.may_confirm(actor, &row).await?;
                    let by = party(actor);
                    let waited =
                        row.waits_for_confirmation().ok_or_else(nothing_waits)?.settle(false, &by)?;
                    let mut tx = self.transaction(by);
                    self.wait_no_more(&mut tx, &row, &waited, reason).await?;
                    let event = if row.reset.take().is_some() { "reset_refused" } else { "refused" };
                    if event == "refused" {
                        row.standing = Standing::Refused;
                    }
                    self.replace_account(&mut tx.work, row);
                    self.log_done(&mut tx.work, id, event, actor, reason);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Whether the actor may confirm or refuse what waits about an account.
    async fn may_confirm(&self, actor: &Actor, row: &AccountRow) -> Result<()> {
        let (overseers, by) = match &row.reset {
            Some(reset) => (&reset.overseers, Some(reset.by)),
            None => (&row.overseers, row.created_by),
        };
        self.may_look_after(actor, row.uid, Action::ConfirmAccounts).await?;
        if !actor.unit.as_ref().is_some_and(|unit| overseers.contains(&unit.id)) {
            return Err(Error::NotFound("account"));
        }
        if row.waits_for_confirmation().is_none() {
            return Err(nothing_waits());
        }
        match by {
            Some(by) => self.another_than(actor, by).await,
            None => Ok(()),
        }
    }

    /// Whether the actor is another person than `maker`, and not an account that `maker` has just made.
    pub(super) async fn another_than(&self, actor: &Actor, maker: AccountId) -> Result<()> {
        let me: Option<AccountRow> = self.store.get("account", &actor.account.to_string()).await?;
        let other: Option<AccountRow> = self.store.get("account", &maker.to_string()).await?;
        let person = |row: &Option<AccountRow>| row.as_ref().and_then(|row| row.person.clone());
        let same = person(&me).is_some() && person(&me) == person(&other);
        let now = self.store.clock.now();
        let by: Vec<AccountId> = me.iter().flat_map(|row| row.administered_by(now)).collect();
        Ok(not_its_maker(actor.account, maker, same, by)?)
    }

    /// Who certifies a registrar's training is not who made the account (先培训后上岗).
    pub(super) async fn oversees_training(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let row = self.account(id).await?;
        let oversees = actor.unit.as_ref().is_some_and(|unit| row.overseers.contains(&unit.id));
        if !oversees {
            return Err(Error::NotFound("account"));
        }
        match row.created_by {
            Some(maker) => self.another_than(actor, maker).await,
            None => Ok(()),
        }
    }

    /// What speaks against another account of a person, by the table of forbidden pairs. Sealed accounts do not count: they are
    /// looked at again before they are opened.
    pub(super) async fn forbidden_for(
        &self,
        person: Option<&str>,
        role: Role,
        unit: &UnitId,
        except: Option<AccountId>,
    ) -> Result<Vec<Refusal>> {
        let others = self.accounts_of_person(person).await?;
        let others = others.iter().filter(|other| {
            Some(other.uid) != except && !other.sealed_off && other.standing != Standing::Refused
        });
        let pairs = others.filter_map(|other| Some((other.role, other.unit.as_ref()?)));
        Ok(pairs.filter_map(|other| compatible((role, unit), other).err()).take(1).collect())
    }

    /// Whether a sealed account may be opened: it was confirmed, and its person has no forbidden second one meanwhile.
    pub(super) async fn may_open_again(&self, id: AccountId) -> Result<()> {
        let row = self.account(id).await?;
        if row.standing != Standing::Confirmed {
            let what = "这个账号还没有经另一名管理员确认，不能启用。";
            return Err(refusal(RefusalCode::Sealed, what, "请先由另一名管理员确认。").into());
        }
        let unit = row.unit.as_ref().ok_or(Error::NotFound("account"))?;
        let forbidden = self.forbidden_for(row.person.as_deref(), row.role, unit, Some(id)).await?;
        if forbidden.is_empty() { Ok(()) } else { Err(forbidden.into()) }
    }

    /// A one-time secret opens one session, in which an own password is chosen.
    pub(super) async fn spend_slip(&self, work: &mut UnitOfWork, id: AccountId) -> Result<()> {
        let mut row = self.account(id).await?;
        if !row.may_sign_in(self.store.clock.now()) {
            let what = "这张登录凭条已经用过。";
            return Err(refusal(RefusalCode::SignIn, what, "请联系上级单位的安全管理员申请重置。").into());
        }
        if let Some(slip) = &mut row.slip {
            slip.used = true;
            self.replace_account(work, row);
        }
        Ok(())
    }

    /// Has a new account, or a reset that was asked for, wait for its confirmation.
    pub(super) async fn wait_for(&self, tx: &mut Transaction<'_>, row: &AccountRow) -> Result<()> {
        let Some(one) = row.waits_for_confirmation() else { return Ok(()) };
        self.put_on_lists(&mut tx.work, &one);
        self.tell_waiting(tx, row, &one).await
    }

    /// Has some of the accounts of a school that comes to answer to another authority be overseen by the new one in the place of the old one,
    /// and what waits about them be confirmed there, after one of them. Gives the last one; none after the last.
    pub(crate) async fn accounts_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text =
            format!("SELECT * FROM account WHERE unit = $school AND uid > $after ORDER BY uid LIMIT {SOME}");
        let vars = Vars::new().with("school", &going.school).with("after", after);
        let rows: Vec<AccountRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            let mut next = row.clone();
            next.overseers = overseers_after(&row.overseers, &going.old, &going.new);
            if let Some(reset) = &mut next.reset {
                reset.overseers = overseers_after(&reset.overseers, &going.old, &going.new);
            }
            if let (Some(before), Some(now)) = (row.waits_for_confirmation(), next.waits_for_confirmation()) {
                for unit in before.overseers.iter().filter(|unit| !now.overseers.contains(unit)) {
                    tx.work.remove("account_wait", &format!("{}-{unit}", row.uid));
                }
                self.put_on_lists(&mut tx.work, &now);
                put(&mut tx.work, &*self.vault, &self.confirmation_matter(&next, &now).await?);
                tx.work.touch(&going.new);
            }
            self.replace_account(&mut tx.work, next);
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }

    /// Puts what waits on the lists of those who may confirm it.
    fn put_on_lists(&self, work: &mut UnitOfWork, one: &Confirmation) {
        for unit in &one.overseers {
            let waits = WaitRow { account: one.account, unit: unit.clone() };
            work.put("account_wait", &format!("{}-{unit}", one.account), &waits);
        }
    }

    /// Takes what waits off the lists of those who could have confirmed it; `row` as it was while it waited.
    pub(super) async fn wait_no_more(
        &self,
        tx: &mut Transaction<'_>,
        row: &AccountRow,
        settled: &Confirmation,
        reason: &str,
    ) -> Result<()> {
        for unit in &settled.overseers {
            tx.work.remove("account_wait", &format!("{}-{unit}", row.uid));
        }
        self.tell_settled(tx, row, settled, reason).await
    }
}

fn nothing_waits() -> Error {
    refusal(RefusalCode::State, "没有需要确认的事项。", "请刷新页面查看最新状态。").into()
}

pub(super) fn checked_reason(reason: &str) -> Result<String> {
    let reason = &domain::text::words(reason).text;
    if !(4..=200).contains(&reason.chars().count()) {
        return Err(refusal(RefusalCode::Reason, "请用4至200个字写明理由。", "会记入账号日志。").into());
    }
    Ok(reason.to_owned())
}
