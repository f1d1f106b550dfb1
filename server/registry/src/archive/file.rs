//! Filing, changing and withdrawing entries. The same thing filed again takes the place of what was there; the journal keeps
//! both.

use super::{EntryRow, EntryState, columns_of, context_of};
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Archives;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use domain::access::{Action, Actor, Target, authorise};
use domain::archive::{Column, Entry, EntryKind, EntryProblem};
use domain::codes::{Grade, SchoolSystem};
use domain::id::{PersonId, UnitId};
use domain::journal::{ArchiveDetail, EntryName};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Pupils of one class at most.
const MOST: usize = 200;

/// What became of a class's sheet.
#[derive(Debug, Clone, Default)]
pub struct FiledClass {
    /// Pupils whose entry was filed or changed.
    pub filed: usize,
    /// Pupils whose entry stayed as it was.
    pub unchanged: usize,
    /// What was wrong: pupil, column, sentence. Those pupils' entries were not filed.
    pub wrong: Vec<(PersonId, String, String)>,
}

impl Archives<'_> {
    /// Files one entry about one pupil.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals by column, everything that is wrong at once.
    pub async fn file_entry(
        &self,
        actor: &Actor,
        person: PersonId,
        kind: EntryKind,
        period: &str,
        typed: &BTreeMap<String, String>,
    ) -> Result<()> {
        let row = self.pupils().person(person).await?;
        self.may_file(actor, &row)?;
        let columns = columns_of(kind, &self.rules().rules_for(&row.path).extra_columns());
        let entry = Entry::read(kind, &columns, period, typed, self.store.clock.today())
            .map_err(|problems| Error::Refused(problems.into_iter().map(Refusal::from).collect()))?;
        self.write_entry(actor, person, &entry).await?;
        Ok(())
    }

    /// Withdraws an entry that was filed by mistake.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope or when it is not there; a refusal without a reason.
    pub async fn withdraw_entry(
        &self,
        actor: &Actor,
        person: PersonId,
        key: &str,
        reason: &str,
    ) -> Result<()> {
        let row = self.pupils().person(person).await?;
        self.may_file(actor, &row)?;
        let reason = &domain::text::words(reason).text;
        if reason.chars().count() < 2 {
            let what = "没有填写撤销的原因。";
            return Err(Refusal::new(
                RefusalCode::Reason,
                Basis::Article(7),
                what,
                "请写明为何撤销，会记入信息变动情况。",
            )
            .into());
        }
        let path = &row.path;
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async move {
                    let loaded: EntryRow = self
                        .store
                        .get::<EntryRow>("archive_entry", key)
                        .await?
                        .filter(|loaded| loaded.person == person && loaded.state == EntryState::Current)
                        .ok_or(Error::NotFound("entry"))?;
                    let entry = loaded.entry(&*self.vault)?;
                    let next = EntryRow {
                        state: EntryState::Withdrawn,
                        version: loaded.version + 1,
                        ..loaded.clone()
                    };
                    let mut tx = self.transaction(party(actor));
                    tx.work.replace("archive_entry", key, loaded.version, &next);
                    let withdrawn = ArchiveDetail::EntryWithdrawn {
                        entry: EntryName::from(&entry),
                        old: entry.values,
                        reason: reason.clone(),
                    };
                    tx.tell(person, withdrawn).await?;
                    self.hold_again(&mut tx.work, person);
                    tx.work.touch(path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The classes of the actor's school: grade, its name, class.
    ///
    /// # Errors
    /// A refusal for who may not file; store failures.
    pub async fn classes(&self, actor: &Actor) -> Result<Vec<(u8, String, String)>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::KeepArchive, &Target::Unit(&own.path))?;
        self.classes_at(&own.id).await
    }

    /// The classes of a school: grade, its name, class.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn classes_at(&self, school: &UnitId) -> Result<Vec<(u8, String, String)>> {
        #[derive(Deserialize)]
        struct Class {
            grade: u8,
            system: SchoolSystem,
            class_name: String,
        }
        let text = "SELECT grade, system, class_name FROM person WHERE school = $school \
                    AND status IN ['candidate', '01', '02', '06', '91'] GROUP BY grade, system, class_name";
        let mut classes: Vec<Class> = self.store.rows(text, Vars::new().with("school", school)).await?;
        classes.sort_by_cached_key(|class| (class.grade, domain::text::class_place(&class.class_name)));
        let named = classes.into_iter().filter_map(|class| {
            Some((class.grade, Grade::new(class.grade, class.system)?.label(), class.class_name))
        });
        Ok(named.collect())
    }

    /// The pupils of one class of the actor's school.
    ///
    /// # Errors
    /// A refusal for who may not file; store failures.
    pub(crate) async fn class_rows(
        &self,
        actor: &Actor,
        grade: u8,
        class_name: &str,
    ) -> Result<Vec<PersonRow>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::KeepArchive, &Target::Unit(&own.path))?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND grade = $grade AND class_name = $class \
             AND status IN ['candidate', '01', '02', '06', '91'] ORDER BY by_pinyin LIMIT {MOST}"
        );
        let vars = Vars::new().with("school", &own.id).with("grade", grade).with("class", class_name);
        self.store.rows(&text, vars).await
    }

    /// Files one entry for every pupil of a class for whom something was typed. Each pupil's stands for itself: what is
    /// wrong with one does not keep the others out.
    ///
    /// # Errors
    /// A refusal for who may not file; store failures.
    pub async fn file_class(
        &self,
        actor: &Actor,
        sheet: &super::AskedSheet,
        typed: &BTreeMap<PersonId, BTreeMap<String, String>>,
    ) -> Result<FiledClass> {
        let rows = self.class_rows(actor, sheet.grade, &sheet.class_name).await?;
        let mut outcome = FiledClass::default();
        for row in rows {
            let Some(own) =
                typed.get(&row.uid).filter(|own| own.values().any(|text| domain::text::length(text) > 0))
            else {
                continue;
            };
            let columns = columns_of(sheet.kind, &self.rules().rules_for(&row.path).extra_columns());
            let mut all = sheet.common.clone();
            all.extend(own.iter().map(|(key, text)| (key.clone(), text.clone())));
            match Entry::read(sheet.kind, &columns, &sheet.period, &all, self.store.clock.today()) {
                Ok(entry) if self.write_entry(actor, row.uid, &entry).await? => outcome.filed += 1,
                Ok(_) => outcome.unchanged += 1,
                Err(problems) => outcome
                    .wrong
                    .extend(problems.into_iter().map(|problem| (row.uid, problem.column, problem.message))),
            }
        }
        Ok(outcome)
    }

    /// The key under which an entry lies.
    pub(crate) fn entry_key(&self, person: PersonId, entry: &Entry) -> String {
        self.vault.keyed_hash("archive", &format!("{person}|{}", entry.identity()))
    }

    /// Writes an entry; whether anything changed by it.
    async fn write_entry(&self, actor: &Actor, person: PersonId, entry: &Entry) -> Result<bool> {
        let lane = self.pupils().person(person).await?.school;
        self.store
            .transact(lane.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    // Looked at again: the pupil may have moved on in between.
                    let row = self.pupils().person(person).await?;
                    self.may_file(actor, &row)?;
                    let changed = self.put_entry(&mut tx, &row, entry).await?;
                    Ok((tx.finish(), changed))
                })
            })
            .await
    }

    /// Puts an entry into the work of a transaction; whether anything changes by it.
    async fn put_entry(&self, tx: &mut Transaction<'_>, row: &PersonRow, entry: &Entry) -> Result<bool> {
        let by = tx.by().name.clone();
        match self.stage_entry(&mut tx.work, row, entry, &by).await? {
            Some(detail) => {
                tx.tell(row.uid, detail).await?;
                self.hold_again(&mut tx.work, row.uid);
                tx.work.touch(&row.path);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// The same without the journal: gives what it has to say, none when nothing changes.
    async fn stage_entry(
        &self,
        work: &mut UnitOfWork,
        row: &PersonRow,
        entry: &Entry,
        by: &str,
    ) -> Result<Option<ArchiveDetail>> {
        let key = self.entry_key(row.uid, entry);
        let loaded: Option<EntryRow> = self.store.get("archive_entry", &key).await?;
        let held = loaded.as_ref().filter(|loaded| loaded.state == EntryState::Current);
        let old = held.map(|loaded| loaded.entry(&*self.vault)).transpose()?;
        if old.as_ref() == Some(entry) {
            return Ok(None);
        }
        let version = loaded.as_ref().map_or(1, |loaded| loaded.version + 1);
        let next = self.entry_row(row, entry, by, version);
        match &loaded {
            None => work.create("archive_entry", &key, &next),
            Some(loaded) => work.replace("archive_entry", &key, loaded.version, &next),
        }
        let (name, new) = (EntryName::from(entry), entry.values.clone());
        Ok(Some(match old {
            Some(old) => ArchiveDetail::EntryChanged { entry: name, old: old.values, new },
            None => ArchiveDetail::EntryFiled { entry: name, new },
        }))
    }

    /// Files what was typed when a returned entry was mended (补正), in the transaction that mends it; gives what its journal has to
    /// say. Items that were emptied are withdrawn.
    pub(crate) async fn mend_at_entry(
        &self,
        work: &mut UnitOfWork,
        row: &PersonRow,
        extras: Option<&Entry>,
        by: &str,
    ) -> Result<Option<ArchiveDetail>> {
        if let Some(entry) = extras {
            return self.stage_entry(work, row, entry, by).await;
        }
        let Some(held) = self.extras_row(row).await? else { return Ok(None) };
        let old = held.entry(&*self.vault)?;
        let next = EntryRow { state: EntryState::Withdrawn, version: held.version + 1, ..held.clone() };
        work.replace("archive_entry", &held.key, held.version, &next);
        let (name, reason) = (EntryName::from(&old), "补正时清空".to_owned());
        Ok(Some(ArchiveDetail::EntryWithdrawn { entry: name, old: old.values, reason }))
    }

    async fn extras_row(&self, row: &PersonRow) -> Result<Option<EntryRow>> {
        let rows = self.entries_of(row).await?;
        Ok(rows.into_iter().find(|held| held.kind == EntryKind::Extra && held.person == row.uid))
    }

    /// What the province adds to the form of a pupil whose entry is mended, and what is on file of it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn extras_on_file(
        &self,
        row: &PersonRow,
    ) -> Result<(Vec<Column>, BTreeMap<String, String>)> {
        let values = match self.extras_row(row).await? {
            Some(held) => held.entry(&*self.vault)?.values,
            None => BTreeMap::new(),
        };
        Ok((self.rules().rules_for(&row.path).extra_columns(), values))
    }

    fn entry_row(&self, row: &PersonRow, entry: &Entry, by: &str, version: u64) -> EntryRow {
        let key = self.entry_key(row.uid, entry);
        EntryRow {
            version,
            person: row.uid,
            kind: entry.kind,
            period: entry.period.clone(),
            school: row.school.clone(),
            school_name: row.school_name.clone(),
            state: EntryState::Current,
            filed_on: self.store.clock.today(),
            filed_by: by.to_owned(),
            sealed: self.vault.seal_value(entry, &context_of(row.uid, &key)),
            key,
        }
    }

    /// Files what was typed at entry, in the transaction that makes the record; gives what its journal has to say.
    pub(crate) fn file_at_entry(
        &self,
        work: &mut UnitOfWork,
        row: &PersonRow,
        entry: &Entry,
        by: &str,
    ) -> ArchiveDetail {
        let filed = self.entry_row(row, entry, by, 1);
        work.create("archive_entry", &filed.key, &filed);
        ArchiveDetail::EntryFiled { entry: EntryName::from(entry), new: entry.values.clone() }
    }

    /// What the province adds to the archive of a school's pupils; a school sees its own.
    ///
    /// # Errors
    /// A refusal for who enters no pupils.
    pub async fn own_extra_columns(&self, actor: &Actor) -> Result<Vec<Column>> {
        let school = self.imports().entering_school(actor).await?;
        Ok(self.rules().rules_for(&school.path).extra_columns())
    }

    /// What was typed for the province's own items, read; none when nothing was typed and nothing is required.
    ///
    /// # Errors
    /// What is wrong, by column.
    pub(crate) fn read_extras(
        &self,
        columns: &[Column],
        typed: &BTreeMap<String, String>,
    ) -> std::result::Result<Option<Entry>, Vec<EntryProblem>> {
        let entry = Entry::read(EntryKind::Extra, columns, "", typed, self.store.clock.today())?;
        Ok(Some(entry).filter(|entry| !entry.values.is_empty()))
    }
}
