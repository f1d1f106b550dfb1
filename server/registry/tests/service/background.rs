//! What goes wrong in the background holds up nothing else, and a wrong clock does no harm.

use crate::damage::copied;
use crate::import::{filled, good};
use crate::support::*;
use chrono::Duration;
use contract::background::ClockState;
use domain::access::Role;
use domain::form::TEMPLATE_VERSION;
use domain::id::ImportId;
use registry::Location;
use registry::import::{ImportState, RowState, Upload};
use registry::jobs::Kind;
use std::time::Duration as Steady;

pub(crate) fn upload(seeds: std::ops::Range<u64>) -> Upload {
    let rows: Vec<_> = seeds.map(good).collect();
    let bytes = filled(TEMPLATE_VERSION, &rows);
    Upload { file: "一年级.xlsx".into(), bytes, entry_date: day("2026-09-01") }
}

/// The register opened again on a store that was changed behind its back, as damage would. Copies, because a store that was closed
/// in this process holds its files for a while.
pub(crate) async fn damaged(world: World, text: &str, vars: &[(&str, String)]) -> World {
    let altered = copied(world.dir.path());
    let db = surrealdb::engine::any::connect(Location::below(altered.path()).store).await.unwrap();
    db.use_ns("xueji").use_db("xueji").await.unwrap();
    let mut query = db.query(text);
    for (name, value) in vars {
        query = query.bind(((*name).to_owned(), value.clone()));
    }
    query.await.unwrap().check().unwrap();
    let (dir, clock) = (copied(altered.path()), world.clock.clone());
    let location = Location::below(dir.path());
    let registry =
        registry::Registry::open(&location, clock.clone(), registry::clock::Entropy::system()).await;
    World { registry: registry.unwrap(), dir, clock }
}

async fn state(world: &World, school: &str, id: ImportId) -> ImportState {
    world.registry.imports().import(&registrar(school), id).await.unwrap().state
}

pub(crate) fn operator() -> domain::access::Actor {
    actor(Role::SystemAdmin, "000000", 77)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_import_of_one_school_does_not_keep_another_waiting() {
    let world = World::in_memory().await;
    let long = world.registry.imports().start_import(&registrar(SCHOOL), upload(1..160)).await.unwrap();
    let short =
        world.registry.imports().start_import(&registrar(OTHER_SCHOOL), upload(200..205)).await.unwrap();
    // One round with the rows, one that finds nothing left.
    for _ in 0..2 {
        assert!(world.registry.jobs().job_round(&[Kind::Import]).await.unwrap());
    }
    assert_eq!(state(&world, OTHER_SCHOOL, short).await, ImportState::Checked);
    assert_eq!(state(&world, SCHOOL, long).await, ImportState::Checking);
    world.registry.imports().drain_imports().await.unwrap();
    assert_eq!(state(&world, SCHOOL, long).await, ImportState::Checked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_is_put_aside_and_every_other_row_goes_on() {
    let world = World::on_disk().await;
    let bad = world.registry.imports().start_import(&registrar(SCHOOL), upload(1..9)).await.unwrap();
    let other =
        world.registry.imports().start_import(&registrar(OTHER_SCHOOL), upload(20..23)).await.unwrap();
    let text = "UPDATE import_row SET sealed = 'AAAA' WHERE import = $import AND row = 6";
    let world = damaged(world, text, &[("import", bad.to_string())]).await;
    world.registry.imports().drain_imports().await.unwrap();
    assert_eq!(
        state(&world, OTHER_SCHOOL, other).await,
        ImportState::Checked,
        "another school's is not held up"
    );
    let line = world.registry.imports().import(&registrar(SCHOOL), bad).await.unwrap();
    assert_eq!(
        (line.state, line.failures > 0),
        (ImportState::Checking, true),
        "it is told that it is tried again"
    );
    for _ in 0..10 {
        world.clock.set(world.clock.now() + Duration::minutes(3));
        world.registry.imports().drain_imports().await.unwrap();
    }
    let line = world.registry.imports().import(&registrar(SCHOOL), bad).await.unwrap();
    assert_eq!(line.state, ImportState::Checked);
    assert_eq!((line.count(RowState::Refused), line.enterable()), (1, 7));
    let report =
        world.registry.imports().import_report(&registrar(SCHOOL), bad, false, 0).await.unwrap().rows;
    let told = report.iter().find(|row| row.row == 6).expect("the row is in the report");
    assert!(told.remarks[0].reason.contains("出错") && !told.remarks[0].remedy.is_empty());
    world.registry.imports().confirm_import(&registrar(SCHOOL), bad).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    assert_eq!(
        world.registry.imports().import(&registrar(SCHOOL), bad).await.unwrap().count(RowState::Entered),
        7
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_goes_on_failing_is_put_aside_and_shown_until_it_is_taken_up() {
    let world = World::on_disk().await;
    // A review that does not read, and a job about it that is older than every other.
    let id = "0192f0c1-2d3e-7000-8000-000000000001";
    let text = "CREATE type::record('review', $id) CONTENT { uid: $id, version: 1, once: $id, state: 'nonsense', term: '', path: '/', sealed: '' };
        CREATE type::record('job', $job) CONTENT { uid: $job, version: 1, kind: 'review', subject: $id, state: 'waiting', next_try: 0, since: '2026-01-01T00:00:00Z' };";
    let job = format!("review|{id}");
    let world = damaged(world, text, &[("id", id.to_owned()), ("job", job)]).await;
    world.enter(SCHOOL, info(1)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.figures(SCHOOL).await.archives_open, 1, "the figures behind it are summed");
    assert!(
        world.registry.background().background_view(&operator()).await.unwrap().aside.is_empty(),
        "it is tried again first"
    );
    for _ in 0..12 {
        world.clock.set(world.clock.now() + Duration::minutes(31));
        world.registry.outbox().drain_outbox().await.unwrap();
    }
    let aside = world.registry.background().background_view(&operator()).await.unwrap().aside;
    assert_eq!(aside.len(), 1);
    assert!(aside[0].tries > 3 && !aside[0].reason.is_empty());
    for nobody in [registrar(SCHOOL), leader(COUNTY), actor(Role::SystemAdmin, "320000", 5)] {
        assert!(is_not_found(&world.registry.background().background_view(&nobody).await), "{}", nobody.name);
        assert!(
            is_not_found(&world.registry.background().take_up(&nobody, &aside[0].uid).await),
            "{}",
            nobody.name
        );
    }
    let world = damaged(world, "DELETE type::record('review', $id)", &[("id", id.to_owned())]).await;
    world.registry.background().take_up(&operator(), &aside[0].uid).await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.background().background_view(&operator()).await.unwrap().aside.is_empty());
    world.registry.background().take_up(&operator(), &aside[0].uid).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_a_start_with_the_clock_far_ahead_does_nothing_by_itself_until_somebody_says_that_it_is_right()
 {
    let world = World::on_disk().await;
    let (begin, minute) = (Steady::ZERO, Steady::from_secs(60));
    world.registry.jobs().automatic(begin).await.unwrap();
    assert!(world.registry.jobs().automatic(minute).await.unwrap().is_some(), "two looks agree");
    let right = world.clock.now();
    world.clock.set(right + Duration::days(1200));
    let world = world.reopened().await;
    for seconds in [0, 60, 120, 7200] {
        assert_eq!(world.registry.jobs().automatic(Steady::from_secs(seconds)).await.unwrap(), None);
    }
    let ClockState::Held(jump) = world.registry.background().clock_state() else {
        panic!("{:?}", world.registry.background().clock_state())
    };
    assert_eq!((jump.found - jump.trusted).num_days(), 1200);
    assert!(codes(world.registry.background().confirm_clock(&operator(), " ").await) == ["clock_reason"]);
    assert!(is_not_found(&world.registry.background().confirm_clock(&leader(COUNTY), "停机三年").await));

    // Set right again: nobody has to say anything.
    world.clock.set(right + Duration::hours(3));
    assert_eq!(world.registry.jobs().automatic(Steady::from_secs(7260)).await.unwrap(), None, "one look");
    assert!(
        codes(world.registry.background().confirm_clock(&operator(), "没有跳动").await) == ["clock_sound"]
    );
    world.clock.set(world.clock.now() + Duration::minutes(1));
    assert!(world.registry.jobs().automatic(Steady::from_secs(7320)).await.unwrap().is_some());

    // Right although it jumped: an operator says why.
    world.clock.set(right + Duration::days(10));
    let world = world.reopened().await;
    assert_eq!(world.registry.jobs().automatic(begin).await.unwrap(), None);
    world.registry.background().confirm_clock(&operator(), "机房停电十天").await.unwrap();
    assert_eq!(world.registry.jobs().automatic(begin).await.unwrap(), None, "two looks all the same");
    world.clock.set(world.clock.now() + Duration::minutes(1));
    assert!(world.registry.jobs().automatic(minute).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_what_was_done_on_a_day_that_has_not_come_is_not_done() {
    let world = World::in_memory().await;
    let registrar = actor(Role::Registrar, "000000", 3);
    let right = world.clock.now();
    world.clock.set(right + Duration::days(1200));
    world.registry.watch().look_round().await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    let ahead = world.registry.problems().last_check(&registrar).await.unwrap().expect("the day's check");
    assert!(ahead.finished_at.is_some() && ahead.started_at > right);
    world.clock.set(right);
    world.registry.watch().look_round().await.unwrap();
    let check = world.registry.problems().last_check(&registrar).await.unwrap().unwrap();
    assert_eq!(check.started_at, right, "the night's work goes on once the clock is right");
}
