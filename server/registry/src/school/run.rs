//! Moving what a school has, as background work: fifty persons in a slice, then what its archive holds beside them, then the list is
//! closed. Who has been moved is no longer at the school, or has a row of custody from this very change: nobody is moved twice.

use super::ChangeRow;
use crate::Registry;
use crate::case::the_system;
use crate::error::Result;
use crate::jobs::{Call, Job, Kind, Slice, Turn};
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use domain::id::{SchoolChangeId, UnitId};
use domain::school::State;
use serde::{Deserialize, Serialize};

/// The moving of what a school has.
pub(crate) struct Move;

/// What is moved next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Persons.
    #[default]
    Persons,
    /// Where what was written of a school stands in the tree, when it comes to answer to another authority: table by table.
    Places(usize),
    /// Copies of archives.
    Copies,
    /// Dossiers of who had left before.
    Dossiers,
    /// Nothing: the list is closed.
    Close,
}

/// The place a move has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    step: Step,
    /// The last person looked at.
    after: String,
    /// Persons looked at.
    seen: u64,
}

/// What is found before a slice.
pub(crate) struct Found {
    pub(super) change: ChangeRow,
    /// Who still has to be moved, or counted in another system.
    pub(super) left: usize,
    /// How many archives are on the list, and the hash over it.
    pub(super) list: (usize, String),
}

impl Job for Move {
    const KIND: Kind = Kind::SchoolChange;
    /// None when the change is not under way.
    type Found = Option<Found>;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Option<Found>> {
        let Some(id) = turn.job().about::<SchoolChangeId>() else { return Ok(None) };
        let reached: Reached = turn.job().place()?;
        let change = registry.schools().change_row(id).await?;
        if change.state != State::Running {
            return Ok(None);
        }
        let left = match (&change.school, reached.step) {
            (Some(school), Step::Dossiers | Step::Close) => {
                registry.schools().left_at(&change, school).await?
            }
            _ => 0,
        };
        let list = match reached.step {
            Step::Close => registry.schools().list_of(id).await?,
            _ => Default::default(),
        };
        Ok(Some(Found { change, left, list }))
    }

    /// The lane in which the school takes people in: nobody comes between.
    fn lane(turn: &Turn, found: &Option<Found>) -> String {
        let school = found.as_ref().and_then(|found| found.change.school.as_ref());
        school.map_or_else(|| turn.job().subject.clone(), ToString::to_string)
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Option<Found>) -> Result<Slice> {
        let mut tx = registry.transaction(the_system());
        let Some(found) = found else { return Ok(Slice::last(tx.finish())) };
        let mut reached: Reached = turn.job().place()?;
        let change = &found.change;
        match reached.step {
            Step::Persons => {
                let rows = match &change.school {
                    Some(school) => registry.promotions().pupils_after(school, &reached.after).await?,
                    None => Vec::new(),
                };
                registry.schools().move_some(&mut tx, change, &rows).await?;
                match rows.last() {
                    Some(last) => reached.after = last.uid.to_string(),
                    None => reached.step = Step::Places(0),
                }
                reached.seen += rows.len() as u64;
            }
            Step::Places(table) => {
                let next = registry.schools().place_again(&mut tx.work, change, table).await?;
                reached.step = next.map_or(Step::Copies, Step::Places);
            }
            Step::Copies => {
                let handed = match (change.ending(), &change.successor) {
                    (Some(school), Some(to)) => {
                        registry.cases().hand_on_copies(&mut tx.work, school, to).await?
                    }
                    _ => 0,
                };
                if handed == 0 {
                    reached.step = Step::Dossiers;
                }
            }
            Step::Dossiers => {
                let keeper = change.successor.as_ref().unwrap_or(&change.authority);
                let handed = match change.ending().filter(|_| found.left == 0) {
                    Some(school) => {
                        registry.papers().hand_on_dossiers(&mut tx.work, school, keeper, change.uid).await?
                    }
                    None => 0,
                };
                if handed == 0 {
                    reached.step = Step::Close;
                }
            }
            Step::Close => {
                registry.schools().close_list(&mut tx, found).await?;
                return Ok(Slice::last(tx.finish()));
            }
        }
        let total = turn.job().total.max(reached.seen);
        Ok(Slice::at(tx.finish(), &reached, reached.seen, total))
    }
}

impl ChangeRow {
    /// The school that ends with this change.
    pub(super) fn ending(&self) -> Option<&UnitId> {
        self.school.as_ref().filter(|_| self.change.ends_school())
    }
}

impl Schools<'_> {
    /// Goes on with every change that was approved and is not finished. Gives how many records were moved. One that fails does not
    /// keep the others from being finished.
    ///
    /// # Errors
    /// The first one, after all were tried.
    pub async fn resume_school_changes(&self) -> Result<usize> {
        let text = "SELECT * FROM school_change WHERE state = 'running' ORDER BY uid LIMIT 100";
        let rows: Vec<ChangeRow> = self.store.rows(text, Vars::new()).await?;
        let (mut moved, mut failed) = (0, None);
        for row in rows {
            match self.run_school_change(row.uid).await {
                Ok(_) => moved += self.change_row(row.uid).await?.moved,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(moved), Err)
    }

    /// Runs an approved change to its end. Doing it again changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_school_change(&self, id: SchoolChangeId) -> Result<State> {
        let change = self.change_row(id).await?;
        if change.state == State::Running {
            let change = &change;
            self.store
                .transact(&id.to_string(), || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        self.call_for_move(&mut work, change).await?;
                        Ok((work, ()))
                    })
                })
                .await?;
            self.jobs().finish_job(Kind::SchoolChange, &id.to_string()).await?;
        }
        Ok(self.change_row(id).await?.state)
    }

    /// Has the moving of what a school has begun, or gone on with.
    pub(super) async fn call_for_move(&self, work: &mut UnitOfWork, change: &ChangeRow) -> Result<()> {
        let total = match &change.school {
            // A literal, because only literals are counted from the index alone; ids of a fixed form, so it is safe.
            Some(school) => self.store.count("person", &format!("school = '{school}'")).await?,
            None => 0,
        };
        let call = Call {
            kind: Kind::SchoolChange,
            subject: &change.uid.to_string(),
            path: None,
            cursor: serde_json::Value::Null,
            total,
        };
        self.jobs().call_job(work, call).await
    }
}
