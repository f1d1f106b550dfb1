//! 学生名单: every list and every search, at every level, page after page: in order, without doubles and without gaps.

use crate::school_consent::{BESIDE, THEIRS, two_counties};
use crate::school_hand_over::{act, at, decided, run};
use crate::support::changes::{moved, transfer_of};
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use domain::access::Actor;
use domain::form::Field;
use domain::id::PersonId;
use domain::text::{Kept, Sought, find_words, listed_as};
use registry::person::{NewPupil, Search};
use std::collections::BTreeSet;

/// A school run by the city, and one of another province.
const CITYS: &str = "2132000008";
const ZHEJIANG: &str = "2133000001";

const PAGE: usize = 50;

/// Names of every make: common ones, such as are read in two ways, with a long surname, with a dot, in letters.
const NAMES: [&str; 16] = [
    "张明",
    "张小明",
    "王明",
    "王小明",
    "单雄信",
    "单小明",
    "乐正明",
    "曾乐明",
    "欧阳小明",
    "尉迟小乐",
    "阿卜杜拉·买买提",
    "买买提·阿里木",
    "吕小行",
    "长孙小明",
    "John Smith",
    "Zhang Minh",
];

/// What people type.
const TYPED: [&str; 24] = [
    "",
    "张",
    "王小",
    "小明",
    "明",
    "张明",
    "zhang",
    "zhangm",
    "zxm",
    "xm",
    "xiaoming",
    "wangxm",
    "dan",
    "shan",
    "le",
    "oyxm",
    "买买提",
    "maimaiti",
    "smith",
    "smith john",
    "明 张",
    "ming zhang",
    "lv",
    "xyz",
];

pub(crate) struct Child {
    pub(crate) id: PersonId,
    pub(crate) school: &'static str,
    pub(crate) name: &'static str,
    pub(crate) class: &'static str,
}

impl Child {
    fn place(&self) -> String {
        listed_as(self.name, &self.id.to_string()).by_pinyin
    }

    /// By which way what was typed finds the child.
    pub(crate) fn way(&self, typed: &str) -> Option<usize> {
        let id = self.id.to_string();
        let (listed, words) = (listed_as(self.name, &id), find_words(self.name));
        let kept = Kept {
            by_pinyin: &listed.by_pinyin,
            by_name: &listed.by_name,
            by_initials: &listed.by_initials,
            words: &words,
        };
        if typed.is_empty() { Some(0) } else { Sought::read(typed).unwrap().way(&kept) }
    }
}

/// Another province with one school.
pub(crate) async fn country() -> World {
    let world = two_counties().await;
    let units = world.registry.units();
    let mut above: Option<&str> = None;
    let mut added = Vec::new();
    for (id, kind) in [
        ("330000", domain::org::UnitKind::Province),
        ("330100", domain::org::UnitKind::City),
        ("330106", domain::org::UnitKind::County),
    ] {
        let parent = Some(code(above.unwrap_or("000000")));
        let unit = units.unit(&code(COUNTY)).await.unwrap();
        added.push(domain::org::Unit {
            id: code(id),
            name: id.into(),
            kind,
            parent,
            path: unit_path(id),
            division: id.into(),
            ..unit
        });
        above = Some(id);
    }
    let school = units.unit(&code(SCHOOL)).await.unwrap();
    added.push(domain::org::Unit {
        id: code(ZHEJIANG),
        name: "西湖小学".into(),
        parent: Some(code("330106")),
        path: unit_path(ZHEJIANG),
        division: "330106".into(),
        ..school
    });
    units.add_units(&added).await.unwrap();
    world
}

/// Children at every school, more than two pages of them in one county.
pub(crate) async fn children(world: &World) -> Vec<Child> {
    let mut children = Vec::new();
    for (n, (school, many)) in
        [(SCHOOL, 60), (OTHER_SCHOOL, 60), (THEIRS, 12), (CITYS, 8), (ZHEJIANG, 9)].into_iter().enumerate()
    {
        let own = at(world, registrar(school), school).await;
        let mut entered = Vec::new();
        for i in 0..many {
            let seed = (n * 1000 + i + 1) as u64;
            let name = NAMES[(i * 7 + n * 3) % NAMES.len()];
            let class = if i % 3 == 0 { "1班" } else { "2班" };
            let passport = format!("E{:07}", seed);
            let mut items = vec![(Field::Name, name), (Field::ClassName, class)];
            if name.is_ascii() {
                items.extend([(Field::IdKind, "A"), (Field::IdNumber, passport.as_str())]);
                items.extend([(Field::Nationality, "VNM"), (Field::HmtStatus, "51")]);
            }
            let child = NewPupil {
                duplicate_note: "已核对户口簿，不是同一人".into(),
                ..pupil(info_with(seed, &items))
            };
            children.push(Child { id: child.id, school, name, class });
            entered.push(child);
        }
        for outcome in world.registry.pupils().enter_pupils(&own, &code(school), &entered).await.unwrap() {
            assert!(matches!(outcome, registry::person::Entered::New(_)), "{outcome:?}");
        }
    }
    children
}

/// Everybody whom a search shows, page after page.
async fn walk(world: &World, actor: &Actor, search: &Search) -> Vec<PersonId> {
    let (mut shown, mut search) = (Vec::new(), search.clone());
    for _ in 0..100 {
        let page = world.registry.pupils().search_pupils(actor, &search).await.unwrap();
        assert!(page.rows.len() <= PAGE);
        assert!(
            page.next.is_none() || page.rows.len() == PAGE,
            "nothing here is long enough for a short page"
        );
        shown.extend(page.rows.iter().map(|row| row.id));
        match page.next {
            Some(next) => search.after = Some(next),
            None => return shown,
        }
    }
    panic!("the list does not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_at_every_level_shows_everybody_once_and_in_order() {
    let world = country().await;
    let all = children(&world).await;
    let city = [SCHOOL, OTHER_SCHOOL, THEIRS, CITYS];
    let levels: [(Actor, &[&str]); 8] = [
        (registrar(SCHOOL), &[SCHOOL]),
        (registrar(COUNTY), &[SCHOOL, OTHER_SCHOOL]),
        (registrar(BESIDE), &[THEIRS]),
        (registrar("320100"), &city),
        (registrar("320000"), &city),
        (registrar("330000"), &[ZHEJIANG]),
        (registrar("330106"), &[ZHEJIANG]),
        (registrar("000000"), &[SCHOOL, OTHER_SCHOOL, THEIRS, CITYS, ZHEJIANG]),
    ];
    for (actor, schools) in &levels {
        for typed in TYPED {
            let of_these = all.iter().filter(|child| schools.contains(&child.school));
            let wanted: Vec<&Child> = of_these.filter(|child| child.way(typed).is_some()).collect();
            let search = Search { text: typed.into(), ..Search::default() };
            let shown = walk(&world, actor, &search).await;
            let set: BTreeSet<PersonId> = shown.iter().copied().collect();
            assert_eq!(shown.len(), set.len(), "{} by {typed}: somebody twice", actor.name);
            let naive: BTreeSet<PersonId> = wanted.iter().map(|child| child.id).collect();
            assert_eq!(set, naive, "{} by {typed}", actor.name);
            // Beginnings come first, and the list of everybody is in the order of the sound.
            let child = |id: &PersonId| all.iter().find(|child| child.id == *id).unwrap();
            let ways: Vec<_> = shown.iter().map(|id| child(id).way(typed)).collect();
            assert!(ways.is_sorted(), "{} by {typed}", actor.name);
            if typed.is_empty() {
                assert!(shown.iter().map(|id| child(id).place()).is_sorted(), "{}", actor.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_and_a_grade_narrow_a_list_and_nobody_is_lost() {
    let world = country().await;
    let all = children(&world).await;
    let own = registrar(SCHOOL);
    for typed in ["", "zhang", "小明", "xm", "王"] {
        let narrow = |class: Option<&str>, grade: u8| Search {
            text: typed.into(),
            school: Some(code(SCHOOL)),
            grade: Some(grade),
            class_name: class.map(str::to_owned),
            ..Search::default()
        };
        let of_class = |class: &str| -> BTreeSet<PersonId> {
            let here = all.iter().filter(|child| child.school == SCHOOL && child.class == class);
            here.filter(|child| child.way(typed).is_some()).map(|child| child.id).collect()
        };
        let shown: BTreeSet<_> = walk(&world, &own, &narrow(Some("2班"), 1)).await.into_iter().collect();
        assert_eq!(shown, of_class("2班"), "{typed}");
        let both: BTreeSet<_> = walk(&world, &own, &narrow(None, 1)).await.into_iter().collect();
        assert_eq!(both, &of_class("1班") | &of_class("2班"), "{typed}");
        assert_eq!(walk(&world, &own, &narrow(None, 2)).await, [], "{typed}: nobody of this grade");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_child_that_moves_is_found_in_the_new_place_and_not_in_the_old() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let name = info(1).name().to_owned();
    let finds = async |actor: &Actor, text: &str| {
        walk(&world, actor, &Search { text: text.into(), ..Search::default() }).await
    };
    let asked = transfer_of(&world, SCHOOL, person, "2026-09-07").await;
    moved(&world, [SCHOOL, OTHER_SCHOOL], person, &asked).await;
    for text in ["", name.as_str()] {
        assert_eq!(finds(&registrar(SCHOOL), text).await, []);
        assert_eq!(finds(&registrar(OTHER_SCHOOL), text).await, [person]);
        assert_eq!(finds(&registrar(COUNTY), text).await, [person]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_a_school_that_goes_over_takes_its_pupils_into_the_other_countys_lists() {
    let world = two_counties().await;
    let person = world.pupil(SCHOOL, 1).await;
    let given: String = info(1).name().chars().skip(1).collect();
    let finds = async |actor: &Actor, text: &str| {
        walk(&world, actor, &Search { text: text.into(), ..Search::default() }).await
    };
    for text in ["", info(1).name(), given.as_str()] {
        assert_eq!(finds(&registrar(COUNTY), text).await, [person]);
        assert_eq!(finds(&registrar(BESIDE), text).await, [], "another county's registrar finds nobody");
    }
    decided(&world, &act(&[SCHOOL], "2026-09-01")).await;
    run(&world).await;
    for text in ["", info(1).name(), given.as_str()] {
        assert_eq!(finds(&registrar(COUNTY), text).await, [], "{text}");
        assert_eq!(finds(&registrar(BESIDE), text).await, [person], "{text}");
        assert_eq!(finds(&registrar("320100"), text).await, [person], "{text}");
        assert_eq!(finds(&at(&world, registrar(SCHOOL), SCHOOL).await, text).await, [person], "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_goes_on_after_somebody_whom_the_search_shows_and_begins_anew_after_others_of_the_scope() {
    let world = World::in_memory().await;
    let (shown, _) = world.enter(SCHOOL, info_with(1, &[(Field::Name, "张小明")])).await;
    let (other, _) = world.enter(SCHOOL, info_with(2, &[(Field::Name, "王小红")])).await;
    let after = |after| Search { text: "张".into(), after: Some(after), ..Search::default() };
    let pupils = world.registry.pupils();
    assert_eq!(pupils.search_pupils(&registrar(SCHOOL), &after(shown)).await.unwrap().rows, []);
    // The name may have been corrected between two pages.
    let anew = pupils.search_pupils(&registrar(SCHOOL), &after(other)).await.unwrap();
    assert_eq!(anew.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [shown]);
    assert!(is_not_found(&pupils.search_pupils(&registrar(OTHER_SCHOOL), &after(shown)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_chooses_among_its_classes_and_lists_one_of_them() {
    let world = long_world().await;
    let in_class =
        async |seed, grade, class| in_grade(&world, grade, seed, &[(Field::ClassName, class)]).await;
    let (tenth, second) = (in_class(701, 7, "10班").await, in_class(702, 7, "2班").await);
    in_class(703, 3, "2班").await;
    let pupils = world.registry.pupils();
    let labels = async |reader: &Actor, chosen: Option<&(u8, String)>| {
        let classes = pupils.classes_to_choose(reader, chosen).await.unwrap();
        classes.into_iter().map(|class| class.label).collect::<Vec<_>>()
    };
    let own = ["小学三年级2班", "初中一年级2班", "初中一年级10班"];
    assert_eq!(labels(&registrar(LONG), None).await, own);
    assert_eq!(labels(&leader(LONG), None).await, own);
    // The name of a class says nothing of another school's, and a guardian lists nobody.
    assert_eq!(labels(&registrar(COUNTY), None).await, Vec::<String>::new());
    assert_eq!(labels(&guardian(tenth), None).await, Vec::<String>::new());
    // What is chosen stays to be seen, whoever is in it.
    let empty = (7, "3班".to_owned());
    assert_eq!(labels(&registrar(LONG), Some(&empty)).await[2], "初中一年级3班");

    let listed = async |grade, class: &str| {
        let search = Search { grade: Some(grade), class_name: Some(class.into()), ..Search::default() };
        let page = pupils.search_pupils(&registrar(LONG), &search).await.unwrap();
        page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(7, "10班").await, [tenth]);
    assert_eq!(listed(7, "2班").await, [second]);
    assert_eq!(listed(7, "3班").await, []);
}
