//! 历史数据: the figures of every unit as they stand in the night, kept as one row for unit and day. Read from the sums that are there, a page of
//! units at a time; what is older than is kept day by day goes in the same job, but for the last day of each month.
//! [ADR 33](../../../../docs/adr/0033-figures-are-kept-each-night.md).

use super::{Rollup, figures};
use crate::Registry;
use crate::error::Result;
use crate::jobs::{Call, Job, Kind, Part, Parts, Slice, Turn};
use crate::services::Dashboards;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use contract::dashboard::Figures;
use domain::figure::{Figure, daily_since, stays};
use domain::id::UnitId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the rows lie.
pub(super) const TABLE: &str = "figure_day";
/// Units, and days that are too old, of one slice.
const PAGE: usize = 200;
/// Schools whose figures a slice lays side by side, besides those of its last authority.
const BESIDE: usize = 2000;

/// The figures of a unit as they stood in a night.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FigureDay {
    pub(super) unit: UnitId,
    pub(super) day: NaiveDate,
    /// Whether it is one of those kept day by day; not the one that is left of its month.
    pub(super) daily: bool,
    /// The same figures as the unit's landing page showed on that day.
    pub(super) figures: Figures,
    /// Which of them were left out of which unit, of an authority and the schools directly below it, for who may not list their pupils: that
    /// depends on what the others had on that day.
    #[serde(default)]
    pub(super) left_out: LeftOut,
    /// When they had been summed.
    pub(super) summed_at: DateTime<Utc>,
}

/// Figures with the units of which they are left out.
pub(super) type LeftOut = BTreeMap<Figure, Vec<UnitId>>;

/// One row for unit and day, so that a second run of the night writes the same one again.
pub(super) fn key(unit: &UnitId, day: NaiveDate) -> String {
    format!("{unit}/{day}")
}

impl FigureDay {
    pub(super) fn key(&self) -> String {
        key(&self.unit, self.day)
    }
}

/// The night's work: every unit's figures are kept, then the days that are too old go.
pub(crate) struct KeepFigures;

/// The place a night's work has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    /// The day whose figures are kept.
    day: Option<NaiveDate>,
    /// The unit that was kept last.
    after: String,
    /// Whether all units are through.
    kept: bool,
    /// Units so far.
    done: u64,
}

impl Reached {
    /// The place of this day. One that was left on an earlier day counts for nothing: today's figures are not those of that day.
    fn on(turn: &Turn, day: NaiveDate) -> Result<Self> {
        let reached: Self = turn.job().place()?;
        let anew = || Self { day: Some(day), ..Self::default() };
        Ok(if reached.day == Some(day) { reached } else { anew() })
    }
}

/// What a slice is to write.
pub(crate) struct Found {
    day: NaiveDate,
    step: Step,
}

enum Step {
    /// Rows of units, and the last unit that was looked at; none when all are through.
    Keep(Vec<FigureDay>, Option<UnitId>),
    /// Rows that are no longer kept day by day, each with whether it stays for its month.
    Thin(Vec<(FigureDay, bool)>),
}

impl Job for KeepFigures {
    const KIND: Kind = Kind::FigureDays;
    const SIDE_BY_SIDE: usize = 1;
    type Found = Found;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Found> {
        let day = registry.store.clock.today();
        let reached = Reached::on(turn, day)?;
        let step = match reached.kept {
            false => registry.figures().units_to_keep(&reached.after, day).await?,
            true => registry.figures().days_to_thin(day).await?,
        };
        Ok(Found { day, step })
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Found) -> Result<Slice> {
        let mut work = UnitOfWork::new();
        let mut reached = Reached::on(turn, found.day)?;
        match &found.step {
            Step::Keep(rows, last) => {
                for row in rows {
                    work.put(TABLE, &row.key(), row);
                }
                reached.done += rows.len() as u64;
                match last {
                    Some(last) => reached.after = last.to_string(),
                    None => reached.kept = true,
                }
            }
            Step::Thin(rows) if rows.is_empty() => {
                // Called again on a day that began meanwhile: that day has its own figures.
                let today = registry.store.clock.today();
                if today == found.day {
                    return Ok(Slice::last(work));
                }
                reached = Reached::default();
            }
            Step::Thin(rows) => {
                for (row, stays) in rows {
                    match stays {
                        true => work.put(TABLE, &row.key(), &FigureDay { daily: false, ..row.clone() }),
                        false => work.remove(TABLE, &row.key()),
                    }
                }
            }
        }
        Ok(Slice::at(work, &reached, reached.done, 0))
    }
}

impl Dashboards<'_> {
    /// Keeps the figures of the day once a day: what the schedule does at night, and worked off at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn nightly_figures(&self) -> Result<bool> {
        let mut parts = Parts::new(self);
        let begun = parts.daily(Part::Figures, self.call_for_figures()).await?;
        parts.end()?;
        self.jobs().drain_jobs(&[Kind::FigureDays]).await?;
        Ok(begun)
    }

    /// Has the night's work begun; whoever runs jobs works it off.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn call_for_figures(&self) -> Result<bool> {
        let (nation, cursor) = (UnitId::nation(), serde_json::Value::Null);
        let call = Call { kind: Kind::FigureDays, subject: nation.as_str(), path: None, cursor, total: 0 };
        self.jobs().begin_jobs(&[call]).await?;
        Ok(true)
    }

    /// The sums of the next units in the order of their codes.
    pub(super) async fn sums_after(&self, after: &str) -> Result<Vec<Rollup>> {
        let text = format!("SELECT * FROM rollup WHERE unit > $after ORDER BY unit LIMIT {PAGE}");
        self.store.rows(&text, Vars::new().with("after", after)).await
    }

    /// The next units in the order of their codes, as they stand now. A school that is no more has no figures of today.
    async fn units_to_keep(&self, after: &str, day: NaiveDate) -> Result<Step> {
        let rollups = self.sums_after(after).await?;
        let closed =
            if rollups.is_empty() { Arc::default() } else { self.schools().closed_schools().await? };
        let (mut rows, mut last, mut beside) = (Vec::new(), None, 0);
        for rollup in rollups {
            let is_school = rollup.is_of_a_school();
            let Rollup { unit, counts, at, .. } = rollup;
            last = Some(unit.clone());
            if closed.contains(&unit) {
                continue;
            }
            let mut left_out = LeftOut::new();
            if !is_school {
                let counters = self.counters_below(&unit).await?;
                beside += counters.len();
                left_out = self.schools_told(&unit, &counters, &closed, day).await?.left_out();
            }
            let figures = figures::read(&counts, day);
            rows.push(FigureDay { unit, day, daily: true, figures, left_out, summed_at: at });
            if beside > BESIDE {
                break;
            }
        }
        Ok(Step::Keep(rows, last))
    }

    /// The oldest rows that are still kept day by day and need not be.
    async fn days_to_thin(&self, today: NaiveDate) -> Result<Step> {
        let text = format!(
            "SELECT * FROM figure_day WHERE daily = true AND day < $edge ORDER BY day, unit LIMIT {PAGE}"
        );
        let vars = Vars::new().with("edge", daily_since(today));
        let rows: Vec<FigureDay> = self.store.rows(&text, vars).await?;
        let mut judged = Vec::with_capacity(rows.len());
        for row in rows {
            let next = self.kept_after(&row.unit, row.day).await?;
            let stays = stays(row.day, next, today);
            judged.push((row, stays));
        }
        Ok(Step::Thin(judged))
    }

    /// The next day of which figures of a unit are kept.
    async fn kept_after(&self, unit: &UnitId, day: NaiveDate) -> Result<Option<NaiveDate>> {
        #[derive(Deserialize)]
        struct Next {
            day: NaiveDate,
        }
        let text = "SELECT day FROM figure_day WHERE unit = $unit AND day > $day ORDER BY day LIMIT 1";
        let vars = Vars::new().with("unit", unit).with("day", day);
        let next: Option<Next> = self.store.rows(text, vars).await?.into_iter().next();
        Ok(next.map(|next| next.day))
    }
}
