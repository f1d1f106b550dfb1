//! 问题学籍 through the services (第六条): found by the check, answered by the schools, settled by two persons above both.

use crate::support::corrections::events;
use crate::support::*;
use domain::access::{Actor, Role};
use domain::case::correction::ProofKind;
use domain::form::Field;
use domain::id::{PersonId, ProblemId};
use domain::journal::Event;
use domain::problem::score::{Evidence, LIKELY};
use domain::problem::{ProblemKind, ProblemState, Remedy};
use domain::refusal::RefusalCode;
use registry::case::Upload;
use registry::person::{Entered, NewPupil};
use registry::problem::{AskedAnswer, ProblemBox};

const PROVINCE: &str = "320000";

/// Puts a child on roll who looks like another, with a note why it is not.
pub(crate) async fn noted(world: &World, school: &str, info: domain::form::BasicInfo) -> PersonId {
    let new = NewPupil { duplicate_note: "已核对，证件号不同".into(), ..pupil(info) };
    let id = new.id;
    let entered =
        world.registry.pupils().enter_pupils(&registrar(school), &code(school), &[new]).await.unwrap();
    let [Entered::New(case)] = &entered[..] else { panic!("not entered: {entered:?}") };
    world.approve(school, *case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    id
}

/// One child at two schools, the second time with a slip in the number.
pub(crate) async fn twice(world: &World, second: &str) -> (PersonId, PersonId) {
    let one = world.pupil(SCHOOL, 1).await;
    let number = sibling_number(&raw(1)[&Field::IdNumber], 1);
    let two = noted(world, second, info_with(1, &[(Field::IdNumber, &number)])).await;
    (one, two)
}

pub(crate) async fn check(world: &World) {
    world.registry.problems().start_check(&actor(Role::Official, PROVINCE, 5)).await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
}

pub(crate) async fn open_at(world: &World, who: &Actor) -> Vec<ProblemId> {
    let page = world.registry.problems().list_problems(who, ProblemBox::Open, None, None).await.unwrap();
    page.rows.into_iter().map(|line| line.id).collect()
}

pub(crate) fn answer(person: PersonId, remedy: Remedy, scan: bool) -> AskedAnswer {
    let upload =
        scan.then(|| Upload {
            kind: ProofKind::HouseholdRegister, name: "户口簿.png".into(), bytes: png()
        });
    AskedAnswer { person, remedy, statement: "已核对户口簿原件".into(), upload }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_checked_school_by_school_and_every_record_of_it_once() {
    let world = World::in_memory().await;
    for (seed, school) in (1..).zip([SCHOOL, OTHER_SCHOOL, SCHOOL]) {
        world.pupil(school, seed).await;
    }
    check(&world).await;
    let asked = actor(Role::Official, PROVINCE, 5);
    let done = world.registry.problems().last_check(&asked).await.unwrap().unwrap();
    assert_eq!((done.seen, done.total), (3, 3));
    assert!(done.finished_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_check_finds_one_child_at_two_schools_and_both_parties_and_the_authority_see_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = twice(&world, OTHER_SCHOOL).await;
    world.pupil(SCHOOL, 2).await;
    assert!(open_at(&world, &registrar(COUNTY)).await.is_empty(), "nobody has looked yet");
    check(&world).await;
    for who in [registrar(SCHOOL), leader(OTHER_SCHOOL), registrar(COUNTY), leader(PROVINCE)] {
        assert_eq!(open_at(&world, &who).await.len(), 1, "{}", who.name);
    }
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let view = registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(
        (view.line.kind, view.line.settled_by.as_str()),
        (ProblemKind::Suspected, "玄武区教育行政部门")
    );
    assert_eq!(
        view.line.due_on,
        Some(day("2026-09-20")),
        "ten working days, a Sunday that is worked among them"
    );
    let score = view.score.unwrap();
    assert!(score.points >= LIKELY && score.evidence.contains(&Evidence::NearDocument), "{score:?}");

    // Of the other side: name, school, masked number, the compared items, masked, and whether they differ.
    let mine = view.sides.iter().find(|side| side.person == one).unwrap();
    let other = view.sides.iter().find(|side| side.person == two).unwrap();
    assert!(mine.may_open && mine.may_answer && !other.may_open && !other.may_answer);
    assert!(other.number.contains('*') && other.school == "第二小学" && other.name == mine.name);
    let number = view.items.iter().find(|item| item.field == Field::IdNumber).unwrap();
    assert!(!number.same && number.values.iter().all(|value| value.contains('*')));
    assert!(view.items.iter().any(|item| item.field == Field::Name && item.same));
    assert!(
        is_not_found(&registry.pupils().pupil(&registrar(SCHOOL), two).await),
        "the other record stays shut"
    );
    assert!(is_not_found(&registry.pupils().reveal(&registrar(SCHOOL), two, None, "核对重复学籍").await));

    // Above the county the names are masked; officials know how many, not whose; others know nothing.
    let above = registry.problems().problem_view(&registrar(PROVINCE), id).await.unwrap();
    assert!(above.sides.iter().all(|side| side.name.contains('*')));
    let official = actor(Role::Official, COUNTY, 5);
    assert!(open_at(&world, &official).await.is_empty());
    let counts = registry.problems().problem_counts(&official).await.unwrap();
    assert_eq!(
        counts.iter().map(|count| (count.kind, count.open, count.late)).collect::<Vec<_>>()[2],
        (ProblemKind::Suspected, 1, 0)
    );
    for stranger in [official, guardian(one), actor(Role::SystemAdmin, COUNTY, 3), registrar("2132000009")] {
        assert!(is_not_found(&registry.problems().problem_view(&stranger, id).await), "{}", stranger.name);
    }
    // The record's own page says it, and the guardian's does not.
    assert_eq!(registry.pupils().pupil(&registrar(SCHOOL), one).await.unwrap().problems.len(), 1);
    assert!(registry.pupils().pupil(&guardian(one), one).await.unwrap().problems.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_check_is_started_from_a_province_up_and_stays_in_its_subtree() {
    let world = World::in_memory().await;
    for who in [registrar(SCHOOL), registrar(COUNTY), actor(Role::Official, "320100", 5), leader(PROVINCE)] {
        assert_eq!(
            codes(world.registry.problems().start_check(&who).await),
            ["not_permitted"],
            "{}",
            who.name
        );
        assert_eq!(codes(world.registry.problems().last_check(&who).await), ["not_permitted"]);
    }
    let official = actor(Role::Official, PROVINCE, 5);
    assert!(world.registry.problems().last_check(&official).await.unwrap().is_none());
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let done = world.registry.problems().last_check(&official).await.unwrap().unwrap();
    assert_eq!((done.seen, done.total, done.found), (2, 2, 1));
    assert!(
        done.finished_at.is_some()
            && world.registry.problems().last_check(&registrar("000000")).await.unwrap().is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_both_sides_answer_then_two_children_are_recognised_and_stay_recognised() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(COUNTY)).await[0];
    assert_eq!(waiting::<ProblemId>(registry, &registrar(SCHOOL), MatterKind::Problem).await, [id]);
    assert!(on_desk(registry, &registrar(COUNTY), MatterKind::Problem).await.is_empty());

    let proof = answer(one, Remedy::Prove, true);
    assert_eq!(
        codes(
            registry
                .problems()
                .answer_problem(&registrar(SCHOOL), id, &answer(one, Remedy::Prove, false))
                .await
        ),
        ["file"]
    );
    assert_eq!(
        codes(
            registry
                .problems()
                .answer_problem(&registrar(SCHOOL), id, &answer(two, Remedy::GiveUp, false))
                .await
        ),
        ["not_your_step"]
    );
    assert!(is_not_found(
        &registry.problems().answer_problem(&registrar(SCHOOL), id, &answer(two, Remedy::Prove, true)).await
    ));
    assert!(
        is_not_found(&registry.problems().answer_problem(&leader(SCHOOL), id, &proof).await),
        "a leader does not give evidence"
    );
    assert_eq!(
        registry.problems().answer_problem(&registrar(SCHOOL), id, &proof).await.unwrap(),
        ProblemState::Open
    );
    assert_eq!(
        codes(registry.problems().propose_distinct(&registrar(COUNTY), id, "两名学生").await),
        ["not_answered"]
    );
    let other = answer(two, Remedy::Prove, true);
    assert_eq!(
        registry.problems().answer_problem(&registrar(OTHER_SCHOOL), id, &other).await.unwrap(),
        ProblemState::Answered
    );

    // A scan is read by who filed it and who settles it, not by the other school.
    let own = registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap();
    let scan_of = |view: &contract::problem::ProblemView, person| {
        let side = view.sides.iter().find(|side| side.person == person).unwrap();
        side.answer.clone().unwrap()
    };
    let scan = scan_of(&own, one).proofs[0].clone();
    assert_eq!((scan_of(&own, two).proofs.len(), scan_of(&own, two).scans), (0, 1));
    for (who, sees) in
        [(registrar(SCHOOL), true), (registrar(COUNTY), true), (registrar(OTHER_SCHOOL), false)]
    {
        assert_eq!(
            registry.problems().proof_of_problem(&who, id, scan.id).await.is_ok(),
            sees,
            "{}",
            who.name
        );
    }

    assert_eq!(
        codes(registry.problems().propose_distinct(&registrar(PROVINCE), id, "两名学生").await),
        ["not_your_step"]
    );
    registry.problems().propose_distinct(&registrar(COUNTY), id, "户口簿证明为两名学生").await.unwrap();
    let alone = Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(codes(registry.problems().decide_problem(&alone, id).await), ["four_eyes"]);
    assert!(
        registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap().proposal.is_none(),
        "not before it is decided"
    );
    assert_eq!(
        registry.problems().decide_problem(&leader(COUNTY), id).await.unwrap(),
        ProblemState::Dismissed
    );
    let told = events(&registry.pupils().pupil(&registrar(SCHOOL), one).await.unwrap());
    for event in [Event::ProblemFound, Event::ProblemSettled] {
        assert_eq!(told.iter().filter(|one| **one == event).count(), 1, "{event:?}");
    }
    assert_eq!(told.iter().filter(|one| **one == Event::ProblemAnswered).count(), 2);

    check(&world).await;
    assert!(open_at(&world, &registrar(COUNTY)).await.is_empty(), "dismissed stays dismissed");
    // Until its facts change: the guardian has the place of the household register corrected.
    let case = world.ask(&guardian(one), one, &[(Field::HukouPlace, "320104000000")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    check(&world).await;
    assert_eq!(open_at(&world, &registrar(COUNTY)).await, [id], "the same problem, not a second");
    assert!(registry.figures().verify_figures().await.unwrap().is_empty());
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_check_at_entry_stays_as_it_was() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let again = [pupil(info(1))];
    let entered = world
        .registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &again)
        .await
        .unwrap();
    assert!(
        matches!(&entered[..], [Entered::Refused(told)] if told[0].code == RefusalCode::DuplicateDefinite)
    );
    let number = sibling_number(&raw(1)[&Field::IdNumber], 1);
    let alike = [pupil(info_with(1, &[(Field::IdNumber, &number)]))];
    let entered = world
        .registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &alike)
        .await
        .unwrap();
    assert!(
        matches!(&entered[..], [Entered::Refused(told)] if told[0].code == RefusalCode::DuplicatePossible)
    );
    check(&world).await;
    assert!(open_at(&world, &registrar(COUNTY)).await.is_empty(), "one record is no problem");
}
