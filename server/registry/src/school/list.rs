//! The list of archives that a change moved (移交清单): who is still to be moved, and the hash over it.

use super::ChangeRow;
use crate::error::{Error, Result};
use crate::services::Schools;
use domain::id::{SchoolChangeId, UnitId};
use domain::school::State;
use sha2::{Digest, Sha256};

impl Schools<'_> {
    /// Who still has to be moved.
    pub(super) async fn left_at(&self, change: &ChangeRow, school: &UnitId) -> Result<usize> {
        if change.ending().is_none() {
            return self.unsettled_at(change, school).await;
        }
        let (mut left, mut after) = (0, String::new());
        loop {
            let rows = self.promotions().pupils_after(school, &after).await?;
            let Some(last) = rows.last() else { return Ok(left) };
            after = last.uid.to_string();
            for row in &rows {
                let kept =
                    self.custody_row(row.uid).await?.is_some_and(|kept| kept.change == Some(change.uid));
                left += usize::from(!kept);
            }
        }
    }

    /// How many archives are on the list, and the hash over it: persons in order, from where to where, and how many papers. No name is
    /// in it.
    pub(super) async fn list_of(&self, id: SchoolChangeId) -> Result<(usize, String)> {
        let (mut hasher, mut moved, mut after) = (Sha256::new(), 0, String::new());
        loop {
            let lines = self.moved_after(id, after).await?;
            let Some(last) = lines.last() else { break };
            after = last.person.to_string();
            for line in &lines {
                moved += 1;
                let paper =
                    line.paper.map(|(pieces, pages)| format!("|{pieces}|{pages}")).unwrap_or_default();
                hasher.update(format!("{}|{}|{}{paper}\n", line.person, line.from, line.to));
            }
        }
        let hash = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((moved, hash))
    }

    /// Whether a list is still the one that was moved: hashed again.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such change.
    pub async fn list_holds(&self, id: SchoolChangeId) -> Result<bool> {
        let row = self.change_row(id).await?;
        if row.state != State::Done {
            return Err(Error::NotFound("list"));
        }
        Ok(self.list_of(id).await? == (row.moved, row.list_hash))
    }
}
