//! Moving what a school has: fifty persons in a transaction. A run that was cut off goes on where it was: who has been moved is no
//! longer at the school, or has a row of custody from this very change.

use super::propose::is_here;
use super::{ChangeRow, MovedLine};
use crate::Registry;
use crate::case::EnrolmentRow;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::school::custody::CustodyRow;
use crate::store::{UnitOfWork, Vars};
use domain::id::{PersonId, SchoolChangeId, SpellId, UnitId};
use domain::journal::Event;
use domain::org::Unit;
use domain::school::{Change, State};
use serde_json::json;
use sha2::{Digest, Sha256};

impl Registry {
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
        let mut after = String::new();
        while let Some(last) = self.run_turn(id, &after).await? {
            after = last.to_string();
        }
        self.finish_school_change(id).await
    }

    /// One turn: at most fifty persons after one of them; the last one looked at, none when there are no more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_turn(&self, id: SchoolChangeId, after: &str) -> Result<Option<PersonId>> {
        let change = self.change_row(id).await?;
        let Some(school) = change.school.clone().filter(|_| change.state == State::Running) else {
            return Ok(None);
        };
        let school = self.unit(&school).await?;
        let rows = self.pupils_after(&school.id, after).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        let (rows, change, unit) = (&rows, &change, &school);
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    for row in rows {
                        // Loaded again: a retry must see what others wrote in between.
                        let loaded = self.person(row.uid).await?;
                        if loaded.school == unit.id {
                            self.move_one(&mut work, change, unit, &loaded).await?;
                        }
                    }
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(Some(last.uid))
    }

    async fn move_one(
        &self,
        work: &mut UnitOfWork,
        change: &ChangeRow,
        school: &Unit,
        loaded: &PersonRow,
    ) -> Result<()> {
        let mut person = loaded.clone();
        if let Change::Rename { name } = &change.change {
            if loaded.school_name != name.trim() {
                name.trim().clone_into(&mut person.school_name);
                person.save(work, loaded);
            }
            return Ok(());
        }
        // Whoever became busy at the last moment is moved by a later turn.
        if !change.change.ends_school() || loaded.open_case.is_some() {
            return Ok(());
        }
        let here = is_here(loaded.standing.key());
        let placed = change.change.placement(loaded.grade, &loaded.class_name).filter(|_| here);
        let to = placed.map(|placed| placed.to.clone()).or_else(|| change.successor.clone());
        let keeper = match &to {
            Some(to) => self.unit(to).await?,
            None if here => return Ok(()),
            None => self.unit(&change.authority).await?,
        };
        if to.is_none() && self.custody_row(loaded.uid).await?.is_some_and(|row| row.change == change.uid) {
            return Ok(());
        }
        if to.is_some() {
            person.school = keeper.id.clone();
            person.school_name.clone_from(&keeper.name);
            person.path = keeper.path.clone();
            let name = placed.map(|placed| placed.new_class.trim()).filter(|name| *name != loaded.class_name);
            self.move_class(&mut person, &keeper, None, name, None)?;
            if here {
                self.go_on_at(work, &person, &keeper).await?;
            }
        }
        let today = self.store.clock.today();
        let row = CustodyRow {
            person: loaded.uid,
            custodian: keeper.id.clone(),
            since: today,
            act: format!("{}（{}）", change.change.label(), change.act),
            change: change.uid,
        };
        work.put("custody", &loaded.uid.to_string(), &row);
        let paper = self.hand_on_dossier(work, loaded.uid, &school.id, &keeper.id, change.uid).await?;
        let class = |row: &PersonRow| format!("{}{}", row.grade_label(), row.class_name);
        let line = MovedLine {
            change: change.uid,
            person: loaded.uid,
            name: loaded.name.clone(),
            number_mask: loaded.number_mask.clone(),
            from: school.id.clone(),
            to: keeper.id.clone(),
            classes: (class(loaded), if here { class(&person) } else { String::new() }),
            paper,
        };
        work.create("custody_moved", &format!("{}|{}", change.uid, loaded.uid), &line);
        let by = change.decided.as_ref().map_or(&change.proposed.0, |(party, ..)| party);
        let detail = json!({
            "from": school.name, "to": keeper.name, "act": row.act, "article": 9, "on": today,
            "pieces": paper.map(|(pieces, _)| pieces),
        });
        let mut journal = self.chain(loaded.uid).await?;
        let entry = NewEntry { event: Event::CustodyMoved, detail, case: None, occurred_on: today };
        journal.append(work, &*self.vault, by, self.store.clock.now(), entry);
        journal.save(work);
        person.save(work, loaded);
        Ok(())
    }

    /// Ends the stretch of schooling at the school that ends and begins one where the pupil goes on. The case that brought the
    /// pupil in stays the one on record: no new one was needed.
    async fn go_on_at(&self, work: &mut UnitOfWork, person: &PersonRow, to: &Unit) -> Result<()> {
        let Some(spell) = self.open_spell(person.uid).await? else { return Ok(()) };
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

    async fn finish_school_change(&self, id: SchoolChangeId) -> Result<State> {
        let change = self.change_row(id).await?;
        if change.state != State::Running {
            return Ok(change.state);
        }
        let mut left = 0;
        if let Some(school) = change.school.as_ref().filter(|_| change.change.ends_school()) {
            if let Some(to) = &change.successor {
                while self.hand_on_copies(school, to).await? > 0 {}
            }
            left = self.left_at(&change, school).await?;
            if left == 0 {
                let keeper = change.successor.as_ref().unwrap_or(&change.authority);
                while self.hand_on_dossiers(school, keeper, change.uid).await? > 0 {}
            }
        }
        let (moved, hash) = self.list_of(id).await?;
        let (hash, ends) = (&hash, change.school.as_ref().filter(|_| change.change.ends_school()));
        let lane = change.school.as_ref().map_or_else(|| id.to_string(), ToString::to_string);
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let loaded = self.change_row(id).await?;
                    let mut row = loaded.clone();
                    // Counted again in the lane in which the school takes people in: nobody comes between.
                    let left = match ends {
                        Some(school) => left.max(self.left_at(&loaded, school).await?),
                        None => left,
                    };
                    row.state = loaded.state.after_turn(left);
                    row.moved = moved;
                    let state = row.state;
                    let mut work = UnitOfWork::new();
                    if state == State::Done && loaded.state == State::Running {
                        row.list_hash.clone_from(hash);
                        row.finished_at = Some(self.store.clock.now());
                        self.write_change(&mut work, &loaded, row).await?;
                    }
                    Ok((work, state))
                })
            })
            .await
    }

    /// Who still has to be moved.
    async fn left_at(&self, change: &ChangeRow, school: &UnitId) -> Result<usize> {
        let (mut left, mut after) = (0, String::new());
        loop {
            let rows = self.pupils_after(school, &after).await?;
            let Some(last) = rows.last() else { return Ok(left) };
            after = last.uid.to_string();
            for row in &rows {
                let kept = self.custody_row(row.uid).await?.is_some_and(|kept| kept.change == change.uid);
                left += usize::from(!kept);
            }
        }
    }

    /// How many archives are on the list, and the hash over it: persons in order, from where to where, and how many papers. No name is
    /// in it.
    async fn list_of(&self, id: SchoolChangeId) -> Result<(usize, String)> {
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
