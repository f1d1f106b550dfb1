//! The school at which a placed child learns (第十七条): where a typed name is not one school's, the schools of the province that it may mean
//! are given to choose from, with county and code; the one that was chosen sees the child, one of another province does not.

use crate::support::*;
use domain::case::change::{Facts, Paper};
use domain::case::placement::{Placement, Setting};
use domain::case::{CaseState, Payload};
use domain::codes::{Disability, SchoolSystem, SchoolType};
use domain::id::{PersonId, UnitId};
use domain::org::{School, Unit, UnitKind};
use domain::school::Change;

const BESIDE: &str = "320104";
const HERE: [&str; 2] = ["5132000011", "5132000012"];
const THERE: &str = "5132000013";
const FAR: &str = "5133000001";

async fn world() -> World {
    let world = World::in_memory().await;
    let county = |id: &str, name: &str, parent: &str| Unit {
        id: code(id),
        name: name.into(),
        kind: UnitKind::County,
        parent: Some(code(parent)),
        path: unit_path(id),
        division: id.into(),
        school: None,
    };
    let deaf = |id: &str, name: &str, county: &str| Unit {
        id: code(id),
        name: name.into(),
        kind: UnitKind::School,
        parent: Some(code(county)),
        path: unit_path(county).child(&code(id)),
        division: county.into(),
        school: Some(School {
            school_type: SchoolType::DeafSchool,
            stages: SchoolType::DeafSchool.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    let units = [
        county(BESIDE, "秦淮区", "320100"),
        county("330106", "西湖区", "330100"),
        deaf(THERE, "启音学校", BESIDE),
        deaf(HERE[0], "启音学校", COUNTY),
        deaf(HERE[1], "玄武启智学校", COUNTY),
        deaf(FAR, "启音学校", "330106"),
    ];
    world.registry.units().add_units(&units).await.unwrap();
    world
}

fn placement(host: &str, chosen: Option<&str>) -> Payload {
    Payload::Placement(Placement {
        facts: Facts {
            on: day("2026-09-07"),
            papers: vec![Paper::Agreement, Paper::Assessment],
            note: String::new(),
        },
        setting: Setting::SpecialSchool,
        host: host.into(),
        chosen: chosen.map(code),
        disability: Some(Disability::Hearing),
        agreement: "学籍留在原学校，由就读学校评价。".into(),
    })
}

async fn offered(world: &World, text: &str) -> Vec<(String, String)> {
    let found = world.registry.cases().hosts_called(&registrar(SCHOOL), text).await.unwrap();
    found.into_iter().map(|one| (one.id.to_string(), one.county)).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(id, county)| ((*id).to_owned(), (*county).to_owned())).collect()
}

async fn sees(world: &World, school: &str) -> bool {
    let mut at = registrar(school);
    at.unit.as_mut().unwrap().path = world.registry.units().unit(&code(school)).await.unwrap().path;
    !world.registry.pupils().hosted_pupils(&at).await.unwrap().is_empty()
}

/// What whoever decides is told: the school that will see the child, and the other province of one that will not.
async fn decided(world: &World, person: PersonId, payload: &Payload) -> (Option<UnitId>, Option<String>) {
    let cases = world.registry.cases();
    let case = cases.open_change(&registrar(SCHOOL), person, payload).await.unwrap();
    let host = cases.case_view(&leader(SCHOOL), case).await.unwrap().host.unwrap();
    assert_eq!(world.approve(SCHOOL, case).await, CaseState::Approved);
    (host.school.map(|(id, _)| id), host.outside)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_name_that_is_not_one_schools_is_chosen_from_a_list() {
    let world = world().await;
    // The namesakes of the province, the own county's first; none of another province.
    // One of them is the own county's and would be meant by its name alone, as before.
    assert!(offered(&world, "启音学校").await.is_empty());
    let near =
        Unit { name: "启音学校".into(), ..world.registry.units().unit(&code(HERE[1])).await.unwrap() };
    let second = Unit { id: code("5132000015"), path: unit_path(COUNTY).child(&code("5132000015")), ..near };
    world.registry.units().add_units(&[second]).await.unwrap();
    assert_eq!(
        offered(&world, "启音学校").await,
        pairs(&[(HERE[0], "玄武区"), ("5132000015", "玄武区"), (THERE, "秦淮区")])
    );
    // A part of a name, and a name that only a school of another county has.
    assert_eq!(offered(&world, "启智").await, pairs(&[(HERE[1], "玄武区")]));
    for nothing in ["启", "没有的学校", HERE[0], FAR, "玄武启智学校"] {
        assert!(offered(&world, nothing).await.is_empty(), "{nothing}");
    }
    for stranger in [leader(SCHOOL), registrar(COUNTY)] {
        assert!(world.registry.cases().hosts_called(&stranger, "启智").await.is_err(), "{}", stranger.name);
    }
    // A school that is no more is not offered.
    let close =
        crate::support::schools::asked(HERE[0], Change::Close { archives: None, placements: Vec::new() });
    world.done(&close).await;
    assert!(!offered(&world, "启音").await.iter().any(|(id, _)| id == HERE[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_the_chosen_school_sees_the_child_and_one_of_another_province_is_shown_as_outside() {
    let world = world().await;
    let person = world.pupil(SCHOOL, 1).await;
    let chosen = decided(&world, person, &placement("启音学校", Some(THERE))).await;
    assert_eq!(chosen, (Some(code(THERE)), None));
    assert!(sees(&world, THERE).await && !sees(&world, HERE[0]).await && !sees(&world, FAR).await);
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    assert!(view.placement.contains("启音学校"), "{}", view.placement);
    // By its code, which says that it lies elsewhere; chosen or typed.
    for outside in [placement(FAR, None), placement("启音学校", Some(FAR))] {
        let told = decided(&world, person, &outside).await;
        assert_eq!(told, (None, Some("浙江省".to_owned())));
        assert!(!sees(&world, FAR).await && !sees(&world, HERE[0]).await && !sees(&world, THERE).await);
    }
    // What is no school of the register is neither.
    assert_eq!(decided(&world, person, &placement("某某学校", None)).await, (None, None));
}
