//! The code of a refusal as text: written into logs and answers, and read back.

use super::RefusalCode;
use super::item::ItemName;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadCode;

impl FromStr for RefusalCode {
    type Err = BadCode;

    fn from_str(key: &str) -> Result<Self, BadCode> {
        let item = || ItemName::new(key).map(Self::Item);
        Self::own(key).or_else(item).ok_or(BadCode)
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RefusalCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RefusalCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        key.parse().map_err(|BadCode| D::Error::custom("no such code of a refusal"))
    }
}
