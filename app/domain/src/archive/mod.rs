//! 学籍档案 (第七条): the seven categories, what is filed under each, and how complete an archive is.
//!
//! What can be filed is a table of kinds with columns ([`kind`]); one set of rules reads a form, a class's grid and a sheet
//! ([`entry`]). What a province adds (第七条第七项) is data of the same shape ([`extras`]).

pub mod category;
pub mod column;
pub mod completeness;
pub mod contents;
pub mod custody;
pub mod entry;
pub mod extras;
pub mod filled;
pub mod kind;
pub mod photo;
#[cfg(test)]
mod tests;

pub use category::Category;
pub use column::{Column, ColumnKind};
pub use custody::Custody;
pub use entry::{Entry, EntryProblem};
pub use kind::{EntryKind, Period};
