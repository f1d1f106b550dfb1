//! Putting down the rows of a file, which are more than one transaction holds, and taking away what is left of one whose reading was cut
//! off: nobody works on it, and it holds children's items.

use super::model::{ImportRow, RowRow};
use super::{ImportState, row_context, row_key};
use crate::error::{Error, Result};
use crate::jobs::contained;
use crate::services::Imports;
use crate::store::{UnitOfWork, Vars};
use domain::form::Field;
use domain::id::{ImportId, PersonId};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Rows that are put down in one transaction.
const KEPT_TOGETHER: usize = 1000;
/// An import that is still being read after this long is being read by nobody.
const READ_WITHIN: chrono::TimeDelta = chrono::TimeDelta::hours(1);
/// Imports looked at in one turn.
const PAGE: usize = 100;

impl Imports<'_> {
    /// Puts an import down with its rows, some of them at a time. The job is called by the last; an import of which that never comes is
    /// taken away: at once where it failed ([`Imports::forget_rows`]), within hours where the process ended ([`Imports::forget_unread`]).
    pub(super) async fn keep_rows(&self, import: &ImportRow, rows: &[RowRow]) -> Result<()> {
        let parts: Vec<&[RowRow]> = rows.chunks(KEPT_TOGETHER).collect();
        for (n, part) in parts.iter().enumerate() {
            let last = n + 1 == parts.len();
            let state = if last { ImportState::Checking } else { ImportState::Reading };
            let next = ImportRow { version: n as u64 + 1, state, ..import.clone() };
            self.store
                .transact(import.school.as_str(), || {
                    let next = &next;
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        let key = import.uid.to_string();
                        match n as u64 {
                            0 => work.create("import", &key, next),
                            version => work.replace("import", &key, version, next),
                        }
                        for row in *part {
                            work.create("import_row", &row_key(row.import, row.row), row);
                        }
                        if last {
                            self.call_import(&mut work, next).await?;
                        }
                        Ok((work, ()))
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// Takes away the rows of an import that was not read to its end; nothing of any other. Gives whether it is one.
    pub(super) async fn forget_rows_of_unread(&self, id: ImportId) -> Result<bool> {
        // First of all nobody puts down more: who still did loaded another version.
        let lane = id.to_string();
        let unread = self
            .store
            .transact(&lane, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let Some(import) = self.unread(id).await? else { return Ok((work, false)) };
                    let next = ImportRow { version: import.version + 1, ..import.clone() };
                    work.replace("import", &id.to_string(), import.version, &next);
                    Ok((work, true))
                })
            })
            .await?;
        if !unread {
            return Ok(false);
        }
        loop {
            let rows = &self.rows_of(id, 0, KEPT_TOGETHER).await?;
            if rows.is_empty() {
                return Ok(true);
            }
            self.store
                .transact(&lane, || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        for row in rows {
                            work.remove("import_row", &row_key(row.import, row.row));
                        }
                        Ok((work, ()))
                    })
                })
                .await?;
        }
    }

    /// The same, and the import with them. Cut off, it is done again.
    pub(super) async fn forget_rows(&self, id: ImportId) -> Result<bool> {
        if !self.forget_rows_of_unread(id).await? {
            return Ok(false);
        }
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if let Some(import) = self.unread(id).await? {
                        work.take_away("import", &id.to_string(), import.version);
                        work.touch(&import.path);
                    }
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(true)
    }

    async fn unread(&self, id: ImportId) -> Result<Option<ImportRow>> {
        let import: Option<ImportRow> = self.store.get("import", &id.to_string()).await?;
        Ok(import.filter(|import| import.state == ImportState::Reading))
    }

    /// Takes away what is left of files whose reading was cut off. One that fails keeps no other from it. Gives how many.
    ///
    /// # Errors
    /// The first failure, after every one was tried.
    pub(crate) async fn forget_unread(&self) -> Result<usize> {
        #[derive(Deserialize)]
        struct Line {
            uid: ImportId,
        }
        let text = format!(
            "SELECT uid FROM `import` WHERE state = 'reading' AND created_at < $before AND uid > $after \
             ORDER BY uid LIMIT {PAGE}"
        );
        let before = self.store.clock.now() - READ_WITHIN;
        let (mut forgotten, mut failed, mut after) = (0, None::<Error>, String::new());
        loop {
            let vars = Vars::new().with("before", before).with("after", &after);
            let cut_off: Vec<Line> = self.store.rows(&text, vars).await?;
            let Some(last) = cut_off.last() else { return failed.map_or(Ok(forgotten), Err) };
            after = last.uid.to_string();
            for Line { uid } in cut_off {
                match contained(self.forget_rows(uid)).await {
                    Ok(done) => forgotten += usize::from(done),
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
    }

    /// Takes the optional items out of the rows from which a record was entered. Gives those that had a value.
    pub(crate) async fn erase_from_imports(
        &self,
        person: PersonId,
        work: &mut UnitOfWork,
    ) -> Result<BTreeSet<Field>> {
        let text = "SELECT * FROM import_row WHERE person = $person";
        let rows: Vec<RowRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let mut erased = BTreeSet::new();
        for row in rows {
            let mut content = self.content(&row)?;
            let before = content.values.len() + content.unread.len() + content.mended.len();
            content.unread.retain(|field, _| !domain::privacy::is_optional(*field));
            content.mended.retain(|one| !one.field.is_some_and(domain::privacy::is_optional));
            content.values.retain(|field, value| {
                let optional = domain::privacy::is_optional(*field);
                if optional && domain::text::length(value) > 0 {
                    erased.insert(*field);
                }
                !optional
            });
            if content.values.len() + content.unread.len() + content.mended.len() == before {
                continue;
            }
            let sealed = self.vault.seal_value(&content, &row_context(row.import, row.row));
            let next = RowRow { version: row.version + 1, sealed, ..row.clone() };
            work.replace("import_row", &row_key(row.import, row.row), row.version, &next);
        }
        Ok(erased)
    }
}
