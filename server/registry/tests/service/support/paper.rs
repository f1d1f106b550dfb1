//! Paper for the shelves (第八条).

use domain::archive::Category;
use domain::paper::{AskedPiece, DossierCommand, PieceForm};

/// A paper that goes on the shelf.
pub fn piece(title: &str, pages: u32) -> DossierCommand {
    DossierCommand::Add(AskedPiece {
        title: title.into(),
        category: Category::Proofs,
        pages,
        form: PieceForm::Original,
        dated: None,
        source: "监护人提交".into(),
    })
}
