//! The high-water mark (水位): a small signed file beside the store that says how far it had come. A store that was cut, swapped
//! for an older one or lost a file is behind its mark, and is refused. A mark behind its store is what every crash leaves.

use crate::disk::{Place, write_whole};
use crate::error::{Error, Result};
use crate::totals::Totals;
use crate::vault::Cipher;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, Verifier};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the key is for.
const PURPOSE: &str = "xueji mark 1";
const FILE: &str = "mark.json";

/// How far a store had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The number of the last commit.
    pub seq: u64,
    /// What the store held with it.
    #[serde(flatten)]
    pub totals: Totals,
    /// When this was written.
    pub at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    #[serde(flatten)]
    mark: Mark,
    signature: String,
}

impl Mark {
    fn message(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data")
    }

    pub(crate) fn write(&self, place: &Place, vault: &dyn Cipher) -> Result<()> {
        let signature = STANDARD_NO_PAD.encode(vault.signing_key(PURPOSE).sign(&self.message()).to_bytes());
        let text = serde_json::to_vec_pretty(&Signed { mark: self.clone(), signature }).expect("plain data");
        write_whole(&file(place), &text)
    }

    /// The mark beside a store; none when there is no file.
    pub(crate) fn read(place: &Place, vault: &dyn Cipher) -> Result<Option<Self>> {
        let text = match std::fs::read(file(place)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let signed: Option<Signed> = serde_json::from_slice(&text).ok();
        let mark = signed.and_then(|signed| {
            let bytes = STANDARD_NO_PAD.decode(&signed.signature).ok()?;
            let key = vault.signing_key(PURPOSE).verifying_key();
            key.verify(&signed.mark.message(), &Signature::from_slice(&bytes).ok()?).ok()?;
            Some(signed.mark)
        });
        match mark {
            Some(mark) => Ok(Some(mark)),
            None => Err(Error::Unsound(format!("水位文件被改动或损坏：{}", file(place).display()))),
        }
    }
}

fn file(place: &Place) -> PathBuf {
    place.data.join(FILE)
}
