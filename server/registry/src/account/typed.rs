//! 自动保存: what an account is typing, and what a session that ended took with it. Both are drafts of the account, found on whichever telephone
//! it signs in with, and so they last no longer than they have to: until the next morning, and not beyond what ends the account's sight of
//! the child.

use crate::error::Result;
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Duration, Utc};
use domain::form::Field;
use domain::id::{AccountId, PersonId};
use domain::privacy::is_optional;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How long what was typed waits: until the next morning.
pub const TYPED_KEPT: Duration = Duration::hours(20);
/// The most forms of one account that are kept while they are typed; of one more the oldest goes.
pub const TYPED_MOST: usize = 40;

/// Length of the word by which a page knows whose it is.
const WHOSE: usize = 32;

/// What is kept while it is typed, and what a session took with it when it ended.
const KINDS: [&str; 2] = ["typed", "ended"];

/// A draft by its record and its age.
#[derive(Deserialize)]
struct Aged {
    key: String,
    at: DateTime<Utc>,
}

/// Who owns what an account is typing: the account, beside what its sessions keep.
pub fn typed_owner(account: AccountId) -> String {
    format!("typed/{account}")
}

/// Who owns what was typed when a session ended: the account, so that nobody else at the same desk sees it.
pub fn ended_owner(account: AccountId) -> String {
    format!("ended/{account}")
}

/// Whether a form of this name, or a page of this path, asks for an optional item of a child: one item by itself, or the form of all that
/// the school keeps.
fn asks_optional(name: &str, child: PersonId) -> bool {
    let item = name.rsplit('/').next().and_then(Field::from_key);
    name.contains(&child.to_string()) && item.map_or_else(|| name.contains("upkeep"), is_optional)
}

impl Accounts<'_> {
    /// The word by which a page knows whose it is, and says so when it sends what is typed into it: of the account, and nothing by which
    /// anybody else would know it.
    pub fn whose(&self, account: AccountId) -> String {
        let mut word = self.vault.keyed_hash("whose page", &account.to_string());
        word.truncate(WHOSE);
        word
    }

    /// Keeps what an account is typing into a form, in place of what was kept of it before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_typed<T: Serialize + Sync>(
        &self,
        account: AccountId,
        form: &str,
        value: &T,
    ) -> Result<()> {
        let row = &self.draft_row(&typed_owner(account), form, value);
        self.store
            .transact(&row.account, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    // Not what they hold: it is asked every second somebody types.
                    let text = "SELECT key, at FROM draft WHERE account = $owner LIMIT 200";
                    let vars = Vars::new().with("owner", &row.account);
                    let mut others: Vec<Aged> = self.store.rows(text, vars).await?;
                    others.retain(|other| other.key != row.key);
                    others.sort_by_key(|other| other.at);
                    let too_many = (others.len() + 1).saturating_sub(TYPED_MOST);
                    others.iter().take(too_many).for_each(|oldest| work.remove("draft", &oldest.key));
                    work.put("draft", &row.key, row);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// What is kept of a form.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn typed<T: DeserializeOwned>(&self, account: AccountId, form: &str) -> Result<Option<T>> {
        self.draft(&typed_owner(account), form).await
    }

    /// Takes away what waited until the next morning in vain. Gives how many forms.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn expire_typed(&self) -> Result<usize> {
        let text = "SELECT key FROM draft WITH INDEX draft_account \
                    WHERE account > $first AND account < $last AND at < $before LIMIT 500";
        let before = self.store.clock.now() - TYPED_KEPT;
        let mut gone = 0;
        for kind in KINDS {
            // `0` follows the stroke.
            let vars = Vars::new().with("first", format!("{kind}/")).with("last", format!("{kind}0"));
            gone += self.sweep_drafts(text, &vars.with("before", before)).await?;
        }
        Ok(gone)
    }

    /// Forgets everything an account was typing: somebody else may have its sessions now.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_typed(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        self.forget_drafts_of(work, &BTreeSet::from([typed_owner(account), ended_owner(account)])).await
    }

    /// Forgets what an account was typing but for what is about one of these children: it sees no other any more. What names no child may
    /// be a matter of the one that it does not see.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_typed_but(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        children: &[PersonId],
    ) -> Result<()> {
        let stays = |name: &str| children.iter().any(|child| name.contains(&child.to_string()));
        for (key, name) in self.typed_names(account).await? {
            if !stays(&name) {
                work.remove("draft", &key);
            }
        }
        Ok(())
    }

    /// Forgets what an account was typing of a child's optional items: the consent is withdrawn.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_typed_optional(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        child: PersonId,
    ) -> Result<()> {
        for (key, name) in self.typed_names(account).await? {
            if name.is_empty() || asks_optional(&name, child) {
                work.remove("draft", &key);
            }
        }
        Ok(())
    }

    /// Keys and names of the forms an account was typing into; one that was kept before names were has an empty name.
    async fn typed_names(&self, account: AccountId) -> Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for owner in [typed_owner(account), ended_owner(account)] {
            for row in self.drafts_of(&owner).await? {
                let name = self.draft_name(&row).unwrap_or_default();
                found.push((row.key, name));
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_form_of_one_item_asks_for_it_and_that_of_a_school_for_all_it_keeps() {
        let [child, other] = [1, 2].map(|n| PersonId::new(Uuid::from_u128(n)));
        let optional = domain::privacy::optional_items().next().expect("some items are");
        for name in [
            format!("correct/{child}/{}", optional.key()),
            format!("/my/{child}/correct/{}", optional.key()),
            format!("upkeep/{child}"),
        ] {
            assert!(asks_optional(&name, child) && !asks_optional(&name, other), "{name}");
        }
        for name in [format!("correct/{child}/{}", Field::Name.key()), format!("check/{child}")] {
            assert!(!asks_optional(&name, child), "{name}");
        }
    }
}
