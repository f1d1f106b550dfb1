//! One fingerprint per table: whether a restored copy is what was copied, and whether something was changed at all.

use crate::error::Result;
use crate::open::Store;

/// What one table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: &'static str,
    /// How many records.
    pub records: u64,
    /// SHA-256 over its records in the order of their keys, in hexadecimal.
    pub sha256: String,
}

impl Store {
    /// The fingerprint of every table as it is at this moment, read page by page. The store's own bookkeeping (which schema files
    /// it has, its last commits) is not part of it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn digest(&self) -> Result<Vec<TableDigest>> {
        let view = self.view().await?;
        let mut digests = Vec::new();
        for table in self.contents.schema.data_tables() {
            let (records, sha256) = view.fingerprint(table).await?;
            digests.push(TableDigest { table, records, sha256 });
        }
        view.close().await;
        Ok(digests)
    }
}
