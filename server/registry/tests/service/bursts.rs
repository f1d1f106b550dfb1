//! Guesses that come all at the same moment (等保 三级 身份鉴别): of two hundred no more are judged than the limit says, and the right one
//! beyond it is refused like the others.

use crate::change::transfer_of;
use crate::support::accounts::*;
use crate::support::guardians::*;
use crate::support::*;
use chrono::Duration;
use contract::printout::Checked;
use domain::print::PrintKind;
use futures::future::BoxFuture;
use registry::case::AskedTransfer;
use registry::clock::Entropy;
use registry::error::{Error, Result};
use registry::guardian::{Claim, GuardianSignUp};
use registry::printout::AskedPrint;
use tokio::task::JoinSet;

const BURST: usize = 200;
/// Turned away without being judged; the last is what one hears before whom others kept coming.
const LOCKED: [&str; 3] = ["locked", "too_many", "too busy, nothing was changed"];

/// What came of a guess, in a word.
fn word<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => "right".into(),
        Err(Error::Refused(refusals)) => refusals[0].code.to_string(),
        Err(error) => format!("{error}"),
    }
}

/// Sends two hundred wrong guesses at once and the right one among them, at a random place beyond the limit: once so many of the
/// others have been turned away. Gives how many were judged.
async fn burst(
    wrong: impl Fn(usize) -> BoxFuture<'static, String>,
    right: BoxFuture<'static, String>,
    told: &str,
) -> usize {
    let place = usize::try_from(Entropy::system().below(100)).unwrap() + 1;
    let mut right = Some(right);
    let mut running = JoinSet::new();
    for n in 0..BURST {
        let guess = wrong(n);
        running.spawn(async move { (false, guess.await) });
    }
    let (mut judged, mut away, mut came) = (0, 0, None);
    while let Some(done) = running.join_next().await {
        match done.unwrap() {
            (true, outcome) => came = Some(outcome),
            (false, outcome) if outcome == told => judged += 1,
            (false, outcome) if LOCKED.contains(&outcome.as_str()) => away += 1,
            (false, outcome) => panic!("{outcome}"),
        }
        if away == place
            && let Some(right) = right.take()
        {
            running.spawn(async move { (true, right.await) });
        }
    }
    assert_eq!(judged + away, BURST);
    let came = came.expect("somebody was turned away before the right one came");
    assert!(LOCKED.contains(&came.as_str()), "the right one beyond the limit: {came}");
    judged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn passwords_by_name_and_by_address() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let sign_in = |login: String, password: &'static str, address: String| -> BoxFuture<'static, String> {
        let registry = world.registry.clone();
        Box::pin(async move { word(registry.accounts().sign_in(&login, password, &address).await) })
    };
    let one = || "registrar.one".to_owned();
    let from = |n: usize| format!("10.2.{n}.1");
    let judged =
        burst(|n| sign_in(one(), "Wrong!Guess12", from(n)), sign_in(one(), password, from(250)), "sign_in")
            .await;
    assert_eq!(judged, 5, "one account from everywhere");
    let log = world
        .registry
        .accounts()
        .account_log(&actor(domain::access::Role::AuditAdmin, COUNTY, 7), id)
        .await
        .unwrap();
    assert_eq!(log.iter().filter(|line| line.event == "sign_in_failed").count(), 5);

    world.wait(Duration::minutes(15));
    let here = || HERE.to_owned();
    let judged = burst(
        |n| sign_in(format!("guess.{n}"), "Wrong!Guess12", here()),
        sign_in(one(), password, here()),
        "sign_in",
    )
    .await;
    assert_eq!(judged, 20, "all names from one address");
    assert_eq!(sign_in(one(), password, from(251)).await, "right", "another address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_is_not_forgiven_for_a_right_password_and_not_blamed_for_it() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    for _ in 0..25 {
        world
            .sign_in("registrar.one", password)
            .await
            .expect("a school signs in from one address all morning");
    }
    for n in 0..19 {
        assert_eq!(word(world.sign_in(&format!("guess.{n}"), "Wrong!Guess12").await), "sign_in");
    }
    world.sign_in("registrar.one", password).await.unwrap();
    assert_eq!(word(world.sign_in("guess.20", "Wrong!Guess12").await), "sign_in", "the twentieth");
    assert_eq!(word(world.sign_in("registrar.one", password).await), "locked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_clock_that_jumps_frees_nobody_and_locks_nobody_for_long() {
    let world = World::in_memory().await;
    let (_, password) = world.registrar("registrar.one").await;
    let now = world.clock.now();
    for jump in [Duration::hours(5), Duration::hours(-5), Duration::days(-400)] {
        for _ in 0..5 {
            assert_eq!(word(world.sign_in("registrar.one", "Wrong!Guess12").await), "sign_in", "{jump}");
        }
        world.clock.jump(now + jump);
        assert_eq!(word(world.sign_in("registrar.one", password).await), "locked", "{jump}");
        world.wait(Duration::minutes(15));
        assert_eq!(word(world.sign_in("registrar.one", password).await), "right", "{jump}");
        world.wait(Duration::minutes(15));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn codes_of_the_second_factor_when_it_is_set_up_and_when_it_is_asked_for() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let actor = world.session(&token).await.unwrap().actor;
    let totp = authenticator(&world.registry.accounts().propose_totp(&actor).await.unwrap().secret);
    let wrong = wrong_code(&world, &totp);
    let confirm = |code: String, address: String| -> BoxFuture<'static, String> {
        let (registry, token) = (world.registry.clone(), token.clone());
        Box::pin(async move { word(registry.accounts().confirm_totp(&token, &code, &address).await) })
    };
    let from = |n: usize| format!("10.2.{n}.1");
    let right = confirm(world.code(&totp), from(250));
    assert_eq!(burst(|n| confirm(wrong.clone(), from(n)), right, "wrong_code").await, 5);

    world.wait(Duration::minutes(15));
    let totp = world.enrol(id, "registrar.one", password).await;
    world.wait(Duration::minutes(15));
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let wrong = wrong_code(&world, &totp);
    let pass = |code: String, address: String| -> BoxFuture<'static, String> {
        let (registry, token) = (world.registry.clone(), token.clone());
        Box::pin(async move { word(registry.accounts().pass_second_factor(&token, &code, &address).await) })
    };
    let right = pass(world.code(&totp), from(250));
    assert_eq!(burst(|n| pass(wrong.clone(), from(n)), right, "wrong_code").await, 5);
    assert!(
        world.session(&token).await.is_some_and(|session| session.stage != registry::account::Stage::Full)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_present_password_when_it_is_changed() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let change = |old: &'static str| -> BoxFuture<'static, String> {
        let registry = world.registry.clone();
        Box::pin(async move { word(registry.accounts().change_password(id, old, STRONG[1]).await) })
    };
    assert_eq!(burst(|_| change("Wrong!Guess12"), change(password), "old_password").await, 5);
    assert!(world.sign_in("registrar.one", password).await.is_ok(), "nothing was changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn binding_codes_and_a_childs_data() {
    let world = World::in_memory().await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    let (number, child) = (father.number.clone(), father.child.clone());
    let own = |claim: Claim| father.sign_up(claim);
    let new = |phone: usize, claim: Claim| GuardianSignUp { phone: format!("138{phone:08}"), ..own(claim) };
    let join = |new: GuardianSignUp, address: String| -> BoxFuture<'static, String> {
        let registry = world.registry.clone();
        Box::pin(async move { word(registry.guardians().guardian_sign_up(&new, &address).await) })
    };
    let from = |n: usize| format!("10.2.{n}.1");
    // Numbers, from everywhere, about one child: its count grows whoever asks.
    let claim = |number: &str| Claim::Numbers { guardian: number.to_owned(), child: child.clone() };
    let right = join(own(claim(&number)), from(250));
    let wrong = |n| join(new(n, claim(&sibling_number(&number, 1 + u32::try_from(n).unwrap()))), from(n));
    assert_eq!(burst(wrong, right, "claim").await, 5);
    world.wait(Duration::hours(23));
    assert_eq!(join(own(claim(&number)), from(251)).await, "locked", "for a day");
    // Of a child that is not there no more and no less is told.
    let unknown = |n: usize| {
        let claim = Claim::Numbers { guardian: number.clone(), child: "G32010220180101001X".into() };
        join(new(n, claim), from(n))
    };
    assert_eq!(burst(unknown, unknown(252), "claim").await, 5);

    // Codes, from one address.
    let one_place = "10.6.6.6";
    let code = world.binding_code(one).await;
    let code = |n: Option<usize>| Claim::Code(n.map_or(code.clone(), |n| format!("2345678{n:03}")));
    let right = join(own(code(None)), one_place.into());
    assert_eq!(burst(|n| join(new(n, code(Some(n))), one_place.into()), right, "claim").await, 20);
    assert_eq!(join(own(code(None)), from(253)).await, "right", "it was not used up");

    // Codes, from everywhere, by somebody who is signed in.
    let token = world.sign_in(&father.phone, STRONG[0]).await.unwrap();
    let me = world.session(&token).await.unwrap().actor;
    let second = world.binding_code(two).await;
    let add = |code: String, address: String| -> BoxFuture<'static, String> {
        let (registry, me) = (world.registry.clone(), me.clone());
        Box::pin(async move { word(registry.guardians().add_child(&me, &Claim::Code(code), &address).await) })
    };
    let right = add(second, from(250));
    assert_eq!(burst(|n| add(format!("2345678{n:03}"), from(n)), right, "claim").await, 20);
    assert_eq!(world.registry.guardians().children_of(me.account).await.unwrap(), [one]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn recovery_by_telephone() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, code) = (Parent::father(1), world.binding_code(person).await);
    world.join(&father, by_code(&code)).await.unwrap();
    let code = world.binding_code(person).await;
    let recover = |phone: &str, code: String, address: String| -> BoxFuture<'static, String> {
        let (registry, phone) = (world.registry.clone(), phone.to_owned());
        Box::pin(async move {
            word(registry.guardians().guardian_recover(&phone, &code, STRONG[1], &address).await)
        })
    };
    let from = |n: usize| format!("10.2.{n}.1");
    for phone in [father.phone.as_str(), "13800000009"] {
        let right = recover(phone, code.clone(), from(250));
        let wrong = |n| recover(phone, format!("2345678{n:03}"), from(n));
        assert_eq!(burst(wrong, right, "claim").await, 5, "{phone}: there or not");
    }
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_ok(), "the password is the old one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn codes_of_printed_sheets() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 4).await;
    let asked = AskedPrint::Pupil { kind: PrintKind::BasicForm, person, reason: "入学材料存档".into() };
    let sheet = prints::printed(&world, &registrar(SCHOOL), &asked).await;
    let check = |code: String, address: &'static str| -> BoxFuture<'static, String> {
        let registry = world.registry.clone();
        Box::pin(async move {
            match registry.prints().check_print(&code, address).await {
                Ok(Checked::Unknown) => "unknown".into(),
                other => word(other),
            }
        })
    };
    let right = check(sheet.code.clone(), HERE);
    assert_eq!(burst(|n| check(format!("0000-0000-0000-0{n:03}"), HERE), right, "unknown").await, 20);
    for _ in 0..30 {
        assert_eq!(
            check(sheet.code.clone(), "10.0.0.2").await,
            "right",
            "who holds a sheet waits for nothing"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_passphrase_of_a_package() {
    let world = crate::support::packages::world().await;
    let (_, case) = crate::support::packages::moved(&world).await;
    let (_, bytes, phrase) = crate::support::packages::made(&world, case).await;
    let receive = |phrase: String| -> BoxFuture<'static, String> {
        let (registry, bytes) = (world.registry.clone(), bytes.clone());
        Box::pin(async move {
            let arrived = crate::support::packages::arrived(&bytes, &phrase, "");
            word(
                registry
                    .packages()
                    .receive_package(&registrar(crate::support::packages::FIRST), arrived)
                    .await,
            )
        })
    };
    assert_eq!(burst(|n| receive(format!("AAAA-A{n:03}")), receive(phrase), "passphrase").await, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pupils_name_for_a_number() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let good = transfer_of(&world, person).await;
    let open = |asked: AskedTransfer| -> BoxFuture<'static, String> {
        let registry = world.registry.clone();
        Box::pin(async move { word(registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await) })
    };
    let wrong =
        |n| open(AskedTransfer { name: format!("别的名字{}", ["甲", "乙"][n % 2]), ..good.clone() });
    assert_eq!(burst(wrong, open(good.clone()), "number").await, 50);
}
