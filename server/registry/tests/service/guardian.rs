//! Guardians (父母或其他监护人, 第十条): one-time binding codes, claims by number, and whose record they may see.

use crate::support::accounts::STRONG;
use crate::support::guardians::{INSTITUTION, Parent, by_code};
use crate::support::*;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::form::{Field, GuardianSlot};
use domain::id::PersonId;
use domain::journal::Event;
use domain::refusal::RefusalCode;
use registry::error::Error;
use registry::guardian::{Claim, GuardianSignUp, SignedUp};
use std::collections::BTreeSet;

const HERE: &str = "10.0.0.1";

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_printed_code_binds_the_child_and_works_once() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    assert!(code.len() == 10 && !code.contains(['0', 'O', '1', 'I']), "{code}");
    // As people type it: small letters, spaces and dashes.
    let typed = format!(" {}-{} ", code[..5].to_lowercase(), &code[5..]);
    let father = Parent::father(1);
    let account = world.join(&father, by_code(&typed)).await.unwrap();
    let parent = world.parent(&father).await;
    assert_eq!(
        (SignedUp::Made(parent.account), parent.role, &parent.children[..]),
        (account, Role::Guardian, &[person][..])
    );
    let mother = Parent::mother(1);
    assert_eq!(codes(world.join(&mother, by_code(&code)).await), ["claim"], "used");
    assert!(world.sign_in(&mother.phone, STRONG[0]).await.is_err(), "no account without a child");
    let view = world.registry.pupils().pupil(&parent, person).await.unwrap();
    let told: Vec<Event> = view.timeline.iter().map(|line| line.event).collect();
    assert_eq!(told[..3], [Event::GuardianBound, Event::BindingReleased, Event::BindingPrinted]);
    assert!(view.chain_holds);
    let everything = format!("{view:?}");
    assert!(!everything.contains(&code), "the code is nowhere in the record");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn article_10_two_who_type_the_same_code_at_the_same_moment_are_not_both_bound() {
    let world = World::on_disk().await;
    for seed in 1..4 {
        let person = world.pupil(SCHOOL, seed).await;
        let code = world.binding_code(person).await;
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (registry, new) = (world.registry.clone(), Parent::father(seed).sign_up(by_code(&code)));
            running.spawn(async move { registry.guardians().guardian_sign_up(&new, HERE).await });
        }
        let mut bound = 0;
        while let Some(outcome) = running.join_next().await {
            match outcome.unwrap() {
                Ok(SignedUp::Made(_)) => bound += 1,
                Ok(SignedUp::Known) => panic!("a code that was used binds nobody"),
                refused => assert_eq!(codes(refused), ["claim"]),
            }
        }
        assert_eq!(bound, 1);
        assert!(world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap().chain_holds);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_phone_that_signs_up_twice_at_the_same_moment_has_one_account_and_keeps_the_other_code() {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    let codes_of = [world.binding_code(one).await, world.binding_code(two).await];
    let mut running = tokio::task::JoinSet::new();
    for code in codes_of.clone() {
        let (registry, new) = (world.registry.clone(), father.sign_up(by_code(&code)));
        running.spawn(async move {
            registry.guardians().guardian_sign_up(&new, HERE).await.map(|done| (done, code))
        });
    }
    let mut used = BTreeSet::new();
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap().unwrap() {
            (SignedUp::Made(_), code) => assert!(used.insert(code)),
            (SignedUp::Known, _) => {}
        }
    }
    assert_eq!(used.len(), 1);
    let parent = world.parent(&father).await;
    let left = codes_of.into_iter().find(|code| !used.contains(code)).unwrap();
    world
        .registry
        .guardians()
        .add_child(&parent, &by_code(&left), HERE)
        .await
        .expect("the other code was not used up");
    assert_eq!(world.parent(&father).await.children.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_code_holds_thirty_days_and_a_new_print_cancels_the_older() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    let older = world.binding_code(person).await;
    let hers = world.code_for(person, GuardianSlot::Second).await;
    let newer = world.binding_code(person).await;
    assert_ne!(older, newer);
    assert_eq!(codes(world.join(&father, by_code(&older)).await), ["claim"]);
    world.wait(Duration::days(30) - Duration::seconds(1));
    world.join(&father, by_code(&newer)).await.expect("on the last day");
    world.join(&mother, by_code(&hers)).await.expect("the other parent's code is another");
    let parent = world.parent(&mother).await;
    let code = world.binding_code(world.sibling(SCHOOL, 2, 1).await).await;
    world.wait(Duration::days(30));
    assert_eq!(
        codes(world.registry.guardians().add_child(&parent, &by_code(&code), HERE).await),
        ["claim"],
        "too late"
    );
    assert_eq!(codes(world.join(&father, by_code(&code)).await), ["claim"], "a second too late");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_codes_are_printed_by_the_childs_school_only() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    for stranger in [registrar(OTHER_SCHOOL), leader(SCHOOL), registrar(COUNTY), guardian(person)] {
        assert!(
            is_not_found(
                &world.registry.guardians().print_binding(&stranger, person, GuardianSlot::First).await
            ),
            "{:?}",
            stranger.role
        );
    }
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(
        codes(world.registry.guardians().print_binding(&untrained, person, GuardianSlot::First).await),
        ["not_trained"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_numbers_bind_when_name_telephone_and_both_numbers_are_the_records() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    world.pupil(SCHOOL, 2).await;
    let (right, other) = (Parent::father(1), Parent::father(2));
    let mut told = BTreeSet::new();
    let mut wrong = async |what: &str, who: (&str, &str), guardian: &str, child: &str| {
        let claim = Claim::Numbers { guardian: guardian.into(), child: child.into() };
        let new = GuardianSignUp { name: who.0.into(), phone: who.1.into(), ..right.sign_up(claim) };
        match world.registry.guardians().guardian_sign_up(&new, HERE).await {
            Err(Error::Refused(refusals)) => told.insert(format!("{refusals:?}")),
            other => panic!("{what}: {other:?}"),
        };
    };
    let me = (right.name.as_str(), right.phone.as_str());
    wrong("another name", ("李秀英", me.1), &right.number, &right.child).await;
    wrong("another telephone", (me.0, "13800000001"), &right.number, &right.child).await;
    wrong("another guardian's number", me, &other.number, &right.child).await;
    wrong("another child", me, &right.number, &other.child).await;
    wrong("no such child", me, &right.number, &sibling_number(&right.child, 7)).await;
    assert_eq!(told.len(), 1, "what does not match is never told: {told:?}");
    assert!(told.iter().all(|text| text.contains("Claim")));

    world.registry.guardians().guardian_sign_up(&right.by_numbers(), HERE).await.unwrap();
    assert_eq!(world.parent(&right).await.children, [person]);

    // 学籍号 or document number of the child, small letters and spaces as people type them.
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let number =
        world.registry.pupils().reveal(&registrar(SCHOOL), person, None, "为家长核对学籍号").await.unwrap();
    let claim = Claim::Numbers {
        guardian: format!(" {} ", right.number.to_lowercase()),
        child: number.to_lowercase(),
    };
    world.registry.guardians().guardian_sign_up(&right.sign_up(claim), HERE).await.unwrap();
    assert_eq!(world.parent(&right).await.children, [person]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_the_public_code_of_an_institution_binds_nobody_and_a_code_of_the_school_does() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info_with(1, &INSTITUTION)).await;
    world.approve(SCHOOL, case).await;
    let contact = Parent {
        name: "周敏".into(),
        phone: "13900001301".into(),
        number: "12320102MB0000001F".into(),
        child: info(1).value(Field::IdNumber).into(),
    };
    let told = world.registry.guardians().guardian_sign_up(&contact.by_numbers(), HERE).await;
    assert_eq!(codes(told), ["claim"], "everybody can look the number up");
    let code = world.binding_code(person).await;
    world.join(&contact, by_code(&code)).await.unwrap();
    assert_eq!(world.parent(&contact).await.children, [person]);
    let view = world.registry.guardians().bonds_view(&leader(SCHOOL), person).await.unwrap();
    assert_eq!(view.bonds[0].kinship, "监护机构（南京市社会儿童福利院）");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_child_who_is_not_on_roll_yet_is_not_bound_by_number() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let new = Parent::father(1).by_numbers();
    assert_eq!(codes(world.registry.guardians().guardian_sign_up(&new, HERE).await), ["claim"]);
    world.approve(SCHOOL, case).await;
    world.registry.guardians().guardian_sign_up(&new, HERE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_claims_has_to_wait() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    let father = Parent::father(1);
    for n in 0..20 {
        let guess = by_code(&format!("23456789{n:02}"));
        assert_eq!(
            codes(world.registry.guardians().guardian_sign_up(&father.sign_up(guess), "10.9.9.9").await),
            ["claim"]
        );
    }
    let right = father.sign_up(by_code(&code));
    assert_eq!(
        codes(world.registry.guardians().guardian_sign_up(&right, "10.9.9.9").await),
        ["locked"],
        "the right code neither"
    );
    world.wait(Duration::minutes(15));
    world.registry.guardians().guardian_sign_up(&right, "10.9.9.9").await.unwrap();
    let parent = world.parent(&father).await;
    for n in 0..20 {
        let guess = by_code(&format!("98765432{n:02}"));
        assert_eq!(codes(world.registry.guardians().add_child(&parent, &guess, "10.8.8.8").await), ["claim"]);
    }
    let code = world.binding_code(world.sibling(SCHOOL, 2, 1).await).await;
    assert_eq!(
        codes(world.registry.guardians().add_child(&parent, &by_code(&code), "10.8.8.8").await),
        ["locked"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_adds_another_child_once() {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    let code = world.binding_code(one).await;
    world.join(&father, by_code(&code)).await.unwrap();
    let parent = world.parent(&father).await;
    assert!(is_not_found(&world.registry.pupils().pupil(&parent, two).await));
    let code = world.binding_code(two).await;
    assert_eq!(world.registry.guardians().add_child(&parent, &by_code(&code), HERE).await.unwrap(), two);
    let parent = world.parent(&father).await;
    assert_eq!(parent.children.iter().copied().collect::<BTreeSet<_>>(), [one, two].into());
    for child in [one, two] {
        world.registry.pupils().pupil(&parent, child).await.unwrap();
    }
    let again = world.binding_code(two).await;
    assert_eq!(codes(world.registry.guardians().add_child(&parent, &by_code(&again), HERE).await), ["claim"]);
    world
        .registry
        .guardians()
        .guardian_recover(&father.phone, &again, STRONG[1], HERE)
        .await
        .expect("the code was not spent on a child already there");
    // Nobody who works here becomes a guardian with the account of the work.
    assert!(is_not_found(
        &world.registry.guardians().add_child(&registrar(SCHOOL), &by_code("2345678923"), HERE).await
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_sees_the_own_child_masked_and_no_other() {
    let world = World::in_memory().await;
    let (own, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let father = Parent::father(1);
    world.registry.guardians().guardian_sign_up(&father.by_numbers(), HERE).await.unwrap();
    let parent = world.parent(&father).await;
    assert!(is_not_found(&world.registry.pupils().pupil(&parent, other).await));
    assert!(is_not_found(
        &world.registry.pupils().pupil(&parent, PersonId::new(uuid::Uuid::from_u128(3))).await
    ));
    assert!(is_not_found(&world.registry.pupils().reveal(&parent, other, None, "看看别人").await));
    assert_eq!(
        codes(world.registry.pupils().reveal(&parent, own, None, "看看完整号码").await),
        ["not_permitted"]
    );
    let refused = world.registry.pupils().search_pupils(&parent, &Default::default()).await;
    assert!(!codes(refused).is_empty(), "a guardian has no lists");
    assert!(world.registry.cases().my_queue(&parent, None).await.is_err());
    assert!(world.registry.figures().overview(&parent, None).await.is_err());

    let info = info(1);
    let view = world.registry.pupils().pupil(&parent, own).await.unwrap();
    let read = format!("{view:?}");
    let mut hidden = 0;
    for field in Field::ALL.iter().filter(|field| field.is_sensitive()) {
        let Some(value) = info.get(*field).filter(|value| value.chars().count() > 3) else { continue };
        hidden += 1;
        assert!(!read.contains(value), "{} is shown whole", field.label());
    }
    assert!(hidden > 8, "{hidden} items were looked for");
    assert!(
        view.number.starts_with('G') && !read.contains(&format!("G{}", info.get(Field::IdNumber).unwrap()))
    );
    assert!(!view.may_reveal && !view.may_bind);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_who_forgot_the_password_sets_a_new_one_with_a_code_of_a_child_already_his() {
    let world = World::in_memory().await;
    let (mine, other) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    let first = world.binding_code(mine).await;
    world.join(&father, by_code(&first)).await.unwrap();
    let session = world.sign_in(&father.phone, STRONG[0]).await.unwrap();
    let new = STRONG[4];
    let recover = async |phone: &str, code: &str, password: &str| {
        let done = world.registry.guardians().guardian_recover(phone, code, password, HERE).await;
        done.map_err(|error| match error {
            registry::error::Error::Refused(refusals) => refusals[0].clone(),
            other => panic!("{other}"),
        })
    };
    let (code, of_another) = (world.binding_code(mine).await, world.binding_code(other).await);
    let mother = Parent::mother(1);
    let hers = world.code_for(mine, GuardianSlot::Second).await;
    let mut told = BTreeSet::new();
    for (phone, code) in [
        (father.phone.as_str(), first.as_str()),
        (father.phone.as_str(), of_another.as_str()),
        ("13800000009", code.as_str()),
        (father.phone.as_str(), "AAAAAAAAAA"),
        (father.phone.as_str(), hers.as_str()),
        // On record, and never signed up.
        (mother.phone.as_str(), hers.as_str()),
        (mother.phone.as_str(), code.as_str()),
    ] {
        let refusal = recover(phone, code, new).await.unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Claim, "{phone} {code}");
        told.insert(refusal.to_string());
    }
    assert_eq!(told.len(), 1, "whether a telephone is registered shows nowhere: {told:?}");
    let all = world.registry.guardians().guardian_recover("12", "2345", "x", HERE).await;
    let Err(Error::Refused(all)) = all else { panic!("{all:?}") };
    let beside: BTreeSet<&str> = all.iter().map(|one| one.control()).collect();
    assert_eq!(beside, ["phone", "code", "password"].into(), "all of it at once");
    for weak in ["password", "Password123!"] {
        // The same for a telephone nobody has.
        let known = recover(&father.phone, &code, weak).await.unwrap_err();
        let unknown = recover("13800000009", &code, weak).await.unwrap_err();
        assert_eq!((known.code, known.what), (unknown.code, unknown.what));
    }
    assert!(recover(&father.phone, &code, STRONG[0]).await.is_err(), "it is not the old one");
    assert!(world.session(&session).await.is_some(), "nothing has happened yet");
    assert_eq!(recover(&father.phone, &code.to_lowercase(), new).await, Ok(()));
    assert_eq!(
        recover(&father.phone, &code, STRONG[5]).await.unwrap_err().code,
        RefusalCode::Claim,
        "used up"
    );
    assert!(world.session(&session).await.is_none());
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err());
    world.sign_in(&father.phone, new).await.unwrap();
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), mine).await.unwrap();
    assert!(view.timeline.iter().any(|line| line.event == Event::GuardianRecovered));
}
