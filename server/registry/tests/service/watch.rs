//! What the system does by itself: reminders, the word to the authority above, the clearing of leavers' business.

use crate::support::corrections::record;
use crate::support::*;
use chrono::{Duration, TimeZone, Utc};
use domain::access::Role;
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::{CaseState, Payload};
use domain::form::sample::{self, SampleSpec};
use domain::form::validate;
use domain::journal::Event;
use registry::watch::Watched;

fn suspension(on: &str, until: &str) -> Payload {
    Payload::Suspension(Suspension {
        facts: Facts {
            on: day(on),
            papers: vec![Paper::Application, Paper::HospitalRecord],
            note: String::new(),
        },
        until: day(until),
        ground: SuspensionGround::Illness,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_who_holds_a_case_is_reminded_and_the_authority_above_is_told_once_it_is_late() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let case = world
        .registry
        .cases()
        .open_change(&registrar(SCHOOL), person, &suspension("2026-09-07", "2027-03-01"))
        .await
        .unwrap();
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    assert_eq!(world.registry.watch().look_round().await.unwrap(), Watched::default(), "two weeks are left");
    let due = world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line.due_on.unwrap();
    let days = |n: i64| due + Duration::days(n);
    let at =
        |date: chrono::NaiveDate| world.clock.set(Utc.from_utc_datetime(&date.and_hms_opt(2, 0, 0).unwrap()));
    at(days(-2));
    assert_eq!(
        world.registry.watch().look_round().await.unwrap(),
        Watched { reminded: 1, ..Watched::default() }
    );
    assert_eq!(world.registry.watch().look_round().await.unwrap(), Watched::default(), "once a step");
    let step = world.registry.cases().case_view(&registrar(COUNTY), case).await.unwrap().steps[1].clone();
    assert_eq!((step.reminded_on, step.escalated_to.as_str()), (Some(days(-2)), ""));

    let city = actor(Role::Registrar, "320100", 1);
    assert!(world.registry.matters().late_matters(&city).await.unwrap().is_empty());
    at(days(1));
    assert_eq!(
        world.registry.watch().look_round().await.unwrap(),
        Watched { escalated: 1, ..Watched::default() }
    );
    assert_eq!(world.registry.watch().look_round().await.unwrap(), Watched::default(), "told once");
    let late = world.registry.matters().late_matters(&city).await.unwrap();
    assert_eq!(late.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), [format!("case/{case}")]);
    assert!(late[0].about.contains('*') && late[0].days_left.unwrap() < 0);
    let step = world.registry.cases().case_view(&city, case).await.unwrap().steps[1].clone();
    assert_eq!(step.escalated_to, "南京市");
    assert!(
        world.registry.matters().late_matters(&registrar(COUNTY)).await.unwrap().is_empty(),
        "not the county's own"
    );
    let other = actor(Role::Registrar, "440106", 1);
    assert!(is_not_found(&world.registry.cases().case_view(&other, case).await), "told of nothing");
    for stranger in [registrar(SCHOOL), guardian(person)] {
        assert!(is_not_found(&world.registry.matters().late_matters(&stranger).await), "{}", stranger.name);
    }
    // Once it is decided it is nobody's to urge any more.
    world.registry.cases().decide_case(&registrar(COUNTY), case, agree()).await.unwrap();
    assert!(world.registry.matters().late_matters(&city).await.unwrap().is_empty());
    let told: Vec<_> = record(&world, person).await.timeline.iter().map(|line| line.event).collect();
    assert!(told.contains(&Event::DeadlineNear) && told.contains(&Event::CaseEscalated));
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_unfinished_business_of_leavers_is_cleared_in_july_and_that_of_others_stays() {
    let world = World::in_memory().await;
    world.clock.set(Utc.with_ymd_and_hms(2027, 6, 25, 2, 0, 0).unwrap());
    let of_grade = |grade: u8, seed: u64| {
        let raw = sample::pupil(seed, &SampleSpec { grade, ..SampleSpec::first_grade(COUNTY, 2026) });
        let context = domain::form::FormContext { today: day("2027-06-25"), ..form_context() };
        validate(&raw, &context).unwrap()
    };
    let mut cases = Vec::new();
    for (grade, seed) in [(6, 21), (5, 22)] {
        let (person, case) = world.enter(SCHOOL, of_grade(grade, seed)).await;
        assert_eq!(world.approve(SCHOOL, case).await, CaseState::Approved);
        let change = suspension("2027-06-25", "2027-12-01");
        cases.push((
            person,
            world.registry.cases().open_change(&registrar(SCHOOL), person, &change).await.unwrap(),
        ));
    }
    world.clock.set(Utc.with_ymd_and_hms(2027, 7, 14, 2, 0, 0).unwrap());
    world.registry.watch().look_round().await.unwrap();
    let state = async |n: usize| {
        world.registry.cases().case_view(&registrar(SCHOOL), cases[n].1).await.unwrap().line.state
    };
    assert_eq!((state(0).await, state(1).await), (CaseState::InProgress, CaseState::InProgress));
    world.clock.set(Utc.with_ymd_and_hms(2027, 7, 15, 2, 0, 0).unwrap());
    assert_eq!(world.registry.watch().look_round().await.unwrap().cleared, 1);
    assert_eq!((state(0).await, state(1).await), (CaseState::Cleared, CaseState::InProgress));
    let leaver = record(&world, cases[0].0).await;
    assert!(leaver.open_case.is_none() && leaver.standing.label() == "在读" && leaver.chain_holds);
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_19_and_22_a_school_sees_whom_to_look_after() {
    let world = World::in_memory().await;
    let (ill, absent) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let school = registrar(SCHOOL);
    let case = world
        .registry
        .cases()
        .open_change(&school, ill, &suspension("2026-09-07", "2026-10-07"))
        .await
        .unwrap();
    world.approve(SCHOOL, case).await;
    world.registry.absences().note_absence(&school, absent, day("2026-09-07")).await.unwrap();
    world.wait(Duration::days(31));
    let (suspended, away) = world.registry.watch().to_look_after(&leader(SCHOOL)).await.unwrap();
    assert_eq!(suspended.iter().map(|one| (one.id, one.days_left)).collect::<Vec<_>>(), [(ill, -1)]);
    assert_eq!(
        away.iter().map(|one| (one.id, one.days, one.suspected)).collect::<Vec<_>>(),
        [(absent, 32, true)]
    );
    let (none, nobody) = world.registry.watch().to_look_after(&registrar(OTHER_SCHOOL)).await.unwrap();
    assert!(none.is_empty() && nobody.is_empty());
    assert!(is_not_found(&world.registry.watch().to_look_after(&registrar(COUNTY)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_somebody_typed_and_never_sent_is_thrown_away_after_thirty_days() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    registry.accounts().put_draft("1", "correction/1", &"长江路1号").await.unwrap();
    world.wait(chrono::Duration::days(20));
    registry.accounts().put_draft("1", "correction/2", &"长江路2号").await.unwrap();
    assert_eq!(registry.watch().look_round().await.unwrap().drafts, 0);
    world.wait(chrono::Duration::days(11));
    assert_eq!(registry.watch().look_round().await.unwrap().drafts, 1);
    assert_eq!(registry.accounts().draft::<String>("1", "correction/1").await.unwrap(), None);
    assert_eq!(
        registry.accounts().draft::<String>("1", "correction/2").await.unwrap().as_deref(),
        Some("长江路2号")
    );
}
