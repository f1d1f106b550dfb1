//! A guardian who forgot the password: the school prints a new code for a child that is already the guardian's, and the code
//! together with the telephone number lets a new password be set. Nobody at the school ever sees it.

use super::{BindingRow, HOLDS, no_match};
use crate::Registry;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::case::Party;
use domain::journal::Event;
use serde_json::json;

impl Registry {
    /// Sets a new password for the guardian with this telephone number. The code is used up; all sessions end and a lock is
    /// lifted.
    ///
    /// # Errors
    /// A refusal `claim` when number and code do not belong together, whatever of it is wrong; refusals about the password.
    pub async fn guardian_recover(&self, phone: &str, code: &str, new: &str, address: &str) -> Result<()> {
        self.check_address(address).await?;
        let done = self.recover(phone.trim(), code, new, address).await;
        self.count_wrong_claim(done, address).await
    }

    async fn recover(&self, phone: &str, code: &str, new: &str, address: &str) -> Result<()> {
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        let key = &self.binding_key(code);
        let account = self.account_by_login(phone).await?.filter(|row| row.role == Role::Guardian);
        // The code is looked for in any case, so that a number that is unknown takes as long as a known one.
        let binding: Option<BindingRow> = self.store.get("binding", key).await?;
        let (Some(account), Some(binding)) = (account, binding) else { return Err(no_match().into()) };
        let holds = binding.used_by.is_none() && at - binding.made_at < HOLDS;
        if !holds || !self.children_of(account.uid).await?.contains(&binding.person) {
            return Err(no_match().into());
        }
        let me = &Party {
            account: account.uid,
            name: account.name.clone(),
            role: Role::Guardian,
            unit: None,
            unit_name: String::new(),
            ties: domain::access::Ties::none(),
        };
        let hash = &self.new_password_hash(&account, new).await?;
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row: BindingRow = self.store.get("binding", key).await?.ok_or_else(no_match)?;
                    if row.used_by.is_some() {
                        return Err(no_match().into());
                    }
                    let used =
                        BindingRow { used_by: Some(me.account), version: row.version + 1, ..row.clone() };
                    work.replace("binding", key, row.version, &used);
                    self.replace_password(&mut work, me.account, hash, "password_recovered", address).await?;
                    let mut journal = self.chain(row.person).await?;
                    let entry = NewEntry {
                        event: Event::GuardianRecovered,
                        detail: json!({}),
                        case: None,
                        occurred_on: today,
                    };
                    journal.append(&mut work, &*self.vault, me, at, entry);
                    journal.save(&mut work);
                    Ok((work, ()))
                })
            })
            .await
    }
}
