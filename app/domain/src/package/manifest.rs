//! 清单: what is in a package, who made it and on what basis, under one signature.

use super::{BYTES_MAX, FILE_MAX, FILES_MAX, HandOver, Problem, VERSION};
use crate::matter::Office;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The manifest's name in a package.
pub const MANIFEST: &str = "manifest.json";
/// The record's.
pub const RECORD: &str = "record.json";
/// The readable document's.
pub const PDF: &str = "archive.pdf";

const FORMAT: &str = "xueji archive package";

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLine {
    /// `record.json`, `archive.pdf` or `files/<sha256>.<ending>`.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hex.
    pub sha256: String,
}

/// What is in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// See [`VERSION`].
    pub version: u32,
    /// 档案包编号
    pub number: String,
    /// The school that hands the archive over.
    pub by: Office,
    /// When the package was made.
    pub at: DateTime<Utc>,
    /// The decided case on which it rests.
    pub basis: HandOver,
    /// 学籍号 of the pupil.
    pub student_number: String,
    /// Every other file, in order of name.
    pub files: Vec<FileLine>,
    /// Public key (Ed25519) of the system that made it, hex.
    pub key: String,
    /// Signature over the manifest with this field empty, hex.
    pub signature: String,
}

impl Manifest {
    /// A manifest before it is signed.
    pub fn new(
        number: String,
        by: Office,
        at: DateTime<Utc>,
        basis: HandOver,
        student_number: String,
        files: Vec<FileLine>,
        key: String,
    ) -> Self {
        let mut files = files;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            number,
            by,
            at,
            basis,
            student_number,
            files,
            key,
            signature: String::new(),
        }
    }

    /// What is signed: the canonical text with an empty signature.
    pub fn message(&self) -> Vec<u8> {
        Self { signature: String::new(), ..self.clone() }.to_bytes()
    }

    /// The canonical text.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a manifest is plain data")
    }

    /// Reads a manifest; nothing but the canonical text of one is read. The version is looked at first, so that a package of a
    /// later format is told apart from a broken one.
    ///
    /// # Errors
    /// [`Problem::Version`], [`Problem::NotAPackage`].
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let head: Head = serde_json::from_slice(bytes).map_err(|_| Problem::NotAPackage)?;
        if head.format != FORMAT {
            return Err(Problem::NotAPackage);
        }
        if head.version != VERSION {
            return Err(Problem::Version);
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| Problem::NotAPackage)?;
        if manifest.to_bytes() == bytes { Ok(manifest) } else { Err(Problem::NotAPackage) }
    }

    /// Whether the files that are there are those that are named, each with its length and its hash.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, there: &BTreeMap<String, Vec<u8>>) -> Result<(), Problem> {
        if self.files.len() > FILES_MAX {
            return Err(Problem::TooMany);
        }
        let mut before = "";
        for line in &self.files {
            let known = line.name == RECORD || line.name == PDF || is_attachment(&line.name);
            if !known {
                return Err(Problem::Name);
            }
            if line.name.as_str() <= before {
                return Err(Problem::Duplicate);
            }
            before = &line.name;
            let bytes = there.get(&line.name).ok_or(Problem::Missing)?;
            if line.bytes > FILE_MAX || line.bytes != bytes.len() as u64 {
                return Err(Problem::Length);
            }
            if line.sha256 != sha256(bytes) {
                return Err(Problem::Hash);
            }
            if line.name.strip_prefix("files/").is_some_and(|name| !name.starts_with(&line.sha256)) {
                return Err(Problem::Hash);
            }
        }
        if self.files.iter().map(|line| line.bytes).sum::<u64>() > BYTES_MAX {
            return Err(Problem::TooLarge);
        }
        for needed in [RECORD, PDF] {
            if !self.files.iter().any(|line| line.name == needed) {
                return Err(Problem::Missing);
            }
        }
        let named = |name: &String| self.files.iter().any(|line| line.name == *name);
        if there.keys().all(|name| name == MANIFEST || named(name)) { Ok(()) } else { Err(Problem::Extra) }
    }
}

/// `files/` and a SHA-256 with the ending of a kind of file that is kept: never a way to another folder.
pub(super) fn is_attachment(name: &str) -> bool {
    let Some((hash, ending)) = name.strip_prefix("files/").and_then(|name| name.split_once('.')) else {
        return false;
    };
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    hash.len() == 64 && hash.bytes().all(hex) && matches!(ending, "jpg" | "png" | "pdf")
}

/// SHA-256, hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 签名校验码: what people read to each other of a public key, five groups of four (80 bits of its SHA-256).
pub fn fingerprint(key: &str) -> String {
    let hash = sha256(key.as_bytes()).to_uppercase();
    let groups: Vec<&str> = (0..5).map(|n| &hash[n * 4..n * 4 + 4]).collect();
    groups.join("-")
}
