//! 转往本系统外学校 (第十四条至第十六条): a pupil in the middle of a stage goes to a school that another system serves. The archive goes as
//! a package; the pupil stays on roll until the other side's receipt is entered, and goes on there from the package alone.

use crate::flows::counted;
use crate::support::packages::{all_agree, arrived, fingerprint_of, made, world};
use crate::support::*;
use chrono::Duration;
use domain::archive::EntryKind;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::case::transfer::TransferGround;
use domain::case::transfer_out::TransferOut;
use domain::case::{CaseKind, Payload};
use domain::id::{CaseId, LetterId, PersonId};
use domain::journal::Event;
use domain::letter::LetterState;
use registry::case::AskedTransfer;
use registry::letter::AskedReceipt;
use registry::package::AskedContinuation;
use registry::school::Custody;

const THERE: &str = "3144000001";

fn transfer_out(to: &str) -> Payload {
    Payload::TransferOut(TransferOut {
        facts: Facts {
            on: day("2027-09-10"),
            papers: vec![Paper::Application, Paper::Admission],
            note: String::new(),
        },
        ground: TransferGround::Employment,
        province: "44".into(),
        to: Some(code(to)),
        to_name: "天河第一学校".into(),
    })
}

/// A pupil of grade two with marks on file, whose transfer to a school that nobody here knows was granted.
async fn granted(here: &World) -> (PersonId, CaseId) {
    let registry = &here.registry;
    let person = here.pupil(SCHOOL, 1).await;
    here.clock.set("2027-08-11T02:00:00Z".parse().unwrap());
    registry.promotions().promote_all().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    here.clock.set("2027-09-07T02:00:00Z".parse().unwrap());
    let marks = [("subject", "语文"), ("mark", "92")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    registry
        .archives()
        .file_entry(&registrar(SCHOOL), person, EntryKind::Exam, "2026-1", &marks.into())
        .await
        .unwrap();
    let may = registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap().may_change;
    assert!(may.contains(&CaseKind::TransferOut));
    let case = registry.cases().open_change(&registrar(SCHOOL), person, &transfer_out(THERE)).await.unwrap();
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    registry.outbox().drain_outbox().await.unwrap();
    (person, case)
}

async fn letter_of(here: &World) -> LetterId {
    let id = letter_on_desk(here, &registrar(SCHOOL)).await;
    let line = here.registry.letters().letter_view(&registrar(SCHOOL), id).await.unwrap().line;
    assert_eq!(line.to, "天河第一学校");
    assert_eq!(line.due_on, Some(day("2027-10-07")), "one month (第十五条)");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_14_to_16_who_goes_to_a_school_of_another_system_stays_on_roll_until_its_receipt_is_entered()
{
    let here = World::in_memory().await;
    let registry = &here.registry;
    let (own, chief) = (registrar(SCHOOL), leader(SCHOOL));
    let (person, case) = granted(&here).await;

    // 在籍 still: the school's pupil, counted as one, and nothing else is begun.
    let pupil = registry.pupils().pupil(&own, person).await.unwrap();
    assert_eq!((pupil.standing.label(), pupil.school.as_str()), ("在读", "第一小学"));
    assert_eq!(pupil.leaving.unwrap().to_name, "天河第一学校");
    assert!(pupil.may_change.is_empty());
    assert!(registry.pupils().pupil(&guardian(person), person).await.unwrap().leaving.is_none());
    let facts = Facts { on: day("2027-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() };
    let other = Payload::Death(Death { facts });
    assert_eq!(codes(registry.cases().open_change(&own, person, &other).await), ["leaving"]);
    assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());

    // The package rests on this case, and takes two persons as every other.
    let offers = registry.packages().package_offers(&own, None).await.unwrap();
    assert_eq!(offers.len(), 1);
    assert_eq!((offers[0].case, offers[0].to.as_deref()), (case, Some("天河第一学校")));
    let (package, bytes, phrase) = made(&here, case).await;
    let told = fingerprint_of(&here, package).await;

    // The child begins there from the package alone (第十六条): in the grade it was in, under its number.
    let there = world().await;
    there.clock.set(here.clock.now());
    let (receiver, principal) = (registrar(THERE), leader(THERE));
    let id =
        there.registry.packages().receive_package(&receiver, arrived(&bytes, &phrase, &told)).await.unwrap();
    let asked = AskedContinuation {
        on: day("2027-09-13"),
        class_name: "3班".into(),
        take: Default::default(),
        note: String::new(),
    };
    there.registry.packages().propose_continuation(&receiver, id, &asked).await.unwrap();
    let child = there.registry.packages().accept_package(&principal, id).await.unwrap();
    let received = there.registry.pupils().pupil(&receiver, child).await.unwrap();
    assert_eq!((received.standing.label(), received.class_name.as_str()), ("在读", "3班"));
    assert_eq!((&received.grade, received.spells.len()), (&pupil.grade, 2), "in the middle of the stage");
    let number = registry.pupils().reveal(&own, person, None, "核对学籍号码").await.unwrap();
    assert_eq!(there.registry.pupils().reveal(&receiver, child, None, "核对学籍号码").await.unwrap(), number);
    assert_eq!(there.registry.archives().archive(&receiver, child).await.unwrap().entries.len(), 1);
    assert_eq!(there.registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert!(there.registry.journal().verify_person(child).await.unwrap().is_ok());

    // The receipt comes back on paper; with it the pupil leaves the roll here.
    let letter = letter_of(&here).await;
    registry.letters().draft_letter(&own, letter, Some(2), "登记表、成绩册").await.unwrap();
    registry.letters().sign_letter(&chief, letter).await.unwrap();
    assert_eq!(
        registry.pupils().pupil(&own, person).await.unwrap().standing.label(),
        "在读",
        "signed is not received"
    );
    here.wait(Duration::days(7));
    let receipt = AskedReceipt {
        received_by: "陈老师".into(),
        on: day("2027-09-13"),
        pieces: Some(2),
        note: String::new(),
    };
    assert_eq!(
        registry.letters().receive_letter(&own, letter, &receipt).await.unwrap(),
        LetterState::Received
    );
    let pupil = registry.pupils().pupil(&own, person).await.unwrap();
    assert_eq!((pupil.standing.label(), pupil.chain_holds), ("转学（转出）", true));
    assert!(pupil.leaving.is_none() && pupil.may_change.is_empty());
    assert_eq!(pupil.spells[0].to_on, Some(day("2027-09-13")));
    let told: Vec<_> = pupil.timeline.iter().map(|line| line.event).collect();
    assert!(told.contains(&Event::TransferOutGranted) && told.contains(&Event::TransferredOut));
    let custody = registry.schools().custody_of(&own, person).await.unwrap();
    assert_eq!((custody.kind, custody.since), (Custody::HandedOver, day("2027-09-13")));
    assert_eq!(registry.cases().copies(&own, None).await.unwrap().rows.len(), 1, "第九条: a copy stays");
    assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert_eq!(registry.schools().verify_custody().await.unwrap(), Vec::new());
    let out = (SCHOOL.to_owned(), "outside".to_owned(), 1);
    assert_eq!(counted(&here, COUNTY).await, std::slice::from_ref(&out), "counted with the receipt");

    // Who comes back is received by transfer, into the same record.
    let asked = AskedTransfer {
        disability: None,
        number: number.clone(),
        name: pupil.name,
        on: day("2027-09-14"),
        ground: TransferGround::Home,
        class_name: "2班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = registry.cases().open_transfer(&own, &asked).await.unwrap();
    all_agree(&here, case).await;
    let pupil = registry.pupils().pupil(&own, person).await.unwrap();
    assert_eq!((pupil.standing.label(), pupil.spells.len()), ("在读", 2));
    assert_eq!(registry.cases().copies(&own, None).await.unwrap().rows.len(), 1, "it left nobody here");
    let back = ("outside".to_owned(), SCHOOL.to_owned(), 1);
    assert_eq!(counted(&here, COUNTY).await, [out, back], "who comes back comes from outside");
    assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_pupil_whom_the_other_side_does_not_receive_stays_and_nothing_is_owed() {
    let here = World::in_memory().await;
    let registry = &here.registry;
    let (own, chief) = (registrar(SCHOOL), leader(SCHOOL));
    let (person, case) = granted(&here).await;
    let letter = letter_of(&here).await;
    registry.letters().draft_letter(&own, letter, Some(2), "登记表、成绩册").await.unwrap();
    registry.letters().sign_letter(&chief, letter).await.unwrap();
    assert!(registry.letters().letter_view(&chief, letter).await.unwrap().may_cancel);
    assert_eq!(
        codes(registry.letters().cancel_letter(&own, letter, "对方学位已满").await),
        ["not_permitted"]
    );
    assert!(is_not_found(
        &registry.letters().cancel_letter(&leader(OTHER_SCHOOL), letter, "对方学位已满").await
    ));
    assert_eq!(codes(registry.letters().cancel_letter(&chief, letter, " ").await), ["cancel_reason"]);
    assert_eq!(
        registry.letters().cancel_letter(&chief, letter, "对方学位已满").await.unwrap(),
        LetterState::Cancelled
    );
    assert_eq!(counted(&here, COUNTY).await, [], "granted and not received is no flow");
    let pupil = registry.pupils().pupil(&own, person).await.unwrap();
    assert!(pupil.standing.label() == "在读" && pupil.leaving.is_none() && pupil.chain_holds);
    assert!(pupil.may_change.contains(&CaseKind::TransferOut), "it may be tried again");
    assert_eq!(codes(registry.packages().ask_package(&own, case, None).await), ["ended"]);
    assert!(registry.packages().package_offers(&own, None).await.unwrap().is_empty());
    // Nobody is reminded of it, and no other letter can be ended.
    here.wait(Duration::days(90));
    assert!(on_desk(registry, &own, MatterKind::Letter).await.is_empty());
    assert!(is_not_found(&registry.letters().cancel_letter(&chief, letter, "对方学位已满").await));
    assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_school_of_this_register_opens_the_transfer_itself() {
    let here = world().await;
    let person = here.pupil(SCHOOL, 1).await;
    here.clock.set("2027-09-07T02:00:00Z".parse().unwrap());
    let own = registrar(SCHOOL);
    let refused = here.registry.cases().open_change(&own, person, &transfer_out(THERE)).await;
    assert_eq!(codes(refused), ["to_code"]);
    assert!(here.registry.cases().open_change(&own, person, &transfer_out("3144000099")).await.is_ok());
}
