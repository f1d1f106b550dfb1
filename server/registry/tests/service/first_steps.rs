//! 入门清单: it ticks itself, goes when all is done, and stays away once it was put away.

use crate::support::accounts::{system_admin, training};
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use domain::access::{Actor, Role};
use domain::account::FirstStep;
use std::collections::BTreeSet;

async fn steps(world: &World, actor: &Actor, known: &[FirstStep]) -> Vec<(FirstStep, bool)> {
    let known: BTreeSet<FirstStep> = known.iter().copied().collect();
    world.registry.accounts().first_steps(actor, known).await.unwrap()
}

async fn member_of_school(world: &World, role: Role, login: &str) -> Actor {
    let (account, _) = world.account(role, SCHOOL, login).await;
    Actor { account, ..actor(role, SCHOOL, 1) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrars_steps_tick_themselves_and_are_put_away_for_good() {
    let world = World::in_memory().await;
    let registrar = member_of_school(&world, Role::Registrar, "school.new").await;
    let told = steps(&world, &registrar, &[FirstStep::EnterPupils]).await;
    assert_eq!(told.len(), 4);
    assert!(told.contains(&(FirstStep::EnterPupils, true)) && told.contains(&(FirstStep::Approved, false)));
    assert!(told.contains(&(FirstStep::Appointed, registrar.may_handle_records().is_ok())));
    let untrained = Actor { trained: false, ..registrar.clone() };
    assert!(steps(&world, &untrained, &[]).await.contains(&(FirstStep::Appointed, false)));

    world.registry.accounts().put_first_steps_away(&registrar).await.unwrap();
    assert!(steps(&world, &registrar, &[]).await.is_empty());
    let other = member_of_school(&world, Role::Leader, "school.other").await;
    assert_eq!(steps(&world, &other, &[]).await.len(), 2, "another account keeps its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardians_steps_go_when_the_child_is_there_and_nothing_can_be_chosen() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let paper = world.binding_code(person).await;
    let father = Parent::father(1);
    world.join(&father, by_code(&paper)).await.unwrap();
    let parent = world.parent(&father).await;
    assert!(steps(&world, &parent, &[]).await.is_empty(), "bound, and no gateway is connected");
    let childless = Actor { children: Vec::new(), ..parent };
    assert_eq!(
        steps(&world, &childless, &[]).await,
        [(FirstStep::BindChild, false), (FirstStep::Notified, true)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_administrator_makes_accounts_first() {
    let world = World::in_memory().await;
    let (account, _) = world.account(Role::SystemAdmin, COUNTY, "county.system").await;
    let admin = Actor { account, ..system_admin(COUNTY) };
    let told = steps(&world, &admin, &[]).await;
    assert_eq!(
        told.iter().map(|(step, _)| *step).collect::<Vec<_>>(),
        FirstStep::of(Role::SystemAdmin, false)
    );
    assert!(told.contains(&(FirstStep::SecondFactor, false)));
    world.account(Role::Registrar, COUNTY, "county.registrar.new").await;
    assert!(steps(&world, &admin, &[]).await.contains(&(FirstStep::MakeAccounts, true)));
}

/// An account of the county, as its owner's session knows it.
async fn of_county(world: &World, role: Role, login: &str) -> Actor {
    let (account, _) = world.account(role, COUNTY, login).await;
    Actor { account, ..actor(role, COUNTY, 1) }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_at_an_authority_begins_somewhere_and_each_step_ticks_itself() {
    let world = World::in_memory().await;
    let official = of_county(&world, Role::Official, "county.official").await;
    assert_eq!(
        steps(&world, &official, &[]).await,
        [(FirstStep::SecondFactor, false), (FirstStep::Notified, true)],
        "no gateway is connected: there is nothing to choose"
    );

    let security = of_county(&world, Role::SecurityAdmin, "county.security").await;
    let confirmed = async |world: &World| {
        let told = steps(world, &security, &[]).await;
        assert_eq!(told.len(), 3);
        told.contains(&(FirstStep::ConfirmAccounts, true))
    };
    assert!(!confirmed(&world).await, "nobody handles matters yet");
    let (registrar, _) = world.account(Role::Registrar, COUNTY, "county.registrar").await;
    assert!(confirmed(&world).await);

    let leader = of_county(&world, Role::Leader, "county.leader").await;
    let appointed = async |world: &World| {
        let told = steps(world, &leader, &[]).await;
        assert_eq!(told.len(), 3);
        told.contains(&(FirstStep::AppointRegistrars, true))
    };
    assert!(!appointed(&world).await, "an account alone is no post");
    world.registry.accounts().file_training(&system_admin("320100"), registrar, training()).await.unwrap();
    world
        .registry
        .registrars()
        .appoint_registrar(&leader, registrar, crate::registrars::post())
        .await
        .unwrap();
    assert!(appointed(&world).await);

    let audit = of_county(&world, Role::AuditAdmin, "county.audit").await;
    let told = steps(&world, &audit, &[]).await;
    assert!(told.len() == 3 && told.contains(&(FirstStep::MakeAuditReport, false)), "{told:?}");
    let year = chrono::Datelike::year(&world.registry.store.clock.today());
    world.registry.privacy().make_audit_report(&audit, year).await.unwrap();
    assert!(steps(&world, &audit, &[]).await.contains(&(FirstStep::MakeAuditReport, true)));
    world.registry.accounts().put_first_steps_away(&audit).await.unwrap();
    assert!(steps(&world, &audit, &[]).await.is_empty(), "put away like any other");
}
