//! The background worker of imports. Each turn takes some rows of one import through its stage and commits; a process that dies
//! between two turns goes on with the next rows, one that dies within a turn does it again without doing it twice. Imports of several
//! schools have their turns side by side; a turn that fails holds up nothing but its own import, and in the end not even that.

use super::check::{about_field, told};
use super::{ImportRow, ImportState, Remark, RowContent, RowRow, RowState, row_context, row_key};
use crate::Registry;
use crate::background::{Retry, Work, contained, is_of_the_store, put_aside, reason};
use crate::error::{Error, Result};
use crate::person::{Entered, NewPupil};
use crate::store::{UnitOfWork, Vars};
use domain::access::{Actor, Role};
use domain::form::validate;
use domain::id::{CaseId, ImportId};
use std::time::Duration;
use tokio::task::JoinSet;

/// Rows of one turn.
const TURN: usize = 50;
/// Imports that have a turn at the same time.
const SIDE_BY_SIDE: usize = 4;
/// Imports looked at for that: those that wait after a failure are passed over.
const LOOKED_AT: usize = 200;
/// Failures of a row by itself before it is put aside and the others go on.
const ROW_TRIES: u32 = 2;
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
            match self.import_round().await {
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
        while self.import_round().await? {}
        Ok(())
    }

    /// One turn of each of a few imports at the same time, those that have waited longest: a long file of one school holds up no
    /// other school. Gives whether there was anything to do.
    ///
    /// # Errors
    /// When the store fails; a turn that fails is noted with its import.
    pub async fn import_round(&self) -> Result<bool> {
        let text = format!(
            "SELECT * FROM `import` WHERE state IN ['checking', 'entering'] ORDER BY turned_at, uid LIMIT {LOOKED_AT}"
        );
        let now = self.store.clock.now();
        let imports: Vec<ImportRow> = self.store.rows(&text, Vars::new()).await?;
        let due = imports.into_iter().filter(|import| import.retry.is_due(now)).take(SIDE_BY_SIDE);
        // Tasks of their own, which end with the round: none goes on in a process that is told to stop.
        let mut turns = JoinSet::new();
        for import in due {
            let registry = self.clone();
            turns.spawn(async move { registry.turn(&import).await });
        }
        let any = !turns.is_empty();
        let mut failed = None;
        while let Some(turn) = turns.join_next().await {
            let outcome = turn.unwrap_or_else(|error| Err(Error::Store(error.to_string())));
            failed = failed.or(outcome.err());
        }
        failed.map_or(Ok(any), Err)
    }

    /// One turn of one import. One that fails is its own affair: it is tried again after a while, row by row, and put aside in the end.
    async fn turn(&self, import: &ImportRow) -> Result<()> {
        let most = if import.one_by_one == 0 { TURN } else { 1 };
        let outcome = contained(async {
            let outcomes = match import.state {
                ImportState::Checking => self.check_some(import, most).await?,
                _ => self.enter_some(import, most).await?,
            };
            self.save_turn(import, outcomes).await
        });
        match outcome.await {
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "a turn of an import failed, will be tried again");
                self.turn_failed(import, &error).await
            }
        }
    }

    /// Notes that a turn failed. When it was of one row only and that row has failed before, the row is put aside with the reason and
    /// the others go on; when the store failed, the import waits, longer each time.
    async fn turn_failed(&self, import: &ImportRow, error: &Error) -> Result<()> {
        let why = &reason(error);
        let states: &[RowState] = match import.state {
            ImportState::Checking => &[RowState::Waiting],
            _ => &[RowState::Good, RowState::Noted],
        };
        if import.retry.failures >= ROW_TRIES && !is_of_the_store(error) {
            let row = self.rows_in(import, states, 1).await?.into_iter().next();
            if let Some(row) = row {
                let remark = Remark {
                    field: None,
                    value: String::new(),
                    reason: "系统处理这一行时出错，这一行没有录入，其他行不受影响。".to_owned(),
                    remedy: "请核对这一行后单独录入；仍然不行时，请把行号告诉系统管理员。".to_owned(),
                };
                tracing::error!(import = %import.uid, row = row.row, why, "a row of an import is put aside");
                return self.put_row_aside(import, row, remark).await;
            }
        }
        self.store
            .transact(&import.uid.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let current = self.import_row(import.uid).await?;
                    if current.state != import.state {
                        return Ok((work, ()));
                    }
                    let now = self.store.clock.now();
                    let mut next = current.clone();
                    next.version += 1;
                    next.turned_at = now;
                    next.one_by_one = TURN;
                    match current.retry.failed(why, now) {
                        Some(retry) => next.retry = retry,
                        None => {
                            next.was = Some(current.state);
                            next.state = ImportState::PutAside;
                            let what = Work::Import { id: import.uid };
                            put_aside(&mut work, import.uid.uuid(), what, &current.retry, why, now);
                        }
                    }
                    work.replace("import", &import.uid.to_string(), current.version, &next);
                    work.touch(&import.path);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Takes one row out of the way without opening what is sealed in it: that may be what failed.
    async fn put_row_aside(&self, import: &ImportRow, row: RowRow, remark: Remark) -> Result<()> {
        let (row, remark) = (&row, &remark);
        self.store
            .transact(&import.uid.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let current = self.import_row(import.uid).await?;
                    if current.state != import.state {
                        return Ok((work, ()));
                    }
                    let mut next = current.clone();
                    next.version += 1;
                    next.retry = Retry::default();
                    *next.counts.entry(row.state).or_default() -= 1;
                    *next.counts.entry(RowState::Refused).or_default() += 1;
                    let content = self.content(row).unwrap_or_default();
                    let content = RowContent { remarks: vec![remark.clone()], ..content };
                    let changed = RowRow {
                        version: row.version + 1,
                        state: RowState::Refused,
                        sealed: self.vault.seal_value(&content, &row_context(row.import, row.row)),
                        ..row.clone()
                    };
                    work.replace("import_row", &row_key(row.import, row.row), row.version, &changed);
                    work.replace("import", &import.uid.to_string(), current.version, &next);
                    work.touch(&import.path);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Has an import that was put aside go on where it was.
    pub(crate) async fn take_up_import(&self, work: &mut UnitOfWork, id: ImportId) -> Result<()> {
        let current = self.import_row(id).await?;
        let Some(was) = current.was.filter(|_| current.state == ImportState::PutAside) else { return Ok(()) };
        let next = ImportRow {
            version: current.version + 1,
            state: was,
            was: None,
            retry: Retry::default(),
            ..current.clone()
        };
        work.replace("import", &id.to_string(), current.version, &next);
        work.touch(&current.path);
        Ok(())
    }

    async fn rows_in(&self, import: &ImportRow, states: &[RowState], most: usize) -> Result<Vec<RowRow>> {
        let states: Vec<&str> = states.iter().map(|state| state.key()).collect();
        let text = format!(
            "SELECT * FROM import_row WHERE import = $import AND state IN $states ORDER BY row LIMIT {most}"
        );
        self.store.rows(&text, Vars::new().with("import", import.uid).with("states", states)).await
    }

    async fn check_some(&self, import: &ImportRow, most: usize) -> Result<Vec<Outcome>> {
        let rows = self.rows_in(import, &[RowState::Waiting], most).await?;
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

    async fn enter_some(&self, import: &ImportRow, most: usize) -> Result<Vec<Outcome>> {
        let rows = self.rows_in(import, &[RowState::Good, RowState::Noted], most).await?;
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
                    next.turned_at = self.store.clock.now();
                    next.retry = Retry::default();
                    next.one_by_one = next.one_by_one.saturating_sub(outcomes.len());
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
