//! The demo's invented history of figures: rows of past days, and nothing else.

use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::access::Role;
use domain::figure::{Figure, Span, Told};
use registry::dashboard::InventedDay;

#[tokio::test(flavor = "multi_thread")]
async fn invented_days_are_told_as_nights_are_and_no_counter_changes() {
    let world = World::in_memory().await;
    for seed in 1..=20 {
        world.pupil(SCHOOL, seed).await;
    }
    world.clock.set(Utc.from_utc_datetime(&day("2026-11-30").and_hms_opt(4, 0, 0).unwrap()));
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().nightly_figures().await.unwrap());
    let invented = |on: &str, pupils| InventedDay { day: day(on), pupils, business: 1000 };
    let days = [
        invented("2025-01-31", 800),
        invented("2026-11-20", 800),
        invented("2026-11-30", 1),
        invented("2026-12-01", 1),
    ];
    let written = world.registry.figures().invent_history(&days).await.unwrap();
    assert!(written >= 2 * 5, "the nation, the province, the city, the county and the school: {written}");
    for (reader, unit) in [(registrar(COUNTY), COUNTY), (registrar(SCHOOL), SCHOOL)] {
        let (figures, id) = (world.registry.figures(), code(unit));
        let trend = figures.trend(&reader, Some(&id), Figure::OnRoll, Span::All).await.unwrap();
        let points: Vec<(String, Told)> =
            trend.points.into_iter().map(|point| (point.day.to_string(), point.value)).collect();
        let told = |on: &str, n| (on.to_owned(), Told::Exact(n));
        let wanted = [told("2025-01-31", 16), told("2026-11-20", 16), told("2026-11-30", 20)];
        assert_eq!(points, wanted, "{unit}: today is as it was counted, and no day to come is told");
    }
    let official = actor(Role::Official, "320100", 5);
    assert!(world.registry.figures().trend(&official, None, Figure::OnRoll, Span::All).await.is_ok());
    assert!(
        world.registry.figures().verify_figures().await.unwrap().is_empty(),
        "nothing is counted otherwise"
    );
    // Invented again, the same rows are written: a day has one.
    assert_eq!(world.registry.figures().invent_history(&days).await.unwrap(), written);
}
