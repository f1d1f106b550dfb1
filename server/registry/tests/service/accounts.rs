//! Who makes, secures, trains and closes accounts; the three administrators (第二十三条, 第二十五条; 三员分立).

use crate::support::accounts::*;
use crate::support::*;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::id::AccountId;
use registry::account::{NewAccount, SecondFactor, Stage, Training};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_by_the_unit_directly_above_and_each_mistake_is_told_at_its_field() {
    let world = World::in_memory().await;
    let make = async |actor: &Actor, unit: &str, role: Role, login: &str| {
        world.registry.accounts().create_account(actor, &new_account(unit, role, login)).await
    };
    make(&system_admin(COUNTY), SCHOOL, Role::Registrar, "school.one").await.unwrap();
    make(&system_admin("320100"), COUNTY, Role::SystemAdmin, "county.system").await.unwrap();
    make(&system_admin(COUNTY), COUNTY, Role::Registrar, "county.registrar").await.unwrap();
    for stranger in ["000000", "320000", "320100", SCHOOL] {
        let outcome = make(&system_admin(stranger), SCHOOL, Role::Leader, "school.two").await;
        assert_eq!(codes(outcome), ["not_permitted"], "{stranger} is not directly above the school");
    }
    for role in Role::ALL.into_iter().filter(|role| *role != Role::SystemAdmin) {
        let other = Actor { role, ..system_admin(COUNTY) };
        assert_eq!(
            codes(make(&other, SCHOOL, Role::Leader, "school.two").await),
            ["not_permitted"],
            "{role:?}"
        );
    }
    let county = system_admin(COUNTY);
    assert_eq!(
        codes(make(&county, COUNTY, Role::SystemAdmin, "county.two").await),
        ["role"],
        "not its own successor"
    );
    assert_eq!(codes(make(&county, SCHOOL, Role::AuditAdmin, "school.two").await), ["role"]);
    assert_eq!(codes(make(&county, SCHOOL, Role::Guardian, "school.two").await), ["role"]);
    assert_eq!(
        codes(make(&county, SCHOOL, Role::Leader, "School.ONE").await),
        ["login"],
        "taken, whatever the case"
    );
    for login in ["abc", "有空格", "a b c d", &"x".repeat(41)] {
        assert_eq!(codes(make(&county, SCHOOL, Role::Leader, login).await), ["login"], "{login}");
    }
    let nameless = NewAccount { name: " ".into(), ..new_account(SCHOOL, Role::AuditAdmin, "?") };
    assert_eq!(
        codes(world.registry.accounts().create_account(&county, &nameless).await),
        ["role", "login", "name"]
    );
    let listed = world.registry.accounts().accounts_of(&county, &code(SCHOOL)).await.unwrap();
    assert_eq!(listed.iter().map(|line| line.login.as_str()).collect::<Vec<_>>(), ["school.one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_login_is_given_once_when_two_ask_at_the_same_moment() {
    let world = World::in_memory().await;
    let mut running = tokio::task::JoinSet::new();
    for unit in [SCHOOL, OTHER_SCHOOL, SCHOOL, OTHER_SCHOOL] {
        let registry = world.registry.clone();
        running.spawn(async move {
            registry
                .accounts()
                .create_account(&system_admin(COUNTY), &new_account(unit, Role::Leader, "same.login"))
                .await
        });
    }
    let mut made = 0;
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            Ok(_) => made += 1,
            refused => assert_eq!(codes(refused), ["login"]),
        }
    }
    assert_eq!(made, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_account_is_closed_and_its_sessions_stay_ended() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    world.registry.accounts().seal_account(&security_admin(COUNTY), id, true).await.unwrap();
    assert!(world.session(&token).await.is_none());
    assert_eq!(codes(world.sign_in("registrar.one", password).await), ["sign_in"]);
    world.registry.accounts().seal_account(&security_admin(COUNTY), id, false).await.unwrap();
    assert!(world.session(&token).await.is_none(), "the old session does not come back to life");
    assert!(world.sign_in("registrar.one", password).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_gives_a_new_first_password_and_takes_lock_and_second_factor_away() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    world.enrol(id, "registrar.one", password).await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    for _ in 0..5 {
        assert_eq!(codes(world.sign_in("registrar.one", "Wrong!Guess12").await), ["sign_in"]);
    }
    assert_eq!(codes(world.sign_in("registrar.one", password).await), ["locked"]);
    let new = world.reset(COUNTY, id).await;
    assert!(world.session(&token).await.is_none());
    assert_eq!(codes(world.sign_in("registrar.one", password).await), ["sign_in"]);
    let token = world.sign_in("registrar.one", &new).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::NewPassword));
    assert_eq!(
        codes(world.registry.accounts().change_password(id, &new, password).await),
        ["password_reused"]
    );
    world.registry.accounts().change_password(id, &new, STRONG[2]).await.unwrap();
    let token = world.sign_in("registrar.one", STRONG[2]).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::EnrolSecondFactor));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_a_training_record_unlocks_a_registrar() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let before = world.session(&token).await.unwrap().actor;
    let child = [pupil(info(1))];
    assert_eq!(
        codes(world.registry.pupils().enter_pupils(&before, &code(SCHOOL), &child).await),
        ["not_trained"]
    );
    let admin = system_admin(COUNTY);
    let empty = Training { course: " ".into(), certificate: "1".into(), on: day("2026-09-08"), ..training() };
    assert_eq!(
        codes(world.registry.accounts().file_training(&admin, id, empty).await),
        ["course", "certificate", "on"]
    );
    for stranger in [system_admin("320000"), system_admin(SCHOOL), security_admin(COUNTY), registrar(COUNTY)]
    {
        let outcome = world.registry.accounts().file_training(&stranger, id, training()).await;
        assert!(is_not_found(&outcome), "{}", stranger.name);
    }
    assert!(!world.session(&token).await.unwrap().actor.trained);
    world.registry.accounts().file_training(&admin, id, training()).await.unwrap();
    let after = world.session(&token).await.unwrap().actor;
    assert!(after.trained && !after.appointed);
    assert_eq!(
        codes(world.registry.pupils().enter_pupils(&after, &code(SCHOOL), &child).await),
        ["not_appointed"]
    );
    world
        .registry
        .registrars()
        .appoint_registrar(&leader(SCHOOL), id, crate::registrars::post())
        .await
        .unwrap();
    let after = world.session(&token).await.unwrap().actor;
    assert!(after.appointed, "in the same session");
    assert_eq!(world.registry.pupils().enter_pupils(&after, &code(SCHOOL), &child).await.unwrap().len(), 1);
    let listed = world.registry.accounts().accounts_of(&admin, &code(SCHOOL)).await.unwrap();
    assert_eq!(listed[0].training, Some(training()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_three_administrators_do_not_do_each_others_work() {
    let world = World::in_memory().await;
    let (id, _) = world.registrar("registrar.one").await;
    let three = [system_admin(COUNTY), security_admin(COUNTY), actor(Role::AuditAdmin, COUNTY, 5)];
    for (n, admin) in three.iter().enumerate() {
        let made = world
            .registry
            .accounts()
            .create_account(admin, &new_account(SCHOOL, Role::Leader, &format!("leader.{n}")))
            .await;
        let trained = world.registry.accounts().file_training(admin, id, training()).await;
        let sealed = world.registry.accounts().seal_account(admin, id, false).await;
        let reset = world.registry.accounts().reset_account(admin, id, "本人忘记密码").await;
        assert_eq!(made.is_ok() && trained.is_ok(), n == 0, "{:?}", admin.role);
        assert_eq!(made.is_ok() || trained.is_ok(), n == 0, "{:?}", admin.role);
        assert_eq!(sealed.is_ok() && reset.is_ok(), n == 1, "{:?}", admin.role);
        assert_eq!(sealed.is_ok() || reset.is_ok(), n == 1, "{:?}", admin.role);
        assert!(
            world.registry.accounts().accounts_of(admin, &code(SCHOOL)).await.is_ok(),
            "each sees whom he looks after"
        );
        assert_eq!(codes(world.registry.cases().my_queue(admin, None).await), ["not_permitted"]);
        assert_eq!(
            codes(world.registry.pupils().search_pupils(admin, &Default::default()).await),
            ["not_permitted"]
        );
        assert_eq!(
            codes(world.registry.pupils().enter_pupils(admin, &code(SCHOOL), &[pupil(info(1))]).await),
            ["not_permitted"]
        );
    }
    for outsider in
        [registrar(SCHOOL), leader(COUNTY), actor(Role::Official, COUNTY, 6), system_admin("320000")]
    {
        assert_eq!(
            codes(world.registry.accounts().accounts_of(&outsider, &code(SCHOOL)).await),
            ["not_permitted"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_secures_his_own_account_or_one_of_another_branch() {
    let world = World::in_memory().await;
    let (id, _) = world.account(Role::SecurityAdmin, COUNTY, "county.security").await;
    let own = Actor { account: id, ..security_admin(COUNTY) };
    assert_eq!(codes(world.registry.accounts().seal_account(&own, id, true).await), ["own_account"]);
    assert_eq!(
        codes(world.registry.accounts().reset_account(&own, id, "本人忘记密码").await),
        ["own_account"]
    );
    for stranger in [security_admin("000000"), security_admin("320000"), security_admin(SCHOOL)] {
        assert!(
            is_not_found(&world.registry.accounts().seal_account(&stranger, id, true).await),
            "{}",
            stranger.name
        );
        assert!(
            is_not_found(&world.registry.accounts().reset_account(&stranger, id, "本人忘记密码").await),
            "{}",
            stranger.name
        );
    }
    world
        .registry
        .accounts()
        .seal_account(&security_admin("320100"), id, true)
        .await
        .expect("the unit above may");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_log_tells_who_did_what_to_an_account_and_holds_no_secret() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    world.wait(Duration::seconds(1));
    codes(world.sign_in("registrar.one", "Wrong!Guess12").await);
    world.wait(Duration::seconds(1));
    world.sign_in("registrar.one", password).await.unwrap();
    let security = security_admin(COUNTY);
    world.wait(Duration::seconds(1));
    world.registry.accounts().seal_account(&security, id, true).await.unwrap();
    for other in
        Role::ALL.into_iter().filter(|role| *role != Role::AuditAdmin).map(|role| actor(role, COUNTY, 7))
    {
        assert!(
            is_not_found(&world.registry.accounts().account_log(&other, id).await),
            "{:?} reads no audit",
            other.role
        );
    }
    let elsewhere = actor(Role::AuditAdmin, OTHER_SCHOOL, 7);
    assert!(is_not_found(&world.registry.accounts().account_log(&elsewhere, id).await));
    let log = world.registry.accounts().account_log(&actor(Role::AuditAdmin, COUNTY, 7), id).await.unwrap();
    let told: Vec<&str> = log.iter().map(|line| line.event.as_str()).collect();
    for event in ["created", "confirmed", "password_changed", "sign_in_failed", "signed_in", "sealed"] {
        assert_eq!(told.iter().filter(|told| **told == event).count(), 1, "{event} in {told:?}");
    }
    assert_eq!(told[3..], ["sign_in_failed", "signed_in", "sealed"], "oldest first");
    assert_eq!(log.last().unwrap().by, Some(security.account));
    assert!(log.iter().any(|line| line.event == "signed_in" && line.address == HERE));
    let text = format!("{log:?}");
    assert!(!text.contains(password) && !text.contains("Wrong!Guess12") && !text.contains("argon2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_registry_has_three_administrators_and_makes_them_once() {
    let world = World::in_memory().await;
    let made = world.registry.accounts().bootstrap_admins().await.unwrap();
    let logins: Vec<&str> = made.iter().map(|(login, _)| login.as_str()).collect();
    assert_eq!(logins, ["nation.system", "nation.security", "nation.audit"]);
    let mut roles = Vec::new();
    for (login, password) in &made {
        let token = world.sign_in(login, password).await.unwrap();
        let session = world.session(&token).await.unwrap();
        assert_eq!(session.stage, Stage::NewPassword);
        roles.push(session.actor.role);
    }
    assert_eq!(roles, [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]);
    assert!(world.registry.accounts().bootstrap_admins().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_of_a_unit_go_on_after_one_of_them() {
    let world = World::in_memory().await;
    let mut made = Vec::new();
    for login in ["school.one", "school.two", "school.three"] {
        made.push(world.account(Role::Registrar, SCHOOL, login).await.0);
        world.wait(chrono::Duration::minutes(1));
    }
    made.sort();
    let accounts = world.registry.accounts();
    let page = async |after: Option<AccountId>| {
        let page = accounts.accounts_page(&system_admin(COUNTY), &code(SCHOOL), after).await.unwrap();
        assert_eq!(page.next, None, "all of them fit on a page");
        page.rows.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(page(None).await, made);
    assert_eq!(page(Some(made[0])).await, made[1..]);
    assert_eq!(page(Some(made[2])).await, []);
}
