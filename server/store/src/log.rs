//! The log of commits (提交日志): while a backup ships them, each commit's record also holds what it wrote, so that it can be done
//! again on another machine.

use crate::totals::Totals;
use crate::values::to_value;
use crate::write::Logged;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use surrealdb::types::Value;

/// Whether commits are kept whole, and from which number on somebody needs them.
pub struct Log {
    on: AtomicBool,
    needed: AtomicU64,
}

impl Default for Log {
    fn default() -> Self {
        Self { on: AtomicBool::new(false), needed: AtomicU64::new(u64::MAX) }
    }
}

impl Log {
    /// Keeps every commit whole from now on, and lets none be forgotten until [`Log::needed_from`] says so.
    pub fn keep(&self) {
        self.needed.store(0, Ordering::SeqCst);
        self.on.store(true, Ordering::SeqCst);
    }

    /// The commits from this number on must stay: the one place that says so.
    pub fn needed_from(&self, number: u64) {
        self.needed.store(number, Ordering::SeqCst);
    }

    pub(crate) fn keeps(&self) -> bool {
        self.on.load(Ordering::SeqCst)
    }

    pub(crate) fn needed(&self) -> u64 {
        self.needed.load(Ordering::SeqCst)
    }
}

/// One commit as the log has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Committed {
    /// Its number.
    pub seq: u64,
    /// When it was.
    pub at: DateTime<Utc>,
    /// What it wrote; None when nobody kept it.
    pub writes: Option<Vec<Logged>>,
}

/// What each transaction leaves of itself.
#[derive(Serialize)]
struct Commit<'a> {
    seq: u64,
    at: DateTime<Utc>,
    #[serde(flatten)]
    added: &'a Totals,
}

/// The record of a commit.
pub(crate) fn record(seq: u64, at: DateTime<Utc>, added: &Totals, writes: Option<Vec<Value>>) -> Value {
    let mut record = to_value(&Commit { seq, at, added });
    if let (Value::Object(record), Some(writes)) = (&mut record, writes) {
        record.insert("writes", writes);
    }
    record
}
