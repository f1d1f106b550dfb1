//! 升级 (第十二条): promoted once, with reasons for the rest, restartable, taken back only while nothing else has happened.

use crate::support::corrections::record;
use crate::support::*;
use chrono::{TimeZone, Utc};
use contract::promotion::PromotionState;
use domain::case::CaseState;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::form::sample::{self, SampleSpec};
use domain::form::validate;
use domain::id::PersonId;
use domain::journal::Event;
use domain::promotion::Reason;

async fn in_grade(world: &World, school: &str, grade: u8, seed: u64) -> PersonId {
    let raw = sample::pupil(seed, &SampleSpec { grade, ..SampleSpec::first_grade(COUNTY, 2026) });
    let (person, case) = world.enter(school, validate(&raw, &form_context()).unwrap()).await;
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    person
}

fn on(world: &World, year: i32, month: u32, day: u32) {
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_the_system_promotes_once_and_names_who_is_kept() {
    let world = World::in_memory().await;
    let (second, leaver) = (in_grade(&world, SCHOOL, 2, 1).await, in_grade(&world, SCHOOL, 6, 2).await);
    let ill = in_grade(&world, SCHOOL, 3, 3).await;
    let change = Payload::Suspension(Suspension {
        facts: Facts {
            on: day("2026-09-07"),
            papers: vec![Paper::Application, Paper::HospitalRecord],
            note: String::new(),
        },
        until: day("2027-09-06"),
        ground: SuspensionGround::Illness,
    });
    let case = world.registry.cases().open_change(&registrar(SCHOOL), ill, &change).await.unwrap();
    world.approve(SCHOOL, case).await;
    let (waiting, _) = world.enter(SCHOOL, info(4)).await;

    on(&world, 2027, 8, 10);
    let view = world.registry.promotions().promotion_view(&registrar(SCHOOL), &code(SCHOOL)).await.unwrap();
    assert_eq!(view.state, PromotionState::ToCome);
    let moves: Vec<_> = view.moves.iter().map(|(from, to, n)| (from.absolute(), to.absolute(), *n)).collect();
    assert_eq!(moves, [(2, 3, 1)]);
    let mut kept: Vec<_> = view.kept.iter().map(|one| (one.id, one.reason)).collect();
    kept.sort();
    let mut expected =
        vec![(leaver, Reason::Leaver), (ill, Reason::NotInSchool), (waiting, Reason::NotRegistered)];
    expected.sort();
    assert_eq!(kept, expected);
    assert!(
        world.registry.promotions().promote_all().await.unwrap().is_empty(),
        "not before the end of the day"
    );
    assert_eq!(record(&world, second).await.grade, "小学二年级");

    on(&world, 2027, 8, 11);
    let ran = world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(ran.len(), 2, "both schools");
    assert_eq!(ran.iter().map(|(_, ran)| ran.promoted).sum::<usize>(), 1);
    assert!(world.registry.promotions().promote_all().await.unwrap().is_empty(), "once");
    let up = record(&world, second).await;
    assert_eq!((up.grade.as_str(), up.spells[0].grade), ("小学三年级", 3));
    assert!(up.chain_holds && up.timeline.iter().any(|line| line.event == Event::Promoted));
    assert_eq!(record(&world, leaver).await.grade, "小学六年级");
    assert_eq!(record(&world, ill).await.grade, "小学三年级");
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
    let view = world.registry.promotions().promotion_view(&leader(SCHOOL), &code(SCHOOL)).await.unwrap();
    assert!(matches!(view.state, PromotionState::Done(_)) && view.may_undo);
    let below = world.registry.promotions().promotions_below(&registrar(COUNTY)).await.unwrap();
    assert!(below.iter().any(|school| school.id == code(SCHOOL) && school.done == Some((1, 3))));
    // Whoever is entered in September has the new year's grade already.
    on(&world, 2027, 9, 6);
    let raw = sample::pupil(9, &SampleSpec { grade: 2, ..SampleSpec::first_grade(COUNTY, 2027) });
    let context = domain::form::FormContext { today: day("2027-09-06"), ..form_context() };
    let pupil = registry::person::NewPupil {
        extras: None,
        entry_date: day("2027-09-01"),
        ..pupil(validate(&raw, &context).unwrap())
    };
    let late = pupil.id;
    world.registry.pupils().enter_pupils(&registrar(SCHOOL), &code(SCHOOL), &[pupil]).await.unwrap();
    let school = world.registry.units().unit(&code(SCHOOL)).await.unwrap();
    let (year, promotion_day) = world.registry.promotions().promotion_of_the_year(&school.path).unwrap();
    world.registry.promotions().promote_school(&school, year, promotion_day).await.unwrap();
    assert_eq!(record(&world, late).await.grade, "小学二年级");
    assert_eq!(record(&world, second).await.grade, "小学三年级", "however often it runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_a_school_takes_it_back_until_the_next_change_and_nobody_else_does() {
    let world = World::in_memory().await;
    let (first, second) = (in_grade(&world, SCHOOL, 2, 1).await, in_grade(&world, SCHOOL, 4, 2).await);
    on(&world, 2027, 8, 11);
    let early = codes(world.registry.promotions().undo_promotion(&leader(SCHOOL), "误操作需要撤销").await);
    assert_eq!(early, ["reason"], "nothing was done yet");
    world.registry.promotions().promote_all().await.unwrap();
    for stranger in [registrar(SCHOOL), registrar(COUNTY), leader(COUNTY), guardian(first)] {
        let outcome = world.registry.promotions().undo_promotion(&stranger, "误操作需要撤销").await;
        assert!(is_not_found(&outcome), "{}", stranger.name);
    }
    assert_eq!(codes(world.registry.promotions().undo_promotion(&leader(SCHOOL), "误").await), ["reason"]);
    assert_eq!(
        world.registry.promotions().undo_promotion(&leader(SCHOOL), "有班级年级录入有误").await.unwrap(),
        2
    );
    for (person, grade) in [(first, "小学二年级"), (second, "小学四年级")] {
        let view = record(&world, person).await;
        assert_eq!(view.grade, grade);
        assert!(view.chain_holds && view.timeline[0].event == Event::PromotionUndone);
    }
    assert!(
        world.registry.promotions().promote_all().await.unwrap().is_empty(),
        "the system does not insist"
    );
    assert_eq!(world.registry.promotions().repeat_promotion(&leader(SCHOOL)).await.unwrap(), 2);
    assert_eq!(record(&world, first).await.grade, "小学三年级");
    // A change since then stands in the way of taking it back.
    world.registry.absences().note_absence(&registrar(SCHOOL), second, day("2027-08-11")).await.unwrap();
    let blocked = world.registry.promotions().undo_promotion(&leader(SCHOOL), "有班级年级录入有误").await;
    assert_eq!(codes(blocked), ["reason"]);
    assert_eq!(record(&world, first).await.grade, "小学三年级", "all or nothing");
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
}
