//! 变化情况: what is kept of a unit's figures, for who may see its landing page and nobody else, and as it is told there. Nothing is put in
//! where nothing was kept: a night that was missed is a day that is not there, and an earlier figure that is not there is said not to be.

use super::beside::may_list;
use super::history::{LeftOut, TABLE, key};
use crate::error::Result;
use crate::services::Dashboards;
use crate::store::Vars;
use chrono::{Days, NaiveDate};
use contract::dashboard::{Figures, Trend, TrendLines, TrendPoint};
use domain::access::Actor;
use domain::figure::{Against, Figure, Span, Told, same_day_of_term_before, same_day_of_year_before};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use domain::rules::Rules;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days of one chart: those that are kept day by day, and the ends of fifty years of months.
const MOST: usize = 1000;
/// How far a small line of a landing page goes back.
const WEEKS: Days = Days::new(84);
/// Days it shows of them, so that it and the table below it stay small.
const MARKS: usize = 14;
/// How long before the day that is asked for the last night may lie: some nights are missed.
const NEAR: i64 = 7;

/// What is kept of a day.
#[derive(Deserialize)]
struct Kept {
    day: NaiveDate,
    figures: Figures,
    /// None of days before it was kept.
    #[serde(default)]
    left_out: Option<LeftOut>,
}

/// A day of which figures are kept.
#[derive(Deserialize)]
struct Day {
    day: NaiveDate,
}

/// The figures of a unit on a day, as a reader may know them.
struct Night {
    day: NaiveDate,
    figures: Figures,
    /// Whether a few children are not told.
    hides_few: bool,
    left_out: BTreeSet<Figure>,
}

impl Night {
    /// A figure as it is told; none where it was not counted.
    fn told(&self, figure: Figure) -> Option<Told> {
        let n = self.figures.figure(figure)?;
        if self.left_out.contains(&figure) {
            return Some(Told::LeftOut);
        }
        Some(if self.hides_few && figure.counts_children() { Told::of_school(n) } else { Told::exact(n) })
    }
}

/// One figure of a unit, read by somebody.
struct Reading<'a> {
    unit: &'a Unit,
    reader: &'a Actor,
    figure: Figure,
    rules: &'a Rules,
}

impl Reading<'_> {
    fn point(&self, night: &Night) -> Option<TrendPoint> {
        let value = night.told(self.figure)?;
        Some(TrendPoint { day: night.day, value, term: self.rules.term_on(night.day).0 })
    }
}

impl Dashboards<'_> {
    /// One figure of a unit in the actor's subtree, over a stretch of days, and against the same day of the term and of the year before;
    /// of the actor's own unit when none is named.
    ///
    /// # Errors
    /// As [`Dashboards::overview`].
    pub async fn trend(
        &self,
        actor: &Actor,
        unit: Option<&UnitId>,
        figure: Figure,
        span: Span,
    ) -> Result<Trend> {
        let unit = self.seen(actor, unit).await?;
        let today = self.store.clock.today();
        let rules = self.rules().rules_for(&unit.path);
        let reading = Reading { unit: &unit, reader: actor, figure, rules: &rules };
        let since = span.since(today, rules.term_on(today).1).unwrap_or_default();
        let kept = self.kept_since(&unit.id, since).await?;
        let nights = self.nights(actor, &unit, kept).await?;
        let points: Vec<TrendPoint> = nights.iter().filter_map(|night| reading.point(night)).collect();
        let newest = match points.last() {
            Some(point) => Some(*point),
            None => {
                let last = self.kept_on(&unit.id, today).await?;
                let nights = self.nights(actor, &unit, last.into_iter().collect()).await?;
                nights.first().and_then(|night| reading.point(night))
            }
        };
        let (mut term_before, mut year_before) = (Against::Nothing, Against::Nothing);
        if let Some(newest) = newest {
            let (term, days) = rules.term_on(newest.day);
            let before = term.previous();
            let before = rules.term_days(before).unwrap_or((before.first_day(), before.last_day()));
            if let Some(on) = same_day_of_term_before(newest.day, days, before) {
                term_before = self.against(&reading, newest, on).await?;
            }
            year_before = self.against(&reading, newest, same_day_of_year_before(newest.day)).await?;
        }
        let since = self.kept_first(&unit.id).await?;
        let Unit { id, name, kind, .. } = unit;
        Ok(Trend { unit: id, name, kind, figure, span, points, since, newest, term_before, year_before })
    }

    /// The figures of a unit over the last weeks, of some of its days.
    ///
    /// # Errors
    /// As [`Dashboards::overview`].
    pub async fn trend_lines(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<TrendLines> {
        let unit = self.seen(actor, unit).await?;
        let since = self.store.clock.today().checked_sub_days(WEEKS).unwrap_or_default();
        let days = self.days_since(&unit.id, since).await?;
        // Counted from the newest, which is the one beside the number of today. Of the others only the day is read.
        let apart = days.len().div_ceil(MARKS).max(1);
        let keys: Vec<String> = days.iter().step_by(apart).map(|day| key(&unit.id, *day)).collect();
        let mut marks: Vec<Kept> = self.store.get_many(TABLE, &keys).await?;
        marks.sort_by_key(|kept| kept.day);
        let marks = self.nights(actor, &unit, marks).await?;
        let line = |figure: Figure| {
            let values: Vec<_> = marks.iter().map(|night| night.told(figure)).collect();
            values.iter().any(Option::is_some).then_some((figure, values))
        };
        let values = Figure::ALL.into_iter().filter_map(line).collect();
        Ok(TrendLines { days: marks.iter().map(|night| night.day).collect(), values })
    }

    /// A figure against the one of an earlier day, or of the last night shortly before it.
    async fn against(&self, reading: &Reading<'_>, newest: TrendPoint, on: NaiveDate) -> Result<Against> {
        let kept = self.kept_on(&reading.unit.id, on).await?;
        let near = kept.into_iter().filter(|kept| (on - kept.day).num_days() <= NEAR);
        let nights = self.nights(reading.reader, reading.unit, near.collect()).await?;
        let earlier = nights.first().and_then(|night| reading.point(night));
        Ok(Against::of(newest.value, earlier.map(|point| (point.day, point.value))))
    }

    /// What is kept of a unit as a reader may know it. What is left out of a school depends on the others, and stands with its authority.
    async fn nights(&self, reader: &Actor, unit: &Unit, mut kept: Vec<Kept>) -> Result<Vec<Night>> {
        let masks = !may_list(reader, unit);
        let mut left_out: BTreeMap<NaiveDate, BTreeSet<Figure>> = BTreeMap::new();
        let mut note = |day: NaiveDate, of: Option<LeftOut>| {
            let of = of.unwrap_or_default().into_iter().filter(|(_, units)| units.contains(&unit.id));
            left_out.insert(day, of.map(|(figure, _)| figure).collect());
        };
        match &unit.parent {
            _ if !masks => {}
            Some(authority) if unit.kind == UnitKind::School => {
                let keys: Vec<String> = kept.iter().map(|kept| key(authority, kept.day)).collect();
                let above: Vec<Kept> = self.store.get_many(TABLE, &keys).await?;
                above.into_iter().for_each(|above| note(above.day, above.left_out));
            }
            _ => kept.iter_mut().for_each(|kept| note(kept.day, kept.left_out.take())),
        }
        let hides_few = masks && unit.kind == UnitKind::School;
        let night = |Kept { day, figures, .. }| {
            let left_out = left_out.remove(&day).unwrap_or_default();
            Night { day, figures, hides_few, left_out }
        };
        Ok(kept.into_iter().map(night).collect())
    }

    /// What is kept of a unit from a day on, the earliest first.
    async fn kept_since(&self, unit: &UnitId, since: NaiveDate) -> Result<Vec<Kept>> {
        let text = format!(
            "SELECT day, figures, left_out FROM figure_day WHERE unit = $unit AND day >= $since ORDER BY day DESC LIMIT {MOST}"
        );
        let vars = Vars::new().with("unit", unit).with("since", since);
        let mut kept: Vec<Kept> = self.store.rows(&text, vars).await?;
        kept.reverse();
        Ok(kept)
    }

    /// The days from one on of which figures of a unit are kept, the latest first.
    async fn days_since(&self, unit: &UnitId, since: NaiveDate) -> Result<Vec<NaiveDate>> {
        let text = format!(
            "SELECT day FROM figure_day WHERE unit = $unit AND day >= $since ORDER BY day DESC LIMIT {MOST}"
        );
        let vars = Vars::new().with("unit", unit).with("since", since);
        let days: Vec<Day> = self.store.rows(&text, vars).await?;
        Ok(days.into_iter().map(|one| one.day).collect())
    }

    /// What is kept of a unit on a day, or last before it.
    async fn kept_on(&self, unit: &UnitId, on: NaiveDate) -> Result<Option<Kept>> {
        let text = "SELECT day, figures, left_out FROM figure_day WHERE unit = $unit AND day <= $on \
                    ORDER BY day DESC LIMIT 1";
        let vars = Vars::new().with("unit", unit).with("on", on);
        Ok(self.store.rows(text, vars).await?.into_iter().next())
    }

    /// The first day of which figures of a unit are kept.
    async fn kept_first(&self, unit: &UnitId) -> Result<Option<NaiveDate>> {
        let text = "SELECT day FROM figure_day WHERE unit = $unit ORDER BY day LIMIT 1";
        let first: Option<Day> =
            self.store.rows(text, Vars::new().with("unit", unit)).await?.into_iter().next();
        Ok(first.map(|first| first.day))
    }
}
