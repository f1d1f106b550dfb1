//! The schema: one `.surql` file per table, applied in order, each version once.

use super::{Store, Vars};
use crate::error::{Error, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../schema/", $name, ".surql")))),*]
    };
}

/// Every file, in the order in which it is applied. A file that changes is applied again: it must be written with
/// `OVERWRITE` or `IF NOT EXISTS`, and never touch data.
const FILES: &[(&str, &str)] = files![
    "migration",
    "commit",
    "store_log",
    "key_check",
    "unit",
    "division",
    "calendar_day",
    "rule_set",
    "account",
    "account_log",
    "login",
    "session",
    "attempt",
    "person",
    "identity",
    "number",
    "chain",
    "journal",
    "spell",
    "archive_copy",
    "archive_entry",
    "follow_up",
    "promotion",
    "promoted",
    "case",
    "letter",
    "dossier",
    "paper_hand_over",
    "counter",
    "import",
    "import_row",
    "draft",
    "last_act",
    "binding",
    "bond",
    "recovery",
    "guardian_notice",
    "proof",
    "tally",
    "rollup",
    "problem",
    "problem_check",
    "violation",
    "warning",
    "warning_count",
    "warning_run",
    "warning_digest",
    "registrar",
    "registrar_hand_over",
    "registrar_report",
    "merge",
    "school_change",
    "school_life",
    "custody",
    "custody_moved",
    "printout",
    "certificate",
    "review",
    "review_school",
    "review_class",
    "review_pupil",
    "automatic",
    "disclosure",
    "access_look",
    "access_head",
    "access_day",
    "access_alarm",
    "access_seal",
    "last_sign_in",
    "account_wait",
    "package",
    "consent",
    "privacy_report",
    "outbox",
    "put_aside",
    "clock_look",
    "probe",
    "matter",
    "matter_reminder",
];

/// The name of every table: each file makes the table it is named after.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The tables of what people put in: all but the store's own bookkeeping of schema files and commits.
pub(crate) fn data_tables() -> impl Iterator<Item = &'static str> {
    tables().filter(|table| !matches!(*table, "migration" | "commit"))
}

/// A fingerprint of all files: two programs with the same one keep the same tables.
pub(crate) fn version() -> String {
    let mut sum = Sha256::new();
    for (name, text) in FILES {
        sum.update(name);
        sum.update([0]);
        sum.update(text);
        sum.update([0]);
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Deserialize)]
struct Applied {
    name: String,
    checksum: String,
}

pub(super) async fn apply(store: &Store) -> Result<()> {
    store.execute(FILES[0].1).await?;
    let applied: Vec<Applied> = store.rows("SELECT name, checksum FROM migration", Vars::new()).await?;
    for (name, text) in FILES {
        let checksum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        if applied.iter().any(|row| row.name == *name && row.checksum == checksum) {
            continue;
        }
        store.execute(text).await.map_err(|error| Error::Store(format!("schema {name}: {error}")))?;
        let vars = Vars::new()
            .record("record", "migration", name)
            .with("name", name)
            .with("checksum", &checksum)
            .with("at", store.clock.now());
        let text = "UPSERT $record CONTENT { name: $name, checksum: $checksum, at: $at } RETURN NONE";
        store.rows::<serde_json::Value>(text, vars).await?;
    }
    Ok(())
}
