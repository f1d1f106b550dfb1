//! One reminder and one word to the authority above for every kind: a case is reminded at its desk like everything else, and stands in
//! the one list of what is late.

use crate::support::*;
use chrono::NaiveDate;
use domain::case::{CaseKind, Command};
use domain::id::CaseId;
use domain::violation::{Command as ViolationCommand, ViolationKind};

const REGISTRATION: MatterKind = MatterKind::Case(CaseKind::Registration);

/// The night of a day.
async fn night(world: &World, on: NaiveDate) {
    world.clock.set(on.and_hms_opt(2, 0, 0).unwrap().and_utc());
    world.registry.watch().look_round().await.unwrap();
}

/// What the county was told is late, of cases and orders.
async fn told(world: &World) -> Vec<String> {
    let mut late = world.registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    late.retain(|line| matches!(line.kind, REGISTRATION | MatterKind::Violation));
    late.into_iter().map(|line| line.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_case_is_reminded_at_its_desk_and_stands_with_all_else_that_is_late() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let order = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), order, &examined, None).await.unwrap();
    let signed = crate::violations::order();
    registry.violations().act_on_violation(&leader(COUNTY), order, &signed, None).await.unwrap();
    let line = on_desk(registry, &leader(SCHOOL), REGISTRATION).await.remove(0);
    assert_eq!(line.reminded_on, None);
    let of_order = on_desk(registry, &leader(SCHOOL), MatterKind::Violation).await.remove(0);
    let due = line.due_on.unwrap();

    night(&world, due).await;
    assert_eq!(on_desk(registry, &leader(SCHOOL), REGISTRATION).await[0].reminded_on, Some(due));
    assert!(!told(&world).await.contains(&line.id), "on the day itself it is in time");
    night(&world, due.max(of_order.due_on.unwrap()).succ_opt().unwrap()).await;
    let late = told(&world).await;
    assert!(late.contains(&line.id) && late.contains(&of_order.id), "{late:?}");
    let step = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().steps[0].clone();
    assert_eq!((step.reminded_on, step.escalated_to.as_str()), (Some(due), "玄武区"));
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    // With the next desk it is nobody's to urge, and it is reminded anew there.
    registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    assert!(!told(&world).await.contains(&line.id));
    let next = on_desk(registry, &registrar(COUNTY), REGISTRATION).await.remove(0);
    assert_eq!(next.reminded_on, None);
    night(&world, next.due_on.unwrap()).await;
    assert_eq!(on_desk(registry, &registrar(COUNTY), REGISTRATION).await[0].reminded_on, next.due_on);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_case_that_came_back_to_be_mended_waits_for_who_asked_and_is_told_to_no_authority() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let back = Command::Return { reason: "出生日期与户口簿不一致".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    let ids: Vec<CaseId> = waiting(registry, &registrar(SCHOOL), REGISTRATION).await;
    assert_eq!(ids, [case]);
    let line = on_desk(registry, &registrar(SCHOOL), REGISTRATION).await.remove(0);
    assert!(line.sent_back);
    let due = line.due_on.unwrap();
    night(&world, due).await;
    night(&world, due.succ_opt().unwrap()).await;
    let line = on_desk(registry, &registrar(SCHOOL), REGISTRATION).await.remove(0);
    assert_eq!((line.reminded_on, line.overdue), (None, true));
    assert!(told(&world).await.iter().all(|id| *id != line.id));
}
