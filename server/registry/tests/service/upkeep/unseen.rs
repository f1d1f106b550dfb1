//! What the one who keeps records may not read is not learnt by typing guesses either (第二十五条), and what is written is what was looked at.

use super::*;
use domain::privacy::{ConsentCommand, ConsentKind, NOTICE_VERSION};

/// A class of three, two of whom need aid.
async fn class_with_aid(world: &World) -> Vec<PersonId> {
    let mut people = Vec::new();
    for (seed, needs) in [(1, "1"), (2, "1"), (3, "0")] {
        let items = [(Field::ClassName, "1班"), (Field::NeedsAid, needs), (Field::Talent, "古筝")];
        let (person, case) = world.enter(SCHOOL, info_with(seed, &items)).await;
        world.approve(SCHOOL, case).await;
        people.push(person);
    }
    people
}

/// The same typed about everybody.
async fn guess(world: &World, people: &[PersonId], values: &[(Field, &str)], reason: &str) -> AskedUpkeep {
    let mut rows = Vec::new();
    for person in people {
        rows.push((*person, row(&stamp(world, *person).await, values)));
    }
    asked(rows, reason)
}

async fn checks(world: &World, person: PersonId) -> usize {
    let looks = world.registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    looks.iter().filter(|look| look.function == Function::UpkeepCheck).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guess_at_what_is_masked_is_answered_alike_for_everybody() {
    let world = World::in_memory().await;
    let people = class_with_aid(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));

    let bare = guess(&world, &people, &[(Field::NeedsAid, "是")], "").await;
    let told = upkeep.preview_upkeep(&own, &bare).await.unwrap();
    assert!(people.iter().all(|person| refused(&told, *person) == ["reason"]), "{told:?}");

    let aid = guess(&world, &people, &[(Field::NeedsAid, "是")], TOLD).await;
    let told = upkeep.preview_upkeep(&own, &aid).await.unwrap();
    assert_eq!(told.len(), 3);
    for one in &told {
        assert!(one.refused.is_empty());
        let items: Vec<_> = one.items.iter().map(|item| (item.field, &*item.old, &*item.new)).collect();
        assert_eq!(items, [(Field::NeedsAid, "已登记", "已登记")]);
    }
    assert_eq!(upkeep.keep_records(&own, &aid).await.unwrap(), told, "written as it was previewed");
    let mut kept = Vec::new();
    for person in &people {
        let view = record(&world, *person).await;
        let line = view.timeline.iter().find(|line| line.event == Event::InfoKept).unwrap();
        kept.push((line.words.clone(), whole(&world, *person, Some(Field::NeedsAid)).await));
        assert!(world.registry.journal().verify_person(*person).await.unwrap().is_ok());
    }
    assert!(kept.iter().all(|one| *one == kept[0]), "{kept:?}");
    // An empty cell asks for nothing.
    let none = guess(&world, &people, &[(Field::NeedsAid, "")], TOLD).await;
    assert_eq!(upkeep.preview_upkeep(&own, &none).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_is_refused_is_refused_before_it_is_compared() {
    let world = World::in_memory().await;
    let people = class_with_aid(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));
    // 出生日期 and 身份证件号 must fit each other: whether a guess does is not told.
    let birth = world
        .registry
        .pupils()
        .reveal(&own, people[0], Some(Field::BirthDate), "核对更正结果")
        .await
        .unwrap();
    for (field, text) in [(Field::Orphan, "否"), (Field::BirthDate, birth.as_str())] {
        let closed = guess(&world, &people, &[(field, text)], TOLD).await;
        let told = upkeep.preview_upkeep(&own, &closed).await.unwrap();
        assert!(people.iter().all(|person| refused(&told, *person) == [field.key()]), "{told:?}");
        assert_eq!(upkeep.keep_records(&own, &closed).await.unwrap(), told);
    }

    // The consent is withdrawn: the value that is kept until it is erased is not told either.
    let parent = guardian(people[0]);
    for kind in [ConsentKind::Given, ConsentKind::Withdrawn] {
        let say = ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper: None };
        world.registry.privacy().record_consent(&parent, people[0], &say).await.unwrap();
    }
    for text in ["古筝", "围棋"] {
        let talent = guess(&world, &people[..1], &[(Field::Talent, text)], TOLD).await;
        let told = upkeep.preview_upkeep(&own, &talent).await.unwrap();
        assert_eq!(refused(&told, people[0]), [Field::Talent.key()], "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_everybody_whose_row_was_checked_is_logged() {
    let world = World::in_memory().await;
    let people = class_with_aid(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));
    let last = people[2];
    let all = guess(&world, &people, &[(Field::Talent, "古筝")], "").await;
    assert_eq!(upkeep.preview_upkeep(&own, &all).await.unwrap(), []);
    assert_eq!(checks(&world, last).await, 1);
    // The same look at the same pupils shortly after is one look: another choice of pupils is another.
    let one = guess(&world, &people[2..], &[(Field::Talent, "古筝")], "").await;
    assert_eq!(upkeep.keep_records(&own, &one).await.unwrap(), []);
    assert_eq!(checks(&world, last).await, 2);
    upkeep.preview_upkeep(&registrar(OTHER_SCHOOL), &all).await.unwrap();
    assert_eq!(checks(&world, last).await, 2, "a stranger was shown nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_only_the_file_that_was_looked_at_is_written() {
    let world = World::in_memory().await;
    let upkeep = world.registry.upkeep();
    let id: PersonId = "00000000-0000-0000-0000-000000000007".parse().unwrap();
    let rows = |text: &str| asked(vec![(id, row("mark", &[(Field::AuxNumber, text)]))], "").rows;
    let mark = upkeep.rows_mark(&rows("A1"));
    upkeep.check_rows(&rows("A1"), &mark).unwrap();
    for (rows, mark) in [(rows("A2"), mark.as_str()), (rows("A1"), ""), (BTreeMap::new(), mark.as_str())] {
        assert_eq!(codes(upkeep.check_rows(&rows, mark)), [RefusalCode::ChangedSinceShown.as_str()]);
    }
}
