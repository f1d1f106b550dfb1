//! The feed: who hears of what, and what a page that comes back has missed.

use crate::support::*;
use domain::access::{Actor, Role};
use domain::topic::Topic;
use registry::feed::{Change, Feed, Listener, Missed, Weight};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was told after commit `seq`.
fn since(feed: &Feed, seq: u64, settled: u64) -> Vec<Arc<Change>> {
    match feed.listen_from(seq, settled).0 {
        Missed::Changes(changes) => changes,
        Missed::Unknown => panic!("everything may have changed"),
    }
}

/// Which of the topics this actor hears of.
fn hears(actor: &Actor, changes: &[Arc<Change>], topics: &[Topic]) -> BTreeSet<Topic> {
    let listener = Listener::new(actor, Vec::new());
    let topics = topics.iter().cloned().collect();
    changes.iter().flat_map(|change| listener.hears(change, &topics).into_keys()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_hears_of_what_follows_from_who_listens_and_not_from_what_is_asked_for() {
    let world = World::in_memory().await;
    let (other, other_case) = world.enter(OTHER_SCHOOL, info(2)).await;
    let (child, case) = world.enter(SCHOOL, info(1)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let store = &world.registry.store;
    let before = store.settled();
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let agreed = since(&store.feed, before, store.settled());
    assert!(agreed.iter().all(|change| change.seq > before));

    let topics = [
        Topic::Desk,
        Topic::Pupil(child.uuid()),
        Topic::Matter(case.uuid()),
        Topic::Pupil(other.uuid()),
        Topic::Matter(other_case.uuid()),
    ];
    let heard = |actor: &Actor| hears(actor, &agreed, &topics);
    let all: BTreeSet<_> = topics[..3].iter().cloned().collect();
    assert_eq!(heard(&leader(SCHOOL)), all, "it leaves the leader's desk");
    assert_eq!(heard(&registrar(COUNTY)), all, "it comes to the county's");
    // Lists above the child follow too, but now and then. Whoever has to act is told at once.
    let weight = |actor: &Actor| {
        let listener = Listener::new(actor, Vec::new());
        agreed
            .iter()
            .filter_map(|change| listener.hears(change, &[Topic::Desk].into()).remove(&Topic::Desk))
            .min()
    };
    assert_eq!(heard(&registrar("320100")), all);
    assert_eq!(weight(&registrar("320100")), Some(Weight::Upper), "nothing waits on the city's desk");
    assert_eq!(weight(&registrar(COUNTY)), Some(Weight::Own));
    assert_eq!(weight(&leader(SCHOOL)), Some(Weight::Own));
    // The numbers beside the navigation are those of one's own desk: what lies below an authority does not change them.
    let numbers = |actor: &Actor| !hears(actor, &agreed, &[Topic::Numbers]).is_empty();
    assert!(numbers(&leader(SCHOOL)) && numbers(&registrar(COUNTY)), "it left a desk and came to another");
    let opener = registrar(SCHOOL);
    assert!(numbers(&opener), "whoever opened it is told, the number of what is open is theirs");
    let official = actor(Role::Official, COUNTY, 5);
    for other in [registrar("320100"), leader(COUNTY), official, leader(OTHER_SCHOOL)] {
        assert!(!numbers(&other), "{}", other.name);
    }
    assert_eq!(
        heard(&leader(OTHER_SCHOOL)),
        BTreeSet::new(),
        "another school hears nothing of it, whatever it asks for"
    );
    let guardian_of = |child| Actor { unit: None, children: vec![child], ..actor(Role::Guardian, SCHOOL, 9) };
    let at = |school: &str| vec![unit_path(school)];
    let guardian = |child, school: &str| {
        let listener = Listener::new(&guardian_of(child), at(school));
        let topics = topics.iter().cloned().collect();
        agreed.iter().flat_map(|change| listener.hears(change, &topics).into_keys()).collect::<BTreeSet<_>>()
    };
    assert_eq!(guardian(child, SCHOOL), all, "the child's guardian hears of it");
    assert!(!guardian(other, SCHOOL).contains(&Topic::Desk), "what concerns a schoolmate is no news");
    assert_eq!(guardian(other, OTHER_SCHOOL), BTreeSet::new());

    let before = store.settled();
    // One more child: agreeing alone counts nothing anew.
    world.enter(SCHOOL, info(3)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let summed = since(&store.feed, before, store.settled());
    let figures =
        [Topic::figures("").unwrap(), Topic::figures(SCHOOL).unwrap(), Topic::figures(OTHER_SCHOOL).unwrap()];
    let heard = |actor: &Actor| hears(actor, &summed, &figures);
    assert_eq!(heard(&leader(SCHOOL)), figures[..2].iter().cloned().collect());
    assert_eq!(
        heard(&registrar(COUNTY)),
        figures[..2].iter().cloned().collect(),
        "its own, and the school's below it"
    );
    assert_eq!(heard(&leader(OTHER_SCHOOL)), BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_hears_of_what_was_committed_after_it_was_made_and_of_nothing_before() {
    let world = World::in_memory().await;
    let store = &world.registry.store;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let made = store.settled();
    assert!(since(&store.feed, made, made).is_empty(), "nothing changed, nothing is told");
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let missed = since(&store.feed, made, store.settled());
    assert_eq!(missed.len(), 1);
    assert!(missed[0].records.contains(&case.uuid()));
    assert!(since(&store.feed, missed[0].seq, store.settled()).is_empty());
    assert!(matches!(store.feed.listen_from(store.settled() + 1, store.settled()).0, Missed::Unknown));
    // What is refused is no change.
    let made = store.settled();
    assert!(world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.is_err());
    assert!(since(&store.feed, made, store.settled()).is_empty());
}
