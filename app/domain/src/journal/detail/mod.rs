//! What an entry of the journal keeps beside who, when and about whom: one type per area, one variant per kind of event.

mod archive;
mod case;
mod decided;
mod guardian;
mod letter;
mod package;
mod paper;
mod print;
mod privacy;
mod problem;
mod record;
mod review;
#[cfg(test)]
mod tests;
mod unit;

pub use archive::{ArchiveDetail, EntryName};
pub use case::{Asked, CaseDetail, CaseName};
pub use decided::{
    ArrivedStep, ArrivedTold, Begun, ConfirmationStep, ConfirmationTold, ImportTold, RulesTold, SchoolTold,
    Step,
};
pub use guardian::{BindingCode, GuardianDetail, GuardianName};
pub use letter::{LetterDetail, LetterTold};
pub use package::{Continuation, PackageDetail};
pub use paper::PaperDetail;
pub use print::{CertificateTold, PrintDetail};
pub use privacy::PrivacyDetail;
pub use problem::{ProblemDetail, ProblemName};
pub use record::{IssuedNumber, Moved, RecordDetail};
pub use review::{ReviewDetail, ReviewSaid};
pub use unit::{KeysTold, PhoneTold, Told, UnitDetail};

use super::Event;
use crate::case::correction::Change;
use crate::form::{BasicInfo, Field};
use crate::privacy::is_optional;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What belongs to an event. It is sealed as it is serialised, and knows which event it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Of a case: opened, decided, ended.
    Case(CaseDetail),
    /// Of the record itself: items, numbers, school, grade, status.
    Record(RecordDetail),
    /// Of what lies in the electronic archive.
    Archive(ArchiveDetail),
    /// Of the paper archive.
    Paper(PaperDetail),
    /// Of a letter about the pupil.
    Letter(LetterDetail),
    /// Of a guardian's account and its bond to the pupil.
    Guardian(GuardianDetail),
    /// Of a problem record.
    Problem(ProblemDetail),
    /// Of a printed form or a certificate.
    Print(PrintDetail),
    /// Of a term review.
    Review(ReviewDetail),
    /// Of an archive package.
    Package(PackageDetail),
    /// Of consent and what follows from it.
    Privacy(PrivacyDetail),
    /// Of a matter about a unit, of its office's telephone, or of what it decides about the keys of systems: the only ones that stand in a
    /// unit's chain.
    Unit(UnitDetail),
}

impl Detail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Case(detail) => detail.event(),
            Self::Record(detail) => detail.event(),
            Self::Archive(detail) => detail.event(),
            Self::Paper(detail) => detail.event(),
            Self::Letter(detail) => detail.event(),
            Self::Guardian(detail) => detail.event(),
            Self::Problem(detail) => detail.event(),
            Self::Print(detail) => detail.event(),
            Self::Review(detail) => detail.event(),
            Self::Package(detail) => detail.event(),
            Self::Privacy(detail) => detail.event(),
            Self::Unit(detail) => detail.event(),
        }
    }

    /// Takes out the values of the items that only a guardian's consent lets the register keep (个人信息保护法第四十七条第一款第三项), and gives
    /// the items of which something was taken. Their names stay: that an item was entered or changed is not personal, what it held
    /// is. Values of the form stand in details of cases, of the record and of packages; the other areas hold none, and what an
    /// archive holds is kept on the ground of law.
    pub fn erase_optional(&mut self) -> BTreeSet<Field> {
        match self {
            Self::Case(detail) => detail.erase_optional(),
            Self::Record(detail) => detail.erase_optional(),
            Self::Package(detail) => detail.erase_optional(),
            Self::Archive(_)
            | Self::Paper(_)
            | Self::Letter(_)
            | Self::Guardian(_)
            | Self::Problem(_)
            | Self::Print(_)
            | Self::Review(_)
            | Self::Privacy(_)
            | Self::Unit(_) => BTreeSet::new(),
        }
    }

    /// The entries of the same chain that this one says lost values.
    pub fn erased_entries(self) -> BTreeSet<u64> {
        match self {
            Self::Privacy(PrivacyDetail::OptionalErased { entries, .. }) => entries,
            _ => BTreeSet::new(),
        }
    }
}

macro_rules! areas {
    ($($area:ident($detail:ty),)*) => {$(
        impl From<$detail> for Detail {
            fn from(detail: $detail) -> Self {
                Self::$area(detail)
            }
        }
    )*};
}

areas! {
    Case(CaseDetail),
    Record(RecordDetail),
    Archive(ArchiveDetail),
    Paper(PaperDetail),
    Letter(LetterDetail),
    Guardian(GuardianDetail),
    Problem(ProblemDetail),
    Print(PrintDetail),
    Review(ReviewDetail),
    Package(PackageDetail),
    Privacy(PrivacyDetail),
    Unit(UnitDetail),
}

/// An item of the form before and after: canonical values, empty where there was none or where it has been erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    /// Which item.
    pub field: Field,
    /// What was on record.
    pub old: String,
    /// What is from now on.
    pub new: String,
}

impl ItemChange {
    /// What two states of a form hold of one item.
    pub fn between(field: Field, old: &BasicInfo, new: &BasicInfo) -> Self {
        Self { field, old: old.value(field).to_owned(), new: new.value(field).to_owned() }
    }

    fn erase_optional(&mut self) -> Option<Field> {
        let gone = is_optional(self.field) && !(self.old.is_empty() && self.new.is_empty());
        gone.then(|| {
            self.old.clear();
            self.new.clear();
            self.field
        })
    }
}

impl From<&Change> for ItemChange {
    fn from(change: &Change) -> Self {
        Self { field: change.field, old: change.old.clone(), new: change.new.clone() }
    }
}

fn erase_from(changes: &mut [ItemChange]) -> BTreeSet<Field> {
    changes.iter_mut().filter_map(ItemChange::erase_optional).collect()
}
