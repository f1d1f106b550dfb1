//! The log of commits (提交日志): while a backup ships them, each commit's record also holds what it wrote, so that it can be done
//! again on another machine.

use super::copy::key_of;
use super::totals::Totals;
use super::{Store, unit_of_work};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use surrealdb::types::{RecordId, Value};

/// Whether commits are kept whole, and from which number on somebody needs them.
pub(crate) struct Log {
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
    pub(crate) fn keep(&self) {
        self.needed.store(0, Ordering::SeqCst);
        self.on.store(true, Ordering::SeqCst);
    }

    /// The commits from this number on must stay: the one place that says so.
    pub(crate) fn needed_from(&self, number: u64) {
        self.needed.store(number, Ordering::SeqCst);
    }

    pub(super) fn keeps(&self) -> bool {
        self.on.load(Ordering::SeqCst)
    }

    pub(super) fn needed(&self) -> u64 {
        self.needed.load(Ordering::SeqCst)
    }
}

/// One commit as the log has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Committed {
    /// Its number.
    pub(crate) seq: u64,
    /// When it was.
    pub(crate) at: DateTime<Utc>,
    /// What it wrote; None when nobody kept it.
    pub(crate) writes: Option<Vec<Logged>>,
}

/// One write of a commit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Logged {
    pub(super) kind: String,
    pub(super) table: String,
    pub(super) key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(super) content: Option<Json>,
}

/// A content that is there, be it `null`.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Option<Json>, D::Error> {
    Json::deserialize(from).map(Some)
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
pub(super) fn record(seq: u64, at: DateTime<Utc>, added: &Totals, writes: Option<Vec<Value>>) -> Value {
    let mut record = super::to_value(&Commit { seq, at, added });
    if let (Value::Object(record), Some(writes)) = (&mut record, writes) {
        record.insert("writes", writes);
    }
    record
}

impl Store {
    /// The first commits after `after` up to `upto` as the log has them, in the order of their numbers; `most` of them.
    pub(crate) async fn commits(&self, after: u64, upto: u64, most: usize) -> Result<Vec<Committed>> {
        let range = super::copy::range("commit", Some(&key_of(after)), Some(&key_of(upto)));
        self.rows(&super::copy::first_of_range(most), range).await
    }

    /// When the commit of this number was, if the store still has its record.
    pub(crate) async fn commit_at(&self, number: u64) -> Result<Option<DateTime<Utc>>> {
        #[derive(Deserialize)]
        struct When {
            at: DateTime<Utc>,
        }
        Ok(self.get::<When>("commit", &key_of(number)).await?.map(|found| found.at))
    }

    /// Does commits of a log again, all in one transaction, and puts down the number of the last one.
    pub(crate) async fn replay(&self, commits: Vec<Committed>) -> Result<()> {
        let Some((seq, at)) = commits.last().map(|last| (last.seq, last.at)) else { return Ok(()) };
        let unknown = || Error::Store("the log holds a write this program does not know".into());
        let logged = commits.into_iter().flat_map(|one| one.writes.unwrap_or_default());
        let writes: Option<Vec<_>> = logged.map(unit_of_work::Write::again).collect();
        let (mut text, mut vars) = unit_of_work::statements(writes.ok_or_else(unknown)?);
        text.push_str("UPSERT $sequence CONTENT $ticket RETURN NONE;\n");
        vars.insert("sequence".to_owned(), Value::RecordId(RecordId::new("commit", key_of(seq))));
        vars.insert("ticket".to_owned(), record(seq, at, &Totals::default(), None));
        self.all_or_nothing(text, vars).await
    }

    /// Puts down which number a loaded copy stands at.
    pub(crate) async fn stand_at(&self, seq: u64, at: DateTime<Utc>) -> Result<()> {
        self.replay(vec![Committed { seq, at, writes: None }]).await
    }
}
