//! The life of schools and the custody of archives (第九条): the register of an authority's schools, proposals, decisions, receipts.

pub mod act;
pub mod divisions;
pub mod list;
pub mod propose;
pub mod read;
