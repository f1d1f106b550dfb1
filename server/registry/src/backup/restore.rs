//! The way back: a copy and the commits after it, into an empty place, checked against the manifest before it is called whole.

use super::keep::{blobs, copy_of};
use super::manifest::{Head, Manifest, Segment, Signed, key_check, place, sha256};
use super::problem::{Outcome, Problem};
use super::ship::read_segment;
use super::target::{Target, Written};
use super::{UNFINISHED, sealed};
use crate::blob::BlobStore;
use crate::clock::{Clock, Entropy};
use crate::error::Error;
use crate::store::log::Committed;
use crate::store::{Memory, Row, Store};
use crate::vault::{AesVault, Cipher};
use crate::{Location, schema};
use age::x25519::Identity;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

/// Records written at a time.
const BATCH: usize = 500;
/// Batches written at a time, at most.
const SIDE_BY_SIDE: usize = 4;

/// What is to be restored.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Where the backups lie.
    pub from: String,
    /// The text of the identity file.
    pub identity: String,
    /// The last moment that is wanted; everything otherwise.
    pub until: Option<DateTime<Utc>>,
}

/// What was restored.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The copy it began with.
    pub manifest: Manifest,
    /// The last commit that is in it, and when that was.
    pub seq: u64,
    /// When that commit was.
    pub at: Option<DateTime<Utc>>,
    /// Commits done again after the copy.
    pub replayed: u64,
    /// Records of the copy.
    pub records: u64,
    /// Proof files.
    pub blobs: u64,
}

/// Restores into `location`, whose data folder holds nothing but the master key.
///
/// # Errors
/// When the place is not empty, a key is the wrong one, a file is missing or damaged, or what was written is not what the manifest
/// says. What was begun is marked and never opened as a register.
pub async fn restore(wanted: &Wanted, location: &Location) -> Outcome<Restored> {
    let data = location.key.parent().unwrap_or(Path::new(".")).to_owned();
    refuse_full(&data, &location.key)?;
    let vault = AesVault::from_file(&location.key, Entropy::system())?;
    let identity = sealed::identity(&wanted.identity)?;
    if !wanted.from.starts_with("s3://") && !Path::new(&wanted.from).is_dir() {
        return Err(Problem::Nothing(wanted.from.clone()));
    }
    let source = Source { target: Target::open(&wanted.from)?, vault: Box::new(vault), identity };
    let manifest = source.newest(wanted.until).await?;
    let segments = source.segments(&manifest, wanted.until).await?;

    let mark = data.join(UNFINISHED);
    std::fs::write(&mark, manifest.name.as_bytes())?;
    let store = Store::open(
        &location.store,
        schema::CONTENTS,
        Memory::filling(location.cache),
        &location.allow,
        Clock::system(),
        Entropy::system(),
    )
    .await?;
    let store = Arc::new(store);
    let work = data.join("restoring");
    std::fs::create_dir_all(&work)?;
    let mut records = 0;
    for table in &manifest.tables {
        records += source.load_table(&store, &manifest, table, &work.join("part")).await?;
        check(&store, table).await?;
    }
    std::fs::remove_dir_all(&work)?;
    if let Some(at) = manifest.last_commit {
        store.stand_at(manifest.seq, at).await?;
    }

    let list_path = place::blob_list(&manifest.line, &manifest.name);
    let list = source.target.get(&list_path).await?;
    if sha256(&list) != manifest.blobs.list_sha256 {
        return Err(Problem::Damaged(list_path));
    }
    let mut files: BTreeMap<String, String> = blobs(&list).into_iter().collect();
    let (mut seq, mut at, mut replayed) = (manifest.seq, manifest.last_commit, 0);
    for (path, segment) in &segments {
        let done = source.replay(&store, path, manifest.seq, wanted.until).await?;
        for (id, sum) in &segment.came {
            files.insert(id.clone(), sum.clone());
        }
        replayed += done.commits;
        if let Some((number, when)) = done.last {
            (seq, at) = (number, Some(when));
        }
        if done.ended {
            break;
        }
        segment.went.iter().for_each(|id| drop(files.remove(id)));
    }
    store.restored(seq, source.vault.as_ref()).await?;
    drop(store);
    source.bring_back(location, &files).await?;
    std::fs::remove_file(&mark)?;
    std::fs::File::open(&data)?.sync_all()?;
    Ok(Restored { manifest, seq, at, replayed, records, blobs: files.len() as u64 })
}

/// Nothing but the master key may be there.
fn refuse_full(data: &Path, key: &Path) -> Outcome<()> {
    if data.join(UNFINISHED).exists() {
        return Err(Problem::Unfinished(data.display().to_string()));
    }
    if data.exists() {
        for entry in std::fs::read_dir(data)? {
            let path = entry?.path();
            if path.file_name() != key.file_name() {
                return Err(Problem::NotEmpty(path.display().to_string()));
            }
        }
    }
    if !key.exists() {
        return Err(Problem::NoMasterKey(key.display().to_string()));
    }
    Ok(())
}

/// A table must hold what the manifest says. It is read back as soon as it is filled, while the engine still has it in few files: with
/// 200,000 children, reading everything at the end took as long as filling it.
async fn check(store: &Store, table: &super::Table) -> Outcome<()> {
    let view = store.view().await?;
    let found = view.fingerprint(&table.table).await?;
    view.close().await;
    if found == (table.records, table.digest.clone()) {
        return Ok(());
    }
    Err(Problem::Differs(table.table.clone()))
}

struct Source {
    target: Target,
    vault: Box<dyn Cipher>,
    identity: Identity,
}

/// What of a segment was done again.
struct Done {
    commits: u64,
    last: Option<(u64, DateTime<Utc>)>,
    /// A commit was later than wanted.
    ended: bool,
}

impl Source {
    /// The newest copy that is not later than wanted, of whatever line.
    async fn newest(&self, until: Option<DateTime<Utc>>) -> Outcome<Manifest> {
        let nothing = || Problem::Nothing(self.target.address.clone());
        let all = self.target.list("lines").await?;
        let mut copies: Vec<(&str, &str)> = all.iter().filter_map(|(path, _)| copy_of(path)).collect();
        copies.sort_by_key(|(_, name)| *name);
        for (line, name) in copies.into_iter().rev() {
            let path = place::manifest(line, name);
            let bytes = self.target.get(&path).await?;
            let said: Manifest =
                serde_json::from_slice(&bytes).map_err(|_| Problem::Damaged(path.clone()))?;
            if said.key_check != key_check(&*self.vault) {
                return Err(Problem::WrongMasterKey);
            }
            let manifest = Manifest::read(&bytes, &*self.vault, &path)?;
            if until.is_some_and(|until| manifest.at > until) {
                continue;
            }
            let known = |table: &&super::Table| schema::data_tables().any(|name| name == table.table);
            if let Some(unknown) = manifest.tables.iter().find(|table| !known(table)) {
                return Err(Problem::Unknown(unknown.table.clone(), manifest.program));
            }
            return Ok(manifest);
        }
        Err(nothing())
    }

    /// The segments after a copy: each one there, whole, and the one that follows the one before.
    async fn segments(
        &self,
        copy: &Manifest,
        until: Option<DateTime<Utc>>,
    ) -> Outcome<Vec<(String, Segment)>> {
        let mut found: Vec<(String, Segment)> = Vec::new();
        let (mut reached, mut previous) = (copy.seq, None);
        for (path, _) in self.target.list(&format!("lines/{}/commits", copy.line)).await? {
            let (first, last) = place::numbers(&path).ok_or_else(|| Problem::Damaged(path.clone()))?;
            if last <= copy.seq {
                continue;
            }
            if first > reached + 1 {
                return Err(Problem::Gap(reached + 1, first - 1));
            }
            let file = self.target.get(&path).await?;
            let (segment, _) = read_segment(&file, &*self.vault, &path)?;
            if segment.line != copy.line || previous.is_some_and(|digest| segment.previous != digest) {
                return Err(Problem::Damaged(path));
            }
            (reached, previous) = (last, Some(sha256(&file)));
            let enough = until.is_some_and(|until| segment.at > until);
            found.push((path, segment));
            if enough {
                return Ok(found);
            }
        }
        let path = place::head(&copy.line);
        match self.target.get(&path).await {
            Ok(bytes) => {
                let head = Head::read(&bytes, &*self.vault, &path)?;
                if head.last > reached {
                    return Err(Problem::Gap(reached + 1, head.last));
                }
            }
            Err(Problem::Missing(_)) if found.is_empty() => {}
            Err(problem) => return Err(problem),
        }
        Ok(found)
    }

    async fn load_table(
        &self,
        store: &Arc<Store>,
        copy: &Manifest,
        table: &super::Table,
        part: &Path,
    ) -> Outcome<u64> {
        let name = schema::data_tables()
            .find(|name| *name == table.table)
            .ok_or_else(|| Problem::Unknown(table.table.clone(), copy.program.clone()))?;
        let Some((bytes, sha256)) = &table.file else { return Ok(0) };
        store.clear(name).await?;
        let path = place::part(&copy.line, &copy.name, name);
        let Written { bytes: got, sha256: sum } = self.target.fetch(&path, part).await?;
        if (got, &sum) != (*bytes, sha256) {
            return Err(Problem::Damaged(path));
        }
        // Opening and reading is work for a thread of its own; a few batches wait at most.
        let (give, mut take) = tokio::sync::mpsc::channel::<Vec<Row>>(2);
        let (identity, part, named) = (self.identity.clone(), part.to_owned(), path.clone());
        let reading = tokio::task::spawn_blocking(move || -> Outcome<()> {
            let file = std::io::BufReader::new(std::fs::File::open(part)?);
            let plain = std::io::BufReader::new(sealed::reader(&identity, file, &named)?);
            let mut batch = Vec::new();
            for line in plain.lines() {
                let line = line.map_err(|_| Problem::Damaged(named.clone()))?;
                batch.push(serde_json::from_str(&line).map_err(|_| Problem::Damaged(named.clone()))?);
                if batch.len() == BATCH && give.blocking_send(std::mem::take(&mut batch)).is_err() {
                    return Ok(());
                }
            }
            if !batch.is_empty() {
                drop(give.blocking_send(batch));
            }
            Ok(())
        });
        let mut records = 0;
        // Writing keeps a processor busy, so as many batches are written side by side as there are processors, within a bound for the
        // memory.
        let most = std::thread::available_parallelism().map_or(1, usize::from).min(SIDE_BY_SIDE);
        let mut writing = tokio::task::JoinSet::new();
        while let Some(rows) = take.recv().await {
            records += rows.len() as u64;
            if writing.len() == most
                && let Some(written) = writing.join_next().await
            {
                written.map_err(std::io::Error::other)??;
            }
            let store = store.clone();
            writing.spawn(async move { store.load(name, rows).await });
        }
        while let Some(written) = writing.join_next().await {
            written.map_err(std::io::Error::other)??;
        }
        reading.await.map_err(std::io::Error::other)??;
        Ok(records)
    }

    async fn replay(
        &self,
        store: &Store,
        path: &str,
        after: u64,
        until: Option<DateTime<Utc>>,
    ) -> Outcome<Done> {
        let file = self.target.get(path).await?;
        let (_, body) = read_segment(&file, &*self.vault, path)?;
        let plain = sealed::open(&self.identity, body, path)?;
        let mut done = Done { commits: 0, last: None, ended: false };
        let (mut batch, mut writes): (Vec<Committed>, usize) = (Vec::new(), 0);
        for line in plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let commit: Committed =
                serde_json::from_slice(line).map_err(|_| Problem::Damaged(path.to_owned()))?;
            if commit.seq <= after {
                continue;
            }
            if until.is_some_and(|until| commit.at > until) {
                done.ended = true;
                break;
            }
            done.commits += 1;
            done.last = Some((commit.seq, commit.at));
            writes += commit.writes.as_ref().map_or(0, Vec::len);
            batch.push(commit);
            if writes >= BATCH {
                store.replay(std::mem::take(&mut batch)).await?;
                writes = 0;
            }
        }
        store.replay(batch).await?;
        Ok(done)
    }

    /// Brings the proof files back; one that is there already (in a bucket) must be the same.
    async fn bring_back(&self, location: &Location, files: &BTreeMap<String, String>) -> Outcome<()> {
        let place = match &location.s3 {
            Some(address) => BlobStore::open_s3(address)?,
            None => BlobStore::open(&location.blobs)?,
        };
        for (id, sum) in files {
            let path = place::blob(id, sum);
            let bytes = sealed::open(&self.identity, &self.target.get(&path).await?, &path)?;
            if sha256(&bytes) != *sum {
                return Err(Problem::Damaged(path));
            }
            match place.get(id).await {
                Err(Error::NotFound(_)) => place.put(id, bytes).await?,
                Ok(there) if there == bytes => {}
                Ok(_) => return Err(Problem::NotEmpty(id.clone())),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
