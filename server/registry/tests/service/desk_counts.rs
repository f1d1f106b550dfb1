//! The numbers of a desk, which every page of its people shows, are remembered: they are what is in the store, never a moment older, whatever
//! way something came to the desk or left it.

use crate::support::*;
use domain::access::Actor;
use domain::case::{CaseKind, Command};
use domain::id::CaseId;
use domain::matter::MatterKind;
use registry::Registry;
use registry::matter::DeskFilter;
use serde_json::Value as Json;

const REGISTRATION: MatterKind = MatterKind::Case(CaseKind::Registration);

/// How much waits for somebody, of every kind.
async fn waits(registry: &Registry, actor: &Actor) -> u64 {
    registry.matters().desk_counts(actor).await.unwrap().iter().map(|(_, n)| n).sum()
}

/// What waits for the school's leader and the county's registrar, and what the school's registrar opened.
async fn numbers(registry: &Registry) -> [u64; 3] {
    [
        waits(registry, &leader(SCHOOL)).await,
        waits(registry, &registrar(COUNTY)).await,
        registry.matters().opened_count(&registrar(SCHOOL)).await.unwrap(),
    ]
}

/// Writes past the store's own ways, so that nothing hears of it.
async fn behind_its_back(registry: &Registry, text: &str) {
    registry.store.inspect::<Json>(text).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_counted_once_and_again_when_something_came_or_left() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let mut cases: Vec<CaseId> = Vec::new();
    for seed in 1..=3 {
        cases.push(world.enter(SCHOOL, info(seed)).await.1);
        assert_eq!(numbers(registry).await, [u64::try_from(cases.len()).unwrap(), 0, seed]);
    }
    // What nobody tells of is not seen: so it is seen that nothing is counted again.
    let hidden = format!("DELETE matter:`case/{}` RETURN NONE", cases[2]);
    behind_its_back(registry, &hidden).await;
    assert_eq!(numbers(registry).await, [3, 0, 3]);
    // Another desk's commits leave it as it is.
    world.enter(OTHER_SCHOOL, info(4)).await;
    assert_eq!(waits(registry, &leader(SCHOOL)).await, 3);
    // It is the two others that are left, and then one of them goes on to the county.
    registry.cases().decide_case(&leader(SCHOOL), cases[0], agree()).await.unwrap();
    assert_eq!(numbers(registry).await, [1, 1, 2]);
    let kinds = registry.matters().desk_counts(&registrar(COUNTY)).await.unwrap();
    assert_eq!(kinds, [(REGISTRATION, 1)]);
    // What a text of an operator changes may be anything.
    registry.store.execute("DELETE matter").await.unwrap();
    assert_eq!(numbers(registry).await, [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_taken_back_leaves_the_desk_at_which_nobody_acted() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    assert_eq!(numbers(registry).await, [1, 0, 1]);
    let back = Command::Withdraw { reason: "家长改变主意".into() };
    registry.cases().decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    assert_eq!(numbers(registry).await, [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_a_kind_is_told_none_of_it_whoever_had_it_counted() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.enter(SCHOOL, info(1)).await;
    let trained = leader(SCHOOL);
    let untrained = Actor { trained: false, ..leader(SCHOOL) };
    for _ in 0..2 {
        assert_eq!(waits(registry, &trained).await, 1);
        assert_eq!(waits(registry, &leader(OTHER_SCHOOL)).await, 0);
        // The same desk: what is remembered of it is not what everybody there may see.
        let page = registry.matters().desk(&trained, &DeskFilter::default(), None).await.unwrap();
        assert_eq!((page.total, page.by_kind), (1, vec![(REGISTRATION, 1)]));
        let told = waits(registry, &untrained).await;
        let shown = registry.matters().desk(&untrained, &DeskFilter::default(), None).await;
        assert_eq!(told, shown.map_or(0, |page| page.total));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_an_old_number_after_the_answer_however_many_ask_meanwhile() {
    let world = World::in_memory().await;
    let asking: Vec<_> = (0..4)
        .map(|_| {
            let registry = world.registry.clone();
            tokio::spawn(async move {
                let mut last = 0;
                while last < 12 {
                    let now = waits(&registry, &leader(SCHOOL)).await;
                    assert!(now >= last, "{now} after {last}: nothing has left the desk");
                    last = now;
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for n in 1..=12 {
        world.enter(SCHOOL, info(n)).await;
        assert_eq!(numbers(&world.registry).await, [n, 0, n], "when it is answered it is told");
    }
    for one in asking {
        one.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_opened_again_counts_what_is_in_it() {
    let world = World::on_disk().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    world.enter(SCHOOL, info(2)).await;
    assert_eq!(numbers(&world.registry).await, [2, 0, 2]);
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let world = world.reopened().await;
    assert_eq!(numbers(&world.registry).await, [1, 1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_chose_for_its_lists_is_known_with_the_next_page() {
    use domain::tables::{List, TableChoice};
    let world = World::in_memory().await;
    let (accounts, me) = (world.registry.accounts(), registrar(SCHOOL));
    let choice = async || accounts.tables(&me).await.unwrap().choice(List::Pupils);
    let usual = TableChoice::usual(List::Pupils);
    assert_eq!(choice().await, usual);
    let by_name = TableChoice::from_form(List::Pupils, &["class".to_owned()], "name", "compact");
    accounts.choose_table(&me, List::Pupils, &by_name).await.unwrap();
    assert_eq!((choice().await, choice().await), (by_name.clone(), by_name));
    behind_its_back(&world.registry, "DELETE table_choice RETURN NONE").await;
    assert_ne!(choice().await, usual, "it is not read again");
    world.registry.store.execute("DELETE table_choice").await.unwrap();
    assert_eq!(choice().await, usual);
}
