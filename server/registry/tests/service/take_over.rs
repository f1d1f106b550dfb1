//! 存量数据接管: the pupils of an existing register, checked, released by a second person, taken over once, reconciled, taken back.

use crate::support::corrections::{events, record, whole};
use crate::support::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use domain::access::{Actor, Role};
use domain::codes::PupilStatus;
use domain::form::{Field, template_columns};
use domain::id::{PersonId, TakeOverId};
use domain::ident::StudentNumber;
use domain::journal::Event;
use domain::standing::Standing;
use domain::take_over::{Profile, TakeOverState, read_totals};
use registry::error::Error;
use registry::import::RowState;
use registry::import::take_over::AskedTakeOver;
use registry::jobs::{JobState, Kind};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

pub(crate) type Row = BTreeMap<String, String>;

/// The columns beside the form.
const SPECIAL: &str = "学籍号,历史学籍号,学校标识码,学籍状态,状态起始日期,状态截止日期,入学日期,出境国家或地区,就读经历,查重说明";

pub(crate) fn begins() -> Actor {
    actor(Role::SystemAdmin, "320000", 1)
}

pub(crate) fn releases() -> Actor {
    actor(Role::SystemAdmin, "320000", 2)
}

pub(crate) fn formal(seed: u64) -> String {
    let document = info(seed).document();
    StudentNumber::formal(document.resident_id().unwrap()).as_str().to_owned()
}

/// The first seeds whose child has a number of a resident's card.
pub(crate) fn seeds(most: usize) -> Vec<u64> {
    // The child of the template's sample row is nobody, in a file to be taken over as in an import.
    let children = (1..).filter(|seed| *seed != domain::form::sample::TEMPLATE_SEED);
    children.filter(|seed| info(*seed).document().resident_id().is_some()).take(most).collect()
}

/// A child as the other register writes it.
pub(crate) fn row(seed: u64, changes: &[(&str, &str)]) -> Row {
    let mut row: Row =
        raw(seed).into_iter().map(|(field, value)| (field.label().to_owned(), value)).collect();
    row.insert("学籍号".into(), formal(seed));
    row.insert("学校标识码".into(), SCHOOL.into());
    row.insert("学籍状态".into(), "在读".into());
    row.insert("入学日期".into(), "2026-09-01".into());
    row.extend(changes.iter().map(|(heading, value)| ((*heading).to_owned(), (*value).to_owned())));
    row
}

/// Everything that stands in a report.
pub(crate) fn words(report: &[u8]) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(report.to_vec())).unwrap();
    let sheet = book.worksheet_range("检查报告").unwrap();
    sheet.rows().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The headings of the other register's files.
pub(crate) fn headings() -> Vec<&'static str> {
    let labels = template_columns().into_iter().map(Field::label);
    labels.chain(SPECIAL.split(',')).collect()
}

fn text(rows: &[Row]) -> String {
    let headings = headings();
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut lines = vec![headings.join(",")];
    for row in rows {
        let cells = headings.iter().map(|heading| cell(row.get(*heading).map_or("", String::as_str)));
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    lines.join("\r\n")
}

impl World {
    pub(crate) fn file(&self, name: &str, rows: &[Row]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text(rows)).unwrap();
        path
    }

    /// Reads and checks files.
    pub(crate) async fn checked(&self, files: Vec<PathBuf>, totals: Option<&str>) -> TakeOverId {
        let profile = Profile::national().unwrap();
        let asked = AskedTakeOver {
            source: "江苏旧系统".into(),
            files,
            totals: totals.map(|text| read_totals(text, &profile).unwrap()),
            profile,
            folder: None,
            archives: Vec::new(),
        };
        let take_overs = self.registry.take_overs();
        let id = take_overs.begin_take_over(&begins(), asked).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        id
    }

    /// Releases what there is now, as who has just looked at it.
    pub(crate) async fn release(&self, actor: &Actor, id: TakeOverId) -> registry::error::Result<()> {
        let take_overs = self.registry.take_overs();
        let shown = take_overs.take_over(id).await.unwrap().shown();
        take_overs.release_take_over(actor, id, &shown).await
    }

    /// Takes one clean file over.
    pub(crate) async fn taken_over(&self, rows: &[Row]) -> TakeOverId {
        let id = self.checked(vec![self.file("clean.csv", rows)], None).await;
        let take_overs = self.registry.take_overs();
        self.release(&releases(), id).await.unwrap();
        take_overs.run_take_over(&begins(), id).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        id
    }

    pub(crate) async fn state(&self, id: TakeOverId) -> TakeOverState {
        self.registry.take_overs().take_over(id).await.unwrap().state
    }

    pub(crate) async fn count_of(&self, id: TakeOverId, state: RowState) -> u64 {
        self.registry.take_overs().take_over(id).await.unwrap().count(state)
    }

    pub(crate) async fn rows_in(&self, table: &str) -> usize {
        #[derive(serde::Deserialize)]
        struct Any {}
        let rows: Vec<Any> =
            self.registry.store.inspect(&format!("SELECT version FROM {table}")).await.unwrap();
        rows.len()
    }

    /// The children by the whole of their names.
    pub(crate) async fn named(&self, name: &str) -> Vec<PersonId> {
        #[derive(serde::Deserialize)]
        struct Found {
            uid: PersonId,
            name: String,
        }
        let people: Vec<Found> = self.registry.store.inspect("SELECT uid, name FROM person").await.unwrap();
        people.into_iter().filter(|one| one.name == name).map(|one| one.uid).collect()
    }

    pub(crate) async fn sound(&self) {
        assert!(self.registry.figures().verify_figures().await.unwrap().is_empty());
        assert!(self.registry.journal().verify_journal().await.unwrap().broken.is_empty());
        assert!(self.registry.schools().verify_custody().await.unwrap().is_empty());
        let totals = self.registry.soundness().check_totals().await.unwrap().wrong;
        assert!(totals.is_empty(), "{totals:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_file_with_dirt_is_told_row_by_row_and_nobody_is_taken_over() {
    let world = World::in_memory().await;
    let of = seeds(9);
    let here = world.pupil(SCHOOL, of[8]).await;
    let mistyped = "G110105194912310021";
    let first = world.file(
        "one.csv",
        &[row(of[0], &[]), row(of[1], &[("姓名", "")]), row(of[2], &[("学籍号", mistyped)])],
    );
    let second = world.file(
        "two.csv",
        &[
            row(of[3], &[("学校标识码", "2132999999")]),
            row(of[4], &[("学籍状态", "退学"), ("状态起始日期", "2026-09-02")]),
            row(of[5], &[("学籍号", formal(of[0]).as_str())]),
            row(of[0], &[("查重说明", "确为另一名学生")]),
            row(of[6], &[("年级", "初中一年级")]),
            row(of[8], &[]),
        ],
    );
    let id = world.checked(vec![first, second], None).await;
    assert_eq!(world.state(id).await, TakeOverState::Checked);
    assert_eq!(world.count_of(id, RowState::Good).await + world.count_of(id, RowState::Noted).await, 1);
    assert_eq!(
        world.count_of(id, RowState::Duplicate).await,
        2,
        "the same child in another file, and one who is here"
    );
    assert_eq!(world.count_of(id, RowState::Wrong).await, 6);
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    let told = words(&report);
    for word in [
        "two.csv",
        "one.csv",
        "校验码不符",
        "本系统没有这所学校",
        "不能退学",
        "文件「one.csv」第 2 行",
        "学籍号",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let take_overs = world.registry.take_overs();
    assert_eq!(codes(world.release(&releases(), id).await), ["out_of_state"]);
    assert_eq!(codes(take_overs.run_take_over(&begins(), id).await), ["out_of_state"]);
    assert_eq!(world.rows_in("person").await, 1, "nobody came");
    assert_eq!(record(&world, here).await.spells.len(), 1);
    let one = take_overs.undo_take_over(&begins(), id, "文件有错误，重新导出").await.unwrap();
    assert!(one, "nobody was taken over: one person is enough");
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!((world.state(id).await, world.rows_in("take_over_row").await), (TakeOverState::Undone, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_pupils_come_with_numbers_statuses_schools_before_and_guardians() {
    let world = World::in_memory().await;
    let of = seeds(3);
    let before = "2132000009|旧第一小学|1|3班|2025-09-01|2026-07-10";
    let id = world
        .taken_over(&[
            row(of[0], &[("就读经历", before)]),
            row(
                of[1],
                &[("学籍状态", "休学"), ("状态起始日期", "2026-09-02"), ("状态截止日期", "2027-08-31")],
            ),
            row(of[2], &[("学校标识码", OTHER_SCHOOL)]),
        ])
        .await;
    assert_eq!(
        (world.state(id).await, world.count_of(id, RowState::Entered).await),
        (TakeOverState::Entered, 3)
    );

    let child = world.named(info(of[0]).name()).await[0];
    let view = record(&world, child).await;
    assert_eq!(view.standing, Standing::Pupil(PupilStatus::InSchool));
    assert_eq!(view.spells.len(), 2);
    assert_eq!(view.archive_built, Some(day("2026-09-07")), "the archive came with the child");
    assert!(view.chain_holds);
    assert_eq!(events(&view), [Event::InfoEntered, Event::TakenOver]);
    assert!(view.timeline.iter().any(|line| line.words.contains("接管自「江苏旧系统」")));
    assert!(view.info.iter().any(|(field, _)| *field == Field::Member1Name), "the guardians");
    assert_eq!(whole(&world, child, None).await, formal(of[0]));
    let resting = world.named(info(of[1]).name()).await[0];
    assert_eq!(record(&world, resting).await.standing, Standing::Pupil(PupilStatus::Suspended));
    world.sound().await;

    // The source and this register say the same; only then is it finished.
    let outcome = world.registry.take_overs().reconcile_take_over(&begins(), id).await.unwrap();
    assert!(outcome.finished && outcome.differences.agree());
    assert_eq!((outcome.differences.source, outcome.differences.here), (3, 3));
    world.registry.take_overs().drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);

    // A number that came with a child is nobody else's, and neither is the document.
    assert_eq!(world.rows_in("number").await, 3);
    let again = pupil(info_with(of[0], &[(Field::Talent, "书法")]));
    let entered = world.registry.pupils().enter_pupils(&registrar(SCHOOL), &code(SCHOOL), &[again]).await;
    assert!(matches!(entered.unwrap()[..], [registry::person::Entered::Refused(_)]));
    let twice = world.checked(vec![world.file("again.csv", &[row(of[0], &[])])], None).await;
    assert_eq!(world.count_of(twice, RowState::Duplicate).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_one_begins_and_another_one_releases() {
    let world = World::in_memory().await;
    let file = world.file("one.csv", &[row(seeds(1)[0], &[])]);
    let asked = |source: &str| AskedTakeOver {
        source: source.into(),
        files: vec![file.clone()],
        profile: Profile::national().unwrap(),
        totals: None,
        folder: None,
        archives: Vec::new(),
    };
    let take_overs = world.registry.take_overs();
    let county = actor(Role::SystemAdmin, COUNTY, 1);
    assert_eq!(codes(take_overs.begin_take_over(&county, asked("旧系统")).await), ["not_permitted"]);
    assert_eq!(
        codes(take_overs.begin_take_over(&registrar("320000"), asked("旧系统")).await),
        ["not_permitted"]
    );
    assert_eq!(codes(take_overs.begin_take_over(&begins(), asked(" ")).await), ["source"]);
    assert_eq!(world.rows_in("take_over").await, 0);
    let id = world.checked(vec![file.clone()], None).await;
    assert_eq!(codes(world.release(&begins(), id).await), ["four_eyes"]);
    let other = world.release(&actor(Role::SystemAdmin, "510000", 2), id).await;
    assert!(is_not_found(&other), "another province's is nobody else's affair");
    world.release(&releases(), id).await.unwrap();

    // Another province's school is none of this one's.
    let elsewhere = actor(Role::SystemAdmin, "510000", 1);
    let foreign = take_overs.begin_take_over(&elsewhere, asked("四川旧系统")).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.count_of(foreign, RowState::Wrong).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_over_that_is_cut_off_goes_on_and_takes_nobody_over_twice() {
    let world = World::on_disk().await;
    let rows: Vec<Row> =
        seeds(70).into_iter().map(|seed| row(seed, &[("查重说明", "已与原系统核实")])).collect();
    let id = world.checked(vec![world.file("many.csv", &rows)], None).await;
    let take_overs = world.registry.take_overs();
    world.release(&releases(), id).await.unwrap();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    assert!(world.registry.jobs().job_round(&[Kind::TakeOver]).await.unwrap());
    assert_eq!(world.count_of(id, RowState::Entered).await, 50);
    let world = world.reopened().await;
    let progress = world.registry.jobs().job_progress(Kind::TakeOver, &id.to_string()).await.unwrap();
    assert_eq!(progress.map(|job| (job.state, job.done)), Some((JobState::Waiting, 50)));
    // Begun again at the prompt: it goes on where it was.
    world.registry.take_overs().run_take_over(&begins(), id).await.unwrap();
    world.registry.take_overs().drain_take_overs().await.unwrap();
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    assert_eq!(
        (world.state(id).await, world.count_of(id, RowState::Entered).await),
        (TakeOverState::Entered, 70),
        "{}",
        words(&report)
    );
    assert_eq!((world.rows_in("person").await, world.rows_in("number").await), (70, 70));
    assert_eq!(world.rows_in("spell").await, 70);
    assert!(world.registry.take_overs().reconcile_take_over(&begins(), id).await.unwrap().finished);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sides_that_differ_are_told_and_two_persons_accept_it() {
    let world = World::in_memory().await;
    let rows: Vec<Row> = seeds(2).into_iter().map(|seed| row(seed, &[])).collect();
    let totals = format!("学校标识码,年级,学籍状态,人数\n{SCHOOL},1,在读,3\n");
    let id = world.checked(vec![world.file("one.csv", &rows)], Some(&totals)).await;
    let take_overs = world.registry.take_overs();
    world.release(&releases(), id).await.unwrap();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    let outcome = take_overs.reconcile_take_over(&begins(), id).await.unwrap();
    assert!(!outcome.finished);
    let [difference] = &outcome.differences.cells[..] else { panic!("{outcome:?}") };
    assert_eq!((difference.source, difference.here), (3, 2));
    assert_eq!(world.state(id).await, TakeOverState::Entered);
    let reason = "旧系统多计一名已转出学生";
    assert_eq!(codes(take_overs.accept_difference(&begins(), id, "").await), ["reason_needed"]);
    assert!(!take_overs.accept_difference(&begins(), id, reason).await.unwrap());
    assert_eq!(codes(take_overs.accept_difference(&begins(), id, reason).await), ["four_eyes"]);
    assert!(take_overs.accept_difference(&releases(), id, reason).await.unwrap());
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_over_is_undone_whole_and_the_same_files_come_again() {
    let world = World::in_memory().await;
    let of = seeds(3);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let id = world.taken_over(&rows).await;
    let take_overs = world.registry.take_overs();
    let child = world.named(info(of[0]).name()).await[0];
    assert_eq!(codes(take_overs.undo_take_over(&begins(), id, "").await), ["reason_needed"]);
    let reason = "导出的不是最新数据";
    assert!(!take_overs.undo_take_over(&begins(), id, reason).await.unwrap(), "one proposes");
    assert_eq!(world.state(id).await, TakeOverState::Entered);
    assert_eq!(codes(take_overs.undo_take_over(&begins(), id, reason).await), ["four_eyes"]);
    assert!(take_overs.undo_take_over(&releases(), id, reason).await.unwrap(), "another one agrees");
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    assert_eq!((world.rows_in("spell").await, world.rows_in("number").await), (0, 0));
    assert_eq!(world.rows_in("take_over_row").await, 0);
    let view = record(&world, child).await;
    assert_eq!((view.standing, view.number.as_str()), (Standing::NotRegistered, ""));
    assert_eq!(view.taken_back, Some(id), "its page says where it came from");
    assert_eq!(events(&view).last(), Some(&Event::TakeOverUndone));
    assert!(view.chain_holds);
    world.sound().await;
    assert_eq!(codes(take_overs.undo_take_over(&begins(), id, "再撤一次试试").await), ["out_of_state"]);

    let again = world.taken_over(&rows).await;
    assert_eq!(world.count_of(again, RowState::Entered).await, 3);
    assert_eq!(world.rows_in("number").await, 3);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_over_is_not_undone_once_something_was_done_to_one_of_its_pupils() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let id = world.taken_over(&rows).await;
    let child = world.named(info(of[0]).name()).await[0];
    let case = world.ask(&guardian(child), child, &[(Field::Name, "王大明")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let refused = world.registry.take_overs().undo_take_over(&begins(), id, "导出的不是最新数据").await;
    let Err(Error::Refused(refusals)) = refused else { panic!("undone") };
    let told = &refusals[0].what;
    assert!(told.contains("1 名学生") && !told.contains('王'), "how many and nobody's name: {told}");
    assert_eq!(world.state(id).await, TakeOverState::Entered);
    assert_eq!(world.rows_in("number").await, 2, "all of them stay");
}
