//! 入门清单: it ticks itself, goes when all is done, and stays away once it was put away.

use crate::support::accounts::system_admin;
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
async fn a_system_administrator_makes_accounts_first_and_who_only_looks_has_no_list() {
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
    let official = actor(Role::Official, COUNTY, 1);
    assert!(steps(&world, &official, &[]).await.is_empty());
}
