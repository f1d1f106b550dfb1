//! Archives whose hand-over is late (第十五条): who sees them, and the word to the authority above, once.

use super::{LetterRow, told};
use crate::Registry;
use crate::case::the_system;
use crate::error::Result;
use crate::store::{UnitOfWork, Vars};
use domain::access::ActorUnit;
use domain::id::{LetterId, PersonId};
use domain::letter::{Letter, LetterEvent, Office, Urged};

/// Late letters on one page.
const LATE: usize = 200;
/// Late letters looked at in one turn.
const PAGE: usize = 200;

/// An archive whose hand-over is late.
#[derive(Debug, Clone)]
pub struct LateLetter {
    /// The letter, for a school it concerns.
    pub letter: Option<LetterId>,
    /// The pupil, for a school the letter concerns.
    pub name: Option<String>,
    /// The same, for the log of who saw whom.
    pub(crate) person: Option<PersonId>,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Whether the receiver has it, and only the receipt is missing.
    pub sent: bool,
    /// The deadline that has passed.
    pub due_on: chrono::NaiveDate,
    /// Calendar days since.
    pub days_late: i64,
    /// Which authority was told, and when.
    pub urged: Option<(String, chrono::NaiveDate)>,
}

impl Registry {
    /// Archives not yet receipted after the deadline: those of a school, or those of schools below an authority. The longest first.
    pub(crate) async fn late_archives(&self, unit: &ActorUnit) -> Result<Vec<LateLetter>> {
        let school = unit.id.is_school();
        let which = match school {
            true => "from_unit = $unit OR (to_unit = $unit AND sent = true)",
            false => {
                "string::starts_with(from_path, $path) OR (sent = true AND string::starts_with(to_path, $path))"
            }
        };
        let text = format!(
            "SELECT * FROM letter WHERE kind = 'archive_hand_over' AND state NOT IN ['received', 'cancelled'] AND due_on < $today \
             AND ({which}) ORDER BY due_on, uid LIMIT {LATE}"
        );
        let today = self.store.clock.today();
        let vars = Vars::new().with("unit", &unit.id).with("path", unit.path.as_str()).with("today", today);
        let rows: Vec<LetterRow> = self.store.rows(&text, vars).await?;
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
                sent: row.sent,
                due_on,
                days_late: (today - due_on).num_days(),
                urged: letter.urged.map(|urged| (urged.above.name, urged.on)),
            });
        }
        Ok(late)
    }

    /// Tells the authority above whoever holds an archive that is late: once for the sender's month and once for the receiver's
    /// receipt. Doing it again the same day changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn urge_late_archives(&self) -> Result<usize> {
        let (mut urged, mut after) = (0, String::new());
        loop {
            let text = format!(
                "SELECT * FROM letter WHERE kind = 'archive_hand_over' AND state NOT IN ['received', 'cancelled'] AND due_on < $today \
                 AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("today", self.store.clock.today()).with("after", &after);
            let rows: Vec<LetterRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(urged) };
            after = last.uid.to_string();
            for row in &rows {
                urged += usize::from(self.urge(row.uid).await?);
            }
        }
    }

    async fn urge(&self, id: LetterId) -> Result<bool> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row = self.letter_row(id).await?;
                    let before = row.letter(&*self.vault)?;
                    let today = self.store.clock.today();
                    if !before.is_to_be_urged(today) {
                        return Ok((work, false));
                    }
                    let Some(above) = self.above_the_letter(&before).await? else { return Ok((work, false)) };
                    let event = LetterEvent::Urged(Urged { above, on: today });
                    let letter = before.apply(&event);
                    if let Some(person) = letter.about {
                        let mut journal = self.chain(person).await?;
                        self.tell_letter(&mut work, &mut journal, &the_system(), told(&letter, &event));
                        journal.save(&mut work);
                    }
                    row.save(&*self.vault, &mut work, &letter);
                    Ok((work, true))
                })
            })
            .await
    }

    /// The authority above whoever holds a letter; none above the nation.
    async fn above_the_letter(&self, letter: &Letter) -> Result<Option<Office>> {
        let Some((holder, _)) = letter.waiting_for() else { return Ok(None) };
        let Some(parent) = self.unit(&holder.unit).await?.parent else { return Ok(None) };
        Ok(Some(super::correspondent(&self.unit(&parent).await?)))
    }
}
