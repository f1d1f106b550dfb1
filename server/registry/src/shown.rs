//! What is decided is what was shown: the one comparison, made inside the transaction that decides, for every kind of matter.

use crate::case::queue_key;
use crate::error::Result;
use crate::services::Matters;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::shown::Shown;
use serde::{Deserialize, Serialize};
use std::fmt::{Debug, Display};

/// The last act on a matter, so that a button pressed twice is answered as done and not with a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LastActRow {
    /// The version of the matter that the act made.
    version: u64,
    /// Keyed hash of who did what.
    what: String,
}

/// How a matter compares to what was shown of it.
pub(crate) enum Compared {
    /// It is what was shown; the act is kept with what it writes.
    AsShown(Act),
    /// Just this was done by just this person, and nothing since.
    Done,
}

/// An act that may be done.
pub(crate) struct Act {
    last: Option<(String, LastActRow)>,
    /// The desk at which it is done.
    desk: Option<String>,
}

impl Act {
    fn of(actor: &Actor, last: Option<(String, LastActRow)>) -> Self {
        Self { last, desk: actor.unit.as_ref().map(|unit| queue_key(&unit.id, actor.role)) }
    }

    /// Writes it down with what it does. The matter leaves the desk at which it is done: who else sits there is told.
    pub(crate) fn keep(self, work: &mut UnitOfWork) {
        if let Some(desk) = self.desk {
            work.desk(&desk);
        }
        if let Some((key, row)) = self.last {
            work.put("last_act", &key, &row);
        }
    }
}

impl Matters<'_> {
    /// Compares a matter with what was shown of it. `version` is the one just loaded, `what` names the act with everything that was
    /// sent.
    ///
    /// # Errors
    /// A refusal when it changed since.
    pub(crate) async fn as_shown<Id: Display + Sync>(
        &self,
        table: &str,
        shown: &Shown<Id>,
        version: u64,
        actor: &Actor,
        what: &(impl Debug + Sync + ?Sized),
    ) -> Result<Compared> {
        if shown.version.is_none() {
            return Ok(Compared::AsShown(Act::of(actor, None)));
        }
        let key = format!("{table}/{}", shown.id);
        let what = self.vault.keyed_hash("last_act", &format!("{key}/{}/{what:?}", actor.account));
        let Err(changed) = shown.check(version) else {
            let last = LastActRow { version: version + 1, what };
            return Ok(Compared::AsShown(Act::of(actor, Some((key, last)))));
        };
        if shown.is_one_behind(version) {
            let last: Option<LastActRow> = self.store.get("last_act", &key).await?;
            if last.is_some_and(|last| last.version == version && last.what == what) {
                return Ok(Compared::Done);
            }
        }
        Err(changed.into())
    }
}
