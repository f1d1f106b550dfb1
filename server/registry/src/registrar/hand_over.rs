//! 工作交接: opened by the leader, walked through line by line, signed by both, confirmed. The confirmation is one transaction: the
//! imports get their new owner, the file is closed, the account is sealed, its sessions end, the unit above is told.

use super::work::desk;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Registrars;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Role};
use domain::id::{AccountId, HandOverId, ImportId, UnitId};
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::registrar::{
    Command, Desk, HandOver, HandOverCommand, HandOverContext, HandOverState, ItemKind, ItemState, Opening,
    RegistrarState,
};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// What a leader opens a hand-over with.
#[derive(Debug, Clone)]
pub struct AskedHandOver {
    /// Who leaves.
    pub from: AccountId,
    /// Who takes over.
    pub to: AccountId,
    /// Last day of who leaves.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A hand-over as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct HandOverRow {
    pub(super) uid: HandOverId,
    pub(super) version: u64,
    sealed: String,
    /// The account while it is open, the own id afterwards: one open hand-over an account.
    once: String,
    pub(super) unit: UnitId,
    pub(super) path: OrgPath,
    pub(super) state: HandOverState,
}

impl HandOverRow {
    fn set(&mut self, vault: &dyn Cipher, hand_over: &HandOver) {
        self.sealed = vault.seal_value(hand_over, &context_of(self.uid));
        self.state = hand_over.state;
        self.once = match hand_over.state {
            HandOverState::Open => hand_over.from.account.to_string(),
            _ => self.uid.to_string(),
        };
    }

    pub(super) fn hand_over(&self, vault: &dyn Cipher) -> Result<HandOver> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }
}

fn context_of(id: HandOverId) -> String {
    format!("registrar_hand_over/{id}")
}

impl Registrars<'_> {
    /// Opens a hand-over with the list of the open work.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account of another unit; refusals by field: `from`, `to`, `last_day`, `reason`.
    pub async fn open_hand_over(&self, actor: &Actor, asked: &AskedHandOver) -> Result<HandOverId> {
        let own = self.own_registrars(actor, Action::AppointRegistrars)?;
        let id = HandOverId::new(self.store.new_id());
        let own = &own;
        self.store
            .transact(own.as_str(), || {
                Box::pin(async move {
                    let unit = self.units().unit(own).await?;
                    let all = self.registrars_of(own).await?;
                    let find = |account: AccountId| all.iter().find(|(row, _)| row.uid == account);
                    let from = find(asked.from).ok_or(Error::NotFound("account"))?;
                    if from.1.state != RegistrarState::Serving {
                        let what = "移交人不在岗。";
                        return Err(refusal(RefusalCode::From, what, "请选择在岗的学籍管理员。").into());
                    }
                    if self.open_hand_over_of(asked.from).await? {
                        let what = "这名学籍管理员正在交接。";
                        return Err(refusal(RefusalCode::From, what, "请在原来的交接中继续办理。").into());
                    }
                    let to = find(asked.to).ok_or(Error::NotFound("account"))?;
                    let opening = Opening {
                        office: from.1.file(&*self.vault)?.office,
                        from: desk(from),
                        to: desk(to),
                        last_day: asked.last_day,
                        reason: asked.reason.clone(),
                    };
                    let context = self.hand_over_context(actor, own, asked.from).await?;
                    let hand_over = HandOver::open(opening, &context)?;
                    let mut row = HandOverRow {
                        uid: id,
                        version: 1,
                        sealed: String::new(),
                        once: String::new(),
                        unit: unit.id,
                        path: unit.path,
                        state: hand_over.state,
                    };
                    row.set(&*self.vault, &hand_over);
                    let mut tx = self.transaction(context.actor.clone());
                    tx.work.create("registrar_hand_over", &id.to_string(), &row);
                    let matter = row.as_matter(&hand_over);
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, &hand_over).await?;
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// Does one step of a hand-over.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has no part in it; what the domain refuses, `open_items` before all.
    pub async fn step_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<HandOverId>>,
        command: &HandOverCommand,
    ) -> Result<HandOverState> {
        let shown = id.into();
        let id = shown.id;
        let own = self.own_registrars(actor, Action::HandOverWork)?;
        let own = &own;
        self.store
            .transact(own.as_str(), || {
                Box::pin(async move {
                    let row = self.hand_over_in_sight(actor, id).await?;
                    let table = "registrar_hand_over";
                    let standing =
                        self.matters().as_shown(table, &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.state));
                    };
                    let before = row.hand_over(&*self.vault)?;
                    let context = self.hand_over_context(actor, own, before.from.account).await?;
                    let events = before.decide(command.clone(), &context)?;
                    let after = events.iter().fold(before, HandOver::apply);
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    if after.state == HandOverState::Confirmed {
                        self.let_go(&mut tx, actor, &after).await?;
                    }
                    let mut next = HandOverRow { version: row.version + 1, ..row.clone() };
                    next.set(&*self.vault, &after);
                    tx.work.replace("registrar_hand_over", &id.to_string(), row.version, &next);
                    let matter = next.as_matter(&after);
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), after.state))
                })
            })
            .await
    }

    /// What follows from a confirmation.
    async fn let_go(&self, tx: &mut Transaction<'_>, actor: &Actor, done: &HandOver) -> Result<()> {
        for item in done.items.iter().filter(|item| item.found.kind == ItemKind::Import) {
            let (Some(id), ItemState::Reassigned(to)) = (item.found.key.strip_prefix("import/"), &item.state)
            else {
                continue;
            };
            let id: ImportId = id.parse().map_err(|_| Error::NotFound("import"))?;
            self.imports().give_import(&mut tx.work, id, to.account, &to.name).await?;
        }
        let mut account = self.accounts().account(done.from.account).await?;
        let row = self.registrar_row_of(&account).await?;
        let leave = Command::Leave { on: done.last_day, reason: done.reason.clone() };
        self.decide_registrar(tx, &row, leave).await?;
        account.sealed_off = true;
        let id = account.uid;
        self.accounts().replace_account(&mut tx.work, account);
        self.accounts().log_account(&mut tx.work, Some(id), "handed_over", Some(actor.account), "");
        self.accounts().forget_tables(&mut tx.work, id);
        self.accounts().end_sessions(&mut tx.work, id).await
    }

    async fn hand_over_context(
        &self,
        actor: &Actor,
        unit: &UnitId,
        from: AccountId,
    ) -> Result<HandOverContext> {
        let mut able: Vec<Desk> = self.able_registrars(unit).await?;
        able.retain(|desk| desk.account != from);
        Ok(HandOverContext {
            today: self.store.clock.today(),
            actor: party(actor),
            found: self.open_work(unit, from).await?,
            able,
        })
    }

    async fn open_hand_over_of(&self, account: AccountId) -> Result<bool> {
        let text = "SELECT * FROM registrar_hand_over WHERE once = $once LIMIT 1";
        let rows: Vec<HandOverRow> = self.store.rows(text, Vars::new().with("once", account)).await?;
        Ok(!rows.is_empty())
    }

    /// A hand-over of the own unit: the leader sees all of them, a registrar those with a part in it.
    pub(super) async fn hand_over_in_sight(&self, actor: &Actor, id: HandOverId) -> Result<HandOverRow> {
        let own = self.own_registrars(actor, Action::HandOverWork)?;
        let row: Option<HandOverRow> = self.store.get("registrar_hand_over", &id.to_string()).await?;
        let row = row.filter(|row| row.unit == own).ok_or(Error::NotFound("hand-over"))?;
        let hand_over = row.hand_over(&*self.vault)?;
        let part = [hand_over.from.account, hand_over.to.account].contains(&actor.account);
        if actor.role == Role::Leader || part { Ok(row) } else { Err(Error::NotFound("hand-over")) }
    }

    /// The hand-overs of the own unit the actor may see, newest first, at most fifty.
    pub(super) async fn hand_overs_of(&self, actor: &Actor) -> Result<Vec<(HandOverId, HandOver)>> {
        let own = self.own_registrars(actor, Action::HandOverWork)?;
        let text = "SELECT * FROM registrar_hand_over WHERE unit = $unit ORDER BY uid DESC LIMIT 50";
        let rows: Vec<HandOverRow> = self.store.rows(text, Vars::new().with("unit", &own)).await?;
        let mut seen = Vec::new();
        for row in rows {
            let one = row.hand_over(&*self.vault)?;
            if actor.role == Role::Leader || [one.from.account, one.to.account].contains(&actor.account) {
                seen.push((row.uid, one));
            }
        }
        Ok(seen)
    }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(23), what, remedy)
}
