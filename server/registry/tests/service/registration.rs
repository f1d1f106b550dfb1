//! 学籍建立 (第四条 to 第七条) through the services, on the real store.

use crate::support::corrections::whole;
use crate::support::*;
use domain::case::{CaseState, Command};
use domain::form::{BasicInfo, Field};
use domain::id::{CaseId, PersonId};
use domain::journal::Event;
use domain::refusal::RefusalCode;
use registry::error::Error;
use registry::person::{Entered, NewPupil, Search};
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread")]
async fn articles_4_and_5_an_approved_child_is_on_roll_and_gets_l_first_then_g() {
    let world = World::on_disk().await;
    let info = info(1);
    let id_number = info.get(Field::IdNumber).unwrap().to_owned();
    let (person, case) = world.enter(SCHOOL, info).await;
    let waiting = world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap();
    assert_eq!((waiting.total, waiting.lines[0].id), (1, case));

    world.approve(SCHOOL, case).await;
    let temporary = whole(&world, person, None).await;
    assert!(temporary.starts_with('L') && temporary.len() == 19, "{temporary}");

    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(whole(&world, person, None).await, format!("G{id_number}"));
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    assert_eq!(view.numbers.len(), 2, "the temporary number stays as history");
    assert!(view.numbers.iter().any(|number| number.retired_on.is_some()));
    assert!(view.chain_holds && view.archive_built.is_some() && view.spells.len() == 1);
    assert!(!format!("{:?}", view.numbers).contains(&id_number), "numbers are shown masked");
    // Asking for the match again changes nothing.
    world.registry.cases().match_identity(person).await.unwrap();
    assert_eq!(whole(&world, person, None).await, format!("G{id_number}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_same_document_is_not_entered_twice_anywhere() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let again = [pupil(info(1))];
    let outcome = world
        .registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &again)
        .await
        .unwrap();
    let [Entered::Refused(refusals)] = &outcome[..] else { panic!("{outcome:?}") };
    assert_eq!(refusals[0].code, RefusalCode::DuplicateDefinite);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_one_month_clock_runs_from_entry_and_ends_with_approval() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    // 2026-10-01 is a holiday until the 7th, so the last day is the 8th.
    assert_eq!(view.archive_due, day("2026-10-08"));
    let figures = world.registry.figures().overview(&registrar(SCHOOL), None).await.unwrap().unit.figures;
    assert_eq!((figures.archives_open, figures.open_cases("registration"), figures.on_roll), (1, 1, 0));
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    for unit in
        [registrar(SCHOOL), registrar(COUNTY), registrar("320100"), registrar("320000"), registrar("000000")]
    {
        let figures = world.registry.figures().overview(&unit, None).await.unwrap().unit.figures;
        assert_eq!((figures.archives_open, figures.open_cases("registration"), figures.on_roll), (0, 0, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_child_is_mended_and_goes_round_again() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    let back = Command::Return { reason: "住址不完整，请补充门牌号".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    let queue = world.registry.cases().my_queue(&registrar(SCHOOL), None).await.unwrap();
    assert_eq!(queue.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [case]);
    let mended = info_with(1, &[(Field::CurrentAddress, "江苏省南京市玄武区北京东路1号2幢301室")]);
    let registrar = registrar(SCHOOL);
    let state = world
        .registry
        .cases()
        .mend_registration(&registrar, case, &mended, day("2026-09-01"), "", None)
        .await
        .unwrap();
    assert_eq!(state, CaseState::InProgress);
    assert_eq!(world.approve(SCHOOL, case).await, CaseState::Approved);
    let timeline = world.registry.pupils().pupil(&registrar, person).await.unwrap().timeline;
    let told: Vec<Event> = timeline.iter().rev().map(|line| line.event).collect();
    let expected =
        [Event::InfoEntered, Event::CaseOpened, Event::StepDecided, Event::CaseReturned, Event::InfoMended];
    assert_eq!(told[..5], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_of_another_unit_is_not_there() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    for stranger in [registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL)] {
        assert!(matches!(world.registry.pupils().pupil(&stranger, person).await, Err(Error::NotFound(_))));
        assert!(matches!(world.registry.cases().case_view(&stranger, case).await, Err(Error::NotFound(_))));
        assert!(matches!(
            world.registry.cases().decide_case(&stranger, case, agree()).await,
            Err(Error::NotFound(_))
        ));
        let found = world.registry.pupils().search_pupils(&stranger, &Search::default()).await.unwrap();
        assert!(found.rows.is_empty());
    }
    assert!(matches!(
        world.registry.pupils().pupil(&guardian(PersonId::new(uuid())), person).await,
        Err(Error::NotFound(_))
    ));
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(5)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_an_untrained_registrar_cannot_act() {
    let world = World::in_memory().await;
    let mut untrained = registrar(SCHOOL);
    untrained.trained = false;
    let result = world.registry.pupils().enter_pupils(&untrained, &code(SCHOOL), &[pupil(info(1))]).await;
    let Err(Error::Refused(refusals)) = result else { panic!("{result:?}") };
    assert_eq!(refusals[0].code, RefusalCode::NotTrained);
}

/// 200 approvals at once: twins born the same day in the same district, children without a number, and children whose
/// document two schools entered at the same moment. One person, one number, for life.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn article_5_one_person_one_number_under_200_concurrent_approvals() {
    let world = World::on_disk().await;
    let mut cases = Vec::new();
    let mut twice = 0;
    for n in 0.. {
        if cases.len() >= 200 {
            break;
        }
        let pair = match n % 4 {
            // Twins without numbers: two self-coded numbers of one counter.
            0 => [no_number(n * 2), no_number(n * 2)],
            // The same child at two schools.
            1 => [info(n * 2), info(n * 2)],
            _ => [info(n * 2), info(n * 2 + 1)],
        };
        let entered = enter_both(&world, pair, n).await;
        twice += usize::from(n % 4 == 1 && entered.len() == 2);
        cases.extend(entered);
    }
    cases.truncate(200);
    assert!(
        twice >= 10,
        "two schools entered the same child at the same moment often enough to mean something: {twice}"
    );
    for (school, case, _) in &cases {
        world.registry.cases().decide_case(&leader(school), *case, agree()).await.unwrap();
        world.registry.cases().decide_case(&registrar(COUNTY), *case, agree()).await.unwrap();
    }
    let mut running = tokio::task::JoinSet::new();
    for (n, (_, case, person)) in cases.clone().into_iter().enumerate() {
        // Two clicks on the same button for every tenth case.
        for _ in 0..if n % 10 == 0 { 2 } else { 1 } {
            let registry = world.registry.clone();
            running.spawn(async move {
                (person, registry.cases().decide_case(&leader(COUNTY), case, agree()).await)
            });
        }
    }
    let mut approved = BTreeSet::new();
    let mut refused = BTreeSet::new();
    while let Some(done) = running.join_next().await {
        let (person, outcome) = done.unwrap();
        match outcome {
            Ok(CaseState::Approved) => assert!(approved.insert(person), "approved once"),
            Err(Error::Refused(refusals)) if refusals[0].code == RefusalCode::DuplicateIdentity => {
                refused.insert(person);
            }
            Err(Error::Refused(refusals)) if refusals[0].code == RefusalCode::Closed => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(approved.len() + refused.len(), 200);
    assert!(approved.is_disjoint(&refused) && refused.len() <= twice && refused.len() + 1 >= twice);
    world.registry.outbox().drain_outbox().await.unwrap();

    let mut owners: BTreeMap<String, PersonId> = BTreeMap::new();
    for (school, _, person) in cases.iter().filter(|(_, _, person)| approved.contains(person)) {
        let number =
            world.registry.pupils().reveal(&registrar(school), *person, None, "并发测试核对").await.unwrap();
        assert_eq!(number.len(), 19);
        assert!(owners.insert(number, *person).is_none(), "a number has one owner");
        let view = world.registry.pupils().pupil(&registrar(school), *person).await.unwrap();
        assert_eq!(view.numbers.iter().filter(|number| number.retired_on.is_none()).count(), 1);
    }
    let verification = world.registry.journal().verify_journal().await.unwrap();
    assert!(verification.chains >= 200 && verification.broken.is_empty());
    let figures = world.registry.figures().overview(&registrar("000000"), None).await.unwrap().unit.figures;
    assert_eq!(figures.on_roll, 200 - refused.len() as i64, "the counters agree with what happened");
}

/// Two schools enter one child each at the same moment.
async fn enter_both(world: &World, pair: [BasicInfo; 2], n: u64) -> Vec<(&'static str, CaseId, PersonId)> {
    let [one, two] = pair
        .map(|info| NewPupil { duplicate_note: format!("双胞胎，已核对证件 {n}"), ..pupil(info) });
    let ids = [one.id, two.id];
    let enter = |school: &'static str, pupil: NewPupil| {
        let registry = world.registry.clone();
        tokio::spawn(async move {
            registry.pupils().enter_pupils(&registrar(school), &code(school), &[pupil]).await
        })
    };
    let running = [enter(SCHOOL, one), enter(OTHER_SCHOOL, two)];
    let mut entered = Vec::new();
    for ((school, id), handle) in [SCHOOL, OTHER_SCHOOL].into_iter().zip(ids).zip(running) {
        match handle.await.unwrap().unwrap().first() {
            Some(Entered::New(case)) => entered.push((school, *case, id)),
            Some(Entered::Refused(refusals)) => assert_eq!(refusals[0].code, RefusalCode::DuplicateDefinite),
            other => panic!("{other:?}"),
        }
    }
    entered
}

fn no_number(seed: u64) -> BasicInfo {
    info_with(seed, &[(Field::IdKind, "Z"), (Field::IdNumber, "")])
}
