//! Whether the store is whole: before it is opened, against its mark once it is open, and in full when somebody asks.

use super::disk::{self, Allow, Done, Place};
use super::halt::Halt;
use super::{Mark, Store, Totals, UnitOfWork, Vars};
use crate::Registry;
use crate::error::{Error, Result};
use crate::vault::Cipher;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::fs::{self, DirBuilder, File, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The files of an open store. Nobody else looks at them or changes them as long as this lives.
pub(super) struct Files {
    place: Place,
    done: Mutex<Vec<Done>>,
    _lock: File,
}

impl Files {
    /// Locks the files and looks at them, see [`disk::look`]. A store that was closed in this process a moment ago still writes:
    /// that is waited for, a few seconds.
    pub(super) async fn looked_at(place: Place, allow: &Allow, at: DateTime<Utc>) -> Result<Self> {
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
    pub(super) fn holds_what_was_acknowledged(&self, seq: u64, allow: &Allow) -> Result<()> {
        let acknowledged = disk::acknowledged(&self.place)?;
        if seq >= acknowledged || loss(allow).is_some() {
            return Ok(());
        }
        Err(self.behind(seq, acknowledged))
    }

    pub(super) fn halt(&self) -> Result<Halt> {
        Ok(Halt::prepare(&self.place.data)?)
    }

    fn behind(&self, seq: u64, mark: u64) -> Error {
        Error::Unsound(format!(
            "数据库落后于水位：应到第 {mark} 次提交，实际只到第 {seq} 次，有已确认的记录不在库中。{}请用备份恢复（server restore）。\
             确认丢失并继续使用的，启动时加上 --accept-loss \"原因\"。",
            self.place.last_backup()
        ))
    }
}

/// The reason given for going on with less. Whoever cuts the log has said so.
fn loss(allow: &Allow) -> Option<&String> {
    allow.accept_loss.as_ref().or(allow.cut_damaged_log.as_ref())
}

/// A directory for the owner only, made when it is not there.
pub(crate) fn private(directory: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    if fs::metadata(directory)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(directory, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

pub(super) async fn lock(place: &Place) -> Result<File> {
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
pub(crate) fn holds_a_store(address: &str) -> bool {
    Place::of(address).is_some_and(|place| place.holds_a_store())
}

/// What a full look at the store found that should not be so, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Soundness {
    /// Each a sentence.
    pub wrong: Vec<String>,
}

/// A line of the store's own log.
#[derive(Debug, Clone, Deserialize)]
pub struct Logged {
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of thing.
    pub kind: String,
    /// Why, when a person said so.
    pub reason: String,
    /// What exactly.
    pub detail: String,
}

impl Store {
    /// Compares the store with its mark, and the master key with the one the store was made with. Both are made for a new store.
    pub(crate) async fn compare(&self, vault: &dyn Cipher, allow: &Allow) -> Result<()> {
        let new = self.reached().seq == 0;
        self.check_key(vault, new).await?;
        let Some(files) = &self.files else { return self.write_key_check(vault, new).await };
        let mark = match Mark::read(&files.place, vault) {
            Err(Error::Unsound(_)) if loss(allow).is_some() => None,
            other => other?,
        };
        let seq = self.reached().seq;
        let mut done = std::mem::take(&mut *files.done.lock().unwrap_or_else(PoisonError::into_inner));
        match (mark, loss(allow)) {
            (Some(mark), _) if seq >= mark.seq => {
                let mut totals = mark.totals;
                totals.join(&self.added_since(mark.seq).await?);
                self.sequence.recounted(totals);
            }
            (None, _) if new => {}
            (mark, Some(reason)) => {
                let was = mark.map_or_else(
                    || "没有可用的水位".to_owned(),
                    |mark| format!("水位为第 {} 次提交", mark.seq),
                );
                done.push(Done {
                    kind: "loss-accepted",
                    reason: reason.clone(),
                    detail: format!("{was}，数据库到第 {seq} 次"),
                });
                self.sequence.recounted(self.count_again().await?);
            }
            (Some(mark), None) => return Err(files.behind(seq, mark.seq)),
            (None, None) => {
                return Err(Error::Unsound(format!(
                    "水位文件 mark.json 不在，无法确认数据库完整。{}请用备份恢复（server restore）。确认数据库无误并继续使用的，\
                     启动时加上 --accept-loss \"原因\"。",
                    files.place.last_backup()
                )));
            }
        }
        self.write_key_check(vault, new).await?;
        self.log(done).await?;
        self.renew_mark(vault).await
    }

    /// What a restore ends with: the master key must be the one the copy was made with, and the mark begins with what is counted.
    ///
    /// # Errors
    /// [`Error::Unsound`] with another key; when the mark cannot be written.
    pub(crate) async fn restored(&self, seq: u64, vault: &dyn Cipher) -> Result<()> {
        self.check_key(vault, seq == 0).await?;
        let Some(files) = &self.files else { return Ok(()) };
        let mark = Mark { seq, totals: self.count_again().await?, at: self.clock.now() };
        mark.write(&files.place, vault)
    }

    async fn check_key(&self, vault: &dyn Cipher, new: bool) -> Result<()> {
        #[derive(Deserialize)]
        struct Check {
            hash: String,
        }
        let check: Option<Check> = self.get("key_check", "master").await?;
        if check.map_or(new, |check| check.hash == key_hash(vault)) {
            return Ok(());
        }
        Err(Error::Unsound(
            "主密钥与数据库不符：库中的内容是用另一个主密钥加密的。没有改动任何内容。请放回原来的 master.key 后再启动。".into(),
        ))
    }

    async fn write_key_check(&self, vault: &dyn Cipher, new: bool) -> Result<()> {
        if !new {
            return Ok(());
        }
        let check = serde_json::json!({ "hash": key_hash(vault) });
        let check = &check;
        self.transact("key check", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                work.put("key_check", "master", check);
                Ok((work, ()))
            })
        })
        .await
    }

    /// What the commits after a number added.
    async fn added_since(&self, seq: u64) -> Result<Totals> {
        let rows: Vec<Totals> = self
            .rows(
                "SELECT persons, entries, looks, digest FROM `commit` WHERE seq > $seq",
                Vars::new().with("seq", seq),
            )
            .await?;
        Ok(rows.iter().fold(Totals::default(), |mut sum, added| {
            sum.join(added);
            sum
        }))
    }

    /// What the store holds, counted in full.
    async fn count_again(&self) -> Result<Totals> {
        #[derive(Deserialize)]
        struct Row {
            id: serde_json::Value,
            hash: String,
        }
        let mut totals = Totals { persons: self.count("person", "true").await?, ..Totals::default() };
        for table in ["journal", "access_look"] {
            let mut start = 0;
            loop {
                let text = format!("SELECT id, hash FROM {table} ORDER BY id LIMIT 1000 START {start}");
                let rows: Vec<Row> = self.rows(&text, Vars::new()).await?;
                start += rows.len();
                for row in &rows {
                    totals.created(table, Some(&row.hash));
                }
                if rows.last().is_none_or(|row| row.id.is_null()) {
                    break;
                }
            }
        }
        Ok(totals)
    }

    /// Puts down what was done to the store's files.
    async fn log(&self, done: Vec<Done>) -> Result<()> {
        if done.is_empty() {
            return Ok(());
        }
        let at = self.clock.now();
        let rows: Vec<(String, serde_json::Value)> = done
            .into_iter()
            .map(|one| {
                let row = serde_json::json!({ "at": at, "kind": one.kind, "reason": one.reason, "detail": one.detail });
                (self.new_id().to_string(), row)
            })
            .collect();
        let rows = &rows;
        self.transact("store log", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                for (key, row) in rows {
                    work.create("store_log", key, row);
                }
                Ok((work, ()))
            })
        })
        .await
    }

    /// Writes the mark anew, and takes away what the store keeps of the commits below it.
    pub(crate) async fn renew_mark(&self, vault: &dyn Cipher) -> Result<()> {
        let Some(files) = &self.files else { return Ok(()) };
        let super::Reached { seq, totals } = self.reached();
        let mark = Mark { seq, totals, at: self.clock.now() };
        mark.write(&files.place, vault)?;
        match self.forget_commits(seq).await {
            Err(Error::Halted) => Ok(()),
            other => other,
        }
    }
}

fn key_hash(vault: &dyn Cipher) -> String {
    vault.keyed_hash("key check", "xueji")
}

impl Registry {
    /// Writes the mark (水位) anew: how far the store has come, outside it. To be done every minute and before the end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn renew_mark(&self) -> Result<()> {
        self.store.renew_mark(self.vault.as_ref()).await
    }

    /// Reads the store's tables and values in full and compares their checksums. Nothing found means nothing wrong.
    ///
    /// # Errors
    /// When the files cannot be listed.
    pub async fn check_files(&self) -> Result<Soundness> {
        let Some(files) = &self.store.files else { return Ok(Soundness::default()) };
        let place = files.place.clone();
        let wrong = tokio::task::spawn_blocking(move || disk::tables::check(&place)).await;
        Ok(Soundness { wrong: wrong.map_err(|error| Error::Store(error.to_string()))?? })
    }

    /// What was ever done to the store's files, oldest first: for whoever is responsible for the machine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn store_log(&self) -> Result<Vec<Logged>> {
        self.store.rows("SELECT at, kind, reason, detail FROM store_log ORDER BY at", Vars::new()).await
    }

    /// Counts persons, journal entries and looks in full and compares with what was carried along since the store was made. For a
    /// store nobody is working in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_totals(&self) -> Result<Soundness> {
        let carried = self.store.reached().totals;
        let counted = self.store.count_again().await?;
        let mut wrong = Vec::new();
        for (what, carried, counted) in [
            ("学生", carried.persons, counted.persons),
            ("信息变动记录", carried.entries, counted.entries),
            ("访问日志", carried.looks, counted.looks),
        ] {
            if carried != counted {
                wrong.push(format!("{what}应有 {carried} 条，库中有 {counted} 条"));
            }
        }
        if wrong.is_empty() && carried.digest != counted.digest {
            wrong.push("信息变动记录或访问日志的内容与水位不符".to_owned());
        }
        Ok(Soundness { wrong })
    }
}
