//! Problem records of pupils who stand elsewhere now (第六条): with a school that ends, and by a transfer. They count, are listed and are
//! settled where the records are, at once and not with the next check.

use crate::change::transfer_of;
use crate::problems::{answer, check, noted, open_at, twice};
use crate::school_consent::{BESIDE, THEIRS, two_counties};
use crate::scoped_lists::open_below;
use crate::support::schools::asked;
use crate::support::*;
use domain::case::CaseState;
use domain::form::Field;
use domain::id::ProblemId;
use domain::problem::{ProblemState, Remedy};
use domain::school::{Change, State};

const CITY: &str = "320100";

/// What a unit lists as open, and how many it counts.
async fn open(world: &World, unit: &str) -> (Vec<ProblemId>, u64) {
    (open_at(world, &registrar(unit)).await, open_below(world, unit).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_6_and_9_a_problem_goes_with_the_records_of_a_school_that_ends() {
    let world = two_counties().await;
    let (problems, schools) = (world.registry.problems(), world.registry.schools());
    let (one, two) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(COUNTY)).await[0];
    for (school, person) in [(SCHOOL, one), (OTHER_SCHOOL, two)] {
        problems.answer_problem(&registrar(school), id, &answer(person, Remedy::Prove, true)).await.unwrap();
    }
    problems.propose_distinct(&registrar(COUNTY), id, "户口簿证明为两名学生").await.unwrap();
    world.is_whole().await;
    assert_eq!(open(&world, BESIDE).await, (vec![], 0));

    // Answered it keeps no school from ending.
    let merger = asked(SCHOOL, Change::Merge { into: code(THEIRS), placements: Vec::new() });
    let merger = world.propose(&merger).await.unwrap();
    for actor in [leader(COUNTY), registrar(BESIDE)] {
        let state = schools.decide_school_change(&actor, merger, true, "").await.unwrap();
        assert_eq!(state, State::Consulting);
    }
    let state = schools.decide_school_change(&leader(BESIDE), merger, true, "").await.unwrap();
    assert_eq!(state, State::Running);
    assert_eq!(schools.run_school_change(merger).await.unwrap(), State::Done);

    world.is_whole().await;
    for unit in ["000000", "320000", CITY, COUNTY, BESIDE, THEIRS, OTHER_SCHOOL] {
        assert_eq!(open(&world, unit).await, (vec![id], 1), "{unit}");
    }
    assert_eq!(open(&world, SCHOOL).await, (vec![], 0), "nobody is left at the school that ended");
    // The city stands above both counties; what the county had proposed to its own leader is no proposal any more.
    let view = problems.problem_view(&registrar(CITY), id).await.unwrap();
    assert!(view.line.settled_by.contains("南京市"), "{}", view.line.settled_by);
    assert_eq!((view.line.state, view.proposal.is_some()), (ProblemState::Answered, false));
    let answered = |person| view.sides.iter().any(|side| side.person == person && side.answer.is_some());
    assert!(!answered(one) && answered(two), "another school answers for itself");
    assert!(is_not_found(&problems.problem_view(&registrar(SCHOOL), id).await));
    assert!(problems.decide_problem(&leader(COUNTY), id).await.is_err());
    assert_eq!(waiting::<ProblemId>(&world.registry, &registrar(CITY), MatterKind::Problem).await, [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_6_and_14_a_problem_found_during_a_transfer_goes_with_the_pupil() {
    let world = World::in_memory().await;
    let (problems, cases) = (world.registry.problems(), world.registry.cases());
    let one = world.pupil(SCHOOL, 1).await;
    let asked = transfer_of(&world, one).await;
    let case = cases.open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    // The same child is entered again while the transfer is under way.
    let number = sibling_number(&raw(1)[&Field::IdNumber], 1);
    noted(&world, SCHOOL, info_with(1, &[(Field::IdNumber, &number)])).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let settles = problems.problem_view(&registrar(SCHOOL), id).await.unwrap().line.settled_by;
    assert_eq!(settles, "第一小学", "both records are the school's own");
    assert_eq!(open(&world, OTHER_SCHOOL).await, (vec![], 0));

    let mut state = CaseState::InProgress;
    for by in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        state = cases.decide_case(&by, case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    world.is_whole().await;
    for unit in ["000000", CITY, COUNTY, SCHOOL, OTHER_SCHOOL] {
        assert_eq!(open(&world, unit).await, (vec![id], 1), "{unit}");
    }
    let settles = problems.problem_view(&registrar(OTHER_SCHOOL), id).await.unwrap().line.settled_by;
    assert!(settles.contains("玄武区"), "{settles}");
    let waits = waiting::<ProblemId>(&world.registry, &registrar(OTHER_SCHOOL), MatterKind::Problem).await;
    assert_eq!(waits, [id], "the school that took the pupil in answers for the record");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_that_stays_behind_is_found_by_counting_again() {
    let world = World::in_memory().await;
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    world.is_whole().await;
    let store = &world.registry.store;
    let id = open_at(&world, &registrar(COUNTY)).await[0];
    // How much of the problem is as it should be, of how much.
    let told = async || {
        let wrong = world.registry.figures().verify_figures().await.unwrap();
        let own = wrong.into_iter().find(|(name, ..)| *name == format!("problem|{id}"));
        own.map(|(_, right, all)| (right, all))
    };
    assert_eq!(told().await, None);
    store.execute("UPDATE problem SET open_in = array::slice(open_in, 1)").await.unwrap();
    assert_eq!(told().await, Some((3, 4)), "a list in which it does not stand");
    let here = unit_path(SCHOOL);
    let both = format!("UPDATE problem SET one_path = '{}', two_path = '{}'", here.as_str(), here.as_str());
    store.execute(&both).await.unwrap();
    assert_eq!(told().await, Some((2, 4)), "and a record that stands elsewhere");
}
