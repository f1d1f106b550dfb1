//! Messages outside the system (短信和邮件通知, 第十条, 第十四条): written by the transaction that causes them, sent afterwards by a job, at least
//! once, each under an id that stays the same, so that a gateway can leave a second one out. Which ways there are is a setting of the server; where
//! there are none, nothing is written either. No message holds anything of a pupil (第二十五条, [`domain::message::Message`]).

mod choice;
mod code;
mod deliver;
mod gateway;
mod mail;
mod settings;

pub(crate) use code::RightCode;
pub(crate) use deliver::Deliver;
pub(crate) use gateway::Gateways;
pub use settings::{MailSettings, Settings, SmsSettings};

use crate::error::Result;
use crate::jobs::{Kind, LeavesJobs};
use crate::services::Messages;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use contract::message::Channels;
use domain::access::Role;
use domain::id::{AccountId, UnitId};
use domain::message::{Channel, Message, Recipient, Template};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Accounts of one desk that are looked at.
const DESK: usize = 200;

/// A message that was not sent yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct MessageRow {
    /// The id a gateway gets, the same at every try.
    uid: String,
    at: DateTime<Utc>,
    what: What,
}

/// What is to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// A word for an account. Whether it is told and where is decided by a transaction of its own: the one that causes it may cause
    /// several, and none of them is to wait for another's.
    Word { account: AccountId, template: Template },
    /// Ready to be handed over: a [`Letter`].
    Sealed {
        letter: String,
        /// After this moment it is of no use to anybody: a code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<Utc>>,
    },
}

/// What is sealed of a message.
#[derive(Serialize, Deserialize)]
struct Letter {
    to: Recipient,
    message: Message,
}

fn context_of(uid: &str) -> String {
    format!("message/{uid}")
}

impl Messages<'_> {
    /// By which ways messages go out. It is told to everybody: pages say so before anybody signs in.
    pub fn channels(&self) -> Channels {
        Channels { sms: self.gateways.has(Channel::Sms), mail: self.gateways.has(Channel::Mail) }
    }

    /// Leaves a message to be sent after the commit of `work`.
    fn leave(&self, work: &mut UnitOfWork, uid: String, what: What) {
        let row = MessageRow { at: self.store.clock.now(), what, uid };
        work.create("message", &row.uid, &row);
        work.message(&self.store, Kind::Message, &row.uid);
    }

    fn sealed(&self, uid: &str, to: &Recipient, message: Message, until: Option<DateTime<Utc>>) -> What {
        let letter = self.vault.seal_value(&Letter { to: to.clone(), message }, &context_of(uid));
        What::Sealed { letter, until }
    }

    /// Has an account told that there is something, if it chose to be told.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        template: Template,
    ) -> Result<()> {
        if self.gateways.none() || !self.is_told(account, template).await? {
            return Ok(());
        }
        let uid = match template {
            // A night finds many matters of one desk, each in a transaction of its own: they leave one reminder.
            Template::Reminder => {
                let uid = self.reminder_of(account);
                if self.store.get::<MessageRow>("message", &uid).await?.is_some() {
                    return Ok(());
                }
                uid
            }
            _ => self.store.new_id().to_string(),
        };
        self.leave(work, uid, What::Word { account, template });
        Ok(())
    }

    /// The id of today's reminder to an account: nobody outside reads from it whose it is.
    fn reminder_of(&self, account: AccountId) -> String {
        let mut id = self.vault.keyed_hash("reminder", &format!("{account}|{}", self.store.clock.today()));
        id.truncate(32);
        id
    }

    /// Tells whoever holds a matter that it is due soon, and the people of the authority above that it is late: those who chose to be
    /// told, each once a day however much there is. `waiting` is as the matter's own ([`crate::matter::Matter`]).
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn remind(
        &self,
        work: &mut UnitOfWork,
        waiting: &[String],
        above: Option<&UnitId>,
    ) -> Result<()> {
        if self.gateways.none() {
            return Ok(());
        }
        let mut desks: BTreeSet<(UnitId, Role)> = BTreeSet::new();
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        for key in waiting {
            match key.split_once('/') {
                Some(("account" | "guardian", account)) => accounts.extend(account.parse::<AccountId>().ok()),
                Some((unit, role)) => {
                    desks.extend(unit.parse::<UnitId>().ok().zip(Role::from_key(role)));
                }
                None => {}
            }
        }
        desks.extend(
            above
                .into_iter()
                .flat_map(|unit| [Role::Registrar, Role::Leader].map(|role| (unit.clone(), role))),
        );
        for (unit, role) in desks {
            accounts.extend(self.people_at(&unit, role).await?);
        }
        for account in accounts {
            self.tell(work, account, Template::Reminder).await?;
        }
        Ok(())
    }

    async fn people_at(&self, unit: &UnitId, role: Role) -> Result<Vec<AccountId>> {
        #[derive(Deserialize)]
        struct Line {
            uid: AccountId,
        }
        let text = format!("SELECT uid FROM account WHERE unit = $unit AND role = $role LIMIT {DESK}");
        let rows: Vec<Line> =
            self.store.rows(&text, Vars::new().with("unit", unit).with("role", role)).await?;
        Ok(rows.into_iter().map(|row| row.uid).collect())
    }
}
