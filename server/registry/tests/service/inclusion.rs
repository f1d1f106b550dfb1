//! 残疾, 随班就读, 送教上门 (第六条, 第十七条) through the services; and one life: a deaf child from home teaching to graduation.

use crate::support::changes::{changed, facts, moved, on, settled, transfer_of, view};
use crate::support::corrections::whole;
use crate::support::deaf_school::{DEAF, hosted, placement, taught, world_with_deaf_school};
use crate::support::grades::{LONG, in_grade};
use crate::support::*;
use domain::case::change::Paper;
use domain::case::completion::{Completion, Outcome};
use domain::case::placement::Setting;
use domain::case::{CaseState, Payload};
use domain::codes::Disability;
use domain::form::Field;
use domain::id::PersonId;
use domain::org::{Unit, UnitKind};
use domain::refusal::Basis;
use domain::school::Change;
use registry::case::AskedTransfer;
use registry::error::Error;

const OTHER_DEAF: &str = "5132000010";

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_deaf_child_from_home_teaching_to_an_ordinary_school_to_graduation() {
    let world = world_with_deaf_school().await;
    // Registered by the school that teaches at home (第六条).
    let home = [(Field::Attendance, "送教上门"), (Field::Disability, "听力残疾")];
    let child = in_grade(&world, 6, 31, &home).await;
    assert_eq!(view(&world, LONG, child).await.placement, "送教上门");
    assert_eq!(taught(&world, LONG, child).await, ["2", "0", "3"]);
    // To the special school, the record stays: both schools see it.
    changed(&world, LONG, child, &placement(Setting::SpecialSchool, "玄武聋人学校", None)).await;
    assert_eq!(taught(&world, LONG, child).await, ["2", "2", "1"]);
    assert_eq!(hosted(&world, DEAF).await, [child]);
    assert!(hosted(&world, SCHOOL).await.is_empty() && hosted(&world, LONG).await.is_empty());
    assert!(
        matches!(world.registry.pupils().pupil(&registrar(DEAF), child).await, Err(Error::NotFound(_))),
        "the record itself stays the school's own"
    );
    // The record follows.
    let asked = transfer_of(&world, LONG, child, "2026-09-07").await;
    moved(&world, [LONG, DEAF], child, &asked).await;
    assert_eq!(taught(&world, DEAF, child).await, ["2", "0", "1"]);
    assert!(hosted(&world, DEAF).await.is_empty() && view(&world, DEAF, child).await.placement.is_empty());
    // 随班就读 with the record at the special school, then at the ordinary one.
    changed(&world, DEAF, child, &placement(Setting::Inclusive, LONG, None)).await;
    assert_eq!(taught(&world, DEAF, child).await, ["2", "2", "1"]);
    assert_eq!(hosted(&world, LONG).await, [child], "named by its code");
    let asked = transfer_of(&world, DEAF, child, "2026-09-07").await;
    moved(&world, [DEAF, LONG], child, &asked).await;
    assert_eq!(taught(&world, LONG, child).await, ["2", "2", "1"]);
    assert!(hosted(&world, LONG).await.is_empty());

    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0001".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    let graduate = view(&world, LONG, child).await;
    assert_eq!((graduate.standing.label(), graduate.spells.len()), ("毕业", 3));
}

/// What whoever decides a placement is told of the host, and who sees the child once it is approved.
async fn host_told(world: &World, school: &str, person: PersonId, host: &str) -> Option<String> {
    let payload = placement(Setting::SpecialSchool, host, Some(Disability::Hearing));
    let case = world.registry.cases().open_change(&registrar(school), person, &payload).await.unwrap();
    let seen = world.registry.cases().case_view(&leader(school), case).await.unwrap();
    let told = seen.host.expect("a line for who decides").school.map(|(id, _)| id.to_string());
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    let done = world.registry.cases().case_view(&leader(school), case).await.unwrap();
    assert!(done.host.is_none(), "decided: the record says it");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_child_is_shown_to_the_school_that_was_meant_and_to_no_other() {
    const BESIDE: &str = "320104";
    const FAR_DEAF: &str = "5133000001";
    const BESIDE_DEAF: &str = "5132000010";
    const NAMESAKES: [&str; 2] = ["5132000011", "5132000012"];
    let world = world_with_deaf_school().await;
    let deaf = world.registry.units().unit(&code(DEAF)).await.unwrap();
    let county = Unit {
        id: code(BESIDE),
        name: "秦淮区".into(),
        kind: UnitKind::County,
        parent: Some(code("320100")),
        path: unit_path(BESIDE),
        division: BESIDE.into(),
        school: None,
    };
    let beside = |id: &str, name: &str| Unit {
        id: code(id),
        name: name.into(),
        parent: Some(code(BESIDE)),
        path: unit_path(BESIDE).child(&code(id)),
        division: BESIDE.into(),
        ..deaf.clone()
    };
    let here = |id: &str, name: &str| Unit {
        id: code(id),
        name: name.into(),
        path: unit_path(COUNTY).child(&code(id)),
        ..deaf.clone()
    };
    let far = Unit {
        id: code(FAR_DEAF),
        name: "西湖启聪学校".into(),
        parent: Some(code("330106")),
        path: unit_path(FAR_DEAF),
        division: "330106".into(),
        ..deaf.clone()
    };
    let all = [
        county,
        beside(BESIDE_DEAF, "秦淮启聪学校"),
        far,
        here(NAMESAKES[0], "启音学校"),
        here(NAMESAKES[1], "启音学校"),
    ];
    world.registry.units().add_units(&all).await.unwrap();
    let person = world.pupil(SCHOOL, 41).await;
    // By its name only the one school of the own county; by its code any of the province.
    let told = [
        ("玄武聋人学校", Some(DEAF)),
        ("秦淮启聪学校", None),
        (BESIDE_DEAF, Some(BESIDE_DEAF)),
        ("启音学校", None),
        (NAMESAKES[1], Some(NAMESAKES[1])),
        ("西湖启聪学校", None),
        (FAR_DEAF, None),
        (COUNTY, None),
    ];
    for (host, meant) in told {
        assert_eq!(host_told(&world, SCHOOL, person, host).await.as_deref(), meant, "{host}");
        for school in [DEAF, BESIDE_DEAF, NAMESAKES[0], NAMESAKES[1], FAR_DEAF] {
            let own = world.registry.units().unit(&code(school)).await.unwrap();
            let mut at = registrar(school);
            at.unit.as_mut().unwrap().path = own.path;
            let seen = world.registry.pupils().hosted_pupils(&at).await.unwrap();
            assert_eq!(!seen.is_empty(), meant == Some(school), "{host}: {school}");
        }
    }
    // A school that was closed since takes nobody in.
    let close =
        crate::support::schools::asked(DEAF, Change::Close { archives: None, placements: Vec::new() });
    world.done(&close).await;
    for host in ["玄武聋人学校", DEAF] {
        assert_eq!(host_told(&world, SCHOOL, person, host).await, None, "{host}");
        assert!(hosted(&world, DEAF).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_disability_and_class_are_set_together_by_correction_and_by_placement() {
    let world = world_with_deaf_school().await;
    let person = world.pupil(SCHOOL, 35).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::Disability, "听力残疾")]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::Inclusive)).await, "2");
    let case = world.ask(&parent, person, &[(Field::Disability, "无残疾")]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(taught(&world, SCHOOL, person).await[1], "0");
    // A placement names the disability itself: no correction has to come before it.
    changed(&world, SCHOOL, person, &placement(Setting::HomeTeaching, "", Some(Disability::Limbs))).await;
    assert_eq!(taught(&world, SCHOOL, person).await, ["4", "0", "3"]);
    // What cannot be is refused by name, with the article that says it.
    let proof = vec![world.proof(&parent, person).await];
    let none = asked(person, &[(Field::Disability, "无残疾")], proof);
    let Err(Error::Refused(told)) = world.registry.cases().ask_correction(&parent, &none).await else {
        panic!("taught at home without a disability")
    };
    assert!(told[0].code.as_str() == "disability" && told[0].basis == Basis::Article(6), "{told:?}");
    changed(&world, SCHOOL, person, &placement(Setting::Ended, "", None)).await;
    assert_eq!(taught(&world, SCHOOL, person).await, ["4", "9", "1"]);
    // Into the special school whose pupils have a disability: proven with the transfer where none is on record.
    let plain = world.pupil(SCHOOL, 36).await;
    let asked = transfer_of(&world, SCHOOL, plain, "2026-09-07").await;
    let refused = world.registry.cases().open_transfer(&registrar(DEAF), &asked).await;
    assert_eq!(codes(refused), ["disability"]);
    let papers = vec![Paper::Application, Paper::Other, Paper::Assessment];
    let proven = AskedTransfer { disability: Some(Disability::Hearing), papers, ..asked };
    moved(&world, [SCHOOL, DEAF], plain, &proven).await;
    assert_eq!(taught(&world, DEAF, plain).await[0], "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_the_school_that_follows_the_host_sees_who_learns_there() {
    let world = world_with_deaf_school().await;
    let other = Unit {
        id: code(OTHER_DEAF),
        name: "玄武第二聋人学校".into(),
        path: unit_path(OTHER_DEAF),
        ..world.registry.units().unit(&code(DEAF)).await.unwrap()
    };
    world.registry.units().add_units(&[other]).await.unwrap();
    let child = in_grade(&world, 6, 42, &[(Field::Disability, "听力残疾"), (Field::Inclusive, "2")]).await;
    changed(&world, LONG, child, &placement(Setting::SpecialSchool, DEAF, None)).await;
    assert_eq!(hosted(&world, DEAF).await, [child]);
    assert!(hosted(&world, OTHER_DEAF).await.is_empty());
    let merge = Change::Merge { into: code(OTHER_DEAF), placements: Vec::new() };
    world.done(&crate::support::schools::asked(DEAF, merge)).await;
    assert_eq!(hosted(&world, OTHER_DEAF).await, [child], "nobody disappears with the host");
    assert!(hosted(&world, SCHOOL).await.is_empty());
    let here = view(&world, LONG, child).await;
    assert!(!here.placement.is_empty(), "the record says so as before");
    settled(&world, LONG, child).await;
}
