//! A take-over as background work: checking, taking over, settling and taking back, a set of rows in one transaction, with the place that is
//! reached. Cut off anywhere, it goes on there; a row says itself what is still to be done with it.

use super::super::RowState;
use super::check::Outcome;
use super::enter::Entering;
use super::model::{TakeOverRow, TakeRow, row_key};
use crate::Registry;
use crate::error::{Error, Result};
use crate::jobs::{Job, JobRow, Kind, LeavesJobs, Slice, Turn};
use crate::person::TOGETHER;
use crate::services::TakeOvers;
use crate::store::UnitOfWork;
use domain::id::TakeOverId;
use domain::take_over::TakeOverState;
use serde::{Deserialize, Serialize};

/// Rows of one slice.
const ROWS: usize = TOGETHER;

/// A take-over.
pub(crate) struct TakeOver;

/// The place a take-over has reached: of another stage it says nothing.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Reached {
    stage: Option<TakeOverState>,
    after: u32,
}

impl Reached {
    fn after(self, stage: TakeOverState) -> u32 {
        if self.stage == Some(stage) { self.after } else { 0 }
    }
}

/// What a slice does.
enum Doing {
    Checking(Vec<Outcome>),
    Entering(Entering),
    /// Archive contents.
    Filing(Vec<TakeRow>),
    Settling(Vec<TakeRow>),
    Undoing(Vec<TakeRow>),
    Nothing,
}

/// What is found before a slice.
pub(crate) struct Found {
    take_over: TakeOverRow,
    /// The last row it takes; none when none is left.
    last: Option<u32>,
    doing: Doing,
}

impl Job for TakeOver {
    const KIND: Kind = Kind::TakeOver;
    /// Rows of one file may be of one school: their figures would only wait for each other.
    const SIDE_BY_SIDE: usize = 1;
    type Found = Found;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Found> {
        registry.take_overs().find_slice(turn.job()).await
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Found) -> Result<Slice> {
        registry.take_overs().save_slice(turn.job(), found).await
    }
}

impl TakeOvers<'_> {
    /// Works until nothing of any take-over is left to do by itself: at the prompt and for tests.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drain_take_overs(&self) -> Result<()> {
        self.jobs().drain_jobs(&[Kind::TakeOver]).await
    }

    async fn find_slice(&self, job: &JobRow) -> Result<Found> {
        let id: TakeOverId = job.about().ok_or(Error::NotFound("take-over"))?;
        let take_over = self.take_over_row(id).await?;
        let state = take_over.state;
        let mut after = job.place::<Reached>()?.after(state);
        let is_next = |row: &TakeRow| match state {
            TakeOverState::Checking => row.state == RowState::Waiting,
            TakeOverState::Entering => row.state.is_enterable(),
            TakeOverState::Settling => {
                let says = !row.sealed.is_empty();
                row.state == RowState::Entered && (says || row.filing.is_none())
                    || row.state == RowState::Refused && says
            }
            _ => true,
        };
        let mut rows = Vec::new();
        while state.is_worked_on() && rows.is_empty() {
            rows = self.rows_after(id, after, ROWS).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { break };
            after = last;
            // Pupils and what their archives hold are checked and taken over in slices of their own: these need those to be there.
            let of_archives = rows.first().is_some_and(|row| row.filing.is_some());
            rows = rows.into_iter().take_while(|row| row.filing.is_some() == of_archives).collect();
            after = rows.last().map_or(after, |row| row.seq);
            rows.retain(is_next);
        }
        let of_archives = rows.first().is_some_and(|row| row.filing.is_some());
        // What lies between the last of these and the end of the page was passed over for good.
        let last = (!rows.is_empty()).then_some(after);
        let doing = match state {
            TakeOverState::Checking if of_archives => {
                Doing::Checking(self.check_entries(&take_over, rows).await?)
            }
            TakeOverState::Checking => Doing::Checking(self.check_some(&take_over, rows).await?),
            TakeOverState::Entering if of_archives => Doing::Filing(rows),
            TakeOverState::Entering => Doing::Entering(self.prepare(&take_over, rows).await?),
            TakeOverState::Settling => Doing::Settling(rows),
            TakeOverState::Undoing => Doing::Undoing(rows),
            _ => Doing::Nothing,
        };
        Ok(Found { take_over, last, doing })
    }

    async fn save_slice(&self, job: &JobRow, found: &Found) -> Result<Slice> {
        let current = self.take_over_row(found.take_over.uid).await?;
        let total = current.total();
        let stage = Some(current.state);
        if current.state != found.take_over.state {
            let again = Reached { stage, after: 0 };
            return Ok(Slice::at(UnitOfWork::new(), &again, 0, total));
        }
        let mut next = TakeOverRow { version: current.version + 1, ..current.clone() };
        let mut tx = self.transaction(current.party());
        match &found.doing {
            Doing::Nothing => return Ok(Slice::last(UnitOfWork::new())),
            Doing::Checking(outcomes) => put_all(&mut tx.work, &mut next, outcomes),
            Doing::Entering(entering) => {
                let outcomes = self.enter(&mut tx, &current, entering).await?;
                put_all(&mut tx.work, &mut next, &outcomes);
            }
            Doing::Filing(rows) => {
                let outcomes = self.file_entries(&mut tx, &current, rows).await?;
                put_all(&mut tx.work, &mut next, &outcomes);
            }
            Doing::Settling(rows) => {
                for row in rows {
                    // Who was not taken over and was told so is nobody of this register: what the file said of the child goes. So does
                    // what a row of archive contents said, once its scan is filed or is not.
                    if row.state == RowState::Refused || row.filing.is_some() {
                        let emptied = TakeRow { sealed: String::new(), ..row.clone() };
                        put(&mut tx.work, &mut next, &Outcome { before: row.clone(), row: emptied });
                        continue;
                    }
                    // What follows from every change of a record, and from every number that is none of the formal ones.
                    self.archives().hold_again(&mut tx.work, row.person);
                    if row.unmatched {
                        tx.work.message(&self.store, Kind::Identity, &row.person.to_string());
                    }
                }
            }
            Doing::Undoing(rows) => {
                let outcomes = self.take_back(&mut tx, &current, rows).await?;
                for row in rows {
                    if let Some(kept) = outcomes.iter().find(|outcome| outcome.row.seq == row.seq) {
                        put(&mut tx.work, &mut next, kept);
                    } else {
                        subtract(&mut next, row.state);
                        tx.work.remove("take_over_row", &row_key(row.take_over, row.seq));
                    }
                }
            }
        }
        if found.last.is_none() {
            next.state = match current.state {
                TakeOverState::Checking => TakeOverState::Checked,
                TakeOverState::Entering => TakeOverState::Entered,
                TakeOverState::Settling => TakeOverState::Finished,
                TakeOverState::Undoing => TakeOverState::Undone,
                other => other,
            };
        }
        tx.work.replace("take_over", &current.uid.to_string(), current.version, &next);
        tx.work.touch(&current.unit.path);
        let work = tx.finish();
        let Some(after) = found.last else { return Ok(Slice::last(work)) };
        let done = u64::from(after).min(job.total.max(total));
        Ok(Slice::at(work, &Reached { stage, after }, done, job.total.max(total)))
    }
}

fn put_all(work: &mut UnitOfWork, take_over: &mut TakeOverRow, outcomes: &[Outcome]) {
    for outcome in outcomes {
        put(work, take_over, outcome);
    }
}

/// Writes a row with what became of it, and counts it.
fn put(work: &mut UnitOfWork, take_over: &mut TakeOverRow, Outcome { before, row }: &Outcome) {
    subtract(take_over, before.state);
    *take_over.counts.entry(row.state).or_default() += 1;
    let next = TakeRow { version: before.version + 1, ..row.clone() };
    work.replace("take_over_row", &row_key(row.take_over, row.seq), before.version, &next);
}

fn subtract(take_over: &mut TakeOverRow, state: RowState) {
    let count = take_over.counts.entry(state).or_default();
    *count = count.saturating_sub(1);
}
