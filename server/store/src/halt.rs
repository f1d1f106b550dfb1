//! After the engine failed at a commit (a full disk, a broken one) nothing is written any more (暂停写入).
//!
//! What the engine made of a commit it failed at is open: it may lie in its log wholly, in part, or in a buffer that is written
//! later with something else. Who asked was told that nothing was saved, so it must not come back. The numbers of such commits
//! are put into a file that was given its place on the disk beforehand; before the next start they are taken out of the log.

use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

const FILE: &str = "halted.json";
/// Bytes kept for the note.
const ROOM: usize = 8192;
/// As many numbers as surely fit. More are never under way at once.
const MOST: usize = 300;

/// What is known of a store that stopped writing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Why.
    pub(crate) why: String,
    /// The last commit that was acknowledged.
    pub(crate) acknowledged: u64,
    /// Commits that were refused because the engine failed.
    pub(crate) refused: Vec<u64>,
}

/// Whether the store still writes.
#[derive(Default)]
pub(crate) struct Halt {
    file: Option<Mutex<File>>,
    note: Mutex<Option<Note>>,
    last: AtomicU64,
}

impl Halt {
    /// For a store in memory.
    pub(crate) fn unnoted() -> Self {
        Self::default()
    }

    /// Gives the note its place on the disk; empty, as the store was just found whole.
    pub(crate) fn prepare(data: &Path) -> io::Result<Self> {
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(data.join(FILE))?;
        file.write_all(&[b' '; ROOM])?;
        file.sync_all()?;
        Ok(Self { file: Some(Mutex::new(file)), ..Self::default() })
    }

    pub(crate) fn why(&self) -> Option<String> {
        self.note().as_ref().map(|note| note.why.clone())
    }

    /// The engine failed at a commit.
    pub(crate) fn failed(&self, number: u64, why: &str) {
        tracing::error!(number, "the store failed at a commit");
        self.stop(Some(number), why);
    }

    /// Something else says that nothing more should be written.
    pub(crate) fn because(&self, why: &str) {
        self.stop(None, why);
    }

    fn stop(&self, number: Option<u64>, why: &str) {
        let mut note = self.note();
        let note = note.get_or_insert_with(|| Note { why: why.to_owned(), ..Note::default() });
        note.acknowledged = note.acknowledged.max(self.last.load(Ordering::SeqCst));
        note.refused.extend(number.filter(|_| note.refused.len() < MOST));
        tracing::error!(why, "nothing more is written until the system is started again");
        if let Err(error) = self.write(note) {
            tracing::error!(%error, "the note about it could not be written");
        }
    }

    /// This one is through; perhaps after another one failed that was under way beside it.
    pub(crate) fn acknowledged(&self, number: u64) {
        self.last.fetch_max(number, Ordering::SeqCst);
        let mut note = self.note();
        if let Some(note) = note.as_mut().filter(|note| note.acknowledged < number) {
            note.acknowledged = number;
            if let Err(error) = self.write(note) {
                tracing::error!(%error, "the note about a halt could not be written");
            }
        }
    }

    fn write(&self, note: &Note) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut text = serde_json::to_vec(note).expect("plain data");
        text.resize(ROOM.max(text.len()), b' ');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&text)?;
        file.sync_all()
    }

    fn note(&self) -> std::sync::MutexGuard<'_, Option<Note>> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the process before this one left. A note that does not read was cut off while it was written, and says nothing.
pub(crate) fn left(data: &Path) -> io::Result<Option<Note>> {
    let text = match std::fs::read(file(data)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let note = serde_json::from_slice(&text);
    if let Err(error) = &note {
        tracing::warn!(%error, "the note about a halt does not read");
    }
    Ok(note.ok())
}

fn file(data: &Path) -> PathBuf {
    data.join(FILE)
}
