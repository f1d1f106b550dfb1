//! What a person had before the eyes when deciding: a matter and its version. What changed since is not decided but shown again.

use crate::id::UnitId;
use crate::refusal::{Refusal, RefusalCode};
use std::fmt;
use std::str::FromStr;

/// Stable name of the refusal, for those who leave out what changed and go on with the rest.
pub const CHANGED: RefusalCode = RefusalCode::ChangedSinceShown;

/// A matter as it was shown. Written into a form as `id@version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<Id> {
    /// The matter.
    pub id: Id,
    /// Its version then; none where nobody was shown anything: the system's own acts.
    pub version: Option<u64>,
}

impl<Id> Shown<Id> {
    /// A matter as it was shown.
    pub const fn new(id: Id, version: u64) -> Self {
        Self { id, version: Some(version) }
    }

    /// The one comparison: whether the matter still is what was shown.
    ///
    /// # Errors
    /// A refusal that asks to look again.
    pub fn check(&self, version: u64) -> Result<(), Refusal> {
        if self.version.is_none_or(|shown| shown == version) { Ok(()) } else { Err(changed()) }
    }

    /// Whether exactly one thing happened to the matter since. Where that was the same act of the same person, a second press of a
    /// button, it is told as done.
    pub fn is_one_behind(&self, version: u64) -> bool {
        self.version.is_some_and(|shown| shown + 1 == version)
    }
}

/// The matter is no longer what was shown.
pub fn changed() -> Refusal {
    Refusal::of(CHANGED, "这件事刚才有变化，您的操作没有办理。")
}

impl<Id> From<Id> for Shown<Id> {
    fn from(id: Id) -> Self {
        Self { id, version: None }
    }
}

impl From<&UnitId> for Shown<UnitId> {
    fn from(id: &UnitId) -> Self {
        id.clone().into()
    }
}

impl<Id: fmt::Display> fmt::Display for Shown<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            Some(version) => write!(f, "{}@{version}", self.id),
            None => self.id.fmt(f),
        }
    }
}

impl<Id: FromStr> FromStr for Shown<Id> {
    type Err = Id::Err;

    /// A form that names no version, or none that reads, was shown nothing that stands: it is treated as out of date.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, version) = text.split_once('@').unwrap_or((text, ""));
        Ok(Self { id: id.parse()?, version: Some(version.parse().unwrap_or_default()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CaseId;
    use uuid::Uuid;

    #[test]
    fn what_is_sent_names_what_was_shown() {
        let shown = Shown::new(CaseId::new(Uuid::from_u128(7)), 3);
        let sent: Shown<CaseId> = shown.to_string().parse().unwrap();
        assert_eq!(sent, shown);
        assert!(sent.check(3).is_ok());
        assert_eq!(sent.check(4).unwrap_err().code, CHANGED);
        assert!(sent.is_one_behind(4) && !sent.is_one_behind(5) && !sent.is_one_behind(3));
    }

    #[test]
    fn a_form_without_a_version_decides_nothing() {
        for text in ["00000000-0000-0000-0000-000000000007", "00000000-0000-0000-0000-000000000007@x"] {
            let sent: Shown<CaseId> = text.parse().unwrap();
            assert_eq!(sent.check(1).unwrap_err().code, CHANGED);
        }
        assert!(Shown::from(CaseId::new(Uuid::from_u128(7))).check(9).is_ok());
    }
}
