//! The files of a store: locked, looked at, and for their owner only.

use crate::disk::{self, Allow, Done, Place};
use crate::error::{Error, Result};
use crate::halt::Halt;
use chrono::{DateTime, Utc};
use std::fs::{self, DirBuilder, File, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The files of an open store. Nobody else looks at them or changes them as long as this lives.
pub(crate) struct Files {
    pub(crate) place: Place,
    done: Mutex<Vec<Done>>,
    _lock: File,
}

impl Files {
    /// Locks the files and looks at them, see [`disk::look`]. A store that was closed in this process a moment ago still writes:
    /// that is waited for, a few seconds.
    pub(crate) async fn looked_at(place: Place, allow: &Allow, at: DateTime<Utc>) -> Result<Self> {
        private(&place.data)?;
        private(&place.store)?;
        let lock = lock(&place).await?;
        let (stamp, allow) = (at.format("%Y%m%dT%H%M%SZ").to_string(), allow.clone());
        let looked = place.clone();
        let done = tokio::task::spawn_blocking(move || disk::look(&looked, &allow, &stamp));
        let done = done.await.map_err(|error| Error::Store(error.to_string()))??;
        for one in &done {
            tracing::warn!(kind = one.kind, detail = one.detail, "the store's files were set right");
        }
        Ok(Self { place, done: Mutex::new(done), _lock: lock })
    }

    /// Compares with what the process before this one said when it stopped writing.
    pub(crate) fn holds_what_was_acknowledged(&self, seq: u64, allow: &Allow) -> Result<()> {
        let acknowledged = disk::acknowledged(&self.place)?;
        if seq >= acknowledged || loss(allow).is_some() {
            return Ok(());
        }
        Err(self.behind(seq, acknowledged))
    }

    /// What was done to them since this was asked last.
    pub(crate) fn take_done(&self) -> Vec<Done> {
        std::mem::take(&mut *self.done.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The note of a halt, with its place on the disk.
    pub(crate) fn halt(&self) -> Result<Halt> {
        Ok(Halt::prepare(&self.place.data)?)
    }

    /// What is said of a store that is behind its mark.
    pub(crate) fn behind(&self, seq: u64, mark: u64) -> Error {
        Error::Unsound(format!(
            "数据库落后于水位：应到第 {mark} 次提交，实际只到第 {seq} 次，有已确认的记录不在库中。{}请用备份恢复（server restore）。\
             确认丢失并继续使用的，启动时加上 --accept-loss \"原因\"。",
            self.place.last_backup()
        ))
    }
}

/// The reason given for going on with less. Whoever cuts the log has said so.
pub(crate) fn loss(allow: &Allow) -> Option<&String> {
    allow.accept_loss.as_ref().or(allow.cut_damaged_log.as_ref())
}

/// A directory for the owner only, made when it is not there.
///
/// # Errors
/// When it cannot be made or is somebody else's.
pub fn private(directory: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    if fs::metadata(directory)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(directory, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Locks a data folder, and the engine's own lock with it, for as long as the file lives.
pub(crate) async fn lock(place: &Place) -> Result<File> {
    for turn in 0..200 {
        if turn > 0 {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let ours = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(place.data.join("lock"))?;
        let engines = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(place.store.join("LOCK"))?;
        if ours.try_lock().is_ok() && engines.try_lock().is_ok() {
            return Ok(ours);
        }
    }
    Err(Error::Unsound(format!("数据目录正被另一个进程使用：{}。", place.data.display())))
}

/// Whether there is anything at this address.
pub fn holds_a_store(address: &str) -> bool {
    Place::of(address).is_some_and(|place| place.holds_a_store())
}
