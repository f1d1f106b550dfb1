//! 对账: what the source counts beside what this register has of the take-over, read from the records themselves. Only where both say the
//! same, or two persons have accepted with a reason that they do not, is a take-over finished.

use super::super::RowState;
use super::model::{ActKind, Counted, TakeOverRow, TakeRow};
use super::steps::{state, within};
use crate::error::Result;
use crate::person::{PersonRow, Standing};
use crate::services::TakeOvers;
use crate::store::Vars;
use domain::access::Actor;
use domain::id::{AccountId, TakeOverId};
use domain::take_over::{Cell, Differences, TakeOverState, Tally, may_accept, may_begin};

/// Rows counted at once.
const PAGE: usize = 500;
/// Differences kept for the page.
const TOLD: usize = 100;

/// What a reconciliation came to.
#[derive(Debug, Clone)]
pub struct Reconciled {
    /// Both sides, of pupils.
    pub differences: Differences,
    /// Entries of archives: what the source has, and what of it lies in the archives.
    pub entries: (u64, u64),
    /// Whether the take-over is finished by it.
    pub finished: bool,
}

impl TakeOvers<'_> {
    /// Counts both sides. Where they say the same the take-over goes on to its end; else what was counted is kept for its page.
    ///
    /// # Errors
    /// Refusals: who may not, and what was not taken over to the end.
    pub async fn reconcile_take_over(&self, actor: &Actor, id: TakeOverId) -> Result<Reconciled> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        let counted = self.differences(&take_over).await?;
        if take_over.state != TakeOverState::Entered {
            let finished = matches!(take_over.state, TakeOverState::Settling | TakeOverState::Finished);
            return Ok(Reconciled { finished, ..counted });
        }
        if !counted.agree() {
            self.keep(id, &counted).await?;
            return Ok(counted);
        }
        self.finish(id, ActKind::Reconciled, actor, "").await?;
        Ok(Reconciled { finished: true, ..counted })
    }

    /// Accepts that both sides differ. The second person who does ends the take-over. Gives whether it was the second.
    ///
    /// # Errors
    /// Refusals: who may not or has accepted already, without a reason, and where there is nothing to accept.
    pub async fn accept_difference(&self, actor: &Actor, id: TakeOverId, reason: &str) -> Result<bool> {
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        let before = |take_over: &TakeOverRow| {
            let accepted = take_over.acts.iter().filter(|act| act.what == ActKind::Accepted);
            accepted.map(|act| act.by).collect::<Vec<_>>()
        };
        may_accept(actor, before(&take_over), reason)?;
        if take_over.state != TakeOverState::Entered || self.differences(&take_over).await?.agree() {
            return Err(state(&take_over, "接管完、对账有差异的才需要认可差异。"));
        }
        let second = !before(&take_over).is_empty();
        self.finish(id, ActKind::Accepted, actor, reason).await?;
        Ok(second)
    }

    /// Keeps what was counted: it is shown until it is counted again.
    async fn keep(&self, id: TakeOverId, counted: &Reconciled) -> Result<()> {
        let differences = &counted.differences;
        let counted = Counted {
            at: self.store.clock.now(),
            pupils: (differences.source, differences.here),
            entries: counted.entries,
            differ: differences.cells.iter().take(TOLD).cloned().collect(),
        };
        self.step(id, |take_over| {
            if take_over.state != TakeOverState::Entered {
                return Err(state(take_over, "请重新查看这次接管。"));
            }
            Ok((TakeOverRow { counted: Some(counted.clone()), ..take_over.clone() }, take_over.state))
        })
        .await
    }

    async fn finish(&self, id: TakeOverId, what: ActKind, actor: &Actor, words: &str) -> Result<()> {
        self.step(id, |take_over| {
            if take_over.state != TakeOverState::Entered {
                return Err(state(take_over, "请重新查看这次接管。"));
            }
            let next = self.acted(take_over, what, actor, words);
            let before = take_over.acts.iter().filter(|act| act.what == ActKind::Accepted);
            let accepted: Vec<AccountId> = before.map(|act| act.by).collect();
            if what == ActKind::Accepted {
                may_accept(actor, accepted.iter().copied(), words)?;
            }
            let ends = what == ActKind::Reconciled || !accepted.is_empty();
            Ok((next, if ends { TakeOverState::Settling } else { TakeOverState::Entered }))
        })
        .await
    }

    /// Both sides, counted.
    pub(super) async fn differences(&self, take_over: &TakeOverRow) -> Result<Reconciled> {
        let (mut files, mut here, mut after) = (Tally::new(), Tally::new(), 0);
        let mut entries = (0, 0);
        loop {
            let rows = self.rows_after(take_over.uid, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { break };
            after = last;
            let (of_archives, rows): (Vec<TakeRow>, Vec<TakeRow>) =
                rows.into_iter().partition(|row| row.filing.is_some());
            // A paper by itself is no entry: it is filed out of the folder.
            let filings = of_archives.iter().filter(|row| row.state != RowState::Entered || has_key(row));
            entries.0 += filings.count() as u64;
            let entered = of_archives.iter().filter(|row| row.state == RowState::Entered);
            let keys = entered.filter_map(|row| row.filing.as_ref()?.key.clone()).collect();
            entries.1 += self.on_file(keys).await?.len() as u64;
            for row in &rows {
                *files.entry(row.cell.clone()).or_default() += 1;
            }
            let keys: Vec<String> = rows.iter().map(|row| row.person.to_string()).collect();
            let vars = Vars::new().records("records", "person", &keys);
            let people: Vec<PersonRow> = self.store.rows("SELECT * FROM $records", vars).await?;
            for person in people {
                let Standing::Pupil(status) = person.standing else { continue };
                let cell = Cell {
                    school: person.school.to_string(),
                    grade: person.grade,
                    status: status.code().to_owned(),
                };
                *here.entry(cell).or_default() += 1;
            }
        }
        let said: Tally = take_over.totals.iter().cloned().collect();
        let differences = Differences::between(if said.is_empty() { &files } else { &said }, &here);
        Ok(Reconciled { differences, entries, finished: false })
    }
}

impl Reconciled {
    /// Whether both sides say the same.
    pub fn agree(&self) -> bool {
        self.differences.agree() && self.entries.0 == self.entries.1
    }
}

fn has_key(row: &TakeRow) -> bool {
    row.filing.as_ref().is_some_and(|filing| filing.key.is_some())
}
