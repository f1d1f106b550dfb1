//! A request to give data to outsiders as a matter of the unit that asked.

use super::DisclosureRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Disclosures;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use domain::disclosure::Disclosure;
use domain::id::DisclosureId;

impl DisclosureRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.disclosure(vault)?))
    }

    pub(super) fn as_matter(&self, disclosure: &Disclosure) -> Matter {
        Matter::of(
            disclosure,
            Line {
                table: "disclosure",
                key: self.uid.to_string(),
                state: disclosure.standing(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: Some(disclosure.asked.by.account),
                opener_unit: Some(self.asker.clone()),
                opened_on: self.asked_on,
                class: String::new(),
                version: self.version,
                href: format!("/disclosures/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!("{}，{}", disclosure.recipient.name, self.number),
                    from: disclosure.asker.name.clone(),
                },
            },
        )
    }
}

impl Disclosures<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_disclosure_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: DisclosureRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("disclosure", "uid", "waiting > '' OR given = true", each).await?;
        Ok(all)
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_disclosure(
        &self,
        id: DisclosureId,
        tx: &mut Transaction<'_>,
    ) -> Result<bool> {
        let row = self.disclosure_row(id).await?;
        let before = row.disclosure(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.handler_path)) else {
            return Ok(false);
        };
        let matter = row.save(&*self.vault, &mut tx.work, &before.apply(&event));
        self.matters().tell_step(tx, &matter, vec![event]).await?;
        Ok(true)
    }
}
