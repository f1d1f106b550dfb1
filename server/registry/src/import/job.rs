//! Imports as background work. A slice takes some rows of one import through its stage: checking, then entering. What a slice reads and
//! seals is found before its transaction; what it writes are the rows, the children and where the import stands, in one.

use super::check::{SameAs, told};
use super::{ImportRow, ImportState, Remark, RowContent, RowRow, RowState, row_context, row_key};
use crate::Registry;
use crate::case::{party, the_system};
use crate::error::{Error, Result};
use crate::jobs::{Job, JobRow, Kind, Slice, Turn, is_of_the_store, reason};
use crate::person::{Entered, NewPupil, Place, TOGETHER};
use crate::services::Imports;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::access::{Actor, ActorUnit, Role};
use domain::id::{CaseId, ImportId};
use serde::{Deserialize, Serialize};

/// Rows of one slice: as many as are entered in one transaction.
const ROWS: usize = TOGETHER;
/// Failures of a row by itself before it is put aside and the others go on.
const ROW_TRIES: u32 = 2;

/// An import.
pub(crate) struct Import;

/// The place an import has reached in its stage. Which of the rows behind it are to be done, they say themselves.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Reached {
    /// The last row that is done.
    #[serde(default)]
    after: u32,
    /// Rows still to be taken one by one, after a slice of many failed: so that one row holds up no other.
    one_by_one: usize,
}

impl Reached {
    /// The place of a job, with what its last failure means for it.
    fn of(job: &JobRow) -> Result<Self> {
        let reached: Self = job.place()?;
        Ok(if job.tries > 0 { Self { one_by_one: ROWS, ..reached } } else { reached })
    }

    fn most(self) -> usize {
        if self.one_by_one == 0 { ROWS } else { 1 }
    }
}

/// What became of a row in a slice.
pub(super) struct Outcome {
    pub(super) row: RowRow,
    /// What is in it, where remarks are kept with it; what was sealed stays as it is where nothing is to be said.
    pub(super) content: Option<RowContent>,
    pub(super) state: RowState,
    pub(super) remarks: Vec<Remark>,
    pub(super) case: Option<CaseId>,
}

/// Children who are to be entered, each with its row and what is in it.
struct Entering {
    actor: Actor,
    place: Place,
    pupils: Vec<NewPupil>,
    rows: Vec<(RowRow, RowContent)>,
}

/// What is found before a slice.
pub(crate) struct Found {
    import: ImportRow,
    /// The last row it takes; none when none is left.
    last: Option<u32>,
    outcomes: Vec<Outcome>,
    entering: Option<Entering>,
}

impl Job for Import {
    const KIND: Kind = Kind::Import;
    type Found = Found;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Found> {
        let job = turn.job();
        let id: ImportId = job.about().ok_or(Error::NotFound("import"))?;
        let import = registry.imports().import_row(id).await?;
        let rows = registry.imports().rows_after(&import, Reached::of(job)?).await?;
        let last = rows.last().map(|row| row.row);
        let (outcomes, entering) = match import.state {
            ImportState::Checking => (registry.imports().check_some(&import, rows).await?, None),
            ImportState::Entering => registry.imports().enter_some(&import, rows).await?,
            _ => (Vec::new(), None),
        };
        Ok(Found { import, last, outcomes, entering })
    }

    /// Who enters children queues with the others who change what the school has.
    fn lane(turn: &Turn, found: &Found) -> String {
        match &found.entering {
            Some(_) => found.import.school.to_string(),
            None => turn.job().subject.clone(),
        }
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Found) -> Result<Slice> {
        registry.imports().save_rows(turn.job(), found).await
    }

    /// A slice of one row that fails again and again: the row is put aside with the reason, and the others go on.
    async fn give_way(registry: &Registry, job: &JobRow, error: &Error) -> Result<Option<Slice>> {
        // What is refused of one child is an outcome of its row. A refusal of the whole slice is none of its rows' (the school takes nobody in,
        // nobody could approve): the job waits, and where it stays so it is put aside itself.
        if job.tries < ROW_TRIES || is_of_the_store(error) || matches!(error, Error::Refused(_)) {
            return Ok(None);
        }
        registry.imports().without_a_row(job, &reason(error)).await
    }

    /// It waits for somebody to give it up, or for an operator to have it go on.
    async fn put_aside(registry: &Registry, job: &JobRow) -> Result<UnitOfWork> {
        let id: ImportId = job.about().ok_or(Error::NotFound("import"))?;
        registry.imports().aside(id).await
    }
}

impl Imports<'_> {
    /// Works until nothing of any import is left to do by itself: for the demo and for tests.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drain_imports(&self) -> Result<()> {
        self.jobs().drain_jobs(&[Kind::Import]).await
    }

    /// The rows of a stage that come next.
    async fn rows_after(&self, import: &ImportRow, reached: Reached) -> Result<Vec<RowRow>> {
        let states: &[RowState] = match import.state {
            ImportState::Checking => &[RowState::Waiting],
            ImportState::Entering => &[RowState::Good, RowState::Noted],
            _ => return Ok(Vec::new()),
        };
        let most = reached.most();
        let mut after = reached.after;
        loop {
            let mut rows = self.rows_of(import.uid, after, ROWS).await?;
            let Some(last) = rows.last().map(|row| row.row) else { return Ok(rows) };
            after = last;
            rows.retain(|row| states.contains(&row.state));
            rows.truncate(most);
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
    }

    async fn check_some(&self, import: &ImportRow, rows: Vec<RowRow>) -> Result<Vec<Outcome>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let against = self.against(import).await?;
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            let content = self.content(&row)?;
            let info = self.items_of(&content, &against).map(|(info, _)| info);
            read.push((row, content, info));
        }
        let likely = self.pupils().likely(read.iter().filter_map(|(_, _, info)| info.as_ref().ok())).await?;
        let mut outcomes = Vec::with_capacity(read.len());
        for (row, mut content, info) in read {
            let (same, held) = (SameAs::from(&row), info.as_ref().ok().cloned());
            let (state, remarks) = self.check_row(&same, &content, info, (&against, &likely))?;
            if let Some(info) = &held {
                content.met = self.met(&same, info, (state, &likely))?;
            }
            let content = (!remarks.is_empty()).then_some(content);
            outcomes.push(Outcome { row, content, state, remarks, case: None });
        }
        Ok(outcomes)
    }

    /// The rows that are not entered after all, and the children of the others.
    async fn enter_some(
        &self,
        import: &ImportRow,
        rows: Vec<RowRow>,
    ) -> Result<(Vec<Outcome>, Option<Entering>)> {
        if rows.is_empty() {
            return Ok((Vec::new(), None));
        }
        let against = self.against(import).await?;
        // As it stands now: the school may have come to answer to another authority since the import was confirmed.
        let unit = self.units().unit(&import.unit.id).await?;
        let unit = ActorUnit { id: unit.id, name: unit.name, kind: unit.kind, path: unit.path };
        let actor = Actor {
            account: import.by,
            name: import.by_name.clone(),
            role: Role::Registrar,
            unit: Some(unit),
            // Checked when the import was confirmed, in the same session that confirmed it.
            trained: true,
            appointed: true,
            children: Vec::new(),
            ties: domain::access::Ties::none(),
        };
        let place = self.pupils().place_to_enter(&actor, &import.school).await?;
        let mut outcomes = Vec::new();
        let mut entering = Entering { actor, place, pupils: Vec::new(), rows: Vec::new() };
        for row in rows {
            let content = self.content(&row)?;
            match self.items_of(&content, &against) {
                Ok((info, extras)) => {
                    entering.pupils.push(NewPupil {
                        extras,
                        id: row.person,
                        info,
                        entry_date: import.entry_date,
                        import: Some(import.uid),
                        duplicate_note: content.note.clone(),
                    });
                    entering.rows.push((row, content));
                }
                // It held when it was checked; the day has changed since (an age, a date in the future).
                Err(remarks) => outcomes.push(Outcome {
                    row,
                    content: Some(content),
                    state: RowState::Wrong,
                    remarks,
                    case: None,
                }),
            }
        }
        Ok((outcomes, Some(entering)))
    }

    /// Enters the children of a slice. Gives what became of their rows.
    async fn entered(&self, tx: &mut Transaction<'_>, entering: &Entering) -> Result<Vec<Outcome>> {
        let Entering { actor, place, pupils, rows } = entering;
        let entered = self.pupils().enter_together(actor, place, pupils, tx).await?;
        let mut outcomes = Vec::with_capacity(rows.len());
        for (((row, content), pupil), entered) in rows.iter().zip(pupils).zip(entered) {
            let mut content = content.clone();
            let (state, remarks, case) = match entered {
                Entered::New(case) => (RowState::Entered, Vec::new(), Some(case)),
                Entered::Already => {
                    (RowState::Entered, Vec::new(), self.pupils().person(row.person).await?.open_case)
                }
                Entered::Refused(refusals) => {
                    let remarks = refusals.iter().map(|refusal| told(refusal, &content)).collect();
                    // A double that came to the register since the check: who reads the report is put down as having seen it.
                    if let Some(met) = self.pupils().met_in(&pupil.info, &refusals).await? {
                        content.met = met;
                    }
                    (RowState::Refused, remarks, None)
                }
            };
            // What was noted when it was checked is no longer to be said of a row that is entered.
            let says = !remarks.is_empty() || !content.remarks.is_empty();
            let content = says.then_some(content);
            outcomes.push(Outcome { row: row.clone(), content, state, remarks, case });
        }
        Ok(outcomes)
    }

    /// Writes what became of some rows; when none were left, the import goes on to its next state and the job is done.
    async fn save_rows(&self, job: &JobRow, found: &Found) -> Result<Slice> {
        let current = self.import_row(found.import.uid).await?;
        if current.state != found.import.state {
            return Ok(Slice::last(UnitOfWork::new()));
        }
        // The school has come to answer to another authority since the slice was found: it is found again.
        if let Some(Entering { place, .. }) = &found.entering
            && self.units().unit(&place.school.id).await?.path != place.school.path
        {
            return Ok(at(UnitOfWork::new(), Reached::of(job)?, &current));
        }
        let by = found.entering.as_ref().map_or_else(the_system, |entering| party(&entering.actor));
        let mut tx = self.transaction(by);
        let entered = match &found.entering {
            Some(entering) => self.entered(&mut tx, entering).await?,
            None => Vec::new(),
        };
        // A slice that goes through: it is put aside no more.
        let mut next = ImportRow { version: current.version + 1, aside: false, ..current.clone() };
        let mut rows = 0;
        for outcome in found.outcomes.iter().chain(&entered) {
            self.put_row(&mut tx.work, &mut next, outcome);
            rows += 1;
        }
        if found.last.is_none() {
            next.state = match current.state {
                ImportState::Checking => ImportState::Checked,
                ImportState::Entering => ImportState::Done,
                other => other,
            };
            if next.state == ImportState::Checked {
                next.checked_on = Some(tx.today());
            }
            // From the check on it waits for who sent it in.
            self.put_import_matter(&mut tx, &next).await?;
        } else {
            self.no_longer_aside(&mut tx.work, &current, &next);
        }
        tx.work.replace("import", &current.uid.to_string(), current.version, &next);
        tx.work.touch(&current.path);
        let work = tx.finish();
        let Some(after) = found.last else { return Ok(Slice::last(work)) };
        let one_by_one = Reached::of(job)?.one_by_one.saturating_sub(rows);
        Ok(at(work, Reached { after, one_by_one }, &next))
    }

    /// Takes the next row out of the way without opening what is sealed in it: that may be what failed.
    async fn without_a_row(&self, job: &JobRow, why: &str) -> Result<Option<Slice>> {
        let id: ImportId = job.about().ok_or(Error::NotFound("import"))?;
        let current = self.import_row(id).await?;
        let reached = Reached { one_by_one: ROWS, ..Reached::of(job)? };
        let Some(row) = self.rows_after(&current, reached).await?.into_iter().next() else { return Ok(None) };
        let after = row.row;
        tracing::error!(import = %id, row = row.row, why, "a row of an import is put aside");
        let remark = Remark {
            field: None,
            value: String::new(),
            reason: "系统处理这一行时出错，这一行没有录入，其他行不受影响。".to_owned(),
            remedy: "请核对这一行后单独录入；仍然不行时，请把行号告诉系统管理员。".to_owned(),
        };
        let mut work = UnitOfWork::new();
        let mut next = ImportRow { version: current.version + 1, aside: false, ..current.clone() };
        self.no_longer_aside(&mut work, &current, &next);
        let content = Some(self.content(&row).unwrap_or_default());
        let outcome = Outcome { row, content, state: RowState::Refused, remarks: vec![remark], case: None };
        self.put_row(&mut work, &mut next, &outcome);
        work.replace("import", &id.to_string(), current.version, &next);
        work.touch(&current.path);
        Ok(Some(at(work, Reached { after, ..reached }, &next)))
    }

    /// Takes off the desk what was put aside and goes on.
    fn no_longer_aside(&self, work: &mut UnitOfWork, before: &ImportRow, next: &ImportRow) {
        if let Some(matter) = next.matter().filter(|_| before.aside) {
            crate::matter::put(work, &*self.vault, &matter);
        }
    }

    /// Writes a row with what became of it, and counts it.
    pub(super) fn put_row(&self, work: &mut UnitOfWork, import: &mut ImportRow, outcome: &Outcome) {
        let row = &outcome.row;
        *import.counts.entry(row.state).or_default() -= 1;
        *import.counts.entry(outcome.state).or_default() += 1;
        let sealed = match &outcome.content {
            Some(content) => {
                let content = RowContent { remarks: outcome.remarks.clone(), ..content.clone() };
                self.vault.seal_value(&content, &row_context(row.import, row.row))
            }
            None => row.sealed.clone(),
        };
        let changed = RowRow {
            version: row.version + 1,
            state: outcome.state,
            case: outcome.case,
            sealed,
            ..row.clone()
        };
        work.replace("import_row", &row_key(row.import, row.row), row.version, &changed);
    }
}

/// A slice after which rows of this stage are left.
fn at(work: UnitOfWork, reached: Reached, import: &ImportRow) -> Slice {
    let count = |state: &RowState| import.counts.get(state).copied().unwrap_or_default();
    let total: u64 = import.counts.values().sum();
    let left: u64 = match import.state {
        ImportState::Checking => count(&RowState::Waiting),
        _ => count(&RowState::Good) + count(&RowState::Noted),
    };
    Slice::at(work, &reached, total.saturating_sub(left), total)
}
