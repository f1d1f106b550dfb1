//! Identity data at rest: sealed with AES-256-GCM, found again by keyed hash (第二十五条).
//!
//! One master key lies in a file of its own, apart from the data. Three keys are derived from it: one seals, one hashes, one
//! is the root of what signs.

use crate::clock::Entropy;
use crate::error::{Error, Result};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use std::path::Path;

const NONCE: usize = 12;

/// A cipher suite. AES-256-GCM here; a 国密 SM4/SM3 suite can stand beside it.
pub trait Cipher: Send + Sync {
    /// Seals bytes, bound to a context that must be given again to open them.
    fn seal(&self, plain: &[u8], context: &[u8]) -> Vec<u8>;
    /// Opens what [`Cipher::seal`] made.
    ///
    /// # Errors
    /// [`Error::Sealed`] when key, context or data differ.
    fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>>;
    /// A keyed hash, hex: equal inputs give equal hashes, and nothing can be guessed without the key.
    fn keyed_hash(&self, domain: &str, text: &str) -> String;
    /// The key (Ed25519) with which the system signs for a purpose; the same each time, another for each purpose.
    fn signing_key(&self, purpose: &str) -> SigningKey;
}

/// AES-256-GCM with HMAC-SHA-256.
pub struct AesVault {
    cipher: Aes256Gcm,
    hash_key: [u8; 32],
    sign_key: [u8; 32],
    entropy: Entropy,
}

impl AesVault {
    /// From a master key.
    pub fn new(master: &[u8; 32], entropy: Entropy) -> Self {
        let derive = |label: &[u8]| {
            let mut key = [0_u8; 32];
            Hkdf::<Sha256>::new(None, master).expand(label, &mut key).expect("32 bytes is a valid length");
            key
        };
        Self {
            cipher: Aes256Gcm::new(&derive(b"xueji seal 1").into()),
            hash_key: derive(b"xueji hash 1"),
            sign_key: derive(b"xueji sign 1"),
            entropy,
        }
    }

    /// From a key file, made with mode 0600 if it is not there.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold 32 bytes in base64.
    pub fn from_file(path: &Path, entropy: Entropy) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let text = STANDARD_NO_PAD.encode(entropy.bytes::<32>());
                write_private(path, &text)?;
                text
            }
            Err(error) => return Err(error.into()),
        };
        let master =
            STANDARD_NO_PAD.decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Ok(Self::new(&master.ok_or(Error::Sealed)?, entropy))
    }
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

impl Cipher for AesVault {
    fn seal(&self, plain: &[u8], context: &[u8]) -> Vec<u8> {
        let nonce = self.entropy.bytes::<NONCE>();
        let payload = Payload { msg: plain, aad: context };
        let mut sealed = nonce.to_vec();
        sealed.extend(
            self.cipher.encrypt(Nonce::from_slice(&nonce), payload).expect("memory for a short message"),
        );
        sealed
    }

    fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        if sealed.len() < NONCE {
            return Err(Error::Sealed);
        }
        let (nonce, body) = sealed.split_at(NONCE);
        let payload = Payload { msg: body, aad: context };
        self.cipher.decrypt(Nonce::from_slice(nonce), payload).map_err(|_| Error::Sealed)
    }

    fn keyed_hash(&self, domain: &str, text: &str) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.hash_key).expect("any key length is valid");
        mac.update(domain.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn signing_key(&self, purpose: &str) -> SigningKey {
        let mut key = [0_u8; 32];
        let master = Hkdf::<Sha256>::new(None, &self.sign_key);
        master.expand(purpose.as_bytes(), &mut key).expect("32 bytes is a valid length");
        SigningKey::from_bytes(&key)
    }
}

impl dyn Cipher + '_ {
    /// Seals a value as base64 text.
    pub fn seal_value<T: Serialize>(&self, value: &T, context: &str) -> String {
        let plain = serde_json::to_vec(value).expect("plain data");
        STANDARD_NO_PAD.encode(self.seal(&plain, context.as_bytes()))
    }

    /// Opens a value sealed by [`Self::seal_value`].
    ///
    /// # Errors
    /// [`Error::Sealed`] when it does not open or does not read as `T`.
    pub fn open_value<T: DeserializeOwned>(&self, sealed: &str, context: &str) -> Result<T> {
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| Error::Sealed)?;
        serde_json::from_slice(&self.open(&bytes, context.as_bytes())?).map_err(|_| Error::Sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_context_and_unaltered() {
        let vault = AesVault::new(&[7; 32], Entropy::seeded(1));
        let sealed = vault.seal("11010519491231002X".as_bytes(), b"person/1");
        assert_eq!(vault.open(&sealed, b"person/1").unwrap(), b"11010519491231002X");
        assert!(vault.open(&sealed, b"person/2").is_err());
        let mut altered = sealed.clone();
        altered[20] ^= 1;
        assert!(vault.open(&altered, b"person/1").is_err());
        assert!(!sealed.windows(6).any(|window| window == b"110105"));
    }

    #[test]
    fn keyed_hashes_differ_by_domain_and_key() {
        let one = AesVault::new(&[7; 32], Entropy::seeded(1));
        let two = AesVault::new(&[8; 32], Entropy::seeded(1));
        assert_eq!(one.keyed_hash("id", "a"), one.keyed_hash("id", "a"));
        assert_ne!(one.keyed_hash("id", "a"), one.keyed_hash("no", "a"));
        assert_ne!(one.keyed_hash("id", "a"), two.keyed_hash("id", "a"));
    }

    #[test]
    fn a_key_file_is_made_once_and_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        let first = AesVault::from_file(&path, Entropy::seeded(1)).unwrap();
        let again = AesVault::from_file(&path, Entropy::seeded(2)).unwrap();
        assert_eq!(first.keyed_hash("id", "a"), again.keyed_hash("id", "a"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
