//! How far a move is, and the list of what was moved, closed with a hash that still holds later.

use super::ChangeRow;
use super::run::Found;
use crate::case::EnrolmentRow;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Schools;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::id::{SchoolChangeId, SpellId, UnitId};
use domain::org::Unit;
use domain::school::State;
use sha2::{Digest, Sha256};

impl Schools<'_> {
    /// Ends the stretch of schooling at the school that ends and begins one where the pupil goes on. The case that brought the
    /// pupil in stays the one on record: no new one was needed.
    pub(super) async fn go_on_at(&self, work: &mut UnitOfWork, person: &PersonRow, to: &Unit) -> Result<()> {
        let Some(spell) = self.cases().open_spell(person.uid).await? else { return Ok(()) };
        let today = self.store.clock.today();
        let ended = EnrolmentRow { to_on: Some(today), version: spell.version + 1, ..spell.clone() };
        work.replace("spell", &spell.uid.to_string(), spell.version, &ended);
        let next = EnrolmentRow {
            uid: SpellId::new(self.store.new_id()),
            version: 1,
            school: to.id.clone(),
            school_name: to.name.clone(),
            path: to.path.clone(),
            grade: person.grade,
            class_name: person.class_name.clone(),
            from_on: today,
            previous: Some(spell.uid),
            ..spell
        };
        work.create("spell", &next.uid.to_string(), &next);
        Ok(())
    }

    /// Closes the list, when nobody is left; whoever is waits for the next run.
    pub(super) async fn close_list(&self, tx: &mut Transaction<'_>, found: &Found) -> Result<()> {
        let loaded = self.change_row(found.change.uid).await?;
        let mut row = loaded.clone();
        // Counted again in the lane in which the school takes people in: nobody comes between.
        let left = match &loaded.school {
            Some(school) => found.left.max(self.left_at(&loaded, school).await?),
            None => found.left,
        };
        row.state = loaded.state.after_turn(left);
        row.moved = found.list.0;
        if row.state == State::Done && loaded.state == State::Running {
            row.list_hash.clone_from(&found.list.1);
            row.finished_at = Some(self.store.clock.now());
            self.write_change(tx, &loaded, row).await?;
        }
        Ok(())
    }

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
