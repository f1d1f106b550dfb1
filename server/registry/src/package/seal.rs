//! A package as bytes: a ZIP whose files are stored as they are, then sealed under a passphrase.
//!
//! Sealed: `XJDAB1` and a line feed, 16 bytes of salt, 12 of nonce, then AES-256-GCM over the ZIP with all of the foregoing as
//! associated data; the key is Argon2id (19 MiB, two passes, one lane) of the passphrase and the salt.

use crate::blob::sha256_hex;
use crate::clock::Entropy;
use crate::error::{Error, Result};
use crate::vault::Cipher;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use argon2::Argon2;
use domain::package::{BYTES_MAX, FILES_MAX, FileLine, MANIFEST, Manifest, Problem};
use ed25519_dalek::Signer;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// What the signing key is for.
const PURPOSE: &str = "archive package 1";
const MAGIC: &[u8] = b"XJDAB1\n";
const SALT: usize = 16;
const NONCE: usize = 12;
const HEAD: usize = MAGIC.len() + SALT + NONCE;
/// Characters that are not mistaken for each other when read over the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The public key of this system's packages, hex.
pub fn package_key(vault: &dyn Cipher) -> String {
    hex(&vault.signing_key(PURPOSE).verifying_key().to_bytes())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names the files in the manifest, with their lengths and hashes.
pub(super) fn lines(files: &BTreeMap<String, Vec<u8>>) -> Vec<FileLine> {
    let line = |(name, bytes): (&String, &Vec<u8>)| FileLine {
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256: sha256_hex(bytes),
    };
    files.iter().map(line).collect()
}

/// Signs a manifest with this system's key.
pub(super) fn sign(vault: &dyn Cipher, mut manifest: Manifest) -> Manifest {
    manifest.key = package_key(vault);
    manifest.signature = hex(&vault.signing_key(PURPOSE).sign(&manifest.message()).to_bytes());
    manifest
}

/// A manifest for other files, signed: what whoever owns a key can make.
pub fn sign_package(
    vault: &dyn Cipher,
    mut manifest: Manifest,
    files: &BTreeMap<String, Vec<u8>>,
) -> Manifest {
    manifest.files = lines(files);
    sign(vault, manifest)
}

/// Writes the ZIP: the manifest first, then the files by name, nothing compressed (pictures and PDF would not shrink, and a
/// reader need not fear what unfolds).
///
/// # Errors
/// A refusal when it becomes too large; [`Error::Store`] when the ZIP cannot be written.
pub fn write_zip(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let total: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
    if total > BYTES_MAX || files.len() > FILES_MAX {
        let problem = if total > BYTES_MAX { Problem::TooLarge } else { Problem::TooMany };
        return Err(domain::refusal::Refusal::from(problem).into());
    }
    let failed = |error: zip::result::ZipError| Error::Store(format!("zip: {error}"));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let head = (MANIFEST.to_owned(), manifest.to_bytes());
    for (name, bytes) in std::iter::once((&head.0, &head.1)).chain(files) {
        zip.start_file(name.as_str(), options).map_err(failed)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

/// A new passphrase: twenty characters in groups of four, a hundred bits.
pub(super) fn passphrase(entropy: &Entropy) -> String {
    entropy.in_fours::<20>(ALPHABET)
}

fn key_of(passphrase: &str, salt: &[u8]) -> Result<Aes256Gcm> {
    let typed: String =
        passphrase.chars().filter(|symbol| symbol.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    let mut key = [0_u8; 32];
    Argon2::default()
        .hash_password_into(typed.as_bytes(), salt, &mut key)
        .map_err(|error| Error::Store(format!("argon2: {error}")))?;
    Ok(Aes256Gcm::new(&key.into()))
}

/// Seals a ZIP under a passphrase.
///
/// # Errors
/// [`Error::Store`] when the key cannot be derived.
pub(super) fn seal(zip: &[u8], passphrase: &str, entropy: &Entropy) -> Result<Vec<u8>> {
    let mut sealed = MAGIC.to_vec();
    sealed.extend(entropy.bytes::<SALT>());
    sealed.extend(entropy.bytes::<NONCE>());
    let cipher = key_of(passphrase, &sealed[MAGIC.len()..MAGIC.len() + SALT])?;
    let payload = Payload { msg: zip, aad: &sealed };
    let body =
        cipher.encrypt(Nonce::from_slice(&sealed[HEAD - NONCE..]), payload).map_err(|_| Error::Sealed)?;
    sealed.extend(body);
    Ok(sealed)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::NotAPackage`], [`Problem::Passphrase`].
pub fn unseal(sealed: &[u8], passphrase: &str) -> std::result::Result<Vec<u8>, Problem> {
    if sealed.len() as u64 > BYTES_MAX + (1 << 20) {
        return Err(Problem::TooLarge);
    }
    if sealed.len() < HEAD || !sealed.starts_with(MAGIC) {
        return Err(Problem::NotAPackage);
    }
    let (head, body) = sealed.split_at(HEAD);
    let salt = &head[MAGIC.len()..MAGIC.len() + SALT];
    let cipher = key_of(passphrase, salt).map_err(|_| Problem::Passphrase)?;
    let payload = Payload { msg: body, aad: head };
    cipher.decrypt(Nonce::from_slice(&head[HEAD - NONCE..]), payload).map_err(|_| Problem::Passphrase)
}
