//! 民族文字姓名 through the services (第二十八条): entered, imported and read back, corrected with proof, printed, masked, gone with the consent.

use crate::support::corrections::{record, whole};
use crate::support::prints::{printed, words};
use crate::support::*;
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use domain::id::PersonId;
use domain::print::PrintKind;
use domain::privacy::{ConsentCommand, ConsentKind, NOTICE_VERSION};
use registry::import::{ImportState, Upload};
use registry::person::Search;
use registry::printout::AskedPrint;

const OWN: &str = "ئالىم ئابدۇللا";

async fn on_roll(world: &World, changes: &[(Field, &str)]) -> PersonId {
    let (person, case) = world.enter(SCHOOL, info_with(1, changes)).await;
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    person
}

fn sheet(kind: PrintKind, person: PersonId) -> AskedPrint {
    AskedPrint::Pupil { kind, person, reason: "入学材料存档".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_28_a_name_in_its_own_script_is_kept_shown_and_printed_beside_the_han_name() {
    let world = World::in_memory().await;
    let person = on_roll(&world, &[(Field::NativeName, OWN), (Field::NativeLanguage, "维吾尔文")]).await;
    let shown = |view: &contract::pupil::PupilView, field: Field| {
        view.info.iter().find(|(one, _)| *one == field).map(|(_, value)| value.clone())
    };
    let view = record(&world, person).await;
    assert_eq!(shown(&view, Field::NativeName).as_deref(), Some(OWN));
    assert_eq!(shown(&view, Field::NativeLanguage).as_deref(), Some("维吾尔文"));
    assert!(view.name.chars().all(|one| ('\u{4e00}'..='\u{9fff}').contains(&one)), "the Han name leads");
    let city = world.registry.pupils().pupil(&leader("320100"), person).await.unwrap();
    assert_eq!(shown(&city, Field::NativeName).as_deref(), Some("ئ***"), "masked where the name is");
    for kind in [PrintKind::StudentCard, PrintKind::RegisterCard, PrintKind::BasicForm] {
        let view = printed(&world, &registrar(SCHOOL), &sheet(kind, person)).await;
        assert!(words(&view).contains("民族文字姓名") && words(&view).contains(OWN), "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_28_it_comes_with_the_file_of_a_class_and_what_is_wrong_with_it_is_named() {
    let world = World::in_memory().await;
    let row = |seed, name: &str, language: &str| {
        let mut raw = raw(seed);
        raw.insert(Field::NativeName, name.into());
        raw.insert(Field::NativeLanguage, language.into());
        Some((raw, ""))
    };
    let rows = [
        row(1, "\u{202B}ئالىم  ئابدۇللا\u{202C}", "ug-维吾尔文"),
        row(2, "བཀྲ་ཤིས་ཚེ་རིང", ""),
        row(3, "ᠪᠠᠭᠠᠲᠤᠷ", ""),
        row(4, "扎西", ""),
    ];
    assert!(template_columns().contains(&Field::NativeName));
    let own = registrar(SCHOOL);
    let upload = Upload {
        file: "一年级1班.xlsx".into(),
        bytes: crate::import::filled(TEMPLATE_VERSION, &rows),
        entry_date: day("2026-09-01"),
    };
    let import = world.registry.imports().start_import(&own, upload).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let checked = world.registry.imports().import(&own, import).await.unwrap();
    assert_eq!(checked.state, ImportState::Checked);
    world.registry.imports().confirm_import(&own, import).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let found = world.registry.pupils().search_pupils(&own, &Search::default()).await.unwrap();
    assert_eq!(found.rows.len(), 2, "蒙古文 needs its language, and Han characters are no such name");
    let mut kept = Vec::new();
    for line in &found.rows {
        kept.push(whole(&world, line.id, Some(Field::NativeName)).await);
    }
    kept.sort();
    assert_eq!(kept, [OWN, "བཀྲ་ཤིས་ཚེ་རིང"], "without what turns the line around");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_it_is_corrected_at_the_guardians_request_and_told_in_the_journal() {
    let world = World::in_memory().await;
    let person = on_roll(&world, &[]).await;
    let by = guardian(person);
    let asked = world.ask(&by, person, &[(Field::NativeName, OWN)]).await;
    assert_eq!(codes(asked), ["native_language"], "three languages are written so");
    let both = [(Field::NativeName, OWN), (Field::NativeLanguage, "ug")];
    let case = world.ask(&by, person, &both).await.unwrap();
    world.correct(SCHOOL, case).await;
    assert_eq!(whole(&world, person, Some(Field::NativeName)).await, OWN);
    let view = record(&world, person).await;
    assert!(view.chain_holds && view.timeline.iter().any(|line| line.words.contains(OWN)));
    let told = world.registry.pupils().pupil(&leader("320100"), person).await.unwrap().timeline;
    assert!(told.iter().all(|line| !line.words.contains(OWN)), "masked in the journal, too");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_without_consent_it_is_neither_shown_nor_printed() {
    let world = World::in_memory().await;
    let person = on_roll(&world, &[(Field::NativeName, OWN), (Field::NativeLanguage, "ug")]).await;
    for kind in [ConsentKind::Given, ConsentKind::Withdrawn] {
        let said = ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper: None };
        world.registry.privacy().record_consent(&guardian(person), person, &said).await.unwrap();
    }
    let view = record(&world, person).await;
    assert!(view.info.iter().all(|(field, _)| *field != Field::NativeName));
    let card = printed(&world, &registrar(SCHOOL), &sheet(PrintKind::StudentCard, person)).await;
    assert!(!words(&card).contains(OWN));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_certificate_carries_it_behind_the_han_name() {
    use crate::support::certificates::{certificate_sheet, finish, issue};
    use crate::support::grades::{in_grade, long_world};
    let world = long_world().await;
    let own = [(Field::NativeName, OWN), (Field::NativeLanguage, "ug")];
    let (with, without) = (in_grade(&world, 6, 1, &own).await, in_grade(&world, 6, 2, &[]).await);
    for (person, number, carries) in [(with, "2026小001", true), (without, "2026小002", false)] {
        let case = finish(&world, person, domain::case::completion::Outcome::Graduated, number).await;
        let id = issue(&world, case).await;
        let text = words(&certificate_sheet(&world, id).await);
        assert_eq!(text.contains(&format!("（{OWN}），")), carries, "{text}");
    }
}
