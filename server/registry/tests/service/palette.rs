//! 命令面板: what it asks for: the case of a number, what may be begun about a pupil, the first of who is found; each for whom it is, and in
//! the log where it shows somebody.

use crate::access_log::search;
use crate::support::*;
use domain::access::Role;
use domain::access_log::Function;
use domain::case::{CaseKind, CaseNumber};
use domain::form::Field;
use registry::person::Search;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_found_by_its_number_by_who_may_open_it() {
    let world = World::in_memory().await;
    let cases = world.registry.cases();
    let pupil = world.pupil(SCHOOL, 1).await;
    let case = world.ask(&guardian(pupil), pupil, &[(Field::Name, "王大明")]).await.unwrap();
    let told = cases.case_view(&registrar(SCHOOL), case).await.unwrap().line.number;
    let number = CaseNumber::read(&told).expect("what is issued is read");
    let looks = async || {
        let rows = world.registry.access_log().looks_at(&leader(SCHOOL), pupil, None).await.unwrap().rows;
        rows.len()
    };
    let before = looks().await;
    assert_eq!(number.kind(), CaseKind::Correction);
    for who in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), guardian(pupil)] {
        assert_eq!(cases.case_numbered(&who, &number).await.unwrap(), case, "{}", who.name);
    }
    let other = world.pupil(OTHER_SCHOOL, 2).await;
    let strangers = [registrar(OTHER_SCHOOL), guardian(other), actor(Role::SystemAdmin, COUNTY, 3)];
    for who in strangers {
        assert!(is_not_found(&cases.case_numbered(&who, &number).await), "{}", who.name);
    }
    let none = CaseNumber::read("02200001010999999").unwrap();
    assert!(is_not_found(&cases.case_numbered(&registrar(SCHOOL), &none).await), "one that was never issued");
    assert_eq!(looks().await, before, "where it is shows nothing of it: its page is the look");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_begun_is_what_the_record_offers_and_is_a_look() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let pupil = world.pupil(SCHOOL, 1).await;
    let begins = pupils.begins_now(&registrar(SCHOOL), pupil).await.unwrap();
    let looks = world.registry.access_log().looks_at(&leader(SCHOOL), pupil, None).await.unwrap().rows;
    assert_eq!(looks.iter().filter(|line| line.function == Function::Pupil).count(), 1);
    let overview = pupils.record_overview(&registrar(SCHOOL), pupil).await.unwrap();
    assert!(overview.record.may_correct);
    let offered: Vec<CaseKind> =
        overview.record.may_change.iter().copied().chain([CaseKind::Correction]).collect();
    assert_eq!(begins, offered);

    assert!(
        pupils.begins_now(&leader(SCHOOL), pupil).await.unwrap().is_empty(),
        "a leader begins none, and sees nothing"
    );
    world.ask(&guardian(pupil), pupil, &[(Field::Name, "王大明")]).await.unwrap();
    assert!(pupils.begins_now(&registrar(SCHOOL), pupil).await.unwrap().is_empty(), "one at a time");
    for who in [registrar(OTHER_SCHOOL), guardian(pupil), actor(Role::Official, COUNTY, 5)] {
        assert!(is_not_found(&pupils.begins_now(&who, pupil).await), "{}", who.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_is_left_off_a_short_list_is_not_in_the_log() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let mut people = Vec::new();
    for seed in 1..=4 {
        let name = ["王一", "王二", "王三", "李四"][usize::try_from(seed).unwrap() - 1];
        people.push(world.enter(SCHOOL, info_with(seed, &[(Field::Name, name)])).await.0);
    }
    let me = registrar(SCHOOL);
    let few = |most| Search { most: Some(most), ..search("王") };
    let found = registry.pupils().find_pupils(&me, &few(2)).await.unwrap().page;
    assert_eq!(found.rows.len(), 2);
    assert_eq!(found.next, found.rows.last().map(|row| row.id), "there are others");
    let shown: Vec<_> = found.rows.iter().map(|row| row.id).collect();
    for person in &people {
        let looks = registry.access_log().looks_at(&leader(SCHOOL), *person, None).await.unwrap().rows;
        let looked = looks.iter().any(|line| line.function == Function::PupilSearch);
        assert_eq!(looked, shown.contains(person));
    }
    let all = registry.pupils().find_pupils(&me, &few(3)).await.unwrap().page;
    assert_eq!((all.rows.len(), all.next), (3, None), "as many as there are");
}
