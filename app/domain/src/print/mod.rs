//! Printed forms and certificates (打印件): what may be printed, the code by which a stranger checks a sheet of paper, and what a
//! student card says of itself without a network.
//!
//! Keys, randomness and the store are not here: the registry draws the bytes of a code and holds the key that signs.

mod base32;
mod card;
mod code;
mod document;
mod kind;

pub use card::{CARD_TEXT_MAX, CardError, CardFacts, SIGNATURE_BYTES, SignedCard};
pub use code::{CODE_BYTES, CodeError, PrintCode};
pub use document::{Document, FactGroup, HandBox, ListTable, Photo, Slip, Style};
pub use kind::{Paper, PrintKind};

#[cfg(test)]
mod tests;

/// A name as the public verification page and the student card show it: the first character only, as the masks of the house do
/// (王*). Nothing stays nothing.
pub fn masked_name(name: &str) -> String {
    match name.trim().chars().next() {
        Some(first) => format!("{first}*"),
        None => String::new(),
    }
}
