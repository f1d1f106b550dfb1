//! Records merged and unmerged (第六条): nothing of the child is lost, and nothing happens by one person alone.

use super::{COUNTY, ONE, TWO, World, day};
use crate::error::Error;
use crate::person::Standing;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::form::Field;
use domain::id::CaseId;
use domain::journal::Event;
use domain::problem::ProblemState;
use domain::refusal::RefusalCode;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_merge_keeps_one_number_moves_what_belongs_to_the_child_and_is_undone_exactly() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    let before = world.dump().await;
    world.merged(id, &one, &[Field::HomeAddress, Field::IdNumber]).await;
    world.verified().await;

    let (kept, gone) =
        (registry.pupils().person(one.uid).await.unwrap(), registry.pupils().person(two.uid).await.unwrap());
    let vault = &*registry.vault;
    assert_eq!(kept.number(vault).unwrap(), one.number(vault).unwrap(), "终身不变");
    assert_eq!((gone.merged_into, gone.standing), (Some(one.uid), Standing::Merged));
    let info = kept.info(vault).unwrap();
    assert_eq!(info.value(Field::HomeAddress), "南京市玄武区中山路9号");
    assert_eq!(kept.document_hash, two.document_hash, "the number that was taken");
    assert_eq!(
        registry.pupils().document_claim(two.document_hash.as_ref().unwrap()).await.unwrap().unwrap().person,
        one.uid
    );
    assert!(registry.pupils().document_claim(one.document_hash.as_ref().unwrap()).await.unwrap().is_none());
    let old = two.number(vault).unwrap().unwrap();
    assert_eq!(
        registry.pupils().person_by_number(&old).await.unwrap(),
        Some(one.uid),
        "the old number leads to the survivor"
    );
    let school = world.by(Role::Registrar, ONE).await;
    let record = registry.pupils().pupil(&school, one.uid).await.unwrap();
    assert_eq!(record.numbers.iter().filter(|number| number.retired_on.is_some()).count(), 1);
    assert_eq!(record.spells.len(), 2);
    assert_eq!(record.merged_from.len(), 1);
    assert!(record.chain_holds && record.timeline[0].event == Event::RecordsMerged);
    let other = registry.pupils().pupil(&world.by(Role::Registrar, TWO).await, two.uid).await.unwrap();
    assert_eq!(other.timeline[0].event, Event::RecordsMerged);
    let pointer = other.merged_into.unwrap();
    assert_eq!(
        (pointer.number, pointer.id),
        (kept.number_mask.clone(), None),
        "a pointer, not the other school's record"
    );
    assert!(!other.may_reveal && other.may_change.is_empty());

    let (registrar, leader) = (world.by(Role::Registrar, COUNTY).await, world.by(Role::Leader, COUNTY).await);
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    assert_eq!(registry.problems().undo_merge(&leader, id).await.unwrap(), ProblemState::Answered);
    assert_eq!(world.dump().await, before);
    world.verified().await;
    // Merged again, the other way round.
    world.merged(id, &two, &[]).await;
    world.verified().await;
    assert_eq!(registry.pupils().person_by_number(&old).await.unwrap(), Some(two.uid));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_merge_is_not_undone_when_something_happened_since() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    world.merged(id, &one, &[]).await;
    let (registrar, leader) = (world.by(Role::Registrar, COUNTY).await, world.by(Role::Leader, COUNTY).await);
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    let school = world.by(Role::Registrar, ONE).await;
    registry.absences().note_absence(&school, one.uid, day("2026-10-30")).await.unwrap();
    let Err(Error::Refused(refusals)) = registry.problems().undo_merge(&leader, id).await else {
        panic!("refused")
    };
    assert_eq!(refusals[0].code, RefusalCode::ChangedSince);
    assert!(refusals[0].what.contains(Event::AbsenceNoted.label()), "{}", refusals[0].what);
    assert_eq!(registry.pupils().person(two.uid).await.unwrap().merged_into, Some(one.uid));
    world.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_what_is_only_counted_again_in_the_background_leaves_a_merge_to_be_undone() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    world.merged(id, &one, &[]).await;
    let merged = registry.pupils().person(one.uid).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let counted = registry.pupils().person(one.uid).await.unwrap();
    assert!(counted.version > merged.version && counted.holding.is_some(), "what its archive lacks");
    assert_eq!(counted.changes(), merged.changes(), "nobody did anything");
    let (registrar, leader) = (world.by(Role::Registrar, COUNTY).await, world.by(Role::Leader, COUNTY).await);
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(registry.problems().undo_merge(&leader, id).await.unwrap(), ProblemState::Answered);
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(registry.pupils().person(two.uid).await.unwrap().merged_into, None);
    world.verified().await;

    // What somebody does still stands in the way, counted again or not.
    world.merged(id, &one, &[]).await;
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    let school = world.by(Role::Registrar, ONE).await;
    registry.absences().note_absence(&school, one.uid, day("2026-10-30")).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let Err(Error::Refused(refusals)) = registry.problems().undo_merge(&leader, id).await else {
        panic!("refused")
    };
    assert_eq!(refusals[0].code, RefusalCode::ChangedSince);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_record_with_open_business_is_not_merged_and_nobody_decides_alone() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    let busy = &two;
    registry
        .store
        .transact("test", || {
            Box::pin(async move {
                let (mut work, loaded) = (UnitOfWork::new(), registry.pupils().person(busy.uid).await?);
                let mut row = loaded.clone();
                row.open_case = Some(CaseId::new(registry.store.new_id()));
                row.save(&mut work, &loaded);
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
    let registrar = world.by(Role::Registrar, COUNTY).await;
    let refused =
        registry.problems().propose_merge(&registrar, id, one.uid, BTreeSet::new(), "同一名学生").await;
    assert!(matches!(refused, Err(Error::Refused(told)) if told[0].code == RefusalCode::OpenBusiness));
    assert_eq!(world.view(id).await.line.state, ProblemState::Answered);
}
