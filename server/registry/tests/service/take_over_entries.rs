//! 存量数据接管: what the archives of the pupils hold comes with them, a row each, by the rules of the archive, and goes with them.

use crate::support::corrections::{events, record};
use crate::support::*;
use crate::take_over::{Row, begins, formal, releases, row, seeds, words};
use domain::archive::{Category, EntryKind};
use domain::id::TakeOverId;
use domain::journal::Event;
use domain::standing::Standing;
use domain::take_over::{Profile, TakeOverState};
use registry::import::RowState;
use registry::import::take_over::AskedTakeOver;
use registry::jobs::Kind;
use std::path::{Path, PathBuf};

const HEADINGS: &str =
    "学籍号,档案类别,时间,科目,成绩,体检机构,结论,奖项,级别,颁奖单位,材料名称,材料文件,经办人";

/// A row of archive contents: the cells behind the number.
fn entry(number: &str, cells: &str) -> String {
    format!("{number},{cells}")
}

fn exam(number: &str, subject: &str, mark: &str) -> String {
    entry(number, &format!("学业考试成绩,2025—2026学年第一学期,{subject},{mark},,,,,,,,"))
}

impl World {
    fn archives(&self, name: &str, rows: &[String]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, format!("{HEADINGS}\r\n{}", rows.join("\r\n"))).unwrap();
        path
    }

    async fn checked_with(&self, pupils: &[Row], archives: PathBuf, folder: Option<&Path>) -> TakeOverId {
        let asked = AskedTakeOver {
            source: "江苏旧系统".into(),
            files: vec![self.file("pupils.csv", pupils)],
            archives: vec![archives],
            profile: Profile::national().unwrap(),
            totals: None,
            folder: folder.map(Path::to_owned),
        };
        let id = self.registry.take_overs().begin_take_over(&begins(), asked).await.unwrap();
        self.registry.take_overs().drain_take_overs().await.unwrap();
        id
    }

    async fn told_of(&self, id: TakeOverId) -> String {
        words(&self.registry.take_overs().take_over_report(&begins(), id).await.unwrap())
    }
}

fn pupils(of: &[u64]) -> Vec<Row> {
    of.iter().map(|seed| row(*seed, &[("查重说明", "已与原系统核实")])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_what_archives_hold_comes_with_the_pupils_and_is_reconciled() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let (one, two) = (formal(of[0]), formal(of[1]));
    let file = world.archives(
        "archives.csv",
        &[
            exam(&one, "语文", "92.5"),
            exam(&one, "数学", "优秀"),
            entry(&two, "健康体检,2026-05-10,,,区妇幼保健院,未见异常,,,,,,"),
            entry(&two, "获奖信息,2026-04-01,,,,,书法比赛,县级,区教育局,,,"),
        ],
    );
    let id = world.checked_with(&pupils(&of), file, None).await;
    let told = world.told_of(id).await;
    assert_eq!(world.count_of(id, RowState::Wrong).await, 0, "{told}");
    assert!(told.contains("经办人") && told.contains("这一列没有读取"), "{told}");
    let take_overs = world.registry.take_overs();
    world.release(&releases(), id).await.unwrap();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.count_of(id, RowState::Entered).await, 6, "{}", world.told_of(id).await);
    let child = world.named(info(of[0]).name()).await[0];
    let seen = world.registry.archives().archive(&registrar(SCHOOL), child).await.unwrap();
    let marks: Vec<&str> = seen.entries.iter().map(|line| line.entry.values["mark"].as_str()).collect();
    assert_eq!((seen.entries.len(), seen.entries[0].entry.kind), (2, EntryKind::Exam));
    assert!(marks.contains(&"92.5") && marks.contains(&"优秀"), "{marks:?}");
    let view = record(&world, child).await;
    assert_eq!(
        events(&view),
        [Event::InfoEntered, Event::TakenOver, Event::ArchiveEntryFiled, Event::ArchiveEntryFiled],
        "each in the journal"
    );
    world.sound().await;
    let outcome = take_overs.reconcile_take_over(&begins(), id).await.unwrap();
    assert_eq!((outcome.finished, outcome.entries), (true, (4, 4)));
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    assert_eq!(world.rows_in("archive_entry").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_row_that_the_archive_would_refuse_keeps_everybody_out() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let (one, stranger) = (formal(of[0]), formal(seeds(3)[2]));
    let file = world.archives(
        "archives.csv",
        &[
            exam(&one, "语文", "92"),
            exam(&one, "语文", "95"),
            exam(&one, "炼金术", "92"),
            exam(&one, "英语", "92分"),
            exam(&stranger, "语文", "92"),
            entry(&one, "健康体检,2027-05-10,,,区妇幼保健院,未见异常,,,,,,"),
            entry(&one, "获奖信息,2026-04-01,,99,,,书法比赛,县级,区教育局,,,"),
            entry(&one, "品德,2026-04-01,,,,,,,,,,"),
        ],
    );
    let id = world.checked_with(&pupils(&of), file, None).await;
    let told = world.told_of(id).await;
    assert_eq!(world.count_of(id, RowState::Duplicate).await, 1, "{told}");
    assert_eq!(world.count_of(id, RowState::Wrong).await, 6, "{told}");
    for word in [
        "同一条记录",
        "文件「archives.csv」第 2 行",
        "炼金术",
        "成绩",
        "名册里没有这个学籍号",
        "日期不能晚于今天",
        "不是「获奖信息」的项目",
        "不是能识别的类别",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(world.release(&releases(), id).await), ["out_of_state"]);
    assert_eq!((world.rows_in("person").await, world.rows_in("archive_entry").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_a_scan_is_filed_as_its_row_says_and_bound_to_it() {
    let world = World::in_memory().await;
    let of = seeds(1);
    let number = formal(of[0]);
    let folder = world.dir.path().join("扫描件");
    std::fs::create_dir(&folder).unwrap();
    for name in ["0001.png", "0002.png", "没有提到.png"] {
        std::fs::write(folder.join(name), png()).unwrap();
    }
    let rows = [
        entry(&number, "获奖信息,2026-04-01,,,,,书法比赛,县级,区教育局,,0001.png,"),
        entry(&number, "证明材料,,,,,,,,,户口簿首页,0002.png,"),
    ];
    let lacking = entry(&number, "证明材料,,,,,,,,,出生证,0003.png,");
    let file = world.archives("lacking.csv", &[lacking]);
    let id = world.checked_with(&pupils(&of), file, Some(&folder)).await;
    assert_eq!(world.count_of(id, RowState::Wrong).await, 1);
    assert!(world.told_of(id).await.contains("附件文件夹里没有这个文件"));

    let file = world.archives("archives.csv", &rows);
    let id = world.checked_with(&pupils(&of), file, Some(&folder)).await;
    let take_overs = world.registry.take_overs();
    let take_over = take_overs.take_over(id).await.unwrap();
    assert_eq!(take_over.scans.as_ref().map(|scans| scans.files), Some(2), "{}", world.told_of(id).await);
    let mut other = take_over.clone();
    other.scans = None;
    assert_ne!(other.shown(), take_over.shown(), "they are released with the rows");
    world.release(&releases(), id).await.unwrap();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    let child = world.named(info(of[0]).name()).await[0];

    // What is another file by now is not filed under the name of the one that was released.
    std::fs::write(folder.join("0002.png"), b"another").unwrap();
    let done = take_overs.attach_papers(&begins(), id, &folder).await.unwrap();
    assert_eq!(done.filed, 1);
    let left: Vec<&str> = done.told.iter().map(|(name, _)| name.as_str()).collect();
    assert!(left.contains(&"0002.png") && left.contains(&"没有提到.png"), "{left:?}");
    std::fs::write(folder.join("0002.png"), png()).unwrap();
    let done = take_overs.attach_papers(&begins(), id, &folder).await.unwrap();
    assert_eq!((done.filed, done.there), (1, 1));
    let archive = world.registry.archives().archive(&registrar(SCHOOL), child).await.unwrap();
    let mut filed: Vec<_> = archive.files.iter().map(|file| (file.category, file.title.clone())).collect();
    filed.sort();
    let award = (Category::Awards, "获奖信息书法比赛 2026-04-01".to_owned());
    assert_eq!(filed, [(Category::Proofs, "户口簿首页".to_owned()), award]);
    assert!(take_overs.reconcile_take_over(&begins(), id).await.unwrap().finished);
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_contents_that_are_cut_off_go_on_and_are_undone_with_the_pupils() {
    let world = World::on_disk().await;
    let of = seeds(30);
    let numbers: Vec<String> = of.iter().map(|seed| formal(*seed)).collect();
    let rows: Vec<String> =
        numbers.iter().flat_map(|number| [exam(number, "语文", "92"), exam(number, "数学", "88")]).collect();
    let file = world.archives("archives.csv", &rows);
    let id = world.checked_with(&pupils(&of), file, None).await;
    world.release(&releases(), id).await.unwrap();
    world.registry.take_overs().run_take_over(&begins(), id).await.unwrap();
    // A slice of the pupils, one of what their archives hold, and the power goes.
    for _ in 0..2 {
        assert!(world.registry.jobs().job_round(&[Kind::TakeOver]).await.unwrap());
    }
    assert_eq!((world.rows_in("person").await, world.rows_in("archive_entry").await), (30, 50));
    let world = world.reopened().await;
    let take_overs = world.registry.take_overs();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Entered);
    assert_eq!(world.rows_in("archive_entry").await, 60);
    world.sound().await;

    let reason = "导出的不是最新数据";
    assert!(!take_overs.undo_take_over(&begins(), id, reason).await.unwrap());
    assert!(take_overs.undo_take_over(&releases(), id, reason).await.unwrap());
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    assert_eq!((world.rows_in("archive_entry").await, world.rows_in("take_over_row").await), (0, 0));
    let child = world.named(info(of[0]).name()).await[0];
    assert_eq!(record(&world, child).await.standing, Standing::NotRegistered);
    world.sound().await;
}
