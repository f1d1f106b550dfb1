//! What an operator sees of the background (后台任务) and does about it: whether the clock is believed, what failed the last time, which
//! jobs were put aside. The jobs themselves are in [`crate::jobs`].

mod clock;

pub(crate) use clock::ClockWatch;
pub use clock::{BOUND as CLOCK_BOUND, SECOND_LOOK};

use crate::error::Result;
use crate::services::Background;
use crate::sight::sight;
use crate::store::UnitOfWork;
use contract::background::{BackgroundView, FailingPart, PutAside};
use domain::access::{Action, Actor, Target};
use domain::org::OrgPath;

/// Lines of work put aside on the page.
const SHOWN: usize = 100;

impl Background<'_> {
    /// How the background stands.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Error::NotFound) for everybody but the nation's system administrator.
    pub async fn background_view(&self, actor: &Actor) -> Result<BackgroundView> {
        may_operate(actor)?;
        let aside = self.jobs().parked_jobs(SHOWN).await?.into_iter().map(|job| PutAside {
            uid: job.uid,
            work: job.kind.key().to_owned(),
            reason: job.reason,
            tries: job.tries,
            since: job.since,
        });
        let failing = self.jobs().failing_parts().await?.into_iter().map(|state| FailingPart {
            part: state.part.key(),
            reason: state.failure.unwrap_or_default(),
            since: state.failing_since,
        });
        Ok(BackgroundView {
            clock: self.clock_state(),
            failing: failing.collect(),
            aside: aside.collect(),
            channels: self.messages().channels(),
            unsent: self.messages().unsent().await?,
        })
    }

    /// Has a job that was put aside tried again. One that is no longer there was taken up by somebody else: nothing is done.
    ///
    /// # Errors
    /// As above.
    pub async fn take_up(&self, actor: &Actor, uid: &str) -> Result<()> {
        may_operate(actor)?;
        self.store
            .transact(uid, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.jobs().take_up_job(&mut work, uid).await? {
                        let account = Some(actor.account);
                        self.accounts().log_account(&mut work, account, "work_taken_up", account, "");
                    }
                    Ok((work, ()))
                })
            })
            .await
    }
}

pub(crate) fn may_operate(actor: &Actor) -> Result<()> {
    sight(actor, Action::ManageReference, &Target::Unit(&OrgPath::root()), "background").map(drop)
}
