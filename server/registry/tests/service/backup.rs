//! Backup and restore: the drill, and what must be refused.

use crate::support::*;
use chrono::{DateTime, Utc};
use domain::form::Field;
use registry::backup::{Backups, Problem, Restored, Settings, Wanted, new_key, restore};
use registry::clock::{Clock, Entropy};
use registry::store::TableDigest;
use registry::{Location, Registry};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A register with a target beside it, and the operator's key.
struct Drill {
    world: World,
    target: TempDir,
    identity: String,
    settings: Settings,
    backups: Backups,
}

impl Drill {
    async fn begun(keep: usize) -> Self {
        let world = World::on_disk().await;
        let target = tempfile::tempdir().unwrap();
        let (identity, recipient) = new_key();
        let settings = Settings { to: target.path().display().to_string(), recipient, keep };
        let backups = Backups::open(&world.registry, world.dir.path(), &settings).unwrap();
        backups.follow();
        Self { world, target, identity, settings, backups }
    }

    fn wanted(&self, until: Option<DateTime<Utc>>) -> Wanted {
        Wanted { from: self.settings.to.clone(), identity: self.identity.clone(), until }
    }

    /// An empty place with the master key in it.
    fn place(&self) -> TempDir {
        let place = tempfile::tempdir().unwrap();
        std::fs::copy(self.world.dir.path().join("master.key"), place.path().join("master.key")).unwrap();
        place
    }

    async fn restored(&self, until: Option<DateTime<Utc>>) -> Result<(Restored, TempDir), Problem> {
        let place = self.place();
        let done = restore(&self.wanted(until), &Location::below(place.path())).await?;
        Ok((done, place))
    }

    /// What refuses a restore.
    async fn refused(&self) -> Problem {
        match self.restored(None).await {
            Err(problem) => problem,
            Ok((done, _)) => panic!("restored up to {}", done.seq),
        }
    }

    /// The files at the target whose path has this in it, in order.
    fn files(&self, part: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        walk(self.target.path(), &mut found);
        found.retain(|path| path.to_string_lossy().contains(part));
        found.sort();
        found
    }

    /// Two pupils, a proof file and a copy; then a correction with a proof file, shipped.
    async fn lived(&self) {
        self.correction(1).await;
        self.world.pupil(SCHOOL, 2).await;
        self.backups.back_up().await.unwrap();
        assert!(self.backups.ship().await.unwrap().is_some());
        self.correction(4).await;
        self.backups.ship().await.unwrap();
    }

    async fn correction(&self, seed: u64) {
        let child = self.world.pupil(SCHOOL, seed).await;
        self.world.ask(&guardian(child), child, &[(Field::Name, "王大明")]).await.unwrap();
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

async fn opened(place: &TempDir) -> Registry {
    Registry::open(&Location::below(place.path()), Clock::system(), Entropy::system()).await.unwrap()
}

fn differing(one: &[TableDigest], other: &[TableDigest]) -> Vec<&'static str> {
    one.iter().zip(other).filter(|(one, other)| one != other).map(|(one, _)| one.table).collect()
}

fn count(digests: &[TableDigest], table: &str) -> u64 {
    digests.iter().find(|one| one.table == table).unwrap().records
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_machine_comes_back_with_everything_that_was_shipped() {
    let drill = Drill::begun(14).await;
    let world = &drill.world;
    world.pupil(SCHOOL, 1).await;
    // Before the first copy there is nothing to go on with.
    assert_eq!(drill.backups.ship().await.unwrap(), None);

    // A copy while five people write at both schools.
    let writing = |school: &'static str, from: u64| async move {
        for seed in from..from + 4 {
            world.pupil(school, seed).await;
        }
    };
    let (copy, ..) = tokio::join!(
        drill.backups.back_up(),
        writing(SCHOOL, 10),
        writing(OTHER_SCHOOL, 20),
        writing(SCHOOL, 30),
        writing(OTHER_SCHOOL, 40),
        drill.correction(50),
    );
    let copy = copy.unwrap();
    drill.backups.ship().await.unwrap();
    drill.correction(60).await;
    world.registry.figures().nightly_figures().await.unwrap();
    let shipped = drill.backups.ship().await.unwrap().unwrap();
    assert!(shipped > copy.seq, "people went on");
    let before = world.registry.soundness().digest().await.unwrap();
    // After the last ship: this is what a lost machine costs.
    world.pupil(SCHOOL, 70).await;

    let (done, place) = drill.restored(None).await.unwrap();
    assert_eq!((done.manifest.seq, done.seq), (copy.seq, shipped));
    assert!(done.replayed > 0 && done.blobs == 4, "two files, each with a small picture: {done:?}");
    let again = opened(&place).await;
    let after = again.soundness().digest().await.unwrap();
    assert_eq!(differing(&before, &after), Vec::<&str>::new(), "identical, table by table");
    assert_eq!(count(&after, "person"), 19);
    assert_eq!(count(&after, "figure_day"), 6, "the history of two schools and all above them");
    assert!(again.journal().verify_journal().await.unwrap().broken.is_empty());
    assert!(again.figures().verify_figures().await.unwrap().is_empty());
    // Work goes on from there, on a line of its own.
    let school = registrar(SCHOOL);
    again.pupils().enter_pupils(&school, &code(SCHOOL), &[pupil(info(99))]).await.unwrap();
    let backups = Backups::open(&again, place.path(), &drill.settings).unwrap();
    backups.follow();
    assert_eq!(backups.ship().await.unwrap(), None, "a restored register begins with a copy of its own");
    backups.back_up().await.unwrap();
    assert!(backups.ship().await.unwrap().is_some());
    assert_eq!(std::fs::read_dir(drill.target.path().join("lines")).unwrap().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_is_restored_and_nothing_after_it() {
    let drill = Drill::begun(14).await;
    drill.lived().await;
    let before = drill.world.registry.soundness().digest().await.unwrap();
    let moment = drill.world.clock.now();
    drill.world.wait(chrono::Duration::minutes(10));
    drill.world.pupil(SCHOOL, 8).await;
    // Both in one segment with what comes after.
    drill.backups.ship().await.unwrap();
    let whole = drill.world.registry.soundness().digest().await.unwrap();

    let (done, place) = drill.restored(Some(moment + chrono::Duration::minutes(5))).await.unwrap();
    assert_eq!(done.at, Some(moment));
    assert_eq!(
        differing(&before, &opened(&place).await.soundness().digest().await.unwrap()),
        Vec::<&str>::new()
    );
    let (_, place) = drill.restored(None).await.unwrap();
    assert_eq!(
        differing(&whole, &opened(&place).await.soundness().digest().await.unwrap()),
        Vec::<&str>::new()
    );
    let early = drill.restored(Some(moment - chrono::Duration::days(1))).await;
    assert!(matches!(early, Err(Problem::Nothing(_))), "no copy is that old");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_in_any_file_is_named() {
    let drill = Drill::begun(14).await;
    drill.lived().await;
    for part in ["person.age", "/manifests/", "blobs.list", "/commits/", "head.json", "/blobs/"] {
        let files = drill.files(part);
        let file = files.last().unwrap_or_else(|| panic!("no file {part}"));
        let whole = std::fs::read(file).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() * 2 / 3;
        bytes[middle] ^= 1;
        std::fs::write(file, bytes).unwrap();
        let problem = drill.refused().await;
        let Problem::Damaged(named) = &problem else { panic!("{part}: {problem}") };
        assert!(file.to_string_lossy().ends_with(named.as_str()), "{named} is {}", file.display());
        std::fs::write(file, whole).unwrap();
    }
    drill.restored(None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_a_wrong_key_and_a_place_in_use_are_refused() {
    let mut drill = Drill::begun(14).await;
    drill.lived().await;
    drill.world.pupil(SCHOOL, 9).await;
    drill.backups.ship().await.unwrap();
    let segments = drill.files("/commits/");
    assert_eq!(segments.len(), 2);
    for segment in segments {
        let kept = std::fs::read(&segment).unwrap();
        std::fs::remove_file(&segment).unwrap();
        let (first, last) = segment.file_stem().unwrap().to_str().unwrap().split_once('-').unwrap();
        let gap = (first.parse::<u64>().unwrap(), last.parse::<u64>().unwrap());
        let problem = drill.refused().await;
        assert!(matches!(problem, Problem::Gap(first, last) if (first, last) == gap), "{problem}");
        std::fs::write(&segment, kept).unwrap();
    }
    let part = drill.files("person.age").remove(0);
    let kept = std::fs::read(&part).unwrap();
    std::fs::remove_file(&part).unwrap();
    assert!(matches!(drill.refused().await, Problem::Missing(path) if path.ends_with("person.age")));
    std::fs::write(&part, kept).unwrap();

    let identity = std::mem::replace(&mut drill.identity, new_key().0);
    assert!(matches!(drill.refused().await, Problem::WrongIdentity(_)));
    drill.identity = identity;

    let place = drill.place();
    std::fs::write(place.path().join("letter.txt"), "mine").unwrap();
    let full = restore(&drill.wanted(None), &Location::below(place.path())).await;
    assert!(matches!(full, Err(Problem::NotEmpty(_))), "{full:?}");
    let place = tempfile::tempdir().unwrap();
    let keyless = restore(&drill.wanted(None), &Location::below(place.path())).await;
    assert!(matches!(keyless, Err(Problem::NoMasterKey(_))), "{keyless:?}");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "no key was made up");
    let other = World::on_disk().await;
    std::fs::copy(other.dir.path().join("master.key"), place.path().join("master.key")).unwrap();
    let foreign = restore(&drill.wanted(None), &Location::below(place.path())).await;
    assert!(matches!(foreign, Err(Problem::WrongMasterKey)), "{foreign:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_was_cut_off_is_not_opened_as_a_register() {
    let drill = Drill::begun(14).await;
    drill.lived().await;
    let file = drill.files("/blobs/").remove(0);
    std::fs::remove_file(file).unwrap();
    let place = drill.place();
    let location = Location::below(place.path());
    assert!(matches!(restore(&drill.wanted(None), &location).await, Err(Problem::Missing(_))));
    assert!(Registry::open(&location, Clock::system(), Entropy::system()).await.is_err(), "not whole");
    let again = restore(&drill.wanted(None), &location).await;
    assert!(matches!(again, Err(Problem::Unfinished(_))), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn old_copies_go_with_their_commits_and_files_and_the_kept_ones_restore() {
    let drill = Drill::begun(2).await;
    drill.lived().await;
    let names = |drill: &Drill| drill.files("/manifests/").len();
    let first = drill.files("/commits/");
    // A file of the first copy that has gone from the register since.
    let gone = drill.files("/blobs/").remove(0);
    let id = gone.file_name().unwrap().to_str().unwrap().split_once('-').unwrap().0.to_owned();
    drill.world.registry.blobs.delete(&id).await.unwrap();
    for day in 1..=2_u64 {
        drill.world.wait(chrono::Duration::days(1));
        drill.world.pupil(SCHOOL, 90 + day).await;
        drill.backups.ship().await.unwrap();
        drill.backups.back_up().await.unwrap();
    }
    assert!(!gone.exists(), "and the file that no copy names any more");
    assert!(!drill.files("/blobs/").is_empty(), "those that are named stay");
    assert_eq!(names(&drill), 2, "the first copy is gone");
    assert!(first.iter().all(|path| !path.exists()), "and the commits before the oldest kept one");
    let copies = std::fs::read_dir(drill.files("/copies/")[0].parent().unwrap().parent().unwrap()).unwrap();
    assert_eq!(copies.count(), 2, "with its files");
    let before = drill.world.registry.soundness().digest().await.unwrap();
    let (_, place) = drill.restored(None).await.unwrap();
    assert_eq!(
        differing(&before, &opened(&place).await.soundness().digest().await.unwrap()),
        Vec::<&str>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_forgotten_before_it_is_shipped_and_what_nobody_followed_begins_a_new_line() {
    let drill = Drill::begun(14).await;
    drill.lived().await;
    drill.world.pupil(SCHOOL, 6).await;
    drill.world.registry.store.forget_commits(u64::MAX).await.unwrap();
    drill.backups.ship().await.unwrap();
    let before = drill.world.registry.soundness().digest().await.unwrap();
    let (_, place) = drill.restored(None).await.unwrap();
    assert_eq!(
        differing(&before, &opened(&place).await.soundness().digest().await.unwrap()),
        Vec::<&str>::new()
    );

    // Served without a backup for a while.
    let Drill { world, target, identity, settings, backups } = drill;
    drop(backups);
    let world = world.reopened().await;
    world.pupil(SCHOOL, 7).await;
    let backups = Backups::open(&world.registry, world.dir.path(), &settings).unwrap();
    backups.follow();
    assert_eq!(backups.ship().await.unwrap(), None, "a commit was not kept: a copy must come first");
    backups.back_up().await.unwrap();
    world.pupil(SCHOOL, 8).await;
    assert!(backups.ship().await.unwrap().is_some());
    let before = world.registry.soundness().digest().await.unwrap();
    let drill = Drill { world, target, identity, settings, backups };
    let (_, place) = drill.restored(None).await.unwrap();
    assert_eq!(
        differing(&before, &opened(&place).await.soundness().digest().await.unwrap()),
        Vec::<&str>::new()
    );
}
