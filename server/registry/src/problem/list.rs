//! The register of problem records: listed, counted, and marked on the pupils they are about.

use super::view::mask_for;
use super::{ProblemRow, sort_of};
use crate::error::{Error, Result};
use crate::keyset::{AFTER_ALL, Place};
use crate::listed;
use crate::person::PersonRow;
use crate::services::Problems;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::Page;
use contract::problem::{ProblemCount, ProblemLine, ProblemMark, SideLine};
use domain::access::{Action, Actor, ActorUnit, Mask, Target, authorise};
use domain::access_log::Function;
use domain::id::{PersonId, ProblemId};
use domain::problem::{Problem, ProblemKind};
use std::collections::BTreeMap;

/// Which problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemBox {
    /// 未办结 in the actor's scope, the most urgent first
    Open,
    /// 已办结 in the actor's scope, newest first
    Settled,
}

/// Rows on one page.
const PAGE: usize = 50;

impl Problems<'_> {
    /// One page of the register.
    ///
    /// # Errors
    /// A refusal for who sees no problems by name.
    pub async fn list_problems(
        &self,
        actor: &Actor,
        which: ProblemBox,
        kind: Option<ProblemKind>,
        after: Option<ProblemId>,
    ) -> Result<Page<ProblemLine, ProblemId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let grant = authorise(actor, Action::ReadProblems, &Target::Unit(&own.path))?;
        if grant.mask == Mask::Figures {
            return Ok(Page::empty());
        }
        let list = listed::key(&own.id, sort_of(which == ProblemBox::Open), &[kind.map(ProblemKind::key)]);
        let last = match after {
            Some(id) => Some(self.problem_in_sight(actor, Action::ReadProblems, id).await?),
            None => None,
        };
        let vars = Vars::new().with("list", list);
        let (text, vars) = match which {
            ProblemBox::Open => {
                let place = last.map_or_else(Place::default, |last| Place::of(last.due_on, last.uid));
                let beyond = Place::beyond("due_on", "uid");
                let text = format!(
                    "SELECT * FROM problem WITH INDEX problem_open_in WHERE open_in CONTAINS $list AND {beyond} \
                     ORDER BY due_on, uid LIMIT {}",
                    PAGE + 1
                );
                (text, place.vars(vars))
            }
            ProblemBox::Settled => {
                let text = format!(
                    "SELECT * FROM problem WITH INDEX problem_settled_in WHERE settled_in CONTAINS $list \
                     AND uid < $after ORDER BY uid DESC LIMIT {}",
                    PAGE + 1
                );
                let after = last.map_or_else(|| AFTER_ALL.to_owned(), |last| last.uid.to_string());
                (text, vars.with("after", after))
            }
        };
        let mut rows: Vec<ProblemRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let persons = self.persons_of(row).await?;
            lines.push(self.problem_line(own, row, &row.problem(&*self.vault)?, &persons));
        }
        let people: Vec<PersonId> =
            rows.iter().flat_map(|row| std::iter::once(row.one).chain(row.two)).collect();
        self.access_log().saw(actor, Function::Problems, &people).await?;
        Ok(Page { rows: lines, next })
    }

    /// How many problems of records in the actor's scope are open, by kind, as the figures were summed last. What is late the day tells.
    ///
    /// # Errors
    /// A refusal for who sees nothing of problems.
    pub async fn problem_counts(&self, actor: &Actor) -> Result<Vec<ProblemCount>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadProblems, &Target::Unit(&own.path))?;
        let (counters, _) = self.figures().counters_of(&own.id).await?;
        Ok(counted(&counters, self.store.clock.today()).into())
    }

    /// The open problems of a record, and those that became a merge.
    pub(crate) async fn problem_marks(&self, person: PersonId) -> Result<Vec<ProblemMark>> {
        let rows = self.open_problems_of(person).await?;
        Ok(rows
            .into_iter()
            .map(|row| ProblemMark { id: row.uid, kind: row.kind, state: row.state })
            .collect())
    }

    pub(super) fn problem_line(
        &self,
        own: &ActorUnit,
        row: &ProblemRow,
        problem: &Problem,
        persons: &[PersonRow],
    ) -> ProblemLine {
        let today = self.store.clock.today();
        let sides = persons.iter().map(|person| SideLine {
            name: mask_for(own, row).name(&person.name),
            school: person.school_name.clone(),
        });
        ProblemLine {
            id: row.uid,
            version: row.version,
            kind: row.kind,
            state: row.state,
            sides: sides.collect(),
            settled_by: problem.settled_by.name.clone(),
            points: problem.score.as_ref().map(|score| score.points),
            found_on: problem.found_on,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.one_path).working_days_left(today, due)),
        }
    }
}

/// Counters read as figures of a day: `problem|kind|due`.
fn counted(counters: &BTreeMap<String, i64>, today: NaiveDate) -> [ProblemCount; 3] {
    let mut counts = ProblemKind::ALL.map(|kind| ProblemCount { kind, open: 0, late: 0 });
    for (counter, n) in counters {
        let parts: Vec<&str> = counter.split('|').collect();
        let ["problem", kind, due] = parts.as_slice() else { continue };
        let n = u64::try_from(*n).unwrap_or(0);
        let late = due.parse::<NaiveDate>().is_ok_and(|due| due < today);
        for count in counts.iter_mut().filter(|count| count.kind.key() == *kind) {
            count.open += n;
            count.late += if late { n } else { 0 };
        }
    }
    counts
}

pub(super) fn row_school(own: &ActorUnit, person: &PersonRow) -> bool {
    own.id == person.school
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_6_counters_become_figures_by_the_day_they_are_read() {
        let counters: BTreeMap<String, i64> = [
            ("problem|suspected|2026-09-20", 3),
            ("problem|suspected|2026-09-21", 2),
            ("problem|wrong_document|", 1),
            ("pupil|1|1|01|1", 40),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let on = |day: &str| {
            counted(&counters, day.parse().unwrap()).map(|count| (count.kind, count.open, count.late))
        };
        let [wrong, same, suspected] = on("2026-09-20");
        assert_eq!(wrong, (ProblemKind::WrongDocument, 1, 0), "what has no day is never late");
        assert_eq!(same, (ProblemKind::SameDocument, 0, 0));
        assert_eq!(suspected, (ProblemKind::Suspected, 5, 0));
        assert_eq!((on("2026-09-21")[2].2, on("2026-09-22")[2].2), (3, 5), "the days run by themselves");
    }
}
