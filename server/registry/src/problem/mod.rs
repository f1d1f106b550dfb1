//! Problem records (问题学籍, 第六条) in the store: found by the check of the register, answered by the schools, settled by whoever
//! stands above both; two records of one child are merged, and a merge may be taken back.

mod act;
mod check;
mod handed;
mod list;
mod matter;
mod merge;
mod run;
mod sheet;
#[cfg(test)]
mod tests;
mod verify;
mod view;

pub use act::AskedAnswer;
pub use list::ProblemBox;
pub(crate) use run::Check;
pub use sheet::AskedSheetAnswer;

use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::listed;
use crate::person::PersonRow;
use crate::services::Problems;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{PersonId, ProblemId, UnitId};
use domain::journal::{ProblemDetail, ProblemName};
use domain::org::OrgPath;
use domain::problem::{Problem, ProblemEvent, ProblemKind, ProblemState, Verdict, settling_unit};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A problem as stored: sealed, with plain columns for scope and queues.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProblemRow {
    pub(crate) uid: ProblemId,
    version: u64,
    sealed: String,
    /// The records it is about; no two problems have the same.
    once: String,
    kind: ProblemKind,
    state: ProblemState,
    /// The records, and where they stand.
    one: PersonId,
    one_path: OrgPath,
    two: Option<PersonId>,
    two_path: Option<OrgPath>,
    settled_by: UnitId,
    /// The lists it stands in, by kind: of the units above its records and of who settles it, of one sort while it is open, of the other
    /// afterwards.
    #[serde(default)]
    open_in: Vec<String>,
    #[serde(default)]
    settled_in: Vec<String>,
    open: bool,
    /// `unit/role` of everybody who has to act.
    waiting: Vec<String>,
    due_on: Option<NaiveDate>,
    /// Whether somebody let the window of its check sheet pass.
    #[serde(default)]
    sheet_late: bool,
}

impl ProblemRow {
    fn new(vault: &dyn Cipher, problem: &Problem, once: String, persons: &[PersonRow]) -> Option<Self> {
        let one = persons.first()?;
        let two = persons.get(1);
        let mut row = Self {
            uid: problem.id,
            version: 1,
            sealed: String::new(),
            once,
            kind: problem.kind,
            state: problem.state,
            one: one.uid,
            one_path: one.path.clone(),
            two: two.map(|two| two.uid),
            two_path: two.map(|two| two.path.clone()),
            settled_by: problem.settled_by.unit.clone(),
            open_in: Vec::new(),
            settled_in: Vec::new(),
            open: true,
            waiting: Vec::new(),
            due_on: None,
            sheet_late: false,
        };
        row.set(vault, problem);
        Some(row)
    }

    fn set(&mut self, vault: &dyn Cipher, problem: &Problem) {
        self.sealed = vault.seal_value(problem, &context_of(self.uid));
        self.kind = problem.kind;
        self.state = problem.state;
        self.settled_by = problem.settled_by.unit.clone();
        self.open = problem.state.is_open();
        self.waiting =
            problem.waiting_for().into_iter().map(|(office, role)| queue_key(&office.unit, role)).collect();
        self.due_on = problem.open_due().map(|due| due.date);
        self.sheet_late = problem.sheet.as_ref().is_some_and(|sheet| !sheet.late.is_empty());
        self.list();
    }

    /// Names the lists it stands in.
    fn list(&mut self) {
        let units = self.paths().flat_map(OrgPath::units).chain([self.settled_by.clone()]);
        let lists = listed::keys(units, sort_of(self.open), &[self.kind.key()]);
        (self.open_in, self.settled_in) = if self.open { (lists, Vec::new()) } else { (Vec::new(), lists) };
    }

    /// What it counts for while it is open: once in every unit above any of its records. It is counted where each record stands and taken
    /// away once where their ways meet, since the sums from there on have it from both sides.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        if !self.open {
            return;
        }
        let due = self.due_on.map(|day| day.to_string()).unwrap_or_default();
        let counter = format!("problem|{}|{due}", self.kind.key());
        for unit in self.paths().filter_map(|path| path.units().pop()) {
            work.tally(unit.as_str(), counter.clone(), delta);
        }
        if let Some(two) = &self.two_path {
            work.tally(settling_unit(&self.one_path, two).as_str(), counter, -delta);
        }
    }

    fn problem(&self, vault: &dyn Cipher) -> Result<Problem> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    fn paths(&self) -> impl Iterator<Item = &OrgPath> {
        std::iter::once(&self.one_path).chain(&self.two_path)
    }

    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork, problem: &Problem) {
        work.create("problem", &self.uid.to_string(), self);
        crate::matter::put(work, vault, &self.as_matter(problem));
        self.count(work, 1);
        self.touch(work);
    }

    /// Writes the problem's new state over the row that was loaded; `persons` where the records stand now.
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, problem: &Problem, persons: &[PersonRow]) {
        let mut next = self.clone();
        if let Some(one) = persons.first() {
            next.one_path = one.path.clone();
        }
        if let Some(two) = persons.get(1) {
            next.two_path = Some(two.path.clone());
        }
        self.save_at(vault, work, problem, next);
    }

    /// The same where `next` says where the records stand now. Gives the row as it was written.
    fn save_at(&self, vault: &dyn Cipher, work: &mut UnitOfWork, problem: &Problem, mut next: Self) -> Self {
        next.set(vault, problem);
        next.version = self.version + 1;
        self.count(work, -1);
        next.count(work, 1);
        work.replace("problem", &self.uid.to_string(), self.version, &next);
        self.waiting.iter().for_each(|desk| work.desk(desk));
        crate::matter::put(work, vault, &next.as_matter(problem));
        // Where a record has left, the lists are others than before, too.
        self.touch(work);
        next.touch(work);
        next
    }

    fn touch(&self, work: &mut UnitOfWork) {
        self.paths().for_each(|path| work.touch(path));
    }
}

fn context_of(id: ProblemId) -> String {
    format!("problem/{id}")
}

/// Which of the two sorts of lists a problem stands in.
fn sort_of(open: bool) -> &'static str {
    if open { "open" } else { "settled" }
}

/// A problem's row of which a place was changed, with the lists it stands in now; it counts there from now on.
pub(crate) fn placed_again(work: &mut UnitOfWork, before: Json, row: Json) -> Result<Json> {
    listed::made_again::<ProblemRow>(before, "problem", |row| row.count(work, -1))?;
    listed::made_again::<ProblemRow>(row, "problem", |row| {
        row.list();
        row.count(work, 1);
    })
}

/// How an event is told in the journals of the records; none for what is the settling unit's own business.
fn told(problem: &Problem, event: &ProblemEvent) -> Option<ProblemDetail> {
    let name = ProblemName::from(problem);
    Some(match event {
        ProblemEvent::Reopened(..) => ProblemDetail::Found(name),
        ProblemEvent::Answered(person, answer) => {
            let school = problem.side(*person).map(|side| side.school.name.clone()).unwrap_or_default();
            ProblemDetail::Answered { problem: name, school, remedy: answer.remedy }
        }
        ProblemEvent::SheetIssued(sheet) => {
            ProblemDetail::SheetIssued { problem: name, number: sheet.number.clone(), until: sheet.until }
        }
        ProblemEvent::SheetAnswered(person, answer) => {
            let school = problem.side(*person).map(|side| side.school.name.clone()).unwrap_or_default();
            let (attends, stand) = (answer.attends, answer.stand);
            ProblemDetail::SheetAnswered { problem: name, school, attends, stand }
        }
        ProblemEvent::SheetClosed(late, _) => {
            let silent = problem.sides.iter().filter(|side| late.contains(&side.person));
            let late = silent.map(|side| side.school.name.clone()).collect();
            let number = problem.sheet.as_ref().map(|sheet| sheet.number.clone()).unwrap_or_default();
            ProblemDetail::SheetClosed { problem: name, number, late }
        }
        ProblemEvent::Cleared(_) => {
            ProblemDetail::Settled { problem: name, outcome: ProblemState::Corrected }
        }
        ProblemEvent::Decided(_) => match problem.proposal.as_ref().map(|proposal| &proposal.verdict) {
            Some(Verdict::Distinct) => {
                ProblemDetail::Settled { problem: name, outcome: ProblemState::Dismissed }
            }
            // The merge tells it itself, on each side with the other's number.
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether an event is told in the journal of this record. What a school wrote on a check sheet the other side learns from the sheet, once
/// it is closed.
fn concerns(event: &ProblemEvent, person: PersonId) -> bool {
    match event {
        ProblemEvent::SheetAnswered(of, _) => *of == person,
        _ => true,
    }
}

impl Problems<'_> {
    async fn problem_row(&self, id: ProblemId) -> Result<ProblemRow> {
        self.store.get("problem", &id.to_string()).await?.ok_or(Error::NotFound("problem"))
    }

    async fn problem_once(&self, once: &str) -> Result<Option<ProblemRow>> {
        let text = "SELECT * FROM problem WHERE once = $once";
        Ok(self.store.rows(text, Vars::new().with("once", once)).await?.into_iter().next())
    }

    /// The open problems of a person's record.
    async fn open_problems_of(&self, person: PersonId) -> Result<Vec<ProblemRow>> {
        let mut found: Vec<ProblemRow> = Vec::new();
        for column in ["one", "two"] {
            let text = format!("SELECT * FROM problem WHERE {column} = $person AND open = true LIMIT 50");
            let rows: Vec<ProblemRow> = self.store.rows(&text, Vars::new().with("person", person)).await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Whether a person's record is 问题学籍 that is still open: it is put right before a transfer.
    pub(crate) async fn has_open_problem(&self, person: PersonId) -> Result<bool> {
        Ok(!self.open_problems_of(person).await?.is_empty())
    }

    async fn persons_of(&self, row: &ProblemRow) -> Result<Vec<PersonRow>> {
        let mut persons = vec![self.pupils().person(row.one).await?];
        if let Some(two) = row.two {
            persons.push(self.pupils().person(two).await?);
        }
        Ok(persons)
    }

    /// Applies the events, tells them in the chains of the records and writes both.
    async fn follow_problem(
        &self,
        tx: &mut Transaction<'_>,
        row: &ProblemRow,
        before: Problem,
        events: &[ProblemEvent],
    ) -> Result<Problem> {
        let persons = self.persons_of(row).await?;
        let mut problem = before;
        for event in events {
            problem = problem.apply(event);
            if let Some(detail) = told(&problem, event) {
                for person in persons.iter().filter(|person| concerns(event, person.uid)) {
                    tx.tell(person.uid, detail.clone()).await?;
                }
            }
        }
        row.save(&*self.vault, &mut tx.work, &problem, &persons);
        Ok(problem)
    }
}
