//! A request to give data to outsiders as a matter of the unit that asked.

use super::DisclosureRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Disclosures;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use domain::disclosure::Disclosure;
use domain::id::{DisclosureId, UnitId};

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
                // A school asks its competent authority, which stands right above it; an authority asks itself.
                path: match self.asker.is_school() {
                    true => self.handler_path.child(&self.asker),
                    false => self.handler_path.clone(),
                },
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

impl Disclosures<'_> {
    /// How many requests of a school wait for the word of its authority: they keep the school with it (第二十五条).
    pub(crate) async fn held_by(&self, school: &UnitId, authority: &UnitId) -> Result<usize> {
        // A literal, because only literals are counted from the index alone; codes are digits, so it is safe.
        let held = format!("asker = '{school}' AND handler = '{authority}' AND waiting > ''");
        Ok(usize::try_from(self.store.count("disclosure", &held).await?).unwrap_or(usize::MAX))
    }
}
