//! Guardians (父母或其他监护人, 第十条): one-time binding codes, claims by number, and whose record they may see.

use crate::support::*;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::{AccountId, PersonId};
use domain::journal::Event;
use registry::error::{Error, Result};
use registry::guardian::{Claim, GuardianSignUp};
use std::collections::BTreeSet;

const PASSWORD: &str = "Kestrel!Lantern72";
const HERE: &str = "10.0.0.1";

fn sign_up(phone: &str, claim: Claim) -> GuardianSignUp {
    GuardianSignUp { phone: phone.into(), name: "李秀英".into(), password: PASSWORD.into(), claim }
}

fn by_code(code: &str) -> Claim {
    Claim::Code(code.to_owned())
}

/// What the record knows of the first guardian and the child.
struct Known {
    name: String,
    number: String,
    child: String,
}

fn known(seed: u64) -> Known {
    let info = info(seed);
    let item = |field| info.get(field).unwrap().to_owned();
    Known {
        name: item(Field::Member1Name),
        number: item(Field::Member1IdNumber),
        child: item(Field::IdNumber),
    }
}

impl Known {
    fn claim(&self) -> Claim {
        Claim::Numbers { guardian: self.number.clone(), child: self.child.clone() }
    }

    fn sign_up(&self, phone: &str) -> GuardianSignUp {
        GuardianSignUp { name: self.name.clone(), ..sign_up(phone, self.claim()) }
    }
}

impl World {
    async fn binding_code(&self, person: PersonId) -> String {
        self.registry.print_binding(&registrar(SCHOOL), person).await.unwrap()
    }

    async fn join(&self, phone: &str, claim: Claim) -> Result<AccountId> {
        self.registry.guardian_sign_up(&sign_up(phone, claim), HERE).await
    }

    /// The guardian as the session knows him.
    async fn actor(&self, phone: &str) -> Actor {
        let token = self.sign_in(phone, PASSWORD).await.unwrap();
        self.session(&token).await.unwrap().actor
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_printed_code_binds_the_child_and_works_once() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    assert!(code.len() == 10 && !code.contains(['0', 'O', '1', 'I']), "{code}");
    // As people type it: small letters, spaces and dashes.
    let typed = format!(" {}-{} ", code[..5].to_lowercase(), &code[5..]);
    let account = world.join("13800000001", by_code(&typed)).await.unwrap();
    let parent = world.actor("13800000001").await;
    assert_eq!((parent.account, parent.role, &parent.children[..]), (account, Role::Guardian, &[person][..]));
    assert_eq!(codes(world.join("13800000002", by_code(&code)).await), ["claim"], "used");
    assert!(world.sign_in("13800000002", PASSWORD).await.is_err(), "no account without a child");
    let view = world.registry.pupil(&parent, person).await.unwrap();
    let told: Vec<Event> = view.timeline.iter().map(|line| line.event).collect();
    assert_eq!(told[..2], [Event::GuardianBound, Event::BindingPrinted]);
    assert!(view.chain_holds);
    let everything = format!("{view:?}");
    assert!(!everything.contains(&code), "the code is nowhere in the record");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn article_10_two_who_type_the_same_code_at_the_same_moment_are_not_both_bound() {
    let world = World::on_disk().await;
    let person = world.pupil(SCHOOL, 1).await;
    for round in 0..3 {
        let code = world.binding_code(person).await;
        let mut running = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (registry, code) = (world.registry.clone(), code.clone());
            let new = sign_up(&format!("1380000{round}00{n}"), by_code(&code));
            running.spawn(async move { registry.guardian_sign_up(&new, HERE).await });
        }
        let mut bound = 0;
        while let Some(outcome) = running.join_next().await {
            match outcome.unwrap() {
                Ok(_) => bound += 1,
                refused => assert_eq!(codes(refused), ["claim"]),
            }
        }
        assert_eq!(bound, 1);
    }
    assert!(world.registry.pupil(&registrar(SCHOOL), person).await.unwrap().chain_holds);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_phone_that_signs_up_twice_at_the_same_moment_has_one_account_and_keeps_the_other_code() {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let codes_of = [world.binding_code(one).await, world.binding_code(two).await];
    let mut running = tokio::task::JoinSet::new();
    for code in codes_of.clone() {
        let (registry, new) = (world.registry.clone(), sign_up("13800000001", by_code(&code)));
        running.spawn(async move { registry.guardian_sign_up(&new, HERE).await.map(|_| code) });
    }
    let mut used = BTreeSet::new();
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            Ok(code) => assert!(used.insert(code)),
            refused => assert_eq!(codes(refused), ["phone"]),
        }
    }
    assert_eq!(used.len(), 1);
    let parent = world.actor("13800000001").await;
    let left = codes_of.into_iter().find(|code| !used.contains(code)).unwrap();
    world.registry.add_child(&parent, &by_code(&left), HERE).await.expect("the other code was not used up");
    assert_eq!(world.actor("13800000001").await.children.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_code_holds_thirty_days_and_a_new_print_cancels_the_older() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let older = world.binding_code(person).await;
    let newer = world.binding_code(person).await;
    assert_ne!(older, newer);
    assert_eq!(codes(world.join("13800000001", by_code(&older)).await), ["claim"]);
    world.wait(Duration::days(30) - Duration::seconds(1));
    world.join("13800000001", by_code(&newer)).await.expect("on the last day");
    let code = world.binding_code(person).await;
    world.wait(Duration::days(30));
    assert_eq!(codes(world.join("13800000002", by_code(&code)).await), ["claim"], "a second too late");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_codes_are_printed_by_the_childs_school_only() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    for stranger in [registrar(OTHER_SCHOOL), leader(SCHOOL), registrar(COUNTY), guardian(person)] {
        assert!(is_not_found(&world.registry.print_binding(&stranger, person).await), "{:?}", stranger.role);
    }
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(codes(world.registry.print_binding(&untrained, person).await), ["not_trained"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_numbers_bind_when_name_and_both_numbers_are_the_records() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    world.pupil(SCHOOL, 2).await;
    let (right, other) = (known(1), known(2));
    let mut told = BTreeSet::new();
    let mut wrong = async |what: &str, name: &str, guardian: &str, child: &str| {
        let claim = Claim::Numbers { guardian: guardian.into(), child: child.into() };
        let new = GuardianSignUp { name: name.into(), ..sign_up("13800000001", claim) };
        match world.registry.guardian_sign_up(&new, HERE).await {
            Err(Error::Refused(refusals)) => told.insert(format!("{refusals:?}")),
            other => panic!("{what}: {other:?}"),
        };
    };
    wrong("another name", "李秀英", &right.number, &right.child).await;
    wrong("another guardian's number", &right.name, &other.number, &right.child).await;
    wrong("another child", &right.name, &right.number, &other.child).await;
    wrong("no such child", &right.name, &right.number, &sibling_number(&right.child, 7)).await;
    wrong("too short", &right.name, &right.number, "1").await;
    wrong("empty", &right.name, "", "").await;
    assert_eq!(told.len(), 1, "what does not match is never told: {told:?}");
    assert!(told.iter().all(|text| text.contains("claim")));

    // 学籍号 or document number of the child, small letters and spaces as people type them.
    world.registry.guardian_sign_up(&right.sign_up("13800000001"), HERE).await.unwrap();
    let number = world.registry.reveal(&registrar(SCHOOL), person, None, "为家长核对学籍号").await.unwrap();
    let claim = Claim::Numbers {
        guardian: format!(" {} ", right.number.to_lowercase()),
        child: number.to_lowercase(),
    };
    let new = GuardianSignUp { name: right.name.clone(), ..sign_up("13800000002", claim) };
    world.registry.guardian_sign_up(&new, HERE).await.unwrap();
    assert_eq!(world.actor("13800000002").await.children, [person]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_child_who_is_not_on_roll_yet_is_not_bound_by_number() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let new = known(1).sign_up("13800000001");
    assert_eq!(codes(world.registry.guardian_sign_up(&new, HERE).await), ["claim"]);
    world.approve(SCHOOL, case).await;
    world.registry.guardian_sign_up(&new, HERE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_claims_has_to_wait() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    for n in 0..20 {
        let guess = by_code(&format!("23456789{n:02}"));
        assert_eq!(
            codes(world.registry.guardian_sign_up(&sign_up("13800000001", guess), "10.9.9.9").await),
            ["claim"]
        );
    }
    let right = sign_up("13800000001", by_code(&code));
    assert_eq!(
        codes(world.registry.guardian_sign_up(&right, "10.9.9.9").await),
        ["locked"],
        "the right code neither"
    );
    world.wait(Duration::minutes(15));
    world.registry.guardian_sign_up(&right, "10.9.9.9").await.unwrap();
    let parent = world.actor("13800000001").await;
    for n in 0..20 {
        let guess = by_code(&format!("98765432{n:02}"));
        assert_eq!(codes(world.registry.add_child(&parent, &guess, "10.8.8.8").await), ["claim"]);
    }
    let code = world.binding_code(world.pupil(SCHOOL, 2).await).await;
    assert_eq!(codes(world.registry.add_child(&parent, &by_code(&code), "10.8.8.8").await), ["locked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_form_is_checked_by_field_before_a_code_is_spent() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    let bad =
        GuardianSignUp { phone: "12".into(), name: " ".into(), password: "x".into(), claim: by_code(&code) };
    assert_eq!(codes(world.registry.guardian_sign_up(&bad, HERE).await), ["phone", "name", "password"]);
    let own_number =
        GuardianSignUp { password: "Aa!13800000001".into(), ..sign_up("13800000001", by_code(&code)) };
    assert_eq!(codes(world.registry.guardian_sign_up(&own_number, HERE).await), ["password"]);
    world.join("13800000001", by_code(&code)).await.expect("the code was not spent");
    let again = world.binding_code(person).await;
    assert_eq!(codes(world.join("13800000001", by_code(&again)).await), ["phone"], "taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_adds_another_child_once() {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let code = world.binding_code(one).await;
    world.join("13800000001", by_code(&code)).await.unwrap();
    let parent = world.actor("13800000001").await;
    assert!(is_not_found(&world.registry.pupil(&parent, two).await));
    let code = world.binding_code(two).await;
    assert_eq!(world.registry.add_child(&parent, &by_code(&code), HERE).await.unwrap(), two);
    let parent = world.actor("13800000001").await;
    assert_eq!(parent.children.iter().copied().collect::<BTreeSet<_>>(), [one, two].into());
    for child in [one, two] {
        world.registry.pupil(&parent, child).await.unwrap();
    }
    let again = world.binding_code(two).await;
    assert_eq!(codes(world.registry.add_child(&parent, &by_code(&again), HERE).await), ["claim"]);
    world
        .join("13800000002", by_code(&again))
        .await
        .expect("the code was not spent on a child already there");
    // Nobody who works here becomes a guardian with the account of the work.
    assert!(is_not_found(&world.registry.add_child(&registrar(SCHOOL), &by_code("2345678923"), HERE).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_sees_the_own_child_masked_and_no_other() {
    let world = World::in_memory().await;
    let (own, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    world.registry.guardian_sign_up(&known(1).sign_up("13800000001"), HERE).await.unwrap();
    let parent = world.actor("13800000001").await;
    assert!(is_not_found(&world.registry.pupil(&parent, other).await));
    assert!(is_not_found(&world.registry.pupil(&parent, PersonId::new(uuid::Uuid::from_u128(3))).await));
    assert!(is_not_found(&world.registry.reveal(&parent, other, None, "看看别人").await));
    assert_eq!(codes(world.registry.reveal(&parent, own, None, "看看完整号码").await), ["not_permitted"]);
    let refused = world.registry.search_pupils(&parent, &Default::default()).await;
    assert!(!codes(refused).is_empty(), "a guardian has no lists");
    assert!(world.registry.my_queue(&parent, None).await.is_err());
    assert!(world.registry.overview(&parent, None).await.is_err());

    let info = info(1);
    let view = world.registry.pupil(&parent, own).await.unwrap();
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
    let (mine, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let first = world.binding_code(mine).await;
    world.join("13800000001", by_code(&first)).await.unwrap();
    let session = world.sign_in("13800000001", PASSWORD).await.unwrap();
    let new = "Harbour*Pickle27";
    let recover = async |phone: &str, code: &str, password: &str| {
        let done = world.registry.guardian_recover(phone, code, password, HERE).await;
        done.map_err(|error| match error {
            registry::error::Error::Refused(refusals) => refusals[0].code.clone(),
            other => panic!("{other}"),
        })
    };
    let (code, of_another) = (world.binding_code(mine).await, world.binding_code(other).await);
    for (phone, code) in [
        ("13800000001", first.as_str()),
        ("13800000001", of_another.as_str()),
        ("13800000009", code.as_str()),
        ("13800000001", "AAAAAAAAAA"),
    ] {
        assert_eq!(recover(phone, code, new).await, Err("claim".to_owned()), "{phone} {code}");
    }
    assert!(recover("13800000001", &code, "password").await.is_err(), "the rules for passwords hold");
    assert!(recover("13800000001", &code, PASSWORD).await.is_err(), "it is not the old one");
    assert!(world.session(&session).await.is_some(), "nothing has happened yet");
    assert_eq!(recover("13800000001", &code.to_lowercase(), new).await, Ok(()));
    assert_eq!(recover("13800000001", &code, "Walnut%Trellis64").await, Err("claim".to_owned()), "used up");
    assert!(world.session(&session).await.is_none());
    assert!(world.sign_in("13800000001", PASSWORD).await.is_err());
    world.sign_in("13800000001", new).await.unwrap();
    let view = world.registry.pupil(&registrar(SCHOOL), mine).await.unwrap();
    assert_eq!(view.timeline[0].event, Event::GuardianRecovered);
}
