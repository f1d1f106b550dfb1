//! What the county of household registration has of a migrant worker's child who dropped out (第二十二条第二款): with its receipt it follows
//! the child and keeps the archive, until the child is in school again; then the archive goes on from there.

use super::{LetterRow, told};
use crate::error::Result;
use crate::person::{DROPPED_OUT, Followed, PersonRow};
use crate::school::CustodyRow;
use crate::services::Letters;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::id::{LetterId, PersonId};
use domain::letter::{Act, Letter, LetterEvent, LetterKind, LetterState};
use domain::org::Unit;

impl Letters<'_> {
    /// The receipt of the county: from now on it follows the child and keeps the archive, electronic and on paper.
    pub(super) async fn household_takes_over(&self, tx: &mut Transaction<'_>, letter: &Letter) -> Result<()> {
        let (Some(person), Some(receipt)) = (letter.about, &letter.receipt) else { return Ok(()) };
        if letter.kind() != LetterKind::HukouHandOver || letter.state != LetterState::Received {
            return Ok(());
        }
        let loaded = self.pupils().person(person).await?;
        if loaded.standing != DROPPED_OUT {
            return Ok(());
        }
        let mut row = loaded.clone();
        row.followed = Some(Followed {
            unit: letter.to.unit.clone(),
            name: letter.to.name.clone(),
            letter: letter.id,
            since: receipt.on,
        });
        let custody = CustodyRow {
            person,
            custodian: letter.to.unit.clone(),
            since: receipt.on,
            act: letter.number.clone().unwrap_or_else(|| letter.kind().label().to_owned()),
            change: None,
            letter: Some(letter.id),
        };
        tx.work.put("custody", &person.to_string(), &custody);
        self.papers().entrust_dossier(tx, person, (&loaded.school, &letter.to.unit), letter.id).await?;
        self.absences().follow_up_goes_on(tx, &row).await?;
        row.save(&mut tx.work, &loaded);
        Ok(())
    }

    /// A child who had dropped out is in school again, at this school or another: a letter to the county of household registration
    /// that is under way is not to be, and a county that has the archive owes it to the school (第九条: 学籍档案应当转至转入学校). `before` is the
    /// record as it stood.
    pub(crate) async fn drop_out_is_back(
        &self,
        tx: &mut Transaction<'_>,
        before: &PersonRow,
        to: &Unit,
    ) -> Result<()> {
        if before.standing != DROPPED_OUT {
            return Ok(());
        }
        self.hand_over_off(tx, before).await?;
        if let Some(by) = &before.followed {
            let county = self.units().unit(&by.unit).await?;
            self.kept_archive_due(tx, before, (&county, to), false).await?;
        }
        Ok(())
    }

    /// The record of a child who had dropped out was closed because the compulsory years are over (第二十二条): everybody who had the report of
    /// the drop-out has the last one, and the archive goes back to the school, which keeps it for good (第九条). `before` is the record as it
    /// stood.
    pub(crate) async fn drop_out_is_closed(
        &self,
        tx: &mut Transaction<'_>,
        before: &PersonRow,
        school: &Unit,
    ) -> Result<()> {
        self.hand_over_off(tx, before).await?;
        if let Some(by) = &before.followed {
            let county = self.units().unit(&by.unit).await?;
            self.kept_archive_due(tx, before, (&county, school), true).await?;
        }
        self.dropout_closed_reports(tx, before, school).await
    }

    /// A letter to the county of household registration that is under way is not to be: the pupil is no drop-out any more.
    pub(crate) async fn hand_over_off(&self, tx: &mut Transaction<'_>, before: &PersonRow) -> Result<()> {
        let (kinds, why) = ([LetterKind::HukouHandOver], "学生已不是辍学状态，档案不再转交。");
        for letter in self.call_off(tx, before.uid, (&kinds, LetterState::is_open), why).await? {
            self.papers().release_from_letter(tx, before.uid, &before.school, letter).await?;
        }
        Ok(())
    }

    /// Ends the open letters of some kinds about a pupil that are in certain states, in the name of the transaction. Gives which.
    pub(super) async fn call_off(
        &self,
        tx: &mut Transaction<'_>,
        person: PersonId,
        (kinds, ends): (&[LetterKind], fn(LetterState) -> bool),
        why: &str,
    ) -> Result<Vec<LetterId>> {
        let text = "SELECT * FROM letter WITH INDEX letter_about WHERE about = $person AND kind IN $kinds AND state IN $states";
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
        let states: Vec<LetterState> = LetterState::ALL.into_iter().filter(|state| ends(*state)).collect();
        let vars = Vars::new().with("person", person).with("kinds", kinds).with("states", states);
        let rows: Vec<LetterRow> = self.store.rows(text, vars).await?;
        let mut ended = Vec::with_capacity(rows.len());
        for row in rows {
            let act = Act { by: tx.by().clone(), on: tx.today() };
            let event = LetterEvent::Cancelled(act, why.to_owned());
            let letter = row.letter(&*self.vault)?.apply(&event);
            tx.tell(person, told(&letter, &event)).await?;
            row.save(&*self.vault, &mut tx.work, &letter);
            ended.push(row.uid);
        }
        Ok(ended)
    }
}
