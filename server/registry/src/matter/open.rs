//! What is open: at a desk, by kind; of a unit, one by one. Asked by whoever hands work over or ends a school.

use super::{MatterKind, MatterRow, in_order};
use crate::case::queue_key;
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use domain::access::Role;
use domain::org::Unit;
use domain::problem::ProblemState;

/// Most matters of a unit that are told.
const MOST: usize = 200;

impl Matters<'_> {
    /// The condition that leaves out what nobody can act on any more, because its day has passed ([`MatterRow::runs_out`]).
    pub(super) fn alive(&self) -> String {
        let merged = ProblemState::Merged.label();
        format!(
            "((kind != 'binding' AND (kind != 'problem' OR state != '{merged}')) OR sort_on >= '{}')",
            self.store.clock.today()
        )
    }

    /// How many matters wait under a key, by kind; kinds without any are left out.
    pub(crate) async fn waiting_by_kind(&self, key: &str) -> Result<Vec<(MatterKind, u64)>> {
        self.held(key, &format!(" AND {}", self.alive()), Vars::new()).await
    }

    /// What is open of a unit: its own matters, whoever holds them, and what waits for its registrar or its leader.
    pub(crate) async fn open_matters_of(&self, unit: &Unit) -> Result<Vec<MatterRow>> {
        let alive = self.alive();
        let text =
            format!("SELECT * FROM matter WHERE path = $path AND open = true AND {alive} LIMIT {MOST}");
        let mut rows: Vec<MatterRow> = self.store.rows(&text, Vars::new().with("path", &unit.path)).await?;
        let text = format!("SELECT * FROM matter WHERE waiting CONTAINS $key AND {alive} LIMIT {MOST}");
        for role in [Role::Registrar, Role::Leader] {
            let vars = Vars::new().with("key", queue_key(&unit.id, role));
            rows.extend(self.store.rows::<MatterRow>(&text, vars).await?);
        }
        Ok(in_order(rows))
    }
}
