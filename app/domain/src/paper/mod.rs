//! The paper archive (纸质档案, 第八条, 第九条, 第十五条): a dossier on a shelf, who has borrowed it, and its hand-over piece by piece.
//!
//! Three pure state machines: [`Dossier`] with its [`Loan`]s, and [`HandOver`], which is tied to the letter that carries the
//! deadline ([`crate::letter::LetterKind::ArchiveHandOver`]) and has none of its own.

mod dossier;
mod hand_over;
mod loan;
mod piece;
mod sealing;
#[cfg(test)]
mod tests;

pub use crate::matter::Context;
pub use dossier::{Dossier, DossierCommand, DossierEvent, Whereabouts};
pub use hand_over::{
    Check, CheckedPiece, HandOver, HandOverCommand, HandOverEvent, HandOverState, Seal, Settlement,
};
pub use loan::{LOAN_DAYS_MAX, LastLoan, Loan, LoanState};
pub use piece::{AskedPiece, Piece, PieceForm, ShelfPlace};

use crate::account::Role;
use crate::id::UnitId;
use crate::matter::{Checked, Lifecycle};
use crate::refusal::{Basis, Refusal, RefusalCode};

/// Most pieces of one dossier; the letter that hands it over names no more.
pub const PIECES_MAX: usize = crate::matter::PIECES_MAX as usize;
/// Most characters of a title, a name or a place.
pub const TITLE_MAX: usize = 60;
/// Most characters of a reason or a note.
pub const NOTE_MAX: usize = 300;

fn life(article: u8) -> Lifecycle {
    Lifecycle::of("移交", article).ordered_by_article().words_max(NOTE_MAX)
}

/// Whether the step is this role's, of the school that keeps the papers.
fn by(context: &Context, unit: &UnitId, role: Role) -> Checked {
    life(8).step_of_unit(&context.actor, unit, "保管纸质档案的学校", &[role])
}

/// Trimmed and no longer than it may be.
fn words(text: &str, most: usize) -> String {
    crate::text::cut(text, most)
}

fn refusal(article: u8, code: RefusalCode, what: impl Into<String>, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(article), what, remedy)
}
