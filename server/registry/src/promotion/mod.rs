//! 升级 (第十二条) in the store: previewed, run by the system school by school, taken back by a school as long as nothing else has
//! happened to its pupils since.

mod run;
mod undo;

pub(crate) use run::Promote;
pub use run::Ran;

use crate::error::{Error, Result};
use crate::jobs::Kind;
use crate::person::{PersonRow, Standing};
use crate::services::Promotions;
use crate::sight::sight;
use crate::store::Vars;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use contract::promotion::{KeptPupil, PromotionState, PromotionView, SchoolLine};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::calendar::SchoolYear;
use domain::case::Party;
use domain::codes::Grade;
use domain::form::Field;
use domain::id::{PersonId, UnitId};
use domain::org::{OrgPath, Unit, UnitKind};
use domain::promotion::{Candidate, Promotion, Reason, promote};
use domain::rules::RuleKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pupils looked at in one slice, and changed in one transaction.
const CHUNK: usize = 50;
/// Pupils who are kept and named on a page.
const NAMED: usize = 300;

/// What was done to a school.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PromotionRow {
    pub(crate) school: UnitId,
    pub(crate) year: SchoolYear,
    pub(crate) version: u64,
    pub(crate) promoted: usize,
    pub(crate) kept: BTreeMap<String, usize>,
    pub(crate) finished: bool,
    pub(crate) at: DateTime<Utc>,
    pub(crate) undone: Option<(Party, DateTime<Utc>, String)>,
}

/// Who was promoted, and how the record stood right after.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PromotedRow {
    pub(crate) school: UnitId,
    pub(crate) year: SchoolYear,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) from: u8,
    pub(crate) to: u8,
    /// [`PersonRow::changes`](crate::person::PersonRow::changes) of the promoted record.
    #[serde(alias = "version_after")]
    pub(crate) changes_after: u64,
}

pub(crate) fn key(school: &UnitId, year: SchoolYear) -> String {
    format!("{school}|{}", year.start_year())
}

pub(crate) fn person_key(year: SchoolYear, person: PersonId) -> String {
    format!("{}|{person}", year.start_year())
}

impl Promotions<'_> {
    /// The promotion that is next or was last: into the school year of this calendar year once its day lies behind, or until
    /// then as a preview. Year and day.
    pub fn promotion_of_the_year(&self, path: &OrgPath) -> Result<(SchoolYear, NaiveDate)> {
        let year = self.store.clock.today().year();
        let day = self.rules().rules_for(path).day(RuleKey::PromotionDay, year);
        Ok((SchoolYear::starting_in(year), day.ok_or(Error::NotFound("promotion day"))?))
    }

    /// A pupil as the promotion sees it.
    pub(crate) fn candidate(&self, row: &PersonRow) -> Result<Option<Candidate>> {
        let Some(grade) = row.grade() else { return Ok(None) };
        let status = match row.standing {
            Standing::Pupil(status) => Some(status),
            Standing::NotRegistered | Standing::Merged => return Ok(None),
            Standing::Candidate => None,
        };
        let info = row.info(&*self.vault)?;
        let entered = info
            .get(Field::EntryMonth)
            .and_then(|month| NaiveDate::parse_from_str(&format!("{month}01"), "%Y%m%d").ok());
        Ok(Some(Candidate {
            status,
            grade,
            registered_on: row.archive_built,
            stage_entered: entered,
            promoted_into: row.promoted_into,
            grade_of: row.grade_of,
        }))
    }

    /// How a school stands with this year's promotion.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not work with the school's pupils.
    pub async fn promotion_view(&self, actor: &Actor, school: &UnitId) -> Result<PromotionView> {
        let school = self.units().unit(school).await?;
        let may = |action| authorise(actor, action, &Target::Unit(&school.path));
        if school.kind != UnitKind::School {
            return Err(Error::NotFound("school"));
        }
        let grant = may(Action::ViewPupil).map_err(|_| Error::NotFound("school"))?;
        let (year, day) = self.promotion_of_the_year(&school.path)?;
        let row: Option<PromotionRow> = self.store.get("promotion", &key(&school.id, year)).await?;
        let mut moves: BTreeMap<(Grade, Grade), usize> = BTreeMap::new();
        let mut counts: BTreeMap<Reason, usize> = BTreeMap::new();
        let mut kept = Vec::new();
        let mut after = String::new();
        loop {
            let rows = self.pupils_after(&school.id, &after).await?;
            let Some(last) = rows.last() else { break };
            after = last.uid.to_string();
            for row in &rows {
                let Some(pupil) = self.candidate(row)? else { continue };
                match promote(&pupil, year, day) {
                    Promotion::Up(next) => *moves.entry((pupil.grade, next)).or_default() += 1,
                    Promotion::Kept(Reason::Already) => {
                        let below = Grade::new(row.grade.saturating_sub(1), row.system);
                        if let Some(from) = below {
                            *moves.entry((from, pupil.grade)).or_default() += 1;
                        }
                    }
                    Promotion::Kept(reason) => {
                        *counts.entry(reason).or_default() += 1;
                        let named = reason != Reason::NotInSchool || pupil.status.is_some_and(is_still_here);
                        if named && kept.len() < NAMED {
                            kept.push(self.kept_pupil(row, reason, grant.mask));
                        }
                    }
                }
            }
        }
        let running = self.jobs().job_progress(Kind::Promotion, &key(&school.id, year)).await?;
        let state = state_of(row, running.map(|job| (job.done, job.total)));
        kept.sort_by_cached_key(|one| {
            let name = domain::text::name_place(&one.name, one.id);
            (one.reason, domain::text::class_place(&one.class_label), name)
        });
        self.access_log()
            .saw(actor, Function::Promotion, &kept.iter().map(|pupil| pupil.id).collect::<Vec<_>>())
            .await?;
        Ok(PromotionView {
            may_undo: matches!(state, PromotionState::Done(_))
                && !moves.is_empty()
                && may(Action::UndoPromotion).is_ok(),
            moves: moves.into_iter().map(|((from, to), n)| (from, to, n)).collect(),
            counts: counts.into_iter().collect(),
            may_repeat: matches!(state, PromotionState::Undone(..)) && may(Action::UndoPromotion).is_ok(),
            kept,
            state,
            year,
            day,
            school: school.name,
        })
    }

    fn kept_pupil(&self, row: &PersonRow, reason: Reason, mask: domain::access::Mask) -> KeptPupil {
        let name = mask.name(&row.name);
        KeptPupil {
            id: row.uid,
            name,
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            reason,
        }
    }

    /// The schools of the actor's unit with what was done in this year's promotion: promoted and kept; none when it is to come.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees no pupils.
    pub async fn promotions_below(&self, actor: &Actor) -> Result<Vec<SchoolLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        sight(actor, Action::ListPupils, &Target::Unit(&own.path), "unit")?;
        let (year, _) = self.promotion_of_the_year(&own.path)?;
        let rows: Vec<PromotionRow> = self
            .store
            .rows("SELECT * FROM promotion WHERE year = $year", Vars::new().with("year", year))
            .await?;
        let done: BTreeMap<UnitId, (usize, usize)> = rows
            .into_iter()
            .filter(|row| row.finished && row.undone.is_none())
            .map(|row| (row.school, (row.promoted, row.kept.values().sum())))
            .collect();
        let schools = self.units().schools_below(&own.path).await?;
        let line = |school: Unit| SchoolLine {
            done: done.get(&school.id).copied(),
            id: school.id,
            name: school.name,
        };
        Ok(schools.into_iter().map(line).collect())
    }

    pub(crate) async fn pupils_after(&self, school: &UnitId, after: &str) -> Result<Vec<PersonRow>> {
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND uid > $after ORDER BY uid LIMIT {CHUNK}"
        );
        self.store.rows(&text, Vars::new().with("school", school).with("after", after)).await
    }
}

/// How a school stands with the promotion: what is under way goes before what was done or taken back earlier.
fn state_of(row: Option<PromotionRow>, running: Option<(u64, u64)>) -> PromotionState {
    match (running, row) {
        (Some((done, total)), _) => PromotionState::Running(done, total.max(done)),
        (None, Some(PromotionRow { undone: Some((party, at, reason)), .. })) => {
            PromotionState::Undone(party.name, at, reason)
        }
        (None, Some(row)) if row.finished => PromotionState::Done(row.at),
        (None, _) => PromotionState::ToCome,
    }
}

/// Whether a pupil who is not in school still belongs to the school and will come back.
fn is_still_here(status: domain::codes::PupilStatus) -> bool {
    use domain::codes::PupilStatus as S;
    matches!(status, S::Suspended | S::Abroad | S::Lost | S::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_12_what_is_under_way_goes_before_what_was() {
        let at = DateTime::UNIX_EPOCH;
        let row = PromotionRow {
            school: "2132000101".parse().unwrap(),
            year: SchoolYear::starting_in(2027),
            version: 1,
            promoted: 3,
            kept: BTreeMap::new(),
            finished: true,
            at,
            undone: None,
        };
        assert_eq!(state_of(None, None), PromotionState::ToCome);
        assert_eq!(state_of(None, Some((50, 120))), PromotionState::Running(50, 120));
        assert_eq!(state_of(Some(row.clone()), Some((50, 0))), PromotionState::Running(50, 50));
        assert_eq!(state_of(Some(row.clone()), None), PromotionState::Done(at));
        assert_eq!(state_of(Some(PromotionRow { finished: false, ..row }), None), PromotionState::ToCome);
    }
}
