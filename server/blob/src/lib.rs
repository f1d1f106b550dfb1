//! Proof documents (证明材料): checked, cleaned and kept sealed.
//!
//! Nothing a guardian uploads is kept as it came. [`inspect`] decides by content what a file is, and makes a new file
//! out of what it shows: pictures are decoded and encoded again, which drops EXIF with its place of recording; PDF pages
//! are copied into a new document, which drops scripts, actions and attachments. Files of two natures at once do not
//! survive that. [`BlobStore`] keeps the result, sealed, outside the web root.
//!
//! [`inspect`] computes for up to some seconds and needs up to some 300 MB for the largest pictures, which are made smaller while they are
//! decoded: where several may come at once it is called by [`inspect_in_turn`], which first waits for its share of the memory there is
//! for that.
//!
//! Whose a file is, and who may see it, is not known here.

mod budget;
mod file;
mod files;
mod inspect;
mod large;
mod pdf;
mod picture;
mod problem;
mod scan;
mod sniff;
#[cfg(test)]
mod tests;

pub use budget::{BUDGET, Budget, Share};
pub use file::{CleanFile, FileKind, Limits};
pub use files::{BlobStore, Changes};
pub use inspect::{inspect, inspect_in_turn, sha256_hex};
pub use problem::{Problem, UploadProblem};
pub use scan::Scanner;
