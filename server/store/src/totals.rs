//! What the store holds, in numbers that are carried along with the commits instead of being counted again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Persons, journal entries and looks ever written, and a digest over all their hashes.
///
/// A transaction adds what it creates; none of these is ever removed. So the numbers at the mark and those of the commits after
/// it say what a full count must find, and nothing has to be scanned to write a mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Persons.
    pub persons: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// Lines of the access log.
    pub looks: u64,
    /// Of the hashes of all entries and lines, in any order.
    pub digest: Fold,
}

/// The tables whose records are counted. Each by the name its sum has in the mark's file and in the rows of commits.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Records without a hash.
    pub persons: &'static str,
    /// Records with a field `hash`.
    pub entries: &'static str,
    /// Records with a field `hash`.
    pub looks: &'static str,
}

/// A digest that does not depend on the order in which hashes come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Fold(u128);

impl Fold {
    /// Takes in one more hash.
    pub fn add(&mut self, hash: &str) {
        let sum = Sha256::digest(hash);
        let mut half = [0; 16];
        half.copy_from_slice(&sum[..16]);
        self.0 ^= u128::from_be_bytes(half);
    }

    /// Takes in what another one took in.
    pub fn join(&mut self, other: Self) {
        self.0 ^= other.0;
    }
}

impl From<Fold> for String {
    fn from(fold: Fold) -> Self {
        format!("{:032x}", fold.0)
    }
}

impl From<String> for Fold {
    fn from(text: String) -> Self {
        Self(u128::from_str_radix(&text, 16).unwrap_or_default())
    }
}

impl Totals {
    /// Adds others.
    pub fn join(&mut self, other: &Self) {
        self.persons += other.persons;
        self.entries += other.entries;
        self.looks += other.looks;
        self.digest.join(other.digest);
    }

    /// What creating this record adds.
    pub(crate) fn created(&mut self, counted: &Counted, table: &str, hash: Option<&str>) {
        if table == counted.persons {
            self.persons += 1;
            return;
        }
        if table == counted.entries {
            self.entries += 1;
        } else if table == counted.looks {
            self.looks += 1;
        } else {
            return;
        }
        if let Some(hash) = hash {
            self.digest.add(hash);
        }
    }
}
