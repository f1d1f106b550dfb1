//! What nobody goes on with does not lie in the store for good: rows of a file hold everything of children who are no pupils of this register.
//! A take-over whose files were not read to their end, and one that was checked and that nobody released in time, is undone by the system;
//! its job takes the rows away in slices, and the line that says so stays.

use super::model::{Act, ActKind, TakeOverRow};
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::jobs::contained;
use crate::services::TakeOvers;
use crate::store::Vars;
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::TakeOverId;
use domain::take_over::TakeOverState;
use serde::Deserialize;

/// A take-over that is still being read after this long is being read by nobody.
const READ_WITHIN: TimeDelta = TimeDelta::days(1);
/// A take-over that was checked is released within this time: afterwards what it holds is not what the other register says any more.
const RELEASED_WITHIN: TimeDelta = TimeDelta::days(30);
/// Take-overs looked at in one turn.
const PAGE: usize = 100;

impl TakeOvers<'_> {
    /// Has the take-overs taken away that nobody goes on with. One that fails keeps no other from it. Gives how many.
    ///
    /// # Errors
    /// The first failure, after every one was tried.
    pub(crate) async fn expire_take_overs(&self) -> Result<usize> {
        #[derive(Deserialize)]
        struct Line {
            uid: TakeOverId,
        }
        let text = format!(
            "SELECT uid FROM take_over WHERE state = $state AND uid > $after ORDER BY uid LIMIT {PAGE}"
        );
        let (mut expired, mut failed) = (0, None::<Error>);
        for state in [TakeOverState::Reading, TakeOverState::Checked] {
            let mut after = String::new();
            loop {
                let vars = Vars::new().with("state", state).with("after", &after);
                let lines: Vec<Line> = self.store.rows(&text, vars).await?;
                let Some(last) = lines.last() else { break };
                after = last.uid.to_string();
                for Line { uid } in lines {
                    match contained(self.expire_one(uid)).await {
                        Ok(done) => expired += usize::from(done),
                        Err(error) => failed = failed.or(Some(error)),
                    }
                }
            }
        }
        failed.map_or(Ok(expired), Err)
    }

    /// Begins to take one away, if its time is over. Gives whether it was.
    async fn expire_one(&self, id: TakeOverId) -> Result<bool> {
        let now = self.store.clock.now();
        let begun = self
            .step(id, |take_over| {
                if !is_over(take_over, now) {
                    return Err(Error::NotFound("take-over whose time is over"));
                }
                let system = the_system();
                let mut next = take_over.clone();
                next.acts.push(Act {
                    what: ActKind::Expired,
                    by: system.account,
                    name: system.name,
                    at: now,
                    words: String::new(),
                });
                Ok((next, TakeOverState::Undoing))
            })
            .await;
        match begun {
            Ok(()) => Ok(true),
            Err(Error::NotFound(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Whether nobody goes on with it any more.
fn is_over(take_over: &TakeOverRow, now: DateTime<Utc>) -> bool {
    let within = match take_over.state {
        TakeOverState::Reading => READ_WITHIN,
        TakeOverState::Checked => RELEASED_WITHIN,
        _ => return false,
    };
    take_over.created_at + within < now
}
