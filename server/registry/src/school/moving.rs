//! One slice of a move, and one person moved: the record, the spell, the custody, the line on the list.

use super::ChangeRow;
use super::receipt::MovedRow;
use super::weigh::is_here;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::school::custody::CustodyRow;
use crate::services::Schools;
use crate::transaction::Transaction;
use domain::form::Teaching;
use domain::journal::RecordDetail;
use domain::org::Unit;
use domain::school::Change;

impl Schools<'_> {
    pub(super) async fn move_some(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        rows: &[PersonRow],
    ) -> Result<()> {
        let Some(school) = &change.school else { return Ok(()) };
        let school = self.units().unit(school).await?;
        for row in rows {
            self.move_one(tx, change, &school, row).await?;
        }
        Ok(())
    }

    async fn move_one(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        school: &Unit,
        loaded: &PersonRow,
    ) -> Result<()> {
        let mut person = loaded.clone();
        if let Change::Rename { name } = &change.change {
            let name = domain::text::line(name).text;
            if loaded.school_name != name {
                person.school_name = name;
                person.save(&mut tx.work, loaded);
            }
            return Ok(());
        }
        let here = is_here(loaded.standing.key());
        let leaves = here && change.change.placement(loaded.grade, &loaded.class_name).is_some();
        if matches!(change.change, Change::Convert { .. }) && !leaves {
            return self.stay_in(tx, change, school, loaded).await;
        }
        if matches!(change.change, Change::Reassign { .. }) {
            if loaded.path != school.path {
                person.path = school.path.clone();
                person.save(&mut tx.work, loaded);
            }
            return Ok(());
        }
        // Whoever became busy at the last moment is moved by a later turn.
        if !change.change.moves_archives() || loaded.open_case.is_some() {
            return Ok(());
        }
        let placed = change.change.placement(loaded.grade, &loaded.class_name).filter(|_| here);
        let to = placed.map(|placed| placed.to.clone()).or_else(|| change.successor.clone());
        let keeper = match &to {
            Some(to) => self.units().unit(to).await?,
            None if here => return Ok(()),
            None => self.units().unit(&change.authority).await?,
        };
        let kept = self.custody_row(loaded.uid).await?;
        if to.is_none() && kept.as_ref().is_some_and(|row| row.change == Some(change.uid)) {
            return Ok(());
        }
        // The archive of a drop-out whom the household county follows is there already, and stays there (第二十二条).
        let at_county = kept.filter(|_| loaded.followed.is_some());
        if let Some(kept) = at_county.clone().filter(|_| to.is_none()) {
            let row = CustodyRow { change: Some(change.uid), ..kept };
            tx.work.put("custody", &loaded.uid.to_string(), &row);
            return Ok(());
        }
        if to.is_some() {
            person.school = keeper.id.clone();
            person.school_name.clone_from(&keeper.name);
            person.path = keeper.path.clone();
            if here {
                let system = keeper.school.as_ref().map_or(loaded.system, |school| school.system);
                let name = placed.map(|placed| placed.class_there(system));
                let name = name.filter(|name| *name != loaded.class_name);
                self.count_in(tx, change, &keeper, (loaded, &mut person), name.as_deref()).await?;
                // A class of a special school that goes on in an ordinary one is 随班就读 there.
                self.cases().teach(None, &mut person, &keeper, Teaching::default(), tx).await?;
                self.go_on_at(&mut tx.work, &person, &keeper).await?;
            }
        }
        let today = tx.today();
        let act = format!("{}（{}）", change.change.label(), change.act);
        let row = match at_county {
            Some(kept) => CustodyRow { change: Some(change.uid), ..kept },
            None => CustodyRow {
                person: loaded.uid,
                custodian: keeper.id.clone(),
                since: today,
                act: act.clone(),
                change: Some(change.uid),
                letter: None,
            },
        };
        tx.work.put("custody", &loaded.uid.to_string(), &row);
        let paper = self
            .papers()
            .hand_on_dossier(&mut tx.work, loaded.uid, &school.id, &keeper.id, change.uid)
            .await?;
        let class = |row: &PersonRow| format!("{}{}", row.grade_label(), row.class_name);
        let line = MovedRow {
            change: change.uid,
            person: loaded.uid,
            name: loaded.name.clone(),
            number_mask: loaded.number_mask.clone(),
            from: school.id.clone(),
            to: keeper.id.clone(),
            classes: (class(loaded), if here { class(&person) } else { String::new() }),
            paper,
        };
        tx.work.create("custody_moved", &format!("{}|{}", change.uid, loaded.uid), &line);
        let by = change.decided.as_ref().map_or(&change.proposed.0, |(party, ..)| party);
        let moved = RecordDetail::CustodyMoved {
            from: school.name.clone(),
            to: keeper.name.clone(),
            act,
            on: today,
            pieces: paper.map(|(pieces, _)| pieces),
        };
        tx.tell_entry(loaded.uid, NewEntry::of(moved).by(by.clone())).await?;
        person.save(&mut tx.work, loaded);
        Ok(())
    }
}
