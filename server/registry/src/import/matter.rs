//! An import as a matter of who sent it in. Its line names the file and how many rows it has: nothing of any child.

use super::ImportState;
use super::model::ImportRow;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Line, Matter, Words, put};
use crate::services::Imports;
use crate::transaction::Transaction;
use domain::import::Import;
use domain::journal::{Begun, ImportTold};

/// The imports that wait for somebody: each condition is read from an index.
pub(super) const WAITING: [&str; 3] =
    ["state = 'checked'", "state = 'checking' AND aside = true", "state = 'entering' AND aside = true"];
/// The same in one condition, for a reading that has an account, or that goes through all of them.
pub(super) const WAITS: &str = "state = 'checked' OR (aside = true AND state IN ['checking', 'entering'])";

impl ImportRow {
    /// The import as the domain decides about it.
    pub(super) fn as_domain(&self) -> Import {
        Import {
            school: self.school.clone(),
            by: self.by,
            state: self.state,
            checked_on: self.checked_on,
            aside_on: self.aside_on.filter(|_| self.aside),
            left: self.left,
        }
    }

    /// What the table of matters says of it; nothing before its rows are checked or its job is put aside.
    pub(super) fn matter(&self) -> Option<Matter> {
        self.checked_on.or(self.aside_on)?;
        let total: u64 = self.counts.values().sum();
        let good = self.counts.iter().filter(|(state, _)| state.is_enterable()).map(|(_, n)| n);
        let state = if self.aside { ImportState::PutAside } else { self.state };
        let about = match state {
            ImportState::Checked => format!("{}，共{total}行，可录入{}行", self.file, good.sum::<u64>()),
            _ => format!("{}，共{total}行", self.file),
        };
        let line = Line {
            table: "import",
            key: self.uid.to_string(),
            state: state.label(),
            persons: Vec::new(),
            path: self.path.clone(),
            opener: Some(self.by),
            opener_unit: Some(self.school.clone()),
            opened_on: shanghai_day(self.created_at),
            class: String::new(),
            version: self.version,
            href: format!("/imports/{}", self.uid),
            words: Words { pupil: None, about, from: self.by_name.clone() },
        };
        Some(Matter::of(&self.as_domain(), line))
    }

    fn told(&self) -> ImportTold {
        ImportTold {
            file: self.file.clone(),
            sha256: self.sha256.clone(),
            entry_date: self.entry_date,
            state: self.state,
            rows: self.counts.clone(),
            mended_row: None,
        }
    }
}

impl Imports<'_> {
    /// Writes the matter of an import in the transaction of its row, and tells the school's journal how it stands.
    pub(super) async fn put_import_matter(&self, tx: &mut Transaction<'_>, row: &ImportRow) -> Result<()> {
        let Some(matter) = row.matter() else { return Ok(()) };
        put(&mut tx.work, &*self.vault, &matter);
        match row.state {
            ImportState::Checked => self.matters().tell_begun(tx, &matter, Begun::Import(row.told())).await,
            _ => self.matters().tell_step(tx, &matter, row.told()).await,
        }
    }

    /// The same after a row was put right: it waits as it did, and the journal says which row it was.
    pub(super) async fn put_mended(
        &self,
        tx: &mut Transaction<'_>,
        import: &ImportRow,
        row: u32,
    ) -> Result<()> {
        let Some(matter) = import.matter() else { return Ok(()) };
        put(&mut tx.work, &*self.vault, &matter);
        let told = ImportTold { mended_row: Some(row), ..import.told() };
        self.matters().tell_step(tx, &matter, told).await
    }

    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_import_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: ImportRow| {
            all.extend(row.matter());
            Ok(())
        };
        self.matters().each_row("import", "uid", WAITS, each).await?;
        Ok(all)
    }
}
