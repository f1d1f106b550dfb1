//! The days of matters: what is late is first, who holds it is reminded, the authority above is told, and days are counted again.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_first_and_a_page_goes_on_where_the_last_one_ended() {
    let world = World::in_memory().await;
    for seed in 1..=60 {
        world.enter(SCHOOL, info(seed)).await;
    }
    world.wait(chrono::Duration::days(60));
    world.enter(SCHOOL, info(61)).await;
    let (registry, chief) = (&world.registry, leader(SCHOOL));
    let first = registry.matters().desk(&chief, &DeskFilter::default(), None).await.unwrap();
    assert_eq!((first.lines.len(), first.total), (50, 61));
    assert!(first.lines.iter().all(|line| line.overdue && line.days_left < Some(0)));
    let second = registry.matters().desk(&chief, &DeskFilter::default(), first.next.clone()).await.unwrap();
    assert_eq!((second.lines.len(), second.next.clone()), (11, None));
    let mut ids: Vec<_> = first.lines.iter().chain(&second.lines).map(|line| line.id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 61, "each once");
    assert!(!second.lines.last().unwrap().overdue);
    let late = DeskFilter { overdue: true, ..DeskFilter::default() };
    assert_eq!(registry.matters().desk(&chief, &late, None).await.unwrap().total, 60);
    let class = DeskFilter { class: Some(first.lines[0].class.clone()), ..DeskFilter::default() };
    assert!(registry.matters().desk(&chief, &class, None).await.unwrap().total >= 1);
    let of_page = |lines: &[MatterLine]| {
        lines.iter().map(|line| line.class.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let every = of_page(&first.lines).union(&of_page(&second.lines)).cloned().collect::<Vec<_>>();
    assert_eq!(first.classes, every, "classes to choose from are those of all pages");
    assert_eq!(
        registry.matters().desk(&chief, &late, None).await.unwrap().classes,
        every,
        "whatever is filtered"
    );
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(
        codes(registry.matters().desk(&untrained, &DeskFilter::default(), None).await),
        ["not_trained"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_matter_is_reminded_once_and_when_it_is_late_the_authority_above_is_told_once() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let order = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), order, &examined, None).await.unwrap();
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), order, &crate::violations::order(), None)
        .await
        .unwrap();
    let due = stands(&world, MatterKind::Violation, &[leader(SCHOOL)]).await.unwrap();
    let before = registry.watch().look_round().await.unwrap();
    assert_eq!((before.reminded, before.escalated), (0, 0), "nothing is due soon");

    let today = world.clock.today();
    world.wait(chrono::Duration::days((due - today).num_days()));
    let on_the_day = registry.watch().look_round().await.unwrap();
    assert_eq!((on_the_day.reminded, on_the_day.escalated), (1, 0));
    let line = desk(&world, &leader(SCHOOL), MatterKind::Violation).await.remove(0);
    assert_eq!(line.reminded_on, Some(due));
    assert!(registry.matters().late_matters(&registrar(COUNTY)).await.unwrap().is_empty());

    world.wait(chrono::Duration::days(1));
    let after = registry.watch().look_round().await.unwrap();
    assert_eq!(after.escalated, 1, "of the order; the letter is not late yet");
    assert_eq!(registry.watch().look_round().await.unwrap().escalated, 0, "once");
    let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert_eq!((late.len(), late[0].kind, late[0].overdue), (1, MatterKind::Violation, true));
    assert!(
        registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty(),
        "the next above only"
    );
    assert!(is_not_found(&registry.matters().late_matters(&leader(SCHOOL)).await));

    let letter_due = stands(&world, MatterKind::Letter, &[registrar(SCHOOL)]).await.unwrap();
    let today = world.clock.today();
    world.wait(chrono::Duration::days((letter_due - today).num_days()));
    assert_eq!(registry.watch().look_round().await.unwrap().reminded, 1, "the letter on its day");
    // With the next desk the letter is reminded anew.
    let letter = letter_on_desk(&world, &registrar(SCHOOL)).await;
    registry.letters().draft_letter(&registrar(SCHOOL), letter, Some(9), "").await.unwrap();
    assert_eq!(registry.watch().look_round().await.unwrap().reminded, 1, "whoever signs");
    assert_eq!(
        registry.matters().matters_unsound().await.unwrap(),
        Vec::new(),
        "reminding changes nothing else"
    );
}

/// The days of four kinds beside cases and letters, told in a year that was not announced.
#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_provisional_day_is_counted_again_whatever_kind_of_matter_has_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 1, 29, 2, 0, 0).unwrap());
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let order = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), order, &examined, None).await.unwrap();
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), order, &crate::violations::order(), None)
        .await
        .unwrap();
    registry.disclosures().ask_disclosure(&registrar(SCHOOL), &disclosure(People::School)).await.unwrap();
    // One problem among so few pupils is a warning as loud as can be.
    registry.warnings().measure_warnings().await.unwrap();
    let kinds = [
        (MatterKind::Warning, leader(SCHOOL)),
        (MatterKind::Problem, registrar(SCHOOL)),
        (MatterKind::Violation, leader(SCHOOL)),
        (MatterKind::Disclosure, registrar(COUNTY)),
    ];
    let mut told = Vec::new();
    for (kind, holder) in &kinds {
        let line = desk(&world, holder, *kind).await.remove(0);
        assert!(line.provisional, "{kind:?}: 2027 is not announced");
        told.push(line.due_on.unwrap());
    }
    let nation = actor(Role::SystemAdmin, "000000", 3);
    registry.working_days().publish_calendar(&nation, &crate::calendar::year_2027()).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    for ((kind, holder), told) in kinds.iter().zip(told) {
        let line = desk(&world, holder, *kind).await.remove(0);
        assert!(!line.provisional && line.due_on.unwrap() > told, "{kind:?}: {told} {line:?}");
    }
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert_eq!(registry.matters().recount_deadlines().await.unwrap(), 0, "once");
}
