//! Accounts of units, for their administrators.

pub mod act;
pub mod list;
pub mod slip;
