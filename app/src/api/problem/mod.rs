//! Problem records: the queue, one problem, what is done with it, and the check of the register (第六条).

pub mod act;
pub mod list;
pub mod read;
