//! 批量导入 of workbooks that failed (`tests/fixtures/import`): what becomes of their rows, and that the check says what entering
//! will say. What is read of each cell stands in `src/import/cases.rs`.

use crate::support::*;
use contract::import::ReportLine;
use domain::form::Field;
use registry::error::Error;
use registry::import::{RowState, Upload};

struct Checked {
    world: World,
    import: domain::id::ImportId,
    lines: Vec<ReportLine>,
}

impl Checked {
    fn states(&self) -> Vec<(u32, RowState)> {
        self.lines.iter().map(|line| (line.row, line.state)).collect()
    }

    /// Items that something is said of, by row.
    fn said(&self, row: u32) -> Vec<Field> {
        let line = self.lines.iter().find(|line| line.row == row).unwrap();
        line.remarks.iter().filter_map(|remark| remark.field).collect()
    }
}

/// A file by its name; without an ending it is an .xlsx.
fn upload(name: &str) -> Upload {
    let file = if name.contains('.') { name.to_owned() } else { format!("{name}.xlsx") };
    let path = format!("{}/tests/fixtures/import/{file}", env!("CARGO_MANIFEST_DIR"));
    Upload { bytes: std::fs::read(path).unwrap(), file, entry_date: day("2026-09-01") }
}

async fn checked(name: &str) -> Checked {
    let world = World::in_memory().await;
    let me = registrar(SCHOOL);
    let import = world.registry.imports().start_import(&me, upload(name)).await.unwrap();
    world.registry.imports().drain_imports().await.unwrap();
    let line = world.registry.imports().import(&me, import).await.unwrap();
    assert_eq!(line.total(), u64::from(line.account.read()), "{name}: what was read is what is checked");
    let lines = world.registry.imports().import_report(&me, import, true, 0).await.unwrap().rows;
    Checked { world, import, lines }
}

/// What the check calls good is entered, all of it.
async fn entered(checked: &Checked) -> u64 {
    let (registry, me) = (&checked.world.registry, registrar(SCHOOL));
    let good = registry.imports().import(&me, checked.import).await.unwrap().enterable();
    registry.imports().confirm_import(&me, checked.import).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let line = registry.imports().import(&me, checked.import).await.unwrap();
    assert_eq!(
        (line.count(RowState::Entered), line.count(RowState::Refused)),
        (good, 0),
        "the check is the entry"
    );
    good
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_what_a_cell_cannot_be_read_as_stops_its_row_and_says_why() {
    let lost = checked("01").await;
    assert_eq!(lost.states(), [(3, RowState::Wrong), (4, RowState::Wrong)]);
    assert_eq!((lost.said(3), lost.said(4)), (vec![Field::IdNumber], vec![Field::Member1IdNumber]));
    let remark = &lost.lines[0].remarks[0];
    assert!(remark.reason.contains("15 位") && remark.reason.contains("单元格 J3"), "{remark:?}");
    assert!(remark.remedy.contains("文本"), "{remark:?}");

    let days = checked("03").await;
    assert_eq!(days.states(), [(3, RowState::Wrong)]);
    assert_eq!(days.said(3), [Field::ClassNumber, Field::ClassName]);
    assert_eq!(days.lines[0].remarks[1].value, "1月2日");

    let errors = checked("04").await;
    assert_eq!(errors.states(), [(3, RowState::Wrong)]);
    assert_eq!(errors.said(3).len(), 6, "{:?}", errors.lines[0].remarks);
    let formulas = checked("05").await;
    assert_eq!(formulas.said(3), [Field::FormerName, Field::Inclusive, Field::Disability]);
    assert!(formulas.lines[0].remarks.iter().all(|remark| remark.remedy.contains("数值")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_as_shown_is_entered() {
    let months = checked("02").await;
    assert_eq!(months.states(), (3..=6).map(|row| (row, RowState::Good)).collect::<Vec<_>>());
    assert_eq!(entered(&months).await, 4);
    let zeros = checked("10").await;
    // The telephone of the second is written with the dash behind its area code, which is told.
    assert_eq!(zeros.states(), [(3, RowState::Good), (4, RowState::Noted)]);
    assert_eq!(entered(&zeros).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_never_entered_and_who_stands_over_it_is() {
    let over = checked("07a").await;
    assert_eq!(over.states(), [(2, RowState::Good), (3, RowState::Good)]);
    assert_eq!(entered(&over).await, 2);
    let numbered = checked("07b").await;
    assert_eq!(numbered.states(), [(3, RowState::Good)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_would_be_read_in_part_is_refused_with_what_to_do() {
    let world = World::in_memory().await;
    for (name, code) in [("06", "duplicate_columns"), ("08", "more_sheets"), ("11", "password")] {
        match world.registry.imports().start_import(&registrar(SCHOOL), upload(name)).await {
            Err(Error::Refused(refusals)) => {
                assert_eq!(refusals[0].code.as_str(), code);
                assert!(!refusals[0].remedy.is_empty());
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert!(world.registry.imports().list_imports(&registrar(SCHOOL)).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn case_19_who_is_too_young_is_told_by_the_check() {
    let young = checked("19").await;
    assert_eq!(young.states(), [(3, RowState::Wrong), (4, RowState::Good)]);
    assert_eq!(young.said(3), [Field::BirthDate]);
    assert!(young.lines[0].remarks[0].reason.contains("6周岁"), "{:?}", young.lines[0].remarks);
    assert_eq!(entered(&young).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_21_one_member_of_the_family_is_enough_and_words_for_nobody_are_no_names() {
    let alone = checked("21").await;
    assert_eq!(
        alone.states(),
        [(3, RowState::Wrong), (4, RowState::Noted), (5, RowState::Wrong), (6, RowState::Wrong)]
    );
    for row in [3, 5] {
        assert_eq!(alone.said(row), [Field::Member2Name]);
    }
    assert_eq!(alone.said(6), [Field::Member2Name, Field::Member2Phone], "10000000000 is nobody's telephone");
    assert_eq!(entered(&alone).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_23_a_foreign_child_is_entered_without_a_hukou() {
    let foreign = checked("23").await;
    assert_eq!(foreign.states(), [(3, RowState::Good), (4, RowState::Good), (5, RowState::Wrong)]);
    assert_eq!(foreign.said(5), [Field::BirthPlace, Field::HukouPlace]);
    assert_eq!(entered(&foreign).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_24_short_forms_are_taken_and_the_wrong_item_is_the_one_named() {
    let forms = checked("24").await;
    let wrong: Vec<u32> =
        forms.states().iter().filter(|(_, state)| !state.is_enterable()).map(|(row, _)| *row).collect();
    assert_eq!(wrong, [10], "{:?}", forms.lines);
    assert_eq!(forms.said(10), [Field::IdNumber]);
    assert_eq!(entered(&forms).await, 17);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_case_18_one_passport_number_of_two_countries_is_two_children() {
    let two = checked("18").await;
    assert_eq!(two.states(), [(3, RowState::Good), (4, RowState::Good)]);
    assert_eq!(entered(&two).await, 2);
    let registry = &two.world.registry;
    let search = registry::person::Search { text: "563412789".into(), ..Default::default() };
    let found = registry.pupils().search_pupils(&registrar(SCHOOL), &search).await.unwrap().rows;
    assert_eq!(found.len(), 2, "both are found by the number");
    let again = registry.imports().start_import(&registrar(SCHOOL), upload("18")).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let states: Vec<RowState> = registry
        .imports()
        .import_report(&registrar(SCHOOL), again, true, 0)
        .await
        .unwrap()
        .rows
        .iter()
        .map(|line| line.state)
        .collect();
    assert_eq!(
        states,
        [RowState::Duplicate, RowState::Duplicate],
        "the same country again is the same child"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn other_formats_of_tables_give_the_same_children() {
    let workbook = checked("18").await;
    for name in ["18.xls", "18.ods", "18.csv"] {
        let other = checked(name).await;
        assert_eq!(other.states(), workbook.states(), "{name}");
        assert_eq!(entered(&other).await, 2, "{name}");
    }
}
