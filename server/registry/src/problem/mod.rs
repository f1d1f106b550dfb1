//! Problem records (问题学籍, 第六条) in the store: found by the check of the register, answered by the schools, settled by whoever
//! stands above both; two records of one child are merged, and a merge may be taken back.

mod act;
mod check;
mod matter;
mod merge;
mod run;
mod shown;
#[cfg(test)]
mod tests;
mod view;

pub use act::AskedAnswer;
pub use run::CheckView;
pub use shown::{
    AnswerView, ComparedItem, MergeItem, MergeView, ProblemBox, ProblemCount, ProblemLine, ProblemMark,
    ProblemPage, ProblemView, SideLine, SideView,
};

use crate::Registry;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::journal::{Chain, NewEntry};
use crate::person::PersonRow;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::case::Party;
use domain::id::{PersonId, ProblemId, UnitId};
use domain::journal::Event;
use domain::org::OrgPath;
use domain::problem::{Problem, ProblemEvent, ProblemKind, ProblemState, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// A problem as stored: sealed, with plain columns for scope and queues.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProblemRow {
    uid: ProblemId,
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
    open: bool,
    /// `unit/role` of everybody who has to act.
    waiting: Vec<String>,
    due_on: Option<NaiveDate>,
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
            open: true,
            waiting: Vec::new(),
            due_on: None,
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
        self.touch(work);
    }

    /// Writes the problem's new state over the row that was loaded; `persons` where the records stand now.
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, problem: &Problem, persons: &[PersonRow]) {
        let mut next = self.clone();
        next.set(vault, problem);
        if let Some(one) = persons.first() {
            next.one_path = one.path.clone();
        }
        if let Some(two) = persons.get(1) {
            next.two_path = Some(two.path.clone());
        }
        next.version = self.version + 1;
        work.replace("problem", &self.uid.to_string(), self.version, &next);
        crate::matter::put(work, vault, &next.as_matter(problem));
        next.touch(work);
    }

    fn touch(&self, work: &mut UnitOfWork) {
        self.paths().for_each(|path| work.touch(path));
    }
}

fn context_of(id: ProblemId) -> String {
    format!("problem/{id}")
}

/// How an event is told in the journals of the records; none for what is the settling unit's own business.
fn told(problem: &Problem, event: &ProblemEvent) -> Option<(Event, Json)> {
    let base = json!({ "problem": problem.id, "kind": problem.kind.label() });
    let with = |key: &str, value: &str| {
        let mut detail = base.clone();
        detail[key] = json!(value);
        detail
    };
    Some(match event {
        ProblemEvent::Reopened(..) => (Event::ProblemFound, base),
        ProblemEvent::Answered(person, answer) => {
            let school = problem.side(*person).map(|side| side.school.name.as_str()).unwrap_or_default();
            let mut detail = with("remedy", answer.remedy.label());
            detail["school"] = json!(school);
            (Event::ProblemAnswered, detail)
        }
        ProblemEvent::Cleared(_) => (Event::ProblemSettled, with("outcome", ProblemState::Corrected.label())),
        ProblemEvent::Decided(_) => match problem.proposal.as_ref().map(|proposal| &proposal.verdict) {
            Some(Verdict::Distinct) => {
                (Event::ProblemSettled, with("outcome", ProblemState::Dismissed.label()))
            }
            // The merge tells it itself, on each side with the other's number.
            _ => return None,
        },
        _ => return None,
    })
}

impl Registry {
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
        let mut persons = vec![self.person(row.one).await?];
        if let Some(two) = row.two {
            persons.push(self.person(two).await?);
        }
        Ok(persons)
    }

    /// Puts an event into the chains of the records.
    fn tell_problem(
        &self,
        work: &mut UnitOfWork,
        journals: &mut [Chain],
        by: &Party,
        event: Event,
        detail: &Json,
    ) {
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        for journal in journals {
            let entry = NewEntry { event, detail: detail.clone(), case: None, occurred_on: today };
            journal.append(work, &*self.vault, by, at, entry);
        }
    }

    /// Applies the events, tells them in the chains of the records and writes both.
    async fn follow_problem(
        &self,
        work: &mut UnitOfWork,
        row: &ProblemRow,
        before: Problem,
        events: &[ProblemEvent],
        by: &Party,
    ) -> Result<Problem> {
        let persons = self.persons_of(row).await?;
        let mut journals = Vec::new();
        for person in &persons {
            journals.push(self.chain(person.uid).await?);
        }
        let mut problem = before;
        let mut any = false;
        for event in events {
            problem = problem.apply(event);
            if let Some((event, detail)) = told(&problem, event) {
                any = true;
                self.tell_problem(work, &mut journals, by, event, &detail);
            }
        }
        if any {
            journals.into_iter().for_each(|journal| journal.save(work));
        }
        row.save(&*self.vault, work, &problem, &persons);
        Ok(problem)
    }
}
