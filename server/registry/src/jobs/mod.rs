//! Background work (后台任务). A job (任务) is worked off in slices: a slice is one transaction, and the place the job has reached is written
//! in it, so that what is done is done once, and a crash goes on at that place. One runner does it for every kind: it takes a job under
//! a lease, does a slice, and lets the others have theirs; a slice that fails is tried again after a while, longer each time, and its
//! job is put aside in the end with the reason, until an operator takes it up.
//!
//! What is a kind's own (what a slice does) stands in the folder of its service as a [`Job`].

mod calls;
mod kind;
mod lease;
mod retry;
mod runner;
mod schedule;
mod turn;

pub use calls::Progress;
pub(crate) use calls::{Call, LeavesJobs, key_of, sum_again};
pub use kind::Kind;
pub(crate) use schedule::Parts;
pub use schedule::{Part, PartState};
pub(crate) use turn::{contained, is_of_the_store, reason};

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::UnitOfWork;
use chrono::{DateTime, Utc};
use domain::org::OrgPath;
use lease::{Holders, Lease};
use schedule::Rounds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::future::Future;
use std::str::FromStr;

/// What this process knows of its runners and of the rounds of its schedule.
#[derive(Default)]
pub(crate) struct Jobs {
    holders: Holders,
    rounds: Rounds,
}

/// Where a job stands. One that is finished is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its next slice waits for its turn.
    Waiting,
    /// Somebody does a slice.
    Taken,
    /// 已搁置: it failed too often, an operator has it go on
    Parked,
}

/// A job as stored. Its key is kind and subject, so that there is one job for one thing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JobRow {
    pub(crate) uid: String,
    pub(crate) version: u64,
    pub(crate) kind: Kind,
    /// Id of what it is about.
    pub(crate) subject: String,
    /// The unit whose pages are told when it fails; none for what nobody looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<OrgPath>,
    pub(crate) state: JobState,
    /// The place it has reached, in the words of its kind; null before the first slice.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub(crate) cursor: Json,
    /// Of how much how much is done, in the measure of its kind; 0 of 0 while it is not known.
    #[serde(default)]
    pub(crate) done: u64,
    #[serde(default)]
    pub(crate) total: u64,
    /// How often its slice has failed, one after the other.
    #[serde(default)]
    pub(crate) tries: u32,
    /// Not before this moment: since when it waits for its turn, or until when after a failure.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub(crate) next_try: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lease: Option<Lease>,
    /// Why it failed the last time: words of the program, nothing personal ([`crate::error::redacted`]).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) reason: String,
    /// Since when it is there; of one that was put aside, since when it lies there.
    pub(crate) since: DateTime<Utc>,
}

impl JobRow {
    /// A job that begins.
    pub(crate) fn new(uid: String, kind: Kind, subject: &str, now: DateTime<Utc>) -> Self {
        Self {
            uid,
            version: 1,
            kind,
            subject: subject.to_owned(),
            path: None,
            state: JobState::Waiting,
            cursor: Json::Null,
            done: 0,
            total: 0,
            tries: 0,
            next_try: now,
            lease: None,
            reason: String::new(),
            since: now,
        }
    }

    /// What it is about; none when that does not read.
    pub(crate) fn about<T: FromStr>(&self) -> Option<T> {
        self.subject.parse().ok()
    }

    /// The place it has reached.
    ///
    /// # Errors
    /// When it is not one of this kind.
    pub(crate) fn place<T: DeserializeOwned + Default>(&self) -> Result<T> {
        if self.cursor.is_null() {
            return Ok(T::default());
        }
        serde_json::from_value(self.cursor.clone())
            .map_err(|error| Error::Decode("place of a job", error.to_string()))
    }
}

/// What a slice is of: one job, or several of a kind that are done together.
#[derive(Debug, Clone)]
pub(crate) struct Turn(Vec<JobRow>);

impl Turn {
    /// The jobs; at least one.
    pub(crate) fn jobs(&self) -> &[JobRow] {
        &self.0
    }

    /// The job, or the first.
    pub(crate) fn job(&self) -> &JobRow {
        &self.0[0]
    }
}

/// What a slice writes and how far its job is then.
pub(crate) struct Slice {
    work: UnitOfWork,
    next: Next,
}

enum Next {
    Finished,
    At { cursor: Json, done: u64, total: u64 },
}

impl Slice {
    /// The last one.
    pub(crate) fn last(work: UnitOfWork) -> Self {
        Self { work, next: Next::Finished }
    }

    /// More is to come, from this place on; `done` of `total` in the measure of the kind.
    pub(crate) fn at(work: UnitOfWork, place: &impl Serialize, done: u64, total: u64) -> Self {
        let cursor = serde_json::to_value(place).expect("plain data");
        Self { work, next: Next::At { cursor, done, total } }
    }
}

/// What is a kind's own.
pub(crate) trait Job: Send + Sync + 'static {
    /// The kind.
    const KIND: Kind;
    /// Jobs that are done in one slice. They are finished together; when that fails, each by itself.
    const TOGETHER: usize = 1;
    /// Slices that are done at the same time.
    const SIDE_BY_SIDE: usize = 4;
    /// What a slice needs that is found before its transaction.
    type Found: Send + Sync;

    /// Before the transaction of a slice: reads what takes long, and does what has transactions of its own and may be done again
    /// without harm.
    fn find(registry: &Registry, turn: &Turn) -> impl Future<Output = Result<Self::Found>> + Send;

    /// The lane in which the slice commits ([`crate::store::Store::transact`]).
    fn lane(turn: &Turn, _found: &Self::Found) -> String {
        turn.job().uid.clone()
    }

    /// What the slice writes. It only reads, and may be asked again when another transaction came first.
    fn slice(
        registry: &Registry,
        turn: &Turn,
        found: &Self::Found,
    ) -> impl Future<Output = Result<Slice>> + Send;

    /// What is done about a failure instead of trying again; none for most kinds. Only reads, like a slice.
    fn give_way(
        _registry: &Registry,
        _job: &JobRow,
        _error: &Error,
    ) -> impl Future<Output = Result<Option<Slice>>> + Send {
        async { Ok(None) }
    }

    /// What else is written in the transaction that puts a job aside; nothing for most kinds. Only reads, like a slice.
    fn put_aside(_registry: &Registry, _job: &JobRow) -> impl Future<Output = Result<UnitOfWork>> + Send {
        async { Ok(UnitOfWork::new()) }
    }
}

/// Calls a generic function with the [`Job`] of a kind.
macro_rules! with_job_of {
    ($kind:expr, $job:ident => $call:expr) => {
        match $kind {
            $crate::jobs::Kind::Rollup => {
                type $job = crate::outbox::RollUp;
                $call
            }
            $crate::jobs::Kind::Identity => {
                type $job = crate::outbox::Identity;
                $call
            }
            $crate::jobs::Kind::Calendar => {
                type $job = crate::outbox::Recount;
                $call
            }
            $crate::jobs::Kind::ProblemCheck => {
                type $job = crate::problem::Check;
                $call
            }
            $crate::jobs::Kind::Review => {
                type $job = crate::review::Inspection;
                $call
            }
            $crate::jobs::Kind::Import => {
                type $job = crate::import::Import;
                $call
            }
            $crate::jobs::Kind::Warnings => {
                type $job = crate::warning::Night;
                $call
            }
            $crate::jobs::Kind::SchoolChange => {
                type $job = crate::school::Move;
                $call
            }
            $crate::jobs::Kind::Promotion => {
                type $job = crate::promotion::Promote;
                $call
            }
            $crate::jobs::Kind::Message => {
                type $job = crate::message::Deliver;
                $call
            }
            $crate::jobs::Kind::Holdings => {
                type $job = crate::archive::Holdings;
                $call
            }
            $crate::jobs::Kind::SchoolHoldings => {
                type $job = crate::archive::SchoolHoldings;
                $call
            }
            $crate::jobs::Kind::TakeOver => {
                type $job = crate::import::take_over::TakeOver;
                $call
            }
            $crate::jobs::Kind::FigureDays => {
                type $job = crate::dashboard::KeepFigures;
                $call
            }
        }
    };
}
use with_job_of;
