//! The schema: one `.surql` file per table, applied in order, each version once.

use crate::clock::Clock;
use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::values::Vars;
use serde::Deserialize;
use sha2::{Digest, Sha256};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../schema/", $name, ".surql")))),*]
    };
}

/// The store's own tables. They come first.
const OWN: &[(&str, &str)] = files!["migration", "commit", "store_log", "key_check"];

/// The tables of a store, as names and texts, in the order in which they are applied: the store's own, and those of whoever keeps records
/// in it. A file that changes is applied again: it must be written with `OVERWRITE` or `IF NOT EXISTS`, and never touch data. Whoever
/// counts by school ([`UnitOfWork::tally`](crate::UnitOfWork::tally)) has a table `tally` among them.
#[derive(Clone, Copy)]
pub struct Schema(&'static [(&'static str, &'static str)]);

impl Schema {
    /// The store's own tables and these: each file makes the table it is named after.
    pub const fn with(files: &'static [(&'static str, &'static str)]) -> Self {
        Self(files)
    }

    fn files(self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        OWN.iter().chain(self.0)
    }

    /// The name of every table.
    pub(crate) fn tables(self) -> impl Iterator<Item = &'static str> {
        self.files().map(|(name, _)| *name)
    }

    /// The tables of what people put in: all but the store's own bookkeeping of schema files and commits.
    pub fn data_tables(self) -> impl Iterator<Item = &'static str> {
        self.tables().filter(|table| !matches!(*table, "migration" | "commit"))
    }

    /// A fingerprint of all files, in hexadecimal: two programs with the same one keep the same tables.
    pub fn version(self) -> String {
        let mut sum = Sha256::new();
        for (name, text) in self.files() {
            sum.update(name);
            sum.update([0]);
            sum.update(text);
            sum.update([0]);
        }
        sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[derive(Deserialize)]
struct Applied {
    name: String,
    checksum: String,
}

pub(crate) async fn apply(connection: &Connection, schema: Schema, clock: &Clock) -> Result<()> {
    connection.execute(OWN[0].1).await?;
    let applied: Vec<Applied> = connection.rows("SELECT name, checksum FROM migration", Vars::new()).await?;
    for (name, text) in schema.files() {
        let checksum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        if applied.iter().any(|row| row.name == *name && row.checksum == checksum) {
            continue;
        }
        connection.execute(text).await.map_err(|error| Error::Store(format!("schema {name}: {error}")))?;
        let vars = Vars::new()
            .record("record", "migration", name)
            .with("name", name)
            .with("checksum", &checksum)
            .with("at", clock.now());
        let text = "UPSERT $record CONTENT { name: $name, checksum: $checksum, at: $at } RETURN NONE";
        connection.rows::<serde_json::Value>(text, vars).await?;
    }
    Ok(())
}
