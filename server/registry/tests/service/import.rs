//! 批量导入: template, dry run, entry, and running it again.

use crate::support::guardians::INSTITUTION;
use crate::support::*;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use registry::error::Error;
use registry::import::{ImportState, RowState, Upload};
use registry::{Location, Registry};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::io::Cursor;

pub(crate) type Raw = BTreeMap<Field, String>;

/// A filled template: rows from the third on; `None` leaves a row blank.
pub(crate) fn filled(version: &str, rows: &[Option<(Raw, &str)>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("学生信息").unwrap();
    let columns = template_columns();
    sheet.write_string(0, 0, "序号").unwrap();
    for (column, field) in (1_u16..).zip(&columns) {
        sheet.write_string(0, column, format!("★{}", field.label())).unwrap();
    }
    let note_column = u16::try_from(columns.len()).unwrap() + 1;
    sheet.write_string(0, note_column, "查重说明").unwrap();
    sheet.write_string(1, 0, "示例").unwrap();
    sheet.write_string(1, 1, "示例学生").unwrap();
    for (row, pupil) in (2_u32..).zip(rows) {
        let Some((raw, note)) = pupil else { continue };
        for (column, field) in (1_u16..).zip(&columns) {
            if let Some(value) = raw.get(field) {
                sheet.write_string(row, column, value).unwrap();
            }
        }
        sheet.write_string(row, note_column, *note).unwrap();
    }
    let about = book.add_worksheet().set_name("填写说明").unwrap();
    about.write_string(0, 1, version).unwrap();
    book.save_to_buffer().unwrap()
}

fn upload(bytes: Vec<u8>) -> Upload {
    Upload { file: "一年级1班.xlsx".into(), bytes, entry_date: day("2026-09-01") }
}

pub(crate) fn good(seed: u64) -> Option<(Raw, &'static str)> {
    Some((raw(seed), ""))
}

fn with(seed: u64, field: Field, value: &str) -> Option<(Raw, &'static str)> {
    let mut raw = raw(seed);
    raw.insert(field, value.into());
    Some((raw, ""))
}

fn code_of(result: Result<impl std::fmt::Debug, Error>) -> String {
    match result {
        Err(Error::Refused(refusals)) => refusals[0].code.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_has_every_item_a_version_drop_downs_and_a_sample() {
    let world = World::in_memory().await;
    let bytes = world.registry.imports().import_template(&registrar(SCHOOL)).await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let sheet = book.worksheet_range("学生信息").unwrap();
    let headings: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings.len(), template_columns().len() + 2, "序号, 73 items (all but the photo), 查重说明");
    assert_eq!(headings[1], "★姓名");
    let lists = book.worksheet_range("代码表").unwrap();
    assert!(lists.rows().any(|row| row.contains(&Data::String("1-男".into()))));
    let about = book.worksheet_range("填写说明").unwrap();
    assert_eq!(about.get_value((0, 1)), Some(&Data::String(TEMPLATE_VERSION.into())));
    // What a person gets who sends it back as it is.
    assert_eq!(
        code_of(world.registry.imports().start_import(&registrar(SCHOOL), upload(bytes)).await),
        "empty"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_the_template_is_refused_with_a_reason() {
    let world = World::in_memory().await;
    let start = |bytes: Vec<u8>| world.registry.start_import_of(bytes);
    assert_eq!(code_of(start(b"no workbook".to_vec()).await), "not_a_workbook");
    assert_eq!(code_of(start(filled("2019.1", &[good(1)])).await), "template_version");
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "姓名").unwrap();
    assert_eq!(code_of(start(book.save_to_buffer().unwrap()).await), "not_the_template");
    let future = Upload { entry_date: day("2026-12-01"), ..upload(filled(TEMPLATE_VERSION, &[good(1)])) };
    assert_eq!(
        code_of(world.registry.imports().start_import(&registrar(SCHOOL), future).await),
        "entry_date"
    );
    assert!(
        world
            .registry
            .imports()
            .start_import(&leader(SCHOOL), upload(filled(TEMPLATE_VERSION, &[good(1)])))
            .await
            .is_err()
    );
}

trait Start {
    async fn start_import_of(&self, bytes: Vec<u8>) -> Result<domain::id::ImportId, Error>;
}

impl Start for Registry {
    async fn start_import_of(&self, bytes: Vec<u8>) -> Result<domain::id::ImportId, Error> {
        self.imports().start_import(&registrar(SCHOOL), upload(bytes)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_4_and_6_every_row_has_an_outcome_and_only_good_rows_are_entered_once() {
    let world = World::in_memory().await;
    let me = registrar(SCHOOL);
    world.enter(OTHER_SCHOOL, info(3)).await;
    let wrong_digit = {
        let number = raw(5)[&Field::IdNumber].clone();
        let last = if number.ends_with('1') { "2" } else { "1" };
        format!("{}{last}", &number[..17])
    };
    let mut same_person = raw(1);
    same_person.insert(Field::IdKind, "Z".into());
    same_person.insert(Field::IdNumber, String::new());
    // Another child is of another family: a whole form that is the same is the same row come again.
    let mut cousin = same_person.clone();
    cousin.insert(Field::Member1Phone, "13900000001".into());
    let rows = [
        good(1),
        good(2),
        None,
        good(3),
        good(2),
        with(5, Field::IdNumber, &wrong_digit),
        Some((same_person, "")),
        Some((cousin, "堂兄弟同名同日生，已核对出生证")),
    ];
    let bytes = filled(TEMPLATE_VERSION, &rows);
    let id = world.registry.imports().start_import(&me, upload(bytes.clone())).await.unwrap();
    assert_eq!(world.registry.imports().import(&me, id).await.unwrap().state, ImportState::Checking);
    world.registry.imports().drain_imports().await.unwrap();

    let import = world.registry.imports().import(&me, id).await.unwrap();
    assert_eq!(
        (import.state, import.total()),
        (ImportState::Checked, 7),
        "the blank row and the sample are dropped"
    );
    let lines = world.registry.imports().import_report(&me, id, true, 0).await.unwrap().rows;
    let states: Vec<(u32, RowState)> = lines.iter().map(|line| (line.row, line.state)).collect();
    // The report tells of some rows only: the same, in the order of the file, and from a row on.
    let of_file: Vec<(u32, RowState)> =
        states.iter().copied().filter(|(_, state)| *state != RowState::Good).collect();
    for after in [0, 6, 8, 100] {
        let told = world.registry.imports().import_report(&me, id, false, after).await.unwrap();
        let told: Vec<(u32, RowState)> = told.rows.iter().map(|line| (line.row, line.state)).collect();
        let beyond: Vec<_> = of_file.iter().copied().filter(|(row, _)| *row > after).collect();
        assert_eq!(told, beyond, "after {after}");
    }
    let listed = world.registry.imports().list_imports(&me).await.unwrap();
    let shown: Vec<_> = listed.iter().map(|one| (one.id, one.state, one.rows, one.entered)).collect();
    assert_eq!(shown, [(id, ImportState::Checked, 7, 0)]);
    assert_eq!(
        states,
        [
            (3, RowState::Good),
            (4, RowState::Good),
            (6, RowState::Duplicate),
            (7, RowState::Duplicate),
            (8, RowState::Wrong),
            (9, RowState::Possible),
            (10, RowState::Good),
        ]
    );
    let wrong = &lines[4].remarks[0];
    assert_eq!((wrong.field, wrong.value.as_str()), (Some(Field::IdNumber), wrong_digit.as_str()));
    assert!(
        wrong.reason.contains("校验") && wrong.reason.contains("第五条") && !wrong.remedy.is_empty(),
        "{wrong:?}"
    );
    assert!(lines[2].remarks[0].reason.contains("第二小学"), "{:?}", lines[2].remarks);
    assert!(lines[3].remarks[0].reason.contains("第 4 行"));
    assert_eq!(
        world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total,
        0,
        "a dry run enters nothing"
    );

    world.registry.imports().confirm_import(&me, id).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let done = world.registry.imports().import(&me, id).await.unwrap();
    assert_eq!((done.state, done.count(RowState::Entered)), (ImportState::Done, 3));
    assert_eq!(world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, 3);
    assert_eq!(code_of(world.registry.imports().confirm_import(&me, id).await), "import_state");

    let again = world.registry.imports().start_import(&me, upload(bytes)).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let second = world.registry.imports().import(&me, again).await.unwrap();
    assert_eq!(second.enterable(), 0, "running it twice adds nothing: {:?}", second.counts);
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());

    let report = world.registry.imports().import_report_xlsx(&me, id).await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(report)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(sheet.rows().any(|row| row.contains(&Data::String(wrong_digit.clone()))));
    assert!(matches!(
        world.registry.imports().import(&registrar(OTHER_SCHOOL), id).await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_one_guardian_an_institution_or_somebody_abroad_is_enough_and_what_is_lacking_is_said() {
    let world = World::in_memory().await;
    let (me, registry) = (registrar(SCHOOL), &world.registry);
    let row = |seed: u64, more: &[(Field, &str)]| {
        let mut raw = raw(seed);
        raw.extend(INSTITUTION.iter().chain(more).map(|(field, value)| (*field, (*value).to_owned())));
        Some((raw, ""))
    };
    let abroad = [
        (Field::Member1Kinship, "51-父亲"),
        (Field::Member1KinshipNote, ""),
        (Field::Member1Address, "日本东京都新宿区1-2-3"),
        (Field::Member1Phone, "+81312345678"),
        (Field::Member1IdNumber, ""),
    ];
    let rows = [
        row(410, &[]),
        row(411, &[(Field::Member1IdNumber, "")]),
        row(412, &[(Field::Member1IdNumber, "12320102MB00000010")]),
        row(413, &abroad),
    ];
    let id = registry.imports().start_import(&me, upload(filled(TEMPLATE_VERSION, &rows))).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let lines = registry.imports().import_report(&me, id, true, 0).await.unwrap().rows;
    let states: Vec<RowState> = lines.iter().map(|line| line.state).collect();
    assert_eq!(states, [RowState::Good, RowState::Wrong, RowState::Wrong, RowState::Noted], "{lines:?}");
    for line in &lines[1..3] {
        assert_eq!(line.remarks[0].field, Some(Field::Member1IdNumber));
        assert!(line.remarks[0].reason.contains("统一社会信用代码"), "{:?}", line.remarks);
    }
    assert!(lines[3].remarks.iter().any(|remark| remark.reason.contains("境外")), "{:?}", lines[3].remarks);
    registry.imports().confirm_import(&me, id).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    assert_eq!(registry.imports().import(&me, id).await.unwrap().count(RowState::Entered), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_that_were_not_taken_come_back_marked_and_only_they_are_sent_again() {
    let world = World::in_memory().await;
    let (me, registry) = (registrar(SCHOOL), &world.registry);
    let rows = [good(400), with(401, Field::IdNumber, "320102201901010021"), with(402, Field::Name, "")];
    let id = registry.imports().start_import(&me, upload(filled(TEMPLATE_VERSION, &rows))).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    registry.imports().confirm_import(&me, id).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    assert_eq!(registry.imports().import(&me, id).await.unwrap().rejected(), 2);

    let bytes = registry.imports().import_rejected_xlsx(&me, id).await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let sheet = book.worksheet_range("学生信息").unwrap();
    let headings: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings.last().unwrap(), "未通过的原因");
    let typed = sheet.get_value((2, 1)).unwrap().to_string();
    assert_eq!(typed, raw(401)[&Field::Name], "what was right stands there as it was typed");
    let reason = sheet.get_value((2, u32::try_from(headings.len()).unwrap() - 1)).unwrap().to_string();
    assert!(reason.starts_with("身份证件号：") && reason.contains("校验"), "{reason}");

    // Sent again as it is, it is those two rows and nothing else, and every column is known.
    let again = registry.imports().start_import(&me, upload(bytes)).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let second = registry.imports().import(&me, again).await.unwrap();
    assert_eq!((second.total(), second.rejected()), (2, 2));
    assert_eq!(second.account.columns_ignored, Vec::<String>::new());
    assert!(matches!(
        registry.imports().import_rejected_xlsx(&registrar(OTHER_SCHOOL), id).await,
        Err(Error::NotFound(_))
    ));
    let good =
        registry.imports().start_import(&me, upload(filled(TEMPLATE_VERSION, &[good(403)]))).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    assert!(
        matches!(registry.imports().import_rejected_xlsx(&me, good).await, Err(Error::NotFound(_))),
        "all were taken"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_after_a_restart_and_a_cancelled_one_enters_nothing() {
    let world = World::on_disk().await;
    let me = registrar(SCHOOL);
    let rows: Vec<_> = (100..160).map(good).collect();
    let id =
        world.registry.imports().start_import(&me, upload(filled(TEMPLATE_VERSION, &rows))).await.unwrap();
    let cancelled = world
        .registry
        .imports()
        .start_import(&me, upload(filled(TEMPLATE_VERSION, &[good(300)])))
        .await
        .unwrap();
    world.registry.imports().cancel_import(&me, cancelled).await.unwrap();
    let World { registry, dir, clock } = world;
    drop(registry);
    let registry = reopen(&Location::below(dir.path()), &clock).await;
    registry.imports().drain_imports().await.unwrap();
    assert_eq!(registry.imports().import(&me, id).await.unwrap().count(RowState::Good), 60);
    registry.imports().confirm_import(&me, id).await.unwrap();
    drop(registry);
    let registry = reopen(&Location::below(dir.path()), &clock).await;
    registry.imports().drain_imports().await.unwrap();
    assert_eq!(registry.imports().import(&me, id).await.unwrap().count(RowState::Entered), 60);
    assert_eq!(registry.imports().import(&me, cancelled).await.unwrap().state, ImportState::Cancelled);
    assert_eq!(registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, 60);
}

async fn reopen(location: &Location, clock: &registry::clock::Clock) -> Registry {
    Registry::open(location, clock.clone(), registry::clock::Entropy::system()).await.unwrap()
}
