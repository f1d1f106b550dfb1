//! Violations (责令改正, 第二十六条, 第二十七条) in the store: found by rules or entered, ordered by two persons of the authority above, answered
//! with evidence, accepted or passed on. The unit it is laid to learns of it with the order, not before.

mod act;
mod find;
mod matter;
mod signs;
mod view;

pub use act::AskedViolation;
pub use view::ViolationBox;

use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::matter::Matter;
use crate::services::Violations;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{UnitId, ViolationId};
use domain::org::{OrgPath, Unit};
use domain::violation::{Violation, ViolationKind, ViolationState};
use serde::{Deserialize, Serialize};

/// A violation as stored: sealed, with plain columns for scope, queues and ledgers.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ViolationRow {
    uid: ViolationId,
    version: u64,
    sealed: String,
    /// The fact; no two have the same.
    once: String,
    kind: ViolationKind,
    state: ViolationState,
    subject: UnitId,
    subject_path: OrgPath,
    handler: UnitId,
    open: bool,
    /// Whether an order was ever signed: from then on the subject sees it.
    ordered: bool,
    /// `unit/role` of who has to act.
    waiting: Option<String>,
    due_on: Option<NaiveDate>,
    found_on: NaiveDate,
}

impl ViolationRow {
    fn new(
        vault: &dyn Cipher,
        uid: ViolationId,
        violation: &Violation,
        once: String,
        subject: &Unit,
        found_on: NaiveDate,
    ) -> Self {
        let mut row = Self {
            uid,
            version: 1,
            sealed: String::new(),
            once,
            kind: violation.kind,
            state: violation.state,
            subject: subject.id.clone(),
            subject_path: subject.path.clone(),
            handler: violation.handler.unit.clone(),
            open: true,
            ordered: false,
            waiting: None,
            due_on: None,
            found_on,
        };
        row.set(vault, violation);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, violation: &Violation) {
        self.sealed = vault.seal_value(violation, &context_of(self.uid));
        self.state = violation.state;
        self.handler = violation.handler.unit.clone();
        self.open = violation.state.is_open();
        self.ordered = violation.order.is_some();
        self.waiting = violation.waiting().map(|(office, role)| queue_key(&office.unit, role));
        let runs = violation.state == ViolationState::Ordered;
        self.due_on = violation.order.as_ref().filter(|_| runs).map(|order| order.due.date);
    }

    fn violation(&self, vault: &dyn Cipher) -> Result<Violation> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// Writes it. What it is as a matter is to be told in the unit's journal.
    #[must_use]
    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork, violation: &Violation) -> Matter {
        work.create("violation", &self.uid.to_string(), self);
        let matter = self.as_matter(violation);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.subject_path);
        matter
    }

    /// Writes it again, and gives the matter as [`ViolationRow::create`] does.
    #[must_use]
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, violation: &Violation) -> Matter {
        let mut next = self.clone();
        next.set(vault, violation);
        next.version = self.version + 1;
        work.replace("violation", &self.uid.to_string(), self.version, &next);
        let matter = next.as_matter(violation);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.subject_path);
        matter
    }
}

fn context_of(id: ViolationId) -> String {
    format!("violation/{id}")
}

impl Violations<'_> {
    async fn violation_row(&self, id: ViolationId) -> Result<ViolationRow> {
        self.store.get("violation", &id.to_string()).await?.ok_or(Error::NotFound("violation"))
    }

    async fn is_violation_known(&self, once: &str) -> Result<bool> {
        let text = "SELECT * FROM violation WHERE once = $once LIMIT 1";
        let rows: Vec<ViolationRow> = self.store.rows(text, Vars::new().with("once", once)).await?;
        Ok(!rows.is_empty())
    }
}
