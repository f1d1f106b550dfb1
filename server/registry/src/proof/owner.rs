//! Whose a file is.

use domain::id::{DisclosureId, PersonId, ViolationId};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Whose a file is: a pupil's, evidence of a violation, or a paper of a request to give data away. The store keeps `person/…`,
/// `violation/…` or `disclosure/…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// A pupil.
    Person(PersonId),
    /// A violation.
    Violation(ViolationId),
    /// A request to give data away.
    Disclosure(DisclosureId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person/{id}"),
            Self::Violation(id) => write!(f, "violation/{id}"),
            Self::Disclosure(id) => write!(f, "disclosure/{id}"),
        }
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let owner = match text.split_once('/') {
            Some(("person", id)) => id.parse().ok().map(Self::Person),
            Some(("violation", id)) => id.parse().ok().map(Self::Violation),
            Some(("disclosure", id)) => id.parse().ok().map(Self::Disclosure),
            _ => None,
        };
        owner.ok_or_else(|| D::Error::custom("whose the file is"))
    }
}
