//! The access log (访问日志, 第二十五条) in the store: every service that shows a pupil's data says so by [`AccessLog::saw`](crate::services::AccessLog::saw) before it answers.
//!
//! One chain per account. Looks that come at the same moment are put down in one transaction (`together.rs`, ADR 31): each line
//! with the end of its chain, the day's count of the account and, where it is due, an alarm (`record.rs`). What this process knows of the ends it remembers (`ends.rs`). The ends of a day are signed
//! together the day after (`seal.rs`), so that neither lines nor whole chains can be taken away unnoticed.

mod ends;
mod inquiry;
mod record;
mod seal;
#[cfg(test)]
mod tests;
mod together;
mod view;

pub(crate) use record::Seen;
pub use seal::AccessVerification;
pub(crate) use together::Looks;
pub use view::AccessFilter;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::access_log::{Function, Look, SAME_LOOK, Unusual, Use};
use domain::id::{AccountId, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pupils that the end of a chain remembers to have been opened last.
const OPENED_LAST: usize = 8;

/// A line as stored: the line plus what indexes need.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LookRow {
    #[serde(flatten)]
    look: Look,
    kind: Use,
    /// The path of the unit; empty for guardians, who are in nobody's subtree.
    path: String,
    /// The lists it stands in: of the unit and of each one above it, as a whole and by use. By a beginning of paths the log of a county
    /// would be looked for in the nation's.
    #[serde(default)]
    lists: Vec<String>,
}

/// The sort of list that looks stand in.
const LOOKS: &str = "looks";

/// The end of an account's chain.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    account: AccountId,
    version: u64,
    seq: u64,
    hash: String,
    /// What was looked at in the last minutes: a page that draws itself again looks once.
    recent: Vec<(String, DateTime<Utc>)>,
    /// The day of the last line, and the account's usual day as it was known that morning.
    day: NaiveDate,
    usual: u64,
    /// Hours since 1970, and the lines in that hour.
    hour: i64,
    in_hour: u64,
    /// The pupils whose records the account opened last, each once, the latest first. It is in no line and nothing is proved by it; none in an
    /// end that was written before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<Vec<PersonId>>,
}

impl Head {
    /// Of an account that has looked at nothing yet.
    fn first(account: AccountId, day: NaiveDate) -> Self {
        let (seq, hash, opened) = (0, domain::chain::GENESIS.into(), Some(Vec::new()));
        let recent = Vec::new();
        Self { account, version: 0, seq, hash, recent, day, usual: 0, hour: 0, in_hour: 0, opened }
    }

    /// Remembers whose record was opened, if one was.
    fn note_opened(&mut self, function: Function, people: &[PersonId]) {
        if let (Some(opened), Some(one)) = (&mut self.opened, opened_by(function, people)) {
            opened.retain(|other| *other != one);
            opened.insert(0, one);
            opened.truncate(OPENED_LAST);
        }
    }

    /// Whether this was looked at in the last minutes.
    fn has_seen(&self, same: &str, at: DateTime<Utc>) -> bool {
        self.recent.iter().any(|(key, then)| key == same && is_recent(*then, at))
    }
}

/// Whose record a look opened. Lists and the pages of other business open nobody's.
fn opened_by(function: Function, people: &[PersonId]) -> Option<PersonId> {
    const OPEN: [Function; 4] =
        [Function::Pupil, Function::PupilInfo, Function::PupilMatters, Function::PupilTimeline];
    match people {
        [one] if OPEN.contains(&function) => Some(*one),
        _ => None,
    }
}

/// Whether a look was so short a time ago that the same is no other.
fn is_recent(then: DateTime<Utc>, at: DateTime<Utc>) -> bool {
    then <= at && at - then < SAME_LOOK
}

/// What an account did on a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct DayRow {
    account: AccountId,
    day: NaiveDate,
    role: Role,
    unit: Option<UnitId>,
    path: String,
    n: u64,
    by_use: BTreeMap<String, u64>,
}

/// An alarm.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct AlarmRow {
    account: AccountId,
    role: Role,
    unit: Option<UnitId>,
    path: String,
    day: NaiveDate,
    at: DateTime<Utc>,
    kind: Unusual,
    /// How many looks, and how many are usual (of the hour: the limit).
    n: u64,
    usual: u64,
}

/// Key of what an account did on a day.
fn day_key(account: AccountId, day: NaiveDate) -> String {
    format!("{account}|{day}")
}

/// What a sealed purpose is bound to.
fn purpose_context(account: AccountId, seq: u64) -> String {
    format!("access/{account}/{seq}")
}
