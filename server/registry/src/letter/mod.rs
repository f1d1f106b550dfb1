//! Official letters (公文往来) in the store: what units owe each other in writing (第十五条, 第十八条, 第二十二条), from the day it is owed
//! to the receipt. Only the sending and the receiving unit read a letter, the receiving one once it is sent.

mod act;
mod household;
mod late;
mod matter;
mod notice;
mod obligations;
mod steps;
mod term_end;
#[cfg(test)]
mod tests;
mod view;

pub use act::AskedReceipt;
pub use notice::HandOvers;
pub use view::{Duties, LetterBox};

use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::services::Letters;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{LetterId, PersonId, UnitId};
use domain::journal::{LetterDetail, LetterTold, Step, Told, UnitDetail};
use domain::letter::{Letter, LetterEvent, LetterKind, LetterState, Office};
use domain::org::{OrgPath, Unit};
use serde::{Deserialize, Serialize};

/// A letter as stored: sealed, with plain columns for the boxes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LetterRow {
    uid: LetterId,
    version: u64,
    sealed: String,
    /// What this letter is owed for; no two letters have the same.
    once: String,
    kind: LetterKind,
    state: LetterState,
    from_unit: UnitId,
    to_unit: UnitId,
    from_path: OrgPath,
    to_path: OrgPath,
    /// The pupil, if it is about one.
    about: Option<PersonId>,
    /// Whether it has left the sender.
    sent: bool,
    /// `unit/role` of who has to act, none when it is receipted.
    waiting: Option<String>,
    /// By when.
    due_on: Option<NaiveDate>,
}

impl LetterRow {
    fn new(vault: &dyn Cipher, letter: &Letter, once: String, from: &Unit, to: &Unit) -> Self {
        let mut row = Self {
            uid: letter.id,
            version: 1,
            sealed: String::new(),
            once,
            kind: letter.kind(),
            state: letter.state,
            from_unit: from.id.clone(),
            to_unit: to.id.clone(),
            from_path: from.path.clone(),
            to_path: to.path.clone(),
            about: letter.about,
            sent: false,
            waiting: None,
            due_on: None,
        };
        row.set(vault, letter);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, letter: &Letter) {
        self.sealed = vault.seal_value(letter, &context_of(self.uid));
        self.state = letter.state;
        self.sent = letter.state.is_sent();
        self.waiting = letter.waiting_for().map(|(unit, role)| queue_key(&unit.unit, role));
        self.due_on = letter.due().map(|due| due.date);
    }

    /// The letter itself.
    fn letter(&self, vault: &dyn Cipher) -> Result<Letter> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// Whether a unit may read it: the sender, and the receiver once it is sent.
    fn concerns(&self, unit: &UnitId) -> bool {
        self.from_unit == *unit || (self.sent && self.to_unit == *unit)
    }

    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork, letter: &Letter) {
        work.create("letter", &self.uid.to_string(), self);
        crate::matter::put(work, vault, &self.as_matter(letter));
        self.touch(work);
    }

    /// Writes the letter's new state over the row that was loaded.
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, letter: &Letter) {
        let mut next = self.clone();
        next.set(vault, letter);
        next.version = self.version + 1;
        work.replace("letter", &self.uid.to_string(), self.version, &next);
        self.waiting.iter().for_each(|desk| work.desk(desk));
        crate::matter::put(work, vault, &next.as_matter(letter));
        next.touch(work);
    }

    fn touch(&self, work: &mut UnitOfWork) {
        work.touch(&self.from_path);
        work.touch(&self.to_path);
    }
}

fn context_of(id: LetterId) -> String {
    format!("letter/{id}")
}

/// A unit as a matter names it.
pub(crate) fn office(unit: &Unit) -> Office {
    Office { unit: unit.id.clone(), name: addressed(unit) }
}

/// A unit as a letter addresses it: an authority bears its division's name on record, and it is not the division that is meant.
pub(crate) fn addressed(unit: &Unit) -> String {
    if unit.kind.is_authority() { authority_name(&unit.name) } else { unit.name.clone() }
}

/// The name of an authority that bears its division's.
pub(crate) fn authority_name(name: &str) -> String {
    if name.contains("教育") { name.to_owned() } else { format!("{name}教育行政部门") }
}

/// How an event of a letter about a pupil is told in the pupil's journal. What stands in the letter stays in the letter.
fn told(letter: &Letter, event: &LetterEvent) -> LetterDetail {
    let letter = LetterTold::from(letter);
    match event {
        LetterEvent::Drafted(..) => LetterDetail::Drafted(letter),
        LetterEvent::Returned(_) | LetterEvent::TakenBack | LetterEvent::Cancelled(..) => {
            LetterDetail::Returned(letter)
        }
        LetterEvent::Signed(..) => LetterDetail::Signed(letter),
        LetterEvent::Received(_) => LetterDetail::Received(letter),
        LetterEvent::Recounted(_) => LetterDetail::DueRecounted(letter),
        LetterEvent::Urged(urged) => LetterDetail::Urged { letter, above: urged.above.name.clone() },
    }
}

/// A letter about no single pupil as the journal of its sender is told of it.
fn told_of_unit<D>(letter: &Letter, decided: D) -> Told<D> {
    let (matter, href) = (format!("letter/{}", letter.id), format!("/letters/{}", letter.id));
    Told { matter, href, state: letter.state.label().to_owned(), about: matter::about(letter), decided }
}

impl Letters<'_> {
    /// Tells what happened to a letter in the journal of its pupil, or of its sender where it is about no single pupil.
    async fn tell_letter(
        &self,
        tx: &mut Transaction<'_>,
        letter: &Letter,
        event: &LetterEvent,
    ) -> Result<()> {
        let detail = told(letter, event);
        match letter.about {
            Some(person) => tx.tell(person, detail).await,
            None => {
                let step = told_of_unit(letter, Step::Letter(Box::new(detail)));
                tx.tell(letter.from.unit.clone(), UnitDetail::Decided(step)).await
            }
        }
    }

    async fn letter_row(&self, id: LetterId) -> Result<LetterRow> {
        self.store.get("letter", &id.to_string()).await?.ok_or(Error::NotFound("letter"))
    }

    async fn letter_once(&self, once: &str) -> Result<Option<LetterRow>> {
        let text = "SELECT * FROM letter WHERE once = $once";
        Ok(self.store.rows(text, Vars::new().with("once", once)).await?.into_iter().next())
    }

    /// Counts the due day of a letter again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn recount_letter(&self, id: LetterId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row = self.letter_row(id).await?;
        let before = row.letter(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.from_path)) else {
            return Ok(false);
        };
        let letter = before.apply(&event);
        self.tell_letter(tx, &letter, &event).await?;
        row.save(&*self.vault, &mut tx.work, &letter);
        Ok(true)
    }
}
