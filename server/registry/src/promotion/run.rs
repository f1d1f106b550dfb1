//! Running the promotion: fifty pupils in a transaction. A run that was cut off goes on where it was: who is promoted is known
//! by year and person.

use super::{CHUNK, PromotedRow, PromotionRow, key, person_key};
use crate::Registry;
use crate::case::the_system;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::store::UnitOfWork;
use chrono::NaiveDate;
use domain::calendar::SchoolYear;
use domain::codes::Grade;
use domain::id::UnitId;
use domain::journal::Event;
use domain::org::{OrgPath, Unit};
use domain::promotion::{Promotion, promote};
use serde_json::json;
use std::collections::BTreeMap;

/// What a run did to a school.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ran {
    /// Pupils promoted by this run.
    pub promoted: usize,
    /// Pupils kept, by the reason's sentence.
    pub kept: BTreeMap<String, usize>,
}

impl Registry {
    /// Promotes every school below the nation for which this year's promotion is due and was not finished or taken back: the
    /// day lies behind. Doing it again changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn promote_all(&self) -> Result<Vec<(Unit, Ran)>> {
        let (year, day) = self.promotion_of_the_year(&OrgPath::root())?;
        if self.store.clock.today() <= day {
            return Ok(Vec::new());
        }
        let mut done = Vec::new();
        let mut after = String::new();
        loop {
            let schools = self.schools_after(&after).await?;
            let Some(last) = schools.last() else { return Ok(done) };
            after = last.path.as_str().to_owned();
            self.promote_schools(schools, year, day, &mut done).await?;
        }
    }

    async fn promote_schools(
        &self,
        schools: Vec<Unit>,
        year: SchoolYear,
        day: NaiveDate,
        done: &mut Vec<(Unit, Ran)>,
    ) -> Result<()> {
        for school in schools {
            let row: Option<PromotionRow> = self.store.get("promotion", &key(&school.id, year)).await?;
            if row.is_some_and(|row| row.finished || row.undone.is_some()) {
                continue;
            }
            let ran = self.promote_school(&school, year, day).await?;
            done.push((school, ran));
        }
        Ok(())
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
        let mut ran = Ran::default();
        let mut after = String::new();
        loop {
            let rows = self.pupils_after(&school.id, &after).await?;
            let Some(last) = rows.last() else { break };
            after = last.uid.to_string();
            let chunk = self.promote_chunk(school, year, day, &rows).await?;
            ran.promoted += chunk.promoted;
            for (reason, n) in chunk.kept {
                *ran.kept.entry(reason).or_default() += n;
            }
        }
        self.finish(&school.id, year, &ran).await?;
        Ok(ran)
    }

    async fn promote_chunk(
        &self,
        school: &Unit,
        year: SchoolYear,
        day: NaiveDate,
        rows: &[PersonRow],
    ) -> Result<Ran> {
        debug_assert!(rows.len() <= CHUNK);
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let mut ran = Ran::default();
                    for row in rows {
                        // Loaded again: a retry must see what others wrote in between.
                        let loaded = self.person(row.uid).await?;
                        let Some(pupil) = self.candidate(&loaded)? else { continue };
                        if loaded.school != school.id {
                            continue;
                        }
                        match promote(&pupil, year, day) {
                            Promotion::Up(next) => {
                                self.promote_one(&mut work, school, year, day, &loaded, next).await?;
                                ran.promoted += 1;
                            }
                            Promotion::Kept(reason) => {
                                *ran.kept.entry(reason.label().to_owned()).or_default() += 1;
                            }
                        }
                    }
                    Ok((work, ran))
                })
            })
            .await
    }

    async fn promote_one(
        &self,
        work: &mut UnitOfWork,
        school: &Unit,
        year: SchoolYear,
        day: NaiveDate,
        loaded: &PersonRow,
        next: Grade,
    ) -> Result<()> {
        let mut person = loaded.clone();
        self.move_class(&mut person, school, Some(next), None, None)?;
        person.promoted_into = Some(year);
        self.grade_of_spell(work, &person).await?;
        let row = PromotedRow {
            school: school.id.clone(),
            year,
            person: person.uid,
            name: person.name.clone(),
            from: loaded.grade,
            to: person.grade,
            version_after: loaded.version + 1,
        };
        work.put("promoted", &person_key(year, person.uid), &row);
        let mut journal = self.chain(person.uid).await?;
        let entry = NewEntry {
            event: Event::Promoted,
            detail: json!({ "from": loaded.grade_label(), "to": person.grade_label(), "year": year.to_string() }),
            case: None,
            occurred_on: day,
        };
        journal.append(work, &*self.vault, &the_system(), self.store.clock.now(), entry);
        journal.save(work);
        person.save(work, loaded);
        Ok(())
    }

    /// Puts the person's grade on the stretch of schooling that lasts.
    pub(super) async fn grade_of_spell(&self, work: &mut UnitOfWork, person: &PersonRow) -> Result<()> {
        if let Some(spell) = self.open_spell(person.uid).await? {
            let mut next = spell.clone();
            next.grade = person.grade;
            next.version = spell.version + 1;
            work.replace("spell", &spell.uid.to_string(), spell.version, &next);
        }
        Ok(())
    }

    async fn finish(&self, school: &UnitId, year: SchoolYear, ran: &Ran) -> Result<()> {
        let lane = key(school, year);
        self.store
            .transact(&lane, || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
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
                    Ok((work, ()))
                })
            })
            .await
    }
}
