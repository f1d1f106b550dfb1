//! One pupil's archive (第七条), and what is filed for a whole class at once.

pub mod act;
pub mod class;
pub mod read;

use domain::archive::EntryKind;

/// Where an archive's forms keep their state.
#[cfg(feature = "ssr")]
fn form(person: &str) -> String {
    format!("archive/{person}")
}

/// Name of a column's control: every kind has a form on the same page, and names make ids.
pub fn entry_field(kind: EntryKind, column: &str) -> String {
    format!("values[{}__{column}]", kind.key())
}
