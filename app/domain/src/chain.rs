//! What the hash chains of this system share: how a link is digested, and what the first one names as the one before it.

use sha2::{Digest, Sha256};

/// What the first entry of a chain names as the hash before it.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256, in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
