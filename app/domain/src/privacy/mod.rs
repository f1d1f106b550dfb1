//! Privacy of minors (第二十五条; 个人信息保护法第二十八条至第三十一条; 未成年人网络保护条例第三十七条): what is collected on the ground of law and what
//! needs the guardian's consent, the consent itself, and the yearly audit report.

mod audit;
mod consent;
mod erasure;
mod table;
#[cfg(test)]
mod tests;

pub use audit::{AuditReport, NOT_MEASURED, Reason, RoleCount, may_report, tidy_reason};
pub use consent::{Consent, ConsentAct, ConsentCommand, ConsentKind, Way, decide};
pub use erasure::{DAYS_TO_REGRET, asks_for_optional, erase_from_case, erased_on};
pub use table::{Row, TABLE};

use crate::archive::EntryKind;
use crate::form::Field;

/// Version of the notice 个人信息处理告知书. A new one is set whenever the table or the words of the notice change.
pub const NOTICE_VERSION: &str = "2026.3";

/// Whether something is collected on the ground of law or needs consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// 法定必填: collected by statutory duty, without consent, after notice.
    Statutory,
    /// 选填·须同意: collected with the guardian's consent only.
    Optional,
}

impl Class {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statutory => "法定必填",
            Self::Optional => "选填·须同意",
        }
    }
}

/// What has a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// An item of the form.
    Form(Field),
    /// A kind of archive entry.
    Entry(EntryKind),
}

impl Item {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Form(field) => field.label(),
            Self::Entry(kind) => kind.label(),
        }
    }

    /// Its row of the table. A test walks every item, so that none is without one.
    pub fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.items.contains(&self))
    }
}

/// Whether an item of the form needs consent.
pub fn is_optional(field: Field) -> bool {
    Item::Form(field).row().is_none_or(|row| row.class == Class::Optional)
}

/// The items a guardian may ask to correct (第十条) as the consent stands, in form order: after a withdrawal no optional one.
pub fn correctable(consent: Consent) -> impl Iterator<Item = Field> {
    let asked_for = move |field: &Field| consent.shows_optional() || !is_optional(*field);
    Field::ALL.iter().copied().filter(|field| field.guardian_may_ask()).filter(asked_for)
}

/// The items of the form that need consent, in form order.
pub fn optional_items() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| is_optional(*field))
}
