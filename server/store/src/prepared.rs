//! Stores in memory whose tables are made already, for tests: making the tables takes longer than most of them.

use crate::clock::Clock;
use crate::connection::Connection;
use crate::contents::Contents;
use crate::engine::{self, Memory};
use crate::error::{Error, Result};
use crate::schema;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many have been begun by this program.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// The address of a store in memory that begins with the tables of these contents and nothing else. What it begins with is a file below
/// `folder`, made by whoever comes first with these schema files and this engine; nothing is written to it afterwards.
///
/// # Errors
/// When the file cannot be made.
pub async fn in_memory_with_tables(contents: Contents, folder: &Path) -> Result<String> {
    let version = contents.schema.version();
    let made = folder.join(format!(
        "tables-{}-{}",
        version.get(..16).unwrap_or(&version),
        surrealdb_core::env::VERSION
    ));
    if !made.exists() {
        // Several may begin at once, in one program too; the first that is through counts.
        let begun =
            made.with_extension(format!("{}-{}", std::process::id(), BEGUN.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir_all(&begun).map_err(failed)?;
        let (db, store) =
            engine::open(&format!("mem://{}?aol=sync", begun.display()), Memory::keeping(0)).await?;
        schema::apply(&Connection::to(db).await?, contents.schema, &Clock::system()).await?;
        engine::close(&store).await?;
        if fs::rename(&begun, &made).is_err() && made.exists() {
            fs::remove_dir_all(&begun).map_err(failed)?;
        }
    }
    Ok(format!("mem://{}?aol=never&snapshot=never", made.display()))
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err gives it")]
fn failed(error: std::io::Error) -> Error {
    Error::Store(error.to_string())
}
