//! Printed forms through the services (第五条, 第七条): who may print, what a code tells, what is told in the pupil's journal.

use crate::support::corrections::{events, record};
use crate::support::*;
use domain::id::{PersonId, PrintId};
use domain::journal::Event;
use domain::print::{CardError, PrintKind};
use registry::Registry;
use registry::error::Error;
use registry::printout::{AskedPrint, Checked, card_key, verify_card};

fn asked(kind: PrintKind, person: PersonId, reason: &str) -> AskedPrint {
    AskedPrint::Pupil { kind, person, reason: reason.into() }
}

async fn print(registry: &Registry, kind: PrintKind, person: PersonId) -> PrintId {
    registry.print_form(&registrar(SCHOOL), &asked(kind, person, "入学材料存档")).await.unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusals)) => refusals[0].code.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn article_7_a_sheet_is_printed_once_told_in_the_journal_and_opened_again() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 1).await;
    let first = print(registry, PrintKind::RegisterCard, person).await;
    assert_eq!(print(registry, PrintKind::RegisterCard, person).await, first, "asked again, opened again");
    let one = asked(PrintKind::StudentCard, person, "");
    let (a, b) = tokio::join!(registry.print_form(&by, &one), registry.print_form(&by, &one));
    assert_eq!(a.unwrap(), b.unwrap(), "at the same moment too");
    let printed =
        events(&record(&world, person).await).into_iter().filter(|event| *event == Event::Printed).count();
    assert_eq!(printed, 2);

    let view = registry.print_view(&by, first).await.unwrap();
    let again = registry.print_view(&by, first).await.unwrap();
    assert_eq!((&view.document, &view.code, &view.digest), (&again.document, &again.code, &again.digest));
    assert_eq!(view.line.number, format!("{SCHOOL}-2026-00001"));
    let pdf = registry.print_pdf(&by, first).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let page = registry.prints(&by, None, None).await.unwrap();
    assert_eq!(page.lines.len(), 2);
    assert!(page.lines.iter().any(|line| line.id == first));
    assert!(registry.verify_person(person).await.unwrap().is_ok());
}

#[tokio::test]
async fn article_7_full_values_need_a_reason_and_the_other_forms_do_not_show_them() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 2).await;
    for kind in [PrintKind::BasicForm, PrintKind::GuardianConfirmation] {
        assert_eq!(refused(registry.print_form(&by, &asked(kind, person, " 用 ")).await), "reason_needed");
    }
    let number = registry.reveal(&by, person, None, "核对打印内容").await.unwrap();
    let words = |id| async move {
        let view = registry.print_view(&registrar(SCHOOL), id).await.unwrap();
        format!("{:?}", view.document)
    };
    let full = words(print(registry, PrintKind::BasicForm, person).await).await;
    let card = words(print(registry, PrintKind::RegisterCard, person).await).await;
    assert!(full.contains(&number));
    assert!(!card.contains(&number), "masked: {card}");
}

#[tokio::test]
async fn article_7_nobody_but_the_schools_registrar_prints_or_opens() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 3).await;
    let sheet = print(registry, PrintKind::RegisterCard, person).await;
    let card = asked(PrintKind::StudentCard, person, "");
    assert!(matches!(registry.print_form(&registrar(OTHER_SCHOOL), &card).await, Err(Error::NotFound(_))));
    let guardian = guardian(person);
    assert!(registry.print_form(&guardian, &card).await.is_err());
    assert_eq!(refused(registry.print_form(&leader(SCHOOL), &card).await), "not_permitted");
    assert!(matches!(registry.print_form(&registrar(COUNTY), &card).await, Err(Error::NotFound(_))));
    for other in [registrar(OTHER_SCHOOL), guardian, leader(SCHOOL), registrar(COUNTY)] {
        assert!(matches!(registry.print_view(&other, sheet).await, Err(Error::NotFound(_))));
        assert!(matches!(registry.print_pdf(&other, sheet).await, Err(Error::NotFound(_))));
        assert!(matches!(registry.revoke_print(&other, sheet, "不应成功").await, Err(Error::NotFound(_))));
    }
    let view = registry.print_view(&registrar(SCHOOL), sheet).await.unwrap();
    assert_eq!(view.line.revoked, None);
}

#[tokio::test]
async fn article_7_a_code_is_genuine_revoked_or_unknown_and_tells_masked_facts_only() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 4).await;
    let sheet = print(registry, PrintKind::BasicForm, person).await;
    let view = registry.print_view(&by, sheet).await.unwrap();
    let typed = view.code.to_lowercase().replace('-', " ");
    let Checked::Genuine(facts) = registry.check_print(&typed, "10.0.0.1").await.unwrap() else {
        panic!("not genuine");
    };
    assert_eq!((facts.kind, &facts.number), ("学籍基础信息表", &view.line.number));
    let name = registry.pupil(&by, person).await.unwrap().name;
    assert!(!format!("{facts:?}").contains(&name), "the name is masked: {facts:?}");

    assert_eq!(refused(registry.revoke_print(&by, sheet, "误").await), "reason_needed");
    registry.revoke_print(&by, sheet, "姓名有误重新打印").await.unwrap();
    registry.revoke_print(&by, sheet, "姓名有误重新打印").await.unwrap();
    let gone = registry.check_print(&view.code, "10.0.0.1").await.unwrap();
    assert_eq!(gone, Checked::Revoked(facts, day("2026-09-07")));
    let told = events(&record(&world, person).await);
    assert_eq!(told.iter().filter(|event| **event == Event::PrintRevoked).count(), 1);
    assert_ne!(print(registry, PrintKind::BasicForm, person).await, sheet, "a new sheet, not the void one");

    assert_eq!(refused(registry.check_print("K7Q2", "10.0.0.1").await), "code");
    let unknown = "0000-0000-0000-0000";
    for _ in 0..20 {
        assert_eq!(registry.check_print(unknown, "10.0.0.2").await.unwrap(), Checked::Unknown);
    }
    assert_eq!(refused(registry.check_print(&view.code, "10.0.0.2").await), "too_many");
    assert!(registry.check_print(&view.code, "10.0.0.1").await.is_ok(), "only who guessed waits");
}

#[tokio::test]
async fn article_5_a_student_card_is_checked_with_the_public_key_alone() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 5).await;
    let sheet = print(registry, PrintKind::StudentCard, person).await;
    let view = registry.print_view(&by, sheet).await.unwrap();
    let key = card_key(&*registry.vault);
    let facts = verify_card(&key, &view.symbol).unwrap();
    assert_eq!((facts.number, facts.valid_until), (view.line.number.clone(), day("2027-08-31")));
    assert!(facts.name.ends_with('*'));
    let swapped = if view.symbol.ends_with('0') { "G" } else { "0" };
    let tampered = format!("{}{swapped}", &view.symbol[..view.symbol.len() - 1]);
    assert!(verify_card(&key, &tampered).is_err());
    let middle = view.symbol.replacen("XJ1.", "XJ1.0", 1);
    assert!(verify_card(&key, &middle).is_err());
    let other = World::in_memory().await;
    let another = card_key(&*other.registry.vault);
    assert_eq!(verify_card(&another, &view.symbol), Err(CardError::Signature));

    let (candidate, _) = world.enter(SCHOOL, info(6)).await;
    let early = registry.print_form(&by, &asked(PrintKind::StudentCard, candidate, "")).await;
    assert_eq!(refused(early), "not_in_school");
}

#[tokio::test]
async fn article_7_a_roster_lists_the_class_with_masked_numbers() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 7).await;
    let pupil = registry.pupil(&by, person).await.unwrap();
    let class = AskedPrint::Class { grade: 1, class_name: pupil.class_name.clone() };
    let sheet = registry.print_form(&by, &class).await.unwrap();
    let list = registry.print_view(&by, sheet).await.unwrap().document.list.unwrap();
    assert_eq!(list.rows.len(), 1);
    assert!(list.rows[0].contains(&pupil.name) && list.rows[0].contains(&pupil.number), "{list:?}");
    let none = AskedPrint::Class { grade: 6, class_name: "99班".into() };
    assert!(matches!(registry.print_form(&by, &none).await, Err(Error::NotFound(_))));
}
