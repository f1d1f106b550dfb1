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

pub use dossier::{Dossier, DossierCommand, DossierEvent, Whereabouts};
pub use hand_over::{
    Check, CheckedPiece, HandOver, HandOverCommand, HandOverEvent, HandOverState, Seal, Settlement,
};
pub use loan::{LOAN_DAYS_MAX, Loan, LoanState};
pub use piece::{AskedPiece, Piece, PieceForm, ShelfPlace};

use crate::access::Role;
use crate::case::Party;
use crate::id::UnitId;
use crate::letter::Act;
use crate::refusal::{Basis, Refusal};
use chrono::NaiveDate;

/// Most pieces of one dossier; the letter that hands it over names no more.
pub const PIECES_MAX: usize = crate::letter::PIECES_MAX as usize;
/// Most characters of a title, a name or a place.
pub const TITLE_MAX: usize = 60;
/// Most characters of a reason or a note.
pub const NOTE_MAX: usize = 300;

/// What a decision needs to know about the world.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
}

impl Context {
    fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }

    fn by(&self, unit: &UnitId, role: Role) -> Result<(), Vec<Refusal>> {
        if self.actor.unit.as_ref() == Some(unit) && self.actor.role == role {
            return Ok(());
        }
        Err(vec![Refusal::new(
            "not_your_step",
            Basis::Article(8),
            format!("这一步应由保管纸质档案的学校的{}办理。", role.label()),
            "请等待其办理，或提醒对方。",
        )])
    }
}

/// Trimmed and no longer than it may be.
fn words(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

fn refusal(article: u8, code: &str, what: impl Into<String>, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(article), what, remedy)
}
