//! The runner of background work: each slice once, whatever falls; what fails waits and holds up nothing else.

use crate::background::{damaged, operator, upload};
use crate::support::*;
use chrono::Duration;
use domain::access::Role;
use domain::form::sample::TEMPLATE_SEED;
use domain::id::ImportId;
use registry::import::{ImportState, RowState};
use registry::jobs::{JobState, Kind, Progress};
use std::time::Duration as Steady;

/// Rows of the import of these tests: three slices, the last not full.
const ROWS: u64 = 120;

impl World {
    async fn progress(&self, kind: Kind, subject: &str) -> Option<Progress> {
        self.registry.jobs().job_progress(kind, subject).await.unwrap()
    }

    async fn import_of(&self, rows: u64) -> ImportId {
        // The seeds after the sample row's own.
        let seeds = TEMPLATE_SEED + 1..TEMPLATE_SEED + 1 + rows;
        self.registry.imports().start_import(&registrar(SCHOOL), upload(seeds)).await.unwrap()
    }

    /// How often each row was written, and how often the import itself.
    async fn written(&self) -> (Vec<u64>, u64) {
        #[derive(serde::Deserialize)]
        struct Row {
            version: u64,
        }
        let versions = async |text: &str| {
            let rows: Vec<Row> = self.registry.store.inspect(text).await.unwrap();
            let mut versions: Vec<u64> = rows.into_iter().map(|row| row.version).collect();
            versions.sort_unstable();
            versions.dedup();
            versions
        };
        let rows = versions("SELECT version FROM import_row").await;
        (rows, versions("SELECT version FROM `import`").await[0])
    }

    /// Three runners at the same time, until nothing is left.
    async fn run_side_by_side(&self) {
        let mut runners = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let registry = self.registry.clone();
            runners.spawn(async move { registry.imports().drain_imports().await });
        }
        while let Some(outcome) = runners.join_next().await {
            outcome.unwrap().unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slice_that_fails_is_tried_again_later_each_time_then_put_aside_and_the_others_go_on() {
    let world = World::on_disk().await;
    let (bad, nation) = ("320000", actor(Role::Registrar, "000000", 3));
    world.registry.problems().start_check(&nation).await.unwrap();
    // A check that does not read, and its job, which has waited longer than every other.
    let text = "CREATE type::record('problem_check', $unit) CONTENT { unit: $unit, version: 1 };
        CREATE type::record('job', $job) CONTENT { uid: $job, version: 1, kind: 'problem_check', subject: $unit, state: 'waiting',
            next_try: 0, since: '2026-01-01T00:00:00Z' };";
    let job = format!("problem_check|{bad}");
    let world = damaged(world, text, &[("unit", bad.to_owned()), ("job", job.clone())]).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let check = world.registry.problems().last_check(&nation).await.unwrap().unwrap();
    assert!(check.finished_at.is_some(), "the other of its kind is done");

    let mut waits = Vec::new();
    loop {
        let failed = world.progress(Kind::ProblemCheck, bad).await.unwrap();
        if failed.state == JobState::Parked {
            break;
        }
        assert_eq!((failed.state, failed.tries as usize), (JobState::Waiting, waits.len() + 1));
        waits.push(failed.next_try - world.clock.now());
        world.clock.set(failed.next_try - Duration::seconds(1));
        world.registry.outbox().drain_outbox().await.unwrap();
        assert_eq!(
            world.progress(Kind::ProblemCheck, bad).await,
            Some(failed.clone()),
            "not before its time"
        );
        world.clock.set(failed.next_try);
        world.registry.outbox().drain_outbox().await.unwrap();
    }
    assert!(waits.is_sorted() && waits[0] < waits[1] && waits.len() == 7, "{waits:?}");

    let aside = world.registry.background().background_view(&operator()).await.unwrap().aside;
    assert_eq!(
        aside.iter().map(|one| (one.uid.as_str(), one.work.as_str())).collect::<Vec<_>>(),
        [(&*job, Kind::ProblemCheck.key())]
    );
    assert!(aside[0].tries == 8 && aside[0].reason.contains("does not read"), "{}", aside[0].reason);
    world.registry.background().take_up(&operator(), &job).await.unwrap();
    let again = world.progress(Kind::ProblemCheck, bad).await.unwrap();
    assert_eq!((again.state, again.tries), (JobState::Waiting, 0));
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.progress(Kind::ProblemCheck, bad).await.unwrap().tries, 1, "it fails anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_two_slices_goes_on_at_the_place_that_was_reached() {
    let world = World::on_disk().await;
    let id = world.import_of(ROWS).await;
    let subject = id.to_string();
    assert!(world.registry.jobs().job_round(&[Kind::Import]).await.unwrap());
    let half = world.progress(Kind::Import, &subject).await.unwrap();
    assert_eq!((half.done, half.total, half.state), (50, ROWS, JobState::Waiting));

    // The process ends while a runner has the job: nobody waits for a runner that is no more.
    let text = "UPDATE job SET state = 'taken', lease = { holder: $holder, until: '2026-09-07T02:50:00Z' }";
    let holder = "0192f0c1-2d3e-7000-8000-000000000001".to_owned();
    let world = damaged(world, text, &[("holder", holder)]).await;
    assert_eq!(world.progress(Kind::Import, &subject).await.unwrap().state, JobState::Taken);
    world.registry.imports().drain_imports().await.unwrap();
    assert_eq!(world.progress(Kind::Import, &subject).await, None, "what is finished is no more");
    assert_eq!(
        world.written().await,
        (vec![2], 5),
        "each row once, the import with each slice and at the end"
    );

    world.registry.imports().confirm_import(&registrar(SCHOOL), id).await.unwrap();
    assert!(world.registry.jobs().job_round(&[Kind::Import]).await.unwrap());
    let world = world.reopened().await;
    assert_eq!(world.progress(Kind::Import, &subject).await.unwrap().done, 50);
    world.registry.imports().drain_imports().await.unwrap();
    let line = world.registry.imports().import(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!((line.state, line.count(RowState::Entered)), (ImportState::Done, ROWS));
    assert_eq!(world.written().await.0, [3]);
    assert_eq!(world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, ROWS);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runners_side_by_side_do_each_slice_once() {
    let world = World::in_memory().await;
    let id = world.import_of(ROWS).await;
    world.run_side_by_side().await;
    assert_eq!(world.written().await, (vec![2], 5));
    world.registry.imports().confirm_import(&registrar(SCHOOL), id).await.unwrap();
    world.run_side_by_side().await;
    assert_eq!(world.written().await, (vec![3], 10));
    assert_eq!(world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, ROWS);
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_cancelled_writes_nothing_any_more() {
    let world = World::in_memory().await;
    let (id, me) = (world.import_of(ROWS).await, registrar(SCHOOL));
    assert!(world.registry.jobs().job_round(&[Kind::Import]).await.unwrap());
    // A slice is under way while it is cancelled: either it was first, or it writes nothing.
    let registry = world.registry.clone();
    let round = tokio::spawn(async move { registry.jobs().job_round(&[Kind::Import]).await });
    world.registry.imports().cancel_import(&me, id).await.unwrap();
    let line = world.registry.imports().import(&me, id).await.unwrap();
    round.await.unwrap().unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let after = world.registry.imports().import(&me, id).await.unwrap();
    assert_eq!((after.state, &after.counts), (ImportState::Cancelled, &line.counts));
    assert!(after.count(RowState::Waiting) >= 20);
    assert_eq!(world.progress(Kind::Import, &id.to_string()).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_nights_work_begins_once_a_day_and_not_while_the_clock_is_not_believed() {
    let world = World::in_memory().await;
    let (registry, nation) = (&world.registry, actor(Role::Registrar, "000000", 3));
    let begin = world.clock.now();
    let at = async |passed: Duration, steady: u64| {
        world.clock.set(begin + passed);
        let done = registry.jobs().automatic(Steady::from_secs(steady)).await.unwrap().is_some();
        let check = registry.problems().last_check(&nation).await.unwrap();
        (done, check.map(|check| check.started_at - begin))
    };
    let (minute, hour, day) = (Duration::minutes(1), Duration::hours(1), Duration::days(1));
    assert_eq!(at(Duration::zero(), 0).await, (false, None), "one look at the clock is not enough");
    assert_eq!(at(minute, 60).await, (true, Some(minute)));
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(at(minute + hour, 3660).await, (true, Some(minute)), "every hour, but this once a day");
    assert_eq!(at(day, 86_400).await, (true, Some(day)));
    registry.outbox().drain_outbox().await.unwrap();
    let later = day * 1200;
    assert_eq!(at(later, 90_000).await, (false, Some(day)), "the clock jumped");
    assert_eq!(at(later + minute, 90_060).await, (false, Some(day)));
    for kind in [Kind::ProblemCheck, Kind::Warnings] {
        assert_eq!(world.progress(kind, "000000").await, None, "{kind:?} was not begun");
    }
}
