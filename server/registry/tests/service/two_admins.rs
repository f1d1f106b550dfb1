//! No administrator is two persons (第二十三条, 第二十五条): who makes an account neither confirms it nor sees its secret nor certifies its
//! training; one natural person is one person whatever accounts he has; a reset is told, delayed and never handed to the asker.

use crate::support::accounts::*;
use crate::support::*;
use chrono::Duration;
use contract::account::{AccountState, Waits};
use domain::access::{Actor, Role};
use domain::case::CaseState;
use domain::refusal::RefusalCode;
use registry::account::NewAccount;
use registry::person::Entered;

/// The county's system administrator with an account of his own, 31 days later.
async fn insider(world: &World) -> Actor {
    let actor = of(world, Role::SystemAdmin, COUNTY, "county.system").await;
    world.wait(Duration::days(31));
    actor
}

/// The actor of a confirmed account.
async fn of(world: &World, role: Role, unit: &str, login: &str) -> Actor {
    let (id, secret) = world.account(role, unit, login).await;
    world.registry.accounts().take_over(login, &secret, STRONG[0]).await.unwrap();
    let actor = signed_in(world, login, STRONG[0]).await;
    assert_eq!(actor.account, id);
    actor
}

async fn signed_in(world: &World, login: &str, password: &str) -> Actor {
    let token = world.sign_in(login, password).await.unwrap();
    world.session(&token).await.unwrap().actor
}

fn security(unit: &str, n: u128) -> Actor {
    actor(Role::SecurityAdmin, unit, n)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_administrator_who_makes_his_own_accounts_gets_nowhere() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let insider = insider(&world).await;

    // One person as registrar, leader and official: the second account of one unit is refused.
    let mask = somebody();
    let as_one =
        |role, login: &str| NewAccount { identity: mask.clone(), ..new_account(COUNTY, role, login) };
    let registrar = registry
        .accounts()
        .create_account(&insider, &as_one(Role::Registrar, "mask.registrar"))
        .await
        .unwrap();
    for role in [Role::Leader, Role::Official, Role::SecurityAdmin] {
        assert_eq!(
            codes(registry.accounts().create_account(&insider, &as_one(role, "mask.two")).await),
            ["identity"]
        );
    }
    let nameless =
        NewAccount { identity: "11010119600101000".into(), ..new_account(COUNTY, Role::Leader, "x.yz") };
    assert_eq!(codes(registry.accounts().create_account(&insider, &nameless).await), ["identity"]);

    // Three invented persons then. None of them can be used: nobody knows a password, and he may not confirm.
    let leader = registry
        .accounts()
        .create_account(&insider, &new_account(COUNTY, Role::Leader, "mask.leader"))
        .await
        .unwrap();
    let puppet = registry
        .accounts()
        .create_account(&insider, &new_account(COUNTY, Role::SecurityAdmin, "mask.security"))
        .await
        .unwrap();
    for id in [registrar, leader, puppet] {
        assert_eq!(codes(registry.accounts().confirm_account(&insider, id).await), ["own_making"]);
        assert_eq!(codes(registry.accounts().refuse_account(&insider, id, "不需要了").await), ["own_making"]);
        assert_eq!(
            codes(registry.accounts().seal_account(&security(COUNTY, 4), id, false).await),
            ["sealed"],
            "no way round"
        );
        assert_eq!(
            codes(registry.accounts().reset_account(&security(COUNTY, 4), id, "本人忘记密码").await),
            ["state"]
        );
    }
    let waiting = registry.accounts().waiting_accounts(&insider).await.unwrap();
    assert_eq!(waiting.len(), 3);
    assert!(
        waiting
            .iter()
            .all(|line| line.not_mine.as_ref().is_some_and(|refusal| refusal.code == RefusalCode::OwnMaking))
    );
    assert!(
        waiting.iter().all(|line| line.by == insider.name && line.waits == Waits::Account && line.namesake)
    );

    // A security administrator he got through does not confirm the others for him.
    let slip = registry.accounts().confirm_account(&security("320100", 4), puppet).await.unwrap();
    registry.accounts().take_over("mask.security", &slip.secret, STRONG[1]).await.unwrap();
    let puppet = signed_in(&world, "mask.security", STRONG[1]).await;
    assert_eq!(codes(registry.accounts().confirm_account(&puppet, leader).await), ["own_making"]);
    world.wait(Duration::days(31));
    let puppet = signed_in(&world, "mask.security", STRONG[1]).await;
    assert!(
        registry
            .accounts()
            .waiting_accounts(&puppet)
            .await
            .unwrap()
            .iter()
            .any(|line| line.not_mine.is_none())
    );

    // The real colleague confirms one and refuses the other; the training is not the maker's to certify.
    registry.accounts().confirm_account(&security(COUNTY, 4), registrar).await.unwrap();
    assert_eq!(
        codes(registry.accounts().file_training(&insider, registrar, training()).await),
        ["own_making"]
    );
    registry.accounts().file_training(&system_admin("320100"), registrar, training()).await.unwrap();
    assert_eq!(
        codes(registry.accounts().refuse_account(&security(COUNTY, 4), leader, "无").await),
        ["reason"]
    );
    registry.accounts().refuse_account(&security(COUNTY, 4), leader, "查无此人").await.unwrap();
    assert_eq!(codes(registry.accounts().confirm_account(&security(COUNTY, 4), leader).await), ["state"]);
    assert_eq!(
        codes(registry.accounts().seal_account(&security(COUNTY, 4), leader, false).await),
        ["sealed"]
    );
    let listed = registry.accounts().accounts_of(&insider, &code(COUNTY)).await.unwrap();
    assert!(listed.iter().any(|line| line.id == leader && line.state == AccountState::Refused));
    assert!(registry.accounts().waiting_accounts(&insider).await.unwrap().is_empty());

    // All of it stands in the log, with the reason.
    let log = registry.accounts().account_log(&actor(Role::AuditAdmin, COUNTY, 6), leader).await.unwrap();
    let told: Vec<(&str, &str)> =
        log.iter().map(|line| (line.event.as_str(), line.reason.as_str())).collect();
    assert_eq!(told, [("created", ""), ("refused", "查无此人")]);
    assert_eq!(log[1].by, Some(security(COUNTY, 4).account));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_confirm_an_account_is_said_for_every_role_and_unit() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id = registry
        .accounts()
        .create_account(&system_admin(COUNTY), &new_account(SCHOOL, Role::Leader, "ming.leader"))
        .await
        .unwrap();
    for unit in ["000000", "320000", "320100", COUNTY, "320104", SCHOOL] {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Guardian) {
            let who = actor(role, unit, 8);
            let may =
                matches!(role, Role::SystemAdmin | Role::SecurityAdmin) && [COUNTY, "320100"].contains(&unit);
            let list = registry.accounts().waiting_accounts(&who).await;
            if may {
                let lines = list.unwrap();
                assert!(lines.len() == 1 && lines[0].not_mine.is_none(), "{unit} {role:?}");
            } else {
                assert!(
                    is_not_found(&registry.accounts().confirm_account(&who, id).await),
                    "{unit} {role:?}"
                );
                assert!(
                    is_not_found(&registry.accounts().refuse_account(&who, id, "理由充分").await),
                    "{unit} {role:?}"
                );
            }
        }
    }
    registry
        .accounts()
        .confirm_account(&security("320100", 8), id)
        .await
        .expect("the unit above helps where there is one administrator");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_register_gets_its_second_administrator_by_the_first_and_the_security_administrator() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    for (login, secret) in registry.accounts().bootstrap_admins().await.unwrap() {
        registry.accounts().take_over(&login, &secret, STRONG[0]).await.unwrap();
    }
    let [system, security, audit] = ["nation.system", "nation.security", "nation.audit"];
    let system = signed_in(&world, system, STRONG[0]).await;
    let second = registry
        .accounts()
        .create_account(&system, &new_account("000000", Role::SystemAdmin, "nation.two"))
        .await
        .unwrap();
    assert_eq!(codes(registry.accounts().confirm_account(&system, second).await), ["own_making"]);
    registry.accounts().confirm_account(&signed_in(&world, security, STRONG[0]).await, second).await.unwrap();
    let third = registry
        .accounts()
        .create_account(&system, &new_account("000000", Role::SecurityAdmin, "nation.three"))
        .await
        .unwrap();
    registry.accounts().confirm_account(&signed_in(&world, audit, STRONG[0]).await, third).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_opens_one_session_within_seven_days_and_no_other() {
    let world = World::in_memory().await;
    let (_, secret) = world.account(Role::Leader, SCHOOL, "ming.leader").await;
    let token = world.sign_in("ming.leader", &secret).await.unwrap();
    assert_eq!(codes(world.sign_in("ming.leader", &secret).await), ["sign_in"], "used");
    let holder = world.session(&token).await.expect("the first session lives").actor;
    world.registry.accounts().change_password(holder.account, &secret, STRONG[0]).await.unwrap();
    assert!(world.sign_in("ming.leader", STRONG[0]).await.is_ok());

    let (_, late) = world.account(Role::Registrar, SCHOOL, "ming.registrar").await;
    world.wait(Duration::days(7));
    assert_eq!(codes(world.sign_in("ming.registrar", &late).await), ["sign_in"], "too old");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_one_person_with_two_accounts_does_not_take_two_steps_and_no_account_with_its_maker() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = somebody();
    let mut hats = Vec::new();
    for (role, unit, login) in [(Role::Registrar, SCHOOL, "hat.one"), (Role::Leader, COUNTY, "hat.two")] {
        let new = NewAccount { identity: person.clone(), ..new_account(unit, role, login) };
        let id =
            registry.accounts().create_account(&actor(Role::SystemAdmin, COUNTY, 33), &new).await.unwrap();
        let slip = registry.accounts().confirm_account(&security(COUNTY, 34), id).await.unwrap();
        registry.accounts().take_over(login, &slip.secret, STRONG[0]).await.unwrap();
        if role == Role::Registrar {
            registry.accounts().file_training(&system_admin(COUNTY), id, training()).await.unwrap();
            let post = crate::registrars::post();
            registry.registrars().appoint_registrar(&leader(SCHOOL), id, post).await.unwrap();
        }
    }
    for login in ["hat.one", "hat.two"] {
        hats.push(signed_in(&world, login, STRONG[0]).await);
    }
    let entered = registry.pupils().enter_pupils(&hats[0], &code(SCHOOL), &[pupil(info(1))]).await.unwrap();
    let Entered::New(case) = entered[0] else { panic!("{entered:?}") };
    for who in [leader(SCHOOL), registrar(COUNTY)] {
        registry.cases().decide_case(&who, case, agree()).await.unwrap();
    }
    assert_eq!(
        codes(registry.cases().decide_case(&hats[1], case, agree()).await),
        ["tied"],
        "the same person twice"
    );
    assert_eq!(
        registry.cases().decide_case(&leader(COUNTY), case, agree()).await.unwrap(),
        CaseState::Approved
    );

    // Who made, confirmed or reset it: for thirty days, whatever the matter.
    let maker = actor(Role::SystemAdmin, COUNTY, 33).account;
    let confirmer = security(COUNTY, 34).account;
    assert!(!hats[0].may_act_with(maker) && !hats[0].may_act_with(confirmer));
    world.wait(Duration::days(30));
    let later = signed_in(&world, "hat.one", STRONG[0]).await;
    assert!(later.may_act_with(maker) && later.may_act_with(confirmer));
    assert!(!later.may_act_with(hats[1].account), "a person stays one person");
    // The log is told by time; the sign-in above has another.
    world.wait(Duration::minutes(1));
    world.reset(COUNTY, later.account).await;
    let log =
        registry.accounts().account_log(&actor(Role::AuditAdmin, COUNTY, 6), later.account).await.unwrap();
    let told: Vec<&str> = log.iter().rev().take(2).map(|line| line.event.as_str()).collect();
    assert!(told.contains(&"reset_asked") && told.contains(&"reset"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_told_may_be_objected_to_and_its_secret_goes_to_the_confirmer() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let holder = of(&world, Role::Leader, SCHOOL, "ming.leader").await;
    let asker = security(COUNTY, 4);
    assert_eq!(codes(registry.accounts().reset_account(&asker, holder.account, "要").await), ["reason"]);
    registry.accounts().reset_account(&asker, holder.account, "本人忘记密码").await.unwrap();
    assert_eq!(codes(registry.accounts().reset_account(&asker, holder.account, "再来一次").await), ["state"]);
    assert_eq!(codes(registry.accounts().confirm_account(&asker, holder.account).await), ["own_making"]);

    // The person is told, and the audit administrator; the old password still holds, and the person says no.
    let token = world.sign_in("ming.leader", STRONG[0]).await.unwrap();
    let session = world.session(&token).await.unwrap();
    let (again, told) = (session.actor, session.reset.expect("told"));
    assert_eq!((told.by, told.reason.as_str()), (asker.account, "本人忘记密码"));
    let audit = actor(Role::AuditAdmin, COUNTY, 6);
    let lines = registry.accounts().waiting_accounts(&audit).await.unwrap();
    assert!(
        matches!(lines[..], [ref line] if line.waits == Waits::Reset(told.effective_at) && line.not_mine.is_some())
    );
    registry.accounts().object_to_reset(&again).await.unwrap();
    assert!(world.session(&token).await.unwrap().reset.is_none(), "told no longer");
    assert_eq!(codes(registry.accounts().object_to_reset(&again).await), ["state"]);
    assert!(registry.accounts().waiting_accounts(&audit).await.unwrap().is_empty());
    world.wait(Duration::hours(25));
    assert!(world.sign_in("ming.leader", STRONG[0]).await.is_ok(), "nothing takes effect after an objection");

    // Asked once more, and nobody confirms: after a day the old password no longer opens anything, and no other does.
    registry.accounts().reset_account(&asker, holder.account, "本人忘记密码").await.unwrap();
    world.wait(Duration::minutes(23 * 60 + 50));
    let token = world.sign_in("ming.leader", STRONG[0]).await.unwrap();
    let late = world.session(&token).await.unwrap().actor;
    world.wait(Duration::minutes(10));
    assert!(world.session(&token).await.is_none());
    assert_eq!(codes(world.sign_in("ming.leader", STRONG[0]).await), ["sign_in"]);
    assert_eq!(codes(registry.accounts().object_to_reset(&late).await), ["state"], "too late");
    let slip = registry.accounts().confirm_account(&security(COUNTY, 34), holder.account).await.unwrap();
    let token = world.sign_in("ming.leader", &slip.secret).await.unwrap();
    let back = world.session(&token).await.unwrap().actor;
    assert!(!back.may_act_with(asker.account) && !back.may_act_with(security(COUNTY, 34).account));
}
