//! What becomes of dossiers when a school ends (第九条): each goes with the record of its pupil, in the same transaction and on the same
//! signed list; those of whom the school had copies only follow when the records have been moved.

use super::DossierRow;
use crate::error::Result;
use crate::services::Papers;
use crate::store::{UnitOfWork, Vars};
use contract::kept::KeptPaper;
use domain::id::{PersonId, SchoolChangeId, UnitId};
use domain::paper::Whereabouts;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Dossiers handed on in one transaction.
const TURN: usize = 50;

impl Papers<'_> {
    /// Hands one dossier on. Gives pieces and pages, when the papers themselves were there.
    pub(crate) async fn hand_on_dossier(
        &self,
        work: &mut UnitOfWork,
        person: PersonId,
        from: &UnitId,
        to: &UnitId,
        change: SchoolChangeId,
    ) -> Result<Option<(usize, u32)>> {
        let Some(row) = self.dossier_row(person, from).await? else { return Ok(None) };
        let there_row = self.dossier_row(person, to).await?;
        let there = there_row.as_ref().map(|row| row.dossier(&*self.vault)).transpose()?;
        let dossier = row.dossier(&*self.vault)?;
        let papers = !matches!(dossier.whereabouts, Whereabouts::Gone(_));
        let told = (dossier.current().count(), dossier.current().map(|piece| piece.pages).sum());
        let Some((old, next)) = dossier.hand_on(there, to.clone(), change) else { return Ok(None) };
        self.write_dossier(work, Some(&row), &old).await?;
        self.write_dossier(work, there_row.as_ref(), &next).await?;
        Ok(Some(told).filter(|told| papers && told.0 > 0))
    }

    /// Hands on some of what is left of a school's dossiers when its records have been moved: those of pupils who had left it before. Gives how
    /// many; none when it is done. Doing it again changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn hand_on_dossiers(
        &self,
        work: &mut UnitOfWork,
        from: &UnitId,
        to: &UnitId,
        change: SchoolChangeId,
    ) -> Result<usize> {
        let text = format!("SELECT * FROM dossier WHERE school = $school AND handed_on != true LIMIT {TURN}");
        let rows: Vec<DossierRow> = self.store.rows(&text, Vars::new().with("school", from)).await?;
        for row in &rows {
            self.hand_on_dossier(work, row.person, from, to, change).await?;
        }
        Ok(rows.len())
    }

    /// Of these pupils the dossiers that a unit has: pieces, and the place once it has one.
    pub(crate) async fn dossiers_kept(
        &self,
        unit: &UnitId,
        people: &[PersonId],
    ) -> Result<BTreeMap<PersonId, KeptPaper>> {
        let keys: Vec<String> = people.iter().map(|person| super::dossier_key(*person, unit)).collect();
        let rows: Vec<DossierRow> = self.store.get_many("dossier", &keys).await?;
        let mut kept = BTreeMap::new();
        for row in rows {
            let dossier = row.dossier(&*self.vault)?;
            let place = Some(row.place).filter(|place| !place.is_empty());
            kept.insert(row.person, KeptPaper { pieces: dossier.current().count(), place });
        }
        Ok(kept)
    }

    /// The pupils whose dossiers are on their way to another school, by name: a school with one of them cannot end. A loan is a matter of
    /// its own.
    pub(crate) async fn listed_dossiers(&self, school: &UnitId) -> Result<Vec<(PersonId, String)>> {
        #[derive(Deserialize)]
        struct Busy {
            person: PersonId,
        }
        let text = "SELECT person FROM dossier WHERE school = $school AND listed = true LIMIT 200";
        let rows: Vec<Busy> = self.store.rows(text, Vars::new().with("school", school)).await?;
        let mut named = Vec::with_capacity(rows.len());
        for row in rows {
            named.push((row.person, self.pupils().person(row.person).await?.name));
        }
        Ok(named)
    }
}
