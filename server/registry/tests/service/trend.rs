//! 历史数据: the figures of every unit are kept once a night, thinned with the years, and told to who may see the unit's landing page.

use crate::support::*;
use chrono::{Duration, NaiveDate, TimeZone, Utc};
use contract::dashboard::Trend;
use domain::access::{Actor, Role};
use domain::figure::{Against, Figure, Span, Told, same_day_of_term_before};
use registry::error::Result;
use registry::jobs::Kind;
use registry::store::{UnitOfWork, Vars};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Kept {
    unit: String,
    day: NaiveDate,
    daily: bool,
}

impl World {
    /// Noon in Beijing.
    fn noon(&self, on: &str) {
        self.clock.set(Utc.from_utc_datetime(&day(on).and_hms_opt(4, 0, 0).unwrap()));
    }

    /// The night's work of this day alone.
    async fn keep_figures(&self, on: &str) -> bool {
        self.noon(on);
        self.registry.figures().nightly_figures().await.unwrap()
    }

    async fn kept(&self) -> Vec<Kept> {
        let text = "SELECT unit, day, daily FROM figure_day ORDER BY unit, day";
        self.registry.store.rows(text, Vars::new()).await.unwrap()
    }

    /// The days kept of a unit, each with whether it is one of those kept day by day.
    async fn days_of(&self, unit: &str) -> Vec<(String, bool)> {
        let rows = self.kept().await.into_iter().filter(|row| row.unit == unit);
        rows.map(|row| (row.day.to_string(), row.daily)).collect()
    }

    async fn trend(&self, actor: &Actor, unit: &str, figure: Figure, span: Span) -> Result<Trend> {
        self.registry.figures().trend(actor, Some(&code(unit)), figure, span).await
    }

    async fn points(&self, actor: &Actor, unit: &str, span: Span) -> Vec<(String, Told)> {
        let trend = self.trend(actor, unit, Figure::OnRoll, span).await.unwrap();
        trend.points.into_iter().map(|point| (point.day.to_string(), point.value)).collect()
    }
}

fn exact(points: &[(&str, u64)]) -> Vec<(String, Told)> {
    points.iter().map(|(day, n)| ((*day).to_owned(), Told::Exact(*n))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_that_is_worked_off_twice_writes_one_row_for_unit_and_day() {
    let world = World::in_memory().await;
    let county = registrar(COUNTY);
    let before = world.trend(&county, COUNTY, Figure::OnRoll, Span::All).await.unwrap();
    assert_eq!((before.points.len(), before.since, before.newest), (0, None, None), "nothing is made up");
    assert_eq!((before.term_before, before.year_before), (Against::Nothing, Against::Nothing));
    world.pupil(SCHOOL, 1).await;
    assert!(world.keep_figures("2026-09-07").await);
    let first = world.kept().await;
    let units: BTreeSet<&str> = first.iter().map(|row| row.unit.as_str()).collect();
    assert!(
        ["000000", "320000", "320100", COUNTY, SCHOOL].iter().all(|unit| units.contains(unit)),
        "{units:?}"
    );
    assert_eq!(units.len(), first.len());
    assert!(!world.keep_figures("2026-09-07").await, "once a day");

    // The same night again, after somebody came: the same rows, with what stands now.
    world.pupil(SCHOOL, 2).await;
    world.registry.store.execute("DELETE automatic RETURN NONE").await.unwrap();
    assert!(world.keep_figures("2026-09-07").await);
    assert_eq!(world.kept().await, first);
    assert_eq!(world.points(&county, COUNTY, Span::Term).await, exact(&[("2026-09-07", 2)]));

    world.pupil(SCHOOL, 3).await;
    assert!(world.keep_figures("2026-09-08").await);
    let both = exact(&[("2026-09-07", 2), ("2026-09-08", 3)]);
    for span in Span::ALL {
        assert_eq!(world.points(&county, COUNTY, span).await, both, "{span:?}");
    }
    let trend = world.trend(&county, COUNTY, Figure::OnRoll, Span::Term).await.unwrap();
    assert_eq!(trend.since, Some(day("2026-09-07")));
    assert_eq!(trend.points[0].term.to_string(), "2026—2027学年第一学期");
    assert_eq!((trend.term_before, trend.year_before), (Against::Nothing, Against::Nothing));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_late_on_a_day_stays_as_it_was_on_that_day() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    // 2026-10-08 is the last day of the month in which the archive is to be built.
    for on in ["2026-10-08", "2026-10-09"] {
        world.keep_figures(on).await;
    }
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    world.keep_figures("2026-10-10").await;
    let own = registrar(SCHOOL);
    let late = world.trend(&own, SCHOOL, Figure::ArchivesLate, Span::Term).await.unwrap();
    let values: Vec<Told> = late.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [0, 1, 0].map(Told::Exact), "read by the day it was kept, not by today");
    assert_eq!(late.newest.unwrap().value, Told::Exact(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_is_compared_with_the_same_day_of_the_term_and_of_the_year_before() {
    let world = World::in_memory().await;
    let county = registrar(COUNTY);
    world.pupil(SCHOOL, 1).await;
    world.keep_figures("2026-09-10").await;
    world.pupil(OTHER_SCHOOL, 2).await;
    let today = day("2027-09-10");
    world.noon("2027-09-10");
    let rules = world.registry.rules().rules_for(&unit_path(COUNTY));
    let (term, days) = rules.term_on(today);
    let before = term.previous();
    let before = rules.term_days(before).unwrap_or((before.first_day(), before.last_day()));
    let same = same_day_of_term_before(today, days, before).unwrap();
    world.keep_figures(&same.to_string()).await;
    world.keep_figures("2027-09-10").await;

    let trend = world.trend(&county, COUNTY, Figure::OnRoll, Span::Term).await.unwrap();
    assert_eq!(trend.newest.unwrap().day, today);
    let year = Against::By { on: day("2026-09-10"), before: 1, change: 1 };
    assert_eq!(trend.year_before, year);
    assert_eq!(trend.term_before, Against::By { on: same, before: 2, change: 0 });
    // The night of that very day was missed: the last one of the week before it counts, an older one does not.
    world.keep_figures("2027-09-15").await;
    let near = world.trend(&county, COUNTY, Figure::OnRoll, Span::Term).await.unwrap();
    assert_eq!(near.year_before, year);
    world.keep_figures("2027-09-18").await;
    let far = world.trend(&county, COUNTY, Figure::OnRoll, Span::Term).await.unwrap();
    assert_eq!(far.year_before, Against::Nothing, "eight days before is another day");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_history_is_told_to_who_sees_the_landing_page_and_to_nobody_else() {
    let world = World::in_memory().await;
    let child = world.pupil(SCHOOL, 1).await;
    world.keep_figures("2026-09-07").await;
    let figures = world.registry.figures();
    for (from, at) in [
        (SCHOOL, OTHER_SCHOOL),
        (SCHOOL, COUNTY),
        (COUNTY, "320100"),
        ("320100", "000000"),
        (COUNTY, "510104"),
    ] {
        let reader = registrar(from);
        assert!(is_not_found(&world.trend(&reader, at, Figure::OnRoll, Span::All).await), "{from} at {at}");
        assert!(is_not_found(&figures.trend_lines(&reader, Some(&code(at))).await), "{from} at {at}");
    }
    for (from, at) in [("000000", SCHOOL), ("320100", COUNTY), (COUNTY, SCHOOL)] {
        let trend =
            world.trend(&actor(Role::Official, from, 5), at, Figure::OnRoll, Span::All).await.unwrap();
        assert_eq!((trend.unit, trend.points.len()), (code(at), 1), "{from} at {at}");
    }
    let parent = guardian(child);
    assert!(is_not_found(&figures.trend(&parent, None, Figure::OnRoll, Span::All).await));
    assert!(is_not_found(&figures.trend_lines(&parent, None).await));
    let system = actor(Role::SystemAdmin, COUNTY, 3);
    assert!(world.trend(&system, COUNTY, Figure::OnRoll, Span::All).await.is_ok());
    assert_eq!(codes(world.trend(&system, SCHOOL, Figure::OnRoll, Span::All).await), ["not_permitted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_few_children_of_a_school_are_told_to_who_may_list_them_and_no_other_day_gives_them_away()
{
    let world = World::in_memory().await;
    for seed in 1..=3 {
        world.pupil(SCHOOL, seed).await;
    }
    world.keep_figures("2026-09-07").await;
    world.keep_figures("2026-09-08").await;
    for seed in 4..=5 {
        world.pupil(OTHER_SCHOOL, seed).await;
    }
    world.keep_figures("2026-09-09").await;
    for seed in 6..=8 {
        world.pupil(SCHOOL, seed).await;
    }
    world.keep_figures("2026-09-10").await;
    let (school, county, official) = (registrar(SCHOOL), registrar(COUNTY), actor(Role::Official, COUNTY, 5));
    let values = async |actor: &Actor, unit: &str, figure: Figure| {
        let trend = world.trend(actor, unit, figure, Span::Term).await.unwrap();
        trend.points.iter().map(|point| point.value).collect::<Vec<_>>()
    };
    // All the county has; then beside another few; then what the county and the other few would leave.
    let alone_few_left = [Told::LeftOut, Told::LeftOut, Told::Few, Told::LeftOut];
    assert_eq!(values(&official, SCHOOL, Figure::OnRoll).await, alone_few_left);
    assert!(values(&official, OTHER_SCHOOL, Figure::OnRoll).await.ends_with(&[Told::Few; 2]));
    assert_eq!(values(&official, SCHOOL, Figure::Overdue).await, [Told::Exact(0); 4], "nobody is nobody");
    assert_eq!(
        values(&official, COUNTY, Figure::OnRoll).await,
        [3, 3, 5, 8].map(Told::Exact),
        "of all schools"
    );
    let own = [3, 3, 3, 6].map(Told::Exact);
    assert_eq!(values(&school, SCHOOL, Figure::OnRoll).await, own);
    assert_eq!(values(&county, SCHOOL, Figure::OnRoll).await, own, "may list them by name");

    let told = world.trend(&official, SCHOOL, Figure::OnRoll, Span::All).await.unwrap();
    assert!(!serde_json::to_string(&told).unwrap().contains("\"exact\""), "no number goes out at all");
    let figures = world.registry.figures();
    let line = async |actor: &Actor| {
        figures.trend_lines(actor, Some(&code(SCHOOL))).await.unwrap().values[&Figure::OnRoll].clone()
    };
    assert_eq!(line(&official).await, alone_few_left.map(Some));
    assert_eq!(line(&school).await, own.map(Some));
    world.keep_figures("2027-09-08").await;
    let grown = async |reader: &Actor, unit: &str| {
        world.trend(reader, unit, Figure::OnRoll, Span::Term).await.unwrap().year_before
    };
    let untold = Against::Untold { on: day("2026-09-08") };
    assert_eq!(grown(&official, SCHOOL).await, untold, "a difference would tell the number");
    let by = |before: u64, change: i64| Against::By { on: day("2026-09-08"), before, change };
    assert_eq!((grown(&county, SCHOOL).await, grown(&official, COUNTY).await), (by(3, 3), by(3, 5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_history_of_an_authority_with_a_single_school_is_not_that_schools() {
    let world = World::in_memory().await;
    let gone = format!("DELETE unit WHERE uid = '{OTHER_SCHOOL}' RETURN NONE");
    world.registry.store.execute(&gone).await.unwrap();
    world.pupil(SCHOOL, 1).await;
    world.keep_figures("2026-09-07").await;
    for unit in [SCHOOL, COUNTY] {
        let told = async |reader: &Actor| {
            world.trend(reader, unit, Figure::OnRoll, Span::Term).await.unwrap().newest.unwrap().value
        };
        assert_eq!(told(&actor(Role::Official, COUNTY, 5)).await, Told::LeftOut, "{unit}");
        assert_eq!(told(&registrar(COUNTY)).await, Told::Exact(1), "{unit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_four_hundred_days_the_last_of_each_month_stays() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let nights =
        ["2026-09-07", "2026-09-08", "2026-09-29", "2026-10-05", "2026-10-26", "2026-10-27", "2026-10-28"];
    for on in nights {
        world.keep_figures(on).await;
    }
    assert_eq!(world.days_of(SCHOOL).await.len(), nights.len());
    // Four hundred days after 27 October 2026.
    world.keep_figures("2027-12-01").await;
    let mut left: Vec<(String, bool)> =
        [("2026-09-29", false), ("2026-10-27", true), ("2026-10-28", true), ("2027-12-01", true)]
            .map(|(day, daily)| (day.to_owned(), daily))
            .into();
    assert_eq!(world.days_of(SCHOOL).await, left);
    assert_eq!(world.days_of("000000").await, left, "of every unit alike");
    world.keep_figures("2028-01-05").await;
    left.remove(1);
    left[1].1 = false;
    left.push(("2028-01-05".to_owned(), true));
    assert_eq!(world.days_of(SCHOOL).await, left, "the month is through");

    let own = registrar(SCHOOL);
    let all = world.trend(&own, SCHOOL, Figure::OnRoll, Span::All).await.unwrap();
    assert_eq!((all.points.len(), all.since), (4, Some(day("2026-09-29"))));
    assert_eq!(world.points(&own, SCHOOL, Span::Year).await.len(), 2);
}

/// Schools of which there are sums and nothing else.
async fn with_sums_of(world: &World, many: usize) {
    let at = world.clock.now();
    world
        .registry
        .store
        .transact("rollup", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                for n in 0..many {
                    let unit = format!("21321{n:05}");
                    let row = serde_json::json!({
                        "unit": unit, "parent": COUNTY, "path": unit_path(&unit), "name": "学校", "kind": "school",
                        "counts": {}, "at": at,
                    });
                    work.put("rollup", &unit, &row);
                }
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_goes_on_where_it_was_cut_off_and_begins_anew_on_another_day() {
    let world = World::in_memory().await;
    world.noon("2026-09-07");
    with_sums_of(&world, 450).await;
    world.registry.figures().call_for_figures().await.unwrap();
    let of_day = async |on: &str| {
        let kept = world.kept().await;
        kept.into_iter().filter(|row| row.day == day(on)).map(|row| row.unit).collect::<Vec<_>>()
    };
    let slice = async || world.registry.jobs().job_round(&[Kind::FigureDays]).await.unwrap();
    assert!(slice().await);
    assert_eq!(of_day("2026-09-07").await.len(), 200, "a page of units, not the country");
    assert!(slice().await);
    let units: BTreeSet<String> = of_day("2026-09-07").await.into_iter().collect();
    assert_eq!(units.len(), 400, "further on, and none twice");

    // The process ends here, and is there again the next day: what is left of yesterday is not made up of today.
    world.wait(Duration::days(1));
    world.registry.jobs().drain_jobs(&[Kind::FigureDays]).await.unwrap();
    assert_eq!(of_day("2026-09-07").await.len(), 400);
    assert_eq!(of_day("2026-09-08").await.len(), 450);
    assert_eq!(world.registry.jobs().job_progress(Kind::FigureDays, "000000").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_round_of_the_night_has_kept_the_figures_when_it_is_over() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    world.noon("2026-09-07");
    // Nobody else works anything off: what the night did later found the figures kept.
    world.registry.watch().look_round().await.unwrap();
    let first = [("2026-09-07".to_owned(), true)];
    for unit in ["000000", "320000", "320100", COUNTY, SCHOOL] {
        assert_eq!(world.days_of(unit).await, first, "{unit}");
    }
    let left = world.registry.jobs().job_progress(Kind::FigureDays, "000000").await.unwrap();
    assert_eq!(left, None, "nothing is left to be taken while other parts run");
    world.pupil(SCHOOL, 2).await;
    world.registry.watch().look_round().await.unwrap();
    let points = world.points(&registrar(COUNTY), COUNTY, Span::Term).await;
    assert_eq!(points, exact(&[("2026-09-07", 1)]), "once a day, as it stood in the night");
    world.noon("2026-09-08");
    world.registry.watch().look_round().await.unwrap();
    let points = world.points(&registrar(COUNTY), COUNTY, Span::Term).await;
    assert_eq!(points, exact(&[("2026-09-07", 1), ("2026-09-08", 2)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_line_has_few_marks_and_ends_with_the_newest() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let first = day("2026-09-07");
    for n in 0..30 {
        world.keep_figures(&(first + Duration::days(n)).to_string()).await;
    }
    let own = registrar(SCHOOL);
    let lines = world.registry.figures().trend_lines(&own, None).await.unwrap();
    assert_eq!(lines.days.last(), Some(&day("2026-10-06")));
    assert!((2..=14).contains(&lines.days.len()), "{:?}", lines.days);
    assert!(lines.days.is_sorted());
    for (figure, values) in &lines.values {
        assert_eq!(values.len(), lines.days.len(), "{figure:?}");
    }
    assert_eq!(lines.values[&Figure::OnRoll].last(), Some(&Some(Told::Exact(1))));
}
