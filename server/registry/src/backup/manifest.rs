//! What stands beside the sealed files in plain: which there are, how many records, which digests. Nothing of a person. Signed with
//! a key made from the master key, so that nobody who can write to the target can make one up.

use super::problem::{Outcome, Problem};
use super::target::hex;
use crate::vault::Cipher;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, Verifier};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

const PURPOSE: &str = "backup";

/// A whole copy of the store as of one commit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// 1.
    pub format: u32,
    /// Its name, under which its files lie.
    pub name: String,
    /// Which run of commits it belongs to: a restored register begins another.
    pub line: String,
    /// The last commit it holds.
    pub seq: u64,
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// When the last commit was.
    pub last_commit: Option<DateTime<Utc>>,
    /// The program that made it.
    pub program: String,
    /// The fingerprint of its tables' definitions.
    pub schema: String,
    /// What tells whether a master key is the right one. The key itself is not in a backup.
    pub key_check: String,
    /// For whom it is sealed.
    pub recipient: String,
    /// The tables.
    pub tables: Vec<Table>,
    /// The list of the sealed proof files.
    pub blobs: Blobs,
    /// Over all of the above.
    pub signature: String,
}

/// One table of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub table: String,
    /// How many records.
    pub records: u64,
    /// The fingerprint of its records, as `server digest` prints it.
    pub digest: String,
    /// Size and SHA-256 of the sealed file; None for an empty table.
    pub file: Option<(u64, String)>,
}

/// The proof files of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Blobs {
    /// How many.
    pub count: u64,
    /// SHA-256 of the list.
    pub list_sha256: String,
    /// How many were not at the target yet, and their size there.
    pub copied: (u64, u64),
}

/// Some commits that follow each other.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Segment {
    /// 1.
    pub format: u32,
    /// The run of commits.
    pub line: String,
    /// The first number it answers for: one more than the last of the segment before. Numbers of refused commits are missing.
    pub first: u64,
    /// The number of its last commit.
    pub last: u64,
    /// When its last commit was.
    pub at: DateTime<Utc>,
    /// How many commits.
    pub commits: u64,
    /// SHA-256 of the whole segment before; empty in the first of a line.
    pub previous: String,
    /// SHA-256 of what follows this line: the sealed commits.
    pub body: String,
    /// Proof files copied with it: id, SHA-256.
    pub came: Vec<(String, String)>,
    /// Proof files removed meanwhile.
    pub went: Vec<String>,
    /// Over all of the above.
    pub signature: String,
}

/// How far a line has been shipped.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) line: String,
    pub(super) last: u64,
    pub(super) signature: String,
}

/// What is signed.
pub(super) trait Signed: Serialize + DeserializeOwned + Clone {
    fn signature(&mut self) -> &mut String;

    /// Its bytes as they lie at the target.
    fn signed(mut self, vault: &dyn Cipher) -> Vec<u8> {
        self.signature().clear();
        let plain = serde_json::to_vec(&self).expect("plain data");
        *self.signature() = hex(&vault.signing_key(PURPOSE).sign(&plain).to_bytes());
        serde_json::to_vec(&self).expect("plain data")
    }

    /// Reads one and checks who made it.
    fn read(bytes: &[u8], vault: &dyn Cipher, name: &str) -> Outcome<Self> {
        let damaged = || Problem::Damaged(name.to_owned());
        let found: Self = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        let mut plain = found.clone();
        let signature = unhex(&std::mem::take(plain.signature())).ok_or_else(damaged)?;
        let signature = Signature::from_slice(&signature).map_err(|_| damaged())?;
        let plain = serde_json::to_vec(&plain).expect("plain data");
        vault.signing_key(PURPOSE).verifying_key().verify(&plain, &signature).map_err(|_| damaged())?;
        Ok(found)
    }
}

impl Signed for Manifest {
    fn signature(&mut self) -> &mut String {
        &mut self.signature
    }
}

impl Signed for Segment {
    fn signature(&mut self) -> &mut String {
        &mut self.signature
    }
}

impl Signed for Head {
    fn signature(&mut self) -> &mut String {
        &mut self.signature
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

/// What tells one master key from another without telling anything about it.
pub(super) fn key_check(vault: &dyn Cipher) -> String {
    vault.keyed_hash("backup", "master key")
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Where things lie at the target.
pub(super) mod place {
    /// One file of a copy.
    pub(in super::super) fn part(line: &str, name: &str, table: &str) -> String {
        format!("lines/{line}/copies/{name}/{table}.age")
    }

    /// The list of proof files of a copy: lines of id and SHA-256.
    pub(in super::super) fn blob_list(line: &str, name: &str) -> String {
        format!("lines/{line}/copies/{name}/blobs.list")
    }

    /// A copy is there when its manifest is: it is written last.
    pub(in super::super) fn manifest(line: &str, name: &str) -> String {
        format!("lines/{line}/manifests/{name}.json")
    }

    /// A segment.
    pub(in super::super) fn segment(line: &str, first: u64, last: u64) -> String {
        format!("lines/{line}/commits/{first:020}-{last:020}.age")
    }

    /// First and last number of a segment's path.
    pub(in super::super) fn numbers(path: &str) -> Option<(u64, u64)> {
        let (first, last) = path.rsplit('/').next()?.strip_suffix(".age")?.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    }

    /// How far a line goes.
    pub(in super::super) fn head(line: &str) -> String {
        format!("lines/{line}/head.json")
    }

    /// A proof file. Its name tells what must be in it, so what is there already need not be read.
    pub(in super::super) fn blob(id: &str, sha256: &str) -> String {
        format!("blobs/{}/{id}-{sha256}.age", &id[30..])
    }
}
