//! The rows of a file, one after the other, whatever kind of file it is: text with commas and Parquet are never held whole, a workbook is what
//! its reader makes of it.

mod cells;
mod compact;
mod guarded;
mod pages;
mod parquet;
mod trusted;

use super::super::formats::{COMPOUND, Format, bare, delimiter_of, encoding_of};
use super::super::read::{ABOUT, LISTS, SHEET};
use super::super::refusal;
use super::super::workbook::{self, reading};
use crate::error::Result;
use domain::form::cell::{Cell, CellValue};
use domain::refusal::{Refusal, RefusalCode};
use encoding_rs::{GB18030, UTF_8};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Bytes of a file by which it is told what it is.
const HEAD: u64 = 64 << 10;
/// The largest workbook: larger ones are to be saved as text.
const MOST_WORKBOOK: u64 = 64 << 20;
/// Columns that are looked at, as in an import.
const MOST_COLUMNS: usize = 500;

/// SHA-256 of a file, hex.
pub(super) fn sha256_of(path: &Path) -> Result<String> {
    let mut file = BufReader::new(File::open(path)?);
    let mut digest = Sha256::new();
    let mut part = vec![0_u8; 64 << 10];
    loop {
        let read = file.read(&mut part)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        digest.update(bytes);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What kind of file one is, by how it begins.
enum Source {
    Workbook,
    Parquet,
    Text,
}

impl Source {
    fn of(head: &[u8]) -> Result<Self> {
        if head.starts_with(b"PK") || head.starts_with(COMPOUND) {
            return Ok(Self::Workbook);
        }
        if head.starts_with(parquet::MAGIC) || head.starts_with(parquet::SEALED) {
            return Ok(Self::Parquet);
        }
        Format::of(head)?;
        Ok(Self::Text)
    }
}

/// Memory that reading a file that was sent takes; nothing where it cannot be read. Of Parquet pages are held, and rows as text: what a
/// small file unpacks to is known only when it is read, so it is what may be held at once.
pub(super) fn takes(bytes: &[u8]) -> u64 {
    if bytes.starts_with(parquet::MAGIC) {
        return parquet::TAKES.saturating_add(bytes.len() as u64);
    }
    workbook::takes(bytes)
}

/// Hands on the rows of a file in which something stands, each with the number a person sees beside it, until `each` fails.
///
/// # Errors
/// What is wrong with the file, or what `each` says.
pub(super) fn rows_of(path: &Path, each: &mut dyn FnMut(u32, Vec<Cell>) -> Result<()>) -> Result<()> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    match Source::of(&head)? {
        Source::Workbook => workbook(path, each),
        Source::Parquet => parquet::rows(path, each),
        Source::Text => text(path, &head, each),
    }
}

fn workbook(path: &Path, each: &mut dyn FnMut(u32, Vec<Cell>) -> Result<()>) -> Result<()> {
    if std::fs::metadata(path)?.len() > MOST_WORKBOOK {
        let remedy = "请另存为 CSV（逗号分隔）文件，或分成几个文件。";
        return Err(refusal(RefusalCode::TooLarge, "工作簿太大，不能整本读入。", remedy).into());
    }
    let bytes = std::fs::read(path)?;
    let rows = reading(&bytes, |book| {
        let names = book.sheets().into_iter().map(|(name, _)| name);
        let others: Vec<String> =
            names.filter(|name| name != SHEET && name != ABOUT && name != LISTS).collect();
        let rows = match (book.rows_of(SHEET)?, others.as_slice()) {
            (Some(rows), []) => rows,
            (None, [only]) => book.rows_of(only)?.unwrap_or_default(),
            _ => {
                let what = format!("工作簿里有几张工作表：{}，不知道读哪一张。", others.join("、"));
                let remedy = "一个文件请只放一张学生名册，其余的另存为单独的文件。";
                return Err(refusal(RefusalCode::MoreSheets, &what, remedy).into());
            }
        };
        Ok(rows)
    })?;
    for (number, cells) in rows {
        each(number, cells)?;
    }
    Ok(())
}

fn text(path: &Path, head: &[u8], each: &mut dyn FnMut(u32, Vec<Cell>) -> Result<()>) -> Result<()> {
    let encoding = encoding_of(head);
    if encoding != UTF_8 && encoding != GB18030 {
        return Err(unreadable(1));
    }
    let (beginning, ..) = encoding.decode(head);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter_of(&beginning))
        .from_reader(BufReader::new(File::open(path)?));
    let mut record = csv::ByteRecord::new();
    let mut number = 0_u32;
    // No byte of a character of GB 18030 is a comma, a quotation mark or the end of a line: the cells are parted first, then read.
    while reader.read_byte_record(&mut record).map_err(|_| unreadable(number.saturating_add(1)))? {
        number = number.checked_add(1).ok_or_else(|| unreadable(u32::MAX))?;
        if record.len() > MOST_COLUMNS {
            return Err(unreadable(number));
        }
        let mut cells = Vec::with_capacity(record.len());
        for (at, bytes) in record.iter().enumerate() {
            let bytes = if number == 1 && at == 0 { without_mark(bytes) } else { bytes };
            let (text, wrong) = encoding.decode_without_bom_handling(bytes);
            if wrong {
                return Err(unreadable(number));
            }
            let text = bare(&text);
            cells.push(match text.is_empty() {
                true => Cell::empty(),
                false => Cell::plain(CellValue::Text(text.to_owned())),
            });
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            each(number, cells)?;
        }
    }
    Ok(())
}

/// Without the mark that says UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

fn unreadable(row: u32) -> crate::error::Error {
    Refusal::new(
        RefusalCode::File,
        domain::refusal::Basis::Procedure,
        format!("第 {row} 行的文字读不出来：文件不是 UTF-8 或 GB 18030 编码的逗号分隔文本，或者中间有损坏。"),
        "请从原系统重新导出，存为 UTF-8 编码的 CSV 文件。",
    )
    .into()
}
