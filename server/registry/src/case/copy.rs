//! 档案备份 (第九条, 第十六条): what a school keeps of a pupil who has moved on: the record as it was on that day. It is sealed, it never
//! changes, and only that school reads it.

use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::person::{PersonRow, value_in_words};
use crate::services::Cases;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use contract::Page;
use contract::copy::{CopyLine, CopyView};
use domain::access::{Action, Actor, Ground, Mask, Shown, Target, authorise};
use domain::access_log::Function;
use domain::archive::Entry;
use domain::case::CaseState;
use domain::form::{BasicInfo, Field};
use domain::id::{CopyId, PersonId, UnitId};
use domain::privacy::{is_optional, optional_items};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Copies on one page.
const PAGE: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct CopyRow {
    uid: CopyId,
    school: UnitId,
    person: PersonId,
    left_on: NaiveDate,
    name: String,
    sealed: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    info: BasicInfo,
    number_mask: String,
    class_label: String,
    from_on: NaiveDate,
    moved_to: String,
    changes: Vec<(NaiveDate, String)>,
    /// What was filed in the archive.
    #[serde(default)]
    entries: Vec<Entry>,
}

impl Cases<'_> {
    /// Keeps the record as it is for the school that the pupil leaves.
    pub(super) async fn keep_copy(
        &self,
        person: &PersonRow,
        moved_to: &str,
        on: NaiveDate,
        work: &mut UnitOfWork,
    ) -> Result<()> {
        let spell = self.last_spell(person.uid).await?;
        let text = "SELECT * FROM case WHERE person = $person ORDER BY opened_on LIMIT 500";
        let cases: Vec<CaseRow> = self.store.rows(text, Vars::new().with("person", person.uid)).await?;
        let approved = cases.into_iter().filter(|case| case.state == CaseState::Approved);
        let mut entries = Vec::new();
        for row in self.archives().entries_of(person).await? {
            entries.push(row.entry(&*self.vault)?);
        }
        entries.sort_by(|a, b| (a.kind, &b.period).cmp(&(b.kind, &a.period)));
        let kept = Kept {
            entries,
            info: person.shown_info(&*self.vault)?,
            number_mask: person.number_mask.clone(),
            class_label: format!("{}{}", person.grade_label(), person.class_name),
            from_on: spell.map_or(person.entry_date, |spell| spell.from_on),
            moved_to: moved_to.to_owned(),
            changes: approved.map(|case| (case.opened_on, case.kind.label().to_owned())).collect(),
        };
        let uid = CopyId::new(self.store.new_id());
        let row = CopyRow {
            uid,
            school: person.school.clone(),
            person: person.uid,
            left_on: on,
            name: person.name.clone(),
            sealed: self.vault.seal_value(&kept, &format!("copy/{uid}")),
        };
        work.create("archive_copy", &uid.to_string(), &row);
        Ok(())
    }

    /// The copies of the actor's school, newest first, from the one after `after`.
    ///
    /// # Errors
    /// A refusal for who does not work with pupils of a school; store failures.
    pub async fn copies(&self, actor: &Actor, after: Option<CopyId>) -> Result<Page<CopyLine, CopyId>> {
        let school = self.own_school(actor)?;
        let mut vars = Vars::new().with("school", &school);
        let mut beyond = "";
        if let Some(after) = after {
            beyond = "AND uid < $after";
            vars = vars.with("after", after);
        }
        let text = format!(
            "SELECT * FROM archive_copy WHERE school = $school {beyond} ORDER BY uid DESC LIMIT {}",
            PAGE + 1
        );
        let mut rows: Vec<CopyRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        self.access_log()
            .saw(actor, Function::Copies, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        let line = |row: CopyRow| CopyLine { id: row.uid, name: row.name, left_on: row.left_on };
        Ok(Page { rows: rows.into_iter().map(line).collect(), next })
    }

    /// One copy.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the school that keeps it.
    pub async fn copy(&self, actor: &Actor, id: CopyId) -> Result<CopyView> {
        let school = self.own_school(actor)?;
        let row: CopyRow =
            self.store.get("archive_copy", &id.to_string()).await?.ok_or(Error::NotFound("copy"))?;
        if row.school != school {
            return Err(Error::NotFound("copy"));
        }
        self.access_log().saw(actor, Function::Copy, &[row.person]).await?;
        let kept: Kept = self.vault.open_value(&row.sealed, &format!("copy/{id}"))?;
        // A consent may have been withdrawn since the copy was made.
        let person = self.pupils().person(row.person).await?;
        let reader = person.reader(actor, Ground::Look(Mask::Working));
        let fields = Field::ALL
            .iter()
            .filter(|field| kept.info.get(**field).is_some() && reader.shown(**field) != Shown::Nothing);
        let words = |field: &Field| {
            let value = kept.info.value(*field);
            (*field, value_in_words(&kept.info, *field, value, reader.shown(*field)))
        };
        Ok(CopyView {
            name: row.name,
            number_mask: kept.number_mask.clone(),
            class_label: kept.class_label.clone(),
            from_on: kept.from_on,
            left_on: row.left_on,
            moved_to: kept.moved_to.clone(),
            info: fields.map(words).collect(),
            changes: kept.changes,
            entries: kept
                .entries
                .iter()
                .map(|entry| (entry.kind, entry.words(&entry.kind.columns())))
                .collect(),
        })
    }

    /// Takes the optional items out of every copy of a record. Gives those that had a value.
    pub(crate) async fn erase_from_copies(
        &self,
        person: PersonId,
        work: &mut UnitOfWork,
    ) -> Result<BTreeSet<Field>> {
        let text = "SELECT * FROM archive_copy WHERE person = $person";
        let rows: Vec<CopyRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let mut erased = BTreeSet::new();
        for row in rows {
            let context = format!("copy/{}", row.uid);
            let mut kept: Kept = self.vault.open_value(&row.sealed, &context)?;
            let filled: Vec<Field> =
                optional_items().filter(|field| kept.info.get(*field).is_some()).collect();
            if filled.is_empty() {
                continue;
            }
            erased.extend(filled);
            kept.info = kept.info.without(is_optional);
            let next = CopyRow { sealed: self.vault.seal_value(&kept, &context), ..row };
            work.put("archive_copy", &next.uid.to_string(), &next);
        }
        Ok(erased)
    }

    /// Hands copies of one school to the one that follows it, at most a page; says how many. What a copy holds does not change.
    pub(crate) async fn hand_on_copies(
        &self,
        work: &mut UnitOfWork,
        from: &UnitId,
        to: &UnitId,
    ) -> Result<usize> {
        let text = format!("SELECT * FROM archive_copy WHERE school = $school LIMIT {PAGE}");
        let rows: Vec<CopyRow> = self.store.rows(&text, Vars::new().with("school", from)).await?;
        for row in &rows {
            let next = CopyRow { school: to.clone(), ..row.clone() };
            work.put("archive_copy", &row.uid.to_string(), &next);
        }
        Ok(rows.len())
    }

    fn own_school(&self, actor: &Actor) -> Result<UnitId> {
        let unit = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("copy"))?;
        authorise(actor, Action::ViewPupil, &Target::Unit(&unit.path))?;
        Ok(unit.id.clone())
    }
}
