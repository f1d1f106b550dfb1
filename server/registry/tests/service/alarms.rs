//! 查阅异常核查 (第二十五条): an alarm about an account is looked into by two persons; what was beyond the work becomes a sign of a violation.

use crate::support::*;
use crate::violations::suspected;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::id::InquiryId;
use domain::inquiry::{AlarmFinding, Command, InquiryState};
use domain::matter::MatterKind;
use domain::violation::ViolationKind;
use registry::matter::DeskFilter;

/// A registrar of the school looks at more records in an hour than the rule allows.
pub(crate) async fn curious(world: &World, school: &str) {
    let curious = registrar(school);
    let letters = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
    for text in letters.take(201) {
        let search = registry::person::Search { text, ..Default::default() };
        // The last one is refused, and told.
        let _ = world.registry.pupils().search_pupils(&curious, &search).await;
    }
}

fn auditor(unit: &str, n: u128) -> Actor {
    actor(Role::AuditAdmin, unit, n)
}

fn find(finding: AlarmFinding) -> Command {
    Command::Find { finding, words: "核对了查阅记录和当日工作安排".into() }
}

async fn begun(world: &World) -> InquiryId {
    curious(world, SCHOOL).await;
    world.wait(Duration::days(1));
    assert_eq!(world.registry.access_log().open_inquiries().await.unwrap(), 1);
    assert_eq!(world.registry.access_log().open_inquiries().await.unwrap(), 0, "each day of an account once");
    let alarms = world.registry.access_log().access_alarms(&leader(SCHOOL)).await.unwrap();
    alarms[0].inquiry.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_alarm_is_closed_by_two_persons_and_looking_beyond_the_work_is_item_seven() {
    let world = World::in_memory().await;
    let log = world.registry.access_log();
    world.pupil(SCHOOL, 1).await;
    let id = begun(&world).await;
    let act = async |actor: &Actor, command: &Command| log.act_on_inquiry(actor, id, command).await;
    for stranger in [registrar(SCHOOL), leader(OTHER_SCHOOL), leader(COUNTY), auditor("440000", 91)] {
        assert!(is_not_found(&log.inquiry_view(&stranger, id).await), "{}", stranger.name);
        assert!(is_not_found(&act(&stranger, &find(AlarmFinding::Normal)).await), "{}", stranger.name);
    }
    let desk = world.registry.matters().desk(&leader(SCHOOL), &DeskFilter::default(), None).await.unwrap();
    assert!(desk.by_kind.contains(&(MatterKind::AlarmInquiry, 1)), "{:?}", desk.by_kind);
    let own = Actor { account: registrar(SCHOOL).account, ..leader(SCHOOL) };
    assert_eq!(
        codes(act(&own, &find(AlarmFinding::Normal)).await),
        ["four_eyes"],
        "nobody looks into the own looks"
    );
    assert_eq!(act(&leader(SCHOOL), &find(AlarmFinding::Exceeded)).await.unwrap(), InquiryState::Found);
    assert!(suspected(&world, ViolationKind::Disclosure).await.is_empty(), "not before it is confirmed");
    assert_eq!(codes(act(&leader(SCHOOL), &Command::Confirm).await), ["not_your_step"]);
    let audits = auditor(COUNTY, 92);
    assert!(log.inquiry_view(&audits, id).await.unwrap().may_confirm);
    assert_eq!(act(&audits, &Command::Confirm).await.unwrap(), InquiryState::Closed);
    let found = suspected(&world, ViolationKind::Disclosure).await;
    assert!(
        matches!(&found[..], [(who, fact)] if who == "第一小学" && fact.contains("越权查阅")),
        "{found:?}"
    );
    assert_eq!(suspected(&world, ViolationKind::Disclosure).await.len(), 1, "once");
    let told = log.access_alarms(&audits).await.unwrap();
    assert!(
        told.iter()
            .any(|alarm| alarm.inquiry == Some((id, InquiryState::Closed, Some(AlarmFinding::Exceeded)))),
        "the audit administrator reads what was found: {told:?}"
    );
    let journal = world.registry.matters().unit_journal(&audits, &code(SCHOOL), None).await.unwrap();
    assert!(journal.holds);
    assert_eq!(
        journal.entries.rows.iter().filter(|row| row.kind == Some(MatterKind::AlarmInquiry)).count(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_inquiry_is_about_all_looks_of_its_day_and_begins_when_the_day_is_over() {
    let world = World::in_memory().await;
    let log = world.registry.access_log();
    world.pupil(SCHOOL, 1).await;
    curious(&world, SCHOOL).await;
    assert_eq!(log.open_inquiries().await.unwrap(), 0, "the day goes on");
    // What is looked at later that day opens nothing of its own, and is not left out.
    world.wait(Duration::hours(1));
    for text in ["zx", "zy", "zz"] {
        let search = registry::person::Search { text: text.to_owned(), ..Default::default() };
        world.registry.pupils().search_pupils(&registrar(SCHOOL), &search).await.unwrap();
    }
    world.wait(Duration::days(1));
    assert_eq!(log.open_inquiries().await.unwrap(), 1);
    let alarms = log.access_alarms(&leader(SCHOOL)).await.unwrap();
    let (id, ..) = alarms[0].inquiry.unwrap();
    assert_eq!(log.inquiry_view(&leader(SCHOOL), id).await.unwrap().looks, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_ordinary_work_is_closed_without_a_sign_and_an_audit_administrator_does_not_confirm_the_own_finding()
 {
    let world = World::in_memory().await;
    let log = world.registry.access_log();
    world.pupil(SCHOOL, 1).await;
    let id = begun(&world).await;
    let (one, two) = (auditor(COUNTY, 93), auditor("320100", 94));
    log.act_on_inquiry(&one, id, &find(AlarmFinding::Normal)).await.unwrap();
    assert_eq!(codes(log.act_on_inquiry(&one, id, &Command::Confirm).await), ["four_eyes"]);
    let back = Command::Return("请写明核对了哪些记录".into());
    assert_eq!(log.act_on_inquiry(&two, id, &back).await.unwrap(), InquiryState::Open);
    log.act_on_inquiry(&one, id, &find(AlarmFinding::Normal)).await.unwrap();
    assert_eq!(log.act_on_inquiry(&two, id, &Command::Confirm).await.unwrap(), InquiryState::Closed);
    world.wait(Duration::days(40));
    assert!(suspected(&world, ViolationKind::Disclosure).await.is_empty());
    let others = suspected(&world, ViolationKind::OtherOfSchool).await;
    assert!(others.iter().all(|(_, fact)| !fact.contains("查阅异常")), "it was looked into: {others:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_25_and_27_an_alarm_that_nobody_looks_into_is_suspected_as_item_eight() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    begun(&world).await;
    world.wait(Duration::days(5));
    assert!(suspected(&world, ViolationKind::OtherOfSchool).await.is_empty(), "there is time");
    world.wait(Duration::days(30));
    let found = suspected(&world, ViolationKind::OtherOfSchool).await;
    let [(who, fact)] = &found[..] else { panic!("{found:?}") };
    assert!(who == "第一小学" && fact.contains("核查账号查阅异常") && fact.contains("第二十五条"), "{fact}");
}
