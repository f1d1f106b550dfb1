//! Printed forms through the services (第五条, 第七条): who may print, what a code tells, what is told in the pupil's journal.

use crate::support::corrections::{events, record};
use crate::support::*;
use contract::printout::Checked;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::id::{PersonId, PrintId};
use domain::journal::Event;
use domain::print::{CardError, PrintKind};
use registry::Registry;
use registry::error::Error;
use registry::printout::{AskedPrint, PrintSearch, card_key, verify_card};

fn asked(kind: PrintKind, person: PersonId, reason: &str) -> AskedPrint {
    AskedPrint::Pupil { kind, person, reason: reason.into() }
}

async fn print(registry: &Registry, kind: PrintKind, person: PersonId) -> PrintId {
    registry.prints().print_form(&registrar(SCHOOL), &asked(kind, person, "入学材料存档")).await.unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusals)) => refusals[0].code.to_string(),
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
    let prints = registry.prints();
    let (a, b) = tokio::join!(prints.print_form(&by, &one), prints.print_form(&by, &one));
    assert_eq!(a.unwrap(), b.unwrap(), "at the same moment too");
    let printed =
        events(&record(&world, person).await).into_iter().filter(|event| *event == Event::Printed).count();
    assert_eq!(printed, 2);

    let view = registry.prints().print_view(&by, first).await.unwrap();
    let again = registry.prints().print_view(&by, first).await.unwrap();
    assert_eq!((&view.document, &view.code, &view.digest), (&again.document, &again.code, &again.digest));
    assert_eq!(view.line.number, format!("{SCHOOL}-2026-00001"));
    let pdf = registry.prints().print_pdf(&by, first).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let page = registry.prints().list_prints(&by, None, None).await.unwrap();
    assert_eq!(page.rows.len(), 2);
    assert!(page.rows.iter().any(|line| line.id == first));
    assert!(registry.journal().verify_person(person).await.unwrap().is_ok());
}

#[tokio::test]
async fn article_7_full_values_need_a_reason_and_the_other_forms_do_not_show_them() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 2).await;
    for kind in [PrintKind::BasicForm, PrintKind::GuardianConfirmation] {
        assert_eq!(
            refused(registry.prints().print_form(&by, &asked(kind, person, " 用 ")).await),
            "reason_needed"
        );
    }
    let number = registry.pupils().reveal(&by, person, None, "核对打印内容").await.unwrap();
    let words = |id| async move {
        let view = registry.prints().print_view(&registrar(SCHOOL), id).await.unwrap();
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
    assert!(matches!(
        registry.prints().print_form(&registrar(OTHER_SCHOOL), &card).await,
        Err(Error::NotFound(_))
    ));
    let guardian = guardian(person);
    assert!(registry.prints().print_form(&guardian, &card).await.is_err());
    assert_eq!(refused(registry.prints().print_form(&leader(SCHOOL), &card).await), "not_permitted");
    assert!(matches!(registry.prints().print_form(&registrar(COUNTY), &card).await, Err(Error::NotFound(_))));
    for other in [registrar(OTHER_SCHOOL), guardian, leader(SCHOOL), registrar(COUNTY)] {
        assert!(matches!(registry.prints().print_view(&other, sheet).await, Err(Error::NotFound(_))));
        assert!(matches!(registry.prints().print_pdf(&other, sheet).await, Err(Error::NotFound(_))));
        assert!(matches!(
            registry.prints().revoke_print(&other, sheet, "不应成功").await,
            Err(Error::NotFound(_))
        ));
    }
    let view = registry.prints().print_view(&registrar(SCHOOL), sheet).await.unwrap();
    assert_eq!(view.line.revoked, None);
}

#[tokio::test]
async fn article_7_a_code_is_genuine_revoked_or_unknown_and_tells_masked_facts_only() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 4).await;
    let sheet = print(registry, PrintKind::BasicForm, person).await;
    let view = registry.prints().print_view(&by, sheet).await.unwrap();
    let typed = view.code.to_lowercase().replace('-', " ");
    let Checked::Genuine(facts) = registry.prints().check_print(&typed, "10.0.0.1").await.unwrap() else {
        panic!("not genuine");
    };
    assert_eq!((facts.kind.label(), &facts.number), ("学籍基础信息表", &view.line.number));
    let name = registry.pupils().pupil(&by, person).await.unwrap().name;
    assert!(!format!("{facts:?}").contains(&name), "the name is masked: {facts:?}");

    assert_eq!(refused(registry.prints().revoke_print(&by, sheet, "误").await), "reason_needed");
    registry.prints().revoke_print(&by, sheet, "姓名有误重新打印").await.unwrap();
    registry.prints().revoke_print(&by, sheet, "姓名有误重新打印").await.unwrap();
    let gone = registry.prints().check_print(&view.code, "10.0.0.1").await.unwrap();
    assert_eq!(gone, Checked::Revoked(facts, day("2026-09-07")));
    let told = events(&record(&world, person).await);
    assert_eq!(told.iter().filter(|event| **event == Event::PrintRevoked).count(), 1);
    assert_ne!(print(registry, PrintKind::BasicForm, person).await, sheet, "a new sheet, not the void one");

    assert_eq!(refused(registry.prints().check_print("K7Q2", "10.0.0.1").await), "code");
    let unknown = "0000-0000-0000-0000";
    for _ in 0..20 {
        assert_eq!(registry.prints().check_print(unknown, "10.0.0.2").await.unwrap(), Checked::Unknown);
    }
    assert_eq!(refused(registry.prints().check_print(&view.code, "10.0.0.2").await), "too_many");
    assert!(registry.prints().check_print(&view.code, "10.0.0.1").await.is_ok(), "only who guessed waits");
}

#[tokio::test]
async fn article_5_a_student_card_is_checked_with_the_public_key_alone() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 5).await;
    let sheet = print(registry, PrintKind::StudentCard, person).await;
    let view = registry.prints().print_view(&by, sheet).await.unwrap();
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
    let early = registry.prints().print_form(&by, &asked(PrintKind::StudentCard, candidate, "")).await;
    assert_eq!(refused(early), "not_in_school");
}

#[tokio::test]
async fn article_7_a_roster_lists_the_class_with_masked_numbers() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 7).await;
    let pupil = registry.pupils().pupil(&by, person).await.unwrap();
    let class = AskedPrint::Class { grade: 1, class_name: pupil.class_name.clone() };
    let sheet = registry.prints().print_form(&by, &class).await.unwrap();
    let list = registry.prints().print_view(&by, sheet).await.unwrap().document.list.unwrap();
    assert_eq!(list.rows.len(), 1);
    assert!(list.rows[0].contains(&pupil.name) && list.rows[0].contains(&pupil.number), "{list:?}");
    let none = AskedPrint::Class { grade: 6, class_name: "99班".into() };
    assert!(matches!(registry.prints().print_form(&by, &none).await, Err(Error::NotFound(_))));
}

async fn found(registry: &Registry, search: PrintSearch) -> Vec<PrintId> {
    let page = registry.prints().find_prints(&registrar(SCHOOL), &search).await.unwrap();
    page.rows.into_iter().map(|line| line.id).collect()
}

#[tokio::test]
async fn article_7_a_sheet_is_found_by_number_whole_name_kind_and_state_in_the_own_school_only() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 8).await;
    let other = world.pupil(SCHOOL, 9).await;
    // Ids carry the time: sheets of one moment have no order.
    let minute = chrono::Duration::minutes(1);
    let card = print(registry, PrintKind::RegisterCard, person).await;
    world.wait(minute);
    let full = print(registry, PrintKind::BasicForm, person).await;
    world.wait(minute);
    let of_other = print(registry, PrintKind::RegisterCard, other).await;
    registry.prints().revoke_print(&by, card, "姓名有误重新打印").await.unwrap();
    let name = registry.pupils().pupil(&by, person).await.unwrap().name;
    let text = |text: &str| PrintSearch { text: text.into(), ..PrintSearch::default() };
    assert_eq!(found(registry, text(&format!("{SCHOOL}-2026-00002"))).await, [full]);
    assert_eq!(found(registry, text(" 3 ")).await, [of_other], "the serial of this year");
    assert_eq!(found(registry, text("2026-1")).await, [card]);
    assert_eq!(found(registry, text("2025-1")).await, []);
    assert_eq!(found(registry, text(&name)).await, [full, card], "the newest first, void ones too");
    assert_eq!(found(registry, text(name.get(..3).unwrap())).await, [], "names are found whole");
    let kind = Some(PrintKind::RegisterCard);
    assert_eq!(found(registry, PrintSearch { kind, ..PrintSearch::default() }).await, [of_other, card]);
    for (revoked, expected) in [(true, vec![card]), (false, vec![of_other, full])] {
        let search = PrintSearch { revoked: Some(revoked), ..PrintSearch::default() };
        assert_eq!(found(registry, search).await, expected);
    }
    let search = PrintSearch { person: Some(person), after: Some(full), ..PrintSearch::default() };
    assert_eq!(found(registry, search).await, [card], "older than the last of the page before");
    let elsewhere = registry.prints().find_prints(&registrar(OTHER_SCHOOL), &text(&name)).await.unwrap();
    assert!(elsewhere.rows.is_empty());
    assert_eq!(refused(registry.prints().find_prints(&leader(SCHOOL), &text(&name)).await), "not_permitted");
}

#[tokio::test]
async fn article_7_the_buttons_of_a_page_are_what_may_be_printed() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 10).await;
    let (candidate, _) = world.enter(SCHOOL, info(11)).await;
    let may =
        |actor, person| async move { registry.prints().printable_of_pupil(&actor, person).await.unwrap() };
    for kind in may(registrar(SCHOOL), person).await {
        registry.prints().print_form(&registrar(SCHOOL), &asked(kind, person, "入学材料存档")).await.unwrap();
    }
    assert!(may(registrar(SCHOOL), person).await.contains(&PrintKind::StudentCard));
    assert!(!may(registrar(SCHOOL), candidate).await.contains(&PrintKind::StudentCard));
    for other in [registrar(OTHER_SCHOOL), leader(SCHOOL), guardian(person)] {
        assert_eq!(may(other, person).await, []);
    }
    let nobody = PersonId::new(registry.store.new_id());
    assert_eq!(may(registrar(SCHOOL), nobody).await, [], "as if out of scope");
}

#[tokio::test]
async fn article_5_the_text_of_a_card_is_checked_too_and_lapses_with_the_year_and_with_the_pupil() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let (staying, leaving) = (world.pupil(SCHOOL, 12).await, world.pupil(SCHOOL, 13).await);
    let first = print(registry, PrintKind::StudentCard, staying).await;
    let second = print(registry, PrintKind::StudentCard, leaving).await;
    let one = registry.prints().print_view(&by, first).await.unwrap();
    let two = registry.prints().print_view(&by, second).await.unwrap();
    assert!(one.symbol.starts_with(&format!("{}?code=XJ1.", one.verify_at)), "leads to the public page");
    let Checked::Genuine(facts) = registry.prints().check_print(&one.symbol, "10.0.0.1").await.unwrap()
    else {
        panic!("not genuine");
    };
    assert_eq!(facts.number, one.line.number);
    assert_eq!(
        registry.prints().check_print(&one.code, "10.0.0.1").await.unwrap(),
        Checked::Genuine(facts.clone())
    );
    let forged = one.symbol.replacen("XJ1.", "XJ1.0", 1);
    assert_eq!(registry.prints().check_print(&forged, "10.0.0.3").await.unwrap(), Checked::Unknown);
    let strange = World::in_memory().await;
    let unknown = strange.registry.prints().check_print(&one.symbol, "10.0.0.1").await.unwrap();
    assert_eq!(unknown, Checked::Unknown, "signed by another system");
    for _ in 0..19 {
        registry.prints().check_print(&forged, "10.0.0.3").await.unwrap();
    }
    assert_eq!(
        refused(registry.prints().check_print(&one.symbol, "10.0.0.3").await),
        "too_many",
        "forgeries are counted"
    );

    let deceased =
        Facts { on: day("2026-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() };
    let death = Payload::Death(Death { facts: deceased });
    let case = registry.cases().open_change(&by, leaving, &death).await.unwrap();
    world.approve(SCHOOL, case).await;
    assert!(matches!(
        registry.prints().check_print(&two.code, "10.0.0.1").await.unwrap(),
        Checked::Lapsed(_)
    ));
    assert!(matches!(
        registry.prints().check_print(&one.code, "10.0.0.1").await.unwrap(),
        Checked::Genuine(_)
    ));
    registry.prints().revoke_print(&by, second, "人已不在校").await.unwrap();
    assert!(matches!(
        registry.prints().check_print(&two.code, "10.0.0.1").await.unwrap(),
        Checked::Revoked(..)
    ));
    world.wait(chrono::Duration::days(365));
    assert_eq!(registry.prints().check_print(&one.symbol, "10.0.0.1").await.unwrap(), Checked::Lapsed(facts));
}

#[tokio::test]
async fn article_5_the_latest_photograph_of_the_archive_stands_on_the_card_and_an_empty_frame_where_there_is_none()
 {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 1).await;
    let drawn = async |id| {
        let pdf = registry.prints().print_pdf(&by, id).await.unwrap();
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        assert_eq!(document.get_pages().len(), 2, "two faces");
        let picture = |object: &lopdf::Object| {
            object.as_stream().is_ok_and(|stream| stream.dict.has(b"Width") && stream.dict.has(b"Filter"))
        };
        document.objects.values().filter(|object| picture(object)).count()
    };
    let bare = print(registry, PrintKind::StudentCard, person).await;
    assert!(registry.prints().print_view(&by, bare).await.unwrap().photo.is_none());
    assert_eq!(drawn(bare).await, 0);
    let file = async |title: &str, name: &str, bytes: Vec<u8>| {
        let asked = registry::archive::AskedFile {
            category: domain::archive::Category::Basic,
            kind: domain::case::correction::ProofKind::Other,
            title: title.into(),
            name: name.into(),
            bytes,
        };
        registry.archives().add_archive_file(&by, person, asked).await.unwrap();
        let files = registry.archives().archive(&by, person).await.unwrap().files;
        files.into_iter().find(|file| file.title == title).unwrap().id
    };
    file("户口簿首页", "户口簿.png", png()).await;
    assert_eq!(
        print(registry, PrintKind::StudentCard, person).await,
        bare,
        "another picture is no photograph"
    );
    let first = file("一年级照片", "照片.png", png()).await;
    let with = print(registry, PrintKind::StudentCard, person).await;
    assert_ne!(with, bare, "another card");
    assert_eq!(registry.prints().print_view(&by, with).await.unwrap().photo.unwrap(), first);
    assert_eq!(drawn(with).await, 1);
    // A later one takes its place, on a later card; JPEG as well as PNG.
    world.wait(chrono::Duration::days(1));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let picture = image::load_from_memory(&png()).unwrap();
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let second = file("二年级照片", "照片.jpg", jpeg.into_inner()).await;
    let next = print(registry, PrintKind::StudentCard, person).await;
    assert_eq!(registry.prints().print_view(&by, next).await.unwrap().photo.unwrap(), second);
    assert_eq!(drawn(next).await, 1);
    assert_eq!(
        registry.prints().print_view(&by, with).await.unwrap().photo.unwrap(),
        first,
        "as it was printed"
    );
    // What was withdrawn from the archive is shown no more.
    registry.archives().withdraw_archive_file(&by, person, second, "拍摄有误").await.unwrap();
    assert!(registry.prints().print_view(&by, next).await.unwrap().photo.is_none());
    assert_eq!(drawn(next).await, 0);
}
