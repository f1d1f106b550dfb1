//! What another aggregate that belongs to a letter needs of it: the paper hand-over (第十五条) leaves the deadline to the letter and
//! takes the letter's steps inside its own transaction.

use crate::error::{Error, Result};
use crate::services::Letters;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::id::{LetterId, PersonId, UnitId};
use domain::letter::{Command, Letter};
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

impl Letters<'_> {
    /// A letter, for a unit it concerns.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other unit.
    pub(crate) async fn letter_for(&self, id: LetterId, unit: &UnitId) -> Result<Letter> {
        let row = self.letter_row(id).await?;
        if !row.concerns(unit) {
            return Err(Error::NotFound("letter"));
        }
        row.letter(&*self.vault)
    }

    /// Whether a unit still owes somebody the archive of a pupil: the letter exists and is not signed.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn owes_archive(&self, unit: &UnitId, person: PersonId) -> Result<bool> {
        let text = "SELECT * FROM letter WHERE about = $person AND kind = 'archive_hand_over' AND from_unit = $unit \
                    AND sent = false LIMIT 1";
        let vars = Vars::new().with("person", person).with("unit", unit);
        Ok(!self.store.rows::<super::LetterRow>(text, vars).await?.is_empty())
    }

    /// Takes one step of a letter within the caller's transaction, in the name it is in.
    ///
    /// # Errors
    /// The letter's refusals.
    pub(crate) async fn step_letter(
        &self,
        tx: &mut Transaction<'_>,
        id: LetterId,
        command: Command,
    ) -> Result<Letter> {
        let row = self.letter_row(id).await?;
        let before = row.letter(&*self.vault)?;
        let letter = self.take_step(tx, before, command).await?;
        row.save(&*self.vault, &mut tx.work, &letter);
        Ok(letter)
    }

    /// Where a list of pieces belongs to a letter its pieces are counted there, not typed.
    pub(super) async fn not_piece_by_piece(&self, id: LetterId) -> Result<()> {
        if !self.papers().has_hand_over(id).await? {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::PieceByPiece,
            Basis::Article(15),
            "这份移交函已列移交清单，件数以清单为准，并应逐件清点签收。",
            "请在移交清单中办理。",
        )
        .into())
    }
}

impl Letters<'_> {
    /// The letters a unit should have sent by now, by the pupil they are about: in words. At most 500.
    pub(crate) async fn overdue_letters(&self, unit: &UnitId) -> Result<BTreeMap<PersonId, Vec<String>>> {
        let text = "SELECT * FROM letter WHERE from_unit = $unit AND sent = false AND due_on > '' \
                    AND due_on < $today LIMIT 500";
        let vars = Vars::new().with("unit", unit).with("today", self.store.clock.today());
        let rows: Vec<super::LetterRow> = self.store.rows(text, vars).await?;
        let mut late: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
        for row in rows {
            let letter = row.letter(&*self.vault)?;
            if let (Some(person), Some(due)) = (letter.about, letter.due()) {
                let words = format!("{}应于{}前发出", letter.kind().label(), due.date);
                late.entry(person).or_default().push(words);
            }
        }
        Ok(late)
    }
}
