//! What is decided is what was shown: the one comparison, made inside the transaction that decides, for every kind of matter.

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
#[derive(Default)]
pub(crate) struct Act(Option<(String, LastActRow)>);

impl Act {
    /// Writes it down with what it does.
    pub(crate) fn keep(self, work: &mut UnitOfWork) {
        if let Some((key, row)) = self.0 {
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
            return Ok(Compared::AsShown(Act::default()));
        }
        let key = format!("{table}/{}", shown.id);
        let what = self.vault.keyed_hash("last_act", &format!("{key}/{}/{what:?}", actor.account));
        let Err(changed) = shown.check(version) else {
            return Ok(Compared::AsShown(Act(Some((key, LastActRow { version: version + 1, what })))));
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
