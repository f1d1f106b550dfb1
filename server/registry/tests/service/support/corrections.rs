//! What the tests of corrections share.

use super::*;
use contract::pupil::PupilView;
use domain::journal::Event;

pub const ADDRESS: &str = "江苏省南京市玄武区珠江路88号3幢502室";

pub async fn whole(world: &World, person: PersonId, field: Option<Field>) -> String {
    world.registry.pupils().reveal(&registrar(SCHOOL), person, field, "核对更正结果").await.unwrap()
}

pub async fn record(world: &World, person: PersonId) -> PupilView {
    world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap()
}

pub fn events(view: &PupilView) -> Vec<Event> {
    view.timeline.iter().rev().map(|line| line.event).collect()
}

pub fn refusing(field: Field, reason: &str) -> Command {
    Command::Agree { reason: String::new(), refused_fields: BTreeMap::from([(field, reason.to_owned())]) }
}
