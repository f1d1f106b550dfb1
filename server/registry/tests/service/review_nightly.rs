//! What the night does about reviews (第二十四条): the look that survives a restart, and terms in which nobody opens one.

use crate::support::*;
use domain::access::Actor;
use domain::case::Command;
use domain::review::{Dates, OwedState};
use domain::rules::RuleKey;
use registry::matter::{DeskFilter, MatterKind};
use registry::violation::ViolationBox;

#[tokio::test(flavor = "multi_thread")]
async fn article_24_the_look_survives_a_restart_and_finds_the_same_again_every_night() {
    let world = World::on_disk().await;
    let one = world.pupil(SCHOOL, 1).await;
    let (two, case) = world.enter(SCHOOL, info(2)).await;
    let id = world.open_review().await;
    // The process ends between the approval and the look.
    let world = world.reopened().await;
    let registry = &world.registry;
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.part(id, SCHOOL).await.figures.pupils, 2);
    world.answer_all(id, &[one, two]).await;
    let before = world.part(id, SCHOOL).await.figures;
    assert_eq!(before.unanswered(), 0);

    world.wait(chrono::Duration::days(1));
    registry.watch().look_round().await.unwrap();
    world.figures_agree().await;
    let part = world.part(id, SCHOOL).await;
    assert_eq!((&part.figures, part.looked_on), (&before, Some(day("2026-09-08"))), "the answers stand");

    // Somebody comes, somebody leaves.
    world.pupil(SCHOOL, 5).await;
    let refuse = Command::Refuse { reason: "不符合入学条件".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, refuse).await.unwrap();
    assert!(
        is_not_found(&registry.reviews().guardian_review(&guardian(two), two).await),
        "whose child has left is not asked"
    );
    registry.watch().look_round().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.part(id, SCHOOL).await.figures.pupils, 2, "once a night");
    world.wait(chrono::Duration::days(1));
    registry.watch().look_round().await.unwrap();
    world.figures_agree().await;
    let after = world.part(id, SCHOOL).await;
    assert_eq!((after.figures.pupils, after.figures.confirmed()), (2, 1));
    assert!(is_not_found(&registry.reviews().review_pupil(&registrar(SCHOOL), id, two).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_24_and_27_what_goes_over_the_whole_country_is_done_once_a_day() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.wait(chrono::Duration::days(60));
    registry.watch().look_round().await.unwrap();
    world.enter(SCHOOL, info(1)).await;
    let found = async || {
        registry.watch().look_round().await.unwrap();
        registry
            .violations()
            .list_violations(&registrar(COUNTY), ViolationBox::Below, None, None)
            .await
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(found().await, 0, "not every hour");
    world.wait(chrono::Duration::days(1));
    assert!(found().await >= 1, "but every night");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_term_in_which_nobody_opens_a_review_is_told_to_who_owes_it_and_to_the_authority_above()
{
    let world = World::in_memory().await;
    let registry = &world.registry;
    let at = |on: &str| world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
    let owed = async |actor: &Actor| registry.reviews().list_reviews(actor).await.unwrap().owed;
    let desk = async |actor: &Actor| {
        let page = registry.matters().desk(actor, &DeskFilter::default(), None).await.unwrap();
        page.lines.into_iter().filter(|line| line.kind == MatterKind::ReviewOwed).collect::<Vec<_>>()
    };
    at("2026-10-16");
    registry.watch().look_round().await.unwrap();
    assert!(owed(&registrar(COUNTY)).await.is_empty(), "there is time");

    // Two weeks before the last day for the opening it is on the desk of the registrar who opens reviews.
    at("2026-10-17");
    registry.watch().look_round().await.unwrap();
    let line = desk(&registrar(COUNTY)).await.remove(0);
    assert_eq!((line.due_on, line.href.as_str(), line.overdue), (Some(day("2026-10-31")), "/reviews", false));
    assert!(line.from.contains("玄武") && line.about.contains("2所学校"), "{line:?}");
    assert!(desk(&leader(COUNTY)).await.is_empty() && desk(&registrar("320100")).await.is_empty());
    let own = owed(&registrar(COUNTY)).await;
    assert_eq!((own.len(), own[0].own, own[0].schools, own[0].overdue), (1, true, 2, false));
    assert!(owed(&registrar(SCHOOL)).await.is_empty(), "a school opens none");
    assert!(owed(&registrar("440106")).await.iter().all(|line| line.own), "nor is it shown elsewhere");
    registry.watch().look_round().await.unwrap();
    assert_eq!(desk(&registrar(COUNTY)).await.len(), 1, "once");

    // When the day has passed, the authority above sees who is late, and nobody else.
    at("2026-11-01");
    registry.watch().look_round().await.unwrap();
    let late = registry.matters().late_matters(&registrar("320100")).await.unwrap();
    assert_eq!(late.iter().map(|line| line.kind).collect::<Vec<_>>(), [MatterKind::ReviewOwed]);
    assert!(late[0].from.contains("玄武"));
    assert!(registry.matters().late_matters(&registrar("320000")).await.unwrap().is_empty());
    for above in ["320100", "320000", "000000"] {
        let below = owed(&registrar(above)).await;
        let county = below.iter().find(|line| line.unit == code(COUNTY)).expect(above);
        assert!(county.overdue && !county.own);
    }

    // It goes with the review that is opened, the county's own or the province's.
    let later = Dates {
        start: day("2026-11-02"),
        school: day("2026-11-20"),
        county: day("2026-12-10"),
        province: day("2026-12-20"),
    };
    registry.reviews().propose_review(&registrar("320000"), later).await.unwrap();
    assert!(desk(&registrar(COUNTY)).await.is_empty() && owed(&registrar("320100")).await.is_empty());
    assert!(registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    at("2026-11-03");
    registry.watch().look_round().await.unwrap();
    assert!(desk(&registrar(COUNTY)).await.is_empty(), "nor does it come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_term_that_ended_without_a_review_is_told_as_missed_in_the_next_and_a_province_sets_the_day()
 {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let at = |on: &str| world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
    let rules = crate::rules::draft(&[(RuleKey::ReviewOpenDays, "100")]);
    registry.rules().propose_rules(&registrar("320000"), &rules).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    at("2026-11-20");
    registry.watch().look_round().await.unwrap();
    assert!(registry.reviews().list_reviews(&registrar(COUNTY)).await.unwrap().owed.is_empty());
    at("2026-12-01");
    registry.watch().look_round().await.unwrap();
    let owed = registry.reviews().list_reviews(&registrar(COUNTY)).await.unwrap().owed;
    assert_eq!((owed[0].due_on, owed[0].state), (day("2026-12-10"), OwedState::Owed));
    // The next term: what was missed is told above, and waits for nobody any more.
    at("2027-02-02");
    registry.watch().look_round().await.unwrap();
    for reader in [registrar(COUNTY), leader("320100"), registrar("320000")] {
        let told = registry.reviews().list_reviews(&reader).await.unwrap().owed;
        assert!(told.iter().any(|line| line.unit == code(COUNTY) && line.state == OwedState::Missed));
        assert!(told.iter().all(|line| !line.overdue));
    }
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert!(registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty());
}
