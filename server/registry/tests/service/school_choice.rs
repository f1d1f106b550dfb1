//! Choosing a school: all there are, or where a list would hold only a part of them, by looking for it.

use crate::support::packages::unit;
use crate::support::*;
use domain::org::UnitKind;

/// A county with more schools than one list has, two of one name among them.
async fn crowded() -> World {
    let world = World::in_memory().await;
    let mut many: Vec<_> = (0..400)
        .map(|n| unit(&format!("21329{n:05}"), &format!("A{n:03}小学"), UnitKind::School, COUNTY))
        .collect();
    many.push(unit("2132980001", "同名小学", UnitKind::School, COUNTY));
    many.push(unit("2132980002", "同名小学", UnitKind::School, COUNTY));
    world.registry.units().add_units(&many).await.unwrap();
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_the_register_of_any_of_many_schools_is_found() {
    let world = crowded().await;
    let certificates = world.registry.certificates();
    let own = registrar(COUNTY);
    let view = async |find: &str| certificates.certificates_view(&own, None, None, None, find).await.unwrap();
    let first = view("").await;
    assert!(first.more_schools && first.schools.len() == 400, "{}", first.schools.len());
    assert_eq!(first.page.school, code(COUNTY), "none is chosen");
    assert!(!first.schools.iter().any(|(school, _)| *school == code(SCHOOL)), "it stands behind the others");
    for typed in ["第一小学", SCHOOL] {
        let found = view(typed).await;
        assert_eq!((found.page.school, found.more_schools), (code(SCHOOL), false), "{typed}");
        assert_eq!(found.schools, [(code(SCHOOL), "第一小学".to_owned())], "{typed}");
    }
    let same = view("同名").await;
    assert_eq!((same.schools.len(), same.page.school), (2, code(COUNTY)), "which of two one says oneself");
    assert!(view("没有这所学校").await.schools.is_empty());
    let chosen = code(SCHOOL);
    let other = certificates.certificates_view(&own, Some(&chosen), None, None, "同名").await.unwrap();
    assert!(other.schools.iter().any(|(school, _)| *school == chosen), "what is shown can be chosen");
    // A few schools are simply listed.
    let few = World::in_memory().await;
    let few = few.registry.certificates().certificates_view(&own, None, None, None, "").await.unwrap();
    assert!(!few.more_schools && few.schools.len() == 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_24_and_27_of_many_schools_side_by_side_none_is_left_out() {
    let world = crowded().await;
    let below = world.registry.units().units_below(&code(COUNTY)).await.unwrap();
    assert!(below.len() > 402 && below.iter().any(|unit| unit.id == code(SCHOOL)), "{}", below.len());
    let overview = world.registry.figures().overview(&leader(COUNTY), None).await.unwrap();
    assert_eq!(overview.below.len(), below.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_whoever_asks_for_one_of_many_schools_names_it() {
    let world = crowded().await;
    let disclosures = world.registry.disclosures();
    let own = registrar(COUNTY);
    let offered = disclosures.schools_to_disclose(&own).await.unwrap();
    assert!(offered.more && offered.schools.len() == 400);
    for typed in ["第一小学", SCHOOL, " 第一小学 "] {
        assert_eq!(disclosures.school_to_disclose(&own, typed).await.unwrap(), Some(code(SCHOOL)), "{typed}");
    }
    for typed in ["", "第一", "同名小学", "2132"] {
        assert_eq!(disclosures.school_to_disclose(&own, typed).await.unwrap(), None, "{typed}");
    }
    assert_eq!(disclosures.school_to_disclose(&own, "2132980002").await.unwrap(), Some(code("2132980002")));
    // The city's own schools are others.
    assert_eq!(disclosures.school_to_disclose(&registrar("320100"), SCHOOL).await.unwrap(), None);
    assert_eq!(codes(disclosures.school_to_disclose(&leader(COUNTY), SCHOOL).await), ["not_permitted"]);
    let school = disclosures.schools_to_disclose(&registrar(SCHOOL)).await.unwrap();
    assert!(!school.more && school.schools.len() == 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_the_register_of_many_schools_goes_on_page_by_page() {
    let world = crowded().await;
    let (schools, own) = (world.registry.schools(), registrar(COUNTY));
    let (mut all, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let (page, next) = schools.school_register_page(&own, after.as_ref()).await.unwrap();
        assert!(page.schools.len() <= 100 && page.may_propose, "{}", page.schools.len());
        all.extend(page.schools.into_iter().map(|one| one.id));
        pages += 1;
        let Some(next) = next else { break };
        assert_eq!(all.last(), Some(&next), "the next page begins after the last row");
        after = Some(next);
    }
    let whole: Vec<_> =
        schools.school_register(&own).await.unwrap().schools.into_iter().map(|one| one.id).collect();
    assert_eq!((all.len(), pages), (404, 5));
    assert_eq!(all, whole, "each once, by its code");
    // A school has no schools below it.
    let (none, next) = schools.school_register_page(&registrar(SCHOOL), None).await.unwrap();
    assert!(none.schools.is_empty() && next.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn schools_to_choose_from_stand_by_sound_and_number() {
    let world = World::in_memory().await;
    let names = ["乙区第十小学", "乙区第三小学", "甲区小学", "乙区第十二小学"];
    let added: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(n, name)| unit(&format!("213297{n:04}"), name, UnitKind::School, COUNTY))
        .collect();
    world.registry.units().add_units(&added).await.unwrap();
    let choice = world.registry.units().schools_to_choose(&code(COUNTY), "区").await.unwrap();
    let own = |name: &String| name.starts_with("乙区") || name.starts_with("甲区");
    let found: Vec<String> = choice.schools.into_iter().map(|(_, name)| name).filter(own).collect();
    assert_eq!(found, ["甲区小学", "乙区第三小学", "乙区第十小学", "乙区第十二小学"]);
    let below = world.registry.units().working_units_below(&code(COUNTY)).await.unwrap();
    let below: Vec<String> = below.into_iter().map(|unit| unit.name).filter(own).collect();
    assert_eq!(below, found);
}
