//! Taking a whole take-over back, as long as nothing was done to any of its pupils since. The store keeps every person and every entry of a
//! journal for good: a pupil of an undone take-over stays as a record that was never one (未予建籍), with no number, no claim of a document,
//! no schools, no question to the population register and no part in any figure, and the journal says so. The same files can then be taken
//! over again.

use super::super::RowState;
use super::check::Outcome;
use super::model::{ActKind, TakeOverRow, TakeRow};
use super::steps::{state, within};
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::proof::ProofRow;
use crate::services::TakeOvers;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::access::Actor;
use domain::id::{PersonId, SpellId, TakeOverId};
use domain::journal::{ArchiveDetail, RecordDetail};
use domain::matter::Subject;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::take_over::{TakeOverState, may_begin, may_undo};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows looked at in one turn.
const PAGE: usize = 500;

impl TakeOvers<'_> {
    /// Undoes a take-over: nobody who was taken over by it is a pupil afterwards. One of which nobody was taken over is taken away with its
    /// rows. Once somebody was, the first person proposes it and a second one agrees. Gives whether it is being undone.
    ///
    /// # Errors
    /// Refusals: who may not or has proposed it already, without a reason, and as soon as anything was done to one of its pupils.
    pub async fn undo_take_over(&self, actor: &Actor, id: TakeOverId, reason: &str) -> Result<bool> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        if !take_over.state.may_be_undone() {
            return Err(not_again(&take_over));
        }
        may_undo(actor, take_over.undo_proposed(), reason)?;
        let changed = self.changed_since(id).await?;
        if changed > 0 {
            // How many, and nobody's name: who they are is looked up where looking is put down.
            let what = format!("接管以后已有 {changed} 名学生的学籍办理过业务，不能整批撤销。");
            let remedy = "请对有错误的学生逐人办理更正；确需整批撤销的，从接管前的备份恢复。";
            return Err(Refusal::new(RefusalCode::OutOfState, Basis::Procedure, what, remedy).into());
        }
        self.step(id, |take_over| {
            if !take_over.state.may_be_undone() {
                return Err(not_again(take_over));
            }
            let proposed = take_over.undo_proposed();
            may_undo(actor, proposed.iter().copied(), reason)?;
            if take_over.count(RowState::Entered) > 0 && proposed.is_empty() {
                return Ok((self.acted(take_over, ActKind::UndoProposed, actor, reason), take_over.state));
            }
            Ok((self.acted(take_over, ActKind::Undone, actor, reason), TakeOverState::Undoing))
        })
        .await?;
        Ok(!self.take_over_row(id).await?.state.may_be_undone())
    }

    /// How many pupils of a take-over have a record to which something was done since.
    async fn changed_since(&self, id: TakeOverId) -> Result<usize> {
        let (mut changed, mut after) = (0, 0);
        loop {
            let rows = self.rows_after(id, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(changed) };
            after = last;
            let (_, touched) = self.people_of(&rows).await?;
            changed += touched.len();
        }
    }

    /// The records of those of some rows who were taken over, and who of them was changed since: the record itself, or its journal.
    async fn people_of(
        &self,
        rows: &[TakeRow],
    ) -> Result<(BTreeMap<PersonId, PersonRow>, BTreeSet<PersonId>)> {
        #[derive(Deserialize)]
        struct Head {
            subject: Subject,
            seq: u64,
        }
        let entered: Vec<&TakeRow> = rows.iter().filter(|row| is_pupil(row)).collect();
        let keys: Vec<String> = entered.iter().map(|row| row.person.to_string()).collect();
        let heads: Vec<String> = entered.iter().map(|row| Subject::from(row.person).to_string()).collect();
        let people: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
        let heads: Vec<Head> = self.store.get_many("chain", &heads).await?;
        let people: BTreeMap<PersonId, PersonRow> = people.into_iter().map(|row| (row.uid, row)).collect();
        let told: BTreeMap<Subject, u64> = heads.into_iter().map(|head| (head.subject, head.seq)).collect();
        let touched = entered.iter().filter(|row| {
            let changed = people.get(&row.person).is_none_or(|person| person.changes() != 1);
            changed || told.get(&Subject::from(row.person)) != Some(&row.told)
        });
        let touched = touched.map(|row| row.person).collect();
        Ok((people, touched))
    }

    /// Takes the children of some rows back. Gives the rows that stay, because something was done to their child while the take-over was
    /// being undone: those the operator is told.
    pub(super) async fn take_back(
        &self,
        tx: &mut Transaction<'_>,
        take_over: &TakeOverRow,
        rows: &[TakeRow],
    ) -> Result<Vec<Outcome>> {
        let last = take_over.acts.iter().rev().find(|act| act.what == ActKind::Undone);
        let reason = last.map(|act| act.words.clone()).unwrap_or_default();
        let (people, touched) = self.people_of(rows).await?;
        let gone: Vec<PersonId> = people.keys().filter(|id| !touched.contains(*id)).copied().collect();
        self.population().close_questions(&gone, &mut tx.work).await?;
        let mut kept = Vec::new();
        for row in rows.iter().filter(|row| is_pupil(row)) {
            match people.get(&row.person).filter(|person| !touched.contains(&person.uid)) {
                Some(person) => {
                    self.take_back_one(tx, take_over.uid, person).await?;
                    self.withdraw_papers(tx, row.person, &reason).await?;
                    let undone =
                        RecordDetail::TakeOverUndone { batch: take_over.uid, reason: reason.clone() };
                    tx.tell(row.person, undone).await?;
                }
                None => kept.push(Outcome {
                    before: row.clone(),
                    row: TakeRow { state: RowState::Refused, ..row.clone() },
                }),
            }
        }
        Ok(kept)
    }

    async fn take_back_one(
        &self,
        tx: &mut Transaction<'_>,
        batch: TakeOverId,
        loaded: &PersonRow,
    ) -> Result<()> {
        #[derive(Deserialize)]
        struct Spell {
            uid: SpellId,
            version: u64,
        }
        #[derive(Deserialize)]
        struct Filed {
            key: String,
            version: u64,
        }
        let person = || Vars::new().with("person", loaded.uid);
        let text = "SELECT uid, version FROM spell WHERE person = $person";
        let spells: Vec<Spell> = self.store.rows(text, person()).await?;
        for spell in spells {
            tx.work.take_away("spell", &spell.uid.to_string(), spell.version);
        }
        let text = "SELECT key, version FROM archive_entry WHERE person = $person";
        let filed: Vec<Filed> = self.store.rows(text, person()).await?;
        for entry in filed {
            tx.work.take_away("archive_entry", &entry.key, entry.version);
        }
        for (hash, number) in self.pupils().numbers_of(loaded.uid).await? {
            tx.work.take_away("number", &hash, number.version);
        }
        if let Some(hash) = &loaded.document_hash {
            tx.release_document(loaded, hash).await?;
        }
        let mut row = loaded.clone();
        row.set_standing(Standing::NotRegistered);
        row.without_number();
        row.suspended = None;
        row.absent_since = None;
        row.abroad = Vec::new();
        row.placement = None;
        row.taken_back = Some(batch);
        row.save(&mut tx.work, loaded);
        Ok(())
    }

    /// Withdraws what came beside the take-over: nothing else lies in an archive to which nothing was done since.
    async fn withdraw_papers(&self, tx: &mut Transaction<'_>, person: PersonId, reason: &str) -> Result<()> {
        for row in self.proofs().proof_rows(person).await? {
            let file = row.proof.id;
            tx.work.put("proof", &file.to_string(), &ProofRow { withdrawn: true, ..row });
            tx.tell(person, ArchiveDetail::FileWithdrawn { file, reason: reason.to_owned() }).await?;
        }
        Ok(())
    }
}

/// Whether a row is that of a pupil who is here: what lies in an archive goes with the pupil.
fn is_pupil(row: &TakeRow) -> bool {
    row.state == RowState::Entered && row.filing.is_none()
}

fn not_again(take_over: &TakeOverRow) -> Error {
    state(take_over, "正在撤销的由 take-over run 接着办完。")
}
