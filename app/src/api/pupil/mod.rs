//! Pupils: lists, one record, entering, mending, revealing, binding codes.

pub mod enter;
pub mod list;
pub mod read;
pub mod record;
pub mod steps;
