//! Reading imports: the list of a school's, one of them, and the report of its rows. A list takes of each what its line shows, and a report
//! the rows of the states it tells: what a file of thousands of rows holds besides is not read.

use super::model::{ImportRow, RowRow, line};
use super::{ImportState, RowState};
use crate::error::Result;
use crate::jobs::{JobRow, JobState, Kind, key_of};
use crate::services::Imports;
use crate::store::Vars;
use chrono::{DateTime, Utc};
use contract::Page;
use contract::import::{ImportLine, ImportListed, ReportLine};
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::Field;
use domain::id::{ImportId, PersonId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows on one page of a report.
const PAGE: usize = 100;
/// Pupils of one look.
const LOOK: usize = 200;
/// Rows that something is to be said about.
const TELLING: [RowState; 5] =
    [RowState::Wrong, RowState::Possible, RowState::Duplicate, RowState::Noted, RowState::Refused];
/// Rows that were not taken.
pub(super) const REJECTED: [RowState; 4] =
    [RowState::Wrong, RowState::Possible, RowState::Duplicate, RowState::Refused];

/// What a line of the list takes from an import.
#[derive(Deserialize)]
struct Listed {
    uid: ImportId,
    file: String,
    state: ImportState,
    by_name: String,
    created_at: DateTime<Utc>,
    counts: BTreeMap<RowState, u64>,
}

impl Imports<'_> {
    /// The actor's school's imports, newest first.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils.
    pub async fn list_imports(&self, actor: &Actor) -> Result<Vec<ImportListed>> {
        let school = super::entering_at(actor)?;
        let text = "SELECT uid, file, state, by_name, created_at, counts FROM `import` WHERE school = $school \
                    ORDER BY created_at DESC LIMIT 50";
        let rows: Vec<Listed> = self.store.rows(text, Vars::new().with("school", school)).await?;
        // Only what goes on has a job, which may be put aside.
        let goes_on = |row: &&Listed| matches!(row.state, ImportState::Checking | ImportState::Entering);
        let keys: Vec<String> =
            rows.iter().filter(goes_on).map(|row| key_of(Kind::Import, &row.uid.to_string())).collect();
        let jobs: Vec<JobRow> = self.store.get_many("job", &keys).await?;
        let aside = |id: &str| jobs.iter().any(|job| job.subject == id && job.state == JobState::Parked);
        let listed = |row: Listed| ImportListed {
            id: row.uid,
            state: if aside(&row.uid.to_string()) { ImportState::PutAside } else { row.state },
            file: row.file,
            by: row.by_name,
            created_at: row.created_at,
            rows: row.counts.values().sum(),
            entered: row.counts.get(&RowState::Entered).copied().unwrap_or_default(),
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// One import.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) when it is not the actor's school's.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Result<ImportLine> {
        let import: ImportRow = self.own_import(actor, id).await?;
        Ok(line(import, self.jobs().job(Kind::Import, &id.to_string()).await?.as_ref()))
    }

    /// A page of the rows of an import that something is to be said about (or of all of them), in order, after row `after`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) when it is not the actor's school's.
    pub async fn import_report(
        &self,
        actor: &Actor,
        id: ImportId,
        all: bool,
        after: u32,
    ) -> Result<Page<ReportLine, u32>> {
        self.own_import(actor, id).await?;
        let (mut rows, mut met) = self.report_lines(id, all, after, PAGE + 1).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        met.truncate(PAGE);
        self.saw_met(actor, Function::ImportReport, met.into_iter().flatten().collect()).await?;
        let next = rows.last().filter(|_| more).map(|last| last.row);
        Ok(Page { rows, next })
    }

    /// Puts down that somebody is told of these pupils of the register: a look of some of them at a time, and one where it is nobody.
    pub(super) async fn saw_met(
        &self,
        actor: &Actor,
        function: Function,
        met: BTreeSet<PersonId>,
    ) -> Result<()> {
        let met: Vec<PersonId> = met.into_iter().collect();
        if met.is_empty() {
            return self.access_log().saw(actor, function, &[]).await;
        }
        for people in met.chunks(LOOK) {
            self.access_log().saw(actor, function, people).await?;
        }
        Ok(())
    }

    /// Lines of a report, and beside each the pupils of the register it is about.
    pub(super) async fn report_lines(
        &self,
        id: ImportId,
        all: bool,
        after: u32,
        most: usize,
    ) -> Result<(Vec<ReportLine>, Vec<Vec<PersonId>>)> {
        let rows = match all {
            true => self.rows_of(id, after, most).await?,
            false => self.rows_in(id, &TELLING, after, most).await?,
        };
        let (mut lines, mut met) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            let content = self.content(&row)?;
            lines.push(ReportLine {
                row: row.row,
                name: content.shown(Field::Name),
                state: row.state,
                key: Some(row.person),
                remarks: content.remarks.iter().cloned().chain(super::mend::told(&content)).collect(),
            });
            met.push(content.met);
        }
        Ok((lines, met))
    }

    /// Rows of an import after one of them, in order.
    pub(super) async fn rows_of(&self, import: ImportId, after: u32, most: usize) -> Result<Vec<RowRow>> {
        let text = format!(
            "SELECT * FROM import_row WHERE import = $import AND row > $after ORDER BY row LIMIT {most}"
        );
        self.store.rows(&text, Vars::new().with("import", import).with("after", after)).await
    }

    /// Those of them that are in one of these states. Each state is a range of its own of the index, of which no more is read than is
    /// asked for; all in one condition, every row of the file is.
    pub(super) async fn rows_in(
        &self,
        import: ImportId,
        states: &[RowState],
        after: u32,
        most: usize,
    ) -> Result<Vec<RowRow>> {
        let mut rows: Vec<RowRow> = Vec::new();
        for state in states {
            let text = format!(
                "SELECT * FROM import_row WITH INDEX import_row_state \
                 WHERE import = $import AND state = '{}' AND row > $after ORDER BY row LIMIT {most}",
                state.key()
            );
            let vars = Vars::new().with("import", import).with("after", after);
            rows.extend(self.store.rows::<RowRow>(&text, vars).await?);
        }
        rows.sort_by_key(|row| row.row);
        rows.truncate(most);
        Ok(rows)
    }
}
