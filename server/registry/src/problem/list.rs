//! The register of problem records: listed, counted, and marked on the pupils they are about.

use super::ProblemRow;
use super::view::mask_for;
use crate::error::{Error, Result};
use crate::keyset::{Place, of_subtree};
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
use std::cmp::Reverse;
use std::collections::BTreeSet;

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
/// Rows counted in one turn.
const COUNTED: usize = 1000;

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
        let (mut condition, order, in_order) = match which {
            ProblemBox::Open => ("open = true".to_owned(), "due_on, uid", "problem_open"),
            ProblemBox::Settled => ("open = false".to_owned(), "uid DESC", "problem_open_uid"),
        };
        let mut vars = in_scope(own);
        if let Some(id) = after {
            let last = self.problem_in_sight(actor, Action::ReadProblems, id).await?;
            match which {
                ProblemBox::Open => {
                    condition.push_str(&format!(" AND {}", Place::beyond("due_on", "uid")));
                    vars = Place::of(last.due_on, id).vars(vars);
                }
                ProblemBox::Settled => {
                    condition.push_str(" AND uid < $id");
                    vars = vars.with("id", id);
                }
            }
        }
        if let Some(kind) = kind {
            condition.push_str(" AND kind = $kind");
            vars = vars.with("kind", kind);
        }
        let mut rows: Vec<ProblemRow> = Vec::new();
        for (index, scope) in parts(own, in_order) {
            let text = format!(
                "SELECT * FROM problem WITH INDEX {index} WHERE {condition} AND {scope} ORDER BY {order} LIMIT {}",
                PAGE + 1
            );
            rows.extend(self.store.rows::<ProblemRow>(&text, vars.clone()).await?);
        }
        match which {
            ProblemBox::Open => rows.sort_by_key(|row| (row.due_on, row.uid)),
            ProblemBox::Settled => rows.sort_by_key(|row| Reverse(row.uid)),
        }
        rows.dedup_by_key(|row| row.uid);
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

    /// How many problems are open in the actor's scope, by kind.
    ///
    /// # Errors
    /// A refusal for who sees nothing of problems.
    pub async fn problem_counts(&self, actor: &Actor) -> Result<Vec<ProblemCount>> {
        #[derive(serde::Deserialize)]
        struct Line {
            uid: ProblemId,
            kind: ProblemKind,
            due_on: Option<NaiveDate>,
        }
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadProblems, &Target::Unit(&own.path))?;
        let today = self.store.clock.today();
        let mut counts = ProblemKind::ALL.map(|kind| ProblemCount { kind, open: 0, late: 0 });
        let mut seen: BTreeSet<ProblemId> = BTreeSet::new();
        for (index, scope) in parts(own, "problem_open_uid") {
            let text = format!(
                "SELECT uid, kind, due_on FROM problem WITH INDEX {index} WHERE open = true AND uid > $after \
                 AND {scope} ORDER BY uid LIMIT {COUNTED}"
            );
            let mut after = String::new();
            loop {
                let lines: Vec<Line> = self.store.rows(&text, in_scope(own).with("after", &after)).await?;
                let Some(last) = lines.last() else { break };
                after = last.uid.to_string();
                for line in lines.into_iter().filter(|line| seen.insert(line.uid)) {
                    let of = counts.iter_mut().filter(|count| count.kind == line.kind);
                    of.for_each(|count| {
                        count.open += 1;
                        count.late += u64::from(line.due_on.is_some_and(|due| due < today));
                    });
                }
            }
        }
        Ok(counts.into())
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

/// The readings that together find what is in the scope of a unit, each with the index it is read from: in the order of the list where
/// the unit is the nation or a province, else by who settles and by the places of both records.
fn parts(own: &ActorUnit, in_order: &'static str) -> Vec<(&'static str, &'static str)> {
    const ALL: &str = "(settled_by = $unit OR string::starts_with(one_path, $path) OR string::starts_with(two_path ?? '', $path))";
    if of_subtree(&own.path, "all", "parts") == "all" {
        return vec![(in_order, ALL)];
    }
    vec![
        ("problem_settler", "settled_by = $unit"),
        ("problem_one_path", "string::starts_with(one_path, $path)"),
        // A problem of one record has no second place.
        ("problem_two_path", "two_path >= $path AND two_path < $beyond_path"),
    ]
}

/// What the readings ask for.
fn in_scope(own: &ActorUnit) -> Vars {
    let path = own.path.as_str();
    Vars::new().with("unit", &own.id).with("path", path).with("beyond_path", format!("{path}~"))
}

pub(super) fn row_school(own: &ActorUnit, person: &PersonRow) -> bool {
    own.id == person.school
}
