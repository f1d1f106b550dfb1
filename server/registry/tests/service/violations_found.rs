//! Signs of 第二十七条 that the system finds: item 5 at the school where the child was found, item 8 of every duty with a day.

use crate::support::dropouts::{dropped_out, on, two_provinces};
use crate::support::*;
use crate::violations::suspected;
use chrono::Duration;
use domain::review::Finding;
use domain::violation::{ViolationKind, ViolationState};
use registry::review::Confirmation;
use registry::violation::ViolationBox;

fn elsewhere(at: &str) -> Confirmation {
    Confirmation {
        finding: Finding::Elsewhere,
        items: std::collections::BTreeSet::new(),
        note: "本学期起在另一所学校就读，未办理转学".into(),
        at: at.into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_child_found_at_a_named_school_is_put_to_that_schools_authority_as_item_five() {
    let world = World::in_memory().await;
    let reviews = world.registry.reviews();
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let id = world.open_review().await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let say =
        async |person, at: &str| reviews.confirm_pupil(&registrar(SCHOOL), id, person, &elsewhere(at)).await;
    assert_eq!(codes(say(one, "没有这所学校").await), ["school"]);
    assert_eq!(codes(say(one, SCHOOL).await), ["school"], "the own school is not elsewhere");
    assert_eq!(codes(say(one, COUNTY).await), ["school"], "an authority is no school");
    say(one, " 第二小学 ").await.unwrap();
    say(two, "").await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    let shown = reviews.review_pupil(&registrar(SCHOOL), id, one).await.unwrap();
    assert_eq!(shown.line.confirmed.unwrap().at.unwrap().unit, code(OTHER_SCHOOL));

    let mut found = suspected(&world, ViolationKind::NoTransfer).await;
    found.sort();
    let [(first, unknown), (second, named)] = &found[..] else { panic!("{found:?}") };
    assert!(
        first == "第一小学" && unknown.contains("1 名学生人籍分离"),
        "who is nowhere stays as before: {unknown}"
    );
    assert!(second == "第二小学" && named.contains("第一小学") && named.contains("1 名学生"), "{named}");
    assert_eq!(suspected(&world, ViolationKind::NoTransfer).await.len(), 2, "each once");
    // By its code as well, and what is said again counts.
    say(two, OTHER_SCHOOL).await.unwrap();
    say(two, "").await.unwrap();
    let again = reviews.review_pupil(&registrar(SCHOOL), id, two).await.unwrap();
    assert_eq!(again.line.confirmed.unwrap().at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_school_of_another_authority_is_examined_there() {
    let world = crate::support::packages::world().await;
    let reviews = world.registry.reviews();
    let person = world.pupil(SCHOOL, 1).await;
    let id = world.open_review().await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let far = world.registry.units().unit(&code(crate::support::packages::FIRST)).await.unwrap();
    reviews.confirm_pupil(&registrar(SCHOOL), id, person, &elsewhere(&far.name)).await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(
        suspected(&world, ViolationKind::NoTransfer).await.is_empty(),
        "not the authority that has the record"
    );
    let authority = registrar(far.parent.unwrap().as_str());
    let waiting = world
        .registry
        .violations()
        .list_violations(&authority, ViolationBox::Below, None, None)
        .await
        .unwrap();
    let lines: Vec<_> =
        waiting.rows.iter().map(|line| (line.kind, line.subject.as_str(), line.state)).collect();
    assert_eq!(lines, [(ViolationKind::NoTransfer, far.name.as_str(), ViolationState::Suspected)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_what_a_school_leaves_undone_past_its_day_is_suspected_as_item_eight() {
    let world = World::in_memory().await;
    let (_, _) = crate::problems::twice(&world, OTHER_SCHOOL).await;
    crate::problems::check(&world).await;
    assert!(suspected(&world, ViolationKind::OtherOfSchool).await.is_empty(), "there is time");
    world.wait(Duration::days(30));
    let found = suspected(&world, ViolationKind::OtherOfSchool).await;
    let of = |school: &str| {
        found
            .iter()
            .filter(|(who, fact)| who == school && fact.contains("问题学籍") && fact.contains("第六条"))
            .count()
    };
    assert_eq!((of("第一小学"), of("第二小学")), (1, 1), "both owe an answer: {found:?}");
    assert!(found.iter().all(|(_, fact)| !fact.contains("学生1")), "no child is named");
    let before = found.len();
    assert_eq!(suspected(&world, ViolationKind::OtherOfSchool).await.len(), before, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_26_a_review_that_an_authority_does_not_open_is_found_by_itself() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    world.wait(Duration::days(75));
    Box::pin(world.registry.watch().look_round()).await.unwrap();
    world.wait(Duration::days(1));
    world.registry.violations().find_violations().await.unwrap();
    let waiting = world
        .registry
        .violations()
        .list_violations(&registrar("320100"), ViolationBox::Below, None, None)
        .await
        .unwrap();
    let mut facts = Vec::new();
    for line in &waiting.rows {
        facts.push(
            world.registry.violations().violation_view(&registrar("320100"), line.id).await.unwrap().fact,
        );
    }
    assert!(facts.iter().any(|fact| fact.contains("组织开展本学期学籍复核")), "{facts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_each_term_in_which_a_child_is_not_followed_is_a_fact_of_its_own() {
    let world = World::in_memory().await;
    let (absences, own) = (world.registry.absences(), registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 1).await;
    crate::follow_up::drops_out(&world, SCHOOL, person).await;
    let found = async |year, month| {
        on(&world, year, month, 1);
        Box::pin(world.registry.watch().look_round()).await.unwrap();
        let found = suspected(&world, ViolationKind::OtherOfSchool).await;
        found.iter().filter(|(who, fact)| who == "第一小学" && fact.contains("劝返")).count()
    };
    assert_eq!(found(2027, 2).await, 0, "there is the whole term");
    assert_eq!(found(2027, 9).await, 1);
    assert_eq!(found(2027, 10).await, 1, "each once");
    assert_eq!(found(2028, 2).await, 2, "the next term as well");
    absences.follow_up(&own, person, day("2028-02-01"), "电话", "家长未接电话").await.unwrap();
    assert_eq!(found(2028, 9).await, 2);
    assert_eq!(found(2029, 2).await, 3, "and one after terms in which it was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_record_that_is_not_closed_when_the_years_are_over_is_named_as_that() {
    let world = two_provinces().await;
    dropped_out(&world, 21).await;
    let closing = async |month| {
        on(&world, 2028, month, 1);
        Box::pin(world.registry.watch().look_round()).await.unwrap();
        let found = suspected(&world, ViolationKind::OtherOfSchool).await;
        found.into_iter().filter(|(_, fact)| fact.contains("办结学籍")).count()
    };
    assert_eq!(closing(9).await, 0);
    assert_eq!(closing(10).await, 1);
    assert_eq!(closing(11).await, 1, "once");
}
