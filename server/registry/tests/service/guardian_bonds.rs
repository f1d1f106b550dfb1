//! What one person at a school, a stranger with a found letter, and whoever took over a telephone can no longer do to a guardian
//! (第十条, 第二十五条): codes of two persons, bonds that rest, the quiet after a recovery, and that the others are told.

use crate::support::accounts::{HERE, STRONG};
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::Duration;
use contract::pupil::PupilView;
use domain::access::{Actor, Role};
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::form::{Field, GuardianSlot};
use domain::guardian::{BondAct, BondState, NoticeKind, QUIET_AFTER_RECOVERY};
use domain::id::{NoticeId, PersonId};
use domain::journal::Event;
use domain::privacy::{ConsentCommand, ConsentKind, NOTICE_VERSION};
use domain::refusal::RefusalCode;
use registry::guardian::{Claim, GuardianSignUp, SignedUp};
use std::collections::BTreeSet;

/// A second registrar of a school.
fn second_registrar(school: &str) -> Actor {
    actor(Role::Registrar, school, 7)
}

fn suspension() -> Payload {
    Payload::Suspension(Suspension {
        facts: Facts { on: day("2026-09-07"), papers: vec![Paper::Application], note: String::new() },
        until: day("2027-06-30"),
        ground: SuspensionGround::Illness,
    })
}

impl World {
    async fn events(&self, school: &str, person: PersonId) -> PupilView {
        let view = self.registry.pupils().pupil(&registrar(school), person).await.unwrap();
        assert!(view.chain_holds);
        view
    }

    async fn joined(&self, person: PersonId, slot: GuardianSlot, parent: &Parent) -> Actor {
        let code = self.code_for(person, slot).await;
        assert!(matches!(self.join(parent, by_code(&code)).await, Ok(SignedUp::Made(_))));
        self.parent(parent).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_registrar_who_knows_a_guardians_telephone_cannot_become_that_guardian_alone() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let father = Parent::father(1);
    // The registrar knows name and telephone from the record, and prints.
    let code =
        registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    let told = match world.join(&father, by_code(&code)).await {
        Err(registry::error::Error::Refused(refusals)) => refusals[0].to_string(),
        other => panic!("{other:?}"),
    };
    assert!(told.contains("还没有经学校第二人核发"), "{told}");
    let waiting = world.codes_waiting(&registrar(SCHOOL), person).await;
    assert_eq!((waiting.len(), waiting[0].may_release), (1, false));
    assert_eq!(waiting[0].guardian, father.name);
    assert!(!format!("{waiting:?}").contains(&father.phone), "the telephone is masked");
    let key = &waiting[0].key;
    assert_eq!(codes(registry.guardians().release_binding(&registrar(SCHOOL), key).await), ["four_eyes"]);
    for stranger in [registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL), leader(COUNTY), guardian(person)] {
        assert!(
            is_not_found(&registry.guardians().release_binding(&stranger, key).await),
            "{:?}",
            stranger.role
        );
    }
    assert!(is_not_found(&registry.guardians().release_binding(&leader(SCHOOL), "0000").await));
    assert!(world.codes_waiting(&leader(SCHOOL), person).await[0].may_release);
    assert_eq!(on_desk(registry, &leader(SCHOOL), MatterKind::BindingCode).await.len(), 1);
    registry.guardians().release_binding(&second_registrar(SCHOOL), key).await.unwrap();
    assert_eq!(codes(registry.guardians().release_binding(&leader(SCHOOL), key).await), ["out_of_state"]);
    assert!(world.codes_waiting(&leader(SCHOOL), person).await.is_empty());
    assert!(on_desk(registry, &leader(SCHOOL), MatterKind::BindingCode).await.is_empty());
    world.join(&father, by_code(&code)).await.unwrap();
    // Nor can a forgotten password be set by the one who prints.
    let code =
        registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    assert_eq!(
        codes(registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await),
        ["claim"]
    );
    world.sign_in(&father.phone, STRONG[0]).await.expect("the password is the guardian's");
    let view = world.events(SCHOOL, person).await;
    let bound = view.timeline.iter().find(|line| line.event == Event::GuardianBound).unwrap();
    assert!(bound.words.contains("学校学籍管理员打印") && bound.words.contains("核发"), "{}", bound.words);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_found_letter_binds_nobody_but_the_guardian_it_names() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    let code = world.binding_code(person).await;
    let mut told = BTreeSet::new();
    for (name, phone) in [
        ("李秀英", "13800000001"),
        (father.name.as_str(), "13800000001"),
        ("李秀英", father.phone.as_str()),
        // On the same record, and still another person than the letter's.
        (mother.name.as_str(), mother.phone.as_str()),
    ] {
        let new = GuardianSignUp { name: name.into(), phone: phone.into(), ..father.sign_up(by_code(&code)) };
        match world.registry.guardians().guardian_sign_up(&new, HERE).await {
            Err(registry::error::Error::Refused(refusals)) => {
                assert_eq!(refusals[0].code, RefusalCode::Claim);
                told.insert(refusals[0].to_string());
            }
            other => panic!("{name} {phone}: {other:?}"),
        }
    }
    assert_eq!(told.len(), 1, "which of them differs is not told: {told:?}");
    let told = told.pop_first().unwrap();
    assert!(told.contains("户口簿") && !told.contains(&father.name) && !told.contains(&father.phone[..3]));
    // As people type: full width, spaces.
    let wide: String = father.phone.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let new = GuardianSignUp {
        name: format!(" {}　", father.name),
        phone: format!(" {wide} "),
        ..father.sign_up(by_code(&code))
    };
    world.registry.guardians().guardian_sign_up(&new, HERE).await.unwrap();
    assert_eq!(world.parent(&father).await.children, [person]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_code_for_somebody_who_is_not_on_record_is_not_printed() {
    let world = World::in_memory().await;
    let changes = [(Field::Member2Guardian, "0"), (Field::Member1Phone, "025-83111111")];
    let (person, case) = world.enter(SCHOOL, info_with(1, &changes)).await;
    world.approve(SCHOOL, case).await;
    for slot in GuardianSlot::ALL {
        assert_eq!(
            codes(world.registry.guardians().print_binding(&registrar(SCHOOL), person, slot).await),
            ["slot"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_whether_a_telephone_is_registered_shows_nowhere_and_the_next_child_is_bound_after_sign_in()
 {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    world.joined(one, GuardianSlot::First, &father).await;
    // A guess at a telephone that is registered is answered like one that is not.
    let mut told = BTreeSet::new();
    for phone in [father.phone.as_str(), "13800000001"] {
        let new = GuardianSignUp { phone: phone.into(), ..father.sign_up(by_code("2345678923")) };
        match world.registry.guardians().guardian_sign_up(&new, HERE).await {
            Err(registry::error::Error::Refused(refusals)) => told.insert(format!("{refusals:?}")),
            other => panic!("{other:?}"),
        };
    }
    assert_eq!(told.len(), 1, "{told:?}");
    // The owner with the code of a second child: nothing is changed, nothing is used up, and it binds after the sign-in.
    let code = world.binding_code(two).await;
    let again = GuardianSignUp { password: STRONG[2].into(), ..father.sign_up(by_code(&code)) };
    assert_eq!(world.registry.guardians().guardian_sign_up(&again, HERE).await.unwrap(), SignedUp::Known);
    assert!(world.sign_in(&father.phone, STRONG[2]).await.is_err(), "the password stays");
    let parent = world.parent(&father).await;
    assert_eq!(parent.children, [one]);
    world.registry.guardians().add_child(&parent, &by_code(&code), HERE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_code_of_one_school_does_not_open_the_children_of_another() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(OTHER_SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    world.joined(one, GuardianSlot::First, &father).await;
    let parent = world.parent(&father).await;
    registry.guardians().add_child(&parent, &by_code(&world.binding_code(two).await), HERE).await.unwrap();
    let parent = world.parent(&father).await;
    world.ask(&parent, two, &[(Field::NativePlace, "浙江省绍兴市")]).await.unwrap();

    // Two people of the first school set the password; the second school's child is out of reach.
    let code = world.binding_code(one).await;
    registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await.unwrap();
    let taken = world.parent_with(&father, STRONG[1]).await;
    assert_eq!(taken.children, [one]);
    assert!(is_not_found(&registry.pupils().pupil(&taken, two).await));
    assert!(registry.cases().cases_opened_by(&taken).await.unwrap().is_empty(), "nor what was asked for");
    assert_eq!(registry.guardians().resting_bonds(&taken).await.unwrap(), 1);
    let words = |view: &PupilView| {
        let line = view.timeline.iter().find(|line| line.event == Event::GuardianRecovered).unwrap();
        line.words.clone()
    };
    assert!(!words(&world.events(SCHOOL, one).await).contains("暂停"));
    let there = words(&world.events(OTHER_SCHOOL, two).await);
    assert!(there.contains("第一小学") && there.contains("暂停"), "{there}");

    // Only the second school wakes it: the first one's people do not even see it.
    let waiting = on_desk(registry, &leader(OTHER_SCHOOL), MatterKind::Bond).await;
    let href = format!("/pupils/{two}/binding");
    assert_eq!(waiting.iter().map(|line| line.href.as_str()).collect::<Vec<_>>(), [href]);
    let bonds = registry.guardians().bonds_view(&leader(OTHER_SCHOOL), two).await.unwrap().bonds;
    assert!(bonds.iter().any(|bond| bond.account == taken.account && bond.state == BondState::Resting));
    assert!(on_desk(registry, &leader(SCHOOL), MatterKind::Bond).await.is_empty());
    let confirm = async |by: &Actor, reason: &str| {
        registry.guardians().act_on_bond(by, two, taken.account, BondAct::Confirm, reason).await
    };
    for stranger in [registrar(SCHOOL), leader(SCHOOL), leader(COUNTY), taken.clone()] {
        assert!(is_not_found(&confirm(&stranger, "已当面核对身份证").await));
    }
    assert_eq!(codes(confirm(&registrar(OTHER_SCHOOL), " ").await), ["reason"]);
    confirm(&registrar(OTHER_SCHOOL), "已当面核对身份证").await.unwrap();
    assert_eq!(codes(confirm(&registrar(OTHER_SCHOOL), "已当面核对身份证").await), ["out_of_state"]);
    let back = world.parent_with(&father, STRONG[1]).await;
    assert_eq!(back.children.iter().copied().collect::<BTreeSet<_>>(), [one, two].into());

    // Or a code of that school does.
    let code = world.binding_code(one).await;
    registry.guardians().guardian_recover(&father.phone, &code, STRONG[2], HERE).await.unwrap();
    let again = world.parent_with(&father, STRONG[2]).await;
    assert_eq!(again.children, [one]);
    registry.guardians().add_child(&again, &by_code(&world.binding_code(two).await), HERE).await.unwrap();
    assert_eq!(world.parent_with(&father, STRONG[2]).await.children.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_10_and_19_for_three_days_after_a_recovery_nothing_is_asked_for_or_consented_to() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let father = Parent::father(1);
    world.joined(person, GuardianSlot::First, &father).await;
    let open = world
        .ask(&world.parent(&father).await, person, &[(Field::NativePlace, "浙江省绍兴市")])
        .await
        .unwrap();
    let code = world.binding_code(person).await;
    registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await.unwrap();
    let parent = world.parent_with(&father, STRONG[1]).await;
    let until = registry.guardians().guardian_quiet_until(&parent).await.unwrap().unwrap();
    assert_eq!(until, world.clock.now() + QUIET_AFTER_RECOVERY);

    let change = [(Field::NativePlace, "浙江省宁波市")];
    let consent = ConsentCommand { kind: ConsentKind::Given, notice: NOTICE_VERSION.into(), paper: None };
    let withdraw = || domain::case::Command::Withdraw { reason: "填错了".into() };
    let asked = async || {
        [
            codes(world.ask(&parent, person, &change).await),
            codes(registry.cases().decide_case(&parent, open, withdraw()).await),
            codes(registry.cases().ask_change(&parent, person, &suspension(), None).await),
            codes(registry.privacy().record_consent(&parent, person, &consent).await),
            codes(registry.reviews().guardian_word(&parent, person, true).await),
        ]
    };
    assert!(asked().await.iter().all(|told| *told == ["quiet"]));
    world.wait(QUIET_AFTER_RECOVERY - Duration::seconds(1));
    assert!(asked().await.iter().all(|told| *told == ["quiet"]), "to the last second");
    world.wait(Duration::seconds(1));
    assert_eq!(registry.guardians().guardian_quiet_until(&parent).await.unwrap(), None);
    assert_ne!(codes(world.ask(&parent, person, &change).await), ["quiet"], "busy with the open case");
    registry.cases().decide_case(&parent, open, withdraw()).await.unwrap();
    world.ask(&parent, person, &change).await.unwrap();
    registry.privacy().record_consent(&parent, person, &consent).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_other_guardians_are_told_and_can_call_the_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    let mum = world.joined(person, GuardianSlot::Second, &mother).await;
    assert!(registry.guardians().guardian_notices(&mum).await.unwrap().is_empty(), "nobody else was there");
    let dad = world.joined(person, GuardianSlot::First, &father).await;
    let code = world.binding_code(person).await;
    registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await.unwrap();

    let notices = registry.guardians().guardian_notices(&mum).await.unwrap();
    let kinds: Vec<NoticeKind> = notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == NoticeKind::Bound).count(), 1);
    assert_eq!(kinds.iter().filter(|kind| **kind == NoticeKind::Recovered).count(), 1);
    let said = format!("{notices:?}");
    assert!(said.contains("第一小学") && said.contains("父亲"), "{said}");
    assert!(!said.contains(&father.name) && !said.contains(&father.phone), "masked: {said}");
    assert!(
        registry.guardians().guardian_notices(&dad).await.unwrap().is_empty(),
        "one's own is not told to oneself"
    );

    // Nobody reads or answers another's.
    let (first, second) = (notices[0].id, notices[1].id);
    for stranger in [&dad, &guardian(person), &registrar(SCHOOL)] {
        assert!(is_not_found(&registry.guardians().read_notice(stranger, first).await));
        assert!(is_not_found(&registry.guardians().report_bond(stranger, first).await));
    }
    assert!(is_not_found(
        &registry.guardians().read_notice(&mum, NoticeId::new(uuid::Uuid::from_u128(1))).await
    ));
    registry.guardians().read_notice(&mum, first).await.unwrap();
    assert_eq!(registry.guardians().guardian_notices(&mum).await.unwrap().len(), 1, "kept until read");

    // «This is nobody of my family»: the bond stays until the school has looked, and the school sees it.
    assert!(registry.guardians().report_bond(&mum, second).await.unwrap(), "the school was asked");
    assert!(registry.guardians().guardian_notices(&mum).await.unwrap().is_empty());
    assert_eq!(registry.guardians().children_of(dad.account).await.unwrap(), [person]);
    assert_eq!(on_desk(registry, &registrar(SCHOOL), MatterKind::Bond).await.len(), 1);
    let bonds = registry.guardians().bonds_view(&registrar(SCHOOL), person).await.unwrap().bonds;
    assert!(bonds.iter().any(|bond| bond.account == dad.account && bond.reported));
    let act = async |act| {
        registry.guardians().act_on_bond(&leader(SCHOOL), person, dad.account, act, "电话联系未能核实").await
    };
    act(BondAct::Rest).await.unwrap();
    assert!(registry.guardians().children_of(dad.account).await.unwrap().is_empty());
    act(BondAct::End).await.unwrap();
    assert_eq!(codes(act(BondAct::Confirm).await), ["out_of_state"], "over is over");
    assert!(is_not_found(&act(BondAct::Bind).await), "a school binds nobody by a press");
    assert!(on_desk(registry, &registrar(SCHOOL), MatterKind::Bond).await.is_empty());
    let code = world.binding_code(person).await;
    assert_eq!(
        codes(registry.guardians().guardian_recover(&father.phone, &code, STRONG[2], HERE).await),
        ["claim"]
    );
    let view = registry.guardians().bonds_view(&leader(SCHOOL), person).await.unwrap();
    let states: Vec<BondState> = view.bonds.iter().map(|bond| bond.state).collect();
    assert_eq!(states, [BondState::Active, BondState::Ended]);
    let told: Vec<Event> =
        world.events(SCHOOL, person).await.timeline.into_iter().map(|line| line.event).collect();
    for event in [
        Event::GuardianBound,
        Event::GuardianRecovered,
        Event::BondReported,
        Event::BondRested,
        Event::BondEnded,
    ] {
        assert!(told.contains(&event), "{event:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_who_is_called_in_question_does_not_wipe_it_away_by_leaving() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    let letter = world.code_for(person, GuardianSlot::Second).await;
    world.join(&mother, by_code(&letter)).await.unwrap();
    let mum = world.parent(&mother).await;
    let letter = world.binding_code(person).await;
    world.join(&father, by_code(&letter)).await.unwrap();
    let dad = world.parent(&father).await;
    let guardians = registry.guardians();
    let notice = guardians.guardian_notices(&mum).await.unwrap().remove(0).id;
    guardians.report_bond(&mum, notice).await.unwrap();
    let waits = async || on_desk(registry, &registrar(SCHOOL), MatterKind::Bond).await.len();
    assert_eq!(waits().await, 1);

    guardians.leave_child(&dad, person).await.unwrap();
    assert_eq!(waits().await, 1, "the school has not looked yet");
    let numbers = Claim::Numbers { guardian: father.number.clone(), child: father.child.clone() };
    assert_eq!(codes(guardians.add_child(&dad, &numbers, HERE).await), ["claim"]);
    assert!(guardians.children_of(dad.account).await.unwrap().is_empty());
    // A code that two at the school stand for begins it again, and leaves the question to the school.
    let letter = world.binding_code(person).await;
    guardians.add_child(&dad, &by_code(&letter), HERE).await.unwrap();
    assert_eq!(guardians.children_of(dad.account).await.unwrap(), [person]);
    assert_eq!(waits().await, 1);
    guardians.leave_child(&dad, person).await.unwrap();
    guardians.close_account(&dad, STRONG[0], HERE).await.unwrap();
    assert_eq!(waits().await, 1, "nor does the end of the account");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    let act = async |act| {
        guardians.act_on_bond(&leader(SCHOOL), person, dad.account, act, "已当面核对户口簿").await
    };
    assert_eq!(codes(act(BondAct::Rest).await), ["out_of_state"], "it is over already");
    act(BondAct::Confirm).await.unwrap();
    assert_eq!(waits().await, 0);
    let bonds = guardians.bonds_view(&registrar(SCHOOL), person).await.unwrap().bonds;
    let his = bonds.iter().find(|bond| bond.account == dad.account).unwrap();
    assert_eq!((his.state, his.reported), (BondState::Ended, false));
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}
