//! 学生名单 where not everybody who is read belongs on the page: with bounds so small that they are reached, page after page still shows
//! everybody, and whether a word is in more names than are shown is told.

use crate::search_pages::{Child, children, country};
use crate::support::*;
use domain::access::Actor;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::case::{CaseState, Payload};
use domain::form::Field;
use domain::id::PersonId;
use domain::text::{Sought, find_words};
use registry::paper::Wanted;
use registry::person::{Bounds, NewPupil, Search};
use std::collections::BTreeSet;

/// Every way in which somebody is found: everybody, by characters, by sound, by first letters, by words of each kind.
const TYPED: [&str; 14] = [
    "",
    "张",
    "王小",
    "小明",
    "明",
    "zhang",
    "zxm",
    "xm",
    "xiaoming",
    "买买提",
    "smith",
    "smith j",
    "明 张",
    "ming zhang",
];

/// Everybody whom a search shows, page after page, and whether one of the pages leaves somebody off.
async fn walk(world: &World, actor: &Actor, search: &Search) -> (BTreeSet<PersonId>, bool) {
    let (mut shown, mut left_off, mut search) = (BTreeSet::new(), false, search.clone());
    for _ in 0..400 {
        let found = world.registry.pupils().find_pupils(actor, &search).await.unwrap();
        for row in &found.page.rows {
            assert!(shown.insert(row.id), "somebody twice: {search:?}");
        }
        left_off |= found.left_off;
        match found.page.next {
            Some(next) => search.after = Some(next),
            None => return (shown, left_off),
        }
    }
    panic!("the list does not end: {search:?}");
}

/// The words of what was typed with how many of these children have one: the most of any.
fn most_of_a_word(typed: &str, of: &[&Child]) -> usize {
    let words = Sought::read(typed).map(|sought| sought.words()).unwrap_or_default();
    let have = |word: &String| of.iter().filter(|child| find_words(child.name).contains(word)).count();
    words.iter().map(have).max().unwrap_or_default()
}

/// How many beginnings there are of what was typed: who is found by a later way is found by a word.
fn beginnings(typed: &str) -> usize {
    Sought::read(typed).map_or(1, |sought| sought.beginnings().len())
}

fn ids(of: &[&Child]) -> BTreeSet<PersonId> {
    of.iter().map(|child| child.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_and_a_class_show_everybody_however_little_is_read_for_a_page() {
    let world = country().await;
    let all = children(&world).await;
    let (mut short, mut told) = (0, 0);
    for typed in TYPED {
        for class in [None, Some("1班"), Some("2班")] {
            let of_class =
                |child: &&Child| child.school == SCHOOL && class.is_none_or(|class| child.class == class);
            let wanted: Vec<&Child> =
                all.iter().filter(of_class).filter(|child| child.way(typed).is_some()).collect();
            let by_word = |child: &&&Child| child.way(typed) == Some(beginnings(typed));
            let by_words: Vec<&Child> = wanted.iter().filter(by_word).copied().collect();
            let most = most_of_a_word(typed, &by_words);
            let search = |bounds| Search {
                text: typed.into(),
                school: Some(code(SCHOOL)),
                grade: Some(1),
                class_name: class.map(str::to_owned),
                bounds,
                ..Search::default()
            };
            // All who have the word are read, and those of the class counted: exactly so many are shown as there are.
            let bounds = Bounds { slice: 4, most_read: 70, most_of_a_word: most };
            let (shown, left_off) = walk(&world, &registrar(SCHOOL), &search(bounds)).await;
            assert_eq!(shown, ids(&wanted), "{typed} in {class:?}");
            assert!(!left_off, "{typed} in {class:?}");
            if most > 0 {
                let less = Bounds { most_of_a_word: most - 1, ..bounds };
                let (_, left_off) = walk(&world, &registrar(SCHOOL), &search(less)).await;
                assert!(left_off, "{typed} in {class:?}: {most} have the word");
            }
            // A page ends after a few rows that were looked at: who is found by a beginning is on one of them, and of a word it is said.
            let few = Bounds { slice: 4, most_read: 7, most_of_a_word: 70 };
            let (shown, left_off) = walk(&world, &registrar(SCHOOL), &search(few)).await;
            let begun: BTreeSet<PersonId> = ids(&wanted).difference(&ids(&by_words)).copied().collect();
            assert!(shown.is_subset(&ids(&wanted)) && shown.is_superset(&begun), "{typed} in {class:?}");
            assert!(left_off || shown == ids(&wanted), "{typed} in {class:?}: somebody is lost silently");
            short += usize::from(begun.len() > 7);
            told += usize::from(left_off);
        }
    }
    assert!(short > 0 && told > 0, "the bounds were reached: {short}, {told}");
    // Nobody of the grade: page after page is empty, and the list ends.
    let bounds = Bounds { slice: 4, most_read: 7, most_of_a_word: 70 };
    let second = Search { grade: Some(2), bounds, ..Search::default() };
    let first = world.registry.pupils().find_pupils(&registrar(SCHOOL), &second).await.unwrap().page;
    assert!(first.rows.is_empty() && first.next.is_some());
    assert_eq!(walk(&world, &registrar(SCHOOL), &second).await, (BTreeSet::new(), false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_in_more_names_than_are_looked_at_is_told() {
    let world = country().await;
    let all = children(&world).await;
    for (actor, schools) in
        [(registrar(SCHOOL), &[SCHOOL][..]), (registrar(COUNTY), &[SCHOOL, OTHER_SCHOOL][..])]
    {
        let here: Vec<&Child> = all.iter().filter(|child| schools.contains(&child.school)).collect();
        for typed in ["小明", "明", "xm", "smith"] {
            let most = most_of_a_word(typed, &here);
            assert!(most > 1, "{typed} is in {most} names");
            let search = |most_of_a_word| Search {
                text: typed.into(),
                bounds: Bounds { most_of_a_word, ..Bounds::default() },
                ..Search::default()
            };
            let (shown, left_off) = walk(&world, &actor, &search(most)).await;
            let found: Vec<&Child> =
                here.iter().filter(|child| child.way(typed).is_some()).copied().collect();
            assert_eq!((shown, left_off), (ids(&found), false), "{} by {typed}", actor.name);
            let (shown, left_off) = walk(&world, &actor, &search(most - 1)).await;
            assert!(left_off && shown.is_subset(&ids(&found)), "{} by {typed}", actor.name);
        }
    }
}

/// Somebody who was at a school, and died.
async fn leaver(world: &World, school: &str, seed: u64, name: &str) -> PersonId {
    let (person, case) = world.enter(school, info_with(seed, &[(Field::Name, name)])).await;
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    let facts = Facts { on: day("2026-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() };
    let death = Payload::Death(Death { facts });
    let case = world.registry.cases().open_change(&registrar(school), person, &death).await.unwrap();
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_who_has_left_is_found_among_many_who_are_here_and_at_other_schools() {
    let world = World::in_memory().await;
    // No name is there twice.
    for (school, seed, surnames) in
        [(SCHOOL, 10, ["赵", "钱", "孙", "李", "周"]), (OTHER_SCHOOL, 20, ["冯", "陈", "褚", "卫", "蒋"])]
    {
        for (n, surname) in surnames.into_iter().enumerate() {
            let name = format!("{surname}小明");
            world.enter(school, info_with(seed + n as u64, &[(Field::Name, &name)])).await;
        }
    }
    let one = leaver(&world, SCHOOL, 31, "吴小明").await;
    let two = leaver(&world, SCHOOL, 32, "郑小明").await;
    let there = leaver(&world, OTHER_SCHOOL, 33, "王小明").await;
    let by = |text: &str, schools: &[&str], most_of_a_word| Search {
        text: text.into(),
        left: Some(schools.iter().map(|school| code(school)).collect()),
        bounds: Bounds { slice: 2, most_read: 8, most_of_a_word },
        ..Search::default()
    };
    let (own, county) = (registrar(SCHOOL), registrar(COUNTY));
    for text in ["", "小明", "明", "xiaoming", "xm"] {
        assert_eq!(
            walk(&world, &own, &by(text, &[SCHOOL], 2)).await,
            (BTreeSet::from([one, two]), false),
            "{text}"
        );
        let other = walk(&world, &county, &by(text, &[OTHER_SCHOOL], 1)).await;
        assert_eq!(other, (BTreeSet::from([there]), false), "{text}: others stand before it");
        let both = walk(&world, &county, &by(text, &[OTHER_SCHOOL, SCHOOL], 3)).await;
        assert_eq!(both, (BTreeSet::from([one, two, there]), false), "{text}");
        let none = walk(&world, &own, &by(text, &[OTHER_SCHOOL], 3)).await;
        assert_eq!(none, (BTreeSet::new(), false), "{text}: not the own school's");
    }
    for text in ["郑", "zheng", "zxm"] {
        assert_eq!(
            walk(&world, &own, &by(text, &[SCHOOL], 2)).await,
            (BTreeSet::from([two]), false),
            "{text}"
        );
    }
    let (shown, left_off) = walk(&world, &own, &by("小明", &[SCHOOL], 1)).await;
    assert!(left_off && shown.len() == 1, "of two one is shown, and it is said");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_the_catalogue_of_papers_tells_that_some_are_left_off() {
    let world = World::in_memory().await;
    let most = Bounds::default().most_of_a_word;
    let entered: Vec<NewPupil> = (1..=most as u64 + 1)
        .map(|seed| NewPupil {
            duplicate_note: "已核对户口簿，不是同一人".into(),
            ..pupil(info_with(seed, &[(Field::Name, "王小明")]))
        })
        .collect();
    let own = registrar(SCHOOL);
    for outcome in world.registry.pupils().enter_pupils(&own, &code(SCHOOL), &entered).await.unwrap() {
        assert!(matches!(outcome, registry::person::Entered::New(_)), "{outcome:?}");
    }
    let found = async |text: &str| {
        let wanted = Wanted { text: text.into(), ..Wanted::default() };
        world.registry.papers().catalogue(&own, &wanted).await.unwrap()
    };
    let by_word = found("小明").await;
    assert!(by_word.left_off && by_word.page.next.is_some());
    let begun = found("王").await;
    assert!(!begun.left_off && begun.page.next.is_some(), "who begins so is paged without an end");
}
