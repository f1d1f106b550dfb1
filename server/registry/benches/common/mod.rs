//! What the measurements of the registry share: memory, rates, and the floor, which is the same rows by bare bulk insert.

use crate::support::World;
use std::path::Path;
use std::time::{Duration, Instant};
use surrealdb::Surreal;
use surrealdb::engine::local::{Db, SurrealKv};
use surrealdb::types::Value;

/// A line of what the kernel says of this process, in MB.
pub(crate) fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find(|text| text.starts_with(line)).unwrap();
    found.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

/// Rows a second, and the time.
pub(crate) fn rate(rows: u32, took: Duration) -> String {
    format!("{:.0}/s ({:.2} s)", f64::from(rows) / took.as_secs_f64(), took.as_secs_f64())
}

async fn bare(dir: &Path) -> Surreal<Db> {
    let db = Surreal::new::<SurrealKv>(dir.join("store")).await.unwrap();
    db.use_ns("xueji").use_db("xueji").await.unwrap();
    db
}

/// The rows that a store holds of these tables into an empty store of the same tables and indexes, by bare bulk insert, a thousand in a
/// transaction. The register has to be closed.
pub(crate) async fn floor(from: &Path, rows: u32, tables: &[&str]) {
    let from = bare(from).await;
    let to = World::on_disk().await;
    to.registry.store.close().await.unwrap();
    let World { registry, dir, .. } = to;
    drop(registry);
    let to = bare(dir.path()).await;
    let mut whole = Duration::ZERO;
    for table in tables {
        let mut answer = from.query(format!("SELECT * FROM `{table}`")).await.unwrap();
        let Value::Array(records) = answer.take::<Value>(0).unwrap() else { panic!("no rows of {table}") };
        let records: Vec<Value> = records.into_iter().collect();
        let clock = Instant::now();
        for slice in records.chunks(1_000) {
            let slice = Value::Array(slice.to_vec().into());
            let text = format!("INSERT IGNORE INTO `{table}` $rows RETURN NONE");
            to.query(text).bind(("rows", slice)).await.unwrap().check().unwrap();
        }
        let took = clock.elapsed();
        whole += took;
        println!(
            "    floor {table:13} {:7} records {:6.0}/s",
            records.len(),
            records.len() as f64 / took.as_secs_f64()
        );
    }
    println!("  floor           {}", rate(rows, whole));
}

/// The runtime a measurement runs on: as many workers and as large a stack as the server's.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()
        .unwrap()
}
