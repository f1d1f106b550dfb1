//! One slice: done and written, or its failure noted.

use super::{Job, JobRow, JobState, Next, Slice, Turn, lease, retry};
use crate::error::{Error, Result, redacted};
use crate::services::Jobs;
use crate::store::UnitOfWork;
use chrono::{DateTime, Utc};
use futures::FutureExt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use uuid::Uuid;

impl Jobs<'_> {
    /// Does a slice of jobs that were taken by this holder. Gives the failure that was noted with them, if there was one.
    ///
    /// # Errors
    /// When the failure cannot be noted: then the store fails.
    pub(super) async fn turn<J: Job>(&self, holder: Uuid, turn: Turn) -> Result<Option<Error>> {
        let Err(error) = self.attempt::<J>(holder, &turn).await else { return Ok(None) };
        if turn.0.len() == 1 {
            self.note_failure::<J>(holder, &turn, &error).await?;
            return Ok(Some(error));
        }
        // One of them is at fault, the others are not to wait for it.
        let mut first = None;
        for job in turn.0 {
            let alone = Turn(vec![job]);
            if let Err(error) = self.attempt::<J>(holder, &alone).await {
                self.note_failure::<J>(holder, &alone, &error).await?;
                first.get_or_insert(error);
            }
        }
        Ok(first)
    }

    async fn attempt<J: Job>(&self, holder: Uuid, turn: &Turn) -> Result<()> {
        let slice = contained(async {
            let found = J::find(self, turn).await?;
            let found = &found;
            let lane = J::lane(turn, found);
            self.store
                .transact(&lane, || {
                    Box::pin(async move {
                        let Some(held) = self.still_held(holder, turn).await? else {
                            return Ok((UnitOfWork::new(), ()));
                        };
                        let slice = J::slice(self, &held, found).await?;
                        Ok((settled(&held, slice, self.store.clock.now()), ()))
                    })
                })
                .await
        });
        match tokio::time::timeout(lease::LONGEST, slice).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::Store("a slice took longer than it may".into())),
        }
    }

    /// The jobs of a turn as they are now, those that this holder still has: one that was cancelled meanwhile is not there.
    async fn still_held(&self, holder: Uuid, turn: &Turn) -> Result<Option<Turn>> {
        let keys: Vec<String> = turn.0.iter().map(|job| job.uid.clone()).collect();
        let mut rows: Vec<JobRow> = self.store.get_many("job", &keys).await?;
        rows.retain(|job| {
            job.state == JobState::Taken && job.lease.as_ref().is_some_and(|lease| lease.is_of(holder))
        });
        Ok((!rows.is_empty()).then_some(Turn(rows)))
    }

    /// Notes that a slice failed: the job waits, longer each time, and is put aside in the end.
    async fn note_failure<J: Job>(&self, holder: Uuid, turn: &Turn, error: &Error) -> Result<()> {
        let why = &reason(error);
        tracing::warn!(kind = J::KIND.key(), why, "a slice failed, will be tried again");
        self.store
            .transact(&turn.job().uid, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let Some(held) = self.still_held(holder, turn).await? else { return Ok((work, ())) };
                    let (job, now) = (held.job(), self.store.clock.now());
                    // What is done instead may fail as well: then it is a failure like any other.
                    if let Some(slice) = J::give_way(self, job, error).await.unwrap_or_default() {
                        return Ok((settled(&held, slice, now), ()));
                    }
                    let mut next = JobRow {
                        version: job.version + 1,
                        state: JobState::Waiting,
                        lease: None,
                        tries: job.tries + 1,
                        reason: why.clone(),
                        ..job.clone()
                    };
                    match retry::wait_after(job.tries) {
                        Some(wait) => next.next_try = now + wait,
                        None => {
                            let (kind, tries) = (J::KIND.key(), next.tries);
                            tracing::error!(kind, tries, why, "a job is put aside");
                            (next.state, next.since) = (JobState::Parked, now);
                            // What it is about may be what does not read: it is put aside all the same.
                            work = J::put_aside(self, job).await.unwrap_or_default();
                        }
                    }
                    work.replace("job", &job.uid, job.version, &next);
                    if let Some(path) = &job.path {
                        work.touch(path);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }
}

/// A slice with the place its jobs have reached.
fn settled(held: &Turn, slice: Slice, now: DateTime<Utc>) -> UnitOfWork {
    let Slice { mut work, next } = slice;
    for job in &held.0 {
        match &next {
            Next::Finished => work.take_away("job", &job.uid, job.version),
            Next::At { cursor, done, total } => {
                let next = JobRow {
                    version: job.version + 1,
                    state: JobState::Waiting,
                    cursor: cursor.clone(),
                    done: *done,
                    total: *total,
                    tries: 0,
                    next_try: now,
                    lease: None,
                    reason: String::new(),
                    ..job.clone()
                };
                work.replace("job", &job.uid, job.version, &next);
            }
        }
    }
    work
}

/// Runs a piece of background work. One that panics has failed, like one that gives an error: it takes nothing else with it.
pub(crate) fn contained<T>(
    piece: impl Future<Output = Result<T>> + Send,
) -> impl Future<Output = Result<T>> + Send {
    // Not on the stack of whoever waits for it: the pieces of a night are large.
    let piece = Box::pin(piece);
    async move {
        match AssertUnwindSafe(piece).catch_unwind().await {
            Ok(outcome) => outcome,
            Err(panic) => {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic");
                Err(Error::Store(format!("panic: {text}")))
            }
        }
    }
}

/// Whether a failure is of the store or the moment, not of the piece of work: others would have failed too.
pub(crate) fn is_of_the_store(error: &Error) -> bool {
    matches!(error, Error::Busy | Error::Conflict(_) | Error::Io(_))
}

/// The reason of a failure as it may be kept and shown: nothing personal.
pub(crate) fn reason(error: &Error) -> String {
    redacted(&error.to_string()).chars().take(300).collect()
}
