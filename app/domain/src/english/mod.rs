//! English: the names of codes, items and states in English, and what the rules say of a guardian's matters. The Chinese terms are the
//! law's and stand with the rules; these stand beside them, for guardians who read English. Nothing else here builds on this module.
//!
//! What is not said here stays Chinese on English pages: the text of the law, the values of the code tables, names, and what people wrote.

mod guide;
mod items;
mod names;
mod phrase;
mod problem;
mod refusal;
mod remedy;
mod stands;
#[cfg(test)]
mod tests;

pub use guide::{guide, summary};
pub use items::{guardianship_calls, guardianship_told, hint, same_label};
pub use phrase::phrase;
pub use refusal::told_by;
pub use stands::where_it_stands;

use chrono::{Datelike, NaiveDate};

/// A day: 1 December 2026.
pub fn day(on: NaiveDate) -> String {
    format!("{} {} {}", on.day(), month(on.month()), on.year())
}

/// A month by its number; empty for what is none.
pub fn month(n: u32) -> &'static str {
    let month = u8::try_from(n).ok().and_then(|n| chrono::Month::try_from(n).ok());
    month.map_or("", |month| month.name())
}

/// What is called so in Chinese, in English: kinds, papers, states; nothing where no such name is known.
fn names_of(chinese: &str) -> Option<&'static str> {
    use crate::case::suspension::SuspensionGround;
    use crate::case::{CaseKind, CaseState};
    use crate::language::Spoken;
    use crate::matter::ProofKind;
    use crate::privacy::Consent;

    fn among<T: Spoken>(all: &[T], chinese: &str) -> Option<&'static str> {
        all.iter().find(|one| one.chinese() == chinese).map(Spoken::english)
    }
    among(&CaseKind::ALL, chinese)
        .or_else(|| among(&CaseState::ALL, chinese))
        .or_else(|| among(&ProofKind::ALL, chinese))
        .or_else(|| among(&SuspensionGround::ALL, chinese))
        .or_else(|| among(&Consent::ALL, chinese))
}
