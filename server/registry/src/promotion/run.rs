//! Running the promotion as background work, a job for each school: fifty pupils in a slice. What the slices did is counted in the place
//! they reach, and who is promoted is known by year and person, so a run that was cut off promotes nobody twice.

use super::{PromotedRow, PromotionRow, key, person_key};
use crate::Registry;
use crate::case::{EnrolmentRow, lasting_stretch, the_system};
use crate::error::{Error, Result};
use crate::jobs::{Call, Job, Kind, Slice, Turn};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Promotions;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::calendar::SchoolYear;
use domain::codes::Grade;
use domain::id::{PersonId, UnitId};
use domain::journal::RecordDetail;
use domain::org::{OrgPath, Unit};
use domain::promotion::{Promotion, promote};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The promotion of a school into a school year.
pub(crate) struct Promote;

/// Which promotion it is, and the place it has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    /// The school, the year and the day at whose end it happens; none only where there is no job.
    of: Option<(UnitId, SchoolYear, NaiveDate)>,
    /// The last pupil looked at.
    after: String,
    seen: u64,
    ran: Ran,
}

impl Job for Promote {
    const KIND: Kind = Kind::Promotion;
    type Found = ();

    async fn find(_registry: &Registry, _turn: &Turn) -> Result<()> {
        Ok(())
    }

    /// The lane of the school: the subject is school and year.
    fn lane(turn: &Turn, _found: &()) -> String {
        let subject = &turn.job().subject;
        subject.split_once('|').map_or(subject.as_str(), |(school, _)| school).to_owned()
    }

    async fn slice(registry: &Registry, turn: &Turn, _found: &()) -> Result<Slice> {
        let mut tx = registry.transaction(the_system());
        let mut reached: Reached = turn.job().place()?;
        let (school, year, day) = reached.of.clone().ok_or(Error::NotFound("promotion"))?;
        let rows = registry.promotions().pupils_after(&school, &reached.after).await?;
        let Some(last) = rows.last() else {
            registry.promotions().finish(&mut tx.work, &school, year, &reached.ran).await?;
            return Ok(Slice::last(tx.finish()));
        };
        let school = registry.units().unit(&school).await?;
        reached.after = last.uid.to_string();
        reached.seen += rows.len() as u64;
        registry.promotions().promote_chunk(&mut tx, &school, (year, day), &rows, &mut reached.ran).await?;
        let total = turn.job().total.max(reached.seen);
        Ok(Slice::at(tx.finish(), &reached, reached.seen, total))
    }
}

/// What a run did to a school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// Pupils promoted by this run.
    pub promoted: usize,
    /// Pupils kept, by the reason's sentence.
    pub kept: BTreeMap<String, usize>,
}

impl Promotions<'_> {
    /// Promotes every school below the nation for which this year's promotion is due and was not finished or taken back: the
    /// day lies behind. Doing it again changes nothing. A school that fails does not keep the others from being promoted.
    ///
    /// # Errors
    /// The first failure, after every school was tried.
    pub async fn promote_all(&self) -> Result<Vec<(Unit, Ran)>> {
        let (year, day) = self.promotion_of_the_year(&OrgPath::root())?;
        if self.store.clock.today() <= day {
            return Ok(Vec::new());
        }
        let (mut done, mut failed) = (Vec::new(), None);
        let mut after = String::new();
        loop {
            let schools = self.units().schools_after(&after).await?;
            let Some(last) = schools.last() else { return failed.map_or(Ok(done), Err) };
            after = last.path.as_str().to_owned();
            let mut due = Vec::new();
            for school in schools {
                let row: Option<PromotionRow> = self.store.get("promotion", &key(&school.id, year)).await?;
                if !row.is_some_and(|row| row.finished || row.undone.is_some()) {
                    self.call_for_promotion(&school, year, day).await?;
                    due.push(school);
                }
            }
            // Begun all together: whoever fails below is not waited for by the others, and the runner helps.
            for school in due {
                match self.promoted_by_job(&school.id, year).await {
                    Ok(ran) => done.push((school, ran)),
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
    }

    async fn call_for_promotion(&self, school: &Unit, year: SchoolYear, day: NaiveDate) -> Result<()> {
        let reached = Reached { of: Some((school.id.clone(), year, day)), ..Reached::default() };
        // A literal, because only literals are counted from the index alone; ids of a fixed form, so it is safe.
        let total = self.store.count("person", &format!("school = '{}'", school.id)).await?;
        let call = Call {
            kind: Kind::Promotion,
            subject: &key(&school.id, year),
            path: Some(&school.path),
            cursor: serde_json::to_value(&reached).expect("plain data"),
            total,
        };
        self.jobs().begin_jobs(&[call]).await
    }

    /// Works off the promotion of a school that was begun. Gives what it did.
    async fn promoted_by_job(&self, school: &UnitId, year: SchoolYear) -> Result<Ran> {
        let lane = key(school, year);
        let row = async || self.store.get::<PromotionRow>("promotion", &lane).await;
        let before = row().await?.filter(|row| row.undone.is_none()).map_or(0, |row| row.promoted);
        self.jobs().finish_job(Kind::Promotion, &lane).await?;
        Ok(row().await?.map_or_else(Ran::default, |row| Ran {
            promoted: row.promoted.saturating_sub(before),
            kept: row.kept,
        }))
    }

    /// What a run would do to a school today, writing nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn preview_school(&self, school: &Unit, year: SchoolYear, day: NaiveDate) -> Result<Ran> {
        let mut ran = Ran::default();
        let mut after = String::new();
        loop {
            let rows = self.pupils_after(&school.id, &after).await?;
            let Some(last) = rows.last() else { return Ok(ran) };
            after = last.uid.to_string();
            for row in &rows {
                match self.candidate(row)?.map(|pupil| promote(&pupil, year, day)) {
                    Some(Promotion::Up(_)) => ran.promoted += 1,
                    Some(Promotion::Kept(reason)) => {
                        *ran.kept.entry(reason.label().to_owned()).or_default() += 1;
                    }
                    None => {}
                }
            }
        }
    }

    /// Promotes one school into a school year.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn promote_school(&self, school: &Unit, year: SchoolYear, day: NaiveDate) -> Result<Ran> {
        self.call_for_promotion(school, year, day).await?;
        self.promoted_by_job(&school.id, year).await
    }

    async fn promote_chunk(
        &self,
        tx: &mut Transaction<'_>,
        school: &Unit,
        (year, day): (SchoolYear, NaiveDate),
        rows: &[PersonRow],
        ran: &mut Ran,
    ) -> Result<()> {
        let mut up = Vec::with_capacity(rows.len());
        for loaded in rows {
            let Some(pupil) = self.candidate(loaded)? else { continue };
            match promote(&pupil, year, day) {
                Promotion::Up(next) => up.push((loaded, next)),
                Promotion::Kept(reason) => {
                    *ran.kept.entry(reason.label().to_owned()).or_default() += 1;
                }
            }
        }
        let persons: Vec<PersonId> = up.iter().map(|(loaded, _)| loaded.uid).collect();
        tx.foresee_journals(&persons.iter().copied().collect()).await?;
        let mut spells = self.cases().spells_of(&persons).await?;
        for (loaded, next) in up {
            let spell = lasting_stretch(spells.remove(&loaded.uid).unwrap_or_default());
            self.promote_one(tx, school, (year, day), loaded, (next, spell)).await?;
            ran.promoted += 1;
        }
        Ok(())
    }

    async fn promote_one(
        &self,
        tx: &mut Transaction<'_>,
        school: &Unit,
        (year, day): (SchoolYear, NaiveDate),
        loaded: &PersonRow,
        (next, spell): (Grade, Option<EnrolmentRow>),
    ) -> Result<()> {
        let mut person = loaded.clone();
        self.cases().move_class(&mut person, school, Some(next), None, None)?;
        person.promoted_into = Some(year);
        person.grade_of = Some(year);
        if let Some(spell) = spell {
            put_grade(&mut tx.work, &spell, &person);
        }
        let row = PromotedRow {
            school: school.id.clone(),
            year,
            person: person.uid,
            name: person.name.clone(),
            from: loaded.grade,
            to: person.grade,
            changes_after: loaded.changes() + 1,
        };
        tx.work.put("promoted", &person_key(year, person.uid), &row);
        let promoted = RecordDetail::Promoted {
            from: loaded.grade_label(),
            to: person.grade_label(),
            year: year.to_string(),
        };
        tx.tell_entry(person.uid, NewEntry::of(promoted).on(day)).await?;
        person.save(&mut tx.work, loaded);
        Ok(())
    }

    /// Puts the person's grade on the stretch of schooling that lasts.
    pub(super) async fn grade_of_spell(&self, work: &mut UnitOfWork, person: &PersonRow) -> Result<()> {
        if let Some(spell) = self.cases().open_spell(person.uid).await? {
            put_grade(work, &spell, person);
        }
        Ok(())
    }

    async fn finish(
        &self,
        work: &mut UnitOfWork,
        school: &UnitId,
        year: SchoolYear,
        ran: &Ran,
    ) -> Result<()> {
        let lane = key(school, year);
        let there: Option<PromotionRow> = self.store.get("promotion", &lane).await?;
        let before = there.filter(|row| row.undone.is_none()).map_or(0, |row| row.promoted);
        let row = PromotionRow {
            school: school.clone(),
            year,
            version: 1,
            promoted: before + ran.promoted,
            kept: ran.kept.clone(),
            finished: true,
            at: self.store.clock.now(),
            undone: None,
        };
        work.put("promotion", &lane, &row);
        // Pages that show how far it is learn that it is over.
        work.touch(&self.units().unit(school).await?.path);
        Ok(())
    }
}

fn put_grade(work: &mut UnitOfWork, spell: &EnrolmentRow, person: &PersonRow) {
    let next = EnrolmentRow { grade: person.grade, version: spell.version + 1, ..spell.clone() };
    work.replace("spell", &spell.uid.to_string(), spell.version, &next);
}
