//! Whether the table of matters says what the engines say: every open row of every engine is counted again and compared.

use super::{Matter, MatterRow};
use crate::Registry;
use crate::error::Result;
use crate::store::Vars;
use std::collections::BTreeSet;

/// Rows looked at in one turn.
const PAGE: usize = 500;

impl Registry {
    /// Matters that are wrong: missing, different from what their engine says, or open while their engine knows of nothing open. Each by
    /// its key, with what is wrong.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn matters_unsound(&self) -> Result<Vec<(String, &'static str)>> {
        let mut wrong = Vec::new();
        let mut open = BTreeSet::new();
        for matter in self.matters_counted_again().await? {
            let uid = matter.uid();
            match self.store.get::<MatterRow>("matter", &uid).await? {
                None => wrong.push((uid.clone(), "missing")),
                Some(row) if !matter.equals(&*self.vault, &row)? => wrong.push((uid.clone(), "different")),
                Some(_) => {}
            }
            open.insert(uid);
        }
        let mut after = String::new();
        loop {
            let text =
                format!("SELECT * FROM matter WHERE open = true AND uid > $after ORDER BY uid LIMIT {PAGE}");
            let rows: Vec<MatterRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after.clone_from(&last.uid);
            let left = rows.into_iter().filter(|row| !open.contains(&row.uid));
            wrong.extend(left.map(|row| (row.uid, "left open")));
        }
    }

    /// Every open matter as its engine tells it.
    async fn matters_counted_again(&self) -> Result<Vec<Matter>> {
        let mut all = self.open_case_matters().await?;
        all.extend(self.open_letter_matters().await?);
        all.extend(self.open_problem_matters().await?);
        all.extend(self.open_violation_matters().await?);
        all.extend(self.open_disclosure_matters().await?);
        all.extend(self.open_package_matters().await?);
        all.extend(self.open_review_matters().await?);
        all.extend(self.open_registrar_matters().await?);
        all.extend(self.open_paper_matters().await?);
        all.extend(self.open_guardian_matters().await?);
        all.extend(self.open_change_matters().await?);
        all.extend(self.open_rules_matters().await?);
        all.retain(|matter| matter.open);
        Ok(all)
    }

    /// Every row of a table under a condition the registry itself wrote, page by page, as `of` tells it. `key` is the column it is
    /// paged by.
    pub(crate) async fn each_row<T: serde::de::DeserializeOwned>(
        &self,
        table: &str,
        key: &str,
        condition: &str,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut start = 0;
        loop {
            let text = format!(
                "SELECT * FROM `{table}` WHERE {condition} ORDER BY {key} LIMIT {PAGE} START {start}"
            );
            let rows: Vec<T> = self.store.rows(&text, Vars::new()).await?;
            start += rows.len();
            let last = rows.len() < PAGE;
            for row in rows {
                each(row)?;
            }
            if last {
                return Ok(());
            }
        }
    }
}
