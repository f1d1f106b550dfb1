//! What stands on a desk.

use super::World;
use contract::desk::MatterLine;
use domain::access::Actor;
use domain::id::LetterId;
use registry::Registry;
use registry::matter::{DeskFilter, MatterKind};

/// What stands on an actor's desk of one kind, by due day.
pub async fn on_desk(registry: &Registry, actor: &Actor, kind: MatterKind) -> Vec<MatterLine> {
    let filter = DeskFilter { kind: Some(kind), ..DeskFilter::default() };
    registry.matters().desk(actor, &filter, None).await.unwrap().lines
}

/// The ids of what stands on an actor's desk of one kind, by due day.
pub async fn waiting<I: std::str::FromStr>(registry: &Registry, actor: &Actor, kind: MatterKind) -> Vec<I> {
    let lines = on_desk(registry, actor, kind).await;
    let id = |line: &MatterLine| line.id.split_once('/').and_then(|(_, id)| id.parse().ok());
    lines.iter().map(|line| id(line).expect("the id of the engine's row")).collect()
}

/// The only letter that waits for somebody.
pub async fn letter_on_desk(world: &World, actor: &Actor) -> LetterId {
    let waits: Vec<LetterId> = waiting(&world.registry, actor, MatterKind::Letter).await;
    assert_eq!(waits.len(), 1, "{}", actor.name);
    waits[0]
}
