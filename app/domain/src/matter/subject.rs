//! Whom or what a matter, and an entry of the journal, is about.

use crate::id::{AccountId, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Whom or what something is about. No id stands in another id's place: the text of it names the kind (`person/…`, `unit/…`,
/// `account/…`), and so does what the store keeps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Subject {
    /// A pupil.
    Person(PersonId),
    /// A unit.
    Unit(UnitId),
    /// An account.
    Account(AccountId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person/{id}"),
            Self::Unit(id) => write!(f, "unit/{id}"),
            Self::Account(id) => write!(f, "account/{id}"),
        }
    }
}

/// A text that names no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSubject;

impl fmt::Display for BadSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a subject: person/…, unit/… or account/… is expected")
    }
}

impl std::error::Error for BadSubject {}

impl FromStr for Subject {
    type Err = BadSubject;

    fn from_str(text: &str) -> Result<Self, BadSubject> {
        let (kind, id) = text.split_once('/').ok_or(BadSubject)?;
        match kind {
            "person" => id.parse().map(Self::Person).map_err(|_| BadSubject),
            "unit" => id.parse().map(Self::Unit).map_err(|_| BadSubject),
            "account" => id.parse().map(Self::Account).map_err(|_| BadSubject),
            _ => Err(BadSubject),
        }
    }
}

impl TryFrom<String> for Subject {
    type Error = BadSubject;

    fn try_from(text: String) -> Result<Self, BadSubject> {
        text.parse()
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

impl From<PersonId> for Subject {
    fn from(id: PersonId) -> Self {
        Self::Person(id)
    }
}

impl From<UnitId> for Subject {
    fn from(id: UnitId) -> Self {
        Self::Unit(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_subject_is_read_back_and_nothing_else_is_one() {
        let id = uuid::Uuid::from_u128(7);
        let all = [
            Subject::Person(PersonId::new(id)),
            Subject::Account(AccountId::new(id)),
            Subject::Unit("1101080001".parse().expect("a unit")),
        ];
        for subject in all {
            assert_eq!(subject.to_string().parse(), Ok(subject.clone()));
            let json = serde_json::to_string(&subject).expect("plain data");
            assert_eq!(serde_json::from_str::<Subject>(&json).expect("its own text"), subject);
        }
        for text in ["", "person", "person/", "unit/", "violation/1", "person/1101080001"] {
            assert_eq!(text.parse::<Subject>(), Err(BadSubject), "{text}");
        }
    }
}
