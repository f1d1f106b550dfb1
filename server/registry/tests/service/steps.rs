//! A step on the way of a case (办理步骤) changes the case; the record is written when the case ends.

use crate::support::*;
use domain::access::Role;
use domain::case::CaseState;
use domain::id::PersonId;
use serde_json::Value as Json;

async fn version(world: &World, person: PersonId) -> u64 {
    let text = format!("SELECT version FROM person WHERE uid = '{person}'");
    let rows: Vec<Json> = world.registry.store.inspect(&text).await.unwrap();
    rows[0]["version"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_on_the_way_leaves_the_record_and_the_last_one_writes_it() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    let entered = version(&world, person).await;
    let cases = world.registry.cases();
    let mut feed = world.registry.store.feed.listen();
    for who in [leader(SCHOOL), registrar(COUNTY)] {
        let state = cases.decide_case(&who, case, agree()).await.unwrap();
        assert!(state.is_open());
        assert_eq!(version(&world, person).await, entered, "{:?}", who.role);
        let mut told = false;
        while let Ok(change) = feed.try_recv() {
            told |= change.touched.contains(&unit_path(SCHOOL)) && change.records.contains(&person.uuid());
        }
        assert!(told, "lists of the school and pages of the pupil hear of it all the same");
    }
    assert_eq!(cases.decide_case(&leader(COUNTY), case, agree()).await.unwrap(), CaseState::Approved);
    assert!(version(&world, person).await > entered);
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    assert!(view.open_case.is_none() && view.chain_holds);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_decisions_of_one_step_at_the_same_moment_one_counts() {
    let world = World::in_memory().await;
    for seed in 1..=4 {
        let (person, case) = world.enter(SCHOOL, info(seed)).await;
        let (one, other) = (leader(SCHOOL), actor(Role::Leader, SCHOOL, 77));
        let cases = world.registry.cases();
        let (first, second) =
            tokio::join!(cases.decide_case(&one, case, agree()), cases.decide_case(&other, case, agree()));
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
        assert!(view.chain_holds);
    }
}
