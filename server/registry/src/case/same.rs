//! 与…相同: an answer of a correction that is what another item says already.

use crate::error::Result;
use crate::services::Cases;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::PersonId;
use std::collections::BTreeMap;

impl Cases<'_> {
    /// What an item says, for an answer that is the same: as it was answered before, or what is on record. That is shown whole on the pages
    /// that follow, so a guardian who takes it from the record has looked at the child in full. At the counter nothing is taken from the
    /// record: none where it was not answered before.
    ///
    /// # Errors
    /// When the child is not the actor's; while a guardian's account is quiet after a recovery.
    pub async fn said_before(
        &self,
        actor: &Actor,
        child: PersonId,
        item: Field,
        before: &BTreeMap<Field, String>,
    ) -> Result<Option<String>> {
        self.may_correct(actor, child).await?;
        if let Some(answered) = before.get(&item) {
            return Ok(Some(answered.clone()));
        }
        if actor.role != Role::Guardian {
            return Ok(None);
        }
        self.pupils().own_child(actor, child).await?;
        let info = self.pupils().person(child).await?.shown_info(&*self.vault)?;
        Ok(info.get(item).map(str::to_owned))
    }
}
