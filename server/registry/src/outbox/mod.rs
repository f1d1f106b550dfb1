//! The background worker: does what commits left to be done, at least once, in order of arrival. A crash between a commit and
//! its message's work loses nothing: the message is in the store, written by the same transaction.

use crate::Registry;
use crate::background::{Retry, Work, contained, put_aside, reason};
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use domain::id::{MessageId, PersonId, ReviewId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::Duration;

/// Messages of one turn.
const BATCH: usize = 200;
/// The worker looks by itself this often, in case a wake-up was lost with a crashed process.
const LOOK_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Message {
    uid: MessageId,
    topic: String,
    subject: String,
    #[serde(default)]
    done: bool,
    retry: Option<Retry>,
}

impl Message {
    fn retry(&self) -> Retry {
        self.retry.clone().unwrap_or_default()
    }
}

impl Registry {
    /// Works until the task is dropped.
    pub async fn run_outbox(&self) {
        loop {
            match self.work_outbox().await {
                Ok(0) => {
                    tracing::debug!("nothing left to do");
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

    /// One turn: every message once, in order of arrival. Gives how many were done. One that fails waits longer each time and is put
    /// aside in the end; the others are done meanwhile.
    async fn work_outbox(&self) -> Result<usize> {
        let messages = self.due_messages().await?;
        let mut schools = BTreeSet::new();
        // Many commits of one school are one sum, and of all schools one; where that fails, each by itself.
        let (sums, messages): (Vec<Message>, Vec<Message>) =
            messages.into_iter().partition(|message| message.topic == "rollup");
        schools.extend(sums.iter().flat_map(|message| message.subject.parse::<UnitId>()));
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        let each = match contained(self.roll_up(&schools)).await {
            Ok(()) => {
                done.extend(sums.iter().map(|message| message.uid));
                Vec::new()
            }
            Err(_) => sums,
        };
        for message in each.into_iter().chain(messages) {
            match contained(self.work_message(&message)).await {
                Ok(()) | Err(Error::NotFound(_)) => done.push(message.uid),
                Err(Error::Refused(refusals)) => {
                    tracing::warn!(topic = message.topic, codes = ?refusals.iter().map(|r| &r.code).collect::<Vec<_>>(), "refused");
                    done.push(message.uid);
                }
                Err(error) => {
                    tracing::warn!(topic = message.topic, %error, "will be tried again");
                    failed.push((message, error));
                }
            }
        }
        self.settle_messages(&done, &failed).await?;
        Ok(done.len())
    }

    /// The messages whose time has come.
    async fn due_messages(&self) -> Result<Vec<Message>> {
        let text = format!(
            "SELECT uid, topic, subject, retry FROM outbox WHERE done = false AND uid > $after ORDER BY uid LIMIT {BATCH}"
        );
        let now = self.store.clock.now();
        let mut after = String::new();
        // A page of which all wait hides none that comes behind it.
        loop {
            let messages: Vec<Message> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = messages.last() else { return Ok(messages) };
            after = last.uid.to_string();
            let due: Vec<Message> =
                messages.into_iter().filter(|message| message.retry().is_due(now)).collect();
            if !due.is_empty() {
                return Ok(due);
            }
        }
    }

    async fn work_message(&self, message: &Message) -> Result<()> {
        match message.topic.as_str() {
            "rollup" => match message.subject.parse::<UnitId>() {
                Ok(school) => self.roll_up(&BTreeSet::from([school])).await,
                Err(_) => Ok(()),
            },
            "identity" => match message.subject.parse::<PersonId>() {
                Ok(person) => {
                    self.match_identity(person).await?;
                    self.recheck_person(person).await
                }
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
        }
    }

    /// Takes away what is done; what failed waits for its next try, or is put aside.
    async fn settle_messages(&self, done: &[MessageId], failed: &[(Message, Error)]) -> Result<()> {
        if done.is_empty() && failed.is_empty() {
            return Ok(());
        }
        self.store
            .transact("outbox", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let now = self.store.clock.now();
                    for id in done {
                        work.remove("outbox", &id.to_string());
                    }
                    for (message, error) in failed {
                        let key = message.uid.to_string();
                        let why = reason(error);
                        match message.retry().failed(&why, now) {
                            Some(retry) => {
                                work.put("outbox", &key, &Message { retry: Some(retry), ..message.clone() });
                            }
                            None => {
                                work.remove("outbox", &key);
                                let Message { uid, topic, subject, .. } = message.clone();
                                let what = Work::Message { topic, subject };
                                put_aside(&mut work, uid.uuid(), what, &message.retry(), &why, now);
                            }
                        }
                    }
                    Ok((work, ()))
                })
            })
            .await
    }
}
