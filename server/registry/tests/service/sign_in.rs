//! Passwords, the second factor, sessions, locks (等保 三级 身份鉴别).

use crate::support::accounts::*;
use crate::support::*;
use chrono::Duration;
use domain::access::Role;
use registry::account::{SecondFactor, SignIn, Stage, Token};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_password_is_told_once_and_must_be_changed() {
    let world = World::in_memory().await;
    let (id, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let (_, other) = world.account(Role::Leader, SCHOOL, "leader.two").await;
    assert_ne!(first, other);
    assert!(first.len() >= 16);
    let listed = format!(
        "{:?}",
        world.registry.accounts().accounts_of(&system_admin(COUNTY), &code(SCHOOL)).await.unwrap()
    );
    assert!(!listed.contains(&first) && !listed.contains("argon2"), "{listed}");
    let token = world.sign_in("LEADER.one ", &first).await.unwrap();
    for policy in [SecondFactor::Required, SecondFactor::WhenEnrolled] {
        assert_eq!(world.stage(&token, policy).await, Some(Stage::NewPassword));
    }
    world.registry.accounts().change_password(id, &first, STRONG[0]).await.unwrap();
    assert_eq!(codes(world.sign_in("leader.one", &first).await), ["sign_in"]);
    let token = world.sign_in("leader.one", STRONG[0]).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::WhenEnrolled).await, Some(Stage::Full));
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::EnrolSecondFactor));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_strong_unlike_the_login_and_not_one_of_the_last_five() {
    let world = World::in_memory().await;
    let (id, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let change = async |old: &str, new: &str| world.registry.accounts().change_password(id, old, new).await;
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
    let proposed = world.registry.accounts().propose_totp(&actor).await.unwrap();
    let totp = authenticator(&proposed.secret);
    let wrong = wrong_code(&world, &totp);
    assert_eq!(codes(world.registry.accounts().confirm_totp(&token, &wrong, HERE).await), ["wrong_code"]);
    assert_eq!(
        world.stage(&token, SecondFactor::Required).await,
        Some(Stage::EnrolSecondFactor),
        "not set up yet"
    );
    let code = world.code(&totp);
    let token = world.registry.accounts().confirm_totp(&token, &code, HERE).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::Full));

    let token = world.sign_in("registrar.one", password).await.unwrap();
    for policy in [SecondFactor::Required, SecondFactor::WhenEnrolled] {
        assert_eq!(
            world.stage(&token, policy).await,
            Some(Stage::SecondFactor),
            "the password alone is not enough"
        );
    }
    let pass = async |token: &Token, code: &str| {
        world.registry.accounts().pass_second_factor(token, code, HERE).await
    };
    assert_eq!(codes(pass(&token, &code).await), ["wrong_code"], "the code that set it up was used");
    assert_eq!(codes(pass(&token, &wrong_code(&world, &totp)).await), ["wrong_code"]);
    assert_eq!(codes(pass(&token, "").await), ["wrong_code"]);
    world.wait(Duration::seconds(30));
    let next = world.code(&totp);
    let token = pass(&token, &next).await.unwrap();
    assert_eq!(world.stage(&token, SecondFactor::Required).await, Some(Stage::Full));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    assert_eq!(
        codes(pass(&token, &next).await),
        ["wrong_code"],
        "seen over a shoulder, it does not work again"
    );
    world.wait(Duration::seconds(120));
    assert_eq!(codes(pass(&token, &next).await), ["wrong_code"], "nor later");
    let listed = world
        .registry
        .accounts()
        .accounts_of(&system_admin(COUNTY), &crate::support::code(SCHOOL))
        .await
        .unwrap();
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
        running.spawn(async move { registry.accounts().pass_second_factor(&token, &code, HERE).await });
    }
    let mut passed = 0;
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            Ok(_) => passed += 1,
            // The first one through has got the session another id.
            Err(registry::error::Error::NotFound("session")) => {}
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
        let SignIn::Begun(token) =
            world.registry.accounts().sign_in("registrar.one", password, &address).await.unwrap();
        let wrong =
            world.registry.accounts().pass_second_factor(&token, &wrong_code(&world, &totp), &address).await;
        assert_eq!(codes(wrong), ["wrong_code"]);
    }
    let outcome = match world.registry.accounts().sign_in("registrar.one", password, "10.1.0.9").await {
        Ok(SignIn::Begun(token)) => {
            world.registry.accounts().pass_second_factor(&token, &world.code(&totp), "10.1.0.9").await
        }
        Err(error) => Err(error),
    };
    assert_eq!(codes(outcome), ["locked"]);
    world.wait(Duration::minutes(15));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    world.registry.accounts().pass_second_factor(&token, &world.code(&totp), HERE).await.unwrap();
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
    if let Ok(proposed) = world.registry.accounts().propose_totp(&actor).await {
        let code = world.code(&authenticator(&proposed.secret));
        assert!(
            world.registry.accounts().confirm_totp(&token, &code, HERE).await.is_err(),
            "replaced without the old one"
        );
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
    for minute in 1..20 {
        world.wait(Duration::minutes(1));
        let by_itself =
            world.registry.accounts().session(&token, SecondFactor::WhenEnrolled, false).await.unwrap();
        assert!(by_itself.is_some(), "after {minute} minutes");
    }
    world.wait(Duration::minutes(1));
    assert!(world.session(&token).await.is_none(), "a page that follows its feed keeps no session alive");

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
    world.registry.accounts().change_password(id, password, STRONG[1]).await.unwrap();
    assert!(world.session(&second).await.is_none());
    let third = world.sign_in("registrar.one", STRONG[1]).await.unwrap();
    let (_, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let other = world.sign_in("leader.one", &first).await.unwrap();
    world.registry.accounts().sign_out(&third).await.unwrap();
    assert!(world.session(&third).await.is_none() && world.session(&other).await.is_some(), "only one's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_failures_lock_an_account_for_a_quarter_of_an_hour_and_nobody_learns_which_names_exist() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    let told = async |login: &str, password: &str| match world
        .registry
        .accounts()
        .sign_in(login, password, HERE)
        .await
    {
        Ok(_) => "in".to_owned(),
        Err(registry::error::Error::Refused(refusals)) => {
            refusals.iter().map(|one| format!("{} {one}", one.code)).collect()
        }
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
        let outcome =
            world.registry.accounts().sign_in(&format!("guess.{n}"), "Wrong!Guess12", "10.9.9.9").await;
        assert_eq!(codes(outcome), ["sign_in"], "{n}");
    }
    assert_eq!(
        codes(world.registry.accounts().sign_in("registrar.one", password, "10.9.9.9").await),
        ["locked"]
    );
    assert!(world.registry.accounts().sign_in("registrar.one", password, HERE).await.is_ok());
    world.wait(Duration::minutes(15));
    assert!(world.registry.accounts().sign_in("registrar.one", password, "10.9.9.9").await.is_ok());
}
