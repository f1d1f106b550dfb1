//! 基础信息变更 (第十条) through the services: asked for with proof, verified by the school, approved by the competent authority.

use crate::support::corrections::*;
use crate::support::*;
use domain::access::Role;
use domain::case::{CaseState, Command, Verdict};
use domain::form::Field;
use domain::journal::Event;

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_asks_with_proof_and_four_people_decide() {
    let world = World::on_disk().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let before = record(&world, person).await;
    let case =
        world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS), (Field::Health, "10")]).await.unwrap();
    assert_eq!(record(&world, person).await.open_case.map(|line| line.id), Some(case));
    let order = [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)];
    for (n, actor) in order.iter().enumerate() {
        // Nobody comes before his turn, and nothing changes before the last has agreed.
        for early in &order[n + 1..] {
            assert_eq!(
                codes(world.registry.cases().decide_case(early, case, agree()).await),
                ["not_your_step"]
            );
        }
        assert_eq!(world.registry.cases().my_queue(actor, None).await.unwrap().lines[0].id, case);
        let view = world.registry.cases().case_view(actor, case).await.unwrap();
        assert!(
            view.my_turn && view.changes.iter().any(|change| change.new == ADDRESS),
            "who decides sees the value"
        );
        assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
        let state = world.registry.cases().decide_case(actor, case, agree()).await.unwrap();
        assert_eq!(state, if n == 3 { CaseState::Approved } else { CaseState::InProgress });
        assert_eq!(world.registry.cases().my_queue(actor, None).await.unwrap().total, 0);
    }
    assert_eq!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(whole(&world, person, Some(Field::Health)).await, "10");
    let after = record(&world, person).await;
    assert!(after.open_case.is_none() && after.chain_holds);
    assert_eq!(after.number, before.number, "终身不变");
    let told = events(&after);
    for event in [Event::CaseOpened, Event::ProofFiled, Event::CaseApproved] {
        assert!(told.contains(&event), "{event:?} in {told:?}");
    }
    let changed: Vec<&str> = after
        .timeline
        .iter()
        .filter(|line| line.event == Event::InfoChanged)
        .map(|line| line.words.as_str())
        .collect();
    assert_eq!(changed.len(), 2);
    assert!(
        changed.iter().any(|words| words.starts_with("健康状况：由「") && words.contains("改为「")),
        "{changed:?}"
    );
    assert!(!changed.concat().contains(ADDRESS), "an address is masked in the timeline");
    assert!(matches!(world.registry.journal().verify_person(person).await, Ok(Ok(n)) if n > 10));
    let journal = world.registry.journal().verify_journal().await.unwrap();
    assert!(journal.chains == 1 && journal.broken.is_empty());
    assert_eq!(codes(world.registry.cases().decide_case(&leader(COUNTY), case, agree()).await), ["closed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_fields_are_refused_one_by_one_with_a_reason() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let old = whole(&world, person, Some(Field::HomeAddress)).await;
    let changes = [(Field::CurrentAddress, ADDRESS), (Field::HomeAddress, ADDRESS)];
    let case = world.ask(&parent, person, &changes).await.unwrap();
    let school = registrar(SCHOOL);
    assert_eq!(
        codes(world.registry.cases().decide_case(&school, case, refusing(Field::HomeAddress, "")).await),
        ["reason_needed"]
    );
    assert_eq!(
        codes(world.registry.cases().decide_case(&school, case, refusing(Field::Health, "没有证明")).await),
        ["field_not_open"]
    );
    let both = changes.iter().map(|(field, _)| (*field, "材料看不清".to_owned())).collect();
    let both = Command::Agree { reason: String::new(), refused_fields: both };
    assert_eq!(codes(world.registry.cases().decide_case(&school, case, both).await), ["all_refused"]);

    let state = world
        .registry
        .cases()
        .decide_case(&school, case, refusing(Field::HomeAddress, "户口簿未载明"))
        .await
        .unwrap();
    assert_eq!(state, CaseState::InProgress);
    // The reason of the first comes back in the forms of the three who follow: the item is decided, and stops none of them.
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let again = refusing(Field::HomeAddress, "户口簿未载明");
        world.registry.cases().decide_case(&actor, case, again).await.unwrap();
    }
    assert_eq!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(whole(&world, person, Some(Field::HomeAddress)).await, old);
    let view = world.registry.cases().case_view(&parent, case).await.unwrap();
    let refused: Vec<_> =
        view.changes.iter().filter_map(|change| Some((change.field, change.refused.clone()?))).collect();
    assert_eq!(refused, [(Field::HomeAddress, "户口簿未载明".to_owned())]);
    let timeline = world.registry.pupils().pupil(&parent, person).await.unwrap().timeline;
    assert!(timeline.iter().any(|line| line.words.contains("不同意更正家庭地址：户口簿未载明")));
    assert_eq!(timeline.iter().filter(|line| line.event == Event::InfoChanged).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_returned_request_is_mended_and_goes_round_again() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, "珠江路")]).await.unwrap();
    world.registry.cases().decide_case(&registrar(SCHOOL), case, agree()).await.unwrap();
    let back = Command::Return { reason: " ".into() };
    assert_eq!(
        codes(world.registry.cases().decide_case(&leader(SCHOOL), case, back).await),
        ["reason_needed"]
    );
    let back = Command::Return { reason: "请写到门牌号".into() };
    assert_eq!(
        world.registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap(),
        CaseState::Returned
    );
    let view = world.registry.cases().case_view(&parent, case).await.unwrap();
    assert!(view.may_mend && view.last_reason == "请写到门牌号" && view.line.due_on.is_some());
    assert_eq!(
        codes(world.registry.cases().decide_case(&registrar(SCHOOL), case, agree()).await),
        ["closed"]
    );

    assert_eq!(
        world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap(),
        case,
        "the same case"
    );
    let view = world.registry.cases().case_view(&parent, case).await.unwrap();
    let rounds: Vec<(u32, Role, Option<Verdict>)> =
        view.steps.iter().map(|step| (step.round, step.role, step.verdict)).collect();
    let expected = [
        (1, Role::Registrar, Some(Verdict::Agreed)),
        (1, Role::Leader, Some(Verdict::Returned)),
        (2, Role::Registrar, None),
        (2, Role::Leader, None),
        (2, Role::Registrar, None),
        (2, Role::Leader, None),
    ];
    assert_eq!(rounds, expected);
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    let view = record(&world, person).await;
    assert!(view.chain_holds);
    let told = events(&view);
    assert!(told.contains(&Event::CaseReturned) && told.contains(&Event::CaseResubmitted));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_what_is_filed_with_a_mended_request_is_kept_like_the_first() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, "珠江路")]).await.unwrap();
    assert!(world.registry.proofs().unsent_proofs(&parent, person).await.unwrap().is_empty());
    let back = Command::Return { reason: "材料看不清".into() };
    world.registry.cases().decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    let proof = world.proof(&parent, person).await;
    let mended = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    world.registry.cases().ask_correction(&parent, &mended).await.unwrap();
    assert!(
        world.registry.proofs().unsent_proofs(&parent, person).await.unwrap().is_empty(),
        "the case carries it now"
    );
    assert!(
        is_not_found(&world.registry.proofs().drop_proof(&parent, person, proof.id).await),
        "evidence is not taken back"
    );
    assert!(world.registry.cases().proof_of_case(&registrar(SCHOOL), case, proof.id).await.is_ok());
    let filed =
        events(&record(&world, person).await).into_iter().filter(|event| *event == Event::ProofFiled).count();
    assert_eq!(filed, 2, "the archive says that both were filed");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_request_is_withdrawn_by_its_guardian_only() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let withdraw = || Command::Withdraw { reason: "填错了".into() };
    let other_parent = guardian_number(1, person);
    assert_eq!(
        codes(world.registry.cases().decide_case(&other_parent, case, withdraw()).await),
        ["not_opener"]
    );
    assert_eq!(
        codes(world.registry.cases().decide_case(&registrar(SCHOOL), case, withdraw()).await),
        ["not_opener"]
    );
    assert_eq!(
        world.registry.cases().decide_case(&parent, case, withdraw()).await.unwrap(),
        CaseState::Withdrawn
    );
    assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(world.registry.cases().my_queue(&registrar(SCHOOL), None).await.unwrap().total, 0);
    let lines = world.registry.cases().cases_opened_by(&parent).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| (line.id, line.state)).collect::<Vec<_>>(),
        [(case, CaseState::Withdrawn)]
    );
    world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.expect("the child is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_refused_request_changes_nothing_and_says_why() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    for actor in [registrar(SCHOOL), leader(SCHOOL)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    let refuse = |reason: &str| Command::Refuse { reason: reason.into() };
    assert_eq!(
        codes(world.registry.cases().decide_case(&registrar(COUNTY), case, refuse("")).await),
        ["reason_needed"]
    );
    let state =
        world.registry.cases().decide_case(&registrar(COUNTY), case, refuse("材料与记录不符")).await.unwrap();
    assert_eq!(state, CaseState::Refused);
    assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    let view = world.registry.cases().case_view(&parent, case).await.unwrap();
    assert_eq!((view.line.state, view.last_reason.as_str()), (CaseState::Refused, "材料与记录不符"));
    let record = record(&world, person).await;
    assert!(record.open_case.is_none() && record.chain_holds);
    let told = events(&record);
    assert!(told.contains(&Event::CaseRefused) && !told.contains(&Event::InfoChanged));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_does_not_hold_is_refused_at_the_counter() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let now = whole(&world, person, Some(Field::CurrentAddress)).await;
    let bare = asked(person, &[(Field::CurrentAddress, ADDRESS)], Vec::new());
    assert_eq!(codes(world.registry.cases().ask_correction(&parent, &bare).await), ["proof_needed"]);
    assert_eq!(
        codes(world.ask(&parent, person, &[(Field::CurrentAddress, &now)]).await),
        ["nothing_changed"]
    );
    assert_eq!(codes(world.ask(&parent, person, &[]).await), ["nothing_asked"]);
    assert_eq!(codes(world.ask(&parent, person, &[(Field::ClassName, "9班")]).await), ["field_not_open"]);
    let wrong = codes(world.ask(&parent, person, &[(Field::Phone, "12"), (Field::Postcode, "ABC")]).await);
    assert_eq!(wrong, ["phone", "postcode"], "everything that is wrong is told at once, by the field");
    let several = asked(person, &[(Field::CurrentAddress, &now), (Field::ClassName, "9班")], Vec::new());
    let mut told = codes(world.registry.cases().ask_correction(&parent, &several).await);
    told.sort();
    assert_eq!(told, ["field_not_open", "nothing_changed", "proof_needed"]);
    let view = record(&world, person).await;
    assert!(view.open_case.is_none() && !events(&view).contains(&Event::ProofFiled), "nothing was opened");
    assert_eq!(world.registry.cases().my_queue(&registrar(SCHOOL), None).await.unwrap().total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_child_with_an_open_case_is_busy() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    assert_eq!(codes(world.ask(&parent, person, &[(Field::Health, "20")]).await), ["open_business"]);
    let (candidate, case) = world.enter(SCHOOL, info(2)).await;
    let other = guardian(candidate);
    assert_eq!(codes(world.ask(&other, candidate, &[(Field::Health, "20")]).await), ["open_business"]);
    let refuse = Command::Refuse { reason: "不属于本校学区".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), case, refuse).await.unwrap();
    assert_eq!(codes(world.ask(&other, candidate, &[(Field::Health, "20")]).await), ["not_registered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_two_guardians_who_ask_at_once_open_one_case() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let mut running = tokio::task::JoinSet::new();
    for n in 0..4 {
        let parent = guardian_number(n, person);
        let proof = world.proof(&parent, person).await;
        let registry = world.registry.clone();
        running.spawn(async move {
            registry
                .cases()
                .ask_correction(&parent, &asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof]))
                .await
        });
    }
    let mut opened = 0;
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            Ok(_) => opened += 1,
            refused => assert_eq!(codes(refused), ["open_business"]),
        }
    }
    assert_eq!(opened, 1);
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_an_item_refused_at_the_first_step_blocks_none_of_the_three_that_follow() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let old = whole(&world, person, Some(Field::HomeAddress)).await;
    let changes = [(Field::CurrentAddress, ADDRESS), (Field::HomeAddress, ADDRESS)];
    let case = world.ask(&parent, person, &changes).await.unwrap();
    let refusal = || refusing(Field::HomeAddress, "户口簿未载明");
    world.registry.cases().decide_case(&registrar(SCHOOL), case, refusal()).await.unwrap();
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let view = world.registry.cases().case_view(&actor, case).await.unwrap();
        let told: Vec<_> = view.changes.iter().filter_map(|change| change.refused.as_deref()).collect();
        assert_eq!(told, ["户口簿未载明"], "{} is told", actor.name);
        // The reason as it was shown, sent back with one's own agreement.
        world.registry.cases().decide_case(&actor, case, refusal()).await.unwrap();
    }
    assert_eq!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(whole(&world, person, Some(Field::HomeAddress)).await, old);
    let timeline = world.registry.pupils().pupil(&parent, person).await.unwrap().timeline;
    let times = timeline.iter().filter(|line| line.words.contains("不同意更正家庭地址")).count();
    assert_eq!(times, 1, "refused once, by the one who refused it");
}
