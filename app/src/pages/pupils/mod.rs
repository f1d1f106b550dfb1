//! Pupils: the list, one record, entering one, the binding letter.

pub mod absence;
pub mod binding;
pub mod counter;
pub mod entry;
pub mod finder;
pub mod found;
pub mod list;
mod prints;
pub mod problems;
pub mod record;
pub mod steps;
