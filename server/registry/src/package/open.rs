//! Reading a package that arrived. Nothing in it is believed before it is checked: what it is, how much, every name, length and hash, the
//! signature, the record, every chain. Files are taken as bytes into memory and never unpacked to a place on disk.

use crate::blob::{self, FileKind, Limits};
use chrono::NaiveDate;
use domain::package::{BYTES_MAX, FILE_MAX, FILES_MAX, MANIFEST, Manifest, Problem, RECORD, Record};
use ed25519_dalek::{Signature, VerifyingKey};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Memory that the largest of a package's pictures takes while it is looked at: they are looked at one after the other.
const PICTURE: u64 = 144 << 20;

/// Memory that opening a package of so many bytes takes: as it came, unsealed, and as files.
pub(super) fn cost(bytes: usize) -> u64 {
    3 * bytes as u64 + PICTURE
}

/// Bytes of the end of a ZIP without a comment.
const END: usize = 22;

/// A package whose every part holds.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The signed list.
    pub manifest: Manifest,
    /// The archive as data.
    pub record: Record,
    /// Every file by its name, the manifest not among them.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Opens and checks the ZIP of a package. Who signed it is for the caller to judge; that the signature holds is checked here.
///
/// # Errors
/// The first thing that is wrong.
pub fn open_zip(bytes: &[u8], today: NaiveDate) -> Result<Opened, Problem> {
    let mut files = unpack(bytes)?;
    let manifest = Manifest::read(&files.remove(MANIFEST).ok_or(Problem::NotAPackage)?)?;
    if !is_signed(&manifest) {
        return Err(Problem::Signature);
    }
    manifest.check(&files)?;
    let record: Record = serde_json::from_slice(&files[RECORD]).map_err(|_| Problem::Record)?;
    record.check(&manifest.student_number, &files, today)?;
    Ok(Opened { manifest, record, files })
}

/// Looks at the attachments: before a package is taken in, and before one is sent.
///
/// # Errors
/// [`Problem::Content`].
pub(super) fn inspect_files(opened: &Opened) -> Result<(), Problem> {
    let files = &opened.files;
    let attachments = files.iter().filter_map(|(file, bytes)| Some((file.strip_prefix("files/")?, bytes)));
    for (file, bytes) in attachments {
        // The bytes stay as they are, because the manifest names their hash: a PDF that would have to be cleaned (scripts,
        // attachments) is refused. Pictures run nothing.
        let limits = Limits { bytes: bytes.len(), ..Limits::default() };
        let clean = blob::inspect(bytes, file, &limits).map_err(|_| Problem::Content)?;
        let altered = clean.kind == FileKind::Pdf && clean.bytes != *bytes;
        if altered || !file.ends_with(clean.kind.extension()) {
            return Err(Problem::Content);
        }
    }
    Ok(())
}

/// The files of a ZIP, when it is one as packages are: stored, not compressed, no name twice, no comment.
fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    if bytes.len() as u64 > BYTES_MAX + (1 << 20) {
        return Err(Problem::TooLarge);
    }
    // The end says how many entries there are; the reader below knows each name once only.
    let end = bytes.len().checked_sub(END).map(|at| &bytes[at..]).ok_or(Problem::NotAPackage)?;
    if !end.starts_with(b"PK\x05\x06") || end[20..] != [0, 0] {
        return Err(Problem::NotAPackage);
    }
    let told = usize::from(u16::from_le_bytes([end[10], end[11]]));
    if told > FILES_MAX + 1 {
        return Err(Problem::TooMany);
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::NotAPackage)?;
    if zip.len() != told {
        return Err(Problem::Duplicate);
    }
    let mut files = BTreeMap::new();
    let mut total = 0;
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| Problem::NotAPackage)?;
        let name = file.name().map_err(|_| Problem::Name)?.into_owned();
        if name.contains("..") || name.starts_with('/') || name.contains(['\\', ':', '\0']) || file.is_dir() {
            return Err(Problem::Name);
        }
        if file.compression() != zip::CompressionMethod::Stored {
            return Err(Problem::Compressed);
        }
        total += file.size();
        if file.size() > FILE_MAX || total > BYTES_MAX {
            return Err(Problem::TooLarge);
        }
        let length = file.size();
        let mut content = Vec::new();
        file.take(FILE_MAX + 1).read_to_end(&mut content).map_err(|_| Problem::Hash)?;
        if content.len() as u64 != length {
            return Err(Problem::Length);
        }
        if files.insert(name, content).is_some() {
            return Err(Problem::Duplicate);
        }
    }
    Ok(files)
}

fn is_signed(manifest: &Manifest) -> bool {
    let key = from_hex::<32>(&manifest.key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = from_hex::<64>(&manifest.signature).map(|bytes| Signature::from_bytes(&bytes));
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify_strict(&manifest.message(), &signature).is_ok(),
        _ => false,
    }
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() != 2 * N || !text.bytes().all(lower) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}
