//! 入门清单: which of the first steps of an account are done, until all are or it is put away.

use super::AccountRow;
use crate::error::Result;
use crate::services::Accounts;
use crate::store::UnitOfWork;
use contract::account::AccountState;
use domain::access::{Actor, Role};
use domain::account::FirstStep;
use domain::registrar::RegistrarState;
use std::collections::BTreeSet;

impl Accounts<'_> {
    /// The first steps of the actor's role, each with whether it is done; none once all are, or once they were put away. What the page
    /// knows anyway comes as `known`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_steps(
        &self,
        actor: &Actor,
        known: BTreeSet<FirstStep>,
    ) -> Result<Vec<(FirstStep, bool)>> {
        let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
        let steps = FirstStep::of(actor.role, in_school);
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        let row: Option<AccountRow> = self.store.get("account", &actor.account.to_string()).await?;
        let Some(row) = row.filter(|row| !row.steps_away) else { return Ok(Vec::new()) };
        let mut told = Vec::with_capacity(steps.len());
        for step in steps.iter().copied() {
            let done = match step {
                FirstStep::Appointed => actor.may_handle_records().is_ok(),
                FirstStep::SecondFactor => row.totp_sealed.is_some(),
                FirstStep::BindChild => !actor.children.is_empty(),
                FirstStep::MakeAccounts => self.has_somebody_who_decides(actor).await?,
                FirstStep::ConfirmAccounts => self.has_somebody_confirmed(actor).await?,
                FirstStep::AppointRegistrars => self.has_a_registrar_serving(actor).await?,
                FirstStep::MakeAuditReport => !self.privacy().audit_reports(actor).await?.is_empty(),
                FirstStep::Notified => {
                    let setting = self.messages().message_setting(actor).await?;
                    // Where nothing is connected there is nothing to choose.
                    setting.chosen.is_some() || !(setting.channels.sms || setting.channels.mail)
                }
                FirstStep::EnterPupils | FirstStep::Approved => known.contains(&step),
            };
            told.push((step, done));
        }
        Ok(if told.iter().all(|(_, done)| *done) { Vec::new() } else { told })
    }

    /// Whether the administrator's own unit has an account of somebody who handles matters.
    async fn has_somebody_who_decides(&self, actor: &Actor) -> Result<bool> {
        let Some(unit) = &actor.unit else { return Ok(false) };
        let accounts = self.accounts_of(actor, &unit.id).await?;
        Ok(accounts.iter().any(|account| matches!(account.role, Role::Registrar | Role::Leader)))
    }

    /// Whether an account of somebody who handles matters at the security administrator's own unit was confirmed by a second person.
    async fn has_somebody_confirmed(&self, actor: &Actor) -> Result<bool> {
        let Some(unit) = &actor.unit else { return Ok(false) };
        let accounts = self.accounts_of(actor, &unit.id).await?;
        let waits = |state| matches!(state, AccountState::Waiting | AccountState::Refused);
        Ok(accounts
            .iter()
            .any(|account| matches!(account.role, Role::Registrar | Role::Leader) && !waits(account.state)))
    }

    /// Whether one of the leader's own unit is appointed (第二十三条).
    async fn has_a_registrar_serving(&self, actor: &Actor) -> Result<bool> {
        let registrars = self.registrars().list_registrars(actor).await?;
        Ok(registrars.iter().any(|line| line.state == RegistrarState::Serving))
    }

    /// Puts the first steps of the actor's account away for good.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_first_steps_away(&self, actor: &Actor) -> Result<()> {
        let id = actor.account;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    let mut work = UnitOfWork::new();
                    row.steps_away = true;
                    self.replace_account(&mut work, row);
                    Ok((work, ()))
                })
            })
            .await
    }
}
