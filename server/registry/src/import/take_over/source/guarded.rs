//! What a file of Parquet says of its sizes, looked at before its reader makes room for them.

use super::super::super::refusal;
use super::parquet::{MAGIC, SEALED, damaged, too_large};
use super::trusted::{check_page, is_believed};
use crate::error::Result;
use bytes::Bytes;
use domain::refusal::RefusalCode;
use flate2::read::MultiGzDecoder;
use parquet::errors::{ParquetError, Result as Outcome};
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// What stands behind the description of a file: its length and the mark.
const TAIL: u64 = 8;
/// The longest description of a file: hundreds of row groups of hundreds of columns.
const MOST_DESCRIBED: u64 = 8 << 20;
/// Bytes in which the description of a page lies.
const HEADER: u64 = 64 << 10;
/// The largest page, unpacked.
pub(super) const MOST_PAGE: u64 = 64 << 20;

/// A file of which each description of a page is looked through before it is believed.
pub(super) struct Guarded {
    file: File,
    length: u64,
    watch: Arc<Watch>,
}

/// What is known of the pages of a file.
#[derive(Default)]
pub(super) struct Watch {
    /// Where columns lie that are packed with gzip. Once that is known, what is read begins with the description of a page.
    gzip: OnceLock<Vec<Range<u64>>>,
    /// Bytes of the page that was described last which are not packed.
    bare: AtomicU64,
}

impl Guarded {
    pub(super) fn new(file: File, watch: &Arc<Watch>) -> Result<Self> {
        Ok(Self { length: file.metadata()?.len(), file, watch: Arc::clone(watch) })
    }
}

impl Watch {
    /// The description of the file was read: what is read from now on begins with that of a page.
    pub(super) fn begins_with_pages(&self, gzip: Vec<Range<u64>>) {
        self.gzip.get_or_init(|| gzip);
    }
}

impl Length for Guarded {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Guarded {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Outcome<BufReader<File>> {
        if self.watch.gzip.get().is_some() {
            let mut head = Vec::new();
            self.file.get_read(start)?.take(HEADER).read_to_end(&mut head)?;
            self.watch.bare.store(check_page(&head)?, Ordering::Relaxed);
        }
        self.file.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Outcome<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("behind the end of the file".into()));
        }
        let bytes = self.file.get_bytes(start, length)?;
        let ranges = self.watch.gzip.get().map_or(&[][..], Vec::as_slice);
        if ranges.iter().any(|range| range.contains(&start)) {
            let bare = usize::try_from(self.watch.bare.load(Ordering::Relaxed)).unwrap_or(usize::MAX);
            let packed = bytes.get(bare..).unwrap_or_default();
            let mut unpacked = MultiGzDecoder::new(packed).take(MOST_PAGE + 1);
            // What does not unpack is found by who unpacks it to read it.
            if std::io::copy(&mut unpacked, &mut std::io::sink()).is_ok_and(|length| length > MOST_PAGE) {
                return Err(ParquetError::General("a page that is too large".into()));
            }
        }
        Ok(bytes)
    }
}

/// The description of the file, at its end: what it says of itself lies in it.
pub(super) fn check_description(file: &File) -> Result<()> {
    let (length, mut file) = (file.metadata()?.len(), file);
    let end = length.checked_sub(TAIL).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(end))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let (said, mark) = tail.split_first_chunk::<4>().ok_or_else(damaged)?;
    if mark == SEALED {
        let what = "这个 Parquet 文件是加密的。";
        return Err(refusal(RefusalCode::File, what, "请导出不加密的文件。").into());
    }
    let described = u64::from(u32::from_le_bytes(*said));
    let from = end.checked_sub(described).filter(|_| mark == MAGIC).ok_or_else(damaged)?;
    if described > MOST_DESCRIBED {
        return Err(too_large());
    }
    file.seek(SeekFrom::Start(from))?;
    let mut description = Vec::new();
    file.take(described).read_to_end(&mut description)?;
    if is_believed(&description) { Ok(()) } else { Err(damaged()) }
}
