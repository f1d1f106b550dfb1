//! Archives whose hand-over is late (第十五条): who sees them, and what the letter keeps of the word to the authority above.

use super::LetterRow;
use crate::error::Result;
use crate::matter::{MatterRow, Said};
use crate::services::Letters;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::Signed;
use contract::paper::LateHandOver;
use domain::access::ActorUnit;
use domain::id::PersonId;
use domain::letter::{LetterEvent, LetterKind, LetterState, Urged};

/// Late letters on one page.
const LATE: usize = 200;

impl Letters<'_> {
    /// Archives not yet receipted after the deadline: those of a school, or those of schools below an authority. The longest first; with
    /// the pupils that are named, for the log of who saw whom.
    pub(crate) async fn late_archives(&self, unit: &ActorUnit) -> Result<(Vec<LateHandOver>, Vec<PersonId>)> {
        let school = unit.id.is_school();
        // A school's own letters are few; of an authority the open ones are read that are late, longest first.
        let parts: &[(&str, &str)] = match school {
            true => {
                &[("letter_outbox", "from_unit = $unit"), ("letter_inbox", "to_unit = $unit AND sent = true")]
            }
            false => &[(
                "letter_late_of",
                "(string::starts_with(from_path, $path) OR (sent = true AND string::starts_with(to_path, $path)))",
            )],
        };
        let today = self.store.clock.today();
        let vars = Vars::new().with("unit", &unit.id).with("path", unit.path.as_str()).with("today", today);
        let mut rows: Vec<LetterRow> = Vec::new();
        for (index, which) in parts {
            let text = format!(
                "SELECT * FROM letter WITH INDEX {index} WHERE kind = 'archive_hand_over' AND state = $state \
                 AND due_on < $today AND {which} ORDER BY due_on, uid LIMIT {LATE}"
            );
            for state in LetterState::ALL.into_iter().filter(|state| state.is_open()) {
                let vars = vars.clone().with("state", state);
                rows.extend(self.store.rows::<LetterRow>(&text, vars).await?);
            }
        }
        rows.sort_by_key(|row| (row.due_on, row.uid));
        rows.dedup_by_key(|row| row.uid);
        rows.truncate(LATE);
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

    /// Keeps in an archive's letter that the authority above whoever holds it was told, and tells it in the pupil's journal: once for
    /// the sender's month and once for the receiver's receipt (第十五条). Of other letters the list of what is late says it, and
    /// whether one is due is decided for every kind alike ([`Matters`](crate::services::Matters)). Not when the letter went on in the
    /// meantime, which the next round sees.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn keep_said(
        &self,
        tx: &mut Transaction<'_>,
        matter: &MatterRow,
        said: &Said,
    ) -> Result<bool> {
        let Some(above) = &said.above else { return Ok(true) };
        let row = self.letter_row(matter.key()?).await?;
        if row.version != matter.version {
            return Ok(false);
        }
        let before = row.letter(&*self.vault)?;
        if row.kind != LetterKind::ArchiveHandOver || before.urged.is_some() {
            return Ok(true);
        }
        let event = LetterEvent::Urged(Urged { above: super::office(above), on: tx.today() });
        let letter = before.apply(&event);
        self.tell_letter(tx, &letter, &event).await?;
        row.save(&*self.vault, &mut tx.work, &letter);
        Ok(true)
    }
}
