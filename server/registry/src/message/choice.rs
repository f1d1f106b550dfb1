//! 通知方式: by which way an account wants to be told. Where to is the account's own, shown with a code that was sent there, and kept sealed.

use super::code::{expired, no_channel};
use crate::account::attempt::Known;
use crate::error::{Error, Result};
use crate::services::Messages;
use crate::store::UnitOfWork;
use contract::message::MessageSetting;
use domain::access::{Actor, Role};
use domain::id::AccountId;
use domain::message::{Channel, Message, Pace, Recipient, Template};
use serde::{Deserialize, Serialize};

/// What an account chose, as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ChoiceRow {
    account: AccountId,
    version: u64,
    /// Where to, sealed; none for 不接收.
    #[serde(default)]
    chosen: Option<String>,
    /// Where to once the code that was sent there is typed, sealed.
    #[serde(default)]
    waiting: Option<String>,
    /// What was sent today.
    #[serde(default)]
    pace: Pace,
}

impl ChoiceRow {
    fn new(account: AccountId) -> Self {
        Self { account, version: 0, chosen: None, waiting: None, pace: Pace::default() }
    }
}

fn context_of(account: AccountId) -> String {
    format!("message choice/{account}")
}

/// What a code for an address of an account is about.
fn about(account: AccountId, to: &Recipient) -> String {
    format!("choice|{account}|{}|{}", to.channel().key(), to.address())
}

impl Messages<'_> {
    /// What the actor chose.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn message_setting(&self, actor: &Actor) -> Result<MessageSetting> {
        let row = self.choice(actor.account).await?;
        let shown = |sealed: &Option<String>| -> Result<Option<(Channel, String)>> {
            let to = self.opened(actor.account, sealed)?;
            Ok(to.map(|to| (to.channel(), to.masked())))
        };
        let (chosen, waiting) = match &row {
            Some(row) => (shown(&row.chosen)?, shown(&row.waiting)?),
            None => (None, None),
        };
        Ok(MessageSetting { channels: self.channels(), chosen, waiting })
    }

    /// Chooses not to be told outside the system, or asks for a code that is sent to the address that was typed. Until it is typed
    /// nothing changes. The account's password is asked for once more: whoever has a session alone does not turn away what it is told,
    /// of its own account too.
    ///
    /// # Errors
    /// Refusals `no_channel`, `notify_at`, `old_password`, `locked`, `too_many`; `quiet` of a guardian after a recovery.
    pub async fn choose_messages(
        &self,
        actor: &Actor,
        way: Option<Channel>,
        typed: &str,
        password: &str,
        address: &str,
    ) -> Result<()> {
        self.guardians().check_quiet(actor).await?;
        let to = match way {
            None => None,
            Some(channel) if !self.gateways.has(channel) => return Err(no_channel(channel).into()),
            Some(channel) => Some(Recipient::parse(channel, typed)?),
        };
        let account = self.accounts().own_password(actor.account, password, address).await?;
        let Some(to) = &to else {
            return self
                .change(actor.account, ("messages_refused", address), |row| {
                    (row.chosen, row.waiting) = (None, None);
                })
                .await;
        };
        let chosen = self.choice(actor.account).await?.and_then(|row| row.chosen);
        // A guardian signs in with the number of his telephone.
        let own = self.opened(actor.account, &chosen)?.as_ref() == Some(to)
            || account.role == Role::Guardian && account.login == to.address();
        let known = if own { Known::Own } else { Known::Typed };
        self.send_code(&about(actor.account, to), (to, known), Some(actor.account), address).await?;
        self.change(actor.account, ("messages_asked", address), |row| {
            row.waiting = Some(self.seal_recipient(actor.account, to));
        })
        .await
    }

    /// Takes the address whose code is typed. The one before it is told.
    ///
    /// # Errors
    /// Refusals `code_wrong`, `code_expired`, `code_spent`; `quiet` of a guardian after a recovery.
    pub async fn confirm_messages(&self, actor: &Actor, typed: &str) -> Result<()> {
        self.guardians().check_quiet(actor).await?;
        let waiting = self.choice(actor.account).await?.and_then(|row| row.waiting);
        let to = self.opened(actor.account, &waiting)?;
        let Some(to) = &to else { return Err(expired().into()) };
        let right = &self.judge_code(&about(actor.account, to), typed).await?;
        self.store
            .transact(&actor.account.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.use_code(&mut work, right).await?;
                    let row = self.choice(actor.account).await?.ok_or(Error::NotFound("choice"))?;
                    if self.opened(actor.account, &row.waiting)?.as_ref() != Some(to) {
                        // Another address was typed meanwhile; this code was not sent there.
                        return Err(expired().into());
                    }
                    let next = ChoiceRow { chosen: row.waiting.clone(), waiting: None, ..row.clone() };
                    self.tell_left(&mut work, &row, &next)?;
                    self.keep(&mut work, &row, next);
                    self.accounts().log_account(&mut work, Some(actor.account), "messages_chosen", None, "");
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Forgets where an account wanted to be told, when it is closed; the address is told.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_choice(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        let Some(row) = self.choice(account).await? else { return Ok(()) };
        self.tell_left(work, &row, &ChoiceRow { chosen: None, waiting: None, ..row.clone() })?;
        work.take_away("message_choice", &account.to_string(), row.version);
        Ok(())
    }

    /// Whether an account is to be told now, as far as can be said before it is.
    pub(super) async fn is_told(&self, account: AccountId, template: Template) -> Result<bool> {
        let Some(row) = self.choice(account).await? else { return Ok(false) };
        let mut pace = row.pace;
        Ok(row.chosen.is_some() && pace.take(self.store.clock.today(), template))
    }

    /// Where a word for an account goes, taken from the day's number in the same transaction; none when it is not told. It only
    /// reads.
    pub(super) async fn recipient(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        template: Template,
    ) -> Result<Option<Recipient>> {
        let Some(row) = self.choice(account).await? else { return Ok(None) };
        let to = self.opened(account, &row.chosen)?.filter(|to| self.gateways.has(to.channel()));
        let in_force = self.accounts().account(account).await?.is_in_force(self.store.clock.now());
        let mut next = row.clone();
        if to.is_none() || !in_force || !next.pace.take(self.store.clock.today(), template) {
            return Ok(None);
        }
        self.keep(work, &row, next);
        Ok(to)
    }

    async fn choice(&self, account: AccountId) -> Result<Option<ChoiceRow>> {
        self.store.get("message_choice", &account.to_string()).await
    }

    fn seal_recipient(&self, account: AccountId, to: &Recipient) -> String {
        self.vault.seal_value(to, &context_of(account))
    }

    fn opened(&self, account: AccountId, sealed: &Option<String>) -> Result<Option<Recipient>> {
        sealed.as_ref().map(|sealed| self.vault.open_value(sealed, &context_of(account))).transpose()
    }

    fn keep(&self, work: &mut UnitOfWork, loaded: &ChoiceRow, next: ChoiceRow) {
        let (key, next) = (next.account.to_string(), ChoiceRow { version: loaded.version + 1, ..next });
        if loaded.version == 0 {
            work.create("message_choice", &key, &next);
        } else {
            work.replace("message_choice", &key, loaded.version, &next);
        }
    }

    /// Tells the address that was chosen until now that it is so no more.
    fn tell_left(&self, work: &mut UnitOfWork, before: &ChoiceRow, next: &ChoiceRow) -> Result<()> {
        let old = self.opened(before.account, &before.chosen)?;
        let new = self.opened(before.account, &next.chosen)?;
        if let Some(old) = old.filter(|old| self.gateways.has(old.channel()) && new.as_ref() != Some(old)) {
            let uid = self.store.new_id().to_string();
            let what = self.sealed(&uid, &old, Message::Word(Template::Accounts), None);
            self.leave(work, uid, what);
        }
        Ok(())
    }

    /// Tells the telephone with whose number an account signed in until now that it does so no more, whatever the account chose: whoever moves
    /// an account that is not his may have turned off what it is told.
    pub(crate) fn tell_left_login(&self, work: &mut UnitOfWork, login: &str) {
        let old = Recipient::telephone(login).filter(|old| self.gateways.has(old.channel()));
        if let Some(old) = old {
            let uid = self.store.new_id().to_string();
            let what = self.sealed(&uid, &old, Message::Word(Template::Accounts), None);
            self.leave(work, uid, what);
        }
    }

    async fn change(
        &self,
        account: AccountId,
        (event, address): (&str, &str),
        change: impl Fn(&mut ChoiceRow) + Sync,
    ) -> Result<()> {
        let change = &change;
        self.store
            .transact(&account.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row = self.choice(account).await?.unwrap_or_else(|| ChoiceRow::new(account));
                    let mut next = row.clone();
                    change(&mut next);
                    self.tell_left(&mut work, &row, &next)?;
                    self.keep(&mut work, &row, next);
                    self.accounts().log_account(&mut work, Some(account), event, None, address);
                    Ok((work, ()))
                })
            })
            .await
    }
}
