//! The engine's list of its files. It carries no checksum, so what it says is compared with what lies there.

use std::fs;
use std::path::{Path, PathBuf};

/// What the manifest says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The first segment of the log that is still needed.
    pub(super) log_number: u64,
    /// The tables.
    pub(super) tables: Vec<u64>,
}

impl Manifest {
    /// Reads and compares; an empty one when there is none yet.
    pub(super) fn read(store: &Path) -> Result<Self, String> {
        let path = store.join("manifest").join(format!("{:020}.manifest", 0));
        let Ok(bytes) = fs::read(&path) else {
            return match tables_there(store) {
                0 => Ok(Self::default()),
                _ => Err(format!("数据文件清单不在：{}", path.display())),
            };
        };
        let wrong = || format!("数据文件清单损坏：{}", path.display());
        let (next_table, manifest) = parse(&bytes).ok_or_else(wrong)?;
        if manifest.tables.iter().any(|table| *table >= next_table) {
            return Err(wrong());
        }
        match manifest.tables.iter().map(|table| table_file(store, *table)).find(|file| !file.is_file()) {
            Some(missing) => Err(format!("数据文件不在：{}", missing.display())),
            None => Ok(manifest),
        }
    }
}

/// Where a table lies.
pub(super) fn table_file(store: &Path, table: u64) -> PathBuf {
    store.join("sstables").join(format!("{table:020}.sst"))
}

fn tables_there(store: &Path) -> usize {
    fs::read_dir(store.join("sstables")).map_or(0, Iterator::count)
}

fn parse(bytes: &[u8]) -> Option<(u64, Manifest)> {
    let mut rest = bytes;
    let mut take = |n: usize| {
        let (number, after) = rest.split_at_checked(n)?;
        rest = after;
        Some(number.iter().fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte)))
    };
    let short = |number: u128| u64::try_from(number).ok();
    if take(2)? != 1 {
        return None;
    }
    let next_table = short(take(8)?)?;
    let log_number = short(take(8)?)?;
    take(8)?;
    let mut tables = Vec::new();
    for _ in 0..take(1)? {
        for _ in 0..take(4)? {
            tables.push(short(take(8)?)?);
        }
    }
    for _ in 0..take(4)? {
        let length = usize::try_from(take(4)?).ok()?;
        for _ in 0..length {
            take(1)?;
        }
    }
    let all = tables.len();
    let mut once = tables.clone();
    once.sort_unstable();
    once.dedup();
    (rest.is_empty() && once.len() == all).then_some((next_table, Manifest { log_number, tables }))
}
