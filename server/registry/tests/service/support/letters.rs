//! Schools that write to each other, a transfer that makes a letter owed, and its receipt.

use super::*;
use domain::access::{Actor, ActorUnit, Role};
use domain::case::CaseState;
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::id::{LetterId, PersonId};
use domain::org::{OrgPath, School, Unit, UnitKind};
use registry::case::AskedTransfer;
use registry::letter::{AskedReceipt, LetterBox};

/// A school of the city that stands in the county.
pub const DIRECT: &str = "2132000003";

/// A second school of the county with nothing to do with anything.
pub const THIRD: &str = "2132000004";

fn path_of(unit: &str) -> OrgPath {
    if unit == DIRECT { unit_path("320100").child(&code(DIRECT)) } else { unit_path(unit) }
}

pub fn at(role: Role, unit: &str) -> Actor {
    let person = actor(role, unit, if role == Role::Leader { 2 } else { 1 });
    let own = person.unit.clone().map(|own| ActorUnit { path: path_of(unit), ..own });
    Actor { unit: own, ..person }
}

pub async fn with_more_schools() -> World {
    let world = World::in_memory().await;
    let school = |id: &str, name: &str, parent: &str| Unit {
        id: code(id),
        name: name.into(),
        kind: UnitKind::School,
        parent: Some(code(parent)),
        path: path_of(id),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    let more = [school(DIRECT, "市直小学", "320100"), school(THIRD, "第三小学", COUNTY)];
    world.registry.units().add_units(&more).await.unwrap();
    for (unit, login) in [(OTHER_SCHOOL, "other.registrar"), (COUNTY, "county.registrar")] {
        world.account(Role::Registrar, unit, login).await;
    }
    world
}

/// Moves a pupil from one school to another, whoever has to agree.
pub async fn transfer(world: &World, person: PersonId, from: &str, to: &str, on: &str) {
    let view = world.registry.pupils().pupil(&at(Role::Registrar, from), person).await.unwrap();
    let asked = AskedTransfer {
        disability: None,
        number: world
            .registry
            .pupils()
            .reveal(&at(Role::Registrar, from), person, None, "办理转学核对")
            .await
            .unwrap(),
        name: view.name,
        on: day(on),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    let case = world.registry.cases().open_transfer(&at(Role::Registrar, to), &asked).await.unwrap();
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        state = world.registry.cases().decide_case(&at(role, unit.as_str()), case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
}

pub fn receipt(pieces: Option<u32>, note: &str) -> AskedReceipt {
    AskedReceipt { received_by: String::new(), on: day("2026-09-07"), pieces, note: note.into() }
}

pub async fn only_letter(world: &World, actor: &Actor, which: LetterBox) -> LetterId {
    let page = world.registry.letters().list_letters(actor, which, None).await.unwrap();
    assert_eq!(page.rows.len(), 1, "{} {which:?}", actor.name);
    page.rows[0].id
}
