//! A hand-over of many schools that is cut off goes on where it was; one that is sent back has moved nothing (第三条).

use crate::school_consent::BESIDE;
use crate::school_hand_over::{PROVINCE, act, decided, propose, run, state, unit, with_a_third_school};
use crate::support::*;
use domain::access::Actor;
use domain::id::UnitId;
use domain::org::Unit;
use domain::school::State;
use registry::jobs::Kind;

#[tokio::test(flavor = "multi_thread")]
async fn article_3_an_act_that_was_cut_off_goes_on_and_moves_nobody_twice() {
    let world = World::on_disk().await;
    let county = Unit { name: "秦淮区".into(), ..unit(&world, COUNTY).await };
    let beside = Unit { id: code(BESIDE), path: unit_path(BESIDE), division: BESIDE.into(), ..county };
    world.registry.units().add_units(&[beside]).await.unwrap();
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(OTHER_SCHOOL, 2).await);
    let id = decided(&world, &act(&[SCHOOL, OTHER_SCHOOL], "2026-09-07")).await;
    // A few turns, then the power fails: the first school answers to the new county, its pupils are on their way.
    for _ in 0..3 {
        assert!(world.registry.jobs().job_round(&[Kind::SchoolChange]).await.unwrap());
    }
    assert_eq!(state(&world, id).await, State::Running);
    let world = world.reopened().await;
    for _ in 0..2 {
        run(&world).await;
    }
    assert_eq!(state(&world, id).await, State::Done);
    for (school, person) in [(SCHOOL, one), (OTHER_SCHOOL, two)] {
        let life = world.registry.schools().school_life(&code(school)).await.unwrap();
        assert_eq!(life.events.len(), 1, "once");
        let view = world.registry.pupils().pupil(&registrar(BESIDE), person).await.unwrap();
        assert!(view.chain_holds && view.spells.len() == 1);
    }
    let parts: Vec<UnitId> = world
        .registry
        .store
        .inspect(&format!("SELECT VALUE school FROM school_change WHERE part_of = '{id}' ORDER BY school"))
        .await
        .unwrap();
    assert_eq!(parts, [code(SCHOOL), code(OTHER_SCHOOL)]);
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_either_county_may_send_the_act_back_and_nothing_has_moved() {
    let world = with_a_third_school().await;
    let schools = world.registry.schools();
    let id = propose(&world, &registrar(PROVINCE), &act(&[SCHOOL], "2026-09-07")).await.unwrap();
    // Nobody takes two steps, and no other unit takes any.
    let both = Actor { account: registrar(PROVINCE).account, ..leader(PROVINCE) };
    assert_eq!(codes(schools.decide_school_change(&both, id, true, "").await), ["four_eyes"]);
    schools.decide_school_change(&leader(PROVINCE), id, true, "").await.unwrap();
    for stranger in [registrar("320100"), registrar(SCHOOL), leader("330000")] {
        assert!(is_not_found(&schools.decide_school_change(&stranger, id, true, "").await));
    }
    let back = schools.decide_school_change(&registrar(COUNTY), id, false, "区划批文尚未生效").await.unwrap();
    assert_eq!((back, state(&world, id).await), (State::Rejected, State::Rejected));
    run(&world).await;
    assert_eq!(unit(&world, SCHOOL).await.parent, Some(code(COUNTY)));
    assert!(propose(&world, &registrar(PROVINCE), &act(&[SCHOOL], "2026-09-07")).await.is_ok(), "free again");
}
