//! From an upload to a clean file: what it is, what looking at it takes, and the look itself.

use crate::budget::Budget;
use crate::file::{CleanFile, FileKind, Limits};
use crate::problem::{Problem, UploadProblem};
use crate::{pdf, picture, sniff};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::error::Error;

/// Checks an upload and makes a clean file of it. `declared_name` is what the browser calls the file; it is only used to
/// tell the person which file is meant.
///
/// # Errors
/// What is wrong with it, for the person who uploads.
pub fn inspect(bytes: &[u8], declared_name: &str, limits: &Limits) -> Result<CleanFile, UploadProblem> {
    // The decoders are other people's work; should one of them fall over a hostile file, that is the file's fault.
    catch_unwind(AssertUnwindSafe(|| clean(bytes, limits)))
        .unwrap_or(Err(Problem::Damaged))
        .map_err(|problem| UploadProblem::new(problem, declared_name))
}

/// [`inspect`], off the threads that answer, when there is memory for it. What it answers about the file stands inside.
///
/// # Errors
/// A refusal when it was not its turn in time.
pub async fn inspect_in_turn(
    budget: &Budget,
    bytes: Vec<u8>,
    declared_name: &str,
    limits: Limits,
) -> store::error::Result<Result<CleanFile, UploadProblem>> {
    let share = budget.share(cost(&bytes, &limits)).await?;
    let name = declared_name.to_owned();
    let work = tokio::task::spawn_blocking(move || {
        // Given back when the work has ended, also when nobody waits for it any more.
        let _share = share;
        inspect(&bytes, &name, &limits)
    });
    work.await.map_err(|error| Error::Store(error.to_string()))
}

/// Bytes of memory that looking at a file takes at most. Only its head is read.
pub(crate) fn cost(bytes: &[u8], limits: &Limits) -> u64 {
    let head = || match sniff::kind(bytes) {
        Ok(FileKind::Pdf) => pdf::COST,
        Ok(kind) => picture::cost(bytes, kind, limits),
        Err(_) => 0,
    };
    // The decoders are other people's work. A head that fells one is refused when it is looked at.
    let head = catch_unwind(AssertUnwindSafe(head)).unwrap_or(0);
    head + 3 * bytes.len() as u64
}

pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<CleanFile, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Problem::TooManyBytes { limit: limits.bytes });
    }
    let file = match sniff::kind(bytes)? {
        FileKind::Pdf => {
            let (bytes, pages) = pdf::clean(bytes, limits)?;
            CleanFile {
                kind: FileKind::Pdf,
                bytes,
                sha256: String::new(),
                width: None,
                height: None,
                pages: Some(pages),
                thumbnail: None,
            }
        }
        kind => picture::clean(bytes, kind, limits)?,
    };
    let sha256 = sha256_hex(&file.bytes);
    Ok(CleanFile { sha256, ..file })
}

/// SHA-256, hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
