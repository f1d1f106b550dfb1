//! Every fixed word of the user interface. What guardians and visitors read stands in both languages, side by side ([`both`]); the pages of
//! staff are in Chinese ([`zh`]). Names of codes, items and states, and what the rules say, stand with the rules in `domain`; what stays
//! Chinese on English pages is said in `docs/adr/0037-two-languages.md`.
//!
//! Words live here and not in the views so that they can be read through at one sitting.
#![allow(
    missing_docs,
    reason = "a constant here is the words themselves: a comment could only say them again"
)]

pub mod both;
pub mod words;
pub mod zh;
pub use zh as t;
