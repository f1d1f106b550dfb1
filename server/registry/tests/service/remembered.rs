//! What nearly every page asks for is remembered, and never told a moment longer than it is so: who acts, what a school follows, what is closed.

use crate::support::accounts::{new_account, security_admin};
use crate::support::*;
use domain::access::Role;
use registry::account::NewAccount;

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_sealed_account_ends_with_its_next_request_and_no_other_does() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    let (_, other_password) = world.registrar("registrar.two").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let other = world.sign_in("registrar.two", other_password).await.unwrap();
    for _ in 0..3 {
        assert_eq!(world.session(&token).await.unwrap().actor.account, id);
        assert_ne!(world.session(&other).await.unwrap().actor.account, id);
    }
    let before = world.registry.store.settled();
    world.registry.accounts().seal_account(&security_admin(COUNTY), id, true).await.unwrap();
    assert!(world.registry.store.settled() > before);
    assert!(world.session(&token).await.is_none());
    assert!(world.session(&other).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_another_account_of_the_same_person_is_known_with_the_next_request() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    let person = somebody();
    let make = async |role: Role, unit: &str, login: &str| {
        let new = NewAccount { identity: person.clone(), ..new_account(unit, role, login) };
        let id = accounts.create_account(&actor(Role::SystemAdmin, COUNTY, 33), &new).await.unwrap();
        let by = actor(Role::SecurityAdmin, COUNTY, 34);
        (id, accounts.confirm_account(&by, id).await.unwrap().secret)
    };
    let (first, secret) = make(Role::Registrar, SCHOOL, "hat.one").await;
    let token = world.sign_in("hat.one", &secret).await.unwrap();
    let alone = world.session(&token).await.unwrap().actor;
    assert_eq!(alone.account, first);
    let stranger = world.registrar("somebody.else").await.0;
    assert!(world.session(&token).await.unwrap().actor.may_act_with(stranger));
    let (second, _) = make(Role::Leader, COUNTY, "hat.two").await;
    assert!(alone.may_act_with(second), "it was not there");
    let now = world.session(&token).await.unwrap().actor;
    assert!(!now.may_act_with(second) && now.may_act_with(stranger));
}
