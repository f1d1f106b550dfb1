//! The life of schools (第九条; 学校标识码的规定): founding, renaming, change of class, merger, closure, revival; what becomes of the
//! code, what a school may become, how a change is proposed by one person and approved by another before it runs, and how the authority
//! that takes pupils in decides, too, where it is another one.

mod code;
mod consent;
mod hand_over;
mod kinds;
mod life;
mod proposal;
#[cfg(test)]
mod tests;
mod unit;
mod withdrawal;

pub use code::{SchoolClass, keeps_code, next_code};
pub use consent::{Answered, Consent};
pub use hand_over::{HandedState, SCHOOLS_MOST, choice_refused, hand_over_day_refused};
pub use kinds::{Code, Profile, turns_into, without_stage};
pub use life::{Change, Placement, Site, State, blockers_refused, decide};
pub use proposal::Proposal;
pub use unit::{code_refused, day_refused, unit_kind, units_above};
pub use withdrawal::{Withdrawal, WithdrawalStep};
