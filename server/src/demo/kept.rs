//! The demo of a day, kept: what was built once for a day, a size and these tables is copied from then on. It lies beside the one that the tests
//! keep for themselves (`server/tests/whole/support`), under names and a lock of its own: theirs belongs to one program, this one outlives a
//! program that was built anew. Only a whole demo stands under its name, and only a whole copy in its place.

use super::{Plan, Progress, build};
use anyhow::Context;
use chrono::NaiveDate;
use registry::Location;
use registry::clock::Clock;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The demo's own version: what was kept under another number is built anew. To be raised with every change of what the demo makes;
/// `make demo-reset` throws away what is kept.
const VERSION: u32 = 1;
/// What every kept demo's name begins with.
const PREFIX: &str = "kept-";

/// Puts the demo where there is nothing yet: a copy of the one that is kept, or of the one that is built now and kept from then on. Without a
/// folder, or where a copy as a whole is not possible, it is built in its place.
pub(crate) async fn provide(
    location: &Location,
    data: &Path,
    plan: &Plan,
    kept: Option<&Path>,
    progress: &Progress,
) -> anyhow::Result<()> {
    let whole = kept.filter(|_| plan.pupils == 0 && location.s3.is_none());
    let Some((folder, place)) = whole.zip(free_place(data)) else {
        return build(location, plan, progress).await;
    };
    let (folder, wanted) = (folder.to_owned(), name(plan, Clock::system().today()));
    fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    let lock = blocking({
        let folder = folder.clone();
        move || lock(&folder)
    });
    let lock = lock.await?;
    let pack = folder.join(&wanted);
    if !pack.exists() {
        throw_away_older(&folder, &wanted)?;
        let building = folder.join(format!("{PREFIX}building-{}", std::process::id()));
        let beside =
            Location { budget: location.budget, cache: location.cache, ..Location::below(&building) };
        build(&beside, plan, progress).await?;
        // Under its name only when it is whole.
        fs::rename(&building, &pack)?;
    }
    blocking(move || copy_to(&pack, &place)).await?;
    drop(lock);
    progress.told("复制");
    Ok(())
}

/// Does what waits for the disk or for somebody else where it holds nobody up.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// One who builds, or copies, at a time; it is free again when the file is dropped.
fn lock(folder: &Path) -> io::Result<File> {
    let lock = File::create(folder.join("kept.lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// Under which name the demo of a day is kept: day, size, seed, the demo's version, the tables'.
fn name(plan: &Plan, today: NaiveDate) -> String {
    let tables = registry::tables_version();
    let tables = tables.get(..16).unwrap_or_default();
    format!("{PREFIX}{today}-{}-{}-{VERSION}-{tables}", plan.size.key(), plan.seed)
}

/// Whether something in the folder is a kept demo that nobody will ask for again: of another day, of the same size and other tables, or half
/// built. Another size of the same day stays.
fn is_over(name: &str, wanted: &str) -> bool {
    // kept-YYYY-MM-DD-size
    let parts = |name: &str| name.splitn(6, '-').take(5).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (parts(name), parts(wanted));
    name.starts_with(PREFIX) && name != wanted && (one.get(..4) != other.get(..4) || one == other)
}

fn throw_away_older(folder: &Path, wanted: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_over(&entry.file_name().to_string_lossy(), wanted) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Where the data are to lie, if nothing lies there and a folder can be put there as a whole.
fn free_place(data: &Path) -> Option<PathBuf> {
    let place = std::path::absolute(data).ok()?;
    let place = place.canonicalize().unwrap_or(place);
    place.file_name()?;
    match fs::read_dir(&place) {
        Ok(mut entries) => entries.next().is_none().then_some(place),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(place),
        Err(_) => None,
    }
}

/// Copies a folder beside its place and puts it there at once: who is stopped in the middle has left nothing that looks like a store.
fn copy_to(pack: &Path, place: &Path) -> io::Result<()> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.part"));
    if beside.exists() {
        fs::remove_dir_all(&beside)?;
    }
    copy(pack, &beside)?;
    fs::rename(&beside, place)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    // As private as what it is a copy of.
    fs::set_permissions(to, fs::metadata(from)?.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::Size;

    #[test]
    fn the_name_says_day_size_seed_and_tables() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let plan = |size, seed| Plan { size, seed, pupils: 0 };
        let small = name(&plan(Size::Small, 1), today);
        assert!(small.starts_with("kept-2026-11-30-small-1-"), "{small}");
        assert!(small.ends_with(&registry::tables_version()[..16]), "{small}");
        assert_ne!(small, name(&plan(Size::Small, 2), today));
        assert_ne!(small, name(&plan(Size::Full, 1), today));
        assert_ne!(small, name(&plan(Size::Small, 1), today.succ_opt().unwrap()));
    }

    #[test]
    fn older_days_and_other_tables_go_and_what_the_tests_keep_stays() {
        let wanted = "kept-2026-11-30-small-1-1-0123456789abcdef";
        let over = [
            "kept-2026-11-29-small-1-1-0123456789abcdef",
            "kept-2026-11-29-full-1-1-0123456789abcdef",
            "kept-2026-11-30-small-1-1-fedcba9876543210",
            "kept-2026-11-30-small-1-2-0123456789abcdef",
            "kept-building-4711",
        ];
        let stays = [wanted, "kept-2026-11-30-full-1-1-0123456789abcdef", "kept.lock"];
        let of_the_tests = ["demo-17000000-2026-11-29", "building-abc", "demo.lock", "tables-1"];
        let folder = tempfile::tempdir().unwrap();
        for name in over.iter().chain(&stays).chain(&of_the_tests) {
            assert_eq!(is_over(name, wanted), over.contains(name), "{name}");
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        throw_away_older(folder.path(), wanted).unwrap();
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, stays.len() + of_the_tests.len());
    }

    #[test]
    fn a_copy_stands_in_its_place_as_a_whole_and_only_where_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("kept-x");
        fs::create_dir_all(pack.join("store/wal")).unwrap();
        fs::write(pack.join("store/wal/1"), "log").unwrap();
        fs::write(pack.join("master.key"), "key").unwrap();
        registry::store::private(&pack).unwrap();
        let data = folder.path().join("data");
        let place = free_place(&data).unwrap();
        // What a copy that was stopped has left is in nobody's way.
        fs::create_dir_all(folder.path().join(".data.part/rest")).unwrap();
        copy_to(&pack, &place).unwrap();
        assert_eq!(fs::read_to_string(data.join("store/wal/1")).unwrap(), "log");
        assert_eq!(fs::read_to_string(data.join("master.key")).unwrap(), "key");
        assert!(!folder.path().join(".data.part").exists() && !data.join("rest").exists());
        let mode =
            |path: &Path| std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
        assert_eq!(mode(&data) & 0o777, 0o700, "as private as the other");
        assert_eq!(free_place(&data), None, "something lies there");
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).unwrap();
        let place = free_place(&empty).unwrap();
        copy_to(&pack, &place).unwrap();
        assert!(empty.join("store/wal/1").exists());
    }
}
