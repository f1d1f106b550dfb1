//! For whom something waits. Each record of one table names, in its field `waiting`, the queues in which it stands; a transaction that
//! writes it may take it out of one and put it into another. Which queues those are is known here for every way of writing it, because where
//! it stood before is read in the transaction itself and not told by whoever writes.

use crate::error::Result;
use crate::write::Write;
use std::collections::BTreeSet;
use surrealdb::IndexedResults;
use surrealdb::types::{RecordId, Value, Variables};

/// The field that names the queues.
pub(crate) const WAITING: &str = "waiting";

/// What one transaction does to the records that wait.
#[derive(Default)]
pub(crate) struct Waits {
    /// The queues in which they stand when it is through.
    pub(crate) after: BTreeSet<String>,
    records: Vec<Value>,
}

impl Waits {
    /// Of what is written to this table.
    pub(crate) fn of(writes: &[Write], table: &str) -> Self {
        let mut waits = Self::default();
        for write in writes.iter().filter(|write| write.table == table) {
            waits.records.push(Value::RecordId(RecordId::new(write.table, write.key.as_str())));
            if let Value::Object(content) = &write.content
                && let Some(waiting) = content.get(WAITING)
            {
                names_in(waiting, &mut waits.after);
            }
        }
        waits
    }

    /// Puts the question where they stood before in front of the transaction's text.
    pub(crate) fn ask(&self, text: &mut String, vars: &mut Variables) {
        if !self.records.is_empty() {
            text.insert_str(0, &format!("SELECT VALUE {WAITING} FROM $waits;\n"));
            vars.insert("waits".to_owned(), Value::Array(self.records.clone().into()));
        }
    }

    /// The queues in which they stood before: what was answered to the question.
    ///
    /// # Errors
    /// When nothing that can be read was answered.
    pub(crate) fn before(&self, response: &mut IndexedResults) -> Result<BTreeSet<String>> {
        let mut before = BTreeSet::new();
        if !self.records.is_empty() {
            let answer: Value = response.take(0)?;
            names_in(&answer, &mut before);
        }
        Ok(before)
    }
}

/// The names a field holds: one, or a list of them.
pub(crate) fn names_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(name) => {
            found.insert(name.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| names_in(value, found)),
        _ => {}
    }
}
