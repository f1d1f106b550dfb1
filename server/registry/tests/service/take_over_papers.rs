//! 存量数据接管: who is abroad comes with the country; photographs and papers come in a folder; what cannot be taken over is told.

use crate::support::corrections::record;
use crate::support::*;
use crate::take_over::{Row, begins, formal, releases, row, seeds, words};
use domain::access::{Actor, Role};
use domain::archive::Category;
use domain::codes::PupilStatus;
use domain::standing::Standing;
use domain::take_over::TakeOverState;
use registry::import::RowState;
use registry::import::take_over::Attached;

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

#[tokio::test(flavor = "multi_thread")]
async fn article_8_papers_come_in_a_folder_by_their_names_and_what_is_left_is_told() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let id = world.taken_over(&rows).await;
    let folder = world.dir.path().join("附件");
    std::fs::create_dir_all(folder.join("更多")).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    let stranger = formal(seeds(3)[2]);
    put(&format!("{}.png", formal(of[0])), &png());
    put(&format!("{}_户口簿.png", formal(of[0])), &png());
    put(&format!("{}_户口簿.png", formal(of[1])), b"no picture");
    put(&format!("{stranger}.png"), &png());
    put("张三.png", &png());
    let take_overs = world.registry.take_overs();
    assert_eq!(codes(take_overs.attach_papers(&begins(), id, &folder).await), ["out_of_state"]);
    assert!(take_overs.reconcile_take_over(&begins(), id).await.unwrap().finished);
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    for other in [actor(Role::SystemAdmin, COUNTY, 3), registrar(SCHOOL)] {
        assert_eq!(codes(take_overs.attach_papers(&other, id, &folder).await), ["not_permitted"]);
    }
    let elsewhere = Actor { unit: actor(Role::SystemAdmin, "440000", 9).unit, ..begins() };
    assert!(is_not_found(&take_overs.attach_papers(&elsewhere, id, &folder).await));

    let done = take_overs.attach_papers(&begins(), id, &folder).await.unwrap();
    assert_eq!((done.filed, done.there), (2, 0));
    let mut left: Vec<String> = done.told.iter().map(|(name, _)| name.clone()).collect();
    left.sort();
    let damaged = format!("{}_户口簿.png", formal(of[1]));
    let mut expected = [damaged, format!("{stranger}.png"), "张三.png".to_owned(), "更多".to_owned()];
    expected.sort();
    assert_eq!(left, expected);
    assert!(done.told.iter().all(|(_, why)| !why.is_empty()));

    let child = world.named(info(of[0]).name()).await[0];
    let archive = world.registry.archives().archive(&registrar(SCHOOL), child).await.unwrap();
    let mut filed: Vec<_> = archive.files.iter().map(|file| (file.category, file.title.clone())).collect();
    filed.sort();
    let proofs = (Category::Proofs, "户口簿".to_owned());
    assert_eq!(filed, [(Category::Basic, "照片".to_owned()), proofs]);
    // The same folder again files nothing twice.
    let again = take_overs.attach_papers(&begins(), id, &folder).await.unwrap();
    assert_eq!(again, Attached { filed: 0, there: 2, told: done.told });
    // What was filed is a change: the take-over stands.
    let undone = take_overs.undo_take_over(&begins(), id, "导出的不是最新数据").await;
    assert_eq!(codes(undone), ["out_of_state"]);
    world.sound().await;
}
