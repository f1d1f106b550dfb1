//! What a desk has let pass: how much, and since when the oldest is due. Of the one table's own index, desk by desk.

use crate::case::queue_key;
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::access::Role;
use domain::id::UnitId;
use serde::Deserialize;

/// Matters of a desk that are counted one by one; a longer list is «as many or more».
pub(crate) const COUNTED: usize = 200;

/// What a desk holds past its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overdue {
    /// How many, [`COUNTED`] at most.
    pub(crate) n: usize,
    /// The day by which the oldest was due.
    pub(crate) since: NaiveDate,
}

impl Matters<'_> {
    /// What a role of a unit holds past its day; none where it holds nothing.
    pub(crate) async fn overdue_at(&self, unit: &UnitId, role: Role) -> Result<Option<Overdue>> {
        #[derive(Deserialize)]
        struct Line {
            sort_on: NaiveDate,
        }
        let alive = self.alive();
        let text = format!(
            "SELECT sort_on, uid FROM matter WHERE waiting CONTAINS $key AND sort_on < $today AND {alive} \
             ORDER BY sort_on, uid LIMIT {COUNTED}"
        );
        let vars = Vars::new().with("key", queue_key(unit, role)).with("today", self.store.clock.today());
        let lines: Vec<Line> = self.store.rows(&text, vars).await?;
        Ok(lines.first().map(|oldest| Overdue { n: lines.len(), since: oldest.sort_on }))
    }
}
