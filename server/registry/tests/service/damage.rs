//! What is left when files are damaged: the store says so, or holds everything. Small stores, copied while they are open, which is
//! what a kill leaves.

use crate::support::*;
use registry::clock::Entropy;
use registry::error::{Error, Result};
use registry::store::Allow;
use registry::{Location, Registry};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PUPILS: u64 = 4;

/// A store with some pupils, as a kill leaves it.
async fn killed() -> (TempDir, World) {
    let world = World::on_disk().await;
    for seed in 0..PUPILS {
        world.enter(SCHOOL, info(seed)).await;
    }
    let image = copied(world.dir.path());
    (image, world)
}

/// The folder as a kill would leave it.
pub(crate) fn copied(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    copy(from, to.path());
    to
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The last segment of the log.
fn log(data: &Path) -> PathBuf {
    let segments = fs::read_dir(data.join("store/wal")).unwrap().map(|entry| entry.unwrap().path());
    segments.filter(|path| path.extension().is_some_and(|ending| ending == "wal")).max().unwrap()
}

async fn open(data: &Path, allow: Allow, world: &World) -> Result<Registry> {
    let location = Location { allow, ..Location::below(data) };
    Registry::open(&location, world.clock.clone(), Entropy::system()).await
}

async fn plainly(data: &Path, world: &World) -> Result<Registry> {
    open(data, Allow::default(), world).await
}

fn refused(outcome: Result<Registry>) -> String {
    match outcome {
        Err(Error::Unsound(words)) => words,
        Err(other) => panic!("refused, but not in words: {other:?}"),
        Ok(_) => panic!("opened as if nothing were wrong"),
    }
}

async fn is_whole(registry: &Registry) {
    assert_eq!(registry.soundness().check_totals().await.unwrap().wrong, Vec::<String>::new());
    assert_eq!(registry.soundness().check_files().await.unwrap().wrong, Vec::<String>::new());
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

/// Everything below `damaged`, by name.
fn aside(data: &Path) -> Vec<PathBuf> {
    let Ok(times) = fs::read_dir(data.join("damaged")) else { return Vec::new() };
    times
        .flat_map(|time| fs::read_dir(time.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bit_turned_over_in_the_log_stops_the_start_and_nothing_is_cut() {
    let (image, world) = killed().await;
    let file = log(image.path());
    let bytes = fs::read(&file).unwrap();
    let seed = Entropy::system().below(u64::MAX);
    let entropy = Entropy::seeded(seed);
    let mut places: Vec<usize> =
        (0..9).map(|_| usize::try_from(entropy.below(bytes.len() as u64)).unwrap()).collect();
    places.push(bytes.len() / 10 * 9);
    fs::write(
        image.path().join("last-backup.json"),
        r#"{"to":"/backup/7","at":"2026-09-07T01:00:00Z","seq":7}"#,
    )
    .unwrap();
    for place in places {
        let mut other = bytes.clone();
        other[place] ^= 1 << (place % 8);
        fs::write(&file, &other).unwrap();
        let words = refused(plainly(image.path(), &world).await);
        let context = format!("seed {seed}, byte {place} of {}: {words}", bytes.len());
        assert!(words.contains(file.to_str().unwrap()) && words.contains("/backup/7"), "{context}");
        assert!(words.contains("--cut-damaged-log"), "{context}");
        let at: u64 = words.split("第 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(at <= place as u64, "{context}");
        assert_eq!(fs::read(&file).unwrap(), other, "the log is untouched");
        assert!(aside(image.path()).is_empty());
    }

    // Somebody says that it may be cut: the original stays, the reason is on record, and the mark begins anew.
    let mut other = bytes.clone();
    other[bytes.len() / 10 * 9] ^= 4;
    fs::write(&file, &other).unwrap();
    let allow = Allow { cut_damaged_log: Some("备份已无法读取".into()), ..Allow::default() };
    let registry = open(image.path(), allow, &world).await.unwrap();
    assert_eq!(aside(image.path()).iter().map(|kept| fs::read(kept).unwrap()).collect::<Vec<_>>(), [other]);
    let logged = registry.soundness().store_log().await.unwrap();
    assert!(
        logged.iter().any(|one| one.kind == "cut-damaged-log" && one.reason == "备份已无法读取"),
        "{logged:?}"
    );
    is_whole(&registry).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_torn_tail_is_taken_off_with_the_original_kept_and_work_goes_on() {
    let (image, world) = killed().await;
    let bytes = fs::read(log(image.path())).unwrap();
    for cut in [bytes.len() - 1, bytes.len() - 9, bytes.len() - 4_000, bytes.len() / 32_768 * 32_768 + 3] {
        let torn = copied(image.path());
        fs::write(log(torn.path()), &bytes[..cut]).unwrap();
        // A mark from before: what an ordinary crash has.
        let registry = plainly(torn.path(), &world).await.unwrap();
        let kept = aside(torn.path());
        assert_eq!(kept.len(), 1, "cut at {cut}");
        assert_eq!(fs::read(&kept[0]).unwrap(), bytes[..cut]);
        assert!(registry.soundness().store_log().await.unwrap().iter().any(|one| one.kind == "torn-tail"));
        is_whole(&registry).await;
        let again = World { registry, dir: torn, clock: world.clock.clone() };
        again.enter(SCHOOL, info(77)).await;
        let after = copied(again.dir.path());
        let registry = plainly(after.path(), &world).await.unwrap();
        is_whole(&registry).await;
        assert_eq!(aside(after.path()).len(), 1, "nothing more to set right");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_repair_left_is_moved_aside_and_never_added_to() {
    let (image, world) = killed().await;
    let stale = image.path().join("store/wal/repair_temp");
    fs::create_dir(&stale).unwrap();
    fs::write(stale.join("00000000000000000000.wal"), b"half of something").unwrap();
    let registry = plainly(image.path(), &world).await.unwrap();
    assert!(!stale.exists());
    let kept = aside(image.path());
    assert_eq!(fs::read(kept[0].join("00000000000000000000.wal")).unwrap(), b"half of something");
    is_whole(&registry).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_behind_its_mark_is_refused_until_somebody_says_why() {
    let (image, world) = killed().await;
    // The mark of a moment later on the store of a moment before; and the other way round, which is what a kill leaves.
    world.enter(SCHOOL, info(50)).await;
    let ahead = copied(world.dir.path());
    is_whole(&plainly(ahead.path(), &world).await.unwrap()).await;
    world.registry.soundness().renew_mark().await.unwrap();
    fs::copy(world.dir.path().join("mark.json"), image.path().join("mark.json")).unwrap();
    for _ in 0..2 {
        let words = refused(plainly(image.path(), &world).await);
        assert!(words.contains("落后于水位") && words.contains("--accept-loss"), "{words}");
        closed(image.path()).await;
    }
    let allow = Allow { accept_loss: Some("已按纸质档案补录".into()), ..Allow::default() };
    let registry = open(image.path(), allow, &world).await.unwrap();
    assert!(
        registry.soundness().store_log().await.unwrap().iter().any(|one| one.reason == "已按纸质档案补录")
    );
    is_whole(&registry).await;
    drop(registry);
    is_whole(&plainly(image.path(), &world).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_is_gone_or_forged_is_not_taken_for_a_new_store() {
    let (image, world) = killed().await;
    let mark = image.path().join("mark.json");
    let text = fs::read_to_string(&mark).unwrap();
    fs::write(&mark, text.replace("\"persons\": 0", "\"persons\": 1")).unwrap();
    assert!(refused(plainly(image.path(), &world).await).contains("水位文件被改动"));
    closed(image.path()).await;
    fs::remove_file(&mark).unwrap();
    assert!(refused(plainly(image.path(), &world).await).contains("水位文件 mark.json 不在"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_or_wrong_master_key_stops_the_start_and_no_other_is_made() {
    let (image, world) = killed().await;
    let key = image.path().join("master.key");
    let right = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    assert!(refused(plainly(image.path(), &world).await).contains("主密钥文件不在"));
    assert!(!key.exists());

    let other = tempfile::tempdir().unwrap();
    drop(
        Registry::open(&Location::in_memory(other.path()), world.clock.clone(), Entropy::system())
            .await
            .unwrap(),
    );
    fs::copy(other.path().join("master.key"), &key).unwrap();
    assert!(refused(plainly(image.path(), &world).await).contains("主密钥与数据库不符"));
    closed(image.path()).await;
    // Nor does a word about losses make it the right one.
    let allow = Allow { accept_loss: Some("试一试".into()), ..Allow::default() };
    assert!(refused(open(image.path(), allow, &world).await).contains("主密钥与数据库不符"));
    closed(image.path()).await;
    fs::write(&key, right).unwrap();
    is_whole(&plainly(image.path(), &world).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_store_none_is_made_to_be_called_whole() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let location = Location { must_exist: true, ..Location::below(&data) };
    let world = World::in_memory().await;
    let words = refused(Registry::open(&location, world.clock.clone(), Entropy::system()).await);
    assert!(words.contains("这里没有数据库") && !data.exists(), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_gets_at_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let world = World::in_memory().await;
    let registry = plainly(&data, &world).await.unwrap();
    for (name, mode) in [
        ("", 0o700),
        ("store", 0o700),
        ("blobs", 0o700),
        ("master.key", 0o600),
        ("mark.json", 0o600),
        ("halted.json", 0o600),
    ] {
        let path = data.join(name);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
    drop(registry);
}

/// Waits until the engine let go of the files.
async fn closed(data: &Path) {
    let lock = fs::File::options().write(true).open(data.join("store/LOCK")).unwrap();
    while lock.try_lock().is_err() {
        tokio::task::yield_now().await;
    }
}
