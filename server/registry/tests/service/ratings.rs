//! 评价 as figures: how satisfied guardians are with what a unit handled, told to the authority above and, when the term is over, to the school.

use crate::support::corrections::ADDRESS;
use crate::support::*;
use contract::compare::{CompareView, Measure};
use domain::access::{Actor, Role};
use domain::case::{CaseState, Command};
use domain::complaint::Rating;
use domain::figure::Told;
use domain::form::Field;
use domain::id::CaseId;

const CITY: &str = "320100";

/// A correction that the school refused, and whose it is.
async fn refused(world: &World, school: &str, seed: u64) -> (Actor, CaseId) {
    let person = world.pupil(school, seed).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let refuse = Command::Refuse { reason: "户口簿看不清".into() };
    let state = world.registry.cases().decide_case(&registrar(school), case, refuse).await.unwrap();
    assert_eq!(state, CaseState::Refused);
    (parent, case)
}

async fn rate(world: &World, (parent, case): &(Actor, CaseId), rating: Rating) {
    let words = if rating.is_bad() { "每次说的都不一样" } else { "" };
    world.registry.complaints().rate_case(parent, *case, Some(rating), words).await.unwrap();
}

async fn compared(world: &World, reader: &Actor, unit: &str) -> CompareView {
    world.registry.outbox().drain_outbox().await.unwrap();
    let figures = world.registry.figures();
    figures.compared(reader, Some(&code(unit)), Measure::Rated, false).await.unwrap()
}

/// How many rated what a unit handled, how many of them badly, and the share of the others.
fn told(view: &CompareView, unit: &str) -> [Option<Told>; 3] {
    let found = view.units.iter().find(|one| one.id.as_str() == unit).unwrap();
    [Measure::Rated, Measure::RatedBad, Measure::Satisfied]
        .map(|measure| found.figures.get(&measure).copied())
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_of_every_grade_are_counted_and_told_to_the_authority_above() {
    let world = World::in_memory().await;
    let steps = [
        Rating::VerySatisfied,
        Rating::Satisfied,
        Rating::Fair,
        Rating::Satisfied,
        Rating::VeryDissatisfied,
        Rating::Dissatisfied,
    ];
    for (seed, step) in (1..).zip(steps) {
        let own = refused(&world, SCHOOL, seed).await;
        rate(&world, &own, step).await;
        let again = world.registry.complaints().rate_case(&own.0, own.1, Some(Rating::Satisfied), "").await;
        assert_eq!(codes(again), ["rated"]);
    }
    let other = refused(&world, OTHER_SCHOOL, 7).await;
    rate(&world, &other, Rating::Satisfied).await;

    let exact = |of: [u64; 3]| of.map(|n| Some(Told::Exact(n)));
    let view = compared(&world, &registrar(COUNTY), COUNTY).await;
    assert_eq!(told(&view, SCHOOL), exact([6, 2, 666]), "a second rating that is refused counts nothing");
    assert_eq!(told(&view, OTHER_SCHOOL), exact([1, 0, 1000]), "who may list the pupils is told all");
    assert_eq!(view.units[0].id.as_str(), SCHOOL, "in the order of who rated");
    let city = compared(&world, &registrar(CITY), CITY).await;
    assert_eq!(told(&city, COUNTY), exact([7, 2, 714]), "summed above");
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_of_few_ratings_of_a_school_nothing_is_told_to_who_may_not_list_its_pupils() {
    let world = World::in_memory().await;
    for seed in 1..=5 {
        let own = refused(&world, SCHOOL, seed).await;
        rate(&world, &own, Rating::Satisfied).await;
    }
    let official = actor(Role::Official, COUNTY, 5);
    let whole = compared(&world, &official, COUNTY).await;
    assert_eq!(told(&whole, SCHOOL), [5, 0, 1000].map(|n| Some(Told::Exact(n))));
    for seed in 6..=7 {
        let own = refused(&world, OTHER_SCHOOL, seed).await;
        rate(&world, &own, Rating::Dissatisfied).await;
    }
    let view = compared(&world, &official, COUNTY).await;
    let (few, left_out) = (Some(Told::Few), Some(Told::LeftOut));
    assert_eq!(told(&view, OTHER_SCHOOL), [few, left_out, None], "no share of few");
    assert_eq!(told(&view, SCHOOL), [left_out, left_out, None], "seven less the five would be the two");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_county_decided_counts_for_the_county_and_not_for_the_school() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    rate(&world, &(parent, case), Rating::Fair).await;
    let below = compared(&world, &registrar(COUNTY), COUNTY).await;
    assert_eq!(told(&below, SCHOOL), [Some(Told::Exact(0)), Some(Told::Exact(0)), None]);
    let above = compared(&world, &registrar(CITY), CITY).await;
    assert_eq!(told(&above, COUNTY), [1, 0, 1000].map(|n| Some(Told::Exact(n))));
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recount_reads_the_ratings_themselves() {
    let world = World::in_memory().await;
    let own = refused(&world, SCHOOL, 1).await;
    rate(&world, &own, Rating::Fair).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let damage = "UPDATE tally SET n = 3 WHERE counter = 'rating|fair|2026-1' RETURN NONE";
    world.registry.store.execute(damage).await.unwrap();
    let wrong = world.registry.figures().verify_figures().await.unwrap();
    assert_eq!(wrong, [(format!("{SCHOOL}|rating|fair|2026-1"), 3, 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_told_how_satisfied_people_were_when_the_term_is_over() {
    let world = World::in_memory().await;
    let figures = world.registry.figures();
    for (seed, step) in (1..).zip([Rating::Satisfied; 4]) {
        let own = refused(&world, SCHOOL, seed).await;
        rate(&world, &own, step).await;
    }
    let few = figures.own_ratings(&leader(SCHOOL)).await.unwrap().unwrap();
    assert_eq!((few.rated, few.rated_before, few.satisfied_before), (Told::Few, Told::Exact(0), None));
    let fifth = refused(&world, SCHOOL, 5).await;
    rate(&world, &fifth, Rating::Dissatisfied).await;
    let now = figures.own_ratings(&registrar(SCHOOL)).await.unwrap().unwrap();
    assert_eq!((now.rated, now.satisfied_before), (Told::Exact(5), None), "while it goes on, no share");
    world.clock.set("2027-03-01T02:00:00Z".parse().unwrap());
    let after = figures.own_ratings(&registrar(SCHOOL)).await.unwrap().unwrap();
    assert_eq!((after.rated, after.rated_before), (Told::Exact(0), Told::Exact(5)));
    assert_eq!(after.satisfied_before, Some(800));
    let elsewhere = figures.own_ratings(&registrar(OTHER_SCHOOL)).await.unwrap().unwrap();
    assert_eq!((elsewhere.rated_before, elsewhere.satisfied_before), (Told::Exact(0), None));
    assert_eq!(figures.own_ratings(&registrar(COUNTY)).await.unwrap(), None, "an authority compares");
    assert_eq!(figures.own_ratings(&fifth.0).await.unwrap(), None, "a guardian works in no school");
}
