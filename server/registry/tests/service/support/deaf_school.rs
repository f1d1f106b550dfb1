//! A school for deaf children beside the others, and where a child with a disability learns.

use super::grades::long_world;
use super::*;
use crate::support::changes::{facts, item};
use domain::case::Payload;
use domain::case::change::Paper;
use domain::case::placement::{Placement, Setting};
use domain::codes::{Disability, SchoolSystem, SchoolType, Stage};
use domain::form::Field;
use domain::id::PersonId;
use domain::org::{School, Unit, UnitKind};

pub const DEAF: &str = "5132000009";

pub async fn world_with_deaf_school() -> World {
    let world = long_world().await;
    let school = Unit {
        id: code(DEAF),
        name: "玄武聋人学校".into(),
        kind: UnitKind::School,
        parent: Some(code(COUNTY)),
        path: unit_path(DEAF),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::DeafSchool,
            stages: vec![Stage::Primary, Stage::Junior],
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    world.registry.units().add_units(&[school]).await.unwrap();
    world
}

/// 残疾类型, 随班就读, 就读方式.
pub async fn taught(world: &World, school: &str, person: PersonId) -> [String; 3] {
    [
        item(world, school, person, Field::Disability).await,
        item(world, school, person, Field::Inclusive).await,
        item(world, school, person, Field::Attendance).await,
    ]
}

pub fn placement(setting: Setting, host: &str, disability: Option<Disability>) -> Payload {
    Payload::Placement(Placement {
        facts: facts("2026-09-07", &[Paper::Agreement, Paper::Assessment], ""),
        setting,
        host: host.into(),
        chosen: None,
        disability,
        agreement: "学籍留在原学校，由就读学校评价。".into(),
    })
}

pub async fn hosted(world: &World, school: &str) -> Vec<PersonId> {
    let lines = world.registry.pupils().hosted_pupils(&registrar(school)).await.unwrap();
    lines.into_iter().map(|one| one.line.id).collect()
}
