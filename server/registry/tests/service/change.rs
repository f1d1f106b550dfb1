//! 转学, 休学, 复学, 注销 through the services: opened by the right school, handled by the right people, followed by the record.

use crate::support::corrections::{events, record, whole};
use crate::support::*;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::case::{CaseKind, CaseState, Command, Payload};
use domain::id::{CaseId, PersonId};
use domain::journal::Event;
use registry::case::AskedTransfer;

fn facts(papers: &[Paper]) -> Facts {
    Facts { on: day("2026-09-07"), papers: papers.to_vec(), note: String::new() }
}

pub(crate) fn suspension() -> Payload {
    Payload::Suspension(Suspension {
        facts: facts(&[Paper::Application, Paper::HospitalRecord]),
        until: day("2027-06-30"),
        ground: SuspensionGround::Illness,
    })
}

fn resumption(next_grade: bool) -> Payload {
    Payload::Resumption(Resumption {
        facts: facts(&[Paper::Application]),
        next_grade,
        class_name: "9班".into(),
        why: None,
    })
}

fn death() -> Payload {
    Payload::Death(Death { facts: facts(&[Paper::DeathCertificate]) })
}

/// The school's leader and both people of the authority agree.
async fn registered(world: &World, school: &str, case: CaseId) -> CaseState {
    world.approve(school, case).await
}

pub(crate) async fn transfer_of(world: &World, person: PersonId) -> AskedTransfer {
    let view = record(world, person).await;
    AskedTransfer {
        disability: None,
        number: whole(world, person, None).await,
        name: view.name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_an_absence_ends_with_a_suspension_and_with_a_transfer() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let absent = async |school: &str, person| {
        registry
            .pupils()
            .pupil(&registrar(school), person)
            .await
            .unwrap()
            .absence
            .map(|absence| absence.since)
    };
    let person = world.pupil(SCHOOL, 1).await;
    registry.absences().note_absence(&registrar(SCHOOL), person, day("2026-09-07")).await.unwrap();
    assert_eq!(absent(SCHOOL, person).await, Some(day("2026-09-07")));
    let case = registry.cases().open_change(&registrar(SCHOOL), person, &suspension()).await.unwrap();
    assert_eq!(registered(&world, SCHOOL, case).await, CaseState::Approved);
    assert_eq!(absent(SCHOOL, person).await, None, "who is suspended is not absent");
    assert_eq!(
        codes(
            registry
                .absences()
                .follow_up(&registrar(SCHOOL), person, day("2026-09-07"), "家访", "家长称生病")
                .await
        ),
        ["on"]
    );
    let case = registry.cases().open_change(&registrar(SCHOOL), person, &resumption(false)).await.unwrap();
    assert_eq!(registered(&world, SCHOOL, case).await, CaseState::Approved);
    assert_eq!(absent(SCHOOL, person).await, None, "nor since a day before the suspension");
    registry.absences().note_absence(&registrar(SCHOOL), person, day("2026-09-07")).await.unwrap();
    let asked = transfer_of(&world, person).await;
    let case = registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    for by in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&by, case, agree()).await.unwrap();
    }
    assert_eq!(absent(OTHER_SCHOOL, person).await, None, "who has just arrived is not absent");
    registry.absences().note_absence(&registrar(OTHER_SCHOOL), person, day("2026-09-07")).await.unwrap();
    registry.absences().end_absence(&registrar(OTHER_SCHOOL), person, "已返校").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_goes_on_only_after_somebody_of_the_own_school() {
    let world = World::in_memory().await;
    let (own, foreign) = (world.pupil(SCHOOL, 1).await, world.pupil(OTHER_SCHOOL, 2).await);
    let after = |after| registry::person::Search { after: Some(after), ..Default::default() };
    let by = registrar(SCHOOL);
    world.registry.pupils().search_pupils(&by, &after(own)).await.unwrap();
    assert!(is_not_found(&world.registry.pupils().search_pupils(&by, &after(foreign)).await));
    world.registry.pupils().search_pupils(&registrar(COUNTY), &after(foreign)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_a_suspended_pupil_keeps_the_record_and_comes_back() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let may = record(&world, person).await.may_change;
    assert!(may.contains(&CaseKind::Suspension) && !may.contains(&CaseKind::Resumption));
    let case = world.registry.cases().open_change(&registrar(SCHOOL), person, &suspension()).await.unwrap();
    let busy = record(&world, person).await;
    assert!(busy.may_change.is_empty() && busy.open_case.is_some());
    assert_eq!(registered(&world, SCHOOL, case).await, CaseState::Approved);
    let away = record(&world, person).await;
    assert_eq!(
        (away.standing.label(), away.spells[0].to_on),
        ("休学", None),
        "the record is kept (保留学籍)"
    );
    let may = [CaseKind::Resumption, CaseKind::Extension, CaseKind::Abroad, CaseKind::Death];
    assert_eq!(away.may_change, may);

    // Jiangsu: who comes back early enters the own grade; and the next one would leave a grade out in the middle of the year.
    let next = world.registry.cases().open_change(&registrar(SCHOOL), person, &resumption(true)).await;
    assert_eq!(codes(next), ["next_grade", "grade_reason", "note"]);
    let case =
        world.registry.cases().open_change(&registrar(SCHOOL), person, &resumption(false)).await.unwrap();
    assert_eq!(registered(&world, SCHOOL, case).await, CaseState::Approved);
    let back = record(&world, person).await;
    assert_eq!(
        (back.standing.label(), back.grade.as_str(), back.class_name.as_str()),
        ("在读", "小学一年级", "9班")
    );
    assert_eq!((back.spells[0].grade, back.spells[0].class_name.as_str()), (1, "9班"));
    let told = events(&back);
    assert_eq!(told.iter().filter(|event| **event == Event::StatusChanged).count(), 2);
    assert!(back.chain_holds);
    assert!(back.timeline.iter().any(|line| line.words == "由「在读」变为「休学」"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_21_a_death_ends_the_schooling_and_its_clock_runs_from_the_day() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    world.wait(chrono::Duration::days(7));
    let case = world.registry.cases().open_change(&registrar(SCHOOL), person, &death()).await.unwrap();
    let view = world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap();
    assert_eq!(view.line.due_on, Some(day("2026-09-20")), "ten working days after 7 September 2026");
    assert_eq!(registered(&world, SCHOOL, case).await, CaseState::Approved);
    let view = record(&world, person).await;
    assert_eq!((view.standing.label(), view.spells[0].to_on), ("死亡", Some(day("2026-09-07"))));
    assert!(view.may_change.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_14_to_16_a_transfer_within_a_county_moves_the_pupil_and_continues_the_record() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let number = whole(&world, person, None).await;
    let asked = transfer_of(&world, person).await;
    assert!(is_not_found(&world.registry.pupils().pupil(&registrar(OTHER_SCHOOL), person).await));
    let case = world.registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    // Nobody decides out of turn, and both schools see the case.
    assert_eq!(
        codes(world.registry.cases().decide_case(&registrar(SCHOOL), case, agree()).await),
        ["not_your_step"]
    );
    let mut state = CaseState::InProgress;
    for actor in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)]
    {
        let queue = world.registry.cases().my_queue(&actor, None).await.unwrap();
        assert_eq!(queue.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [case], "{}", actor.name);
        let view = world.registry.cases().case_view(&actor, case).await.unwrap();
        assert!(view.my_turn && view.change.is_some());
        assert_eq!(state, CaseState::InProgress);
        state = world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    let view = world.registry.pupils().pupil(&registrar(OTHER_SCHOOL), person).await.unwrap();
    assert_eq!((view.standing.label(), view.class_name.as_str()), ("在读", "4班"));
    assert_eq!(view.spells.len(), 2);
    let (new, old) = (&view.spells[0], &view.spells[1]);
    assert_eq!((new.to_on, old.to_on), (None, Some(day("2026-09-07"))));
    assert!(view.chain_holds && view.timeline.iter().any(|line| line.event == Event::SchoolChanged));
    let actor = registrar(OTHER_SCHOOL);
    assert_eq!(
        world.registry.pupils().reveal(&actor, person, None, "核对转入学籍").await.unwrap(),
        number,
        "终身不变"
    );
    assert!(
        is_not_found(&world.registry.pupils().pupil(&registrar(SCHOOL), person).await),
        "no longer its pupil"
    );
    // The old school's leader still reads the case, and a closed one is not undone.
    assert!(world.registry.cases().case_view(&leader(SCHOOL), case).await.is_ok());
    let withdraw = Command::Withdraw { reason: "家长改变主意".into() };
    assert_eq!(codes(world.registry.cases().decide_case(&actor, case, withdraw).await), ["closed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_what_does_not_hold_is_told_beside_its_field_and_strangers_learn_nothing() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let good = transfer_of(&world, person).await;
    let other = registrar(OTHER_SCHOOL);
    let open = async |asked: AskedTransfer| codes(world.registry.cases().open_transfer(&other, &asked).await);
    assert_eq!(open(AskedTransfer { name: "别的名字".into(), ..good.clone() }).await, ["number"]);
    assert_eq!(
        open(AskedTransfer { number: "G320102201901010010".into(), ..good.clone() }).await,
        ["number"]
    );
    assert_eq!(open(AskedTransfer { class_name: " ".into(), ..good.clone() }).await, ["class_name"]);
    assert_eq!(open(AskedTransfer { papers: Vec::new(), ..good.clone() }).await, ["papers", "papers"]);
    let own = world.registry.cases().open_transfer(&registrar(SCHOOL), &good).await;
    assert_eq!(codes(own), ["number"], "it is here already");
    for actor in [leader(OTHER_SCHOOL), registrar(COUNTY), guardian(person)] {
        let outcome = world.registry.cases().open_transfer(&actor, &good).await;
        assert!(outcome.is_err(), "{} opens no transfer", actor.name);
        assert!(world.registry.cases().open_change(&actor, person, &suspension()).await.is_err());
    }
    assert!(is_not_found(&world.registry.cases().open_change(&other, person, &suspension()).await));
    let case = world.registry.cases().open_transfer(&other, &good).await.unwrap();
    assert_eq!(open(good.clone()).await, ["number"], "one open case at a time");
    let busy = world.registry.cases().open_change(&registrar(SCHOOL), person, &suspension()).await;
    assert_eq!(codes(busy), ["open_business"]);
    let city = actor(domain::access::Role::Registrar, "320100", 1);
    let view = world.registry.cases().case_view(&city, case).await.unwrap();
    let Some(Payload::Transfer(seen)) = view.change else { panic!("a transfer") };
    assert!(seen.facts.papers.is_empty() && view.line.person.contains('*'), "who watches sees masks");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_returned_transfer_is_mended_and_a_withdrawn_one_frees_the_pupil() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let asked = transfer_of(&world, person).await;
    let other = registrar(OTHER_SCHOOL);
    let case = world.registry.cases().open_transfer(&other, &asked).await.unwrap();
    world.registry.cases().decide_case(&leader(OTHER_SCHOOL), case, agree()).await.unwrap();
    let back = Command::Return { reason: "请补充居住证明".into() };
    assert_eq!(
        world.registry.cases().decide_case(&registrar(SCHOOL), case, back).await.unwrap(),
        CaseState::Returned
    );
    assert!(is_not_found(&world.registry.cases().returned_change(&registrar(SCHOOL), case).await));
    let (_, whose, reason) = world.registry.cases().returned_change(&other, case).await.unwrap();
    assert_eq!((whose, reason.as_str()), (person, "请补充居住证明"));
    let mended = AskedTransfer { class_name: "5班".into(), ..asked.clone() };
    assert_eq!(
        world.registry.cases().mend_transfer(&other, case, &mended).await.unwrap(),
        CaseState::InProgress
    );
    let withdraw = Command::Withdraw { reason: "家长改变主意".into() };
    assert_eq!(
        world.registry.cases().decide_case(&other, case, withdraw).await.unwrap(),
        CaseState::Withdrawn
    );
    let view = record(&world, person).await;
    assert_eq!(view.standing.label(), "在读");
    assert!(view.open_case.is_none());
    world.registry.cases().open_change(&registrar(SCHOOL), person, &suspension()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_is_never_in_two_open_cases_even_when_two_schools_ask_at_once() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let asked = transfer_of(&world, person).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (registry, asked) = (world.registry.clone(), asked.clone());
        tasks.spawn(async move {
            match n % 2 {
                0 => registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await,
                _ => registry.cases().open_change(&registrar(SCHOOL), person, &suspension()).await,
            }
        });
    }
    let outcomes: Vec<_> = tasks.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let view = record(&world, person).await;
    assert!(view.open_case.is_some() && view.chain_holds);
    assert_eq!(
        events(&view).iter().filter(|event| **event == Event::CaseOpened).count(),
        2,
        "with the first"
    );
}
