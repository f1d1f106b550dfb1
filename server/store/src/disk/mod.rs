//! The look at the store's files before the engine opens them (开库前检查).
//!
//! The engine repairs a log that does not read by cutting it there, without asking, and its repair adds to what an earlier one
//! left behind. So it is never given such a log: a tail that a crash tore is taken off here, with the original kept; anything
//! else stops the start, until somebody who is responsible says otherwise and why.

mod bytes;
mod log;
mod manifest;
mod place;
pub(crate) mod tables;

pub(crate) use place::{Place, write_whole};

use crate::error::{Error, Result};
use crate::halt::{self, Note};
use bytes::Bytes;
use log::End;
use manifest::Manifest;
use place::sync;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What the person who starts the system takes upon himself, each with the reason given.
#[derive(Debug, Clone, Default)]
pub struct Allow {
    /// To cut the log where it does not read: everything after that place is lost.
    pub cut_damaged_log: Option<String>,
    /// To go on with a store that holds less than it did.
    pub accept_loss: Option<String>,
}

/// What was done to the files, for the store's own log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What kind of thing.
    pub kind: &'static str,
    /// Why, when a person said so.
    pub reason: String,
    /// What exactly.
    pub detail: String,
}

/// Looks at the log and the manifest, and does what may be done without asking. The caller holds the lock.
pub(crate) fn look(place: &Place, allow: &Allow, stamp: &str) -> Result<Vec<Done>> {
    let mut done = Vec::new();
    let wal = place.store.join("wal");
    let unfinished = wal.join("repair_temp");
    if unfinished.exists() {
        let aside = place.aside(stamp)?.join("repair_temp");
        fs::rename(&unfinished, &aside)?;
        sync(&wal)?;
        done.push(Done {
            kind: "unfinished-repair",
            reason: String::new(),
            detail: format!("未完成的日志修复已移到 {}", aside.display()),
        });
    }
    let manifest = Manifest::read(&place.store).map_err(|why| unsound(place, &why, RESTORE))?;
    let segments = segments(&wal, &manifest).map_err(|why| unsound(place, &why, RESTORE))?;
    let note = halt::left(&place.data)?;
    for (n, (id, file)) in segments.iter().enumerate() {
        let last = n + 1 == segments.len();
        let mut refused = Vec::new();
        let end = log::read(file, |record| {
            if note.as_ref().is_some_and(|note| {
                commit_number(record.content).is_some_and(|number| note.refused.contains(&number))
            }) {
                refused.push(record.from);
            }
        })?;
        let reads_to = match (&end, &note) {
            (End::Whole, _) => u64::MAX,
            (End::Torn { at }, _) if last => *at,
            // The engine failed while it wrote this; whatever was acknowledged is compared after the start.
            (End::Torn { at } | End::Damaged { at, .. }, Some(_)) => *at,
            (End::Torn { at }, None) => {
                damaged(place, allow, file, *at, "记录不完整，而其后还有日志文件")?;
                *at
            }
            (End::Damaged { at, why }, None) => {
                damaged(place, allow, file, *at, why)?;
                *at
            }
        };
        if reads_to == u64::MAX && refused.is_empty() {
            continue;
        }
        let aside = place.aside(stamp)?;
        let later: Vec<&(u64, PathBuf)> =
            if reads_to == u64::MAX { Vec::new() } else { segments[n + 1..].iter().collect() };
        for (later, path) in &later {
            fs::rename(path, aside.join(name(*later)))?;
        }
        replace(file, *id, &aside, reads_to, &refused)?;
        let (kind, reason) = match (&end, &note) {
            (End::Damaged { .. }, None) => ("cut-damaged-log", allow.cut_damaged_log.clone()),
            (_, Some(_)) => ("refused-work-removed", None),
            _ => ("torn-tail", None),
        };
        let kept = if reads_to == u64::MAX { "全部".to_owned() } else { format!("前 {reads_to} 字节") };
        done.push(Done {
            kind,
            reason: reason.unwrap_or_default(),
            detail: format!(
                "{} 保留{kept}，去掉 {} 条未确认的提交，移走其后 {} 个日志文件；原件在 {}",
                file.display(),
                refused.len(),
                later.len(),
                aside.display()
            ),
        });
        if reads_to != u64::MAX {
            break;
        }
    }
    Ok(done)
}

/// What the process before left about a halt: what has to be in the store for it to be whole.
pub(crate) fn acknowledged(place: &Place) -> Result<u64> {
    Ok(halt::left(&place.data)?.unwrap_or_else(Note::default).acknowledged)
}

const RESTORE: &str = "请用备份恢复（server restore）。";

fn unsound(place: &Place, why: &str, advice: &str) -> Error {
    Error::Unsound(format!("{why}。没有改动任何文件。{}{advice}", place.last_backup()))
}

/// Stops, unless somebody said that it may be cut here.
fn damaged(place: &Place, allow: &Allow, file: &Path, at: u64, why: &str) -> Result<()> {
    if allow.cut_damaged_log.is_some() {
        return Ok(());
    }
    let what = format!("提交日志损坏：{}，第 {at} 字节起的记录：{why}", file.display());
    let advice = "请先用备份恢复（server restore）。确实只能从这里截断、放弃其后全部记录的，启动时加上 --cut-damaged-log \"原因\"，原件会另存。";
    Err(unsound(place, &what, advice))
}

/// The segments the engine will read, in order.
fn segments(wal: &Path, manifest: &Manifest) -> std::result::Result<Vec<(u64, PathBuf)>, String> {
    let Ok(entries) = fs::read_dir(wal) else { return Ok(Vec::new()) };
    let mut segments: Vec<(u64, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((name.strip_suffix(".wal")?.parse().ok()?, entry.path()))
        })
        .filter(|(id, _)| *id >= manifest.log_number)
        .collect();
    segments.sort();
    // The engine passes over one that is not there.
    for (before, after) in segments.iter().zip(segments.iter().skip(1)) {
        if after.0 != before.0 + 1 {
            return Err(format!("提交日志缺少文件：{}", wal.join(name(before.0 + 1)).display()));
        }
    }
    Ok(segments)
}

fn name(id: u64) -> String {
    format!("{id:020}.wal")
}

/// Puts a copy up to `end` and without some records in the place of a segment, and keeps the original aside.
fn replace(file: &Path, id: u64, aside: &Path, end: u64, without: &[u64]) -> Result<()> {
    let copy = file.with_extension("wal.repair");
    let mut to = File::create(&copy)?;
    log::copy(file, &mut to, end, without)?;
    let kept = aside.join(name(id));
    if fs::hard_link(file, &kept).is_err() {
        fs::copy(file, &kept)?;
        File::open(&kept)?.sync_all()?;
    }
    sync(aside)?;
    fs::rename(&copy, file)?;
    sync(file.parent().unwrap_or(Path::new(".")))
}

/// The number of the commit a record of the log belongs to: it creates a record of the table `commit`, whose key is the number.
fn commit_number(content: &[u8]) -> Option<u64> {
    let mut rest = Bytes(content);
    rest.take(1)?;
    rest.number()?;
    let entries = rest.number()?;
    for _ in 0..entries {
        let kind = *rest.take(1)?.first()?;
        let length = usize::try_from(rest.number()?).ok()?;
        let key = rest.take(length)?;
        let length = usize::try_from(rest.number()?).ok()?;
        rest.take(length)?;
        rest.number()?;
        let set = matches!(kind, SET | REPLACE);
        if let Some(number) = commit_of(key).filter(|_| set) {
            return Some(number);
        }
    }
    None
}

/// Kinds of entry that write a value.
const SET: u8 = 2;
const REPLACE: u8 = 6;

/// The number in the key of a record of the table `commit`.
fn commit_of(key: &[u8]) -> Option<u64> {
    const TABLE: &[u8] = b"*commit\0*";
    let at = key.windows(TABLE.len()).position(|window| window == TABLE)? + TABLE.len();
    let digits: String =
        key[at..].iter().filter(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    (digits.len() == 20).then(|| digits.parse().ok())?
}
