//! Many children on roll at once (整校建籍): what stands there afterwards is what stands there after one by one.

use crate::support::*;
use contract::pupil::PupilView;
use domain::access::Actor;
use domain::form::Field;
use domain::id::PersonId;
use registry::person::{NewPupil, Part, Search};

/// What a record tells, without what differs from child to child.
fn shape(view: &PupilView) -> impl PartialEq + std::fmt::Debug + use<> {
    let events: Vec<_> = view.timeline.iter().map(|line| (line.event, line.who.clone())).collect();
    let numbers: Vec<_> = view.numbers.iter().map(|number| (number.kind, number.retired_on)).collect();
    (
        events,
        numbers,
        view.spells.len(),
        view.standing,
        view.archive_built,
        view.archive_due,
        view.chain_holds,
    )
}

async fn together(
    world: &World,
    children: &[NewPupil],
    agreed: &[Actor],
) -> registry::error::Result<Vec<PersonId>> {
    let at = world.registry.store.clock.now();
    let agreed: Vec<Part<'_>> = agreed.iter().map(|actor| Part { actor, at }).collect();
    let entered = registrar(SCHOOL);
    world.registry.pupils().enrol(&code(SCHOOL), children, Part { actor: &entered, at }, &agreed).await
}

fn everybody() -> [Actor; 3] {
    [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)]
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_4_and_5_children_put_on_roll_together_have_the_records_of_children_entered_one_by_one() {
    let world = World::on_disk().await;
    let alone = world.pupil(SCHOOL, 1).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let children: Vec<NewPupil> = (2..130).map(|seed| pupil(info(seed))).collect();
    let done = together(&world, &children, &everybody()).await.unwrap();
    assert!(done.len() > 100, "{}: more than one transaction", done.len());
    world.registry.outbox().drain_outbox().await.unwrap();
    let record = async |person| world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    let expected = shape(&record(alone).await);
    for person in &done {
        assert_eq!(shape(&record(*person).await), expected);
    }
    assert!(world.registry.journal().verify_journal().await.unwrap().broken.is_empty());
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
    let figures = world.registry.figures().overview(&registrar(COUNTY), None).await.unwrap().unit.figures;
    assert_eq!(
        (figures.on_roll, figures.open_cases("registration")),
        (i64::try_from(done.len()).unwrap() + 1, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_nobody_is_put_on_roll_twice_not_in_one_set_either() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    // On roll already; new; the same child again beside it, once as it is and once under another name.
    let renamed = info_with(2, &[(Field::Name, "欧阳重名")]);
    let children = [info(1), info(2), info(2), renamed].map(pupil);
    assert_eq!(together(&world, &children, &everybody()).await.unwrap(), [children[1].id]);
    assert_eq!(together(&world, &children, &everybody()).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_who_may_not_or_is_not_the_next_puts_nobody_on_roll() {
    let world = World::in_memory().await;
    let children = [pupil(info(1))];
    let [school, registrar_there, leader_there] = everybody();
    let orders: [Vec<Actor>; 5] = [
        vec![],
        vec![school.clone(), registrar_there.clone()],
        vec![school.clone(), leader_there.clone(), registrar_there.clone()],
        vec![registrar(SCHOOL), registrar_there.clone(), leader_there.clone()],
        vec![leader(OTHER_SCHOOL), registrar_there, leader_there],
    ];
    for order in &orders {
        let outcome = together(&world, &children, order).await;
        assert!(outcome.is_err(), "{order:?}: {outcome:?}");
    }
    let mut untrained = registrar(SCHOOL);
    untrained.trained = false;
    let at = world.registry.store.clock.now();
    let everybody = everybody();
    let agreed: Vec<Part<'_>> = everybody.iter().map(|actor| Part { actor, at }).collect();
    let part = Part { actor: &untrained, at };
    assert_eq!(
        codes(world.registry.pupils().enrol(&code(SCHOOL), &children, part, &agreed).await),
        ["not_trained"]
    );
    let found = world.registry.pupils().search_pupils(&registrar(SCHOOL), &Search::default()).await.unwrap();
    assert!(found.rows.is_empty());
}
