//! The night's work: measures every unit of which there are figures, opens, reads and closes warnings, and counts what stands open for
//! the dashboards. Running it again the same day changes nothing but figures that have changed.

use super::measure::{Counted, Pupils, on_the_way};
use super::{WarningRow, once_of};
use crate::Registry;
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::jobs::{Call, Job, Kind, Part, Parts, Slice, Turn};
use crate::services::Warnings;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::id::{CaseId, UnitId, WarningId};
use domain::org::{OrgPath, UnitKind};
use domain::rules::{RuleKey, Rules, authorities_of};
use domain::warning::{Indicator, Reading, Warning, Week};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Units whose counters are read, and counts that are written, in one turn.
const PAGE: usize = 200;

/// What one run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    /// Warnings that are new.
    pub opened: usize,
    /// Warnings whose figure fell below.
    pub closed: usize,
    /// Warnings that stand open.
    pub open: usize,
}

/// The night's work. All of the country is measured in one go, for what is counted of one unit counts for those above it; doing it
/// again opens and closes nothing twice. The digests come after it, so that a failure there has nothing measured again.
pub(crate) struct Night;

/// The place a night's work has reached.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Reached {
    /// The day every unit was measured; none before that. From then on the digests are to be made.
    measured_on: Option<NaiveDate>,
}

impl Job for Night {
    const KIND: Kind = Kind::Warnings;
    const SIDE_BY_SIDE: usize = 1;
    /// The day on which it was done.
    type Found = NaiveDate;

    async fn find(registry: &Registry, turn: &Turn) -> Result<NaiveDate> {
        let today = registry.store.clock.today();
        let reached: Reached = turn.job().place()?;
        if reached.measured_on == Some(today) {
            registry.warnings().make_digests(Week::of(today).previous(), today).await?;
        } else {
            registry.warnings().measure_warnings().await?;
        }
        Ok(today)
    }

    async fn slice(registry: &Registry, turn: &Turn, today: &NaiveDate) -> Result<Slice> {
        let work = UnitOfWork::new();
        let reached: Reached = turn.job().place()?;
        let through = match reached.measured_on {
            Some(day) => day == *today,
            // On the first night of a week they are not there yet.
            None => registry.warnings().has_digests(Week::of(*today).previous()).await?,
        };
        if through {
            return Ok(Slice::last(work));
        }
        Ok(Slice::at(work, &Reached { measured_on: Some(*today) }, 1, 2))
    }
}

/// What a roll-up says of a unit.
#[derive(Deserialize)]
struct Rollup {
    unit: UnitId,
    name: String,
    kind: UnitKind,
    path: OrgPath,
    counts: BTreeMap<String, i64>,
}

/// A unit that is measured.
pub(super) struct Subject {
    pub(super) id: UnitId,
    pub(super) name: String,
    pub(super) kind: UnitKind,
    pub(super) path: OrgPath,
    pub(super) pupils: Pupils,
}

/// The rules in force today, read once a place.
#[derive(Default)]
struct ByPlace(BTreeMap<Vec<UnitId>, Arc<Rules>>);

impl ByPlace {
    fn of(&mut self, registry: &Registry, path: &OrgPath) -> Arc<Rules> {
        self.0.entry(authorities_of(path)).or_insert_with(|| registry.rules().rules_for(path)).clone()
    }
}

/// Open warnings by indicator and level.
pub(super) type Counts = BTreeMap<Indicator, [u64; 3]>;

/// Open warnings of a unit and all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CountRow {
    pub(super) unit: UnitId,
    pub(super) parent: Option<UnitId>,
    pub(super) open: Counts,
}

impl Warnings<'_> {
    /// Measures once a day, and on the first run of a week makes the digests of the week that has passed: what the schedule does at
    /// night, and worked off at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn nightly_warnings(&self) -> Result<bool> {
        let mut parts = Parts::new(self);
        let begun = parts.daily(Part::Warnings, self.call_for_warnings()).await?;
        parts.end()?;
        self.jobs().drain_jobs(&[Kind::Warnings]).await?;
        Ok(begun)
    }

    /// Has the night's work begun.
    pub(crate) async fn call_for_warnings(&self) -> Result<bool> {
        let (nation, cursor) = (UnitId::nation(), serde_json::Value::Null);
        let call = Call { kind: Kind::Warnings, subject: nation.as_str(), path: None, cursor, total: 2 };
        self.jobs().begin_jobs(&[call]).await?;
        Ok(true)
    }

    /// Measures now, whatever was measured before today.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn measure_warnings(&self) -> Result<Measured> {
        let today = self.store.clock.today();
        let counted = self.count_for_warnings(today).await?;
        let subjects = self.subjects(&counted, today).await?;
        let mut known = self.open_warnings().await?;
        let mut done = Measured::default();
        let mut open: BTreeMap<UnitId, CountRow> = BTreeMap::new();
        let mut places = ByPlace::default();
        for subject in &subjects {
            let rules = places.of(self, &subject.path);
            for indicator in Indicator::ALL.into_iter().filter(|one| one.concerns(subject.kind)) {
                let (figure, cases) = figure(subject, indicator, &counted, &rules, today);
                let base = subject.pupils.base;
                let reading = Reading::new(indicator, today, figure, base, &rules);
                let there = known.remove(&(subject.id.clone(), indicator));
                let level = reading.level;
                match there {
                    Some(row) => {
                        done.closed += usize::from(level.is_none());
                        self.read_warning(&row, reading, cases).await?;
                    }
                    None if level.is_some() => {
                        done.opened +=
                            usize::from(self.open_warning(subject, indicator, reading, cases).await?);
                    }
                    None => {}
                }
                if let Some(level) = level {
                    done.open += 1;
                    count(&mut open, &subject.path, indicator, level as usize);
                }
            }
        }
        // Units that are no more: nothing is left to warn of.
        for row in known.into_values() {
            let rules = places.of(self, &row.path);
            let reading = Reading::new(row.indicator, today, 0, 0, &rules);
            done.closed += 1;
            self.read_warning(&row, reading, Vec::new()).await?;
        }
        self.write_counts(open).await?;
        Ok(done)
    }

    /// Every unit with counters, and those without of which something was counted.
    pub(super) async fn subjects(&self, counted: &Counted, today: NaiveDate) -> Result<Vec<Subject>> {
        let mut subjects = Vec::new();
        let mut places = ByPlace::default();
        let mut seen: BTreeSet<UnitId> = BTreeSet::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT unit, name, kind, path, counts FROM rollup WHERE unit > $after ORDER BY unit LIMIT {PAGE}"
            );
            let rows: Vec<Rollup> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { break };
            after = last.unit.to_string();
            for row in rows {
                let pupils = Pupils::new(&row.counts, today, &places.of(self, &row.path));
                seen.insert(row.unit.clone());
                let Rollup { unit: id, name, kind, path, .. } = row;
                subjects.push(Subject { id, name, kind, path, pupils });
            }
        }
        for id in counted.units().into_iter().filter(|id| !seen.contains(*id)) {
            match self.units().unit(id).await {
                Ok(unit) => subjects.push(Subject {
                    id: unit.id,
                    name: unit.name,
                    kind: unit.kind,
                    path: unit.path,
                    pupils: Pupils::default(),
                }),
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(subjects)
    }

    async fn open_warnings(&self) -> Result<BTreeMap<(UnitId, Indicator), WarningRow>> {
        let mut found = BTreeMap::new();
        let mut after = String::new();
        loop {
            let text = "SELECT * FROM warning WHERE open = true AND uid > $after";
            let rows: Vec<WarningRow> = self.page_after(text, Vars::new(), &after).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.uid.to_string();
            found.extend(rows.into_iter().map(|row| ((row.unit.clone(), row.indicator), row)));
        }
    }

    async fn open_warning(
        &self,
        subject: &Subject,
        indicator: Indicator,
        reading: Reading,
        cases: Vec<CaseId>,
    ) -> Result<bool> {
        let calendar = self.working_days().calendar_at(&subject.path);
        let Some(warning) = Warning::open(subject.id.clone(), indicator, reading, cases, &calendar) else {
            return Ok(false);
        };
        let id = WarningId::new(self.store.new_id());
        let row = WarningRow::new(&*self.vault, id, &subject.name, subject.kind, &subject.path, warning);
        let (row, once) = (&row, &once_of(&subject.id, indicator));
        self.store
            .transact(once, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let text = "SELECT uid FROM warning WHERE once = $once";
                    let there: Vec<serde_json::Value> =
                        self.store.rows(text, Vars::new().with("once", once)).await?;
                    if there.is_empty() {
                        row.create(&mut tx.work);
                        self.put_figures_matter(&mut tx, None, row).await?;
                    }
                    Ok((tx.finish(), there.is_empty()))
                })
            })
            .await
    }

    async fn read_warning(&self, row: &WarningRow, reading: Reading, cases: Vec<CaseId>) -> Result<()> {
        let (reading, cases) = (&reading, &cases);
        self.store
            .transact(&row.uid.to_string(), || {
                Box::pin(async move {
                    let row = self.warning_row(row.uid).await?;
                    let mut tx = self.transaction(the_system());
                    let calendar = self.working_days().calendar_at(&row.path);
                    let body = row.body.clone().read(reading.clone(), cases.clone(), &calendar);
                    if body != row.body {
                        let next = row.save_figures(&mut tx.work, body);
                        self.put_figures_matter(&mut tx, Some(&row.body), &next).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Writes the counts that have changed; a unit that has none any more keeps an empty row.
    async fn write_counts(&self, mut open: BTreeMap<UnitId, CountRow>) -> Result<()> {
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT unit, parent, open FROM warning_count WHERE unit > $after ORDER BY unit LIMIT {PAGE}"
            );
            let rows: Vec<CountRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { break };
            after = last.unit.to_string();
            for row in rows {
                match open.get(&row.unit) {
                    Some(new) if *new == row => drop(open.remove(&row.unit)),
                    Some(_) => {}
                    None if row.open.is_empty() => {}
                    None => drop(open.insert(row.unit.clone(), CountRow { open: Counts::new(), ..row })),
                }
            }
        }
        let rows: Vec<CountRow> = open.into_values().collect();
        for rows in rows.chunks(PAGE) {
            self.write("warnings", |work| {
                for row in rows {
                    work.put("warning_count", row.unit.as_str(), row);
                }
            })
            .await?;
        }
        Ok(())
    }

    /// One transaction that reads nothing.
    async fn write(&self, lane: &str, fill: impl Fn(&mut UnitOfWork) + Send + Sync) -> Result<()> {
        let fill = &fill;
        self.store
            .transact(lane, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    fill(&mut work);
                    Ok((work, ()))
                })
            })
            .await
    }
}

fn figure(
    subject: &Subject,
    indicator: Indicator,
    counted: &Counted,
    rules: &Rules,
    today: NaiveDate,
) -> (u64, Vec<CaseId>) {
    match indicator {
        Indicator::Dropouts => (subject.pupils.dropouts, Vec::new()),
        Indicator::LateArchives => (subject.pupils.late_archives, Vec::new()),
        Indicator::Problems => (subject.pupils.problems, Vec::new()),
        // Out of season a suspension is a suspension.
        Indicator::Suspensions if !rules.within(RuleKey::WarnExamWindows, today) => (0, Vec::new()),
        _ => counted.of(&subject.id, indicator),
    }
}

fn count(open: &mut BTreeMap<UnitId, CountRow>, path: &OrgPath, indicator: Indicator, level: usize) {
    let mut parent = None;
    for (unit, _) in on_the_way(path) {
        let row = open.entry(unit.clone()).or_insert_with(|| CountRow {
            unit: unit.clone(),
            parent: parent.clone(),
            open: Counts::new(),
        });
        row.open.entry(indicator).or_default()[level] += 1;
        parent = Some(unit);
    }
}
