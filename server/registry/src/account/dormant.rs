//! Accounts that nobody uses (长期未登录): those of staff are sealed after ninety days; the security administrator opens them again.

use crate::account::AccountRow;
use crate::error::Result;
use crate::keyset::Place;
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::account::DORMANT_AFTER;
use domain::id::{AccountId, UnitId};
use serde::{Deserialize, Serialize};

/// When an account was last used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LastUse {
    pub(super) account: AccountId,
    pub(super) staff: bool,
    pub(super) at: DateTime<Utc>,
}

/// Accounts looked at in one turn.
const PAGE: usize = 200;

impl Accounts<'_> {
    /// Seals the accounts of staff that were not used for ninety days. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn seal_dormant_accounts(&self) -> Result<usize> {
        let limit = self.store.clock.now() - DORMANT_AFTER;
        let mut sealed = 0;
        let beyond = Place::beyond("at", "account");
        let text = format!(
            "SELECT * FROM last_sign_in WHERE staff = true AND {beyond} AND at < $limit ORDER BY at, account LIMIT {PAGE}"
        );
        let mut place = Place::default();
        loop {
            let vars = place.vars(Vars::new().with("limit", limit));
            let rows: Vec<LastUse> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(sealed) };
            place = Place::of(last.at, last.account);
            for row in &rows {
                sealed += usize::from(self.seal_dormant(row.account).await?);
            }
        }
    }

    async fn seal_dormant(&self, id: AccountId) -> Result<bool> {
        let row = self.account(id).await?;
        if row.sealed_off || self.is_last_who_opens(&row).await? {
            return Ok(false);
        }
        self.change_account(id, "dormant", None, |row| {
            row.sealed_off = true;
            row.dormant = true;
        })
        .await?;
        self.store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.end_sessions(&mut work, id).await?;
                    Ok((work, ()))
                })
            })
            .await?;
        self.imports().settle_imports_of(id).await?;
        Ok(true)
    }

    /// Whether nobody could open accounts any more: the nation's last security administrator is never sealed by itself.
    async fn is_last_who_opens(&self, row: &AccountRow) -> Result<bool> {
        if row.role != Role::SecurityAdmin || row.unit != Some(UnitId::nation()) {
            return Ok(false);
        }
        let text = "SELECT * FROM account WHERE unit = $unit AND role = $role";
        let vars = Vars::new().with("unit", UnitId::nation()).with("role", Role::SecurityAdmin);
        let all: Vec<AccountRow> = self.store.rows(text, vars).await?;
        Ok(all.iter().filter(|other| !other.sealed_off).count() <= 1)
    }
}
