//! The work calendar as data (第十四条, 第二十一条: 10个工作日): loaded by one person in the country, deadlines follow.

use crate::support::corrections::{events, record};
use crate::support::*;
use chrono::TimeZone;
use domain::access::Role;
use domain::calendar::YearStatus;
use domain::journal::Event;

/// The days of an imagined 2027.
pub(crate) fn year_2027() -> String {
    let holidays = ["01-01", "02-05", "02-08", "02-09", "02-10", "05-01", "10-01"];
    let lines = holidays.map(|day| format!("2027-{day},holiday,节日\n")).concat();
    format!("date,kind,name\n{lines}2027-02-20,workday,春节\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_year_that_is_announced_moves_the_deadlines_that_were_provisional() {
    let world = World::on_disk().await;
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 1, 29, 2, 0, 0).unwrap());
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    let due =
        async || world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line.due_on.unwrap();
    let told = due().await;
    assert_eq!(told, day("2027-02-12"), "weekends only: 2027 is not announced");
    let nation = actor(Role::SystemAdmin, "000000", 3);
    let published = world.registry.working_days().publish_calendar(&nation, &year_2027()).await.unwrap();
    assert_eq!(published, [2027]);
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(due().await, day("2027-02-18"), "four holidays lie between");
    let view = record(&world, person).await;
    assert!(view.chain_holds && events(&view).contains(&Event::DueRecounted));
    let queue = world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap();
    assert_eq!(queue.lines[0].due_on, Some(day("2027-02-18")), "the queue shows the new day");
    assert_eq!(world.registry.matters().recount_deadlines().await.unwrap(), 0, "once");
    assert_eq!(
        world.registry.working_days().calendar().year_status(2026),
        YearStatus::Published,
        "other years stay"
    );
    // Whoever opens the store again finds it.
    let world = world.reopened().await;
    assert_eq!(world.registry.working_days().calendar().year_status(2027), YearStatus::Published);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_with_wrong_lines_or_by_somebody_else_changes_nothing() {
    let world = World::in_memory().await;
    let nation = actor(Role::SystemAdmin, "000000", 3);
    let before = world.registry.working_days().calendar();
    for wrong in ["", "a,b\n", "date,kind,name\n2027-13-01,holiday,\n"] {
        let outcome = world.registry.working_days().publish_calendar(&nation, wrong).await;
        assert_eq!(codes(outcome), ["file"], "{wrong}");
    }
    let again = before.to_csv();
    assert_eq!(
        codes(world.registry.working_days().publish_calendar(&nation, &again).await),
        ["file"],
        "nothing new"
    );
    for other in
        [actor(Role::SystemAdmin, "320000", 3), actor(Role::Official, "000000", 9), registrar(SCHOOL)]
    {
        assert!(is_not_found(&world.registry.working_days().publish_calendar(&other, &year_2027()).await));
    }
    assert_eq!(world.registry.working_days().calendar(), before);
}
