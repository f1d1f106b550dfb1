//! Proof documents (证明材料): checked, cleaned and kept sealed.
//!
//! Nothing a guardian uploads is kept as it came. [`inspect`] decides by content what a file is, and makes a new file
//! out of what it shows: pictures are decoded and encoded again, which drops EXIF with its place of recording; PDF pages
//! are copied into a new document, which drops scripts, actions and attachments. Files of two natures at once do not
//! survive that. [`BlobStore`] keeps the result, sealed, outside the web root.
//!
//! [`inspect`] computes for up to some seconds and needs up to some 300 MB for the largest pictures: it is called by
//! [`inspect_in_turn`] only, which first waits for its share of the memory there is for that.

mod budget;
mod pdf;
mod picture;
mod problem;
mod scan;
mod sniff;
mod store;
#[cfg(test)]
mod tests;

pub use budget::{BUDGET, Budget, Share};
pub use problem::{Problem, UploadProblem};
pub use scan::Scanner;
pub use store::BlobStore;
pub(crate) use store::Changes;

use crate::error::{self, Error};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file. 5 MiB.
    pub bytes: usize,
    /// Pixels of a picture. 24 million.
    pub pixels: u64,
    /// Pixels of a picture's longer side. 8000.
    pub side: u32,
    /// Pages of a PDF. 20.
    pub pages: usize,
    /// Objects of a PDF. 20 000.
    pub objects: usize,
    /// Pixels of a picture inside a PDF, where scanners work with 600 dots per inch in black and white. 80 million.
    pub pdf_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 5 << 20,
            pixels: 24_000_000,
            side: 8_000,
            pages: 20,
            objects: 20_000,
            pdf_pixels: 80_000_000,
        }
    }
}

/// The kinds of file kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// JPG 图片
    Jpeg,
    /// PNG 图片
    Png,
    /// PDF 文档
    Pdf,
}

impl FileKind {
    /// What to say in `Content-Type` when it is shown.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of its name when it is downloaded.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Jpeg => "JPG 图片",
            Self::Png => "PNG 图片",
            Self::Pdf => "PDF 文档",
        }
    }
}

/// A file made anew from an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFile {
    /// What it is. A PNG too large to be kept as such becomes a JPEG.
    pub kind: FileKind,
    /// The new file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the new file, hex.
    pub sha256: String,
    /// Width of a picture in pixels, as shown upright.
    pub width: Option<u32>,
    /// Height of a picture in pixels.
    pub height: Option<u32>,
    /// Pages of a PDF.
    pub pages: Option<usize>,
    /// A JPEG of at most 320 pixels a side, for pictures.
    pub thumbnail: Option<Vec<u8>>,
}

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

/// [`inspect`], off the threads that answer, when there is memory for it.
///
/// # Errors
/// A refusal when it was not its turn in time.
pub(crate) async fn inspect_in_turn(
    budget: &Budget,
    bytes: Vec<u8>,
    declared_name: &str,
    limits: Limits,
) -> error::Result<Result<CleanFile, UploadProblem>> {
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

fn clean(bytes: &[u8], limits: &Limits) -> Result<CleanFile, Problem> {
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
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
