//! Every fixed word of the user interface, in one place per language.
//!
//! The system speaks Chinese. Words live here and not in the views so that they can be read through at one
//! sitting, and so that another language is another file of the same shape beside [`zh`].
#![allow(
    missing_docs,
    reason = "a constant here is the words themselves: a comment could only say them again"
)]

pub mod zh;
pub use zh as t;
