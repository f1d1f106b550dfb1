//! Drafts (保存草稿): what somebody has typed and not yet sent, sealed, by owner and form. This is why nothing is lost when
//! something is wrong, with or without JavaScript.

use super::typed::{ended_owner, typed_owner};
use crate::error::Result;
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::id::AccountId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[derive(Serialize, Deserialize)]
pub(super) struct DraftRow {
    pub(super) account: String,
    /// Its record, for the sweeping.
    #[serde(default)]
    pub(super) key: String,
    sealed: String,
    /// The name of the form, sealed: it says of which child it is.
    #[serde(default)]
    named: Option<String>,
    pub(super) at: DateTime<Utc>,
}

/// How long a draft is kept, and what was filed beside it.
pub(crate) const KEPT: Duration = Duration::days(30);

const COOKIE_CONTEXT: &str = "form-cookie";

fn key(owner: &str, form: &str) -> String {
    Sha256::digest(format!("{owner}\0{form}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn name_context(key: &str) -> String {
    format!("draft name/{key}")
}

impl Accounts<'_> {
    /// Keeps a draft in place of an earlier one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_draft<T: Serialize + Sync>(&self, owner: &str, form: &str, value: &T) -> Result<()> {
        let row = &self.draft_row(owner, form, value);
        self.store
            .transact(&row.key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("draft", &row.key, row);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// A draft as it is stored.
    pub(super) fn draft_row<T: Serialize>(&self, owner: &str, form: &str, value: &T) -> DraftRow {
        let key = key(owner, form);
        DraftRow {
            account: owner.to_owned(),
            sealed: self.vault.seal_value(value, &key),
            named: Some(self.vault.seal_value(&form, &name_context(&key))),
            key,
            at: self.store.clock.now(),
        }
    }

    /// What an owner has kept, of any age.
    pub(super) async fn drafts_of(&self, owner: &str) -> Result<Vec<DraftRow>> {
        let text = "SELECT * FROM draft WHERE account = $owner LIMIT 200";
        self.store.rows(text, Vars::new().with("owner", owner)).await
    }

    /// The name of a draft's form; none of one that was kept before names were.
    pub(super) fn draft_name(&self, row: &DraftRow) -> Option<String> {
        self.vault.open_value(row.named.as_ref()?, &name_context(&row.key)).ok()
    }

    /// Seals what a browser keeps for us before anybody is signed in, as text that fits into a cookie.
    pub fn seal_cookie<T: Serialize>(&self, value: &T) -> String {
        let sealed = self.vault.seal_value(&(self.store.clock.now(), value), COOKIE_CONTEXT);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// What [`Accounts::seal_cookie`](crate::services::Accounts::seal_cookie) sealed, if it was us and not long ago.
    pub fn open_cookie<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        let sealed = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (at, value): (DateTime<Utc>, T) = self.vault.open_value(&sealed, COOKIE_CONTEXT).ok()?;
        (self.store.clock.now() - at < Duration::minutes(10)).then_some(value)
    }

    /// A draft, none when there is none or it is too old or no longer reads.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn draft<T: DeserializeOwned>(&self, owner: &str, form: &str) -> Result<Option<T>> {
        let key = key(owner, form);
        let row: Option<DraftRow> = self.store.get("draft", &key).await?;
        let living = row.filter(|row| self.store.clock.now() - row.at < KEPT);
        Ok(living.and_then(|row| self.vault.open_value(&row.sealed, &key).ok()))
    }

    /// Whether one of these owners has something open that was not sent yet.
    pub(super) async fn has_drafts(&self, owners: &[&str]) -> Result<bool> {
        for owner in owners {
            let text = "SELECT * FROM draft WHERE account = $owner LIMIT 1";
            let rows: Vec<DraftRow> = self.store.rows(text, Vars::new().with("owner", owner)).await?;
            if rows.iter().any(|row| self.store.clock.now() - row.at < KEPT) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Throws away what nobody can read any more: drafts hold what people typed about children.
    pub(crate) async fn expire_drafts(&self) -> Result<usize> {
        let text = "SELECT key FROM draft WHERE at < $before AND key != NONE AND key != '' LIMIT 500";
        self.sweep_drafts(text, &Vars::new().with("before", self.store.clock.now() - KEPT)).await
    }

    /// Throws away the drafts that a query finds, as many at a time as it gives. Gives how many.
    pub(super) async fn sweep_drafts(&self, text: &str, vars: &Vars) -> Result<usize> {
        #[derive(Deserialize)]
        struct Line {
            key: String,
        }
        let mut gone = 0;
        loop {
            let lines: Vec<Line> = self.store.rows(text, vars.clone()).await?;
            if lines.is_empty() {
                return Ok(gone);
            }
            gone += lines.len();
            let lines = &lines;
            self.store
                .transact("drafts", || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        lines.iter().for_each(|line| work.remove("draft", &line.key));
                        Ok((work, ()))
                    })
                })
                .await?;
        }
    }

    /// Throws away what an account typed and did not send. What its sessions keep besides goes with them.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_drafts(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        let owners = [account.to_string(), typed_owner(account), ended_owner(account)];
        self.forget_drafts_of(work, &BTreeSet::from(owners)).await
    }

    /// Throws away what these owners keep.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn forget_drafts_of(
        &self,
        work: &mut UnitOfWork,
        owners: &BTreeSet<String>,
    ) -> Result<()> {
        for owner in owners {
            let rows = self.drafts_of(owner).await?;
            rows.iter().filter(|row| !row.key.is_empty()).for_each(|row| work.remove("draft", &row.key));
        }
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_draft(&self, owner: &str, form: &str) -> Result<()> {
        let key = &key(owner, form);
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.remove("draft", key);
                    Ok((work, ()))
                })
            })
            .await
    }
}
