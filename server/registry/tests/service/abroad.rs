//! 出境就读 and back into the grade of those who stayed (第二十条); and one life: a Korean child who comes back in a later stage.

use crate::support::changes::{changed, facts, item, moved, on, transfer_of, view};
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use domain::case::abroad::{Abroad, Period};
use domain::case::change::Paper;
use domain::case::completion::{Completion, Outcome};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Payload};
use domain::form::Field;
use domain::id::CaseId;
use domain::refusal::Basis;
use registry::case::{AskedProgression, AskedTransfer};
use registry::error::Error;

#[tokio::test(flavor = "multi_thread")]
async fn article_20_a_korean_child_leaves_in_grade_six_and_comes_back_in_grade_eight() {
    let world = long_world().await;
    let korean = [
        (Field::Name, "김민준"),
        (Field::Nationality, "韩国"),
        (Field::IdKind, "A"),
        (Field::IdNumber, "M12345678"),
        (Field::HmtStatus, "51"),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
        (Field::BirthPlace, "韩国"),
    ];
    let child = in_grade(&world, 6, 32, &korean).await;
    let asked = transfer_of(&world, LONG, child, "2026-09-07").await;
    moved(&world, [LONG, SCHOOL], child, &AskedTransfer { ground: TransferGround::Home, ..asked }).await;
    on(&world, 2026, 10, 12);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2026-10-12", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "KOR".into(),
    });
    changed(&world, SCHOOL, child, &leaving).await;
    let period = |until: Option<&str>| {
        vec![Period { country: "KOR".into(), from: day("2026-10-12"), until: until.map(day) }]
    };
    assert_eq!(view(&world, SCHOOL, child).await.abroad, period(None));
    on(&world, 2027, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, SCHOOL, child).await.grade, "小学六年级");

    // Two school years later the class is in grade eight, which the old school does not teach.
    on(&world, 2028, 8, 25);
    assert_eq!(view(&world, SCHOOL, child).await.matching_grade, Some(8));
    let back = transfer_of(&world, SCHOOL, child, "2028-09-01").await;
    let back = AskedTransfer { ground: TransferGround::Return, ..back };
    let outcome = world.registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &back).await;
    let Err(Error::Refused(told)) = outcome else { panic!("a primary school") };
    assert!(told[0].code.as_str() == "number" && told[0].basis == Basis::Article(20), "{told:?}");
    moved(&world, [SCHOOL, LONG], child, &back).await;
    let here = view(&world, LONG, child).await;
    assert_eq!((here.standing.label(), here.grade.as_str()), ("在读", "初中二年级"));
    assert_eq!(here.abroad, period(Some("2028-09-01")), "the time abroad stays in the record");
    assert_eq!(item(&world, LONG, child, Field::EntryMonth).await, "202809");
    on(&world, 2029, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "初中三年级");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_a_year_is_not_counted_twice_after_a_progression_in_july() {
    let world = long_world().await;
    let child = in_grade(&world, 6, 33, &[]).await;
    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0002".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    on(&world, 2027, 7, 6);
    let seen = view(&world, LONG, child).await;
    let number = world.registry.pupils().reveal(&registrar(LONG), child, None, "办理升学核对").await.unwrap();
    let asked = AskedProgression {
        number,
        name: seen.name,
        class_name: "1班".into(),
        grade: Default::default(),
        on: day("2027-09-01"),
        note: String::new(),
    };
    let opened = world.registry.cases().open_progressions(&registrar(LONG), &[asked]).await.unwrap();
    let case: CaseId = *opened[0].as_ref().unwrap();
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    on(&world, 2027, 9, 6);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2027-09-06", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "SGP".into(),
    });
    changed(&world, LONG, child, &leaving).await;
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(7), "nothing was missed yet");
    on(&world, 2028, 9, 6);
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(8));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_who_comes_back_for_the_new_year_is_not_promoted_besides() {
    let world = long_world().await;
    let child = in_grade(&world, 3, 34, &[]).await;
    let ill = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord], ""),
        until: day("2027-08-31"),
        ground: SuspensionGround::Illness,
    });
    changed(&world, LONG, child, &ill).await;
    on(&world, 2027, 7, 6);
    let back = Payload::Resumption(Resumption {
        facts: facts("2027-09-01", &[Paper::Application], ""),
        next_grade: false,
        class_name: "2班".into(),
        why: None,
    });
    changed(&world, LONG, child, &back).await;
    on(&world, 2027, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "小学三年级", "the own grade, as was decided");
    on(&world, 2028, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "小学四年级");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_years_of_a_suspension_before_going_abroad_are_no_schooling() {
    let world = long_world().await;
    let child = in_grade(&world, 3, 41, &[]).await;
    let ill = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord], ""),
        until: day("2027-08-31"),
        ground: SuspensionGround::Illness,
    });
    changed(&world, LONG, child, &ill).await;
    on(&world, 2027, 10, 11);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2027-10-11", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "SGP".into(),
    });
    changed(&world, LONG, child, &leaving).await;
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(3), "as it was left");
    on(&world, 2028, 9, 6);
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(4), "one year abroad");
}
