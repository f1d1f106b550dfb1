//! A letter as a matter.

use super::LetterRow;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::services::Letters;
use crate::vault::Cipher;
use domain::letter::{Content, Letter, LetterState};

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
        Matter {
            table: "letter",
            key: self.uid.to_string(),
            kind: MatterKind::Letter,
            state: self.state.label(),
            open: self.state.is_open(),
            subject: self.about.map_or_else(|| Subject::Unit(self.from_unit.clone()), Subject::Person),
            persons: self.about.into_iter().collect(),
            path: if with_receiver { self.to_path.clone() } else { self.from_path.clone() },
            waiting: self.waiting.iter().cloned().collect(),
            opener: letter.drafted.as_ref().map(|act| act.by.account),
            opener_unit: Some(self.from_unit.clone()),
            opened_on: letter.owed_on,
            due_on: self.due_on,
            provisional: letter.due().is_some_and(|due| due.provisional),
            sent_back: self.state == LetterState::Owed && letter.returned.is_some(),
            class: String::new(),
            version: self.version,
            href: format!("/letters/{}", self.uid),
            words: Words { pupil: None, about: about(letter), from: letter.from.name.clone() },
        }
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
