//! The engine: opened by this program itself, because only so can it be told how much memory it may take. Left to itself it takes half of
//! the machine's for what it has read.

use crate::error::{Error, Result};
use std::time::Duration;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;

const MIB: u64 = 1 << 20;
/// Bytes of what was not written to its files yet. No transaction may be larger.
const UNWRITTEN: u64 = 128 * MIB;

/// Bytes of what was read that the engine keeps when nothing else is set: an eighth of what the machine or its control group has, within
/// bounds.
pub fn default_cache() -> u64 {
    (*surrealdb_common::sys::TOTAL_SYSTEM_MEMORY / 8).clamp(64 * MIB, 1024 * MIB)
}

/// Opens an address; `cache` is the bytes of what was read that are kept. A store that was closed in this process a moment ago still
/// holds its files: that is waited for, a few seconds.
pub(super) async fn open(address: &str, cache: u64) -> Result<Surreal<Db>> {
    for _ in 0..100 {
        match once(address, cache).await {
            Err(error) if error.to_string().contains("already locked") => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            other => return other,
        }
    }
    once(address, cache).await
}

async fn once(address: &str, cache: u64) -> Result<Surreal<Db>> {
    let sizes = ConfigMap::empty()
        .with_key_value("surrealkv_block_cache_capacity", cache.to_string())
        .with_key_value("surrealkv_max_memtable_size", UNWRITTEN.to_string());
    // Its own tasks write, so they begin when the version is on record, as the engine asks for.
    let builder = Datastore::builder().with_config(sizes).without_maintenance_tasks();
    let store = builder.build_with_path(address).await.map_err(|error| failed(&error))?;
    store.check_version().await.map_err(|error| failed(&error))?;
    store.bootstrap().await.map_err(|error| failed(&error))?;
    store.start_maintenance_tasks();
    Ok(Surreal::unstable_from_datastore(store, None).await?)
}

fn failed(error: &impl std::fmt::Display) -> Error {
    Error::Store(format!("{error:#}"))
}
