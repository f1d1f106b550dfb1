//! Having a job begun, given up, asked about and taken up again: each in the transaction of whoever does it.

use super::{JobRow, JobState, Kind};
use crate::error::Result;
use crate::services::Jobs;
use crate::store::{Store, UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::org::OrgPath;
use serde_json::Value as Json;
use uuid::Uuid;

/// A job to be begun.
pub(crate) struct Call<'a> {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Id of what it is about.
    pub(crate) subject: &'a str,
    /// The unit it is of; none for the country's.
    pub(crate) path: Option<&'a OrgPath>,
    /// Where it begins.
    pub(crate) cursor: Json,
    /// How much there is to do, as far as it is known.
    pub(crate) total: u64,
}

/// How a job stands, for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Whether it waits, is worked on, or was put aside.
    pub state: JobState,
    /// How much is done, in the measure of its kind.
    pub done: u64,
    /// Of how much; 0 while that is not known.
    pub total: u64,
    /// How often its slice has failed, one after the other; not 0 while it waits to be tried again.
    pub tries: u32,
    /// Not before this moment again.
    pub next_try: DateTime<Utc>,
}

impl From<JobRow> for Progress {
    fn from(job: JobRow) -> Self {
        let JobRow { state, done, total, tries, next_try, .. } = job;
        Self { state, done, total, tries, next_try }
    }
}

/// The key of the one job of a kind about something.
pub(crate) fn key_of(kind: Kind, subject: &str) -> String {
    format!("{}|{subject}", kind.key())
}

/// What a unit of work leaves to be done after its commit.
pub(crate) trait LeavesJobs {
    /// Leaves something to be done after the commit, at least once: a job without slices, whatever else there is about the subject.
    fn message(&mut self, store: &Store, kind: Kind, subject: &str);

    /// A job that must not be there yet.
    fn begin_job(&mut self, job: &JobRow);
}

impl LeavesJobs for UnitOfWork {
    fn message(&mut self, store: &Store, kind: Kind, subject: &str) {
        let uid = key_of(kind, &store.new_id().to_string());
        self.begin_job(&JobRow::new(uid, kind, subject, store.clock.now()));
    }

    fn begin_job(&mut self, job: &JobRow) {
        self.create("job", &job.uid, job);
        self.ring(job.kind);
    }
}

/// Has the figures of a school be summed again, and of everything above it: left by every commit that changes a counter of it.
pub(crate) fn sum_again(work: &mut UnitOfWork, school: &str, id: Uuid, now: DateTime<Utc>) {
    let uid = key_of(Kind::Rollup, &id.to_string());
    work.begin_job(&JobRow::new(uid, Kind::Rollup, school, now));
}

impl Jobs<'_> {
    /// Has a job begun in the transaction that makes it necessary. One that is under way goes on where it is; one that was put aside
    /// is taken up again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn call_job(&self, work: &mut UnitOfWork, call: Call<'_>) -> Result<()> {
        let uid = key_of(call.kind, call.subject);
        let now = self.store.clock.now();
        match self.job(call.kind, call.subject).await? {
            None => {
                let fresh = JobRow {
                    path: call.path.cloned(),
                    cursor: call.cursor,
                    total: call.total,
                    ..JobRow::new(uid, call.kind, call.subject, now)
                };
                work.begin_job(&fresh);
            }
            Some(job) if job.state == JobState::Parked => self.free_job(work, &job),
            // Written all the same: a last slice that is under way must see why it was called.
            Some(job) => {
                work.replace("job", &uid, job.version, &JobRow { version: job.version + 1, ..job.clone() });
            }
        }
        Ok(())
    }

    /// The same, where nothing else is to be written.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn begin_jobs(&self, calls: &[Call<'_>]) -> Result<()> {
        let Some(first) = calls.first() else { return Ok(()) };
        self.store
            .transact(&format!("jobs/{}", first.kind.key()), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    for call in calls {
                        self.call_job(&mut work, Call { cursor: call.cursor.clone(), ..*call }).await?;
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Gives a job up, in the transaction that makes it needless. A slice that is under way writes nothing any more.
    pub(crate) fn cancel_job(&self, work: &mut UnitOfWork, kind: Kind, subject: &str) {
        work.remove("job", &key_of(kind, subject));
    }

    /// The job of a kind about something; none when it is finished or was never begun.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn job(&self, kind: Kind, subject: &str) -> Result<Option<JobRow>> {
        self.store.get("job", &key_of(kind, subject)).await
    }

    /// How far the job of a kind about something is; none when it is finished or was never begun. To be asked by services that have
    /// looked at who asks.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn job_progress(&self, kind: Kind, subject: &str) -> Result<Option<Progress>> {
        Ok(self.job(kind, subject).await?.map(Progress::from))
    }

    /// The jobs that were put aside, oldest first.
    pub(crate) async fn parked_jobs(&self, most: usize) -> Result<Vec<JobRow>> {
        let text = format!("SELECT * FROM job WHERE state = 'parked' ORDER BY since, uid LIMIT {most}");
        self.store.rows(&text, Vars::new()).await
    }

    /// Has a job that was put aside go on where it was. Gives whether it lay there.
    pub(crate) async fn take_up_job(&self, work: &mut UnitOfWork, uid: &str) -> Result<bool> {
        let job: Option<JobRow> = self.store.get("job", uid).await?;
        let Some(job) = job.filter(|job| job.state == JobState::Parked) else { return Ok(false) };
        self.free_job(work, &job);
        Ok(true)
    }

    fn free_job(&self, work: &mut UnitOfWork, job: &JobRow) {
        let now = self.store.clock.now();
        let next = JobRow {
            version: job.version + 1,
            state: JobState::Waiting,
            tries: 0,
            next_try: now,
            reason: String::new(),
            since: now,
            ..job.clone()
        };
        work.replace("job", &job.uid, job.version, &next);
        work.ring(job.kind);
        if let Some(path) = &job.path {
            work.touch(path);
        }
    }
}
