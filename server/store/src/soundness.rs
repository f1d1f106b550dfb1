//! Whether the store is whole: against its mark once it is open, and in full when somebody asks. Before it is opened: `disk`.

use crate::disk::{self, Allow, Done};
use crate::error::{Error, Result};
use crate::files::loss;
use crate::mark::Mark;
use crate::open::Store;
use crate::range::range;
use crate::sequence::Reached;
use crate::totals::Totals;
use crate::unit_of_work::UnitOfWork;
use crate::values::Vars;
use crate::vault::Cipher;
use chrono::{DateTime, Utc};
use serde::Deserialize;

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
    ///
    /// # Errors
    /// [`Error::Unsound`] when the store is behind its mark, has none, or the key is another; else when the store fails.
    pub async fn compare(&self, vault: &dyn Cipher, allow: &Allow) -> Result<()> {
        let new = self.reached().seq == 0;
        self.check_key(vault, new).await?;
        let Some(files) = &self.files else { return self.write_key_check(vault, new).await };
        let mark = match Mark::read(&files.place, vault) {
            Err(Error::Unsound(_)) if loss(allow).is_some() => None,
            other => other?,
        };
        let seq = self.reached().seq;
        let mut done = files.take_done();
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
    pub async fn restored(&self, seq: u64, vault: &dyn Cipher) -> Result<()> {
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

    /// What the store holds, counted in full: to be compared with what was carried along ([`Store::reached`]).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_again(&self) -> Result<Totals> {
        #[derive(Deserialize)]
        struct Row {
            key: String,
            hash: String,
        }
        let counted = self.contents.counted;
        let mut totals = Totals { persons: self.count(counted.persons, "true").await?, ..Totals::default() };
        // Each page begins behind the last key: counted off from the beginning, two million entries would cost the square of that.
        let text = "SELECT record::id(id) AS key, hash FROM array::first([$range]) LIMIT 1000";
        for table in [counted.entries, counted.looks] {
            let mut after: Option<String> = None;
            loop {
                let rows: Vec<Row> = self.rows(text, range(table, after.as_deref(), None)).await?;
                for row in &rows {
                    totals.created(&counted, table, Some(&row.hash));
                }
                let Some(last) = rows.into_iter().last() else { break };
                after = Some(last.key);
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

    /// Writes the mark (水位) anew, how far the store has come, and takes away what the store keeps of the commits below it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn renew_mark(&self, vault: &dyn Cipher) -> Result<()> {
        let Some(files) = &self.files else { return Ok(()) };
        let Reached { seq, totals } = self.reached();
        let mark = Mark { seq, totals, at: self.clock.now() };
        mark.write(&files.place, vault)?;
        match self.forget_commits(seq).await {
            Err(Error::Halted) => Ok(()),
            other => other,
        }
    }

    /// Reads the store's tables and values in full and compares their checksums. Nothing found means nothing wrong.
    ///
    /// # Errors
    /// When the files cannot be listed.
    pub async fn check_files(&self) -> Result<Soundness> {
        let Some(files) = &self.files else { return Ok(Soundness::default()) };
        let place = files.place.clone();
        let wrong = tokio::task::spawn_blocking(move || disk::tables::check(&place)).await;
        Ok(Soundness { wrong: wrong.map_err(|error| Error::Store(error.to_string()))?? })
    }

    /// What was ever done to the store's files, oldest first: for whoever is responsible for the machine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn store_log(&self) -> Result<Vec<Logged>> {
        self.rows("SELECT at, kind, reason, detail FROM store_log ORDER BY at", Vars::new()).await
    }
}

fn key_hash(vault: &dyn Cipher) -> String {
    vault.keyed_hash("key check", "xueji")
}
