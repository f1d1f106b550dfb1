//! What the check finds (第六条): wrong numbers, one number twice, and a check that was cut off.

use super::{ONE, World};
use crate::clock::Entropy;
use crate::error::Error;
use crate::jobs::{Kind, LeavesJobs};
use crate::problem::run::PAGE;
use crate::store::UnitOfWork;
use crate::{Location, Registry};
use chrono::Duration;
use domain::access::Role;
use domain::journal::Event;
use domain::problem::{ProblemKind, ProblemState};
use domain::refusal::RefusalCode;

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_wrong_number_is_found_and_closes_when_the_register_agrees() {
    let world = World::new().await;
    let registry = &world.registry;
    let wrong = world.pupil(ONE, 5, &[], true).await;
    world.check().await;
    let id = world.only().await;
    let view = world.view(id).await;
    assert_eq!((view.line.kind, view.sides.len()), (ProblemKind::WrongDocument, 1));
    assert!(view.fault.contains("不一致") && !view.may_propose);
    assert!(registry.problems().has_open_problem(wrong.uid).await.unwrap());
    // The identity match agrees now; its message has the problem looked at again.
    let subject = wrong.uid.to_string();
    let subject = &subject;
    registry
        .store
        .transact("test", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                work.message(&registry.store, Kind::Identity, subject);
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.view(id).await.line.state, ProblemState::Corrected);
    assert!(!registry.problems().has_open_problem(wrong.uid).await.unwrap());
    world.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_record_that_moves_while_its_problem_is_found_is_moved_anew() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, _) = world.twice().await;
    let before = registry.pupils().person(one.uid).await.unwrap();
    world.check().await;
    world.only().await;
    let loaded = &before;
    let moved = registry.store.transact("test", || {
        Box::pin(async move {
            let mut work = UnitOfWork::new();
            loaded.clone().save(&mut work, loaded);
            Ok((work, ()))
        })
    });
    assert!(moved.await.is_err(), "what was read before the problem was there is not written");
    let now = registry.pupils().person(one.uid).await.unwrap();
    assert_eq!(
        (now.changes(), &now.path),
        (before.changes(), &before.path),
        "nothing was done to the record"
    );
    world.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_check_goes_on_where_it_was_cut_off_and_finds_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::below(dir.path());
    let mut world = World::open(dir, &location).await;
    let (one, _) = world.twice().await;
    // Enough records that the pair lies on the first page and others on the second.
    world.crowd(PAGE as u64).await;
    world.registry.problems().start_check(&world.by(Role::Registrar, "000000").await).await.unwrap();
    assert!(world.registry.jobs().job_round(&[Kind::ProblemCheck]).await.unwrap(), "a page");
    let half = world
        .registry
        .problems()
        .last_check(&world.by(Role::Registrar, "000000").await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((half.seen, half.found, half.finished_at), (PAGE as u64, 1, None));

    // Another process comes up: the message is still there.
    let World { registry, clock, dir } = world;
    drop(registry);
    let registry = Registry::open(&location, clock.clone(), Entropy::system()).await.unwrap();
    world = World { registry, clock, dir };
    world.registry.outbox().drain_outbox().await.unwrap();
    let nation = world.by(Role::Registrar, "000000").await;
    let done = world.registry.problems().last_check(&nation).await.unwrap().unwrap();
    assert!(done.finished_at.is_some());
    assert_eq!((done.seen, done.total, done.found), (PAGE as u64 + 2, PAGE as u64 + 2, 1));
    let id = world.only().await;
    let entries = world.registry.journal().entries(one.uid).await.unwrap();
    assert_eq!(entries.iter().filter(|told| told.entry.event == Event::ProblemFound).count(), 1);

    // A second run, and the province's own, find it again as the same problem.
    world.check().await;
    world.clock.set(world.clock.now() + Duration::days(1));
    assert!(
        world.registry.problems().nightly_check().await.unwrap()
            && !world.registry.problems().nightly_check().await.unwrap()
    );
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.only().await, id);
    assert_eq!(world.registry.problems().last_check(&nation).await.unwrap().unwrap().found, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_one_number_on_two_records_is_found_and_not_taken_for_two_children() {
    let world = World::new().await;
    world.crowd(1).await;
    world.crowd(1).await;
    world.check().await;
    let id = world.only().await;
    let view = world.view(id).await;
    assert_eq!((view.line.kind, view.line.points), (ProblemKind::SameDocument, Some(100)));
    let refused = world
        .registry
        .problems()
        .propose_distinct(&world.by(Role::Registrar, ONE).await, id, "两名学生")
        .await;
    assert!(matches!(refused, Err(Error::Refused(told)) if told[0].code == RefusalCode::Verdict));
}
