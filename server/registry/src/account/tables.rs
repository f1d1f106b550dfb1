//! 表格设置 and 常用筛选: what an account chose for its lists. It follows the account to another device, is nobody else's to see, and goes
//! when the account is sealed off.

use crate::account::manage::refusal;
use crate::error::Result;
use crate::services::Accounts;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::id::AccountId;
use domain::refusal::{Refusal, RefusalCode};
use domain::tables::{
    FILTER_NAME_MOST, FILTERS_MOST, FilterProblem, List, TableChoice, Tables, class_filter,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct TablesRow {
    account: AccountId,
    version: u64,
    sealed: String,
}

fn context_of(account: AccountId) -> String {
    format!("table choice/{account}")
}

impl Accounts<'_> {
    /// What the actor's account chose for its lists. What does not read any more is not chosen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tables(&self, actor: &Actor) -> Result<Tables> {
        Ok(self.tables_row(actor.account).await?.map(|row| self.tables_in(&row)).unwrap_or_default())
    }

    /// Shows a list so from now on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn choose_table(&self, actor: &Actor, list: List, choice: &TableChoice) -> Result<()> {
        self.change_tables(actor, |tables| {
            tables.choose(list, choice);
            Ok(())
        })
        .await
    }

    /// Keeps a filter of a list under a name. Of a desk only such a class is kept as something waits of.
    ///
    /// # Errors
    /// A refusal `filter_name`: no name, one that is too long or taken, nothing that is filtered, too many.
    pub async fn save_filter(
        &self,
        actor: &Actor,
        list: List,
        name: &str,
        parts: &BTreeMap<String, String>,
    ) -> Result<()> {
        let mut parts = list.filter(parts);
        if let Some(class) = parts.get("class") {
            let is_a_class = match list {
                List::Pupils => {
                    let classes = self.pupils().classes_to_choose(actor, None).await?;
                    classes.iter().any(|one| class_filter(one.grade, &one.class_name) == *class)
                }
                _ => self.matters().waiting_classes(actor).await?.contains(class),
            };
            // Whatever else was typed there might be somebody's name.
            if !is_a_class {
                parts.remove("class");
            }
        }
        let (id, parts) = (&self.store.new_id().to_string(), &parts);
        self.change_tables(actor, |tables| tables.save(list, id, name, parts)).await
    }

    /// Gives a filter of the actor's account another name.
    ///
    /// # Errors
    /// A refusal `filter_name`.
    pub async fn rename_filter(&self, actor: &Actor, id: &str, name: &str) -> Result<()> {
        self.change_tables(actor, |tables| tables.rename(id, name)).await
    }

    /// Takes a filter of the actor's account away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_filter(&self, actor: &Actor, id: &str) -> Result<()> {
        self.change_tables(actor, |tables| {
            tables.remove(id);
            Ok(())
        })
        .await
    }

    /// Takes away what an account chose that is over.
    pub(crate) fn forget_tables(&self, work: &mut UnitOfWork, account: AccountId) {
        work.remove("table_choice", &account.to_string());
    }

    async fn tables_row(&self, account: AccountId) -> Result<Option<TablesRow>> {
        self.store.get("table_choice", &account.to_string()).await
    }

    fn tables_in(&self, row: &TablesRow) -> Tables {
        self.vault.open_value(&row.sealed, &context_of(row.account)).unwrap_or_default()
    }

    async fn change_tables(
        &self,
        actor: &Actor,
        change: impl Fn(&mut Tables) -> std::result::Result<(), FilterProblem> + Sync,
    ) -> Result<()> {
        let (account, change) = (actor.account, &change);
        let key = &account.to_string();
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row = self.tables_row(account).await?;
                    let mut tables = row.as_ref().map(|row| self.tables_in(row)).unwrap_or_default();
                    change(&mut tables).map_err(refused)?;
                    let loaded = row.map_or(0, |row| row.version);
                    let sealed = self.vault.seal_value(&tables, &context_of(account));
                    let next = TablesRow { account, version: loaded + 1, sealed };
                    if loaded == 0 {
                        work.create("table_choice", key, &next);
                    } else {
                        work.replace("table_choice", key, loaded, &next);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }
}

fn refused(problem: FilterProblem) -> Refusal {
    let (what, remedy) = match problem {
        FilterProblem::NoName => ("没有填写筛选的名称。".to_owned(), "请填写名称。"),
        FilterProblem::LongName => {
            (format!("筛选的名称超过 {FILTER_NAME_MOST} 个字。"), "请填写短一些的名称。")
        }
        FilterProblem::SameName => ("已有同名的筛选。".to_owned(), "请换一个名称。"),
        FilterProblem::Nothing => ("当前没有可保存的筛选条件。".to_owned(), "请先筛选，再保存。"),
        FilterProblem::TooMany => (format!("常用筛选已有 {FILTERS_MOST} 个。"), "请先删除不用的筛选。"),
        FilterProblem::Gone => ("这个筛选已经不在了。".to_owned(), "请重新打开页面。"),
    };
    refusal(RefusalCode::FilterName, &what, remedy)
}
