//! 改正一行: a row of a checked file is put right without the file being sent again, checked by what checks every row, with what the file
//! said beside it.

use crate::import::{Raw, filled};
use crate::support::*;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use contract::import::{ReportLine, RowSheet};
use domain::access_log::Function;
use domain::form::{Field, TEMPLATE_VERSION};
use domain::id::{ImportId, PersonId};
use domain::refusal::RefusalCode;
use domain::shown::Shown;
use registry::error::Error;
use registry::import::{ImportState, Mending, RowState, Upload};
use registry::person::FilledForm;
use std::io::Cursor;

const WRONG: &str = "320102201901010021";

async fn checked(world: &World, rows: &[Option<(Raw, &str)>]) -> ImportId {
    let bytes = filled(TEMPLATE_VERSION, rows);
    let upload = Upload { file: "一年级1班.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let id = world.registry.imports().start_import(&registrar(SCHOOL), upload).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    id
}

fn with(seed: u64, field: Field, value: &str) -> Option<(Raw, &'static str)> {
    let mut raw = raw(seed);
    raw.insert(field, value.into());
    Some((raw, ""))
}

async fn lines(world: &World, id: ImportId) -> Vec<ReportLine> {
    world.registry.imports().import_report(&registrar(SCHOOL), id, true, 0).await.unwrap().rows
}

async fn key(world: &World, id: ImportId, row: u32) -> PersonId {
    lines(world, id).await.into_iter().find(|line| line.row == row).unwrap().key.unwrap()
}

async fn states(world: &World, id: ImportId) -> Vec<(u32, RowState)> {
    lines(world, id).await.into_iter().map(|line| (line.row, line.state)).collect()
}

async fn sheet(world: &World, id: ImportId, row: u32) -> RowSheet {
    let key = key(world, id, row).await;
    world.registry.imports().import_row_sheet(&registrar(SCHOOL), id, key).await.unwrap()
}

/// What the form of a row sends: everything as it is shown, and this otherwise.
async fn sent(world: &World, id: ImportId, row: u32, field: Field, value: &str) -> (PersonId, Mending) {
    let sheet = sheet(world, id, row).await;
    let mut values = sheet.values;
    values.insert(field, value.to_owned());
    (sheet.key, Mending { version: sheet.version, values, extras: sheet.extras, note: Some(sheet.note) })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_row_is_put_right_on_the_page_and_entered_with_what_the_file_said_beside_it() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    let right = raw(401)[&Field::IdNumber].clone();
    let rows = [Some((raw(400), "")), with(401, Field::IdNumber, WRONG)];
    let id = checked(&world, &rows).await;
    assert_eq!(states(&world, id).await, [(3, RowState::Good), (4, RowState::Wrong)]);

    // What is typed and does not hold is kept, and the row stays as it is.
    let (key, mending) = sent(&world, id, 4, Field::IdNumber, "320102201901010022").await;
    assert_eq!(imports.mend_row(&me, id, key, &mending).await.unwrap(), RowState::Wrong);
    // Sent a second time, what was shown is not what stands there any more.
    let stale = Mending { values: [(Field::IdNumber, right.clone())].into(), ..mending };
    assert_eq!(codes(imports.mend_row(&me, id, key, &stale).await), ["changed_since_shown"]);

    let (key, mending) = sent(&world, id, 4, Field::IdNumber, &right).await;
    assert_eq!(imports.mend_row(&me, id, key, &mending).await.unwrap(), RowState::Noted);
    assert_eq!(imports.mend_row(&me, id, key, &mending).await.unwrap(), RowState::Noted, "a second press");
    let mended = sheet(&world, id, 4).await;
    let mends: Vec<_> = mended.mends.iter().map(|one| (one.item.as_str(), one.from.as_str())).collect();
    let label = Field::IdNumber.label();
    assert_eq!(mends, [(label, WRONG), (label, "320102201901010022")], "every word of it, first to last");
    assert_eq!(mended.mends[1].by, me.name);
    let told = lines(&world, id).await.pop().unwrap();
    assert_eq!((told.remarks.len(), told.remarks[0].value.as_str()), (1, right.as_str()));
    assert!(told.remarks[0].reason.contains(WRONG) && told.remarks[0].reason.contains(&me.name), "{told:?}");
    assert_eq!(imports.import(&me, id).await.unwrap().enterable(), 2);

    // What is entered is what was looked at: with the row that was put right since, it is looked at again.
    let looked = imports.import(&me, id).await.unwrap().version;
    let (third, mut again) = sent(&world, id, 3, Field::Name, &raw(400)[&Field::Name]).await;
    again.note = Some("已与户口簿核对".into());
    assert_eq!(imports.mend_row(&me, id, third, &again).await.unwrap(), RowState::Noted);
    let before = Shown::new(id, looked);
    assert_eq!(codes(imports.confirm_import(&me, before).await), ["changed_since_shown"]);
    assert_eq!(imports.import(&me, id).await.unwrap().state, ImportState::Checked);
    let now = Shown::new(id, imports.import(&me, id).await.unwrap().version);
    imports.confirm_import(&me, now).await.unwrap();
    imports.drain_imports().await.unwrap();
    let done = imports.import(&me, id).await.unwrap();
    assert_eq!((done.state, done.count(RowState::Entered)), (ImportState::Done, 2));
    assert!(!sheet(&world, id, 4).await.open, "what is entered is put right at the pupil");
    let late = Mending { version: sheet(&world, id, 4).await.version, ..mending };
    assert_eq!(codes(imports.mend_row(&me, id, key, &late).await), ["import_state"]);

    let bytes = imports.import_report_xlsx(&me, id).await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let report = book.worksheet_range_at(0).unwrap().unwrap();
    let row = report.rows().find(|row| row.contains(&Data::String(right.clone()))).unwrap();
    assert!(row.iter().any(|cell| cell.to_string().contains(WRONG)), "both stand in the report: {row:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_rows_that_were_or_are_now_the_same_as_a_mended_one_are_checked_again() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    // The second is the first come again, but for its name; the third stands alone.
    let first = raw(410);
    let mut twice = raw(411);
    twice.insert(Field::IdNumber, first[&Field::IdNumber].clone());
    twice.insert(Field::BirthDate, first[&Field::BirthDate].clone());
    twice.insert(Field::Sex, first[&Field::Sex].clone());
    let id = checked(&world, &[Some((first, "")), Some((twice, "")), Some((raw(412), ""))]).await;
    let stood = states(&world, id).await;
    assert_eq!(stood, [(3, RowState::Good), (4, RowState::Duplicate), (5, RowState::Good)]);

    // Without its number the first is nobody's double any more; the second is read again with it.
    let (key, mut mending) = sent(&world, id, 3, Field::IdNumber, "").await;
    mending.values.insert(Field::IdKind, "Z".into());
    imports.mend_row(&me, id, key, &mending).await.unwrap();
    let now = states(&world, id).await;
    assert_ne!(now[1].1, RowState::Duplicate, "{now:?}");
    assert_eq!(now[2], stood[2]);
    let counts = imports.import(&me, id).await.unwrap();
    assert_eq!((counts.total(), counts.count(RowState::Duplicate)), (3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nobody_else_puts_a_row_right_and_a_row_is_found_in_its_own_file_only() {
    let world = World::in_memory().await;
    let imports = world.registry.imports();
    let id = checked(&world, &[with(420, Field::IdNumber, WRONG)]).await;
    let other = checked(&world, &[with(421, Field::IdNumber, WRONG)]).await;
    let (key, mending) = sent(&world, id, 3, Field::Name, "另一人").await;
    for stranger in [registrar(OTHER_SCHOOL), leader(SCHOOL), registrar(COUNTY)] {
        assert!(imports.mend_row(&stranger, id, key, &mending).await.is_err());
        assert!(imports.import_row_sheet(&stranger, id, key).await.is_err());
    }
    let me = registrar(SCHOOL);
    assert!(matches!(imports.mend_row(&me, other, key, &mending).await, Err(Error::NotFound(_))));
    assert!(sheet(&world, id, 3).await.mends.is_empty());
    imports.cancel_import(&me, id).await.unwrap();
    let refused = imports.mend_row(&me, id, key, &mending).await;
    assert_eq!(codes(refused), [RefusalCode::ImportState.as_str()]);
}

/// How often a pupil was told of to who enters others.
async fn told_of(world: &World, person: PersonId, function: Function) -> usize {
    let looks = world.registry.access_log().looks_at(&guardian(person), person, None).await.unwrap();
    looks.rows.iter().filter(|line| line.function == function).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_is_told_where_a_child_attends_is_seen_by_the_guardian() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    let there = world.pupil(OTHER_SCHOOL, 401).await;
    let right = raw(401)[&Field::IdNumber].clone();
    let id = checked(&world, &[Some((raw(400), "")), with(401, Field::IdNumber, WRONG)]).await;
    let (key, mending) = sent(&world, id, 4, Field::IdNumber, &right).await;
    assert_eq!(told_of(&world, there, Function::ImportReport).await, 0, "nothing was told of the child");
    assert_eq!(imports.mend_row(&me, id, key, &mending).await.unwrap(), RowState::Duplicate);
    assert_eq!(told_of(&world, there, Function::ImportReport).await, 1);
    assert_eq!(sheet(&world, id, 4).await.state, RowState::Duplicate);

    // The same by a file that says it from the beginning: who reads its report, and who takes it along.
    let other = world.pupil(OTHER_SCHOOL, 402).await;
    let id = checked(&world, &[Some((raw(402), "")), Some((raw(403), ""))]).await;
    assert_eq!(told_of(&world, other, Function::ImportReport).await, 0, "nobody has read it yet");
    assert_eq!(states(&world, id).await, [(3, RowState::Duplicate), (4, RowState::Good)]);
    assert_eq!(told_of(&world, other, Function::ImportReport).await, 1);
    imports.import_report_xlsx(&me, id).await.unwrap();
    imports.import_rejected_xlsx(&me, id).await.unwrap();
    assert_eq!(told_of(&world, other, Function::ImportReportFile).await, 2);

    // One that came to the register between check and entry is found by entering, and told by the report alike.
    let id = checked(&world, &[Some((raw(404), "")), Some((raw(405), ""))]).await;
    assert_eq!(states(&world, id).await, [(3, RowState::Good), (4, RowState::Good)]);
    let late = world.pupil(OTHER_SCHOOL, 404).await;
    imports.confirm_import(&me, id).await.unwrap();
    imports.drain_imports().await.unwrap();
    assert_eq!(told_of(&world, late, Function::ImportReport).await, 0, "nobody has read it yet");
    let told = lines(&world, id).await;
    assert_eq!(
        told.iter().map(|line| line.state).collect::<Vec<_>>(),
        [RowState::Refused, RowState::Entered]
    );
    assert!(told[0].remarks[0].reason.contains("第二小学"), "{:?}", told[0].remarks);
    assert_eq!(told_of(&world, late, Function::ImportReport).await, 1);
    imports.import_rejected_xlsx(&me, id).await.unwrap();
    assert_eq!(told_of(&world, late, Function::ImportReportFile).await, 1);
    let entered = told[1].key.unwrap();
    assert_eq!(told_of(&world, entered, Function::ImportReport).await, 0, "of the other nothing was told");

    // And by the form of one child.
    let third = world.pupil(OTHER_SCHOOL, 2).await;
    let form = FilledForm { values: raw(2), entry_date: "2026-09-01".into(), ..FilledForm::default() };
    let refused = world.registry.pupils().enter_by_form(&me, &form).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(told_of(&world, third, Function::EntryCheck).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_row_is_not_put_right_without_end() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    let id = checked(&world, &[with(430, Field::IdNumber, WRONG)]).await;
    let mut refused = Vec::new();
    for n in 0..40 {
        let RowSheet { key, version, values, extras, mends, .. } = sheet(&world, id, 3).await;
        assert!(mends.len() <= 200);
        let values = values.into_keys().map(|field| (field, format!("改{n}"))).collect();
        let mending = Mending { version, values, extras, note: None };
        if let Err(Error::Refused(refusals)) = imports.mend_row(&me, id, key, &mending).await {
            refused = refusals;
            break;
        }
    }
    assert_eq!(refused[0].code, RefusalCode::File);
}
