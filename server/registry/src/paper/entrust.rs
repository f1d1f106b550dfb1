//! The papers of a migrant worker's child who dropped out (第二十二条第二款): held back at the school when the letter to the county of household
//! registration is signed, the county's when it gives its receipt, free again when the child came back before that.

use super::hand_over::arrived;
use super::told;
use crate::error::Result;
use crate::services::Papers;
use crate::transaction::Transaction;
use domain::id::{LetterId, PersonId, UnitId};
use domain::paper::{Dossier, DossierEvent, Whereabouts};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Papers<'_> {
    /// Holds a pupil's papers at the school for a letter of its authority; a pupil without any has nothing to hold.
    ///
    /// # Errors
    /// A refusal `lent` while a piece is lent or on another list.
    pub(crate) async fn hold_for_letter(
        &self,
        tx: &mut Transaction<'_>,
        person: PersonId,
        school: &UnitId,
        letter: LetterId,
    ) -> Result<()> {
        let Some(row) = self.dossier_row(person, school).await? else { return Ok(()) };
        let dossier = row.dossier(&*self.vault)?;
        if matches!(dossier.whereabouts, Whereabouts::Gone(_) | Whereabouts::HandedOn(_)) {
            return Ok(());
        }
        if dossier.open_loan().is_some() || dossier.whereabouts != Whereabouts::Here {
            let what = "这名学生的纸质档案在学校已借出或已列入移交清单。";
            let remedy = "请学校先收回借出的材料或撤回移交清单，再签发。";
            return Err(Refusal::new(RefusalCode::Lent, Basis::Article(22), what, remedy).into());
        }
        let event = DossierEvent::Listed(letter);
        tx.tell(person, told(&event)).await?;
        self.write_dossier(&mut tx.work, Some(&row), &dossier.apply(&event)).await?;
        Ok(())
    }

    /// Lets go of papers that were held for a letter which is not to be.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn release_from_letter(
        &self,
        tx: &mut Transaction<'_>,
        person: PersonId,
        school: &UnitId,
        letter: LetterId,
    ) -> Result<()> {
        let Some(row) = self.dossier_row(person, school).await? else { return Ok(()) };
        let dossier = row.dossier(&*self.vault)?;
        if dossier.whereabouts == Whereabouts::Listed(letter) {
            tx.tell(person, told(&DossierEvent::Unlisted)).await?;
            self.write_dossier(&mut tx.work, Some(&row), &dossier.apply(&DossierEvent::Unlisted)).await?;
        }
        Ok(())
    }

    /// The papers are the county's from now on, without a shelf place; the school keeps its copies.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn entrust_dossier(
        &self,
        tx: &mut Transaction<'_>,
        person: PersonId,
        (school, county): (&UnitId, &UnitId),
        letter: LetterId,
    ) -> Result<()> {
        let Some(row) = self.dossier_row(person, school).await? else { return Ok(()) };
        let dossier = row.dossier(&*self.vault)?;
        if dossier.whereabouts != Whereabouts::Listed(letter) {
            return Ok(());
        }
        let pieces: Vec<_> = dossier.current().cloned().collect();
        let gone = DossierEvent::Gone(letter);
        tx.tell(person, told(&gone)).await?;
        self.write_dossier(&mut tx.work, Some(&row), &dossier.apply(&gone)).await?;
        let there_row = self.dossier_row(person, county).await?;
        let there = match &there_row {
            Some(row) => row.dossier(&*self.vault)?,
            None => Dossier::new(person, county.clone()),
        };
        let there = arrived(there, pieces.into_iter());
        self.write_dossier(&mut tx.work, there_row.as_ref(), &there).await?;
        Ok(())
    }
}
