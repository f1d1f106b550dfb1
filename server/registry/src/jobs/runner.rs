//! The runner: takes jobs in turns and does their slices. Each kind has its own loop, so that none waits for another; within a kind who
//! has waited longest is next, and no unit has a second turn while another waits for its first.

use super::lease::Holder;
use super::{Job, JobRow, JobState, Kind, Turn, key_of, retry, with_job_of};
use crate::Registry;
use crate::error::{Error, Result};
use crate::services::Jobs;
use crate::store::{UnitOfWork, Vars};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// Jobs looked at to choose from.
const LOOKED_AT: usize = 200;
/// The runner looks by itself this often, in case a wake-up was lost with a crashed process.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often who waits for another runner looks whether it is through.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What came of taking one job.
enum Taken {
    /// There is none.
    Gone,
    /// Another runner has it.
    ByAnother,
    /// It is this runner's.
    Here(Box<JobRow>),
}

impl Jobs<'_> {
    /// Works until the task is dropped.
    pub async fn run_jobs(&self) {
        let idle = AtomicUsize::new(0);
        futures::future::join_all(Kind::ALL.map(|kind| self.run_kind(kind, &idle))).await;
    }

    async fn run_kind(&self, kind: Kind, idle: &AtomicUsize) {
        let holder = self.jobs.holders.enter(self.store.new_id());
        loop {
            match self.round(kind, &holder).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(kind = kind.key(), %error, "no turn could be done, will look again")
                }
            }
            if idle.fetch_add(1, Ordering::SeqCst) + 1 == Kind::ALL.len() {
                tracing::debug!("nothing left to do");
            }
            // Either somebody committed a job, or the time is up; both mean: look again.
            let _ = tokio::time::timeout(LOOK_EVERY, self.store.bells.of(kind).notified()).await;
            idle.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Works until nothing of these kinds is left to do by itself, by whatever runner: for the demo, for tests, and for who needs what
    /// comes of it.
    ///
    /// # Errors
    /// When the store fails; a slice that fails is noted with its job.
    pub async fn drain_jobs(&self, kinds: &[Kind]) -> Result<()> {
        let holder = self.jobs.holders.enter(self.store.new_id());
        loop {
            let mut any = false;
            for kind in kinds {
                any |= self.round(*kind, &holder).await?;
            }
            if !any {
                if !self.are_taken(kinds).await? {
                    return Ok(());
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    }

    /// One turn of a few jobs of each of these kinds, those that have waited longest. Gives whether there was anything to do.
    ///
    /// # Errors
    /// As above.
    pub async fn job_round(&self, kinds: &[Kind]) -> Result<bool> {
        let holder = self.jobs.holders.enter(self.store.new_id());
        let mut any = false;
        for kind in kinds {
            any |= self.round(*kind, &holder).await?;
        }
        Ok(any)
    }

    /// Works off one job, now, whatever it waits for. Nothing is done when there is none.
    ///
    /// # Errors
    /// The failure of its slice, which is noted as any other.
    pub(crate) async fn finish_job(&self, kind: Kind, subject: &str) -> Result<()> {
        let holder = self.jobs.holders.enter(self.store.new_id());
        let uid = key_of(kind, subject);
        loop {
            match self.take_one(kind, &uid, &holder).await? {
                Taken::Gone => return Ok(()),
                Taken::ByAnother => tokio::time::sleep(LOOK_AGAIN).await,
                Taken::Here(job) => {
                    let (turn, id) = (Turn(vec![*job]), holder.id());
                    let failed = with_job_of!(kind, J => Box::pin(self.turn::<J>(id, turn)).await?);
                    if let Some(error) = failed {
                        return Err(error);
                    }
                }
            }
        }
    }

    async fn round(&self, kind: Kind, holder: &Holder) -> Result<bool> {
        with_job_of!(kind, J => Box::pin(self.round_of::<J>(holder)).await)
    }

    async fn round_of<J: Job>(&self, holder: &Holder) -> Result<bool> {
        let most = J::TOGETHER * J::SIDE_BY_SIDE;
        let mut taken = self.take(J::KIND, most, holder).await?;
        if taken.is_empty() && self.take_back(J::KIND, holder).await? {
            taken = self.take(J::KIND, most, holder).await?;
        }
        // Tasks of their own, which end with the round: none goes on in a process that is told to stop.
        let mut turns = JoinSet::new();
        while !taken.is_empty() {
            let turn = Turn(taken.drain(..taken.len().min(J::TOGETHER)).collect());
            let (registry, holder) = (Registry::clone(self), holder.id());
            turns.spawn(async move { registry.jobs().turn::<J>(holder, turn).await });
        }
        let any = !turns.is_empty();
        let mut failed = None;
        while let Some(turn) = turns.join_next().await {
            let outcome = turn.unwrap_or_else(|error| Err(Error::Store(error.to_string())));
            failed = failed.or(outcome.err());
        }
        failed.map_or(Ok(any), Err)
    }

    /// Takes jobs of a kind whose turn it is.
    async fn take(&self, kind: Kind, most: usize, holder: &Holder) -> Result<Vec<JobRow>> {
        // Most looks find nothing: nobody queues for that.
        if self.due(kind, 1).await?.is_empty() {
            return Ok(Vec::new());
        }
        self.store
            .transact(&lane(kind), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let mut chosen = fair(self.due(kind, LOOKED_AT.max(most)).await?);
                    chosen.truncate(most);
                    for job in &mut chosen {
                        *job = self.taken(&mut work, job, holder);
                    }
                    Ok((work, chosen))
                })
            })
            .await
    }

    async fn take_one(&self, kind: Kind, uid: &str, holder: &Holder) -> Result<Taken> {
        self.store
            .transact(&lane(kind), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let Some(job) = self.store.get::<JobRow>("job", uid).await? else {
                        return Ok((work, Taken::Gone));
                    };
                    if holder.is_anothers(&job, self.store.clock.now()) {
                        return Ok((work, Taken::ByAnother));
                    }
                    let job = self.taken(&mut work, &job, holder);
                    Ok((work, Taken::Here(Box::new(job))))
                })
            })
            .await
    }

    fn taken(&self, work: &mut UnitOfWork, job: &JobRow, holder: &Holder) -> JobRow {
        let lease = Some(holder.lease(self.store.clock.now()));
        let next = JobRow { version: job.version + 1, state: JobState::Taken, lease, ..job.clone() };
        work.replace("job", &job.uid, job.version, &next);
        next
    }

    /// Jobs of a kind whose time has come, who has waited longest first.
    async fn due(&self, kind: Kind, most: usize) -> Result<Vec<JobRow>> {
        let now = self.store.clock.now();
        let ask = async |when: &str| {
            let text = format!(
                "SELECT * FROM job WHERE state = 'waiting' AND kind = $kind AND {when} ORDER BY next_try, uid LIMIT {most}"
            );
            let vars = Vars::new().with("kind", kind).with("now", now.timestamp_millis());
            self.store.rows::<JobRow>(&text, vars.with("far", retry::far(now).timestamp_millis())).await
        };
        let due = ask("next_try <= $now").await?;
        if due.is_empty() { ask("next_try > $far").await } else { Ok(due) }
    }

    /// Frees the jobs of a kind whose runner is no more. Gives whether there were any.
    async fn take_back(&self, kind: Kind, holder: &Holder) -> Result<bool> {
        if !self.are_taken(&[kind]).await? {
            return Ok(false);
        }
        let text = "SELECT * FROM job WHERE state = 'taken' AND kind = $kind";
        self.store
            .transact(&lane(kind), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let now = self.store.clock.now();
                    let mut any = false;
                    let rows: Vec<JobRow> = self.store.rows(text, Vars::new().with("kind", kind)).await?;
                    for job in rows.iter().filter(|job| !holder.is_anothers(job, now)) {
                        let free = JobRow {
                            version: job.version + 1,
                            state: JobState::Waiting,
                            lease: None,
                            next_try: now,
                            ..job.clone()
                        };
                        work.replace("job", &job.uid, job.version, &free);
                        any = true;
                    }
                    Ok((work, any))
                })
            })
            .await
    }

    async fn are_taken(&self, kinds: &[Kind]) -> Result<bool> {
        let text = "SELECT uid FROM job WHERE state = 'taken' AND kind IN $kinds LIMIT 1";
        let rows: Vec<serde_json::Value> = self.store.rows(text, Vars::new().with("kinds", kinds)).await?;
        Ok(!rows.is_empty())
    }
}

/// Who takes jobs of a kind queues here.
fn lane(kind: Kind) -> String {
    format!("jobs/{}", kind.key())
}

/// In order of waiting, but the first job of every unit before the second of any.
fn fair(due: Vec<JobRow>) -> Vec<JobRow> {
    let mut units = BTreeSet::new();
    let (mut first, second): (Vec<JobRow>, Vec<JobRow>) = due
        .into_iter()
        .partition(|job| job.path.as_ref().is_none_or(|path| units.insert(path.as_str().to_owned())));
    first.extend(second);
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::org::OrgPath;

    #[test]
    fn no_unit_has_a_second_turn_before_every_other_had_one() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let job = |uid: &str, unit: &str| JobRow {
            path: Some(OrgPath::root().child(&unit.parse().unwrap())),
            ..JobRow::new(uid.to_owned(), Kind::Import, uid, now)
        };
        let due = vec![job("a", "320000"), job("b", "320000"), job("c", "440000"), job("d", "320000")];
        let order: Vec<String> = fair(due).into_iter().map(|job| job.uid).collect();
        assert_eq!(order, ["a", "c", "b", "d"]);
    }
}
