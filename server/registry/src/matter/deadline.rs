//! Deadlines counted again: open matters whose due day is provisional, of the kinds that know what they counted.

use super::MatterRow;
use crate::Registry;
use crate::error::Result;
use crate::store::Vars;

/// Matters looked at in one turn.
const PAGE: usize = 200;

impl Registry {
    /// Counts the open, provisional due days of cases and letters again, each as its own kind counts it. Gives how many moved or became
    /// final. Safe to run again: what was counted is no longer provisional.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recount_deadlines(&self) -> Result<usize> {
        let (mut moved, mut after) = (0, String::new());
        loop {
            let text = format!(
                "SELECT * FROM matter WHERE open = true AND provisional = true AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let rows: Vec<MatterRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(moved) };
            after.clone_from(&last.uid);
            for row in &rows {
                moved += usize::from(self.recount_matter(row).await?);
            }
        }
    }

    async fn recount_matter(&self, row: &MatterRow) -> Result<bool> {
        let Some((table, key)) = row.uid.split_once('/') else { return Ok(false) };
        match (table, key.parse::<uuid::Uuid>()) {
            ("case", Ok(id)) => self.recount_case(domain::id::CaseId::new(id)).await,
            ("letter", Ok(id)) => self.recount_letter(domain::id::LetterId::new(id)).await,
            // Of the others only problems and orders count working days; how many is not kept with them, so theirs stay as they were set.
            _ => Ok(false),
        }
    }
}
