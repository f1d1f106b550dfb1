//! Sessions (会话): another id with more rights, an end that stays one, several devices of a guardian, time for papers.

use crate::support::accounts::*;
use crate::support::guardians::*;
use crate::support::*;
use chrono::Duration;
use domain::access::Role;
use registry::account::{SecondFactor, Stage, Token};
use tokio::task::JoinSet;

impl World {
    /// A guardian with an account, and the child.
    async fn family(&self) -> domain::id::PersonId {
        let person = self.pupil(SCHOOL, 1).await;
        let code = self.binding_code(person).await;
        self.join(&Parent::father(1), by_code(&code)).await.unwrap();
        person
    }

    async fn lives(&self, token: &Token) -> bool {
        self.session(token).await.is_some()
    }
}

/// The guardian's login name.
fn phone() -> String {
    Parent::father(1).phone
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_gets_another_id_with_the_second_factor_and_when_one_is_set_up() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    let before = world.sign_in("registrar.one", password).await.unwrap();
    let session = world.session(&before).await.unwrap();
    world.registry.accounts().put_draft(&session.key, "form", &"typed before").await.unwrap();
    let totp = authenticator(&world.registry.accounts().propose_totp(&session.actor).await.unwrap().secret);
    let after = world.registry.accounts().confirm_totp(&before, &world.code(&totp), HERE).await.unwrap();
    assert!(after.as_str() != before.as_str() && !world.lives(&before).await);
    assert_eq!(world.stage(&after, SecondFactor::Required).await, Some(Stage::Full));
    let owner = world.session(&after).await.unwrap().key;
    let kept: Option<String> = world.registry.accounts().draft(&owner, "form").await.unwrap();
    assert_eq!(kept.as_deref(), Some("typed before"), "nothing typed is lost");

    world.wait(Duration::seconds(60));
    let before = world.sign_in("registrar.one", password).await.unwrap();
    let after =
        world.registry.accounts().pass_second_factor(&before, &world.code(&totp), HERE).await.unwrap();
    assert!(after.as_str() != before.as_str() && !world.lives(&before).await);
    assert_eq!(world.stage(&after, SecondFactor::Required).await, Some(Stage::Full));
    world.registry.accounts().sign_out(&before).await.unwrap();
    assert!(
        !world.lives(&after).await,
        "a sign-out with the id before, on its way at the same moment, ends it too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_session_kept_goes_with_it_unless_another_keeps_it_too() {
    let world = World::in_memory().await;
    world.family().await;
    let accounts = world.registry.accounts();
    let kept = async |owner: &str| accounts.draft::<String>(owner, "form").await.unwrap();
    let mut owners = Vec::new();
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let token = world.sign_in(&phone(), STRONG[0]).await.unwrap();
        let owner = world.session(&token).await.unwrap().key;
        accounts.put_draft(&owner, "form", &"typed").await.unwrap();
        owners.push(owner);
        tokens.push(token);
    }
    assert_ne!(owners[0], owners[1], "a telephone and a computer");
    accounts.sign_out(&tokens[0]).await.unwrap();
    assert_eq!(kept(&owners[0]).await, None, "nobody could read it any more");
    assert_eq!(kept(&owners[1]).await.as_deref(), Some("typed"), "the other one goes on");

    // The session of an office that took the place of another, and was given another id itself.
    let (_, password) = world.registrar("registrar.one").await;
    let first = world.sign_in("registrar.one", password).await.unwrap();
    let session = world.session(&first).await.unwrap();
    accounts.put_draft(&session.key, "form", &"typed").await.unwrap();
    let totp = authenticator(&accounts.propose_totp(&session.actor).await.unwrap().secret);
    accounts.confirm_totp(&first, &world.code(&totp), HERE).await.unwrap();
    assert_eq!(kept(&session.key).await.as_deref(), Some("typed"), "it is the same session");
    world.sign_in("registrar.one", password).await.unwrap();
    assert_eq!(kept(&session.key).await, None, "one account, one place");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sign_out_is_not_undone_by_requests_at_the_same_moment() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    for round in 0..8 {
        let token = world.sign_in("registrar.one", password).await.unwrap();
        // Every one of them wants to note that the session was used.
        world.wait(Duration::minutes(2));
        let mut running = JoinSet::new();
        for n in 0..50 {
            let (registry, token) = (world.registry.clone(), token.clone());
            running.spawn(async move {
                match n == 10 + round * 4 {
                    true => registry.accounts().sign_out(&token).await,
                    false => {
                        registry.accounts().session(&token, SecondFactor::WhenEnrolled, true).await.map(drop)
                    }
                }
            });
        }
        while let Some(done) = running.join_next().await {
            done.unwrap().unwrap();
        }
        assert!(!world.lives(&token).await, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sign_out_while_the_second_factor_is_passed_leaves_nobody_signed_in() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let totp = world.enrol(id, "registrar.one", password).await;
    for round in 0..8 {
        world.wait(Duration::seconds(90));
        let token = world.sign_in("registrar.one", password).await.unwrap();
        let (passing, leaving) = (world.registry.clone(), world.registry.clone());
        let (code, one, other) = (world.code(&totp), token.clone(), token.clone());
        let passing =
            tokio::spawn(async move { passing.accounts().pass_second_factor(&one, &code, HERE).await });
        let leaving = tokio::spawn(async move { leaving.accounts().sign_out(&other).await });
        leaving.await.unwrap().unwrap();
        let raised = passing.await.unwrap();
        assert!(!world.lives(&token).await, "round {round}");
        if let Ok(raised) = raised {
            assert!(!world.lives(&raised).await, "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_begun_with_a_password_that_was_changed_meanwhile_is_nobodys() {
    let world = World::in_memory().await;
    let (id, _) = world.registrar("registrar.one").await;
    for round in 0..6 {
        let (old, new) = (STRONG[round % 7], STRONG[(round + 1) % 7]);
        let (changing, coming) = (world.registry.clone(), world.registry.clone());
        let changing = tokio::spawn(async move { changing.accounts().change_password(id, old, new).await });
        let coming = tokio::spawn(async move { coming.accounts().sign_in("registrar.one", old, HERE).await });
        changing.await.unwrap().unwrap();
        if let Ok(registry::account::SignIn::Begun(token)) = coming.await.unwrap() {
            assert!(!world.lives(&token).await, "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardians_devices_do_not_end_each_other_and_staff_have_one_place() {
    let world = World::in_memory().await;
    world.family().await;
    let mut devices = Vec::new();
    for _ in 0..5 {
        devices.push(world.sign_in(&phone(), STRONG[0]).await.unwrap());
        world.wait(Duration::minutes(2));
    }
    for token in &devices {
        assert!(world.lives(token).await);
    }
    // The second was used last: it is not the one that gives way.
    world.wait(Duration::minutes(2));
    assert!(world.lives(&devices[1]).await);
    let sixth = world.sign_in(&phone(), STRONG[0]).await.unwrap();
    assert!(world.lives(&sixth).await && world.lives(&devices[1]).await);
    let mut living = 0;
    for token in devices.iter().chain([&sixth]) {
        living += usize::from(world.lives(token).await);
    }
    assert_eq!(living, 5, "a handful");
    world.registry.accounts().sign_out(&sixth).await.unwrap();
    assert!(world.lives(&devices[1]).await, "only one's own");

    let (_, password) = world.registrar("registrar.one").await;
    let first = world.sign_in("registrar.one", password).await.unwrap();
    let second = world.sign_in("registrar.one", password).await.unwrap();
    assert!(!world.lives(&first).await && world.lives(&second).await, "one account, one place");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_with_something_open_has_an_hour_to_look_for_papers() {
    let world = World::in_memory().await;
    let person = world.family().await;
    let token = world.sign_in(&phone(), STRONG[0]).await.unwrap();
    world.wait(Duration::minutes(21));
    assert!(!world.lives(&token).await, "nothing is open");

    let token = world.sign_in(&phone(), STRONG[0]).await.unwrap();
    let session = world.session(&token).await.unwrap();
    let owner = session.actor.account.to_string();
    world.registry.accounts().put_draft(&owner, &format!("correction/{person}"), &"电话").await.unwrap();
    world.wait(Duration::minutes(59));
    assert!(world.lives(&token).await, "an open draft");
    world.wait(Duration::minutes(60));
    assert!(!world.lives(&token).await, "an hour");
    world.registry.accounts().remove_draft(&owner, &format!("correction/{person}")).await.unwrap();

    // What came back from a form with something wrong in it counts as well.
    let token = world.sign_in(&phone(), STRONG[0]).await.unwrap();
    let session = world.session(&token).await.unwrap();
    world.registry.accounts().put_draft(&session.key, "ask_change", &"休学").await.unwrap();
    world.wait(Duration::minutes(59));
    assert!(world.lives(&token).await);

    let (id, first) = world.account(Role::Leader, SCHOOL, "leader.one").await;
    let token = world.sign_in("leader.one", &first).await.unwrap();
    world.registry.accounts().put_draft(&id.to_string(), "form", &"typed").await.unwrap();
    world.wait(Duration::minutes(21));
    assert!(!world.lives(&token).await, "an office is not a home");
}
