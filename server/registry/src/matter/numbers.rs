//! The numbers beside the navigation, and the classes that something waits of.

use crate::error::Result;
use crate::services::Matters;
use domain::access::{Actor, Role};

impl Matters<'_> {
    /// How many matters that staff opened are not closed yet; a guardian is told none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn opened_count(&self, actor: &Actor) -> Result<u64> {
        if actor.role == Role::Guardian || !self.has_desk(actor) {
            return Ok(0);
        }
        self.store.count("matter", &format!("opener = '{}' AND open = true", actor.account)).await
    }

    /// The classes that something on the actor's desk is about.
    pub(crate) async fn waiting_classes(&self, actor: &Actor) -> Result<Vec<String>> {
        let Some(seen) = self.seen_kinds(actor)? else { return Ok(Vec::new()) };
        Ok(self.kinds_and_classes(actor, &seen).await?.1)
    }
}
