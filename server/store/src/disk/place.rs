//! Where the files of a store are, and writing beside them so that a crash leaves the old or the new.

use crate::error::Result;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the files are.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The engine's directory.
    pub(crate) store: PathBuf,
    /// The directory around it.
    pub(crate) data: PathBuf,
}

impl Place {
    /// Of an address like `surrealkv://directory?…`; none for a store in memory.
    pub(crate) fn of(address: &str) -> Option<Self> {
        let path = address.strip_prefix("surrealkv://").or_else(|| address.strip_prefix("surrealkv:"))?;
        let store = PathBuf::from(path.split_once('?').map_or(path, |(path, _)| path));
        let data = store.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(Self { data: data.to_owned(), store: store.clone() })
    }

    /// Bytes of the largest piece of the engine's log; 0 where there is none.
    pub(crate) fn largest_of_log(&self) -> u64 {
        let pieces = fs::read_dir(self.store.join("wal")).into_iter().flatten().flatten();
        pieces.filter_map(|piece| piece.metadata().ok()).map(|piece| piece.len()).max().unwrap_or(0)
    }

    /// Whether an engine ever wrote here.
    pub(crate) fn holds_a_store(&self) -> bool {
        ["wal", "manifest", "sstables"]
            .iter()
            .any(|part| fs::read_dir(self.store.join(part)).is_ok_and(|mut entries| entries.next().is_some()))
    }

    /// A directory of its own for what is moved aside now.
    pub(super) fn aside(&self, stamp: &str) -> Result<PathBuf> {
        let damaged = self.data.join("damaged");
        let mut place = damaged.join(stamp);
        let mut n = 1;
        while place.exists() {
            n += 1;
            place = damaged.join(format!("{stamp}-{n}"));
        }
        fs::create_dir_all(&place)?;
        sync(&damaged)?;
        sync(&self.data)?;
        Ok(place)
    }

    /// The last good backup, in words.
    pub(crate) fn last_backup(&self) -> String {
        #[derive(Deserialize)]
        struct Last {
            to: String,
            at: String,
        }
        let last = fs::read(self.data.join("last-backup.json")).ok();
        match last.and_then(|text| serde_json::from_slice::<Last>(&text).ok()) {
            Some(Last { to, at }) => format!("最近一次完好的备份：{to}（{at}）。"),
            None => "没有记录到完好的备份。".to_owned(),
        }
    }
}

/// Writes a file so that after any crash it is the old or the new one.
pub(crate) fn write_whole(path: &Path, text: &[u8]) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let beside = path.with_extension("new");
    let mut options = File::options();
    let mut file = options.create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

/// Brings to the disk which files a directory has.
pub(super) fn sync(directory: &Path) -> Result<()> {
    Ok(File::open(directory)?.sync_all()?)
}
