//! Backup and restore (备份与恢复): whole copies of the store as of one commit, taken while people work; the commits after it,
//! shipped every few seconds; and the way back into an empty place. ADR 20 says why it is made like this.
//!
//! At the target: `lines/<line>/manifests/<name>.json` (signed, written last), `lines/<line>/copies/<name>/<table>.age`,
//! `lines/<line>/commits/<first>-<last>.age`, `lines/<line>/head.json`, `blobs/<xx>/<id>-<sha256>.age`. A line is one unbroken run of
//! commits; a restored register, or one whose commits were not all kept, begins another with a copy of its own.

mod copy;
mod keep;
mod manifest;
mod problem;
mod restore;
mod sealed;
mod ship;
mod standing;
mod target;

pub use manifest::{Blobs, Manifest, Segment, Table};
pub use problem::{Outcome, Problem};
pub use restore::{Restored, Wanted, restore};
pub use sealed::new_key;
pub use standing::{Good, Standing};

use crate::Registry;
use crate::error::{Error, Result};
use age::x25519::Recipient;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use target::Target;

/// Where backups go and for whom they are sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// A directory or `s3://bucket/prefix`. A place belongs to one register.
    pub to: String,
    /// `age1…`: the public half; the other half is not on this machine.
    pub recipient: String,
    /// How many copies are kept.
    pub keep: usize,
}

/// What makes backups of an open registry.
pub struct Backups {
    registry: Registry,
    /// The data folder: it remembers the line and the last good copy.
    data: PathBuf,
    target: Target,
    recipient: Recipient,
    keep: usize,
    /// One copy at a time.
    copying: tokio::sync::Mutex<()>,
    /// Where the shipped commits end.
    chain: tokio::sync::Mutex<ship::Chain>,
    /// Woken when a copy is needed now.
    wanted: tokio::sync::Notify,
}

impl Backups {
    /// Opens the target.
    ///
    /// # Errors
    /// When the target or the recipient is none.
    pub fn open(registry: &Registry, data: &Path, settings: &Settings) -> Outcome<Self> {
        Ok(Self {
            registry: registry.clone(),
            data: data.to_owned(),
            target: Target::open(&settings.to)?,
            recipient: sealed::recipient(&settings.recipient)?,
            keep: settings.keep.max(1),
            copying: tokio::sync::Mutex::default(),
            chain: tokio::sync::Mutex::default(),
            wanted: tokio::sync::Notify::new(),
        })
    }

    /// The line this store is on; begun when there is none.
    fn line(&self) -> Outcome<String> {
        let path = self.data.join("backup-line");
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let line =
                    uuid::Uuid::try_parse(text.trim()).map_err(|_| Problem::Damaged("backup-line".into()))?;
                Ok(line.simple().to_string())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.new_line(),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins a line: the run of commits was broken, or never began.
    fn new_line(&self) -> Outcome<String> {
        let line = self.registry.store.new_id().simple().to_string();
        write_whole(&self.data.join("backup-line"), line.as_bytes())?;
        Ok(line)
    }
}

/// Puts a small file in the place of what is there, whole or not at all, for its owner only.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let new = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

/// The file that stands in the data folder while a restore is under way.
const UNFINISHED: &str = "restore-unfinished";

/// Refuses a data folder in which a restore was cut off: it is not whole.
pub(crate) fn refuse_unfinished(data: &Path) -> Result<()> {
    if data.join(UNFINISHED).exists() {
        let problem = Problem::Unfinished(data.display().to_string());
        return Err(Error::Io(std::io::Error::other(problem.to_string())));
    }
    Ok(())
}
