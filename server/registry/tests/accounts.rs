//! Accounts, sign-in, the second factor, sessions and the three administrators (第二十三条, 第二十五条; 等保 三级 身份鉴别).

mod support;

use chrono::Duration;
use domain::access::{Actor, Role};
use domain::id::AccountId;
use registry::account::{NewAccount, SecondFactor, SignIn, Stage, Token, Training};
use std::collections::BTreeSet;
use support::*;
use totp_rs::{Algorithm, Secret, TOTP};

const STRONG: [&str; 7] = [
    "Kestrel!Lantern72",
    "Glacier?Ribbon418",
    "Tundra+Violin905",
    "Orchid=Magnet336",
    "Harbour*Pickle27",
    "Walnut%Trellis64",
    "Saffron&Anchor58",
];
const HERE: &str = "10.0.0.1";

fn system_admin(unit: &str) -> Actor {
    actor(Role::SystemAdmin, unit, 3)
}

fn security_admin(unit: &str) -> Actor {
    actor(Role::SecurityAdmin, unit, 4)
}

fn new_account(unit: &str, role: Role, login: &str) -> NewAccount {
    NewAccount { unit: code(unit), role, login: login.into(), name: "王小明".into() }
}

fn training() -> Training {
    Training {
        course: "学籍管理员岗前培训".into(),
        certificate: "苏培2026-0001".into(),
        on: day("2026-08-20"),
    }
}

impl World {
    /// A school registrar who has already chosen a password.
    async fn registrar(&self, login: &str) -> (AccountId, &'static str) {
        let (id, first) = self.account(Role::Registrar, SCHOOL, login).await;
        self.registry.change_password(id, &first, STRONG[0]).await.unwrap();
        (id, STRONG[0])
    }

    async fn stage(&self, token: &Token, policy: SecondFactor) -> Option<Stage> {
        self.registry.session(token, policy).await.unwrap().map(|session| session.stage)
    }

    /// Sets a second factor up and gives what makes its codes.
    async fn enrol(&self, id: AccountId, login: &str, password: &str) -> TOTP {
        let token = self.sign_in(login, password).await.unwrap();
        let actor = self.session(&token).await.unwrap().actor;
        assert_eq!(actor.account, id);
        let enrolment = self.registry.propose_totp(&actor).await.unwrap();
        assert!(enrolment.qr_svg.contains("<svg"));
        let totp = authenticator(&enrolment.secret);
        self.registry.confirm_totp(&actor, &self.code(&totp)).await.unwrap();
        totp
    }

    fn code(&self, totp: &TOTP) -> String {
        totp.generate(u64::try_from(self.clock.now().timestamp()).unwrap())
    }
}

fn authenticator(secret: &str) -> TOTP {
    let secret = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
    TOTP::new(Algorithm::SHA1, 6, 1, 30, secret, Some("xueji".into()), "test".into()).unwrap()
}

/// A code that is not right at any of the steps that would be taken.
fn wrong_code(world: &World, totp: &TOTP) -> String {
    let now = u64::try_from(world.clock.now().timestamp()).unwrap();
    let right: BTreeSet<String> =
        [now - 60, now - 30, now, now + 30, now + 60].map(|at| totp.generate(at)).into();
    (0..).map(|n| format!("{n:06}")).find(|code| !right.contains(code)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_by_the_unit_directly_above_and_each_mistake_is_told_at_its_field() {
    let world = World::in_memory().await;
    let make = async |actor: &Actor, unit: &str, role: Role, login: &str| {
        world.registry.create_account(actor, &new_account(unit, role, login)).await.map(|(id, _)| id)
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
    assert_eq!(codes(world.registry.create_account(&county, &nameless).await), ["role", "login", "name"]);
    let listed = world.registry.accounts_of(&county, &code(SCHOOL)).await.unwrap();
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
async fn the_first_password_is_told_once_and_must_be_changed() {
    let world = World::in_memory().await;
    let (id, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let (_, other) = world.account(Role::Leader, SCHOOL, "leader.two").await;
    assert_ne!(first, other);
    assert!(first.len() >= 16);
    let listed =
        format!("{:?}", world.registry.accounts_of(&system_admin(COUNTY), &code(SCHOOL)).await.unwrap());
    assert!(!listed.contains(&first) && !listed.contains("argon2"), "{listed}");
    let token = world.sign_in("LEADER.one ", &first).await.unwrap();
    for policy in [SecondFactor::Required, SecondFactor::WhenEnrolled] {
        assert_eq!(world.stage(&token, policy).await, Some(Stage::NewPassword));
    }
    world.registry.change_password(id, &first, STRONG[0]).await.unwrap();
    assert_eq!(codes(world.sign_in("leader.one", &first).await), ["sign_in"]);
    let token = world.sign_in("leader.one", STRONG[0]).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::WhenEnrolled).await, Some(Stage::Full));
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::EnrolSecondFactor));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_strong_unlike_the_login_and_not_one_of_the_last_five() {
    let world = World::in_memory().await;
    let (id, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let change = async |old: &str, new: &str| world.registry.change_password(id, old, new).await;
    assert_eq!(codes(change("not it", STRONG[0]).await), ["old_password"]);
    assert_eq!(codes(change(&first, "aB1!").await), ["password_length"]);
    assert_eq!(codes(change(&first, "short").await), ["password_length", "password_classes"]);
    assert_eq!(codes(change(&first, "xLeader.One9!Qz").await), ["password_login"]);
    assert_eq!(codes(change(&first, "Password123!").await), ["password_weak"]);
    assert_eq!(codes(change(&first, &first).await), ["password_reused"]);
    let mut old = first;
    for new in &STRONG[..6] {
        change(&old, new).await.unwrap();
        old = (*new).to_owned();
    }
    for used in &STRONG[1..6] {
        assert_eq!(codes(change(&old, used).await), ["password_reused"], "{used}");
    }
    change(&old, STRONG[0]).await.expect("the sixth last is free again");
    let token = world.sign_in("leader.one", STRONG[0]).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::WhenEnrolled).await, Some(Stage::Full));
    world.wait(Duration::days(90));
    let token = world.sign_in("leader.one", STRONG[0]).await.unwrap();
    assert_eq!(
        world.stage(&token, SecondFactor::WhenEnrolled).await,
        Some(Stage::NewPassword),
        "after 90 days"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_with_a_right_code_and_each_code_works_once() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let actor = world.session(&token).await.unwrap().actor;
    let proposed = world.registry.propose_totp(&actor).await.unwrap();
    let totp = authenticator(&proposed.secret);
    assert_eq!(codes(world.registry.confirm_totp(&actor, &wrong_code(&world, &totp)).await), ["wrong_code"]);
    assert_eq!(
        world.stage(&token, SecondFactor::Required).await,
        Some(Stage::EnrolSecondFactor),
        "not set up yet"
    );
    let code = world.code(&totp);
    world.registry.confirm_totp(&actor, &code).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::Full));

    let token = world.sign_in("registrar.one", password).await.unwrap();
    for policy in [SecondFactor::Required, SecondFactor::WhenEnrolled] {
        assert_eq!(
            world.stage(&token, policy).await,
            Some(Stage::SecondFactor),
            "the password alone is not enough"
        );
    }
    let pass = async |token: &Token, code: &str| world.registry.pass_second_factor(token, code, HERE).await;
    assert_eq!(codes(pass(&token, &code).await), ["wrong_code"], "the code that set it up was used");
    assert_eq!(codes(pass(&token, &wrong_code(&world, &totp)).await), ["wrong_code"]);
    assert_eq!(codes(pass(&token, "").await), ["wrong_code"]);
    world.wait(Duration::seconds(30));
    let next = world.code(&totp);
    pass(&token, &next).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::Full));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    assert_eq!(
        codes(pass(&token, &next).await),
        ["wrong_code"],
        "seen over a shoulder, it does not work again"
    );
    world.wait(Duration::seconds(120));
    assert_eq!(codes(pass(&token, &next).await), ["wrong_code"], "nor later");
    let listed = world.registry.accounts_of(&system_admin(COUNTY), &support::code(SCHOOL)).await.unwrap();
    assert!(listed.iter().any(|line| line.id == id && line.second_factor));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_shown_twice_at_the_same_moment_passes_once() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let totp = world.enrol(id, "registrar.one", password).await;
    world.wait(Duration::seconds(60));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let code = world.code(&totp);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (registry, token, code) = (world.registry.clone(), token.clone(), code.clone());
        running.spawn(async move { registry.pass_second_factor(&token, &code, HERE).await });
    }
    let mut passed = 0;
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            Ok(()) => passed += 1,
            refused => assert_eq!(codes(refused), ["wrong_code"]),
        }
    }
    assert_eq!(passed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_lock_like_wrong_passwords_wherever_they_come_from() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let totp = world.enrol(id, "registrar.one", password).await;
    world.wait(Duration::seconds(60));
    for n in 0..5 {
        // Whoever has the password may sign in anew each time, each time from elsewhere.
        let address = format!("10.1.0.{n}");
        let SignIn::Begun(token) = world.registry.sign_in("registrar.one", password, &address).await.unwrap();
        let wrong = world.registry.pass_second_factor(&token, &wrong_code(&world, &totp), &address).await;
        assert_eq!(codes(wrong), ["wrong_code"]);
    }
    let outcome = match world.registry.sign_in("registrar.one", password, "10.1.0.9").await {
        Ok(SignIn::Begun(token)) => {
            world.registry.pass_second_factor(&token, &world.code(&totp), "10.1.0.9").await
        }
        Err(error) => Err(error),
    };
    assert_eq!(codes(outcome), ["locked"]);
    world.wait(Duration::minutes(15));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    world.registry.pass_second_factor(&token, &world.code(&totp), HERE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_only_the_password_cannot_set_up_another_second_factor() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    world.enrol(id, "registrar.one", password).await;
    world.wait(Duration::seconds(60));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::SecondFactor));
    let actor = world.session(&token).await.unwrap().actor;
    if let Ok(proposed) = world.registry.propose_totp(&actor).await {
        let code = world.code(&authenticator(&proposed.secret));
        assert!(world.registry.confirm_totp(&actor, &code).await.is_err(), "replaced without the old one");
    }
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::SecondFactor));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_twenty_idle_minutes_and_after_ten_hours_whatever_happens() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    for _ in 0..2 {
        world.wait(Duration::minutes(19));
        assert!(world.session(&token).await.is_some(), "used in time");
    }
    world.wait(Duration::minutes(21));
    assert!(world.session(&token).await.is_none());

    let token = world.sign_in("registrar.one", password).await.unwrap();
    for quarter in 1..40 {
        world.wait(Duration::minutes(15));
        assert!(world.session(&token).await.is_some(), "after {quarter} quarters of an hour");
    }
    world.wait(Duration::minutes(16));
    assert!(world.session(&token).await.is_none(), "ten hours");
    assert!(world.session(&Token::from_cookie("invented")).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_ends_the_session_before_and_so_does_a_new_password() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let first = world.sign_in("registrar.one", password).await.unwrap();
    let second = world.sign_in("registrar.one", password).await.unwrap();
    assert_ne!(first.as_str(), second.as_str());
    assert!(world.session(&first).await.is_none() && world.session(&second).await.is_some());
    world.registry.change_password(id, password, STRONG[1]).await.unwrap();
    assert!(world.session(&second).await.is_none());
    let third = world.sign_in("registrar.one", STRONG[1]).await.unwrap();
    let (_, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let other = world.sign_in("leader.one", &first).await.unwrap();
    world.registry.sign_out(&third).await.unwrap();
    assert!(world.session(&third).await.is_none() && world.session(&other).await.is_some(), "only one's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_failures_lock_an_account_for_a_quarter_of_an_hour_and_nobody_learns_which_names_exist() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    let told = async |login: &str, password: &str| match world.registry.sign_in(login, password, HERE).await {
        Ok(_) => "in".to_owned(),
        Err(registry::error::Error::Refused(refusals)) => format!("{refusals:?}"),
        Err(other) => panic!("{other:?}"),
    };
    for n in 0..5 {
        let (known, unknown) =
            (told("registrar.one", "Wrong!Guess12").await, told("no.such.name", "Wrong!Guess12").await);
        assert!(known.contains("sign_in") && known == unknown, "failure {n}: {known} / {unknown}");
    }
    let (known, unknown) = (told("Registrar.One", password).await, told("no.such.name", password).await);
    assert!(known.contains("locked") && known == unknown, "{known} / {unknown}");
    let (_, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    assert_eq!(told("leader.one", &first).await, "in", "others are not locked");
    world.wait(Duration::minutes(14));
    assert!(told("registrar.one", password).await.contains("locked"));
    world.wait(Duration::minutes(1));
    assert_eq!(told("registrar.one", password).await, "in");
    for _ in 0..4 {
        assert!(told("registrar.one", "Wrong!Guess12").await.contains("sign_in"));
    }
    assert_eq!(
        told("registrar.one", password).await,
        "in",
        "a success before the fifth forgets the failures"
    );
    assert!(told("registrar.one", "Wrong!Guess12").await.contains("sign_in"));
    assert_eq!(told("registrar.one", password).await, "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_fails_twenty_times_has_to_wait_and_others_do_not() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    for n in 0..20 {
        let outcome = world.registry.sign_in(&format!("guess.{n}"), "Wrong!Guess12", "10.9.9.9").await;
        assert_eq!(codes(outcome), ["sign_in"], "{n}");
    }
    assert_eq!(codes(world.registry.sign_in("registrar.one", password, "10.9.9.9").await), ["locked"]);
    assert!(world.registry.sign_in("registrar.one", password, HERE).await.is_ok());
    world.wait(Duration::minutes(15));
    assert!(world.registry.sign_in("registrar.one", password, "10.9.9.9").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_account_is_closed_and_its_sessions_stay_ended() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    world.registry.seal_account(&security_admin(COUNTY), id, true).await.unwrap();
    assert!(world.session(&token).await.is_none());
    assert_eq!(codes(world.sign_in("registrar.one", password).await), ["sign_in"]);
    world.registry.seal_account(&security_admin(COUNTY), id, false).await.unwrap();
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
    let new = world.registry.reset_account(&security_admin(COUNTY), id).await.unwrap();
    assert!(world.session(&token).await.is_none());
    assert_eq!(codes(world.sign_in("registrar.one", password).await), ["sign_in"]);
    let token = world.sign_in("registrar.one", &new).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::NewPassword));
    assert_eq!(codes(world.registry.change_password(id, &new, password).await), ["password_reused"]);
    world.registry.change_password(id, &new, STRONG[2]).await.unwrap();
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
    assert_eq!(codes(world.registry.enter_pupils(&before, &code(SCHOOL), &child).await), ["not_trained"]);
    let admin = system_admin(COUNTY);
    let empty = Training { course: " ".into(), certificate: "1".into(), on: day("2026-09-08") };
    assert_eq!(codes(world.registry.file_training(&admin, id, empty).await), ["course", "certificate", "on"]);
    for stranger in [system_admin("320100"), system_admin(SCHOOL), security_admin(COUNTY), registrar(COUNTY)]
    {
        let outcome = world.registry.file_training(&stranger, id, training()).await;
        assert!(is_not_found(&outcome), "{}", stranger.name);
    }
    assert!(!world.session(&token).await.unwrap().actor.trained);
    world.registry.file_training(&admin, id, training()).await.unwrap();
    let after = world.session(&token).await.unwrap().actor;
    assert!(after.trained);
    assert_eq!(world.registry.enter_pupils(&after, &code(SCHOOL), &child).await.unwrap().len(), 1);
    let listed = world.registry.accounts_of(&admin, &code(SCHOOL)).await.unwrap();
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
            .create_account(admin, &new_account(SCHOOL, Role::Leader, &format!("leader.{n}")))
            .await;
        let trained = world.registry.file_training(admin, id, training()).await;
        let sealed = world.registry.seal_account(admin, id, false).await;
        let reset = world.registry.reset_account(admin, id).await;
        assert_eq!(made.is_ok() && trained.is_ok(), n == 0, "{:?}", admin.role);
        assert_eq!(made.is_ok() || trained.is_ok(), n == 0, "{:?}", admin.role);
        assert_eq!(sealed.is_ok() && reset.is_ok(), n == 1, "{:?}", admin.role);
        assert_eq!(sealed.is_ok() || reset.is_ok(), n == 1, "{:?}", admin.role);
        assert!(
            world.registry.accounts_of(admin, &code(SCHOOL)).await.is_ok(),
            "each sees whom he looks after"
        );
        assert_eq!(codes(world.registry.my_queue(admin, None).await), ["not_permitted"]);
        assert_eq!(codes(world.registry.search_pupils(admin, &Default::default()).await), ["not_permitted"]);
        assert_eq!(
            codes(world.registry.enter_pupils(admin, &code(SCHOOL), &[pupil(info(1))]).await),
            ["not_permitted"]
        );
    }
    for outsider in
        [registrar(SCHOOL), leader(COUNTY), actor(Role::Official, COUNTY, 6), system_admin("320000")]
    {
        assert_eq!(codes(world.registry.accounts_of(&outsider, &code(SCHOOL)).await), ["not_permitted"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_secures_his_own_account_or_one_of_another_branch() {
    let world = World::in_memory().await;
    let (id, _) = world.account(Role::SecurityAdmin, COUNTY, "county.security").await;
    let own = Actor { account: id, ..security_admin(COUNTY) };
    assert_eq!(codes(world.registry.seal_account(&own, id, true).await), ["own_account"]);
    assert_eq!(codes(world.registry.reset_account(&own, id).await), ["own_account"]);
    for stranger in [security_admin("000000"), security_admin("320000"), security_admin(SCHOOL)] {
        assert!(is_not_found(&world.registry.seal_account(&stranger, id, true).await), "{}", stranger.name);
        assert!(is_not_found(&world.registry.reset_account(&stranger, id).await), "{}", stranger.name);
    }
    world.registry.seal_account(&security_admin("320100"), id, true).await.expect("the unit above may");
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
    world.registry.seal_account(&security, id, true).await.unwrap();
    for other in
        Role::ALL.into_iter().filter(|role| *role != Role::AuditAdmin).map(|role| actor(role, COUNTY, 7))
    {
        assert!(
            is_not_found(&world.registry.account_log(&other, id).await),
            "{:?} reads no audit",
            other.role
        );
    }
    let elsewhere = actor(Role::AuditAdmin, OTHER_SCHOOL, 7);
    assert!(is_not_found(&world.registry.account_log(&elsewhere, id).await));
    let log = world.registry.account_log(&actor(Role::AuditAdmin, COUNTY, 7), id).await.unwrap();
    let told: Vec<&str> = log.iter().map(|line| line.event.as_str()).collect();
    for event in ["created", "password_changed", "sign_in_failed", "signed_in", "sealed"] {
        assert_eq!(told.iter().filter(|told| **told == event).count(), 1, "{event} in {told:?}");
    }
    assert_eq!(told[2..], ["sign_in_failed", "signed_in", "sealed"], "oldest first");
    assert_eq!(log.last().unwrap().by, Some(security.account));
    assert!(log.iter().any(|line| line.event == "signed_in" && line.address == HERE));
    let text = format!("{log:?}");
    assert!(!text.contains(password) && !text.contains("Wrong!Guess12") && !text.contains("argon2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_registry_has_three_administrators_and_makes_them_once() {
    let world = World::in_memory().await;
    let made = world.registry.bootstrap_admins().await.unwrap();
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
    assert!(world.registry.bootstrap_admins().await.unwrap().is_empty());
}
