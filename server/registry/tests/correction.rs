//! 基础信息变更 (第十条) through the services: asked for with proof, verified by the school, approved by the competent authority.

mod support;

use domain::access::Role;
use domain::case::correction::{Proof, ProofKind};
use domain::case::{CaseState, Command, Verdict};
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::Event;
use registry::person::PupilView;
use std::collections::BTreeMap;
use support::*;

const ADDRESS: &str = "江苏省南京市玄武区珠江路88号3幢502室";

async fn whole(world: &World, person: PersonId, field: Option<Field>) -> String {
    world.registry.reveal(&registrar(SCHOOL), person, field, "核对更正结果").await.unwrap()
}

async fn record(world: &World, person: PersonId) -> PupilView {
    world.registry.pupil(&registrar(SCHOOL), person).await.unwrap()
}

fn events(view: &PupilView) -> Vec<Event> {
    view.timeline.iter().rev().map(|line| line.event).collect()
}

fn refusing(field: Field, reason: &str) -> Command {
    Command::Agree { reason: String::new(), refused_fields: BTreeMap::from([(field, reason.to_owned())]) }
}

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
            assert_eq!(codes(world.registry.decide_case(early, case, agree()).await), ["not_your_step"]);
        }
        assert_eq!(world.registry.my_queue(actor, None).await.unwrap().lines[0].id, case);
        let view = world.registry.case_view(actor, case).await.unwrap();
        assert!(
            view.my_turn && view.changes.iter().any(|change| change.new == ADDRESS),
            "who decides sees the value"
        );
        assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
        let state = world.registry.decide_case(actor, case, agree()).await.unwrap();
        assert_eq!(state, if n == 3 { CaseState::Approved } else { CaseState::InProgress });
        assert_eq!(world.registry.my_queue(actor, None).await.unwrap().total, 0);
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
    assert!(matches!(world.registry.verify_person(person).await, Ok(Ok(n)) if n > 10));
    let journal = world.registry.verify_journal().await.unwrap();
    assert!(journal.chains == 1 && journal.broken.is_empty());
    assert_eq!(codes(world.registry.decide_case(&leader(COUNTY), case, agree()).await), ["closed"]);
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
        codes(world.registry.decide_case(&school, case, refusing(Field::HomeAddress, "")).await),
        ["reason_needed"]
    );
    assert_eq!(
        codes(world.registry.decide_case(&school, case, refusing(Field::Health, "没有证明")).await),
        ["field_not_open"]
    );
    let both = changes.iter().map(|(field, _)| (*field, "材料看不清".to_owned())).collect();
    let both = Command::Agree { reason: String::new(), refused_fields: both };
    assert_eq!(codes(world.registry.decide_case(&school, case, both).await), ["all_refused"]);

    let state = world
        .registry
        .decide_case(&school, case, refusing(Field::HomeAddress, "户口簿未载明"))
        .await
        .unwrap();
    assert_eq!(state, CaseState::InProgress);
    let again =
        world.registry.decide_case(&leader(SCHOOL), case, refusing(Field::HomeAddress, "再次不同意")).await;
    assert!(codes(again).contains(&"field_not_open".to_owned()), "refused already");
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        world.registry.decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(whole(&world, person, Some(Field::HomeAddress)).await, old);
    let view = world.registry.case_view(&parent, case).await.unwrap();
    let refused: Vec<_> =
        view.changes.iter().filter_map(|change| Some((change.field, change.refused.clone()?))).collect();
    assert_eq!(refused, [(Field::HomeAddress, "户口簿未载明".to_owned())]);
    let timeline = world.registry.pupil(&parent, person).await.unwrap().timeline;
    assert!(timeline.iter().any(|line| line.words.contains("不同意更正家庭地址：户口簿未载明")));
    assert_eq!(timeline.iter().filter(|line| line.event == Event::InfoChanged).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_returned_request_is_mended_and_goes_round_again() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, "珠江路")]).await.unwrap();
    world.registry.decide_case(&registrar(SCHOOL), case, agree()).await.unwrap();
    let back = Command::Return { reason: " ".into() };
    assert_eq!(codes(world.registry.decide_case(&leader(SCHOOL), case, back).await), ["reason_needed"]);
    let back = Command::Return { reason: "请写到门牌号".into() };
    assert_eq!(world.registry.decide_case(&leader(SCHOOL), case, back).await.unwrap(), CaseState::Returned);
    let view = world.registry.case_view(&parent, case).await.unwrap();
    assert!(view.may_mend && view.last_reason == "请写到门牌号" && view.line.due_on.is_some());
    assert_eq!(codes(world.registry.decide_case(&registrar(SCHOOL), case, agree()).await), ["closed"]);

    assert_eq!(
        world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap(),
        case,
        "the same case"
    );
    let view = world.registry.case_view(&parent, case).await.unwrap();
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
    assert!(world.registry.unsent_proofs(&parent, person).await.unwrap().is_empty());
    let back = Command::Return { reason: "材料看不清".into() };
    world.registry.decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    let proof = world.proof(&parent, person).await;
    let mended = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    world.registry.ask_correction(&parent, &mended).await.unwrap();
    assert!(
        world.registry.unsent_proofs(&parent, person).await.unwrap().is_empty(),
        "the case carries it now"
    );
    assert!(
        is_not_found(&world.registry.drop_proof(&parent, person, proof.id).await),
        "evidence is not taken back"
    );
    assert!(world.registry.proof_of_case(&registrar(SCHOOL), case, proof.id).await.is_ok());
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
    assert_eq!(codes(world.registry.decide_case(&other_parent, case, withdraw()).await), ["not_opener"]);
    assert_eq!(codes(world.registry.decide_case(&registrar(SCHOOL), case, withdraw()).await), ["not_opener"]);
    assert_eq!(world.registry.decide_case(&parent, case, withdraw()).await.unwrap(), CaseState::Withdrawn);
    assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    assert_eq!(world.registry.my_queue(&registrar(SCHOOL), None).await.unwrap().total, 0);
    let lines = world.registry.cases_opened_by(&parent).await.unwrap();
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
        world.registry.decide_case(&actor, case, agree()).await.unwrap();
    }
    let refuse = |reason: &str| Command::Refuse { reason: reason.into() };
    assert_eq!(
        codes(world.registry.decide_case(&registrar(COUNTY), case, refuse("")).await),
        ["reason_needed"]
    );
    let state = world.registry.decide_case(&registrar(COUNTY), case, refuse("材料与记录不符")).await.unwrap();
    assert_eq!(state, CaseState::Refused);
    assert_ne!(whole(&world, person, Some(Field::CurrentAddress)).await, ADDRESS);
    let view = world.registry.case_view(&parent, case).await.unwrap();
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
    assert_eq!(codes(world.registry.ask_correction(&parent, &bare).await), ["proof_needed"]);
    assert_eq!(
        codes(world.ask(&parent, person, &[(Field::CurrentAddress, &now)]).await),
        ["nothing_changed"]
    );
    assert_eq!(codes(world.ask(&parent, person, &[]).await), ["nothing_asked"]);
    assert_eq!(codes(world.ask(&parent, person, &[(Field::ClassName, "9班")]).await), ["field_not_open"]);
    let wrong = codes(world.ask(&parent, person, &[(Field::Phone, "12"), (Field::Postcode, "ABC")]).await);
    assert_eq!(wrong, ["phone", "postcode"], "everything that is wrong is told at once, by the field");
    let several = asked(person, &[(Field::CurrentAddress, &now), (Field::ClassName, "9班")], Vec::new());
    let mut told = codes(world.registry.ask_correction(&parent, &several).await);
    told.sort();
    assert_eq!(told, ["field_not_open", "nothing_changed", "proof_needed"]);
    let view = record(&world, person).await;
    assert!(view.open_case.is_none() && !events(&view).contains(&Event::ProofFiled), "nothing was opened");
    assert_eq!(world.registry.my_queue(&registrar(SCHOOL), None).await.unwrap().total, 0);
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
    world.registry.decide_case(&leader(SCHOOL), case, refuse).await.unwrap();
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
async fn article_25_strangers_find_nothing() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let other_child = world.pupil(SCHOOL, 2).await;
    let parent = guardian(person);
    let proof = world.proof(&parent, person).await;
    let request = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let case = world.registry.ask_correction(&parent, &request).await.unwrap();
    let stranger = guardian(other_child);
    for actor in [stranger.clone(), registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL)] {
        assert!(is_not_found(&world.registry.case_view(&actor, case).await), "{:?}", actor.role);
        assert!(is_not_found(&world.registry.decide_case(&actor, case, agree()).await), "{:?}", actor.role);
        assert!(
            is_not_found(&world.registry.proof_of_case(&actor, case, proof.id).await),
            "{:?}",
            actor.role
        );
        assert!(is_not_found(&world.registry.pupil(&actor, person).await), "{:?}", actor.role);
    }
    // Whoever asks for a child that is not his own is told the same whether or not there is such a child.
    let nobody = PersonId::new(uuid::Uuid::from_u128(9));
    let answers =
        [person, nobody].map(|child| asked(child, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]));
    for request in answers {
        assert_eq!(codes(world.registry.ask_correction(&stranger, &request).await), ["not_permitted"]);
        let filed = world
            .registry
            .file_proof(&stranger, request.person, ProofKind::Other, "a.png", png())
            .await
            .map(|_| ());
        assert_eq!(codes(filed), ["not_permitted"]);
    }
    for staff in [registrar(SCHOOL), leader(COUNTY), actor(Role::SystemAdmin, COUNTY, 3)] {
        assert_eq!(codes(world.registry.ask_correction(&staff, &request).await), ["not_permitted"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_proof_that_somebody_else_filed_is_no_proof() {
    let world = World::in_memory().await;
    let (mine, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (parent, stranger) = (guardian(mine), guardian(other));
    let proof = world.proof(&parent, mine).await;
    let borrowed = asked(other, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let outcome = world.registry.ask_correction(&stranger, &borrowed).await;
    assert!(outcome.is_err(), "a stranger's file opened a case and can now be read through it");
    assert_eq!(
        world.registry.unsent_proofs(&parent, mine).await.unwrap(),
        std::slice::from_ref(&proof),
        "still its owner's"
    );
    let invented = Proof { kind: ProofKind::PoliceCertificate, ..proof.clone() };
    let case = world
        .registry
        .ask_correction(&parent, &asked(mine, &[(Field::CurrentAddress, ADDRESS)], vec![invented]))
        .await;
    if let Ok(case) = case {
        let kept = world.registry.case_view(&parent, case).await.unwrap().proofs;
        assert_eq!(kept, [proof], "the case carries what was filed, not what the request says of it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_key_data_is_compared_before_the_review() {
    let world = World::in_memory().await;
    let first = info(1);
    let number = first.get(Field::IdNumber).unwrap().to_owned();
    let same = |field: Field| (field, first.get(field).unwrap());
    // Born the same day, another name, another number: two children.
    let alike = [same(Field::BirthDate), same(Field::Sex), (Field::IdNumber, &sibling_number(&number, 3))];
    let other = info_with(2, &alike);
    assert_ne!(first.name(), other.name());
    let (_, case) = world.enter(SCHOOL, first.clone()).await;
    world.approve(SCHOOL, case).await;
    let (person, case) = world.enter(OTHER_SCHOOL, other).await;
    world.approve(OTHER_SCHOOL, case).await;
    world.registry.drain_outbox().await.unwrap();
    let parent = guardian(person);

    let outcome = world.ask(&parent, person, &[(Field::IdNumber, &number)]).await;
    assert_eq!(codes(outcome), ["duplicate_definite"]);
    assert!(world.registry.pupil(&parent, person).await.unwrap().open_case.is_none());

    let case = world.ask(&parent, person, &[(Field::Name, first.name())]).await.unwrap();
    let view = world.registry.case_view(&registrar(OTHER_SCHOOL), case).await.unwrap();
    assert!(view.duplicate_note.contains("姓名、性别、出生日期"), "{}", view.duplicate_note);
    let view = world.registry.case_view(&parent, case).await.unwrap();
    assert_eq!(view.duplicate_note, "", "a guardian is not told of another family's child");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_an_identity_taken_while_the_case_went_its_way_is_not_given_twice() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let wanted = sibling_number(info(1).get(Field::IdNumber).unwrap(), 3);
    let case = world.ask(&guardian(person), person, &[(Field::IdNumber, &wanted)]).await.unwrap();
    let base = info(1);
    let same = |field: Field| (field, base.get(field).unwrap());
    let newcomer = info_with(2, &[same(Field::BirthDate), same(Field::Sex), (Field::IdNumber, &wanted)]);
    let (_, registration) = world.enter(OTHER_SCHOOL, newcomer).await;
    world.approve(OTHER_SCHOOL, registration).await;
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY)] {
        world.registry.decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(
        codes(world.registry.decide_case(&leader(COUNTY), case, agree()).await),
        ["duplicate_definite"]
    );
    assert_ne!(whole(&world, person, Some(Field::IdNumber)).await, wanted);
    assert!(record(&world, person).await.chain_holds);
    let refuse = Command::Refuse { reason: "证件号已属于另一名学生".into() };
    assert_eq!(world.registry.decide_case(&leader(COUNTY), case, refuse).await.unwrap(), CaseState::Refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_corrected_document_turns_a_temporary_number_into_a_formal_one_once() {
    let world = World::in_memory().await;
    let number = info(1).get(Field::IdNumber).unwrap().to_owned();
    let (second, third) = (sibling_number(&number, 3), sibling_number(&number, 4));
    // The identity was not matched yet: the child still has its temporary number.
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    world.approve(SCHOOL, case).await;
    let temporary = whole(&world, person, None).await;
    assert!(temporary.starts_with('L'));
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::IdNumber, &second)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, None).await, format!("G{second}"));
    let view = record(&world, person).await;
    assert_eq!(view.numbers.iter().filter(|line| line.retired_on.is_none()).count(), 1);
    assert_eq!(view.numbers.len(), 2, "the temporary number is history");

    let case = world.ask(&parent, person, &[(Field::IdNumber, &third)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::IdNumber)).await, third);
    assert_eq!(whole(&world, person, None).await, format!("G{second}"), "终身不变");
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_child_who_gets_a_document_gets_a_formal_number() {
    let world = World::in_memory().await;
    let number = info(1).get(Field::IdNumber).unwrap().to_owned();
    let without = info_with(1, &[(Field::IdKind, "Z"), (Field::IdNumber, "")]);
    let (person, case) = world.enter(SCHOOL, without).await;
    world.approve(SCHOOL, case).await;
    world.registry.drain_outbox().await.unwrap();
    assert!(whole(&world, person, None).await.starts_with('J'));
    let changes = [(Field::IdKind, "1"), (Field::IdNumber, number.as_str())];
    let case = world.ask(&guardian(person), person, &changes).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, None).await, format!("G{number}"));
    let again = [pupil(info(1))];
    let outcome =
        world.registry.enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &again).await.unwrap();
    assert!(
        matches!(&outcome[..], [registry::person::Entered::Refused(why)] if why[0].code == "duplicate_definite")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_values_are_whole_for_who_decides_and_masked_for_others() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let old_name = info(1).name().to_owned();
    let old_address = info(1).get(Field::CurrentAddress).unwrap().to_owned();
    let parent = guardian(person);
    let changes = [(Field::CurrentAddress, ADDRESS), (Field::Name, "诸葛思齐")];
    let case = world.ask(&parent, person, &changes).await.unwrap();
    let shown = |view: &registry::case::CaseView, field| {
        let change = view.changes.iter().find(|change| change.field == field).unwrap();
        (change.old.clone(), change.new.clone())
    };
    let decides = world.registry.case_view(&registrar(SCHOOL), case).await.unwrap();
    assert_eq!(shown(&decides, Field::CurrentAddress), (old_address.clone(), ADDRESS.to_owned()));
    let asks = world.registry.case_view(&parent, case).await.unwrap();
    let (old, new) = shown(&asks, Field::CurrentAddress);
    assert_eq!(new, ADDRESS, "what was typed is shown to who typed it");
    assert_ne!(old, old_address, "what is on record is masked");
    for steps in
        [&asks.steps, &world.registry.case_view(&guardian_number(1, person), case).await.unwrap().steps]
    {
        assert!(steps.iter().all(|step| step.by.is_empty()), "no names of staff");
    }
    for other in [leader(SCHOOL), registrar(COUNTY), guardian_number(1, person)] {
        let view = world.registry.case_view(&other, case).await.unwrap();
        let (old, new) = shown(&view, Field::CurrentAddress);
        assert!(!view.my_turn && old != old_address && new != ADDRESS, "{:?}", other.role);
    }
    // The city above sees masks: neither in the case nor in the record does it read a name.
    let above = registrar("320100");
    let read = format!("{:?}", world.registry.case_view(&above, case).await.unwrap());
    assert!(!read.contains(&old_name) && !read.contains("诸葛思齐") && !read.contains(ADDRESS), "{read}");
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    for other in [above, parent] {
        let read = format!("{:?}", world.registry.pupil(&other, person).await.unwrap());
        assert!(!read.contains(&old_name) && !read.contains("诸葛思齐") && !read.contains(ADDRESS), "{read}");
    }
    let done = world.registry.case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(done.steps.iter().all(|step| !step.by.is_empty()), "staff see who decided");
    assert_ne!(shown(&done, Field::CurrentAddress).1, ADDRESS, "nobody decides any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_reads_units_not_names_of_staff() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let view = world.registry.pupil(&parent, person).await.unwrap();
    let read = format!("{:?} {:?}", view, world.registry.case_view(&parent, case).await.unwrap());
    for staff in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        assert!(!read.contains(&staff.name), "{}", staff.name);
    }
    assert!(view.timeline.iter().any(|line| line.who == "玄武区"));
    assert!(!view.may_reveal && !view.may_bind);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_proof_is_opened_by_those_who_work_with_the_case() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let proof = world.proof(&parent, person).await;
    let request = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let case = world.registry.ask_correction(&parent, &request).await.unwrap();
    for actor in [parent, registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let (found, bytes) = world.registry.proof_of_case(&actor, case, proof.id).await.unwrap();
        assert!(found == proof && image::load_from_memory(&bytes).unwrap().width() == 48, "{:?}", actor.role);
    }
    // Who sees the record masked does not see a household register whole.
    for actor in
        [registrar("320100"), leader("320000"), registrar("000000"), self::actor(Role::Official, COUNTY, 4)]
    {
        assert!(is_not_found(&world.registry.proof_of_case(&actor, case, proof.id).await), "{}", actor.name);
    }
    let stored: Vec<Vec<u8>> = walk(&world.dir.path().join("blobs"));
    assert!(
        !stored.is_empty() && stored.iter().all(|bytes| !bytes.windows(4).any(|w| w == b"\x89PNG")),
        "sealed"
    );
}

fn walk(dir: &std::path::Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(std::fs::read(path).unwrap()) }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_file_that_is_no_picture_is_refused_and_a_spare_one_taken_back() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let file =
        |bytes: Vec<u8>| world.registry.file_proof(&parent, person, ProofKind::Other, "证明.png", bytes);
    assert_eq!(codes(file(b"<html>".to_vec()).await), ["bad_file"]);
    let spare = file(png()).await.unwrap();
    assert!(is_not_found(&world.registry.drop_proof(&guardian_number(1, person), person, spare.id).await));
    world.registry.drop_proof(&parent, person, spare.id).await.unwrap();
    assert!(world.registry.unsent_proofs(&parent, person).await.unwrap().is_empty());
    for _ in 0..6 {
        file(png()).await.unwrap();
    }
    assert_eq!(codes(file(png()).await), ["too_many_proofs"]);
}

/// A copy of a store as a thief or a bad administrator would take it.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else if name != "LOCK" {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_whoever_alters_the_stored_journal_is_found_out() {
    let world = World::on_disk().await;
    let person = world.pupil(SCHOOL, 1).await;
    let entries = world.registry.verify_person(person).await.unwrap().expect("holds");
    let alterations = [
        ("RETURN 1", true),
        ("UPDATE journal SET occurred_on = '2020-01-01' WHERE seq = 3", false),
        ("UPDATE journal SET actor.name = '别人' WHERE seq = 1", false),
        ("DELETE journal WHERE seq = 2", false),
        ("DELETE journal WHERE seq = $last", false),
        ("UPDATE chain SET seq = 3", false),
    ];
    for (n, (alteration, holds)) in alterations.into_iter().enumerate() {
        let (altered, read) =
            (world.dir.path().join(format!("altered{n}")), world.dir.path().join(format!("read{n}")));
        copy(&world.dir.path().join("store"), &altered.join("store"));
        let store = surrealdb::engine::any::connect(registry::Location::below(&altered).store).await.unwrap();
        store.use_ns("xueji").use_db("xueji").await.unwrap();
        store.query(alteration).bind(("last", entries as i64)).await.unwrap().check().unwrap();
        copy(&altered.join("store"), &read.join("store"));
        let location = registry::Location {
            store: registry::Location::below(&read).store,
            ..registry::Location::below(world.dir.path())
        };
        let opened =
            registry::Registry::open(&location, world.clock.clone(), registry::clock::Entropy::system())
                .await
                .unwrap();
        assert_eq!(opened.verify_person(person).await.unwrap().is_ok(), holds, "{alteration}");
        let verification = opened.verify_journal().await.unwrap();
        assert_eq!((verification.chains, verification.broken.is_empty()), (1, holds), "{alteration}");
        assert_eq!(
            opened.pupil(&registrar(SCHOOL), person).await.unwrap().chain_holds,
            holds,
            "the record says so"
        );
    }
}
