//! The access log (访问日志, 第二十五条): who saw which pupil's data, by which function, why. One hash chain per account, so that readers
//! do not wait for each other; each day's ends of the chains are signed together.
//!
//! What is in an entry is ids and keyed hashes: no name, no number, no search words.

mod function;
#[cfg(test)]
mod tests;

pub use function::{Function, Use};

use crate::account::Role;
use crate::chain::hex;
use crate::id::{AccessId, AccountId, PersonId, UnitId};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A page that draws itself again is the same look: within this time the same function on the same pupils is one entry.
pub const SAME_LOOK: Duration = Duration::minutes(5);
/// Days of an account from which its usual day is taken.
pub const USUAL_DAYS: u64 = 30;
/// Fewer looks than this on a day are never unusual.
pub const NEVER_UNUSUAL: u64 = 50;

/// One look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its id.
    pub uid: AccessId,
    /// Whose chain.
    pub account: AccountId,
    /// 1 for the first of the chain, no gaps.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// The day in Asia/Shanghai.
    pub day: NaiveDate,
    /// What the account is for.
    pub role: Role,
    /// The unit it works in, none for guardians.
    pub unit: Option<UnitId>,
    /// By which function.
    pub function: Function,
    /// Whose data was shown.
    pub people: Vec<PersonId>,
    /// Why, where the page asks; sealed text, empty when nothing was asked.
    pub purpose: String,
    /// Keyed hash of what was searched for; empty where nothing was.
    pub query: String,
    /// Hash of the entry before, [`crate::chain::GENESIS`] for the first.
    pub previous: String,
    /// Hash of this entry, hex SHA-256.
    pub hash: String,
}

impl Look {
    /// The hash this entry must have: SHA-256 over its JSON with an empty `hash`.
    pub fn expected_hash(&self) -> String {
        let bare = Self { hash: String::new(), ..self.clone() };
        hex(&serde_json::to_vec(&bare).expect("an entry is plain data"))
    }

    /// Sets the hash.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.hash = self.expected_hash();
        self
    }

    /// Whether it follows directly on an entry with this number and hash.
    pub fn follows(&self, seq: u64, hash: &str) -> bool {
        self.seq == seq + 1 && self.previous == hash && self.hash == self.expected_hash()
    }
}

/// What a day's signature covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHead {
    /// The day.
    pub day: NaiveDate,
    /// How many accounts looked at anything.
    pub accounts: u64,
    /// Hash over the end of every account's chain of that day.
    pub digest: String,
    /// Digest of the day signed before; [`crate::chain::GENESIS`] for the first.
    pub previous: String,
}

impl DayHead {
    /// From the last entry of each account on that day.
    pub fn new(day: NaiveDate, mut ends: Vec<(AccountId, u64, String)>, previous: String) -> Self {
        ends.sort();
        let lines: Vec<String> =
            ends.iter().map(|(account, seq, hash)| format!("{account}|{seq}|{hash}\n")).collect();
        Self { day, accounts: ends.len() as u64, digest: hex(lines.concat().as_bytes()), previous }
    }

    /// What is signed.
    pub fn message(&self) -> Vec<u8> {
        format!("access log|{}|{}|{}|{}", self.day, self.accounts, self.digest, self.previous).into_bytes()
    }
}

/// Why an account's looking is told to its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// 一小时内次数过多
    Hour,
    /// 明显多于平日
    Day,
}

impl Unusual {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hour => "一小时内查阅次数过多",
            Self::Day => "当日查阅次数明显多于平日",
        }
    }

    /// Stable name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

/// The median of an account's days; 0 for who has none.
pub fn usual_day(mut days: Vec<u64>) -> u64 {
    days.sort_unstable();
    match days.len() {
        0 => 0,
        n if n % 2 == 1 => days[n / 2],
        n => u64::midpoint(days[n / 2 - 1], days[n / 2]),
    }
}

/// How many times the hour's limit an account may look before nothing more is shown to it until the next hour: more than somebody
/// can read, so that a stolen session cannot copy a school's records by opening one after another.
pub const STOP_TIMES: u64 = 10;

/// Whether one more look is refused.
pub fn stopped(in_hour: u64, hour_max: u64) -> bool {
    in_hour > hour_max * STOP_TIMES
}

/// Whether looks in this hour and on this day have just become unusual.
///
/// `hour_max` and `times` are rules of the province (`access_hour_max`, `access_median_times`).
pub fn unusual(in_hour: u64, in_day: u64, usual: u64, hour_max: u64, times: u64) -> Vec<Unusual> {
    let mut found = Vec::new();
    if in_hour > hour_max {
        found.push(Unusual::Hour);
    }
    // Who has no days of his own yet is measured by the hour only.
    if usual > 0 && in_day >= NEVER_UNUSUAL && in_day > usual * times {
        found.push(Unusual::Day);
    }
    found
}
