//! What another aggregate that belongs to a letter needs of it: the paper hand-over (第十五条) leaves the deadline to the letter and
//! takes the letter's steps inside its own transaction.

use super::told;
use crate::Registry;
use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::Chain;
use crate::store::{UnitOfWork, Vars};
use domain::access::Actor;
use domain::id::{LetterId, PersonId, UnitId};
use domain::letter::{Command, Context, Letter};
use domain::refusal::{Basis, Refusal};

impl Registry {
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
        let text =
            "SELECT * FROM letter WHERE from_unit = $unit AND kind = 'archive_hand_over' AND sent = false";
        let rows: Vec<super::LetterRow> = self.store.rows(text, Vars::new().with("unit", unit)).await?;
        for row in rows {
            if row.letter(&*self.vault)?.about == Some(person) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes one step of a letter within the caller's work; the caller saves the journal.
    ///
    /// # Errors
    /// The letter's refusals.
    pub(crate) async fn step_letter(
        &self,
        work: &mut UnitOfWork,
        journal: &mut Chain,
        actor: &Actor,
        id: LetterId,
        command: Command,
    ) -> Result<Letter> {
        let row = self.letter_row(id).await?;
        let mut letter = row.letter(&*self.vault)?;
        let calendar = self.calendar();
        let context = Context {
            today: self.store.clock.today(),
            actor: party(actor),
            calendar: &calendar,
            receiver_has_registrar: self.has_registrar(&letter.to.unit).await?,
        };
        for event in letter.decide(command, &context)? {
            letter = letter.apply(&event);
            self.tell_letter(work, journal, &context.actor, told(&letter, &event));
        }
        row.save(&*self.vault, work, &letter);
        Ok(letter)
    }

    /// Where a list of pieces belongs to a letter its pieces are counted there, not typed.
    pub(super) async fn not_piece_by_piece(&self, id: LetterId) -> Result<()> {
        if !self.has_hand_over(id).await? {
            return Ok(());
        }
        Err(Refusal::new(
            "piece_by_piece",
            Basis::Article(15),
            "这份移交函已列移交清单，件数以清单为准，并应逐件清点签收。",
            "请在移交清单中办理。",
        )
        .into())
    }
}

/// An archive whose hand-over is late.
#[derive(Debug, Clone)]
pub struct LateLetter {
    /// The letter, for a school it concerns.
    pub letter: Option<LetterId>,
    /// The pupil, for a school the letter concerns.
    pub name: Option<String>,
    pub(crate) person: Option<PersonId>,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// The deadline that has passed.
    pub due_on: chrono::NaiveDate,
    /// Calendar days since.
    pub days_late: i64,
}

/// Late letters on one page.
const LATE: usize = 200;

impl Registry {
    /// Archives not yet receipted after the deadline: those of a school, or those sent from below an authority. The longest first.
    pub(crate) async fn late_archives(&self, unit: &domain::access::ActorUnit) -> Result<Vec<LateLetter>> {
        let school = unit.id.is_school();
        let which = match school {
            true => "from_unit = $unit OR (to_unit = $unit AND sent = true)",
            false => "string::starts_with(from_path, $path)",
        };
        let text = format!(
            "SELECT * FROM letter WHERE kind = 'archive_hand_over' AND state != 'received' AND due_on < $today \
             AND ({which}) ORDER BY due_on, uid LIMIT {LATE}"
        );
        let today = self.store.clock.today();
        let vars = Vars::new().with("unit", &unit.id).with("path", unit.path.as_str()).with("today", today);
        let rows: Vec<super::LetterRow> = self.store.rows(&text, vars).await?;
        let mut late = Vec::with_capacity(rows.len());
        for row in rows {
            let letter = row.letter(&*self.vault)?;
            let due_on = letter.due.date;
            late.push(LateLetter {
                letter: school.then_some(letter.id),
                person: letter.about.filter(|_| school),
                name: letter.content.pupil().map(|pupil| pupil.name.clone()).filter(|_| school),
                from: letter.from.name,
                to: letter.to.name,
                due_on,
                days_late: (today - due_on).num_days(),
            });
        }
        Ok(late)
    }
}
