//! Accounts (账号), sign-in and sessions (第二十三条, 第二十五条; 等保 三级 身份鉴别).

pub(crate) mod attempt;
mod bootstrap;
mod confirm;
mod dormant;
mod drafts;
mod first_steps;
mod log;
mod manage;
mod matter;
mod own;
mod password;
mod reset;
mod session;
mod sign_in;
mod tables;
mod totp;
mod typed;

pub use confirm::Slip;
/// A training record (第二十三条).
pub use domain::registrar::Certificate as Training;
pub use manage::NewAccount;
pub use reset::AskedReset;
pub use session::{Session, Stage, Token};
pub use sign_in::SignIn;
pub use totp::Enrolment;
pub use typed::{TYPED_KEPT, TYPED_MOST, ended_owner, typed_owner};

pub(crate) use drafts::KEPT as DRAFT_KEPT;
pub(crate) use password::{hash_password, heavy};

use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::access::{Actor, ActorUnit, Role, TIED_FOR, Tie, Ties};
use domain::account::SLIP_VALID_DAYS;
use domain::id::{AccountId, UnitId};
use serde::{Deserialize, Serialize};

/// Who needs a second factor (TOTP).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    /// Every member of staff: production.
    Required,
    /// Those who have set one up: the demo.
    WhenEnrolled,
}

/// An account as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountRow {
    pub(crate) uid: AccountId,
    pub(crate) version: u64,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) unit: Option<UnitId>,
    pub(crate) password_hash: String,
    /// Hashes of earlier passwords, newest first.
    pub(crate) earlier: Vec<String>,
    pub(crate) password_changed_at: DateTime<Utc>,
    pub(crate) must_change_password: bool,
    /// TOTP secret, sealed; none before one is set up.
    pub(crate) totp_sealed: Option<String>,
    /// The last time step that was used: a code works once.
    pub(crate) totp_step: u64,
    /// 封存: nobody signs in.
    pub(crate) sealed_off: bool,
    /// Whether it was sealed by itself because nobody used it.
    #[serde(default)]
    pub(crate) dormant: bool,
    /// 培训证书 (先培训后上岗): of all on file the one that lasts longest
    pub(crate) training: Option<Training>,
    pub(crate) created_by: Option<AccountId>,
    pub(crate) created_at: DateTime<Utc>,
    /// The natural person, as keyed hash of the identity number; none for guardians and the nation's first administrators.
    #[serde(default)]
    pub(crate) person: Option<String>,
    /// Whether a second administrator has confirmed it: nobody signs in before.
    #[serde(default)]
    pub(crate) standing: Standing,
    /// The units whose administrators may confirm it and certify its training.
    #[serde(default)]
    pub(crate) overseers: Vec<UnitId>,
    /// Who made, confirmed and reset it, oldest first.
    #[serde(default)]
    pub(crate) administered: Vec<Administered>,
    /// 登录凭条: the one-time secret that has not yet been exchanged for an own password.
    #[serde(default)]
    pub(crate) slip: Option<PrintedSlip>,
    /// A reset that was asked for and has neither been confirmed nor refused.
    #[serde(default)]
    pub(crate) reset: Option<AskedReset>,
    /// Whether the list of first steps (入门清单) was put away.
    #[serde(default)]
    pub(crate) steps_away: bool,
    /// 注销: when its owner closed it.
    #[serde(default)]
    pub(crate) closed_at: Option<DateTime<Utc>>,
}

/// Whether an account was confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// 待确认
    Waiting,
    /// 已确认
    #[default]
    Confirmed,
    /// 不予确认
    Refused,
}

/// Somebody who made, confirmed or reset an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Administered {
    pub(crate) by: AccountId,
    pub(crate) name: String,
    pub(crate) at: DateTime<Utc>,
}

impl Administered {
    fn new(by: &Actor, at: DateTime<Utc>) -> Self {
        Self { by: by.account, name: by.name.clone(), at }
    }
}

/// A one-time secret on paper.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct PrintedSlip {
    until: DateTime<Utc>,
    /// Somebody has signed in with it: it opens no second session.
    used: bool,
}

impl PrintedSlip {
    pub(crate) fn printed_at(now: DateTime<Utc>) -> Self {
        Self { until: now + Duration::days(SLIP_VALID_DAYS), used: false }
    }
}

impl AccountRow {
    /// Whether the account is in force: confirmed, not sealed, no reset has taken effect. Sessions end where it is not.
    pub(crate) fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        let reset = self.reset.as_ref().is_some_and(|reset| now >= reset.effective_at);
        self.standing == Standing::Confirmed && !self.sealed_off && !reset
    }

    /// Whether somebody who knows its password may sign in: it is in force, and a one-time secret is neither used nor too old.
    pub(crate) fn may_sign_in(&self, now: DateTime<Utc>) -> bool {
        self.is_in_force(now) && self.slip.is_none_or(|slip| !slip.used && now < slip.until)
    }

    /// Who made, confirmed or reset it of late.
    pub(crate) fn administered_by(&self, now: DateTime<Utc>) -> impl Iterator<Item = AccountId> + '_ {
        self.administered.iter().filter(move |one| now - one.at < TIED_FOR).map(|one| one.by)
    }

    /// Whether a certificate is on file that counts on a day.
    pub(crate) fn is_trained_on(&self, day: NaiveDate) -> bool {
        self.training.as_ref().is_some_and(|training| training.counts_on(day))
    }
}

#[derive(Serialize, Deserialize)]
struct LoginRow {
    account: AccountId,
}

/// The record id of a login name: folded, so that names differ by more than case and width.
fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Accounts<'_> {
    pub(crate) async fn account(&self, id: AccountId) -> Result<AccountRow> {
        self.store.get("account", &id.to_string()).await?.ok_or(Error::NotFound("account"))
    }

    /// The same of a member of staff who goes on working: from what is remembered, as long as no account was written.
    async fn account_at_work(&self, id: AccountId) -> Result<AccountRow> {
        self.known.accounts.or_read(&self.store, &id, self.account(id)).await
    }

    pub(crate) async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>> {
        match self.store.get::<LoginRow>("login", &login_key(login)).await? {
            Some(row) => self.store.get("account", &row.account.to_string()).await,
            None => Ok(None),
        }
    }

    /// Who an account is, as the policy sees it.
    pub(crate) async fn actor_of(&self, account: &AccountRow) -> Result<Actor> {
        let unit = match &account.unit {
            Some(id) => {
                let unit = self.units().unit(id).await?;
                Some(ActorUnit { id: unit.id, name: unit.name, kind: unit.kind, path: unit.path })
            }
            None => None,
        };
        let children = match account.role {
            Role::Guardian => self.guardians().children_of(account.uid).await?,
            _ => Vec::new(),
        };
        Ok(Actor {
            account: account.uid,
            name: account.name.clone(),
            role: account.role,
            unit,
            trained: account.is_trained_on(self.store.clock.today()),
            appointed: account.role == Role::Registrar && self.registrars().is_in_post(account.uid).await?,
            children,
            ties: self.ties_of(account).await?,
        })
    }

    /// The accounts a member of staff takes no part in a matter with: the person's own others, and who made, confirmed or reset
    /// this one. Those it made itself need no look: the policy gives no administrator a step in any matter.
    async fn ties_of(&self, account: &AccountRow) -> Result<Ties> {
        let by = account.administered_by(self.store.clock.now());
        let ties = by.fold(Ties::none(), |ties, by| ties.and(by, Tie::Administered));
        let Some(person) = &account.person else { return Ok(ties) };
        let all = self.known.of_person.or_read(&self.store, person, self.ids_of_person(person)).await?;
        let others = all.into_iter().filter(|other| *other != account.uid);
        Ok(others.fold(ties, |ties, other| ties.and(other, Tie::SamePerson)))
    }

    async fn ids_of_person(&self, person: &str) -> Result<Vec<AccountId>> {
        Ok(self.accounts_of_person(Some(person)).await?.into_iter().map(|row| row.uid).collect())
    }

    /// Every account of a natural person, sealed ones too.
    pub(crate) async fn accounts_of_person(&self, person: Option<&str>) -> Result<Vec<AccountRow>> {
        let Some(person) = person else { return Ok(Vec::new()) };
        let text = "SELECT * FROM account WHERE person = $person LIMIT 50";
        self.store.rows(text, Vars::new().with("person", person)).await
    }

    pub(crate) fn create_account_row(&self, work: &mut UnitOfWork, row: &AccountRow) {
        work.create("login", &login_key(&row.login), &LoginRow { account: row.uid });
        work.create("account", &row.uid.to_string(), row);
        self.note_use(work, row.uid, row.role);
    }

    /// Notes that an account is in use.
    pub(crate) fn note_use(&self, work: &mut UnitOfWork, account: AccountId, role: Role) {
        let used = dormant::LastUse { account, staff: role.is_staff(), at: self.store.clock.now() };
        work.put("last_sign_in", &account.to_string(), &used);
    }

    pub(crate) async fn login_is_taken(&self, login: &str) -> Result<bool> {
        Ok(self.store.get::<LoginRow>("login", &login_key(login)).await?.is_some())
    }

    /// Writes an account that was loaded and changed.
    pub(crate) fn replace_account(&self, work: &mut UnitOfWork, mut row: AccountRow) {
        let loaded = row.version;
        row.version = loaded + 1;
        work.replace("account", &row.uid.to_string(), loaded, &row);
    }

    /// Loads an account, changes it, writes it, and logs what was done.
    async fn change_account<F>(
        &self,
        id: AccountId,
        event: &'static str,
        by: Option<AccountId>,
        change: F,
    ) -> Result<()>
    where
        F: Fn(&mut AccountRow) + Sync,
    {
        let change = &change;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    change(&mut row);
                    let mut work = UnitOfWork::new();
                    self.replace_account(&mut work, row);
                    self.log_account(&mut work, Some(id), event, by, "");
                    Ok((work, ()))
                })
            })
            .await
    }
}
