//! 自动保存: what an account is typing lasts until the next morning, and not beyond a recovery, the end of a bond or a withdrawn consent; and it
//! is never more than some forms.

use crate::support::accounts::{HERE, STRONG};
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::Duration;
use domain::access::Actor;
use domain::form::Field;
use domain::id::PersonId;
use domain::privacy::{ConsentCommand, ConsentKind, NOTICE_VERSION};
use registry::account::{TYPED_KEPT, TYPED_MOST, ended_owner};
use registry::guardian::SignedUp;
use serde_json::Value as Json;

/// A father of a child on roll, signed up.
async fn father(world: &World) -> (PersonId, Actor) {
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    assert!(matches!(world.join(&Parent::father(1), by_code(&code)).await, Ok(SignedUp::Made(_))));
    (person, world.parent(&Parent::father(1)).await)
}

async fn types(world: &World, actor: &Actor, form: &str) {
    world.registry.accounts().keep_typed(actor.account, form, &"长江路1号").await.unwrap();
}

async fn ends(world: &World, actor: &Actor, page: &str) {
    let owner = ended_owner(actor.account);
    world.registry.accounts().put_draft(&owner, page, &"长江路1号").await.unwrap();
}

/// Whether it is still there, as the account would find it.
async fn is_typed(world: &World, actor: &Actor, form: &str) -> bool {
    world.registry.accounts().typed::<String>(actor.account, form).await.unwrap().is_some()
}

async fn is_ended(world: &World, actor: &Actor, page: &str) -> bool {
    let owner = ended_owner(actor.account);
    world.registry.accounts().draft::<String>(&owner, page).await.unwrap().is_some()
}

async fn rows(world: &World) -> usize {
    let rows: Vec<Json> = world.registry.store.inspect("SELECT * OMIT id FROM draft").await.unwrap();
    rows.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_was_typed_is_gone_from_the_store_after_twenty_hours() {
    let world = World::in_memory().await;
    let parent = registrar(SCHOOL);
    types(&world, &parent, "enter").await;
    ends(&world, &parent, "/pupils/new").await;
    // What was sent and refused, and what is being prepared, has its own time.
    world.registry.accounts().put_draft(&parent.account.to_string(), "correction/1", &"x").await.unwrap();
    world.wait(TYPED_KEPT - Duration::minutes(1));
    world.registry.watch().look_round().await.unwrap();
    assert!(is_typed(&world, &parent, "enter").await && is_ended(&world, &parent, "/pupils/new").await);
    types(&world, &parent, "transfer").await;
    world.wait(Duration::minutes(2));
    // The same night: it is looked after each round.
    world.registry.watch().look_round().await.unwrap();
    assert!(!is_typed(&world, &parent, "enter").await && !is_ended(&world, &parent, "/pupils/new").await);
    assert!(is_typed(&world, &parent, "transfer").await, "typed later");
    assert_eq!(rows(&world).await, 2, "nothing of it is left in the store");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_so_many_forms_and_of_one_more_the_oldest_goes() {
    let world = World::in_memory().await;
    let (typist, other) = (registrar(SCHOOL), leader(SCHOOL));
    types(&world, &other, "enter").await;
    for n in 0..TYPED_MOST {
        types(&world, &typist, &format!("talk/{n}")).await;
        world.wait(Duration::seconds(1));
    }
    // A form that is typed into again is no new one, and the youngest from then on.
    types(&world, &typist, "talk/0").await;
    assert_eq!(rows(&world).await, TYPED_MOST + 1);
    world.wait(Duration::seconds(1));
    types(&world, &typist, "enter").await;
    assert_eq!(rows(&world).await, TYPED_MOST + 1);
    assert!(!is_typed(&world, &typist, "talk/1").await, "the oldest");
    for there in ["talk/0", "talk/2", "enter"] {
        assert!(is_typed(&world, &typist, there).await, "{there}");
    }
    assert!(is_typed(&world, &other, "enter").await, "another account's");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_recovers_an_account_finds_nothing_that_was_typed_before() {
    let world = World::in_memory().await;
    let (person, parent) = father(&world).await;
    types(&world, &parent, &format!("correct/{person}/current_address")).await;
    ends(&world, &parent, &format!("/my/{person}/check")).await;
    let letter = world.binding_code(person).await;
    let phone = Parent::father(1).phone;
    world.registry.guardians().guardian_recover(&phone, &letter, STRONG[1], HERE).await.unwrap();
    assert_eq!(rows(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_with_a_bond_goes_what_was_typed_about_the_child_and_no_other() {
    let world = World::in_memory().await;
    let (person, parent) = father(&world).await;
    let sibling = world.sibling(SCHOOL, 2, 1).await;
    let code = world.binding_code(sibling).await;
    world.registry.guardians().add_child(&parent, &by_code(&code), HERE).await.unwrap();
    let [gone, stays] = [person, sibling].map(|child| format!("correct/{child}/current_address"));
    for form in [gone.as_str(), stays.as_str(), "talk/7"] {
        types(&world, &parent, form).await;
    }
    ends(&world, &parent, &format!("/my/{person}/check")).await;
    world.registry.guardians().leave_child(&parent, person).await.unwrap();
    assert!(is_typed(&world, &parent, &stays).await, "of the child whom he still sees");
    assert!(!is_typed(&world, &parent, &gone).await);
    assert!(!is_typed(&world, &parent, "talk/7").await, "whose it was, its name does not say");
    assert_eq!(rows(&world).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_withdrawn_consent_takes_what_was_typed_of_optional_items() {
    let world = World::in_memory().await;
    let (person, parent) = father(&world).await;
    let [optional, statutory] =
        [Field::Talent, Field::CurrentAddress].map(|field| format!("correct/{person}/{}", field.key()));
    types(&world, &parent, &optional).await;
    types(&world, &parent, &statutory).await;
    for (kind, left) in [(ConsentKind::Given, true), (ConsentKind::Withdrawn, false)] {
        let said = ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper: None };
        world.registry.privacy().record_consent(&parent, person, &said).await.unwrap();
        assert_eq!(is_typed(&world, &parent, &optional).await, left, "{kind:?}");
        assert!(is_typed(&world, &parent, &statutory).await, "{kind:?}");
    }
}
