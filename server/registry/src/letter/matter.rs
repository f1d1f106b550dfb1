//! A letter as a matter.

use super::LetterRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Letters;
use crate::vault::Cipher;
use domain::letter::{Content, Letter};

impl LetterRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.letter(vault)?))
    }

    pub(super) fn as_matter(&self, letter: &Letter) -> Matter {
        let with_receiver = letter.waiting_for().is_some_and(|(holder, _)| holder.unit == self.to_unit);
        Matter::of(
            letter,
            Line {
                table: "letter",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: self.about.into_iter().collect(),
                path: if with_receiver { self.to_path.clone() } else { self.from_path.clone() },
                opener: letter.drafted.as_ref().map(|act| act.by.account),
                opener_unit: Some(self.from_unit.clone()),
                opened_on: letter.owed_on,
                class: String::new(),
                version: self.version,
                href: format!("/letters/{}", self.uid),
                words: Words { pupil: None, about: about(letter), from: letter.from.name.clone() },
            },
        )
    }
}

/// What a letter is about, in Chinese.
pub(super) fn about(letter: &Letter) -> String {
    match &letter.content {
        Content::TermTransfers(notice) => format!("{}，{}", letter.kind().label(), notice.term),
        _ => letter.kind().label().to_owned(),
    }
}

impl Letters<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_letter_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: LetterRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("letter", "uid", "state NOT IN ['received', 'cancelled']", each).await?;
        Ok(all)
    }
}
