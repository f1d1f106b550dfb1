//! Registrars (学籍管理员, 第二十三条) in the store: their files, the hand-over of their work, what the unit above is told, and how stable
//! their number is. An account makes somebody able to sign in; the file says who appointed whom to what.

mod figures;
mod hand_over;
mod matter;
mod report;
mod view;
mod work;

pub use hand_over::AskedHandOver;
pub use work::OwnedWork;

use crate::account::{AccountRow, Training};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Registrars;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::id::{AccountId, UnitId};
use domain::org::{OrgPath, Unit};
use domain::registrar::{Command, Context, Post, Registrar, RegistrarEvent, RegistrarState};
use serde::{Deserialize, Serialize};

/// A file as stored: sealed, with plain columns for what is counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RegistrarRow {
    uid: AccountId,
    version: u64,
    sealed: String,
    unit: UnitId,
    path: OrgPath,
    state: RegistrarState,
    /// First day of the present time in post, as days since the first of the year 1, so that the store can add; 0 when not in post.
    since_day: i64,
    /// The last day of training; none when there is none, the year 9999 when the certificate names none.
    trained_until: Option<NaiveDate>,
    /// Last day of the last departure.
    left_on: Option<NaiveDate>,
}

impl RegistrarRow {
    fn new(account: &AccountRow, unit: &Unit, vault: &dyn Cipher) -> Self {
        let office = crate::letter::office(unit);
        let file = Registrar::new(account.uid, account.name.clone(), office);
        let mut row = Self {
            uid: account.uid,
            version: 0,
            sealed: String::new(),
            unit: unit.id.clone(),
            path: unit.path.clone(),
            state: file.state,
            since_day: 0,
            trained_until: None,
            left_on: None,
        };
        row.set(vault, &file);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, file: &Registrar) {
        self.sealed = vault.seal_value(file, &context_of(self.uid));
        self.state = file.state;
        self.since_day = file.in_post_since().map_or(0, |day| i64::from(day.num_days_from_ce()));
        let last = |until: Option<NaiveDate>| until.or_else(|| NaiveDate::from_ymd_opt(9999, 12, 31));
        self.trained_until = file.certificates.iter().filter_map(|one| last(one.valid_until)).max();
        self.left_on = file.left_on();
    }

    fn file(&self, vault: &dyn Cipher) -> Result<Registrar> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// Creates the row the first time, replaces it afterwards.
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, file: &Registrar) {
        let mut next = self.clone();
        next.set(vault, file);
        next.version = self.version + 1;
        match self.version {
            0 => work.create("registrar", &self.uid.to_string(), &next),
            loaded => work.replace("registrar", &self.uid.to_string(), loaded, &next),
        }
        work.touch(&self.path);
    }
}

fn context_of(account: AccountId) -> String {
    format!("registrar/{account}")
}

impl Registrars<'_> {
    /// Appoints a registrar of the own unit, or somebody who comes back (任用, 第二十三条). The unit above is told by itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is no registrar's of the own unit; refusals by field: `title`, `document`, `since`.
    pub async fn appoint_registrar(&self, actor: &Actor, id: AccountId, post: Post) -> Result<()> {
        self.act_on_registrar(actor, id, Command::Appoint(post)).await
    }

    /// Changes the post of a registrar of the own unit (变更).
    ///
    /// # Errors
    /// As [`Registrars::appoint_registrar`](crate::services::Registrars::appoint_registrar).
    pub async fn change_registrar(&self, actor: &Actor, id: AccountId, post: Post) -> Result<()> {
        self.act_on_registrar(actor, id, Command::Change(post)).await
    }

    async fn act_on_registrar(&self, actor: &Actor, id: AccountId, command: Command) -> Result<()> {
        let own = self.own_registrars(actor, Action::AppointRegistrars)?;
        let (own, command) = (&own, &command);
        self.store
            .transact(own.as_str(), || {
                Box::pin(async move {
                    let account = self.accounts().account(id).await?;
                    if account.unit.as_ref() != Some(own) {
                        return Err(Error::NotFound("account"));
                    }
                    let row = self.registrar_row_of(&account).await?;
                    let mut tx = self.transaction(party(actor));
                    self.decide_registrar(&mut tx, &row, command.clone()).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Decides on a file, writes it, and tells the unit above where there is something to tell.
    async fn decide_registrar(
        &self,
        tx: &mut Transaction<'_>,
        row: &RegistrarRow,
        command: Command,
    ) -> Result<Registrar> {
        let context = Context { today: tx.today(), actor: tx.by().clone() };
        let mut file = row.file(&*self.vault)?;
        let events: Vec<RegistrarEvent> = file.decide(command, &context)?;
        for event in &events {
            file = file.apply(event);
            if let Some(report) = file.report(event) {
                self.report_registrar(tx, row, &report).await?;
            }
        }
        row.save(&*self.vault, &mut tx.work, &file);
        Ok(file)
    }

    /// Puts a certificate into the file of an account; the account itself is the caller's to write.
    pub(crate) async fn certify_registrar(
        &self,
        tx: &mut Transaction<'_>,
        account: &AccountRow,
        training: &Training,
    ) -> Result<Registrar> {
        let row = self.registrar_row_of(account).await?;
        self.decide_registrar(tx, &row, Command::Certify(training.clone())).await
    }

    /// Whether a registrar has left and was not appointed again.
    pub(crate) async fn has_left(&self, id: AccountId) -> Result<bool> {
        let row: Option<RegistrarRow> = self.store.get("registrar", &id.to_string()).await?;
        Ok(row.is_some_and(|row| row.state == RegistrarState::Left))
    }

    /// Whether a registrar was appointed and is in post.
    pub(crate) async fn is_in_post(&self, id: AccountId) -> Result<bool> {
        self.known.in_post.or_read(&self.store, &id, self.read_in_post(id)).await
    }

    async fn read_in_post(&self, id: AccountId) -> Result<bool> {
        let row: Option<RegistrarRow> = self.store.get("registrar", &id.to_string()).await?;
        Ok(row.is_some_and(|row| row.state == RegistrarState::Serving))
    }

    /// The row of an account, a new one that is not stored yet when there is none.
    async fn registrar_row_of(&self, account: &AccountRow) -> Result<RegistrarRow> {
        if account.role != Role::Registrar {
            return Err(Error::NotFound("account"));
        }
        if let Some(row) = self.store.get("registrar", &account.uid.to_string()).await? {
            return Ok(row);
        }
        let unit = self.units().unit(account.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
        Ok(RegistrarRow::new(account, &unit, &*self.vault))
    }

    /// The accounts and files of a unit's registrars, sealed and left ones too, by the time they were made.
    async fn registrars_of(&self, unit: &UnitId) -> Result<Vec<(AccountRow, RegistrarRow)>> {
        let text = "SELECT * FROM account WHERE unit = $unit AND role = 'registrar' LIMIT 200";
        let mut accounts: Vec<AccountRow> = self.store.rows(text, Vars::new().with("unit", unit)).await?;
        accounts.sort_by_key(|account| account.uid);
        let mut all = Vec::new();
        for account in accounts {
            let row = self.registrar_row_of(&account).await?;
            all.push((account, row));
        }
        Ok(all)
    }

    /// The own unit, when the actor may do this in it.
    fn own_registrars(&self, actor: &Actor, action: Action) -> Result<UnitId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, action, &Target::Unit(&own.path))?;
        Ok(own.id.clone())
    }
}
