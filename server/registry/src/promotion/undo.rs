//! Taking a school's promotion back: all of it, and only while nothing else has happened to any of the promoted since.

use super::{CHUNK, PromotedRow, PromotionRow, key, person_key};
use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::services::Promotions;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use domain::access::{Action, Actor, Target};
use domain::calendar::SchoolYear;
use domain::codes::Grade;
use domain::id::UnitId;
use domain::journal::RecordDetail;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// Names told when something has happened since.
const TOLD: usize = 5;

impl Promotions<'_> {
    /// Takes this year's promotion of the actor's school back.
    ///
    /// # Errors
    /// Refusals by field (`reason`); when a promoted pupil has had another change since, with the names; [`Error::NotFound`]
    /// for everybody but the school's leader.
    pub async fn undo_promotion(&self, actor: &Actor, reason: &str) -> Result<usize> {
        let school = self.promoting_school(actor).await?;
        let (year, day) = self.promotion_of_the_year(&school.path)?;
        let reason = &domain::text::words(reason).text;
        if !(4..=200).contains(&reason.chars().count()) {
            let what = "请用4至200个字写明撤销的原因。";
            return Err(Refusal::new(
                RefusalCode::Reason,
                Basis::Procedure,
                what,
                "原因会记入每名学生的档案。",
            )
            .into());
        }
        let row: Option<PromotionRow> = self.store.get("promotion", &key(&school.id, year)).await?;
        if !row.is_some_and(|row| row.finished && row.undone.is_none()) {
            let what = "没有可以撤销的升级。";
            return Err(Refusal::new(
                RefusalCode::Reason,
                Basis::Article(12),
                what,
                "请核对本校的升级情况。",
            )
            .into());
        }
        let promoted = self.promoted(&school.id, year).await?;
        let mut changed = Vec::new();
        for one in &promoted {
            if self.pupils().person(one.person).await?.changes() != one.changes_after {
                changed.push(one.name.clone());
            }
        }
        if !changed.is_empty() {
            let names: Vec<&str> = changed.iter().take(TOLD).map(String::as_str).collect();
            let what = format!("升级之后有{}名学生又有变动：{}等。", changed.len(), names.join("、"));
            let remedy = "已有变动的不能整体撤销，请逐人办理。";
            return Err(Refusal::new(RefusalCode::Reason, Basis::Article(12), what, remedy).into());
        }
        for chunk in promoted.chunks(CHUNK) {
            self.undo_chunk(actor, &school, (year, day), chunk, reason).await?;
        }
        self.note_undone(actor, &school.id, year, reason).await?;
        Ok(promoted.len())
    }

    /// Has the promotion that was taken back done again, in the school whose leader asks.
    ///
    /// # Errors
    /// A refusal when it was not taken back; [`Error::NotFound`] for everybody but the school's leader.
    pub async fn repeat_promotion(&self, actor: &Actor) -> Result<usize> {
        let school = self.promoting_school(actor).await?;
        let (year, day) = self.promotion_of_the_year(&school.path)?;
        let row: Option<PromotionRow> = self.store.get("promotion", &key(&school.id, year)).await?;
        if row.is_none_or(|row| row.undone.is_none()) {
            let what = "本校的升级没有撤销过。";
            return Err(Refusal::new(RefusalCode::Reason, Basis::Article(12), what, "无需再次升级。").into());
        }
        Ok(self.promote_school(&school, year, day).await?.promoted)
    }

    async fn promoting_school(&self, actor: &Actor) -> Result<Unit> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school"))?;
        sight(actor, Action::UndoPromotion, &Target::Unit(&own.path), "school")?;
        self.units().unit(&own.id).await
    }

    async fn promoted(&self, school: &UnitId, year: SchoolYear) -> Result<Vec<PromotedRow>> {
        let text = "SELECT * FROM promoted WHERE school = $school AND year = $year ORDER BY person";
        self.store.rows(text, Vars::new().with("school", school).with("year", year)).await
    }

    async fn undo_chunk(
        &self,
        actor: &Actor,
        school: &Unit,
        (year, day): (SchoolYear, chrono::NaiveDate),
        chunk: &[PromotedRow],
        reason: &str,
    ) -> Result<()> {
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    for one in chunk {
                        let loaded = self.pupils().person(one.person).await?;
                        // Whoever was changed between the look and this moment keeps the new grade.
                        if loaded.changes() != one.changes_after {
                            continue;
                        }
                        let mut person = loaded.clone();
                        let before = Grade::new(one.from, loaded.system);
                        self.cases().move_class(&mut person, school, before, None, None)?;
                        person.promoted_into = None;
                        person.grade_of = Some(SchoolYear::starting_in(year.start_year() - 1));
                        self.grade_of_spell(&mut tx.work, &person).await?;
                        tx.work.remove("promoted", &person_key(year, one.person));
                        let undone = RecordDetail::PromotionUndone {
                            from: loaded.grade_label(),
                            to: person.grade_label(),
                            reason: reason.to_owned(),
                        };
                        tx.tell_entry(one.person, NewEntry::of(undone).on(day)).await?;
                        person.save(&mut tx.work, &loaded);
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    async fn note_undone(
        &self,
        actor: &Actor,
        school: &UnitId,
        year: SchoolYear,
        reason: &str,
    ) -> Result<()> {
        let lane = key(school, year);
        self.store
            .transact(&lane, || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    let there: Option<PromotionRow> = self.store.get("promotion", &lane).await?;
                    let mut row = there.ok_or(Error::NotFound("promotion"))?;
                    row.undone = Some((party(actor), self.store.clock.now(), reason.to_owned()));
                    row.promoted = 0;
                    work.put("promotion", &lane, &row);
                    Ok((work, ()))
                })
            })
            .await
    }
}
