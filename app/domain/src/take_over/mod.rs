//! 存量数据接管: the pupils of an existing register, with what was decided there, become pupils of this one. Which column of its files is
//! what ([`Profile`]), what a row says besides the form ([`Claims`]), how far a take-over has come ([`TakeOverState`]), and what the source
//! counts beside what this register has then ([`Differences`]).

mod abroad;
mod claims;
mod entries;
#[cfg(test)]
mod entries_tests;
mod papers;
mod profile;
mod standing;
mod state;
#[cfg(test)]
mod tests;
mod totals;

pub use abroad::{ABROAD_FORM, TimeAbroad};
pub use claims::{Claims, EarlierSpell, SPELL_FORM, Wrong, agree, other_document};
pub use entries::{EntryCells, EntryClaims, EntryMeaning, EntryPart, EntryWrong, Filed};
pub use papers::{PAPER_FORM, Paper};
pub use profile::{Meaning, NATIONAL, Profile, ProfileProblem, Special};
pub use state::{TakeOverState, may_accept, may_begin, may_release, may_undo};
pub use totals::{Cell, Difference, Differences, Tally, TotalsProblem, read_totals};

/// Rows of one take-over.
pub const MOST_ROWS: u32 = 5_000_000;
