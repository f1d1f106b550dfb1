//! 存量数据接管: who is abroad comes with the country; photographs and papers come in a folder; what cannot be taken over is told.

use crate::support::corrections::record;
use crate::support::letters::transfer;
use crate::support::*;
use crate::take_over::{Row, begins, formal, releases, row, seeds, words};
use domain::access::{Actor, Role};
use domain::archive::Category;
use domain::codes::PupilStatus;
use domain::id::{PersonId, TakeOverId};
use domain::matter::ProofKind;
use domain::standing::Standing;
use domain::take_over::{Profile, TakeOverState};
use registry::archive::AskedFile;
use registry::import::RowState;
use registry::import::take_over::{AskedTakeOver, Attached, FolderLine};
use std::path::{Path, PathBuf};

const AWAY: [(&str, &str); 3] =
    [("学籍状态", "出境就读"), ("状态起始日期", "2026-09-03"), ("出境国家或地区", "美国")];

#[tokio::test(flavor = "multi_thread")]
async fn article_20_who_is_abroad_is_taken_over_with_the_country_and_goes_with_the_undoing() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let id = world.taken_over(&[row(of[0], &AWAY), row(of[1], &[])]).await;
    assert_eq!(world.count_of(id, RowState::Entered).await, 2);
    let child = world.named(info(of[0]).name()).await[0];
    let view = record(&world, child).await;
    assert_eq!(view.standing, Standing::Pupil(PupilStatus::Abroad));
    let [period] = &view.abroad[..] else { panic!("{:?}", view.abroad) };
    assert_eq!((period.country.as_str(), period.from, period.until), ("USA", day("2026-09-03"), None));
    let told = view.timeline.iter().any(|line| line.words.contains("出境就读（美国）"));
    assert!(told, "the journal names the country");
    assert!(view.spells[0].to_on.is_none(), "the record stays at the school");
    world.sound().await;

    let (take_overs, reason) = (world.registry.take_overs(), "导出的不是最新数据");
    take_overs.undo_take_over(&begins(), id, reason).await.unwrap();
    take_overs.undo_take_over(&releases(), id, reason).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    let view = record(&world, child).await;
    assert_eq!((view.standing, view.abroad.len()), (Standing::NotRegistered, 0));
    assert_eq!(view.taken_back, Some(id));
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_without_a_country_nobody_is_abroad_and_the_report_says_so() {
    let world = World::in_memory().await;
    let id = world.checked(vec![world.file("one.csv", &[row(seeds(1)[0], &AWAY[..2])])], None).await;
    assert_eq!(world.count_of(id, RowState::Wrong).await, 1);
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    assert!(words(&report).contains("没有填写前往哪个国家或地区"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_column_that_is_not_read_is_a_line_of_the_report() {
    let world = World::in_memory().await;
    let file = world.file("one.csv", &[row(seeds(1)[0], &[])]);
    let text = std::fs::read_to_string(&file).unwrap();
    let more: Vec<String> = text.split("\r\n").map(|line| format!("{line},足球特长")).collect();
    std::fs::write(&file, more.join("\r\n")).unwrap();
    let id = world.checked(vec![file], None).await;
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    let told = words(&report);
    assert!(told.contains("足球特长") && told.contains("这一列没有读取"), "{told}");
}

/// A folder with files of these names beside the files of a take-over.
fn folder(world: &World, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = world.dir.path().join("附件");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    folder
}

impl World {
    /// Checks pupils with a folder beside them, releases both and takes the pupils over.
    async fn taken_over_with(&self, rows: &[Row], folder: &Path) -> TakeOverId {
        let asked = AskedTakeOver {
            source: "江苏旧系统".into(),
            files: vec![self.file("clean.csv", rows)],
            profile: Profile::national().unwrap(),
            totals: None,
            folder: Some(folder.to_owned()),
            archives: Vec::new(),
        };
        let take_overs = self.registry.take_overs();
        let id = take_overs.begin_take_over(&begins(), asked).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        self.release(&releases(), id).await.unwrap();
        take_overs.run_take_over(&begins(), id).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        id
    }

    /// What lies in the archive of a child, by category and title.
    async fn filed(&self, school: &str, child: PersonId) -> Vec<(Category, String)> {
        let archive = self.registry.archives().archive(&registrar(school), child).await.unwrap();
        let mut filed: Vec<_> =
            archive.files.iter().map(|file| (file.category, file.title.clone())).collect();
        filed.sort();
        filed
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_papers_come_in_a_folder_by_their_names_and_what_is_left_is_told() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let (one, two, stranger) = (formal(of[0]), formal(of[1]), formal(seeds(3)[2]));
    let (photo, book) = (format!("{one}.png"), format!("{one}_户口簿.png"));
    let (damaged, strange) = (format!("{two}_户口簿.png"), format!("{stranger}.png"));
    let picture = png();
    let good = picture.as_slice();
    let papers = folder(
        &world,
        &[
            (photo.as_str(), good),
            (book.as_str(), good),
            (damaged.as_str(), b"no picture".as_slice()),
            (strange.as_str(), good),
            ("张三.png", good),
        ],
    );
    std::fs::create_dir_all(papers.join("更多")).unwrap();
    let id = world.taken_over_with(&rows, &papers).await;
    let take_overs = world.registry.take_overs();
    for other in [actor(Role::SystemAdmin, COUNTY, 3), registrar(SCHOOL)] {
        assert_eq!(codes(take_overs.attach_papers(&other, id, &papers).await), ["not_permitted"]);
    }
    let elsewhere = Actor { unit: actor(Role::SystemAdmin, "440000", 9).unit, ..begins() };
    assert!(is_not_found(&take_overs.attach_papers(&elsewhere, id, &papers).await));

    let done = take_overs.attach_papers(&begins(), id, &papers).await.unwrap();
    assert_eq!((done.filed, done.there), (2, 0));
    let left: Vec<String> = done.told.iter().map(|(name, _)| name.clone()).collect();
    let mut expected = [damaged, strange, "张三.png".to_owned(), "更多".to_owned()];
    expected.sort();
    assert_eq!(left, expected);
    assert!(done.told.iter().all(|(_, why)| !why.is_empty()));
    let child = world.named(info(of[0]).name()).await[0];
    let proofs = (Category::Proofs, "户口簿".to_owned());
    assert_eq!(world.filed(SCHOOL, child).await, [(Category::Basic, "照片".to_owned()), proofs]);
    // The same folder again files nothing twice.
    let again = take_overs.attach_papers(&begins(), id, &papers).await.unwrap();
    assert_eq!(again, Attached { filed: 0, there: 2, told: done.told });

    // What is finished is finished.
    assert!(take_overs.reconcile_take_over(&begins(), id).await.unwrap().finished);
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    assert_eq!(codes(take_overs.attach_papers(&begins(), id, &papers).await), ["out_of_state"]);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_folder_is_released_with_the_rows_and_is_filed_as_it_was_released() {
    let world = World::in_memory().await;
    let of = seeds(1)[0];
    let (photo, good) = (format!("{}.png", formal(of)), png());
    let papers = folder(&world, &[(photo.as_str(), good.as_slice())]);
    let id = world.taken_over_with(&[row(of, &[])], &papers).await;
    let take_overs = world.registry.take_overs();
    let take_over = take_overs.take_over(id).await.unwrap();
    let line = take_over.papers.clone().unwrap();
    assert_eq!((line.files, line.sha256.len()), (1, 64));
    let other = FolderLine { sha256: "0".repeat(64), ..line };
    for papers in [None, Some(other)] {
        let mut differs = take_over.clone();
        differs.papers = papers;
        assert_ne!(differs.shown(), take_over.shown());
    }
    // Who releases it sees every name, and sees where the folder is another.
    let seen = take_overs.look_at_papers(&releases(), id, &papers).await.unwrap();
    assert_eq!(seen.names().collect::<Vec<_>>(), [photo.as_str()]);
    let county = actor(Role::SystemAdmin, COUNTY, 3);
    assert_eq!(codes(take_overs.look_at_papers(&county, id, &papers).await), ["not_permitted"]);
    let more = papers.join(format!("{}_户口簿.png", formal(of)));
    std::fs::write(&more, &good).unwrap();
    assert_eq!(codes(take_overs.look_at_papers(&releases(), id, &papers).await), ["out_of_state"]);
    assert_eq!(codes(take_overs.attach_papers(&begins(), id, &papers).await), ["out_of_state"]);
    std::fs::remove_file(&more).unwrap();
    // A link to the same bytes is no file of the folder.
    let elsewhere = world.dir.path().join("elsewhere.png");
    std::fs::rename(papers.join(&photo), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, papers.join(&photo)).unwrap();
    assert_eq!(codes(take_overs.attach_papers(&begins(), id, &papers).await), ["out_of_state"]);
    std::fs::rename(&elsewhere, papers.join(&photo)).unwrap();
    assert_eq!(take_overs.attach_papers(&begins(), id, &papers).await.unwrap().filed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_was_checked_without_a_folder_gets_none() {
    let world = World::in_memory().await;
    let of = seeds(1)[0];
    let id = world.taken_over(&[row(of, &[])]).await;
    let papers = folder(&world, &[(format!("{}.png", formal(of)).as_str(), png().as_slice())]);
    let take_overs = world.registry.take_overs();
    assert_eq!(codes(take_overs.attach_papers(&begins(), id, &papers).await), ["out_of_state"]);
    let empty = world.dir.path().join("空");
    std::fs::create_dir_all(&empty).unwrap();
    let asked = AskedTakeOver {
        source: "江苏旧系统".into(),
        files: vec![world.file("clean.csv", &[row(of, &[])])],
        profile: Profile::national().unwrap(),
        totals: None,
        folder: Some(empty),
        archives: Vec::new(),
    };
    assert_eq!(codes(take_overs.begin_take_over(&begins(), asked).await), ["file"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_photograph_that_is_there_stays_and_who_has_moved_gets_nothing() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let (own, moves) = (format!("{}.png", formal(of[0])), format!("{}_户口簿.png", formal(of[1])));
    let good = png();
    let papers = folder(&world, &[(own.as_str(), good.as_slice()), (moves.as_str(), good.as_slice())]);
    let id = world.taken_over_with(&rows, &papers).await;
    let child = world.named(info(of[0]).name()).await[0];
    let moving = world.named(info(of[1]).name()).await[0];
    let photo = AskedFile {
        category: Category::Basic,
        kind: ProofKind::Other,
        title: "照片".into(),
        name: "照片.png".into(),
        bytes: png(),
    };
    world.registry.archives().add_archive_file(&registrar(SCHOOL), child, photo).await.unwrap();
    transfer(&world, moving, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;

    let done = world.registry.take_overs().attach_papers(&begins(), id, &papers).await.unwrap();
    assert_eq!((done.filed, done.there), (0, 0));
    let why = |name: &String| done.told.iter().find(|(told, _)| told == name).unwrap().1.clone();
    assert!(why(&own).contains("已有照片") && why(&moves).contains("不在接管时的学校"), "{:?}", done.told);
    assert_eq!(world.filed(SCHOOL, child).await.len(), 1, "the school's own");
    assert!(world.filed(OTHER_SCHOOL, moving).await.iter().all(|(_, title)| title != "户口簿"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_what_came_in_the_folder_goes_with_the_undoing() {
    let world = World::in_memory().await;
    let of = seeds(1)[0];
    let papers = folder(&world, &[(format!("{}.png", formal(of)).as_str(), png().as_slice())]);
    let id = world.taken_over_with(&[row(of, &[])], &papers).await;
    let take_overs = world.registry.take_overs();
    assert_eq!(take_overs.attach_papers(&begins(), id, &papers).await.unwrap().filed, 1);
    let child = world.named(info(of).name()).await[0];
    let reason = "导出的不是最新数据";
    take_overs.undo_take_over(&begins(), id, reason).await.unwrap();
    take_overs.undo_take_over(&releases(), id, reason).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    let view = record(&world, child).await;
    assert_eq!((view.standing, view.taken_back), (Standing::NotRegistered, Some(id)));
    #[derive(serde::Deserialize)]
    struct Kept {
        withdrawn: bool,
    }
    let kept: Vec<Kept> = world.registry.store.inspect("SELECT withdrawn FROM proof").await.unwrap();
    assert!(kept.len() == 1 && kept[0].withdrawn, "kept, and shown no more");
    world.sound().await;
}
