//! What is open: at a desk, by kind; of a unit, one by one. Asked by whoever hands work over or ends a school.

use super::{MatterRow, in_order};
use crate::case::queue_key;
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use domain::access::Role;
use domain::id::AccountId;
use domain::matter::MatterKind;
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

    /// The condition that leaves out what an account opened and somebody else has to act on ([`MatterKind::waits_for_another`]).
    pub(super) fn not_own(account: AccountId) -> String {
        format!("(kind NOT IN [{}] OR opener != '{account}')", Self::for_another())
    }

    /// The kinds that somebody else has to act on than who opened them, as a list of a query.
    pub(super) fn for_another() -> String {
        let kinds = MatterKind::all().filter(|kind| kind.waits_for_another());
        let kinds: Vec<String> = kinds.map(|kind| format!("'{}'", kind.as_str())).collect();
        kinds.join(", ")
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
