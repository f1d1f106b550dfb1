//! How far the moving of archives is, and going on with it when it was cut off (第九条).

use super::ChangeRow;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use domain::access::{Action, Actor};
use domain::id::{SchoolChangeId, UnitId};
use domain::school::{Change, State};

impl Schools<'_> {
    /// Archives moved so far, and how many there are in all; of a hand-over of many schools, schools. None for a change that moves none.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn progress_of(&self, change: &ChangeRow) -> Result<Option<(u64, u64)>> {
        if let Change::HandOver { .. } = &change.change {
            return Ok(Some(self.handed_progress(change).await?));
        }
        let Some(school) = change.school.as_ref().filter(|_| change.change.ends_school()) else {
            return Ok(None);
        };
        // Literals, because only literals are counted from the index alone; ids of a fixed form, so it is safe.
        let moved = self.store.count("custody_moved", &format!("change = '{}'", change.uid)).await?;
        let here = self.store.count("person", &format!("school = '{school}'")).await?;
        // Whose archive the authority takes over stays on the record of the school that is no more.
        let stayed = self.moved_to(change.uid, &change.authority).await?;
        Ok(Some((moved, moved + here.saturating_sub(stayed))))
    }

    async fn moved_to(&self, id: SchoolChangeId, to: &UnitId) -> Result<u64> {
        self.store.count("custody_moved", &format!("change = '{id}' AND to = '{to}'")).await
    }

    /// Goes on with an approved change that was cut off, at once instead of when the clockwork comes round.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the authority's registrar and leader; store failures.
    pub async fn go_on_with_school_change(&self, actor: &Actor, id: SchoolChangeId) -> Result<State> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        if self.change_row(id).await?.authority != own {
            return Err(Error::NotFound("school change"));
        }
        self.run_at_once(id).await
    }

    /// Runs an approved change to its end while its page waits; what is about many schools is left to the runner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_at_once(&self, id: SchoolChangeId) -> Result<State> {
        let change = &self.change_row(id).await?;
        if !matches!(change.change, Change::HandOver { .. }) || change.state != State::Running {
            return self.run_school_change(id).await;
        }
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.call_for_move(&mut work, change).await?;
                    Ok((work, change.state))
                })
            })
            .await
    }

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
}
