//! For whom something waits. Each record of one table names, in its field `waiting`, the queues in which it stands, and in its field `opener`
//! who follows it; a transaction that writes it may take it out of one queue and put it into another. Which queues those are is known here
//! for every way of writing it, because where it stood before is read in the transaction itself and not told by whoever writes.

use crate::error::Result;
use crate::write::Write;
use std::collections::BTreeSet;
use surrealdb::IndexedResults;
use surrealdb::types::{RecordId, Value, Variables};

/// The field that names the queues.
pub(crate) const WAITING: &str = "waiting";
/// The field that names who opened it: what one opened is a queue of its own.
const OPENER: &str = "opener";

/// What one transaction does to the records that wait.
#[derive(Default)]
pub(crate) struct Waits {
    /// The queues in which they stand when it is through.
    pub(crate) after: BTreeSet<String>,
    records: Vec<Value>,
}

/// Where the records stood before.
#[derive(Default)]
pub(crate) struct Left {
    /// For whom they waited.
    pub(crate) desks: BTreeSet<String>,
    /// Who opened them.
    pub(crate) openers: BTreeSet<String>,
}

impl Waits {
    /// Of what is written to this table.
    pub(crate) fn of(writes: &[Write], table: &str) -> Self {
        let mut waits = Self::default();
        for write in writes.iter().filter(|write| write.table == table) {
            waits.records.push(Value::RecordId(RecordId::new(write.table, write.key.as_str())));
            if let Value::Object(content) = &write.content {
                for field in [WAITING, OPENER] {
                    content.get(field).into_iter().for_each(|names| names_in(names, &mut waits.after));
                }
            }
        }
        waits
    }

    /// Puts the question where they stood before in front of the transaction's text.
    pub(crate) fn ask(&self, text: &mut String, vars: &mut Variables) {
        if !self.records.is_empty() {
            text.insert_str(0, &format!("SELECT VALUE [{WAITING}, {OPENER}] FROM $waits;\n"));
            vars.insert("waits".to_owned(), Value::Array(self.records.clone().into()));
        }
    }

    /// The queues in which they stood before: what was answered to the question.
    ///
    /// # Errors
    /// When nothing that can be read was answered.
    pub(crate) fn before(&self, response: &mut IndexedResults) -> Result<Left> {
        let mut left = Left::default();
        if self.records.is_empty() {
            return Ok(left);
        }
        for record in response.take::<Vec<Value>>(0)? {
            if let Value::Array(fields) = &record {
                let mut fields = fields.iter();
                fields.next().into_iter().for_each(|names| names_in(names, &mut left.desks));
                fields.next().into_iter().for_each(|names| names_in(names, &mut left.openers));
            }
        }
        Ok(left)
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
