//! Who has an import that waits: who sent it in, or the school's registrars once that account is sealed, rests or is gone, so that no
//! import waits for nobody.

use super::matter::{WAITING, WAITS};
use super::model::ImportRow;
use crate::error::{Error, Result};
use crate::jobs::contained;
use crate::services::Imports;
use crate::store::{UnitOfWork, Vars};
use domain::id::{AccountId, ImportId};
use serde::Deserialize;

/// Imports looked at in one turn.
const PAGE: usize = 200;

#[derive(Deserialize)]
struct Line {
    uid: ImportId,
}

impl Imports<'_> {
    /// Sees to it that every import that waits is somebody's who is able to: a certificate runs out by the day, without a word of anybody.
    /// One that fails keeps no other from it. Gives how many changed hands.
    ///
    /// # Errors
    /// The first failure, after every one was looked at.
    pub(crate) async fn settle_owners(&self) -> Result<usize> {
        let (mut changed, mut failed) = (0, None::<Error>);
        // State by state: of a choice of states the store makes a reading of every import there ever was.
        for waits in WAITING {
            let text =
                format!("SELECT uid FROM `import` WHERE {waits} AND uid > $after ORDER BY uid LIMIT {PAGE}");
            let mut after = String::new();
            loop {
                let lines: Vec<Line> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
                let Some(last) = lines.last() else { break };
                after = last.uid.to_string();
                for line in lines {
                    match contained(self.settle_owner(line.uid)).await {
                        Ok(done) => changed += usize::from(done),
                        Err(error) => failed = failed.or(Some(error)),
                    }
                }
            }
        }
        failed.map_or(Ok(changed), Err)
    }

    /// The same for the imports of one account, at once when it is sealed or opened again.
    pub(crate) async fn settle_imports_of(&self, account: AccountId) -> Result<()> {
        let text = format!("SELECT uid FROM `import` WHERE `by` = $account AND ({WAITS}) LIMIT {PAGE}");
        let lines: Vec<Line> = self.store.rows(&text, Vars::new().with("account", account)).await?;
        for line in lines {
            self.settle_owner(line.uid).await?;
        }
        Ok(())
    }

    async fn settle_owner(&self, id: ImportId) -> Result<bool> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let import = self.import_row(id).await?;
                    let left = !self.registrars().is_able_registrar(&import.school, import.by).await?;
                    let next = ImportRow { version: import.version + 1, left, ..import.clone() };
                    let waits = next.matter().filter(|matter| matter.is_open() && left != import.left);
                    let Some(matter) = waits else { return Ok((work, false)) };
                    work.replace("import", &id.to_string(), import.version, &next);
                    crate::matter::put(&mut work, &*self.vault, &matter);
                    work.touch(&import.path);
                    Ok((work, true))
                })
            })
            .await
    }

    /// Its job was put aside: from now on it waits for somebody. Gives what is written with the job.
    pub(super) async fn aside(&self, id: ImportId) -> Result<UnitOfWork> {
        let mut work = UnitOfWork::new();
        let import = self.import_row(id).await?;
        let next = ImportRow {
            version: import.version + 1,
            aside: true,
            aside_on: Some(self.store.clock.today()),
            ..import.clone()
        };
        work.replace("import", &id.to_string(), import.version, &next);
        if let Some(matter) = next.matter() {
            crate::matter::put(&mut work, &*self.vault, &matter);
        }
        Ok(work)
    }
}
