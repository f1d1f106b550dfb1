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
use crate::listed;
use crate::matter::Matter;
use crate::services::Violations;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{UnitId, ViolationId};
use domain::org::{OrgPath, Unit};
use domain::violation::{Violation, ViolationKind, ViolationState};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The lists of the units above the one a violation is laid to.
const BELOW: &str = "below";
/// The list of that unit itself.
const OWN: &str = "own";
/// What its counters say of it, before an order and from then on.
const SUSPECTED: &str = "suspected";
const ORDERED: &str = "ordered";

/// A violation as stored: sealed, with plain columns for scope, queues and ledgers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ViolationRow {
    pub(crate) uid: ViolationId,
    version: u64,
    sealed: String,
    /// The fact; no two have the same.
    once: String,
    kind: ViolationKind,
    state: ViolationState,
    subject: UnitId,
    subject_path: OrgPath,
    /// The lists it stands in: of the units above the subject, and of the subject once it is ordered, by kind.
    #[serde(default)]
    lists: Vec<String>,
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
            lists: Vec::new(),
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
        self.list();
    }

    /// Names the lists it stands in.
    fn list(&mut self) {
        let kind = [self.kind.key()];
        let above = self.subject_path.units().into_iter().filter(|unit| *unit != self.subject);
        self.lists = listed::keys(above, BELOW, &kind);
        if self.ordered {
            self.lists.extend(listed::keys([self.subject.clone()], OWN, &kind));
        }
    }

    /// What it counts for while it is open, at the unit it is laid to.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        if self.open {
            let stands = if self.ordered { ORDERED } else { SUSPECTED };
            let counter = format!("violation|{}|{stands}", self.kind.key());
            work.tally(self.subject.as_str(), counter, delta);
        }
    }

    fn violation(&self, vault: &dyn Cipher) -> Result<Violation> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// Writes it. What it is as a matter is to be told in the unit's journal.
    #[must_use]
    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork, violation: &Violation) -> Matter {
        work.create("violation", &self.uid.to_string(), self);
        self.count(work, 1);
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
        self.waiting.iter().for_each(|desk| work.desk(desk));
        self.count(work, -1);
        next.count(work, 1);
        let matter = next.as_matter(violation);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.subject_path);
        matter
    }
}

fn context_of(id: ViolationId) -> String {
    format!("violation/{id}")
}

/// A violation's row of which the place was changed, with the lists it stands in now.
pub(crate) fn listed_again(row: Json) -> Result<Json> {
    listed::made_again::<ViolationRow>(row, "violation", ViolationRow::list)
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
