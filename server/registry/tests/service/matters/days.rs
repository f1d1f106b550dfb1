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
async fn what_is_open_of_a_school_is_listed_whoever_holds_it_and_counted_by_week() {
    let world = World::in_memory().await;
    let (matters, today) = (world.registry.matters(), world.clock.today());
    world.enter(SCHOOL, info(1)).await;
    let chief = leader(SCHOOL);
    let held = matters.desk(&chief, &DeskFilter::default(), None).await.unwrap();
    let of_school = |filter: DeskFilter| {
        let (matters, reader) = (world.registry.matters(), registrar(SCHOOL));
        async move { matters.desk_of_school(&reader, &filter, None).await.unwrap() }
    };
    let open = of_school(DeskFilter::default()).await;
    assert_eq!(open.total, 1);
    assert_eq!(open.lines[0].id, held.lines[0].id, "it waits for the leader, and the registrar finds it");
    assert!(!open.lines[0].also_with.is_empty(), "who holds it is said");
    let late = DeskFilter { overdue: true, ..DeskFilter::default() };
    let week = DeskFilter { week: true, ..DeskFilter::default() };
    assert_eq!(of_school(late.clone()).await.total, 0);
    let due = open.lines[0].due_on.unwrap();
    world.wait(chrono::Duration::days((due - today).num_days()));
    assert_eq!(of_school(week.clone()).await.total, 1);
    assert_eq!(matters.desk_due(&chief).await.unwrap(), (0, 1));
    world.wait(chrono::Duration::days(7));
    assert_eq!((of_school(late).await.total, of_school(week.clone()).await.total), (1, 0));
    assert_eq!(matters.desk_due(&chief).await.unwrap(), (1, 0));
    let both = DeskFilter { overdue: true, ..week };
    assert_eq!(of_school(both).await.total, 1, "late and this week, one list");
    let elsewhere =
        matters.desk_of_school(&registrar(OTHER_SCHOOL), &DeskFilter::default(), None).await.unwrap();
    assert_eq!(elsewhere.total, 0);
    let none = matters.desk_of_school(&registrar(COUNTY), &DeskFilter::default(), None).await;
    assert!(is_not_found(&none), "an authority has no such list");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_matter_is_reminded_once_and_when_it_is_late_the_authority_above_is_told_once() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    crate::violations::ordered(&world).await;
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
    crate::violations::ordered(&world).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn who_works_above_schools_narrows_the_desk_to_one_of_them() {
    let world = World::in_memory().await;
    let (cases, matters) = (world.registry.cases(), world.registry.matters());
    for (school, seed) in [(SCHOOL, 1), (SCHOOL, 2), (OTHER_SCHOOL, 3)] {
        let (_, case) = world.enter(school, info(seed)).await;
        cases.decide_case(&leader(school), case, agree()).await.unwrap();
    }
    let whole = matters.desk(&registrar(COUNTY), &DeskFilter::default(), None).await.unwrap();
    let ids: std::collections::BTreeSet<_> = whole.schools.iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(ids, [code(SCHOOL), code(OTHER_SCHOOL)].into_iter().collect());
    assert!(whole.schools.iter().all(|(_, name)| !name.is_empty()));
    for (school, wanted) in [(SCHOOL, 2_usize), (OTHER_SCHOOL, 1)] {
        let of = DeskFilter { school: Some(code(school)), ..DeskFilter::default() };
        let page = matters.desk(&registrar(COUNTY), &of, None).await.unwrap();
        assert_eq!((page.total, page.lines.len()), (u64::try_from(wanted).unwrap(), wanted), "{school}");
        assert_eq!(page.schools, whole.schools, "whatever is filtered");
    }
    let own = matters.desk(&leader(SCHOOL), &DeskFilter::default(), None).await.unwrap();
    assert!(own.schools.is_empty(), "a school chooses among its classes");
}
