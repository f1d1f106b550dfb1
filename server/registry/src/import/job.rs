//! The background worker of imports. Each turn takes some rows of one import through its stage and commits; a process that dies
//! between two turns goes on with the next rows, one that dies within a turn does it again without doing it twice.

use super::check::{about_field, told};
use super::{ImportRow, ImportState, Remark, RowContent, RowRow, RowState, row_context, row_key};
use crate::Registry;
use crate::error::Result;
use crate::person::{Entered, NewPupil};
use crate::store::{UnitOfWork, Vars};
use domain::access::{Actor, Role};
use domain::form::validate;
use domain::id::CaseId;
use std::time::Duration;

/// Rows of one turn.
const TURN: usize = 50;
/// The worker looks by itself this often, in case a wake-up was lost with a crashed process.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What became of a row in a turn.
struct Outcome {
    row: RowRow,
    state: RowState,
    remarks: Vec<Remark>,
    case: Option<CaseId>,
}

impl Registry {
    /// Works until the task is dropped.
    pub async fn run_imports(&self) {
        loop {
            match self.work_imports().await {
                Ok(true) => {}
                Ok(false) => {
                    let _ = tokio::time::timeout(LOOK_EVERY, self.store.imports.notified()).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "import turn failed, will look again");
                    let _ = tokio::time::timeout(LOOK_EVERY, self.store.imports.notified()).await;
                }
            }
        }
    }

    /// Works until nothing is left to do by itself: for the demo and for tests.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drain_imports(&self) -> Result<()> {
        while self.work_imports().await? {}
        Ok(())
    }

    /// One turn of the oldest import that has something to do. Gives whether there was one.
    async fn work_imports(&self) -> Result<bool> {
        let text =
            "SELECT * FROM `import` WHERE state IN ['checking', 'entering'] ORDER BY created_at LIMIT 1";
        let imports: Vec<ImportRow> = self.store.rows(text, Vars::new()).await?;
        let Some(import) = imports.into_iter().next() else { return Ok(false) };
        let outcomes = match import.state {
            ImportState::Checking => self.check_some(&import).await?,
            _ => self.enter_some(&import).await?,
        };
        self.save_turn(&import, outcomes).await?;
        Ok(true)
    }

    async fn rows_in(&self, import: &ImportRow, states: &[RowState], most: usize) -> Result<Vec<RowRow>> {
        let states: Vec<&str> = states.iter().map(|state| state.key()).collect();
        let text = format!(
            "SELECT * FROM import_row WHERE import = $import AND state IN $states ORDER BY row LIMIT {most}"
        );
        self.store.rows(&text, Vars::new().with("import", import.uid).with("states", states)).await
    }

    async fn check_some(&self, import: &ImportRow) -> Result<Vec<Outcome>> {
        let rows = self.rows_in(import, &[RowState::Waiting], TURN).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let school = self.unit(&import.school).await?;
        let context = self.form_context(&school)?;
        let seen = self.seen_in(import.uid).await?;
        let columns = self.rules_for(&school.path).extra_columns();
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in rows {
            let content = self.content(&row)?;
            let (state, remarks) = self.check_row(&row, &content, (&context, &columns), &seen).await?;
            outcomes.push(Outcome { row, state, remarks, case: None });
        }
        Ok(outcomes)
    }

    async fn enter_some(&self, import: &ImportRow) -> Result<Vec<Outcome>> {
        let rows = self.rows_in(import, &[RowState::Good, RowState::Noted], TURN).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let school = self.unit(&import.school).await?;
        let context = self.form_context(&school)?;
        let actor = Actor {
            account: import.by,
            name: import.by_name.clone(),
            role: Role::Registrar,
            unit: Some(import.unit.clone()),
            // Checked when the import was confirmed, in the same session that confirmed it.
            trained: true,
            children: Vec::new(),
            ties: domain::access::Ties::none(),
        };
        let mut outcomes = Vec::with_capacity(rows.len());
        let mut pupils = Vec::new();
        let mut entering = Vec::new();
        for row in rows {
            let content = self.content(&row)?;
            match validate(&content.values, &context) {
                Ok(info) => {
                    let columns = self.rules_for(&school.path).extra_columns();
                    let extras = self.read_extras(&columns, &content.extras).ok().flatten();
                    pupils.push(NewPupil {
                        extras,
                        id: row.person,
                        info,
                        entry_date: import.entry_date,
                        import: Some(import.uid),
                        duplicate_note: content.note,
                    });
                    entering.push(row);
                }
                // It held when it was checked; the day has changed since (an age, a date in the future).
                Err(problems) => {
                    let remarks = problems.iter().map(|problem| about_field(problem, &content)).collect();
                    outcomes.push(Outcome { row, state: RowState::Wrong, remarks, case: None });
                }
            }
        }
        let entered = self.enter_pupils(&actor, &import.school, &pupils).await?;
        for (row, entered) in entering.into_iter().zip(entered) {
            let (state, remarks, case) = match entered {
                Entered::New(case) => (RowState::Entered, Vec::new(), Some(case)),
                Entered::Already => (RowState::Entered, Vec::new(), self.person(row.person).await?.open_case),
                Entered::Refused(refusals) => (RowState::Refused, refusals.iter().map(told).collect(), None),
            };
            outcomes.push(Outcome { row, state, remarks, case });
        }
        Ok(outcomes)
    }

    /// Writes what became of some rows; when none were left, the import goes on to its next state.
    async fn save_turn(&self, import: &ImportRow, outcomes: Vec<Outcome>) -> Result<()> {
        let outcomes = &outcomes;
        self.store
            .transact(&import.uid.to_string(), || {
                Box::pin(async move {
                    let current = self.import_row(import.uid).await?;
                    let mut work = UnitOfWork::new();
                    if current.state != import.state {
                        // Somebody cancelled it meanwhile.
                        return Ok((work, ()));
                    }
                    let mut next = current.clone();
                    next.version += 1;
                    for outcome in outcomes {
                        let row = &outcome.row;
                        *next.counts.entry(row.state).or_default() -= 1;
                        *next.counts.entry(outcome.state).or_default() += 1;
                        let content = RowContent { remarks: outcome.remarks.clone(), ..self.content(row)? };
                        let changed = RowRow {
                            version: row.version + 1,
                            state: outcome.state,
                            case: outcome.case,
                            sealed: self.vault.seal_value(&content, &row_context(row.import, row.row)),
                            ..row.clone()
                        };
                        work.replace("import_row", &row_key(row.import, row.row), row.version, &changed);
                    }
                    if outcomes.is_empty() {
                        next.state = match current.state {
                            ImportState::Checking => ImportState::Checked,
                            _ => ImportState::Done,
                        };
                    }
                    work.replace("import", &import.uid.to_string(), current.version, &next);
                    work.touch(&import.path);
                    Ok((work, ()))
                })
            })
            .await
    }
}
