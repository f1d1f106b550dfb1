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
    /// When it was kept. Of one that ends sooner it is so long before that end as others are kept: whoever reads or sweeps drafts knows of no
    /// other time.
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
        self.write_drafts(Some(&self.draft_row(owner, form, value)), &[]).await
    }

    /// Keeps a draft, by owner and form, in place of an earlier one, and throws others away, all in one transaction. With `until` it is none
    /// any more from that moment on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_draft_instead<T: Serialize + Sync>(
        &self,
        (owner, form): (&str, &str),
        value: &T,
        until: Option<DateTime<Utc>>,
        gone: &[(&str, &str)],
    ) -> Result<()> {
        let mut row = self.draft_row(owner, form, value);
        if let Some(until) = until {
            row.at = row.at.min(until - KEPT);
        }
        self.write_drafts(Some(&row), gone).await
    }

    /// Throws drafts away, each by owner and form, in one transaction.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_drafts(&self, gone: &[(&str, &str)]) -> Result<()> {
        self.write_drafts(None, gone).await
    }

    /// The one commit of a form. Where nothing is put, and nothing there of what is to go, there is none.
    async fn write_drafts(&self, put: Option<&DraftRow>, gone: &[(&str, &str)]) -> Result<()> {
        let mut keys: Vec<String> = gone.iter().map(|(owner, form)| key(owner, form)).collect();
        keys.retain(|key| put.is_none_or(|row| row.key != *key));
        keys.sort_unstable();
        keys.dedup();
        let keys = &keys;
        let Some(lane) = put.map(|row| &row.key).or(keys.first()) else { return Ok(()) };
        self.store
            .transact(lane, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let there: Vec<DraftRow> = self.store.get_many("draft", keys).await?;
                    // With a commit anyway they go unseen: what is being kept of the form this moment is gone with it.
                    if put.is_some() || !there.is_empty() {
                        keys.iter().for_each(|key| work.remove("draft", key));
                    }
                    if let Some(row) = put {
                        work.put("draft", &row.key, row);
                    }
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
        Ok(self.drafts(&[(owner, form)]).await?.pop().flatten())
    }

    /// Several drafts, each by owner and form, in one read; in the order in which they are asked for, none where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drafts<T: DeserializeOwned>(&self, asked: &[(&str, &str)]) -> Result<Vec<Option<T>>> {
        let keys: Vec<String> = asked.iter().map(|(owner, form)| key(owner, form)).collect();
        let rows: Vec<DraftRow> = self.store.get_many("draft", &keys).await?;
        let now = self.store.clock.now();
        let opened = |key: &String| {
            // A row from before rows had their key: it opens with its own and no other.
            let mut living =
                rows.iter().filter(|row| (row.key == *key || row.key.is_empty()) && now - row.at < KEPT);
            living.find_map(|row| self.vault.open_value(&row.sealed, key).ok())
        };
        Ok(keys.iter().map(opened).collect())
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
        #[derive(Deserialize)]
        struct Line {
            key: Option<String>,
        }
        for owner in owners {
            // All of them: of a desk that said something on many pages too.
            let text = "SELECT key FROM draft WHERE account = $owner";
            let lines: Vec<Line> = self.store.rows(text, Vars::new().with("owner", owner)).await?;
            let keys = lines.into_iter().filter_map(|line| line.key).filter(|key| !key.is_empty());
            keys.for_each(|key| work.remove("draft", &key));
        }
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_draft(&self, owner: &str, form: &str) -> Result<()> {
        self.remove_drafts(&[(owner, form)]).await
    }
}
