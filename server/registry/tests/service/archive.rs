//! The archive's contents (第七条): entries, a class's sheet, files, completeness.

use crate::support::corrections::{events, record};
use crate::support::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use domain::access::Role;
use domain::archive::{Category, EntryKind};
use domain::case::correction::ProofKind;
use domain::form::{Field, TEMPLATE_VERSION};
use domain::journal::Event;
use domain::refusal::RefusalCode;
use domain::rules::RuleKey;
use registry::archive::{AskedFile, AskedSheet};
use registry::blob::Scanner;
use registry::clock::Entropy;
use registry::import::{RowState, Upload};
use registry::person::{FilledForm, Search};
use registry::rules::DraftRules;
use registry::{Location, Registry};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::io::Cursor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn photo(title: &str) -> AskedFile {
    AskedFile {
        category: Category::Awards,
        kind: ProofKind::Other,
        title: title.into(),
        name: "奖状.png".into(),
        bytes: png(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_an_entry_is_filed_changed_and_withdrawn_and_the_journal_keeps_all_of_it() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let mark = |mark: &str| typed(&[("subject", "语文"), ("mark", mark)]);
    let file = async |period: &str, values| {
        registry.archives().file_entry(&own, person, EntryKind::Exam, period, &values).await
    };
    assert_eq!(codes(file("2026-2", mark("一百")).await), ["period", "mark"], "everything at once");
    file("2026-1", mark("92")).await.unwrap();
    file("2026-1", mark("92")).await.unwrap();
    file("2026-1", mark("95")).await.unwrap();
    let seen = registry.archives().archive(&own, person).await.unwrap();
    assert_eq!(seen.entries.len(), 1, "the same subject in the same term is one entry");
    assert_eq!(seen.entries[0].entry.values["mark"], "95");
    let key = seen.entries[0].key.clone();

    // Others: the county reads, nobody else's registrar or leader files, strangers see nothing at all.
    assert_eq!(registry.archives().archive(&registrar(COUNTY), person).await.unwrap().entries.len(), 1);
    let city = registry.archives().archive(&actor(Role::Registrar, "320100", 1), person).await.unwrap();
    assert!(!city.whole && city.entries.is_empty() && city.files.is_empty() && city.completeness.percent > 0);
    for stranger in [registrar(OTHER_SCHOOL), guardian(person)] {
        assert!(is_not_found(&registry.archives().archive(&stranger, person).await));
        assert!(is_not_found(&registry.archives().withdraw_entry(&stranger, person, &key, "不需要了").await));
    }
    for reader in [leader(SCHOOL), registrar(COUNTY)] {
        let refused =
            registry.archives().file_entry(&reader, person, EntryKind::Exam, "2026-1", &mark("60")).await;
        assert_eq!(codes(refused), ["not_permitted"]);
    }

    assert_eq!(codes(registry.archives().withdraw_entry(&own, person, &key, " ").await), ["reason"]);
    registry.archives().withdraw_entry(&own, person, &key, "登错了人").await.unwrap();
    assert!(is_not_found(&registry.archives().withdraw_entry(&own, person, &key, "登错了人").await), "once");
    assert!(registry.archives().archive(&own, person).await.unwrap().entries.is_empty());
    file("2026-1", mark("88")).await.unwrap();
    let told: Vec<_> = events(&record(&world, person).await).into_iter().rev().take(4).rev().collect();
    let wanted = [
        Event::ArchiveEntryFiled,
        Event::ArchiveEntryChanged,
        Event::ArchiveEntryWithdrawn,
        Event::ArchiveEntryFiled,
    ];
    assert_eq!(told, wanted, "what changed nothing is not told");
    assert!(registry.journal().verify_person(person).await.unwrap().is_ok());
}

fn sheet(kind: EntryKind, period: &str, common: &[(&str, &str)]) -> AskedSheet {
    AskedSheet { grade: 1, class_name: "1班".into(), kind, period: period.into(), common: typed(common) }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_class_is_filed_in_the_page_and_by_excel_and_comes_out_as_it_went_in() {
    let world = World::in_memory().await;
    for seed in 1..=3 {
        let (_, case) = world.enter(SCHOOL, info_with(seed, &[(Field::ClassName, "1班")])).await;
        world.approve(SCHOOL, case).await;
    }
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    assert_eq!(
        registry.archives().classes(&own).await.unwrap(),
        [(1, "小学一年级".to_owned(), "1班".to_owned())]
    );
    let asked = sheet(EntryKind::Fitness, "2026", &[]);
    let people: Vec<_> =
        registry.archives().class_sheet(&own, &asked).await.unwrap().rows.iter().map(|row| row.id).collect();
    assert_eq!(people.len(), 3);
    let first = people[0];
    let test = |height: &str| typed(&[("height", height), ("weight", "23"), ("grade", "良好")]);
    let nobody = domain::id::PersonId::new(uuid::Uuid::from_u128(7));
    let cells = BTreeMap::from([
        (first, test("121.5")),
        (people[1], test("1215")),
        (people[2], typed(&[("height", " ")])),
        (nobody, test("120")),
    ]);
    let outcome = registry.archives().file_class(&own, &asked, &cells).await.unwrap();
    assert_eq!((outcome.filed, outcome.unchanged), (1, 0), "an empty row and a stranger's are not filed");
    let wrong: Vec<_> = outcome.wrong.iter().map(|(id, column, _)| (*id, column.as_str())).collect();
    assert_eq!(wrong, [(people[1], "height")], "one mistake does not keep the others out");
    let workbook = registry.archives().class_workbook(&own, &asked).await.unwrap();
    let (read, strangers) = registry.archives().read_class_workbook(&own, &asked, &workbook).await.unwrap();
    assert_eq!(strangers, 0);
    assert_eq!(read[&first], test("121.5"));
    let again = registry.archives().file_class(&own, &asked, &read).await.unwrap();
    assert_eq!((again.filed, again.unchanged, again.wrong.len()), (0, 1, 0));

    let marks = AskedSheet { kind: EntryKind::Exam, period: "2026-1".into(), ..asked.clone() };
    let wrong = registry.archives().class_sheet(&own, &marks).await.unwrap().wrong;
    assert_eq!(wrong[0].0, "subject", "the subject is asked for once, above the list");
    assert_eq!(codes(registry.archives().class_workbook(&own, &marks).await), ["sheet"]);
    assert_eq!(codes(registry.archives().read_class_workbook(&own, &asked, b"no workbook").await), ["file"]);
    // Another school sees its own class of that name, which is empty, and its file's rows are nobody here.
    let other =
        registry.archives().read_class_workbook(&registrar(OTHER_SCHOOL), &asked, &workbook).await.unwrap();
    assert_eq!((other.0.len(), other.1 > 0), (0, true));
    assert_eq!(codes(registry.archives().classes(&leader(SCHOOL)).await), ["not_permitted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_files_are_filed_with_a_small_picture_and_only_those_who_work_with_the_record_see_them() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let broken = AskedFile { bytes: b"MZ no picture".to_vec(), ..photo("奖状") };
    assert_eq!(codes(registry.archives().add_archive_file(&own, person, broken).await), ["file"]);
    assert_eq!(
        codes(registry.archives().add_archive_file(&own, person, photo(&"长".repeat(61))).await),
        ["title"]
    );
    assert_eq!(
        codes(registry.archives().add_archive_file(&leader(SCHOOL), person, photo("奖状")).await),
        ["not_permitted"]
    );
    registry.archives().add_archive_file(&own, person, photo("作文比赛奖状")).await.unwrap();
    let files = registry.archives().archive(&own, person).await.unwrap().files;
    assert_eq!(files.len(), 1);
    assert_eq!((files[0].title.as_str(), files[0].category), ("作文比赛奖状", Category::Awards));
    let id = files[0].id;
    let (_, whole) = registry.archives().archive_file(&registrar(COUNTY), person, id, false).await.unwrap();
    assert!(whole.starts_with(b"\x89PNG"));
    let (_, small) = registry.archives().archive_file(&own, person, id, true).await.unwrap();
    assert!(small.starts_with(&[0xFF, 0xD8]), "a JPEG");
    let other = world.pupil(SCHOOL, 2).await;
    assert!(
        is_not_found(&registry.archives().archive_file(&own, other, id, false).await),
        "another child's address"
    );
    for stranger in [registrar(OTHER_SCHOOL), actor(Role::Registrar, "320100", 1), guardian(person)] {
        assert!(is_not_found(&registry.archives().archive_file(&stranger, person, id, false).await));
    }
    registry.archives().withdraw_archive_file(&own, person, id, "传错了").await.unwrap();
    assert!(registry.archives().archive(&own, person).await.unwrap().files.is_empty());
    assert!(is_not_found(&registry.archives().archive_file(&own, person, id, false).await));
    let told = events(&record(&world, person).await);
    assert!(told.ends_with(&[Event::ArchiveFileAdded, Event::ArchiveFileWithdrawn]));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_completeness_grows_with_what_is_filed() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let before = registry.archives().archive(&own, person).await.unwrap();
    let missing: Vec<_> = before.completeness.missing.iter().map(|one| one.what.clone()).collect();
    assert!(missing.iter().any(|what| what.contains("户籍证明")), "{missing:?}");
    let hukou =
        AskedFile { category: Category::Proofs, kind: ProofKind::HouseholdRegister, ..photo("户口簿") };
    registry.archives().add_archive_file(&own, person, hukou).await.unwrap();
    let vaccine = typed(&[("vaccine", "接种证查验"), ("dose", "1")]);
    registry
        .archives()
        .file_entry(&own, person, EntryKind::Vaccination, "2026-09-01", &vaccine)
        .await
        .unwrap();
    let after = registry.archives().archive(&own, person).await.unwrap();
    assert!(after.completeness.percent > before.completeness.percent);
    assert_eq!(after.completeness.missing.len() + 2, before.completeness.missing.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_provinces_own_items_are_asked_checked_and_counted() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let extra = async |values: &[(&str, &str)]| {
        registry.archives().file_entry(&own, person, EntryKind::Extra, "", &typed(values)).await
    };
    let lines = "distance | 上学距离 | 数字0-100公里 | 必填\ndialect | 方言区 | 选项 吴语/官话";
    let draft = DraftRules {
        values: vec![(RuleKey::ExtraColumns, lines.to_owned())].into_iter().collect(),
        valid_from: day("2026-10-01"),
        source: "苏教规〔2026〕1号".into(),
        note: "增列档案项目".into(),
        ..Default::default()
    };
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    assert!(
        registry.archives().archive(&own, person).await.unwrap().extra_columns.is_empty(),
        "not before its day"
    );
    world.wait(chrono::Duration::days(30));
    let asked = registry.archives().archive(&own, person).await.unwrap();
    assert_eq!(asked.extra_columns.len(), 2);
    assert!(asked.completeness.missing.iter().any(|one| one.what == "上学距离"));
    assert_eq!(codes(extra(&[("distance", "很远"), ("dialect", "粤语")]).await), ["distance", "dialect"]);
    extra(&[("distance", "3"), ("dialect", "官话"), ("unknown", "不收")]).await.unwrap();
    let seen = registry.archives().archive(&own, person).await.unwrap();
    assert_eq!(
        seen.entries[0].lines,
        [("上学距离（公里）".to_owned(), "3".to_owned()), ("方言区".to_owned(), "官话".to_owned())]
    );
    assert!(seen.completeness.missing.iter().all(|one| one.category != Category::Provincial));

    // In the form, beside everything else that is wrong; in the template and in what is read from it.
    let mut form = FilledForm { values: raw(2), entry_date: "2026-10-02".into(), ..FilledForm::default() };
    form.values.insert(Field::Name, "3".into());
    assert_eq!(codes(registry.pupils().enter_by_form(&own, &form).await), ["name", "extra_distance"]);
    form.values = raw(2);
    form.extras.insert("distance".into(), "7".into());
    let case = registry.pupils().enter_by_form(&own, &form).await.unwrap();
    let entered = registry.cases().case_view(&own, case).await.unwrap().person;
    assert_eq!(
        registry.archives().archive(&own, entered).await.unwrap().entries[0].entry.values["distance"],
        "7"
    );
    assert!(registry.journal().verify_person(entered).await.unwrap().is_ok());
    // A returned entry is mended with them: they are part of its form, and what was typed is there (第七条第七项).
    let back = domain::case::Command::Return { reason: "上学距离有误".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    let (columns, typed) = registry.cases().returned_extras(&own, case).await.unwrap();
    assert_eq!((columns.len(), typed["distance"].as_str()), (2, "7"));
    assert!(is_not_found(&registry.cases().returned_extras(&registrar(OTHER_SCHOOL), case).await));
    let mut mended = form.clone();
    mended.extras = BTreeMap::new();
    assert_eq!(codes(registry.pupils().mend_by_form(&own, case, &mended).await), ["extra_distance"]);
    mended.extras = [("distance", "8"), ("dialect", "吴语")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    registry.pupils().mend_by_form(&own, case, &mended).await.unwrap();
    let filed = registry.archives().archive(&own, entered).await.unwrap().entries;
    assert_eq!((filed.len(), filed[0].entry.values["distance"].as_str()), (1, "8"));
    assert_eq!(filed[0].entry.values["dialect"], "吴语");
    let told = registry.pupils().pupil(&own, entered).await.unwrap();
    assert!(told.chain_holds);
    assert!(told.timeline.iter().any(|line| line.event == domain::journal::Event::ArchiveEntryChanged));
    let template = registry.imports().import_template(&own).await.unwrap();
    let import = registry
        .imports()
        .start_import(&own, fill(template, &[(raw(3), "12"), (raw(4), "很远")]))
        .await
        .unwrap();
    registry.imports().drain_imports().await.unwrap();
    let lines = registry.imports().import_report(&own, import, true, 0).await.unwrap().rows;
    let states: Vec<_> = lines.iter().map(|line| line.state).collect();
    assert_eq!(states, [RowState::Good, RowState::Wrong]);
    assert!(lines[1].remarks[0].reason.contains("上学距离"), "{:?}", lines[1].remarks);
    registry.imports().confirm_import(&own, import).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let search = Search { text: raw(3)[&Field::Name].clone(), ..Search::default() };
    let imported = registry.pupils().search_pupils(&own, &search).await.unwrap().rows[0].id;
    assert_eq!(
        registry.archives().archive(&own, imported).await.unwrap().entries[0].entry.values["distance"],
        "12"
    );
}

/// The template as it was downloaded, with rows written into it under its own headings.
fn fill(template: Vec<u8>, rows: &[(BTreeMap<Field, String>, &str)]) -> Upload {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(template)).unwrap();
    let sheet = book.worksheet_range("学生信息").unwrap();
    let headings: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let mut filled = Workbook::new();
    let page = filled.add_worksheet().set_name("学生信息").unwrap();
    for (column, heading) in (0_u16..).zip(&headings) {
        page.write_string(0, column, heading).unwrap();
        for (row, (values, distance)) in (2_u32..).zip(rows) {
            let label = heading.trim_start_matches('★');
            let value =
                values.iter().find(|(field, _)| field.label() == label).map(|(_, value)| value.as_str());
            let value = if label == "上学距离（公里）" { Some(*distance) } else { value };
            page.write_string(row, column, value.unwrap_or_default()).unwrap();
        }
    }
    filled.add_worksheet().set_name("填写说明").unwrap().write_string(0, 1, TEMPLATE_VERSION).unwrap();
    Upload {
        file: "一年级.xlsx".into(),
        bytes: filled.save_to_buffer().unwrap(),
        entry_date: day("2026-10-02"),
    }
}

/// A clamd that finds what is larger than a few bytes harmful or not, as told.
async fn clamd(verdict: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            loop {
                let size = stream.read_u32().await.unwrap();
                if size == 0 {
                    break;
                }
                let mut chunk = vec![0; size as usize];
                stream.read_exact(&mut chunk).await.unwrap();
            }
            stream.write_all(format!("stream: {verdict}\0").as_bytes()).await.unwrap();
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_virus_scanner_that_is_set_has_the_last_word_and_silence_is_no_yes() {
    let world = World::on_disk().await;
    let person = world.pupil(SCHOOL, 1).await;
    let World { registry, dir, clock } = world;
    drop(registry);
    let nobody = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().to_string()
    };
    for (address, wanted) in [
        (clamd("Win.Test.EICAR_HDB-1 FOUND").await, Some("file")),
        (clamd("OK").await, None),
        (nobody, Some("busy")),
    ] {
        let location = Location { scanner: Scanner::Clamd(address), ..Location::below(dir.path()) };
        let registry = Registry::open(&location, clock.clone(), Entropy::system()).await.unwrap();
        let answer = registry.archives().add_archive_file(&registrar(SCHOOL), person, photo("奖状")).await;
        match (answer, wanted) {
            (Ok(()), None) | (Err(registry::error::Error::Busy), Some("busy")) => {}
            (Err(registry::error::Error::Refused(refusals)), Some("file")) => {
                assert_eq!(refusals[0].code, RefusalCode::File)
            }
            (other, _) => panic!("{wanted:?}: {other:?}"),
        }
        drop(registry);
    }
}
