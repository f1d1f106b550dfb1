//! Previewing and writing what was typed about pupils, each for itself.

use super::judge::{Around, Judged};
use super::{AskedUpkeep, TypedRow, shown_of};
use crate::case::party;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::{PersonRow, value_in_words};
use crate::services::Upkeeps;
use crate::transaction::Transaction;
use contract::upkeep::{KeptItem, KeptRow};
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::{ItemChange, RecordDetail};
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeSet;

/// Pupils in one transaction.
const SLICE: usize = 40;
/// Pupils at once: a grade with its classes.
pub(super) const MOST: usize = 600;

impl Upkeeps<'_> {
    /// What would become of what was typed, written nowhere. Pupils of whom nothing is otherwise are left out; that, too, tells of them, so
    /// they are logged like the others.
    ///
    /// # Errors
    /// A refusal for who keeps no records, and for more pupils than are written at once; store failures.
    pub async fn preview_upkeep(&self, actor: &Actor, asked: &AskedUpkeep) -> Result<Vec<KeptRow>> {
        let school = self.own_school(actor).await?;
        refuse_too_many(asked)?;
        let around = self.around(&school, &asked.reason, asked.new_classes).await?;
        let mut told = Vec::new();
        for (id, typed) in &asked.rows {
            let Some(row) = self.own_pupil(&school, *id).await? else {
                told.push(nobody(*id));
                continue;
            };
            let judged = self.judge(actor, &row, typed, &around).await?;
            told.extend(told_of(actor, &row, &judged));
        }
        self.access_log().saw(actor, Function::UpkeepCheck, &seen(asked, &told)).await?;
        Ok(told)
    }

    /// Writes what was typed, forty pupils in a transaction, each for itself: what is wrong with one does not keep the others out.
    /// Pupils of whom nothing is otherwise are left out of the answer.
    ///
    /// # Errors
    /// As [`Upkeeps::preview_upkeep`](crate::services::Upkeeps::preview_upkeep).
    pub async fn keep_records(&self, actor: &Actor, asked: &AskedUpkeep) -> Result<Vec<KeptRow>> {
        let school = self.own_school(actor).await?;
        refuse_too_many(asked)?;
        let around = self.around(&school, &asked.reason, asked.new_classes).await?;
        let (school, around) = (&school, &around);
        let rows: Vec<(&PersonId, &TypedRow)> = asked.rows.iter().collect();
        let mut told = Vec::new();
        for slice in rows.chunks(SLICE) {
            let done = self
                .store
                .transact(school.id.as_str(), || {
                    Box::pin(async move {
                        let mut tx = self.transaction(party(actor));
                        let mut done = Vec::new();
                        for (id, typed) in slice {
                            done.extend(self.keep_one(actor, school, **id, typed, around, &mut tx).await?);
                        }
                        Ok((tx.finish(), done))
                    })
                })
                .await?;
            told.extend(done);
        }
        self.access_log().saw(actor, Function::UpkeepCheck, &seen(asked, &told)).await?;
        Ok(told)
    }

    /// Writes one pupil's form.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] for another school's pupil; everything that is wrong, by item; a refusal when nothing is
    /// otherwise.
    pub async fn keep_record(&self, actor: &Actor, id: PersonId, asked: &AskedUpkeep) -> Result<usize> {
        let row = self.pupils().person(id).await?;
        self.may_keep(actor, &row)?;
        let told = self.keep_records(actor, asked).await?;
        match told.into_iter().find(|row| row.id == id) {
            Some(row) if row.refused.is_empty() => Ok(row.items.len()),
            Some(row) => Err(row.refused.into()),
            None => {
                let what = "没有填写任何变动。";
                Err(Refusal::new(
                    RefusalCode::NothingChanged,
                    Basis::Procedure,
                    what,
                    "请修改要维护的项目后再保存。",
                )
                .into())
            }
        }
    }

    async fn keep_one(
        &self,
        actor: &Actor,
        school: &Unit,
        id: PersonId,
        typed: &TypedRow,
        around: &Around,
        tx: &mut Transaction<'_>,
    ) -> Result<Option<KeptRow>> {
        let Some(loaded) = self.own_pupil(school, id).await? else { return Ok(Some(nobody(id))) };
        let judged = self.judge(actor, &loaded, typed, around).await?;
        let told = told_of(actor, &loaded, &judged);
        if !judged.refused.is_empty() || judged.changed.is_empty() {
            return Ok(told);
        }
        let mut person = loaded.clone();
        person.set_info(&*self.vault, &judged.next, tx.at());
        let changes = judged.changed.iter().filter(|field| **field != Field::ClassName);
        let changes: Vec<ItemChange> =
            changes.map(|field| ItemChange::between(*field, &judged.current, &judged.next)).collect();
        let reason = || around.reason.clone();
        if judged.changed.contains(&Field::ClassName) {
            self.class_of_spell(&person, tx).await?;
            let (from, to) = (loaded.class_name.clone(), person.class_name.clone());
            tx.tell_entry(id, NewEntry::of(RecordDetail::ClassMoved { from, to, reason: reason() })).await?;
        }
        if !changes.is_empty() {
            tx.tell_entry(id, NewEntry::of(RecordDetail::InfoKept { changes, reason: reason() })).await?;
        }
        person.save(&mut tx.work, &loaded);
        Ok(told)
    }

    /// Puts the class on the stretch of schooling that lasts.
    async fn class_of_spell(&self, person: &PersonRow, tx: &mut Transaction<'_>) -> Result<()> {
        let Some(spell) = self.cases().open_spell(person.uid).await? else { return Ok(()) };
        let mut next = spell.clone();
        next.class_name.clone_from(&person.class_name);
        next.version = spell.version + 1;
        tx.work.replace("spell", &spell.uid.to_string(), spell.version, &next);
        Ok(())
    }

    /// A pupil of the school; who is elsewhere looks like nobody.
    async fn own_pupil(&self, school: &Unit, id: PersonId) -> Result<Option<PersonRow>> {
        let row: Option<PersonRow> = self.store.get("person", &id.to_string()).await?;
        Ok(row.filter(|row| row.school == school.id))
    }
}

fn refuse_too_many(asked: &AskedUpkeep) -> Result<()> {
    if asked.rows.len() <= MOST {
        return Ok(());
    }
    let what = format!("一次最多维护 {MOST} 名学生。");
    Err(Refusal::new(RefusalCode::People, Basis::Procedure, what, "请分班维护。").into())
}

/// Who was looked at: every pupil of the school whose row was judged. Of who is of another school nothing is shown.
fn seen(asked: &AskedUpkeep, told: &[KeptRow]) -> Vec<PersonId> {
    let strangers: BTreeSet<PersonId> =
        told.iter().filter(|row| row.name.is_empty()).map(|row| row.id).collect();
    asked.rows.keys().copied().filter(|id| !strangers.contains(id)).collect()
}

fn nobody(id: PersonId) -> KeptRow {
    let refusal =
        Refusal::new(RefusalCode::Person, Basis::Procedure, "本校没有这名学生。", "请刷新页面后重新选择。");
    KeptRow { id, name: String::new(), class_label: String::new(), items: Vec::new(), refused: vec![refusal] }
}

/// A row in words; none when nothing is otherwise and nothing wrong.
fn told_of(actor: &Actor, row: &PersonRow, judged: &Judged) -> Option<KeptRow> {
    if judged.changed.is_empty() && judged.refused.is_empty() {
        return None;
    }
    let items = judged.changed.iter().map(|field| {
        let shown = shown_of(actor, row, *field);
        let words = |value: &str| value_in_words(&judged.current, *field, value, shown);
        let (old, new) = (words(judged.current.value(*field)), words(judged.next.value(*field)));
        KeptItem { field: *field, old, new }
    });
    Some(KeptRow {
        id: row.uid,
        name: row.name.clone(),
        class_label: format!("{}{}", row.grade_label(), row.class_name),
        items: items.collect(),
        refused: judged.refused.clone(),
    })
}
