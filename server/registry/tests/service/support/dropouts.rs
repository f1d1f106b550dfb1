//! A migrant worker's child who drops out, with the county of household registration in another province.

use super::grades::{LONG, in_grade, long_world};
use super::*;
use chrono::{TimeZone, Utc};
use domain::access::{Actor, Role};
use domain::case::change::{Facts, Paper};
use domain::case::dropout::DropOut;
use domain::case::{CaseState, Payload};
use domain::codes::{SchoolSystem, SchoolType};
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::letter::LetterKind;
use domain::org::{School, Unit, UnitKind};
use registry::account::NewAccount;
use registry::letter::LetterBox;

/// The county of household registration, in another province, with a school of its own.
pub const HOME: &str = "510106";

pub const HOME_SCHOOL: &str = "3451000009";

pub fn unit(id: &str, name: &str, kind: UnitKind, parent: &str) -> Unit {
    let school = (kind == UnitKind::School).then(|| School {
        school_type: SchoolType::TwelveYear,
        stages: SchoolType::TwelveYear.stages().to_vec(),
        system: SchoolSystem::SixThree,
        township: None,
    });
    Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: Some(code(parent)),
        path: unit_path(id),
        division: if id.len() == 6 { id.into() } else { HOME.into() },
        school,
    }
}

pub async fn two_provinces() -> World {
    let world = long_world().await;
    let away = [
        unit("510000", "四川省", UnitKind::Province, "000000"),
        unit("510100", "成都市", UnitKind::City, "510000"),
        unit(HOME, "金牛区", UnitKind::County, "510100"),
        unit(HOME_SCHOOL, "金牛十二年一贯制学校", UnitKind::School, HOME),
    ];
    world.registry.units().add_units(&away).await.unwrap();
    // The county gives its receipts here.
    let new = NewAccount {
        unit: code(HOME),
        role: Role::Registrar,
        login: "home.registrar".into(),
        name: "王小明".into(),
        identity: somebody(),
    };
    let accounts = world.registry.accounts();
    let id = accounts.create_account(&actor(Role::SystemAdmin, "510100", 33), &new).await.unwrap();
    accounts.confirm_account(&actor(Role::SecurityAdmin, "510100", 34), id).await.unwrap();
    world
}

pub fn on(world: &World, year: i32, month: u32, day: u32) {
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
}

pub fn facts(on: &str, papers: &[Paper]) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: "按实际情况补录".into() }
}

pub fn drop_out() -> Payload {
    Payload::DropOut(DropOut { facts: facts("2026-09-07", &[Paper::FollowUpRecord]) })
}

pub async fn migrant(world: &World, seed: u64) -> PersonId {
    in_grade(world, 8, seed, &[(Field::Migrant, "1"), (Field::HukouPlace, "510106000000")]).await
}

/// Absent since 7 September, and spoken to once.
pub async fn absent(world: &World, person: PersonId) {
    let school = registrar(LONG);
    world.registry.absences().note_absence(&school, person, day("2026-09-07")).await.unwrap();
    world
        .registry
        .absences()
        .follow_up(&school, person, day("2026-09-07"), "家访", "家长称已返乡")
        .await
        .unwrap();
}

/// Everybody whose turn it is agrees.
pub async fn all_agree(world: &World, case: CaseId) {
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        let n = if role == Role::Leader { 2 } else { 1 };
        state =
            world.registry.cases().decide_case(&actor(role, unit.as_str(), n), case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
}

/// A child who has dropped out by the word of the county.
pub async fn dropped_out(world: &World, seed: u64) -> PersonId {
    on(world, 2026, 9, 7);
    let person = migrant(world, seed).await;
    absent(world, person).await;
    on(world, 2026, 10, 15);
    let case = world.registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    all_agree(world, case).await;
    person
}

pub async fn letters_of(world: &World, actor: &Actor, kind: LetterKind) -> Vec<contract::letter::LetterLine> {
    let page = world.registry.letters().list_letters(actor, LetterBox::Outbox, None).await.unwrap();
    page.rows.into_iter().filter(|line| line.kind == kind).collect()
}

pub async fn is_whole(world: &World) {
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert_eq!(world.registry.schools().verify_custody().await.unwrap(), Vec::new());
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert!(world.registry.journal().verify_journal().await.unwrap().broken.is_empty());
}
