//! One fingerprint per table: whether a restored copy is what was copied, and whether something was changed at all.

use super::{Store, Vars, schema};
use crate::Registry;
use crate::error::Result;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

/// What one table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: &'static str,
    /// How many records.
    pub records: usize,
    /// SHA-256 over its records, in hexadecimal; the same for the same records in whatever order they are stored.
    pub sha256: String,
}

impl Registry {
    /// The fingerprint of every table. Reads everything, one table at a time: for a store that nobody is working in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn digest(&self) -> Result<Vec<TableDigest>> {
        let mut digests = Vec::new();
        for table in schema::tables() {
            digests.push(digest_of(&self.store, table).await?);
        }
        Ok(digests)
    }
}

async fn digest_of(store: &Store, table: &'static str) -> Result<TableDigest> {
    // The name is one of the schema's own, never anything a person wrote.
    let rows: Vec<Json> = store.rows(&format!("SELECT * FROM {table}"), Vars::new()).await?;
    let mut sums: Vec<[u8; 32]> = rows.iter().map(|row| Sha256::digest(row.to_string()).into()).collect();
    sums.sort_unstable();
    let whole = Sha256::digest(sums.concat());
    let sha256 = whole.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(TableDigest { table, records: rows.len(), sha256 })
}
