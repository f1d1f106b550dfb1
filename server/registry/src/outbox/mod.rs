//! The background worker: does what commits left to be done, at least once, in order of arrival. A crash between a commit and
//! its message's work loses nothing: the message is in the store, written by the same transaction.

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use domain::id::{MessageId, PersonId, ReviewId, UnitId};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::time::Duration;

/// Messages of one turn.
const BATCH: usize = 200;
/// The worker looks by itself this often, in case a wake-up was lost with a crashed process.
const LOOK_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Deserialize)]
struct Message {
    uid: MessageId,
    topic: String,
    subject: String,
}

impl Registry {
    /// Works until the task is dropped.
    pub async fn run_outbox(&self) {
        loop {
            match self.work_outbox().await {
                Ok(0) => {
                    tracing::trace!("nothing left to do");
                    // Either somebody committed a message, or the time is up; both mean: look again.
                    let _ = tokio::time::timeout(LOOK_EVERY, self.store.outbox.notified()).await;
                }
                Ok(done) => tracing::debug!(done, "outbox"),
                Err(error) => {
                    tracing::warn!(%error, "outbox turn failed, will look again");
                    let _ = tokio::time::timeout(LOOK_EVERY, self.store.outbox.notified()).await;
                }
            }
        }
    }

    /// Works until nothing is left: for the demo and for tests.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drain_outbox(&self) -> Result<()> {
        while self.work_outbox().await? > 0 {}
        Ok(())
    }

    /// One turn. Gives how many messages were done.
    async fn work_outbox(&self) -> Result<usize> {
        let text =
            format!("SELECT uid, topic, subject FROM outbox WHERE done = false ORDER BY uid LIMIT {BATCH}");
        let messages: Vec<Message> = self.store.rows(&text, Vars::new()).await?;
        let mut schools = BTreeSet::new();
        let mut done = Vec::new();
        for message in &messages {
            let outcome = match message.topic.as_str() {
                "rollup" => {
                    if let Ok(school) = message.subject.parse::<UnitId>() {
                        schools.insert(school);
                    }
                    Ok(())
                }
                "identity" => match message.subject.parse::<PersonId>() {
                    Ok(person) => match self.match_identity(person).await {
                        Ok(()) => self.recheck_person(person).await,
                        other => other,
                    },
                    Err(_) => Ok(()),
                },
                "problem_check" => match message.subject.parse::<UnitId>() {
                    Ok(unit) => self.check_on(&unit).await,
                    Err(_) => Ok(()),
                },
                "review" => match message.subject.parse::<ReviewId>() {
                    Ok(review) => self.look_on(review).await,
                    Err(_) => Ok(()),
                },
                "calendar" => self.recount_deadlines().await.map(drop),
                _ => Ok(()),
            };
            match outcome {
                Ok(()) | Err(Error::NotFound(_)) => done.push(message.uid),
                Err(Error::Refused(refusals)) => {
                    tracing::warn!(topic = message.topic, codes = ?refusals.iter().map(|r| &r.code).collect::<Vec<_>>(), "refused");
                    done.push(message.uid);
                }
                Err(error) => tracing::warn!(topic = message.topic, %error, "will be tried again"),
            }
        }
        self.roll_up(&schools).await?;
        let count = done.len();
        if count > 0 {
            self.store
                .transact("outbox", || {
                    Box::pin(async {
                        let mut work = UnitOfWork::new();
                        for id in &done {
                            work.remove("outbox", &id.to_string());
                        }
                        Ok((work, ()))
                    })
                })
                .await?;
        }
        Ok(count)
    }
}
