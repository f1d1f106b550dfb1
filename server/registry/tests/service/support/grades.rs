//! A school with every grade, for what happens at the end of a stage.

use super::*;
use registry::person::Entered;

/// A school with all twelve grades in the same county.
pub const LONG: &str = "3432000006";

pub async fn long_world() -> World {
    let world = World::in_memory().await;
    let school = Unit {
        id: code(LONG),
        name: "玄武十二年一贯制学校".into(),
        kind: UnitKind::School,
        parent: Some(code(COUNTY)),
        path: unit_path(LONG),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::TwelveYear,
            stages: SchoolType::TwelveYear.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    world.registry.units().add_units(&[school]).await.unwrap();
    world
}

pub async fn in_grade(world: &World, grade: u8, seed: u64, changes: &[(Field, &str)]) -> PersonId {
    let spec =
        SampleSpec { grade, school_type: SchoolType::TwelveYear, ..SampleSpec::first_grade(COUNTY, 2026) };
    let mut raw = sample::pupil(seed, &spec);
    raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
    let context = FormContext {
        school_type: SchoolType::TwelveYear,
        stages: SchoolType::TwelveYear.stages().to_vec(),
        ..form_context()
    };
    let pupil = NewPupil { entry_date: day("2026-09-01"), ..pupil(validate(&raw, &context).unwrap()) };
    let person = pupil.id;
    let entered =
        world.registry.pupils().enter_pupils(&registrar(LONG), &code(LONG), &[pupil]).await.unwrap();
    let [Entered::New(case)] = entered[..] else { panic!("not entered: {entered:?}") };
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    person
}
