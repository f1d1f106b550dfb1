//! Whether the table of matters says what the engines say: every open row of every engine is counted again and compared.

use super::{Matter, MatterRow};
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Rows looked at in one turn.
const PAGE: usize = 500;

impl Matters<'_> {
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
        let mut all = self.cases().open_case_matters().await?;
        all.extend(self.letters().open_letter_matters().await?);
        all.extend(self.problems().open_problem_matters().await?);
        all.extend(self.violations().open_violation_matters().await?);
        all.extend(self.disclosures().open_disclosure_matters().await?);
        all.extend(self.packages().open_package_matters().await?);
        all.extend(self.reviews().open_review_matters().await?);
        all.extend(self.registrars().open_registrar_matters().await?);
        all.extend(self.papers().open_paper_matters().await?);
        all.extend(self.guardians().open_guardian_matters().await?);
        all.extend(self.schools().open_change_matters().await?);
        all.extend(self.rules().open_rules_matters().await?);
        all.extend(self.warnings().open_warning_matters().await?);
        all.extend(self.absences().open_follow_up_matters().await?);
        all.extend(self.access_log().open_inquiry_matters().await?);
        all.extend(self.accounts().open_confirmation_matters().await?);
        all.extend(self.imports().open_import_matters().await?);
        all.extend(self.complaints().open_complaint_matters().await?);
        all.retain(Matter::is_open);
        Ok(all)
    }

    /// Every row of a table under a condition the registry itself wrote, page by page, as `of` tells it. `key` is the column it is
    /// paged by: a text that no two rows have alike.
    pub(crate) async fn each_row<T: serde::de::DeserializeOwned>(
        &self,
        table: &str,
        key: &str,
        condition: &str,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        // A column that is named a second time is lost under its own name, so only the record's address is.
        let (by, named, told) = match key {
            "id" => ("record::id(id)", ", record::id(id) AS address", "address"),
            _ => (key, "", key),
        };
        let text = format!(
            "SELECT *{named} FROM `{table}` WHERE ({condition}) AND {by} > $after ORDER BY {key} LIMIT {PAGE}"
        );
        let mut after = String::new();
        loop {
            let rows: Vec<Json> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last[told].as_str().unwrap_or_default().to_owned();
            for row in rows {
                each(crate::store::decode(row)?)?;
            }
        }
    }
}
