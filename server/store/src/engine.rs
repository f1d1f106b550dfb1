//! The engine: opened by this program itself, because only so can it be told how much memory it may take. Left to itself it takes half of
//! the machine's for what it has read.

use crate::disk::Place;
use crate::error::{Error, Result};
use std::sync::Arc;
use std::time::Duration;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;

const MIB: u64 = 1 << 20;
/// Bytes of what was not written to its files yet. No transaction may be larger.
const UNWRITTEN: u64 = 128 * MIB;
/// The same at most while a store is filled from a copy: what is written out is merged with all that was written before, so the fewer
/// times, the better.
const UNWRITTEN_FILLING: u64 = 512 * MIB;

/// What the engine may take, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Of what was read.
    kept: u64,
    /// Of what was not written to its files yet; it may hold three times as much while two such pieces are being written.
    unwritten: u64,
}

impl Memory {
    /// For work, keeping this much of what was read.
    pub fn keeping(kept: u64) -> Self {
        Self { kept, unwritten: UNWRITTEN }
    }

    /// For filling an empty store, within a fifteenth of the machine's memory.
    pub fn filling(kept: u64) -> Self {
        let unwritten =
            (*surrealdb_common::sys::TOTAL_SYSTEM_MEMORY / 45).clamp(UNWRITTEN, UNWRITTEN_FILLING);
        Self { kept, unwritten }
    }
}

/// Bytes of what was read that the engine keeps when nothing else is set: an eighth of what the machine or its control group has, within
/// bounds.
pub fn default_cache() -> u64 {
    (*surrealdb_common::sys::TOTAL_SYSTEM_MEMORY / 8).clamp(64 * MIB, 1024 * MIB)
}

/// How many times its bytes in the log a thing may take in memory, at most.
const IN_MEMORY: u64 = 8;
/// More than this of what is not written the engine cannot address.
const MOST_UNWRITTEN: u64 = 4096 * MIB;

/// Opens an address. A store that was closed in this process a moment ago still holds its files: that is waited for, a few seconds.
///
/// The log that a crash left is read into memory. What does not fit there as one piece the engine writes out in part, and then takes the
/// whole log for written: with the next crash the rest is gone. So a log that might not fit is first opened with room for all of it and
/// closed, which writes it out and empties it.
pub(crate) async fn open(address: &str, memory: Memory) -> Result<(Surreal<Db>, Arc<Datastore>)> {
    let largest = Place::of(address).map_or(0, |place| place.largest_of_log());
    if largest * IN_MEMORY > memory.unwritten {
        let unwritten = (largest * IN_MEMORY).min(MOST_UNWRITTEN);
        let store = when_free(|| built(address, Memory { unwritten, ..memory })).await?;
        close(&store).await?;
    }
    when_free(|| once(address, memory)).await
}

/// Tries until the store is free, a few seconds.
async fn when_free<T, F: Future<Output = Result<T>>>(open: impl Fn() -> F) -> Result<T> {
    for _ in 0..100 {
        match open().await {
            Err(error) if error.to_string().contains("already locked") => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            other => return other,
        }
    }
    open().await
}

async fn built(address: &str, memory: Memory) -> Result<Arc<Datastore>> {
    let sizes = ConfigMap::empty()
        .with_key_value("surrealkv_block_cache_capacity", memory.kept.to_string())
        .with_key_value("surrealkv_max_memtable_size", memory.unwritten.to_string());
    // Its own tasks write, so they begin when the version is on record, as the engine asks for.
    let builder = Datastore::builder().with_config(sizes).without_maintenance_tasks();
    builder.build_with_path(address).await.map_err(|error| failed(&error))
}

async fn once(address: &str, memory: Memory) -> Result<(Surreal<Db>, Arc<Datastore>)> {
    let store = built(address, memory).await?;
    store.check_version().await.map_err(|error| failed(&error))?;
    store.bootstrap().await.map_err(|error| failed(&error))?;
    store.start_maintenance_tasks();
    Ok((Surreal::unstable_from_datastore(Arc::clone(&store), None).await?, store))
}

/// Closes it: what is only in its log is written to its files, and the log emptied. Nothing can be read or written afterwards.
pub(crate) async fn close(store: &Datastore) -> Result<()> {
    store.shutdown().await.map_err(|error| failed(&error))
}

fn failed(error: &impl std::fmt::Display) -> Error {
    Error::Store(format!("{error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The files as a crash leaves them: those of a store that is open.
    fn crashed(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                crashed(&entry.path(), &target);
            } else if entry.file_name() != "LOCK" {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    async fn opened(directory: &Path, unwritten: u64) -> Surreal<Db> {
        let address = format!("surrealkv://{}?sync=every", directory.display());
        let (db, _) = open(&address, Memory { kept: MIB, unwritten }).await.unwrap();
        db.use_ns("test").use_db("test").await.unwrap();
        db
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_log_larger_than_the_memory_for_it_is_whole_after_two_crashes() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let db = opened(&at("first"), 64 * MIB).await;
        let text = "CREATE |t:1000| SET text = string::repeat('x', 3000) RETURN NONE";
        for _ in 0..4 {
            db.query(text).await.unwrap().check().unwrap();
        }
        crashed(&at("first"), &at("second"));
        let small = opened(&at("second"), 4 * MIB).await;
        crashed(&at("second"), &at("third"));
        drop(small);
        let again = opened(&at("third"), 4 * MIB).await;
        let mut response =
            again.query("SELECT VALUE n FROM (SELECT count() AS n FROM t GROUP ALL)").await.unwrap();
        assert_eq!(response.take::<Option<i64>>(0).unwrap(), Some(4000));
    }
}
