//! PDF documents: read strictly, and rebuilt from their pages alone.
//!
//! The reader is our own, not lopdf's: lopdf follows nesting and object streams of any depth and size, and a hostile file
//! ends the process with a full stack or memory. This one reads the file from front to back under limits and pays no
//! attention to the cross-reference table. What it reads are lopdf's objects, and lopdf writes the result.
//!
//! Digital signatures do not survive: the pages are no longer the bytes that were signed.

mod objects;
mod rebuild;
mod syntax;

use crate::file::Limits;
use crate::problem::Problem;

/// Memory that rebuilding the largest takes: half a million values, what is unpacked of them (16 MB), the old file and the new one.
pub(crate) const COST: u64 = 96 << 20;

/// The rebuilt document and the number of its pages.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<(Vec<u8>, usize), Problem> {
    let scanned = objects::scan(bytes, limits)?;
    let (mut document, pages) = rebuild::rebuild(&scanned, limits)?;
    let mut rebuilt = Vec::new();
    document.save_to(&mut rebuilt).map_err(|_| Problem::Damaged)?;
    if rebuilt.len() > limits.bytes.saturating_mul(2) {
        return Err(Problem::TooComplex);
    }
    Ok((rebuilt, pages))
}
