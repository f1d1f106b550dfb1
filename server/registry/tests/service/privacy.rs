//! Privacy of minors (第二十五条): consent for optional items, its withdrawal, and the yearly audit report.

use crate::support::corrections::*;
use crate::support::*;
use chrono::Duration;
use domain::access::Role;
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::form::Field;
use domain::journal::Event;
use domain::privacy::{Consent, ConsentCommand, ConsentKind, DAYS_TO_REGRET, NOTICE_VERSION, Way};
use registry::case::AskedTransfer;

const TALENT: &str = "古筝";

fn say(kind: ConsentKind) -> ConsentCommand {
    ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper: None }
}

fn on_paper(kind: ConsentKind) -> ConsentCommand {
    ConsentCommand { paper: Some(("李强".into(), Some(day("2026-09-01")))), ..say(kind) }
}

async fn talented(world: &World) -> domain::id::PersonId {
    let (person, case) = world.enter(SCHOOL, info_with(1, &[(Field::Talent, TALENT)])).await;
    world.approve(SCHOOL, case).await;
    person
}

fn shows_talent(view: &contract::pupil::PupilView) -> bool {
    view.info.iter().any(|(field, _)| *field == Field::Talent)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_consents_and_withdraws_and_what_is_optional_disappears() {
    let world = World::in_memory().await;
    let person = talented(&world).await;
    let parent = guardian(person);
    let before = record(&world, person).await;
    assert_eq!((before.consent, before.may_consent), (Consent::Unrecorded, true));
    assert!(before.optional_filled > 0 && shows_talent(&before), "kept and shown: the paper form is signed");

    let registry = &world.registry;
    let given = registry.privacy().record_consent(&parent, person, &say(ConsentKind::Given)).await.unwrap();
    assert_eq!(given, Consent::Given);
    assert_eq!(
        codes(registry.privacy().record_consent(&parent, person, &say(ConsentKind::Given)).await),
        ["consent"]
    );
    let withdrawn =
        registry.privacy().record_consent(&parent, person, &say(ConsentKind::Withdrawn)).await.unwrap();
    assert_eq!(withdrawn, Consent::Withdrawn);

    let after = record(&world, person).await;
    assert!(!shows_talent(&after) && after.optional_filled == 0);
    let statutory = |view: &contract::pupil::PupilView| {
        view.info.iter().filter(|(field, _)| !domain::privacy::is_optional(*field)).count()
    };
    assert_eq!(statutory(&before), statutory(&after), "statutory items are not affected");
    let told = events(&after);
    assert!(
        told.contains(&Event::ConsentGiven) && told.contains(&Event::ConsentWithdrawn) && after.chain_holds
    );
    let words: Vec<&str> = after.timeline.iter().map(|line| line.words.as_str()).collect();
    assert!(!words.concat().contains(TALENT), "the kind of act, never the value");
    let reveal =
        registry.pupils().reveal(&registrar(SCHOOL), person, Some(Field::Talent), "办理评优材料").await;
    assert_eq!(codes(reveal), ["consent_withdrawn"]);
    let asked = world.ask(&parent, person, &[(Field::Talent, "围棋")]).await;
    assert_eq!(codes(asked), [Field::Talent.key()]);
    world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();

    let view = registry.privacy().consent_view(&parent, person).await.unwrap();
    assert!(view.items.iter().all(|(_, value)| value.is_empty()));
    let kinds: Vec<_> = view.acts.iter().map(|act| (act.kind, act.way)).collect();
    assert_eq!(kinds, [(ConsentKind::Withdrawn, Way::Online), (ConsentKind::Given, Way::Online)]);
    // Given again, the values that were kept are shown again.
    registry.privacy().record_consent(&parent, person, &say(ConsentKind::Given)).await.unwrap();
    assert!(shows_talent(&record(&world, person).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_decides_a_running_case_still_reads_the_item_and_nobody_after_it() {
    let world = World::in_memory().await;
    let person = talented(&world).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::Member1Workplace, "玄武湖小学")]).await.unwrap();
    world.registry.privacy().record_consent(&parent, person, &say(ConsentKind::Withdrawn)).await.unwrap();
    let new = |view: contract::case::CaseView| view.changes[0].new.clone();
    let decider = world.registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(decider.my_turn);
    assert_eq!(new(decider), "玄武湖小学");
    let other = world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap();
    assert!(!other.my_turn && new(other).contains("已撤回同意"));
    world.correct(SCHOOL, case).await;
    let closed = world.registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(new(closed).contains("已撤回同意"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_paper_is_entered_by_the_own_school_and_nobody_else_sees_the_consent() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let registry = &world.registry;
    let strangers =
        [registrar(OTHER_SCHOOL), registrar(COUNTY), leader(SCHOOL), actor(Role::AuditAdmin, COUNTY, 7)];
    for stranger in strangers {
        assert!(
            is_not_found(&registry.privacy().consent_view(&stranger, person).await),
            "{:?}",
            stranger.role
        );
        let command = on_paper(ConsentKind::Withdrawn);
        assert!(is_not_found(&registry.privacy().record_consent(&stranger, person, &command).await));
    }
    let other = guardian(world.pupil(SCHOOL, 2).await);
    assert!(is_not_found(&registry.privacy().record_consent(&other, person, &say(ConsentKind::Given)).await));

    let school = registrar(SCHOOL);
    let nameless = ConsentCommand { paper: Some((String::new(), None)), ..say(ConsentKind::Given) };
    assert_eq!(
        codes(registry.privacy().record_consent(&school, person, &nameless).await),
        ["guardian", "signed_on"]
    );
    registry.privacy().record_consent(&school, person, &on_paper(ConsentKind::Given)).await.unwrap();
    let act = registry.privacy().consent_view(&school, person).await.unwrap().acts.remove(0);
    assert_eq!((act.way, act.guardian.as_str()), (Way::Paper, "李强"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_yearly_report_counts_what_happened_and_stays_as_it_was_made() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let auditor = actor(Role::AuditAdmin, COUNTY, 7);
    let year = chrono::Datelike::year(&registry.store.clock.today());
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    registry.privacy().record_consent(&guardian(one), one, &say(ConsentKind::Given)).await.unwrap();
    registry.privacy().record_consent(&guardian(two), two, &say(ConsentKind::Withdrawn)).await.unwrap();
    for reason in ["核对户口簿", "核对户口簿", "核对 320102201909010011"] {
        registry.pupils().reveal(&registrar(SCHOOL), one, None, reason).await.unwrap();
    }
    let case = world.ask(&guardian(one), one, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    world.correct(SCHOOL, case).await;
    world.ask(&guardian(two), two, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();

    let key = registry.privacy().make_audit_report(&auditor, year).await.unwrap();
    let report = registry.privacy().audit_report(&auditor, &key).await.unwrap();
    assert_eq!((report.records, report.below_14, report.reveals), (2, 2, 3));
    let reasons: Vec<_> = report.reasons.iter().map(|one| (one.words.as_str(), one.times)).collect();
    assert_eq!(reasons, [("核对户口簿", 2), ("核对 ******", 1)]);
    assert_eq!((report.consents_given, report.consents_withdrawn), (1, 1));
    assert_eq!((report.corrections, report.corrections_decided, report.corrections_in_time), (2, 1, 1));
    assert_eq!((report.disclosures, report.disclosures_open), (0, 0));
    let looks = |kind| report.looks.iter().find(|(one, _)| *one == kind).map(|(_, n)| *n);
    assert_eq!(looks(domain::access_log::Use::Reveal), Some(3), "the access log's own figure");
    assert_eq!((report.requests, report.requests_approved, report.downloads), (0, 0, 0));
    assert!(!report.is_final());

    // Made again on the same day it is the same one, whatever happened since.
    registry.privacy().record_consent(&guardian(two), two, &say(ConsentKind::Given)).await.unwrap();
    assert_eq!(registry.privacy().make_audit_report(&auditor, year).await.unwrap(), key);
    assert_eq!(registry.privacy().audit_report(&auditor, &key).await.unwrap(), report);
    assert_eq!(registry.privacy().audit_reports(&auditor).await.unwrap().len(), 1);

    assert_eq!(codes(registry.privacy().make_audit_report(&auditor, year - 2).await), ["year"]);
    for other in [registrar(COUNTY), leader(COUNTY), actor(Role::SecurityAdmin, COUNTY, 7)] {
        assert_eq!(codes(registry.privacy().make_audit_report(&other, year).await), ["not_permitted"]);
    }
    let city = actor(Role::AuditAdmin, "320100", 7);
    assert!(is_not_found(&registry.privacy().audit_report(&city, &key).await), "each authority has its own");
}

/// A child with optional items in the record, in a decided correction, in the journal and in the copy of the school it left.
async fn everywhere(world: &World) -> domain::id::PersonId {
    let person = talented(world).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let case = world.ask(&guardian(person), person, &[(Field::Talent, "围棋")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let asked = AskedTransfer {
        disability: None,
        number: whole(world, person, None).await,
        name: record(world, person).await.name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = world.registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    for actor in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)]
    {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    person
}

/// Everything the services tell of the child, at the old school and the new, and to the guardian.
async fn all_views(world: &World, person: domain::id::PersonId) -> String {
    let registry = &world.registry;
    let copies = registry.cases().copies(&registrar(SCHOOL), None).await.unwrap().rows;
    let mut said = String::new();
    for copy in copies {
        said += &format!("{:?}", registry.cases().copy(&registrar(SCHOOL), copy.id).await.unwrap());
    }
    let view = registry.pupils().pupil(&registrar(OTHER_SCHOOL), person).await.unwrap();
    assert!(view.chain_holds);
    said + &format!("{view:?}")
        + &format!("{:?}", registry.privacy().consent_view(&guardian(person), person).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_was_withdrawn_is_erased_for_good_after_fifteen_days_and_the_chain_holds() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = everywhere(&world).await;
    let parent = guardian(person);
    let before = all_views(&world, person).await;
    assert!(before.contains("围棋") && before.contains(TALENT), "record, copy and timeline have values");

    registry.privacy().record_consent(&parent, person, &say(ConsentKind::Withdrawn)).await.unwrap();
    let due = registry.privacy().consent_view(&parent, person).await.unwrap().erase_on;
    assert_eq!(due, Some(day("2026-09-22")));
    world.wait(Duration::days(DAYS_TO_REGRET as i64 - 1));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 0, "one may think better of it");
    registry.privacy().record_consent(&parent, person, &say(ConsentKind::Given)).await.unwrap();
    assert!(all_views(&world, person).await.contains("围棋"), "and has everything back");
    world.wait(Duration::days(DAYS_TO_REGRET as i64));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 0, "for as long as it is given");

    registry.privacy().record_consent(&parent, person, &say(ConsentKind::Withdrawn)).await.unwrap();
    world.wait(Duration::days(DAYS_TO_REGRET as i64));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 1);
    assert_eq!(registry.journal().verify_person(person).await.unwrap().map(|entries| entries > 5), Ok(true));
    registry.privacy().record_consent(&parent, person, &say(ConsentKind::Given)).await.unwrap();
    let after = all_views(&world, person).await;
    assert!(!after.contains("围棋") && !after.contains(TALENT), "a new consent brings nothing back: {after}");
    let view = registry.pupils().pupil(&registrar(OTHER_SCHOOL), person).await.unwrap();
    assert_eq!(view.optional_filled, 0);
    assert!(view.info.len() > 20, "the statutory items are there");
    let told = view.timeline.iter().find(|line| line.event == Event::OptionalErased).expect("in the journal");
    assert!(told.words.contains(Field::Talent.label()), "which items: {}", told.words);
    world.wait(Duration::days(1));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 0, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_erasing_waits_for_a_running_case_about_an_optional_item() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = talented(&world).await;
    registry.outbox().drain_outbox().await.unwrap();
    let case = world.ask(&guardian(person), person, &[(Field::Talent, "围棋")]).await.unwrap();
    registry.privacy().record_consent(&guardian(person), person, &say(ConsentKind::Withdrawn)).await.unwrap();
    world.wait(Duration::days(DAYS_TO_REGRET as i64));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 0);
    world.correct(SCHOOL, case).await;
    world.wait(Duration::days(1));
    assert_eq!(registry.watch().look_round().await.unwrap().erased, 1);
    registry.privacy().record_consent(&guardian(person), person, &say(ConsentKind::Given)).await.unwrap();
    let case = registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    let said = format!("{case:?}{:?}", record(&world, person).await);
    assert!(!said.contains("围棋") && !said.contains(TALENT), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_disclosed_file_leaves_out_what_was_withdrawn() {
    use domain::disclosure::{Command, DataClass, Ground, People, Recipient, RecipientKind};
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = talented(&world).await;
    let asked = registry::disclosure::AskedDisclosure {
        school: Some(code(SCHOOL)),
        recipient: Recipient {
            name: "玄武区少年宫".into(),
            kind: Some(RecipientKind::PublicBody),
            contact: "李老师".into(),
            phone: "02512345678".into(),
            letter: "玄少〔2026〕8号".into(),
        },
        purpose: "组织学生参加课外活动".into(),
        ground: Some(Ground::StatutoryDuty),
        proof_of_ground: "未成年人保护法第四十四条".into(),
        classes: DataClass::of(Field::Talent).into_iter().collect(),
        necessity: "按特长分组".into(),
        people: People::School,
        numbers: String::new(),
        keep_days: 30,
        letter: Some(("来函.png".into(), png())),
    };
    let id = registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asked).await.unwrap();
    let examine = Command::Examine("属实".into());
    registry.disclosures().act_on_disclosure(&registrar(COUNTY), id, &examine).await.unwrap();
    let approve = Command::Approve { words: "同意".into(), days: 7, downloads: 2 };
    registry.disclosures().act_on_disclosure(&leader(COUNTY), id, &approve).await.unwrap();
    let read = async || {
        use calamine::{Reader, Xlsx, open_workbook_from_rs};
        let (_, bytes) = registry.disclosures().fetch_disclosure(&registrar(SCHOOL), id).await.unwrap();
        let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("学生信息").unwrap();
        range.rows().flatten().map(ToString::to_string).collect::<String>()
    };
    assert!(read().await.contains(TALENT));
    registry.privacy().record_consent(&guardian(person), person, &say(ConsentKind::Withdrawn)).await.unwrap();
    assert!(!read().await.contains(TALENT));
}
