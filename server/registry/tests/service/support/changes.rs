//! Changes of status, carried through, and what the record then says.

use super::*;
use chrono::{TimeZone, Utc};
use contract::pupil::PupilView;
use domain::case::change::{Facts, Paper};
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Payload};
use domain::form::Field;
use domain::id::PersonId;
use registry::case::AskedTransfer;

pub fn facts(on: &str, papers: &[Paper], note: &str) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: note.into() }
}

pub fn on(world: &World, year: i32, month: u32, day: u32) {
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
}

pub async fn view(world: &World, school: &str, person: PersonId) -> PupilView {
    world.registry.pupils().pupil(&registrar(school), person).await.unwrap()
}

pub async fn item(world: &World, school: &str, person: PersonId, field: Field) -> String {
    world.registry.pupils().reveal(&registrar(school), person, Some(field), "核对安置结果").await.unwrap()
}

pub async fn changed(world: &World, school: &str, person: PersonId, payload: &Payload) {
    let case = world.registry.cases().open_change(&registrar(school), person, payload).await.unwrap();
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    settled(world, school, person).await;
}

/// The books hold after what was done.
pub async fn settled(world: &World, school: &str, person: PersonId) {
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
    assert!(view(world, school, person).await.chain_holds);
}

pub async fn transfer_of(world: &World, from: &str, person: PersonId, on: &str) -> AskedTransfer {
    AskedTransfer {
        number: world.registry.pupils().reveal(&registrar(from), person, None, "办理转学核对").await.unwrap(),
        name: view(world, from, person).await.name,
        on: day(on),
        ground: TransferGround::Special,
        class_name: "1班".into(),
        grade: Default::default(),
        disability: None,
        papers: vec![Paper::Application, Paper::Other],
        note: String::new(),
    }
}

pub async fn moved(world: &World, [from, to]: [&str; 2], person: PersonId, asked: &AskedTransfer) {
    let case = world.registry.cases().open_transfer(&registrar(to), asked).await.unwrap();
    for actor in [leader(to), registrar(from), leader(from), registrar(COUNTY), leader(COUNTY)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    settled(world, to, person).await;
}
