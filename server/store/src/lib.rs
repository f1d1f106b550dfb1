//! The store: the one crate that names the database. It opens it, looks at its files first, reads, and writes in one way
//! ([`Store::transact`]); it seals ([`vault`]), tells who listens what was committed ([`feed`]), and reads the clock ([`clock`]).
//!
//! It knows nothing of pupils. Which tables there are, which of their records are counted, and what a changed counter makes necessary is
//! told when it is opened ([`Contents`]).
//!
//! Its modules build on each other in one direction (`tests/layers.rs`): what the open store is made of does not know it, and what it does
//! stands above it, a verb a file.

#[doc(hidden)]
pub mod asked;
mod bells;
pub mod clock;
mod commit;
mod connection;
mod contents;
mod copy;
mod digest;
mod disk;
mod engine;
pub mod error;
#[doc(hidden)]
pub mod faults;
pub mod feed;
mod files;
mod halt;
mod lanes;
pub mod log;
mod mark;
mod open;
#[doc(hidden)]
pub mod prepared;
mod range;
mod replay;
mod schema;
mod sequence;
mod soundness;
#[cfg(test)]
mod testing;
mod totals;
mod unit_of_work;
mod values;
pub mod vault;
mod write;
mod written;

pub use bells::{Bell, Bells};
pub use contents::{Contents, Recount};
pub use copy::{Fingerprint, Place, Row, View};
pub use digest::TableDigest;
pub use disk::{Allow, Done};
pub use engine::{Memory, default_cache};
pub use files::{holds_a_store, private};
pub use mark::Mark;
pub use open::Store;
pub use schema::Schema;
pub use sequence::Reached;
pub use soundness::{Logged, Soundness};
pub use totals::{Counted, Fold, Totals};
pub use unit_of_work::{UnitOfWork, tally_key};
pub use values::{Vars, decode};
