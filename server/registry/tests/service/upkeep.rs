//! 日常维护 and 调班 (第十三条): what a school keeps by itself, one pupil, a class in a grid and by Excel; what it may not (第十条).

mod unseen;

use crate::support::corrections::{events, record, whole};
use crate::support::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use contract::upkeep::KeptRow;
use domain::access::Role;
use domain::access_log::Function;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::Event;
use domain::refusal::RefusalCode;
use registry::upkeep::{AskedColumns, AskedUpkeep, TypedRow};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::io::Cursor;

const TOLD: &str = "家长来校告知";

fn row(stamp: &str, values: &[(Field, &str)]) -> TypedRow {
    let values = values.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    TypedRow { stamp: stamp.into(), values, ..TypedRow::default() }
}

fn asked(rows: Vec<(PersonId, TypedRow)>, reason: &str) -> AskedUpkeep {
    AskedUpkeep { rows: rows.into_iter().collect(), reason: reason.into(), new_classes: false }
}

async fn stamp(world: &World, person: PersonId) -> String {
    world.registry.upkeep().upkeep_form(&registrar(SCHOOL), person).await.unwrap().stamp
}

/// Keeps items of one pupil as the page does.
async fn keep(
    world: &World,
    person: PersonId,
    values: &[(Field, &str)],
    reason: &str,
) -> registry::error::Result<usize> {
    let asked = asked(vec![(person, row(&stamp(world, person).await, values))], reason);
    world.registry.upkeep().keep_record(&registrar(SCHOOL), person, &asked).await
}

/// A class of three on roll.
async fn class(world: &World) -> Vec<PersonId> {
    let mut people = Vec::new();
    for seed in 1..=3 {
        let items = [(Field::ClassName, "1班"), (Field::ClassNumber, "7"), (Field::AuxNumber, "A1")];
        let (person, case) = world.enter(SCHOOL, info_with(seed, &items)).await;
        world.approve(SCHOOL, case).await;
        people.push(person);
    }
    people
}

fn columns(fields: &[Field]) -> AskedColumns {
    AskedColumns { grade: 1, class_name: Some("1班".into()), fields: fields.to_vec() }
}

fn refused(told: &[KeptRow], person: PersonId) -> Vec<String> {
    let row = told.iter().find(|row| row.id == person).unwrap();
    row.refused.iter().map(|one| one.control().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_school_keeps_its_own_items_and_the_guardian_sees_old_and_new() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let registry = &world.registry;
    let form = registry.upkeep().upkeep_form(&registrar(SCHOOL), person).await.unwrap();
    let held = |field: Field| form.items.iter().find(|held| held.field == field).unwrap();
    assert!(held(Field::Phone).value.is_empty() && held(Field::Phone).words.contains('*'), "masked");
    assert!(held(Field::Attendance).whole);
    for closed in [Field::Name, Field::IdNumber, Field::Grade, Field::Disability, Field::Member1Name] {
        assert!(form.items.iter().all(|held| held.field != closed), "{closed:?}");
    }

    // Bad input is refused by name, all of it, and nothing is written.
    let before = events(&record(&world, person).await).len();
    let bad =
        [(Field::Phone, "12345"), (Field::Postcode, "21"), (Field::CommuteMode, "飞"), (Field::Name, "王五")];
    let mut told = codes(keep(&world, person, &bad, TOLD).await);
    told.sort_unstable();
    assert_eq!(told, ["commute_mode", "name", "phone", "postcode"]);
    assert_eq!(codes(keep(&world, person, &[(Field::Phone, "13800138000")], " ").await), ["reason"]);
    assert_eq!(
        codes(keep(&world, person, &[(Field::Phone, ""), (Field::AuxNumber, "")], "").await),
        ["nothing_changed"]
    );
    let contradicts = keep(&world, person, &[(Field::Inclusive, "1")], TOLD).await;
    assert_eq!(codes(contradicts), ["inclusive"], "told beside what was typed, not beside the disability");
    assert_eq!(events(&record(&world, person).await).len(), before);

    assert_eq!(
        keep(&world, person, &[(Field::AuxNumber, "32-007")], "").await.unwrap(),
        1,
        "no reason needed"
    );
    assert_eq!(keep(&world, person, &[(Field::Phone, "138 0013 8000")], TOLD).await.unwrap(), 1);
    assert_eq!(whole(&world, person, Some(Field::Phone)).await, "13800138000");
    let seen = registry.pupils().pupil(&guardian(person), person).await.unwrap();
    let kept: Vec<&str> = seen
        .timeline
        .iter()
        .filter(|line| line.event == Event::InfoKept)
        .map(|line| line.words.as_str())
        .collect();
    assert_eq!(kept.len(), 2);
    assert!(kept[0].contains("联系电话") && kept[0].contains(TOLD) && !kept[0].contains("13800138000"));
    assert!(kept[1].contains("学籍辅号") && kept[1].contains("32-007"));
    assert!(registry.journal().verify_person(person).await.unwrap().is_ok());
    let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    for function in [Function::Upkeep, Function::UpkeepCheck] {
        assert!(looks.iter().any(|look| look.function == function), "{function:?}");
    }
    // The telephone finds the record from now on.
    let search = registry::person::Search { text: "13800138000".into(), ..Default::default() };
    assert_eq!(registry.pupils().search_pupils(&registrar(SCHOOL), &search).await.unwrap().rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_nobody_else_keeps_a_record_and_none_that_is_not_on_roll() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let upkeep = world.registry.upkeep();
    let typed = asked(vec![(person, row(&stamp(&world, person).await, &[(Field::AuxNumber, "9")]))], "");
    for stranger in [registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL), registrar(COUNTY), guardian(person)] {
        assert!(is_not_found(&upkeep.upkeep_form(&stranger, person).await), "{}", stranger.name);
        assert!(is_not_found(&upkeep.keep_record(&stranger, person, &typed).await), "{}", stranger.name);
    }
    assert_eq!(codes(upkeep.upkeep_form(&leader(SCHOOL), person).await), ["not_permitted"]);
    let mut untrained = actor(Role::Registrar, SCHOOL, 8);
    untrained.trained = false;
    assert_eq!(codes(upkeep.keep_record(&untrained, person, &typed).await), ["not_trained"]);
    // In a sheet of another school the pupil is nobody.
    let told = upkeep.keep_records(&registrar(OTHER_SCHOOL), &typed).await.unwrap();
    assert_eq!((refused(&told, person), told[0].name.as_str()), (vec!["person".to_owned()], ""));

    let (candidate, _) = world.enter(SCHOOL, info(2)).await;
    assert_eq!(codes(upkeep.upkeep_form(&registrar(SCHOOL), candidate).await), ["status"]);
    let typed = asked(vec![(candidate, row("", &[(Field::AuxNumber, "9")]))], "");
    let told = upkeep.keep_records(&registrar(SCHOOL), &typed).await.unwrap();
    assert!(refused(&told, candidate).contains(&"status".to_owned()));
    assert!(
        world
            .registry
            .pupils()
            .pupil(&registrar(SCHOOL), candidate)
            .await
            .unwrap()
            .info
            .iter()
            .all(|(field, value)| *field != Field::AuxNumber || value != "9")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_a_guardian_is_asking_to_correct_waits_for_that() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let before = stamp(&world, person).await;
    let case = world.ask(&guardian(person), person, &[(Field::Phone, "13800138000")]).await.unwrap();
    assert_eq!(stamp(&world, person).await, before, "a case that is opened changes nothing that is kept");
    assert_eq!(codes(keep(&world, person, &[(Field::Phone, "13900139000")], TOLD).await), ["phone"]);
    keep(&world, person, &[(Field::Postcode, "210008")], TOLD).await.unwrap();
    world.correct(SCHOOL, case).await;
    assert_eq!(whole(&world, person, Some(Field::Phone)).await, "13800138000");
    keep(&world, person, &[(Field::Phone, "13900139000")], TOLD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_class_is_kept_in_a_grid_cell_by_cell_and_a_stale_row_is_told() {
    let world = World::in_memory().await;
    let people = class(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));
    let fields = [Field::ClassNumber, Field::Attendance, Field::Phone];
    let sheet = upkeep.upkeep_sheet(&own, &columns(&fields)).await.unwrap();
    assert_eq!(sheet.rows.len(), 3);
    let phone = sheet.rows[0].cells[2].as_ref().unwrap();
    assert!(!phone.whole && phone.value.is_empty());
    assert_eq!(codes(upkeep.upkeep_sheet(&own, &columns(&[Field::Name])).await), ["items"]);
    let many: Vec<Field> = domain::form::upkeep::open_items().take(7).collect();
    assert_eq!(codes(upkeep.upkeep_sheet(&own, &columns(&many)).await), ["items"]);
    assert_eq!(codes(upkeep.upkeep_sheet(&leader(SCHOOL), &columns(&fields)).await), ["not_permitted"]);
    let other = upkeep.upkeep_sheet(&registrar(OTHER_SCHOOL), &columns(&fields)).await.unwrap();
    assert!(other.rows.is_empty(), "another school's class of that name");

    // Somebody keeps the second pupil's record while the grid is being filled.
    keep(&world, people[1], &[(Field::AuxNumber, "B2")], "").await.unwrap();
    let of = |id: PersonId| sheet.rows.iter().find(|row| row.id == id).unwrap();
    let typed = |id: PersonId, number: &str, phone: &str| {
        let held = of(id).cells[1].as_ref().unwrap().value.clone();
        let values =
            [(Field::ClassNumber, number), (Field::Attendance, held.as_str()), (Field::Phone, phone)];
        (id, row(&of(id).stamp, &values))
    };
    let rows = vec![typed(people[0], "1", ""), typed(people[1], "2", ""), typed(people[2], "7", "12")];
    let asked = asked(rows, TOLD);
    let preview = upkeep.preview_upkeep(&own, &asked).await.unwrap();
    let kept = upkeep.keep_records(&own, &asked).await.unwrap();
    assert_eq!(preview, kept, "what the preview says is what happens");
    assert_eq!(refused(&kept, people[1]), [RefusalCode::ChangedSinceShown.as_str()]);
    assert_eq!(refused(&kept, people[2]), ["phone"]);
    let first = kept.iter().find(|row| row.id == people[0]).unwrap();
    let items: Vec<_> = first.items.iter().map(|item| (item.field, &*item.old, &*item.new)).collect();
    assert_eq!(items, [(Field::ClassNumber, "7", "1")], "only the cell that is otherwise");
    let number = async |id: PersonId| {
        let sheet = upkeep.upkeep_sheet(&own, &columns(&fields)).await.unwrap();
        let row = sheet.rows.into_iter().find(|row| row.id == id).unwrap();
        row.cells[0].as_ref().unwrap().value.clone()
    };
    assert_eq!((number(people[0]).await, number(people[1]).await), ("1".into(), "7".into()));
    assert!(
        upkeep.keep_records(&own, &asked).await.unwrap().iter().all(|row| row.id != people[0]),
        "done already"
    );
}

/// The file as somebody changed it: heading by heading, cells of each row after mark, name and class.
fn changed(head: &[&str], rows: &[(&str, &[&str])]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("学籍信息维护").unwrap();
    for (at, title) in (0_u16..).zip(["系统标识（请勿改动）", "姓名", "现在的班级"].iter().chain(head))
    {
        page.write_string(0, at, *title).unwrap();
    }
    for (n, (mark, cells)) in (1_u32..).zip(rows) {
        page.write_string(n, 0, *mark).unwrap();
        for (at, text) in (3_u16..).zip(*cells) {
            page.write_string(n, at, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_class_goes_out_as_a_file_and_only_what_was_changed_comes_back() {
    let world = World::in_memory().await;
    let people = class(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));
    let fields = [Field::AuxNumber, Field::EntryMonth, Field::Attendance, Field::Phone];
    let file = upkeep.upkeep_workbook(&own, &columns(&fields)).await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&file)).unwrap();
    let cells = book.worksheet_range("学籍信息维护").unwrap();
    let line = |n: usize| -> Vec<String> {
        cells.rows().nth(n).unwrap().iter().map(std::string::ToString::to_string).collect()
    };
    assert_eq!(line(0)[3..], ["学籍辅号", "入学年月", "就读方式", "联系电话（不改的留空）"]);
    let phone = whole(&world, people[0], Some(Field::Phone)).await;
    assert!(
        !cells.used_cells().any(|(.., value)| value.to_string().contains(&phone)),
        "what is masked stays here"
    );

    // As it went out it changes nothing, whatever the words for a code.
    let read = upkeep.read_upkeep_workbook(&own, file.clone()).await.unwrap();
    assert_eq!(read.len(), 3);
    let same = AskedUpkeep { rows: read, ..AskedUpkeep::default() };
    assert_eq!(upkeep.preview_upkeep(&own, &same).await.unwrap(), []);

    let marks: Vec<String> = (1..=3).map(|n| line(n)[0].clone()).collect();
    let id = |n: usize| -> PersonId { marks[n].split('/').next().unwrap().parse().unwrap() };
    let head = ["学籍辅号", "联系电话（不改的留空）", "民族"];
    let rows: [(&str, &[&str]); 3] =
        [(&marks[0], &["Z9", ""]), (&marks[1], &["A1", "12"]), (&marks[2], &["A1", "", "火星族"])];
    let read = upkeep.read_upkeep_workbook(&own, changed(&head, &rows)).await.unwrap();
    let asked = AskedUpkeep { rows: read, ..AskedUpkeep::default() };
    let told = upkeep.preview_upkeep(&own, &asked).await.unwrap();
    let shown = told.iter().find(|row| row.id == id(0)).unwrap();
    assert_eq!(
        (shown.items[0].field, &*shown.items[0].old, &*shown.items[0].new),
        (Field::AuxNumber, "A1", "Z9")
    );
    assert_eq!(
        (refused(&told, id(1)), refused(&told, id(2))),
        (vec!["phone".into()], vec!["ethnicity".into()])
    );
    assert_eq!(upkeep.keep_records(&own, &asked).await.unwrap(), told);
    let kept = record(&world, id(0)).await;
    assert!(kept.info.contains(&(Field::AuxNumber, "Z9".into())));
    assert_eq!(events(&kept).last(), Some(&Event::InfoKept));

    for bad in [
        b"no workbook".to_vec(),
        changed(&["学籍辅号", "学籍辅号"], &[(&marks[0], &["1", "2"])]),
        changed(&["备注"], &[(&marks[0], &["1"])]),
        changed(&["学籍辅号"], &[(&marks[0], &["1"]), (&marks[0], &["2"])]),
        changed(&["学籍辅号"], &[("谁", &["1"])]),
        changed(&["学籍辅号"], &[]),
    ] {
        assert_eq!(codes(upkeep.read_upkeep_workbook(&own, bad).await), ["file"]);
    }
    assert_eq!(codes(upkeep.read_upkeep_workbook(&leader(SCHOOL), file.clone()).await), ["not_permitted"]);
    let elsewhere = upkeep.read_upkeep_workbook(&registrar(OTHER_SCHOOL), file).await.unwrap();
    let asked = AskedUpkeep { rows: elsewhere, ..AskedUpkeep::default() };
    let told = upkeep.preview_upkeep(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    assert!(
        told.iter().all(|row| row.name.is_empty() && !row.refused.is_empty()),
        "strangers everywhere else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_pupils_come_into_another_class_of_their_grade_under_its_one_name() {
    let world = World::in_memory().await;
    let people = class(&world).await;
    let (upkeep, own) = (world.registry.upkeep(), registrar(SCHOOL));
    let mut marked = Vec::new();
    for person in &people[..2] {
        marked.push((*person, stamp(&world, *person).await));
    }
    let to = |class: &str, reason: &str, new| AskedUpkeep::moves(&marked, class, reason, new);
    let told = upkeep.keep_records(&own, &to("一（2）班", "均衡编班", false)).await.unwrap();
    assert_eq!(refused(&told, people[0]), ["class_name"], "a class that is not there is not begun by a slip");
    let told = upkeep.keep_records(&own, &to("一（2）班", "", true)).await.unwrap();
    assert_eq!(refused(&told, people[0]), ["reason"]);
    let told = upkeep.keep_records(&own, &to("", "均衡编班", true)).await.unwrap();
    assert!(refused(&told, people[0]).contains(&"class_name".to_owned()));

    let told = upkeep.keep_records(&own, &to("一（2）班", "均衡编班", true)).await.unwrap();
    assert!(told.len() == 2 && told.iter().all(|row| row.refused.is_empty()));
    let moved = record(&world, people[0]).await;
    assert_eq!((moved.class_name.as_str(), moved.spells[0].class_name.as_str()), ("2班", "2班"));
    let last = &moved.timeline[..2];
    assert!(last.iter().any(|line| line.event == Event::ClassMoved && line.words.contains("均衡编班")));
    assert!(
        last.iter().any(|line| line.event == Event::InfoKept && line.words.contains("班内学号")),
        "emptied"
    );
    let left = upkeep.upkeep_sheet(&own, &columns(&[Field::ClassName])).await.unwrap();
    assert_eq!((left.rows.len(), left.classes), (1, vec!["1班".to_owned(), "2班".to_owned()]));

    // 重新编班: the whole grade in one grid, the class of each child beside it.
    let grade =
        AskedColumns { grade: 1, class_name: None, fields: vec![Field::ClassName, Field::ClassNumber] };
    let sheet = upkeep.upkeep_sheet(&own, &grade).await.unwrap();
    assert_eq!(sheet.rows.iter().map(|row| &*row.class_name).collect::<Vec<_>>(), ["1班", "2班", "2班"]);
    let classes = ["二班", "1", "2班"];
    let rows = sheet.rows.iter().zip(classes).enumerate().map(|(n, (line, class))| {
        let number = (n + 1).to_string();
        (line.id, row(&line.stamp, &[(Field::ClassName, class), (Field::ClassNumber, &number)]))
    });
    let told = upkeep.keep_records(&own, &asked(rows.collect(), "分班调整")).await.unwrap();
    assert!(told.iter().all(|row| row.refused.is_empty()), "{told:?}");
    let by_id: BTreeMap<PersonId, String> = upkeep
        .upkeep_sheet(&own, &grade)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| (row.id, row.class_name))
        .collect();
    let now: Vec<&str> = sheet.rows.iter().map(|row| by_id[&row.id].as_str()).collect();
    assert_eq!(now, ["2班", "1班", "2班"]);
    assert!(world.registry.journal().verify_person(people[0]).await.unwrap().is_ok());
}
