//! The register of problem records: listed, counted, and marked on the pupils they are about.

use super::ProblemRow;
use super::view::mask_for;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Problems;
use crate::store::Vars;
use contract::Page;
use contract::problem::{ProblemCount, ProblemLine, ProblemMark, SideLine};
use domain::access::{Action, Actor, ActorUnit, Mask, Target, authorise};
use domain::access_log::Function;
use domain::id::{PersonId, ProblemId};
use domain::problem::{Problem, ProblemKind};

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
        let mut vars = Vars::new().with("unit", &own.id).with("path", &own.path);
        let mut condition = match which {
            ProblemBox::Open => format!("open = true AND {IN_SCOPE}"),
            ProblemBox::Settled => format!("open = false AND {IN_SCOPE}"),
        };
        if let Some(kind) = kind {
            condition.push_str(" AND kind = $kind");
            vars = vars.with("kind", kind);
        }
        let order = if which == ProblemBox::Settled { "uid DESC" } else { "due_on, uid" };
        if let Some(id) = after {
            let last = self.problem_in_sight(actor, Action::ReadProblems, id).await?;
            condition.push_str(match which {
                ProblemBox::Settled => " AND uid < $id",
                _ => " AND (due_on > $due OR (due_on = $due AND uid > $id))",
            });
            vars = vars.with("due", last.due_on).with("id", id);
        }
        let text = format!("SELECT * FROM problem WHERE {condition} ORDER BY {order} LIMIT {}", PAGE + 1);
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

    /// How many problems are open in the actor's scope, by kind.
    ///
    /// # Errors
    /// A refusal for who sees nothing of problems.
    pub async fn problem_counts(&self, actor: &Actor) -> Result<Vec<ProblemCount>> {
        #[derive(serde::Deserialize)]
        struct Line {
            kind: ProblemKind,
            count: u64,
        }
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadProblems, &Target::Unit(&own.path))?;
        let vars = || {
            let today = self.store.clock.today();
            Vars::new().with("unit", &own.id).with("path", &own.path).with("today", today)
        };
        let text = |more: &str| {
            format!("SELECT kind, count() FROM problem WHERE open = true AND {IN_SCOPE} {more} GROUP BY kind")
        };
        let open: Vec<Line> = self.store.rows(&text(""), vars()).await?;
        let late: Vec<Line> = self.store.rows(&text("AND due_on < $today"), vars()).await?;
        let of =
            |lines: &[Line], kind| lines.iter().find(|line| line.kind == kind).map_or(0, |line| line.count);
        let counted = |kind| ProblemCount { kind, open: of(&open, kind), late: of(&late, kind) };
        Ok(ProblemKind::ALL.into_iter().map(counted).collect())
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

/// In the scope of `$path`, or settled by `$unit`.
const IN_SCOPE: &str = "(settled_by = $unit OR string::starts_with(one_path, $path) OR string::starts_with(two_path ?? '', $path))";

pub(super) fn row_school(own: &ActorUnit, person: &PersonRow) -> bool {
    own.id == person.school
}
