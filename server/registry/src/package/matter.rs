//! An archive package as a matter of the school that makes or receives it.

use super::{Content, PackageRow};
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Packages;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use domain::id::PackageId;
use domain::journal::ArrivedStep;

impl PackageRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.content(vault)?))
    }

    pub(super) fn as_matter(&self, content: &Content) -> Matter {
        let (state, asked, words) = match content {
            Content::Made(made) => {
                let words = Words {
                    pupil: None,
                    about: format!("移交{}，{}", made.basis.to.name, self.number),
                    from: made.asked.by.name.clone(),
                };
                (made.state.label(), &made.asked, words)
            }
            Content::Received(received) => {
                let words = Words {
                    pupil: Some(received.name.clone()).filter(|_| self.person.is_none()),
                    about: format!("收到{}", self.number),
                    from: received.from.name.clone(),
                };
                (received.state.label(), &received.uploaded, words)
            }
        };
        Matter::of(
            content.matter(),
            Line {
                table: "package",
                key: self.uid.to_string(),
                state,
                persons: self.person.into_iter().collect(),
                path: self.path.clone(),
                opener: Some(asked.by.account),
                opener_unit: Some(self.unit.clone()),
                opened_on: asked.on,
                class: String::new(),
                version: self.version,
                href: format!("/packages/{}", self.uid),
                words,
            },
        )
    }
}

impl Packages<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_package_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: PackageRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("package", "uid", "waiting > ''", each).await?;
        Ok(all)
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_package(&self, id: PackageId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row = self.package_row(id).await?;
        let calendar = self.working_days().calendar_at(&row.path);
        match row.content(&*self.vault)? {
            Content::Made(made) => {
                let Some(event) = made.recount(&calendar) else { return Ok(false) };
                row.save(&*self.vault, &mut tx.work, &Content::Made(made.apply(&event)));
            }
            Content::Received(received) => {
                let Some(event) = received.recount(&calendar) else { return Ok(false) };
                let again = Content::Received(received.apply(&event));
                let matter = row.save(&*self.vault, &mut tx.work, &again);
                self.matters().tell_step(tx, &matter, ArrivedStep::from(&event)).await?;
            }
        }
        Ok(true)
    }
}
