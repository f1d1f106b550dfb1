//! 责令改正 (第二十六条, 第二十七条): found by the system, ordered by two persons, answered, accepted; nobody else sees anything of it.

use crate::support::*;
use domain::access::Role;
use domain::case::change::Paper;
use domain::case::correction::ProofKind;
use domain::case::transfer::TransferGround;
use domain::id::ViolationId;
use domain::review::Finding;
use domain::violation::{Command, ViolationKind, ViolationState};
use registry::case::{AskedTransfer, Upload};
use registry::review::Confirmation;
use registry::violation::{AskedViolation, ViolationBox};

fn scan() -> Option<Upload> {
    Some(Upload { kind: ProofKind::Other, name: "整改.png".into(), bytes: png() })
}

pub(crate) fn entered(kind: ViolationKind, subject: &str) -> AskedViolation {
    AskedViolation {
        subject: code(subject), kind, fact: "现场核查发现未按规定办理".into(), upload: scan()
    }
}

pub(crate) fn order() -> Command {
    Command::SignOrder { demand: "五日内补建档案并报告".into(), days: 10 }
}

fn reply() -> Command {
    Command::Reply { statement: "档案已补建".into(), proofs: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_an_archive_that_is_late_is_found_once_and_put_right_under_an_order() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.enter(SCHOOL, info(1)).await;
    assert_eq!(registry.violations().find_violations().await.unwrap(), 0, "nothing is late yet");
    world.wait(chrono::Duration::days(60));
    let found = registry.violations().find_violations().await.unwrap();
    assert!(found >= 1);
    assert_eq!(registry.violations().find_violations().await.unwrap(), 0, "each fact once");
    let ledger = registry
        .violations()
        .list_violations(&registrar(COUNTY), ViolationBox::Below, None, None)
        .await
        .unwrap();
    let line = ledger.rows.iter().find(|line| line.kind == ViolationKind::NoArchive).unwrap();
    let id = line.id;
    let on_desk: Vec<ViolationId> = waiting(registry, &registrar(COUNTY), MatterKind::Violation).await;
    assert!(on_desk.contains(&id), "it waits for who examines it");
    let view = registry.violations().violation_view(&registrar(COUNTY), id).await.unwrap();
    assert!(view.my_turn && view.fact.contains("1 名学生"), "{}", view.fact);

    // The school learns of it with the order, strangers never.
    for stranger in
        [leader(SCHOOL), registrar(SCHOOL), leader(OTHER_SCHOOL), actor(Role::Official, COUNTY, 5)]
    {
        assert!(
            is_not_found(&registry.violations().violation_view(&stranger, id).await),
            "{}",
            stranger.name
        );
    }
    let act = async |actor: &domain::access::Actor, command: Command, upload| {
        registry.violations().act_on_violation(actor, id, &command, upload).await
    };
    assert_eq!(codes(act(&leader(COUNTY), order(), None).await), ["out_of_state"]);
    act(&registrar(COUNTY), Command::Examine("属实".into()), None).await.unwrap();
    let both = domain::access::Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(codes(act(&both, order(), None).await), ["four_eyes"]);
    assert_eq!(act(&leader(COUNTY), order(), None).await.unwrap(), ViolationState::Ordered);
    let told = registry.violations().violation_view(&leader(SCHOOL), id).await.unwrap();
    assert!(told.my_turn && told.examined.is_none(), "how it was examined stays with the authority");
    assert_eq!(waiting::<ViolationId>(registry, &leader(SCHOOL), MatterKind::Violation).await, [id]);
    assert_eq!(codes(act(&registrar(SCHOOL), reply(), scan()).await), ["not_your_step"]);
    assert!(is_not_found(&act(&leader(OTHER_SCHOOL), reply(), scan()).await));
    assert_eq!(codes(act(&leader(SCHOOL), reply(), None).await), ["file"]);
    act(&leader(SCHOOL), reply(), scan()).await.unwrap();
    let view = registry.violations().violation_view(&leader(COUNTY), id).await.unwrap();
    let proof = view.replies[0].files[0];
    for reader in [leader(COUNTY), leader(SCHOOL)] {
        assert!(registry.violations().evidence_of_violation(&reader, id, proof).await.is_ok());
    }
    assert!(is_not_found(
        &registry.violations().evidence_of_violation(&leader(OTHER_SCHOOL), id, proof).await
    ));
    let done = act(&leader(COUNTY), Command::Accept("已核实".into()), None).await.unwrap();
    assert_eq!(done, ViolationState::Closed);
    assert_eq!(codes(act(&leader(COUNTY), Command::Withdraw("有误".into()), None).await), ["out_of_state"]);
    let ledger =
        registry.violations().list_violations(&leader(SCHOOL), ViolationBox::Own, None, None).await.unwrap();
    assert_eq!(ledger.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_26_an_authority_that_is_late_answers_to_the_one_above() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    world.wait(chrono::Duration::days(40));
    registry.violations().find_violations().await.unwrap();
    let city = registrar("320100");
    let ids: Vec<ViolationId> = waiting(registry, &city, MatterKind::Violation).await;
    let [id] = ids[..] else { panic!("{ids:?}") };
    let line = &registry.violations().violation_view(&city, id).await.unwrap().line;
    assert_eq!((line.kind, line.subject.as_str()), (ViolationKind::OfAuthority, "玄武区教育行政部门"));
    let dismiss = Command::Dismiss("系统停机维护所致".into());
    let state = registry.violations().act_on_violation(&city, line.id, &dismiss, None).await.unwrap();
    assert_eq!(state, ViolationState::Dismissed);
    assert_eq!(
        registry.violations().find_violations().await.unwrap(),
        0,
        "what was dismissed is not found again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_26_and_27_who_may_enter_what_and_about_whom() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let asked = entered(ViolationKind::Disclosure, SCHOOL);
    for stranger in [registrar(SCHOOL), leader(COUNTY), actor(Role::Official, COUNTY, 5)] {
        assert_eq!(codes(registry.violations().enter_violation(&stranger, &asked).await), ["not_permitted"]);
    }
    // The city orders its counties; a county's school is the county's.
    assert!(is_not_found(&registry.violations().enter_violation(&registrar("320100"), &asked).await));
    let wrong = entered(ViolationKind::OfAuthority, SCHOOL);
    assert_eq!(codes(registry.violations().enter_violation(&registrar(COUNTY), &wrong).await), ["kind"]);
    let bare = AskedViolation { upload: None, ..asked.clone() };
    assert_eq!(codes(registry.violations().enter_violation(&registrar(COUNTY), &bare).await), ["file"]);
    let id = registry.violations().enter_violation(&registrar(COUNTY), &asked).await.unwrap();
    registry
        .violations()
        .act_on_violation(&registrar(COUNTY), id, &Command::Examine("属实".into()), None)
        .await
        .unwrap();
    registry.violations().act_on_violation(&leader(COUNTY), id, &order(), None).await.unwrap();
    let pass = Command::Escalate {
        above: domain::problem::Office { unit: code(COUNTY), name: String::new() },
        serious: true,
        reason: "情节严重".into(),
    };
    registry.violations().act_on_violation(&leader(COUNTY), id, &pass, None).await.unwrap();
    let city = registry.violations().violation_view(&leader("320100"), id).await.unwrap();
    assert_eq!(city.line.handler, "南京市教育行政部门", "the unit above, whatever the request says");
    let blame = Command::Recommend("依据核查记录".into());
    registry.violations().act_on_violation(&leader("320100"), id, &blame, None).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let counts = registry.violations().violation_counts(&actor(Role::Official, "320000", 5)).await.unwrap();
    assert_eq!((counts[0].kind, counts[0].suspected, counts[0].ordered), (ViolationKind::Disclosure, 0, 1));
    assert!(registry.violations().violation_counts(&registrar("440000")).await.unwrap().is_empty());
}

/// What was found of a kind, as the county reads it: about whom, and the fact.
pub(crate) async fn suspected(world: &World, kind: ViolationKind) -> Vec<(String, String)> {
    world.registry.violations().find_violations().await.unwrap();
    let county = registrar(COUNTY);
    let waiting =
        world.registry.violations().list_violations(&county, ViolationBox::Below, None, None).await.unwrap();
    let mut found = Vec::new();
    for line in waiting.rows.into_iter().filter(|line| line.kind == kind) {
        let view = world.registry.violations().violation_view(&county, line.id).await.unwrap();
        found.push((line.subject, view.fact));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_late_transfer_is_item_six() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let number = registry.pupils().reveal(&registrar(SCHOOL), person, None, "办理转学核对").await.unwrap();
    let asked = AskedTransfer {
        number,
        name: registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap().name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        disability: None,
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    world.wait(chrono::Duration::days(30));
    let found = suspected(&world, ViolationKind::ArchiveNotHandedOver).await;
    let [(subject, fact)] = &found[..] else { panic!("{found:?}") };
    assert!(subject == "第二小学" && fact.contains("转学"), "{found:?}");
    assert!(suspected(&world, ViolationKind::ChangeNotFiled).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_second_record_of_one_child_is_suspected_as_item_two() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, _) = crate::problems::twice(&world, SCHOOL).await;
    crate::problems::check(&world).await;
    assert!(suspected(&world, ViolationKind::FalseRecord).await.is_empty(), "nothing is decided yet");
    let id = crate::problems::open_at(&world, &registrar(SCHOOL)).await[0];
    let nothing = std::collections::BTreeSet::new();
    registry.problems().propose_merge(&registrar(SCHOOL), id, one, nothing, "重复录入").await.unwrap();
    registry.problems().decide_problem(&leader(SCHOOL), id).await.unwrap();
    let found = suspected(&world, ViolationKind::FalseRecord).await;
    assert_eq!(found.iter().map(|(subject, _)| subject.as_str()).collect::<Vec<_>>(), ["第一小学"]);
    assert_eq!(suspected(&world, ViolationKind::FalseRecord).await.len(), 1, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_children_whom_a_review_found_elsewhere_are_suspected_as_item_five() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let id = world.open_review().await;
    registry.outbox().drain_outbox().await.unwrap();
    assert!(suspected(&world, ViolationKind::NoTransfer).await.is_empty());
    let said = Confirmation {
        finding: Finding::Elsewhere,
        items: std::collections::BTreeSet::new(),
        note: "随父母在外省就读，未办理转学".into(),
        at: String::new(),
    };
    registry.reviews().confirm_pupil(&registrar(SCHOOL), id, person, &said).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let found = suspected(&world, ViolationKind::NoTransfer).await;
    assert!(matches!(&found[..], [(_, fact)] if fact.contains("1 名学生人籍分离")), "{found:?}");
}
