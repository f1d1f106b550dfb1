//! 变化情况: what is kept of a unit's figures, for who may see its landing page and nobody else. Nothing is put in where nothing was kept: a
//! night that was missed is a day that is not there, and an earlier figure that is not there is said not to be.

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
}

/// What a reader may be told of a unit's figures.
struct Reading<'a> {
    unit: &'a Unit,
    reader: &'a Actor,
    figure: Figure,
    rules: &'a Rules,
}

impl Reading<'_> {
    /// The figure as it was kept, as the reader may see it; none where it was not counted.
    fn point(&self, kept: &Kept) -> Option<TrendPoint> {
        let value = told(self.figure, &kept.figures, self.unit, self.reader)?;
        Some(TrendPoint { day: kept.day, value, term: self.rules.term_on(kept.day).0 })
    }
}

/// A figure as somebody may see it. Who belongs to no unit sees what is seen from above.
fn told(figure: Figure, figures: &Figures, unit: &Unit, reader: &Actor) -> Option<Told> {
    let from = reader.unit.as_ref().map_or(UnitKind::Nation, |own| own.kind);
    figures.figure(figure).map(|n| figure.told(n, unit.kind, from))
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
        let points: Vec<TrendPoint> = kept.iter().filter_map(|kept| reading.point(kept)).collect();
        let newest = match points.last() {
            Some(point) => Some(*point),
            None => self.kept_on(&unit.id, today).await?.and_then(|kept| reading.point(&kept)),
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
        let kept = self.kept_since(&unit.id, since).await?;
        // Counted from the newest, which is the one beside the number of today.
        let apart = kept.len().div_ceil(MARKS).max(1);
        let mut marks: Vec<&Kept> = kept.iter().rev().step_by(apart).collect();
        marks.reverse();
        let line = |figure: Figure| {
            let values: Vec<_> = marks.iter().map(|kept| told(figure, &kept.figures, &unit, actor)).collect();
            values.iter().any(Option::is_some).then_some((figure, values))
        };
        let values = Figure::ALL.into_iter().filter_map(line).collect();
        Ok(TrendLines { days: marks.iter().map(|kept| kept.day).collect(), values })
    }

    /// A figure against the one of an earlier day, or of the last night shortly before it.
    async fn against(&self, reading: &Reading<'_>, newest: TrendPoint, on: NaiveDate) -> Result<Against> {
        let kept = self.kept_on(&reading.unit.id, on).await?;
        let near = kept.filter(|kept| (on - kept.day).num_days() <= NEAR);
        let earlier = near.and_then(|kept| reading.point(&kept));
        Ok(Against::of(newest.value, earlier.map(|point| (point.day, point.value))))
    }

    /// What is kept of a unit from a day on, the earliest first.
    async fn kept_since(&self, unit: &UnitId, since: NaiveDate) -> Result<Vec<Kept>> {
        let text = format!(
            "SELECT day, figures FROM figure_day WHERE unit = $unit AND day >= $since ORDER BY day DESC LIMIT {MOST}"
        );
        let vars = Vars::new().with("unit", unit).with("since", since);
        let mut kept: Vec<Kept> = self.store.rows(&text, vars).await?;
        kept.reverse();
        Ok(kept)
    }

    /// What is kept of a unit on a day, or last before it.
    async fn kept_on(&self, unit: &UnitId, on: NaiveDate) -> Result<Option<Kept>> {
        let text =
            "SELECT day, figures FROM figure_day WHERE unit = $unit AND day <= $on ORDER BY day DESC LIMIT 1";
        let vars = Vars::new().with("unit", unit).with("on", on);
        Ok(self.store.rows(text, vars).await?.into_iter().next())
    }

    /// The first day of which figures of a unit are kept.
    async fn kept_first(&self, unit: &UnitId) -> Result<Option<NaiveDate>> {
        #[derive(Deserialize)]
        struct First {
            day: NaiveDate,
        }
        let text = "SELECT day FROM figure_day WHERE unit = $unit ORDER BY day LIMIT 1";
        let first: Option<First> =
            self.store.rows(text, Vars::new().with("unit", unit)).await?.into_iter().next();
        Ok(first.map(|first| first.day))
    }
}
