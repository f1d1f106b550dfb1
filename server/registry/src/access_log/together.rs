//! Looks that come at the same moment are put down together. Whoever finds nobody writing takes everything that waits and writes it in one
//! transaction; who comes meanwhile waits, and is written by the next. Nobody is answered before the own line is on the disk.
//!
//! There is no task for it. A batch is a piece of work that all who wait for it carry on together: when the first of them goes away (a
//! browser that closes) the others bring it to its end, and when all have gone it ends with them.

use super::ends::Ends;
use crate::Registry;
use crate::error::{Error, Result};
use crate::jobs::contained;
use crate::services::AccessLog;
use chrono::NaiveDate;
use domain::access::Role;
use domain::access_log::{Function, Use};
use domain::id::{AccountId, PersonId, UnitId};
use domain::org::OrgPath;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers whose looks are in one transaction at most.
const MOST: usize = 100;

/// A batch that is being written.
type Writing = Shared<BoxFuture<'static, ()>>;

/// A look that is to be put down.
pub(super) struct NewLook {
    pub(super) role: Role,
    /// Where the account works; none for guardians.
    pub(super) unit: Option<(UnitId, OrgPath)>,
    pub(super) function: Function,
    pub(super) people: Vec<PersonId>,
    /// As it was given.
    pub(super) purpose: String,
    /// Keyed hash.
    pub(super) query: String,
    /// What tells it from other looks of the account.
    pub(super) same: String,
}

impl NewLook {
    /// Whether the same again within minutes is no other look: a page draws itself again, but nobody reveals, prints or takes out by
    /// that.
    pub(super) fn may_repeat(&self) -> bool {
        matches!(self.function.kind(), Use::Search | Use::View)
    }
}

/// Somebody who waits until looks are put down: what one answer shows, of one account. Of them none comes behind one that is refused.
pub(super) struct Asked {
    pub(super) account: AccountId,
    pub(super) looks: Vec<NewLook>,
    answer: Mutex<Option<Result<()>>>,
}

impl Asked {
    fn answer(&self) -> MutexGuard<'_, Option<Result<()>>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What waits to be put down, and what is known of the ends of chains.
#[derive(Default)]
pub(crate) struct Looks {
    queue: Mutex<Queue>,
    ends: Mutex<Ends>,
    /// The last day that is signed or about to be, as far as it is known; [`NaiveDate::MIN`] when it is known that none is.
    signed: Mutex<Option<NaiveDate>>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<Asked>>,
    /// What is being written; nothing once nobody waits for it any more.
    running: Option<WeakShared<BoxFuture<'static, ()>>>,
}

/// What somebody who waits has to do.
enum Turn {
    /// Nothing more.
    Over(Result<()>),
    /// Carry this on.
    Carry(Writing),
}

impl Looks {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ends(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last day that takes no look any more, as far as it is known.
    pub(super) fn signed(&self) -> Option<NaiveDate> {
        *self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on no look counts to this day or one before it.
    pub(super) fn sign(&self, day: NaiveDate) {
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        *signed = Some(signed.map_or(day, |before| before.max(day)));
    }

    /// Waits for the batch that is being written, which may have begun before a day was signed.
    pub(super) async fn settled(&self) {
        let running = self.queue().running.as_ref().and_then(WeakShared::upgrade);
        if let Some(writing) = running {
            writing.await;
        }
    }
}

impl AccessLog<'_> {
    /// Puts the looks of one answer down, with those that wait beside them. They are on the disk when this answers.
    ///
    /// # Errors
    /// When the account is to be shown nothing more in this hour, or the store fails: then the answer is not given.
    pub(super) async fn put_down(&self, account: AccountId, looks: Vec<NewLook>) -> Result<()> {
        let asked = Arc::new(Asked { account, looks, answer: Mutex::default() });
        self.looks.queue().waiting.push_back(asked.clone());
        loop {
            match self.turn(&asked) {
                Turn::Over(answer) => return answer,
                Turn::Carry(writing) => writing.await,
            }
        }
    }

    fn turn(&self, asked: &Arc<Asked>) -> Turn {
        let mut queue = self.looks.queue();
        if let Some(answer) = asked.answer().take() {
            return Turn::Over(answer);
        }
        if let Some(writing) = queue.running.as_ref().and_then(WeakShared::upgrade) {
            return Turn::Carry(writing);
        }
        // Taken by a batch that all who knew of it went away from, before it was written.
        if !queue.waiting.iter().any(|one| Arc::ptr_eq(one, asked)) {
            queue.waiting.push_back(asked.clone());
        }
        // Whom nobody waits for any more is shown nothing.
        queue.waiting.retain(|one| Arc::strong_count(one) > 1);
        let most = queue.waiting.len().min(MOST);
        let batch: Vec<Arc<Asked>> = queue.waiting.drain(..most).collect();
        let registry = Registry::clone(self);
        let writing: Writing = async move { registry.access_log().write(batch).await }.boxed().shared();
        queue.running = writing.downgrade();
        Turn::Carry(writing)
    }

    /// Writes a batch and answers everybody in it.
    async fn write(&self, batch: Vec<Arc<Asked>>) {
        match contained(self.put_down_together(&batch)).await {
            Ok(answers) => {
                for (asked, answer) in batch.iter().zip(answers) {
                    *asked.answer() = Some(answer.map_err(Error::from));
                }
            }
            Err(error) => batch.iter().for_each(|asked| *asked.answer() = Some(Err(error.again()))),
        }
        // After the answers: who finds nothing running and no answer knows that none is on its way.
        self.looks.queue().running = None;
    }
}
