//! Entries that leave with an archive package, and those that come with one (第九条, 第十六条).

use super::{EntryRow, EntryState, columns_of, context_of};
use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Archives;
use crate::store::UnitOfWork;
use domain::package::Filed;

/// What becomes of an entry that arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adopted {
    /// It is new here.
    New,
    /// It is on file here already, word for word.
    Same,
    /// Something else is on file for the same thing, or was withdrawn: ours stays, theirs is kept in the package.
    Ours,
}

impl Archives<'_> {
    /// Everything that is filed about a person, as another system needs it; the caller has authorised.
    pub(crate) async fn filed_of(&self, person: &PersonRow) -> Result<Vec<Filed>> {
        let extras = self.rules().rules_for(&person.path).extra_columns();
        let mut filed = Vec::new();
        for row in self.entries_of(person).await? {
            let entry = row.entry(&*self.vault)?;
            filed.push(Filed {
                lines: entry.lines(&columns_of(entry.kind, &extras)),
                school: row.school,
                school_name: row.school_name,
                by: row.filed_by,
                on: row.filed_on,
                entry,
            });
        }
        filed.sort_by_key(|one| (one.entry.kind, one.entry.identity()));
        Ok(filed)
    }

    /// What would become of an entry that arrives.
    pub(crate) async fn adoption_of(&self, person: &PersonRow, filed: &Filed) -> Result<Adopted> {
        let key = self.entry_key(person.uid, &filed.entry);
        let Some(row) = self.store.get::<EntryRow>("archive_entry", &key).await? else {
            return Ok(Adopted::New);
        };
        let same = row.state == EntryState::Current && row.entry(&*self.vault)? == filed.entry;
        Ok(if same { Adopted::Same } else { Adopted::Ours })
    }

    /// Files an entry that arrived, in the name of the school that filed it first.
    pub(crate) async fn adopt_entry(
        &self,
        work: &mut UnitOfWork,
        person: &PersonRow,
        filed: &Filed,
    ) -> Result<Adopted> {
        let adopted = self.adoption_of(person, filed).await?;
        if adopted == Adopted::New {
            let key = self.entry_key(person.uid, &filed.entry);
            let row = EntryRow {
                version: 1,
                person: person.uid,
                kind: filed.entry.kind,
                period: filed.entry.period.clone(),
                school: filed.school.clone(),
                school_name: filed.school_name.clone(),
                state: EntryState::Current,
                filed_on: filed.on,
                filed_by: filed.by.clone(),
                sealed: self.vault.seal_value(&filed.entry, &context_of(person.uid, &key)),
                key,
            };
            work.create("archive_entry", &row.key, &row);
            self.hold_again(work, person.uid);
        }
        Ok(adopted)
    }
}
