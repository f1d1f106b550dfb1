//! 转往本系统外学校 (第十四条至第十六条): granted here, it makes the archive owed to a school that this register does not know. The
//! receipt of the hand-over letter, which comes back on paper, is that school's word that it has the pupil; with it the record is handed
//! over. Until then the pupil is on roll here, and nothing else is opened for it.

use crate::case::registration::EnrolmentRow;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{Leaving, PersonRow, Standing};
use crate::services::Cases;
use crate::transaction::Transaction;
use domain::case::transfer_out::TransferOut;
use domain::case::{Case, CaseState};
use domain::codes::PupilStatus;
use domain::id::UnitId;
use domain::journal::{Moved, RecordDetail};
use domain::letter::{Letter, LetterState};
use domain::org::{OrgPath, Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Cases<'_> {
    /// A school of this register opens the transfer itself; only others are typed.
    pub(super) async fn check_outside(&self, transfer: &TransferOut) -> Result<()> {
        let Some(to) = &transfer.to else { return Ok(()) };
        if self.units().unit(to).await.is_ok() {
            let what = "转入学校已在本系统内，不办理转往本系统外学校。";
            let remedy = "请由转入学校在“转入学生”中办理。";
            return Err(Refusal::new(RefusalCode::ToCode, Basis::Article(14), what, remedy).into());
        }
        Ok(())
    }

    pub(super) async fn transfer_out_closed(
        &self,
        case: &Case,
        transfer: &TransferOut,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            return Ok(());
        }
        // It may have joined this register while the case was decided.
        self.check_outside(transfer).await?;
        let to = transfer.to.as_ref().ok_or(Error::NotFound("unit"))?;
        let from = self.units().unit(&person.school).await?;
        let to = outside(to, &transfer.to_name);
        let letter = self.letters().archive_handover_due(tx, person, &from, &to).await?;
        person.leaving =
            Some(Leaving { case: case.id, letter, to_name: transfer.to_name.clone(), since: tx.today() });
        let on = transfer.facts.on;
        let granted =
            RecordDetail::TransferOutGranted(Moved { from: from.name, to: transfer.to_name.clone(), on });
        tx.tell_entry(person.uid, NewEntry::of(granted).in_case(case.id).on(on)).await?;
        Ok(())
    }

    /// What a step of the hand-over letter means for a pupil who is about to leave: received, the schooling here ends; ended, the
    /// pupil stays.
    pub(crate) async fn letter_settles_leaving(
        &self,
        tx: &mut Transaction<'_>,
        letter: &Letter,
    ) -> Result<()> {
        let Some(person) = letter.about else { return Ok(()) };
        let loaded = self.pupils().person(person).await?;
        let Some(leaving) = loaded.leaving.clone().filter(|leaving| leaving.letter == letter.id) else {
            return Ok(());
        };
        let mut person = loaded.clone();
        person.leaving = None;
        let (from, to) = (loaded.school_name.clone(), leaving.to_name.clone());
        let (on, detail) = match (letter.state, &letter.receipt, &letter.cancelled) {
            (LetterState::Received, Some(receipt), _) => {
                let on = receipt.on;
                self.keep_copy(&loaded, &leaving.to_name, on, &mut tx.work).await?;
                person.set_standing(Standing::Pupil(PupilStatus::TransferredOut));
                person.placement = None;
                person.placed_at = None;
                if let Some(spell) = self.open_spell(person.uid).await? {
                    let ended = EnrolmentRow {
                        to_on: Some(on.max(spell.from_on)),
                        closed_by: Some(leaving.case),
                        version: spell.version + 1,
                        ..spell.clone()
                    };
                    tx.work.replace("spell", &spell.uid.to_string(), spell.version, &ended);
                }
                self.flows_out(&leaving, &loaded, tx).await?;
                (on, RecordDetail::TransferredOut { from, to, by: receipt.received_by.clone() })
            }
            (LetterState::Cancelled, _, Some((act, reason))) => {
                (act.on, RecordDetail::TransferOutEnded { from, to, reason: reason.clone() })
            }
            _ => return Ok(()),
        };
        tx.tell_entry(person.uid, NewEntry::of(detail).in_case(leaving.case).on(on)).await?;
        person.save(&mut tx.work, &loaded);
        Ok(())
    }
}

/// A school of another system as a letter addresses it. It stands below the nation and in nobody's scope.
fn outside(to: &UnitId, name: &str) -> Unit {
    Unit {
        id: to.clone(),
        name: name.to_owned(),
        kind: UnitKind::School,
        parent: None,
        path: OrgPath::root().child(to),
        division: String::new(),
        school: None,
    }
}
