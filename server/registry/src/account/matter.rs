//! 账号确认 as a matter of the administrators who oversee the account.

use super::{AccountRow, Standing};
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::matter::{Line, Matter, Words, put};
use crate::services::Accounts;
use crate::transaction::Transaction;
use domain::confirmation::{Confirmation, Settled, Waiting};
use domain::id::UnitId;
use domain::journal::{Begun, ConfirmationStep, ConfirmationTold};
use domain::matter::{Act, Opinion};

impl AccountRow {
    /// What of it waits for a second administrator.
    pub(super) fn waits_for_confirmation(&self) -> Option<Confirmation> {
        let (overseers, by, waiting) = match &self.reset {
            Some(reset) => {
                let effective = shanghai_day(reset.effective_at);
                (&reset.overseers, Some(reset.by), Waiting::Reset(effective))
            }
            None if self.standing == Standing::Waiting => {
                (&self.overseers, self.created_by, Waiting::Account(shanghai_day(self.created_at)))
            }
            None => return None,
        };
        Some(Confirmation { account: self.uid, overseers: overseers.clone(), by, waiting, settled: None })
    }

    fn own_unit(&self) -> Result<&UnitId> {
        self.unit.as_ref().ok_or(Error::NotFound("account"))
    }
}

impl Accounts<'_> {
    /// What the table of matters says of it; `row` as it is, or was, while it waits.
    pub(super) async fn confirmation_matter(&self, row: &AccountRow, one: &Confirmation) -> Result<Matter> {
        let unit = self.units().unit(row.own_unit()?).await?;
        let (from, at) = match &row.reset {
            Some(reset) => (reset.by_name.clone(), reset.asked_at),
            None => {
                let maker = row.administered.first().map(|made| made.name.clone());
                (maker.unwrap_or_else(|| "系统".to_owned()), row.created_at)
            }
        };
        let line = Line {
            table: "account",
            key: row.uid.to_string(),
            state: one.label(),
            persons: Vec::new(),
            path: unit.path,
            opener: one.by,
            opener_unit: None,
            opened_on: shanghai_day(at),
            class: String::new(),
            // The account's own version goes on with every sign-in, and nothing is decided by this one.
            version: 1,
            href: "/accounts".to_owned(),
            words: Words {
                pupil: None,
                about: format!("{}{}，{}（{}）", unit.name, row.role.label(), row.name, row.login),
                from,
            },
        };
        Ok(Matter::of(one, line))
    }

    /// Writes the matter of what waits from now on, and tells the journal of the account's unit.
    pub(super) async fn tell_waiting(
        &self,
        tx: &mut Transaction<'_>,
        row: &AccountRow,
        one: &Confirmation,
    ) -> Result<()> {
        let matter = self.confirmation_matter(row, one).await?;
        put(&mut tx.work, &*self.vault, &matter);
        let told = ConfirmationTold {
            account: row.uid,
            role: row.role,
            reset: row.reset.is_some(),
            reason: row.reset.as_ref().map(|reset| reset.reason.clone()).unwrap_or_default(),
        };
        self.matters().tell_begun(tx, &matter, Begun::AccountConfirmation(told)).await
    }

    /// Writes the matter of what waits no more, and tells the journal how it was settled.
    pub(super) async fn tell_settled(
        &self,
        tx: &mut Transaction<'_>,
        row: &AccountRow,
        one: &Confirmation,
        reason: &str,
    ) -> Result<()> {
        let matter = self.confirmation_matter(row, one).await?;
        put(&mut tx.work, &*self.vault, &matter);
        let act = Act { by: tx.by().clone(), on: tx.today() };
        let step = match one.settled {
            Some(Settled::Confirmed) => ConfirmationStep::Confirmed(act),
            Some(Settled::Refused) => ConfirmationStep::Refused(Opinion { act, words: reason.to_owned() }),
            Some(Settled::Objected) => ConfirmationStep::Objected(act),
            None => return Ok(()),
        };
        self.matters().tell_step(tx, &matter, step).await
    }

    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_confirmation_matters(&self) -> Result<Vec<Matter>> {
        let mut rows: Vec<AccountRow> = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok(())
        };
        let waits = "standing = 'waiting' OR reset NOT IN [NONE, NULL]";
        self.matters().each_row("account", "uid", waits, each).await?;
        let mut all = Vec::new();
        for row in rows {
            if let Some(one) = row.waits_for_confirmation() {
                all.push(self.confirmation_matter(&row, &one).await?);
            }
        }
        Ok(all)
    }
}
