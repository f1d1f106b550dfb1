//! Archives whose hand-over is late (第十五条): who sees them, and the word to the authority above, once.

use super::LetterRow;
use crate::case::the_system;
use crate::error::Result;
use crate::services::Letters;
use crate::store::Vars;
use contract::Signed;
use contract::paper::LateHandOver;
use domain::access::ActorUnit;
use domain::id::{LetterId, PersonId};
use domain::letter::{Letter, LetterEvent, Office, Urged};

/// Late letters on one page.
const LATE: usize = 200;
/// Late letters looked at in one turn.
const PAGE: usize = 200;

impl Letters<'_> {
    /// Archives not yet receipted after the deadline: those of a school, or those of schools below an authority. The longest first; with
    /// the pupils that are named, for the log of who saw whom.
    pub(crate) async fn late_archives(&self, unit: &ActorUnit) -> Result<(Vec<LateHandOver>, Vec<PersonId>)> {
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
        let mut people = Vec::new();
        for row in rows {
            let letter = row.letter(&*self.vault)?;
            let due_on = letter.due.date;
            people.extend(letter.about.filter(|_| school));
            late.push(LateHandOver {
                letter: school.then_some(letter.id),
                name: letter.content.pupil().map(|pupil| pupil.name.clone()).filter(|_| school),
                from: letter.from.name,
                to: letter.to.name,
                sent: row.sent,
                due_on,
                days_late: (today - due_on).num_days(),
                urged: letter.urged.map(|urged| Signed { by: urged.above.name, on: urged.on }),
            });
        }
        Ok((late, people))
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
                    let mut tx = self.transaction(the_system());
                    let row = self.letter_row(id).await?;
                    let before = row.letter(&*self.vault)?;
                    let today = tx.today();
                    if !before.is_to_be_urged(today) {
                        return Ok((tx.finish(), false));
                    }
                    let Some(above) = self.above_the_letter(&before).await? else {
                        return Ok((tx.finish(), false));
                    };
                    let event = LetterEvent::Urged(Urged { above, on: today });
                    let letter = before.apply(&event);
                    self.tell_letter(&mut tx, &letter, &event).await?;
                    row.save(&*self.vault, &mut tx.work, &letter);
                    Ok((tx.finish(), true))
                })
            })
            .await
    }

    /// The authority above whoever holds a letter; none above the nation.
    async fn above_the_letter(&self, letter: &Letter) -> Result<Option<Office>> {
        let Some((holder, _)) = letter.waiting_for() else { return Ok(None) };
        let Some(parent) = self.units().unit(&holder.unit).await?.parent else { return Ok(None) };
        Ok(Some(super::office(&self.units().unit(&parent).await?)))
    }
}
