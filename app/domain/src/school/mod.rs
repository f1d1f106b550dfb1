//! The life of schools (第九条; 学校标识码的规定): founding, renaming, change of class, merger, closure, revival; what becomes of the
//! code, and how a change is proposed by one person and approved by another before it runs.

mod code;
mod life;
#[cfg(test)]
mod tests;

pub use code::{SchoolClass, keeps_code, next_code};
pub use life::{Change, Placement, Site, State, blockers_refused, decide};
