//! What goes on in the background (后台任务), and what becomes of it when it fails: it is tried again after a while, then put aside
//! with its reason, and never stands in the way of anything else. The messages are in [`crate::outbox`], the imports in
//! [`crate::import`], what is done every hour in [`crate::watch`].

mod clock;
mod retry;

pub(crate) use clock::ClockWatch;
pub use clock::{BOUND as CLOCK_BOUND, ClockState, Jump, SECOND_LOOK};
pub use retry::Retry;

use crate::Registry;
use crate::error::{Error, Result, redacted};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::{ImportId, MessageId};
use domain::org::OrgPath;
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::panic::AssertUnwindSafe;

/// Lines of work put aside on the page.
const SHOWN: usize = 100;

/// What was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Work {
    /// A message of the outbox.
    Message {
        /// Which worker it is for.
        topic: String,
        /// Id of what it is about.
        subject: String,
    },
    /// A turn of an import (批量导入).
    Import {
        /// The import.
        id: ImportId,
    },
}

/// A piece of work that was put aside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PutAside {
    /// Its id: that of the message or the import.
    pub uid: uuid::Uuid,
    /// What it is.
    pub work: Work,
    /// Why the last try failed.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when it lies there.
    pub since: DateTime<Utc>,
}

/// What an operator sees of the background.
#[derive(Debug, Clone)]
pub struct BackgroundView {
    /// What is thought of the machine's clock.
    pub clock: ClockState,
    /// The parts of what is done every hour that failed the last time: name, reason, since when.
    pub failing: Vec<crate::watch::PartState>,
    /// What was put aside, oldest first.
    pub aside: Vec<PutAside>,
}

impl Registry {
    /// How the background stands.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the nation's system administrator.
    pub async fn background(&self, actor: &Actor) -> Result<BackgroundView> {
        may_operate(actor)?;
        let text = format!("SELECT * FROM put_aside WHERE since > '' ORDER BY since, uid LIMIT {SHOWN}");
        Ok(BackgroundView {
            clock: self.clock_state(),
            failing: self.failing_parts().await?,
            aside: self.store.rows(&text, Vars::new()).await?,
        })
    }

    /// Has work that was put aside tried again. Work that is no longer there was taken up by somebody else: nothing is done.
    ///
    /// # Errors
    /// As above.
    pub async fn take_up(&self, actor: &Actor, uid: uuid::Uuid) -> Result<()> {
        may_operate(actor)?;
        self.store
            .transact("put_aside", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row: Option<PutAside> = self.store.get("put_aside", &uid.to_string()).await?;
                    let Some(row) = row else { return Ok((work, ())) };
                    work.remove("put_aside", &uid.to_string());
                    match &row.work {
                        Work::Message { topic, subject } => work.message(self.store.new_id(), topic, subject),
                        Work::Import { id } => self.take_up_import(&mut work, *id).await?,
                    }
                    self.log_account(
                        &mut work,
                        Some(actor.account),
                        "work_taken_up",
                        Some(actor.account),
                        "",
                    );
                    Ok((work, ()))
                })
            })
            .await?;
        self.store.outbox.notify_one();
        self.store.imports.notify_one();
        Ok(())
    }
}

/// Puts a piece of work aside, in the transaction that takes it from where it was.
pub(crate) fn put_aside(
    work: &mut UnitOfWork,
    uid: uuid::Uuid,
    what: Work,
    retry: &Retry,
    reason: &str,
    now: DateTime<Utc>,
) {
    tracing::error!(?what, tries = retry.failures + 1, reason, "background work is put aside");
    let row = PutAside { uid, work: what, reason: reason.to_owned(), tries: retry.failures + 1, since: now };
    work.put("put_aside", &uid.to_string(), &row);
}

/// Runs a piece of background work. One that panics has failed, like one that gives an error: it takes nothing else with it.
pub(crate) async fn contained<T>(piece: impl Future<Output = Result<T>> + Send) -> Result<T> {
    match AssertUnwindSafe(piece).catch_unwind().await {
        Ok(outcome) => outcome,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic");
            Err(Error::Store(format!("panic: {text}")))
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

pub(crate) fn may_operate(actor: &Actor) -> Result<()> {
    authorise(actor, Action::ManageReference, &Target::Unit(&OrgPath::root()))
        .map(drop)
        .map_err(|_| Error::NotFound("background"))
}

impl PutAside {
    /// The message it was, if it was one.
    pub fn message(&self) -> Option<MessageId> {
        matches!(self.work, Work::Message { .. }).then(|| MessageId::new(self.uid))
    }
}
