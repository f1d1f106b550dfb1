//! 最近查看的学生: whose records an account opened last, read from its own access log and shown as lists show.

use super::PersonRow;
use super::search::{line, own_path};
use crate::error::Result;
use crate::services::Pupils;
use contract::pupil::PupilLine;
use domain::access::{Action, Actor, Scope, Target, authorise};
use domain::access_log::Function;
use domain::id::PersonId;

/// How many are shown.
const RECENT: usize = 8;

impl Pupils<'_> {
    /// The pupils whose records the actor opened last, the latest first, as far as they still are in scope.
    ///
    /// # Errors
    /// A refusal when the actor may not list pupils.
    pub async fn recent_pupils(&self, actor: &Actor) -> Result<Vec<PupilLine>> {
        let unit = own_path(actor)?;
        let grant = authorise(actor, Action::ListPupils, &Target::Unit(&unit))?;
        let Scope::Subtree(path) = &grant.scope else { return Ok(Vec::new()) };
        let opened = self.access_log().opened_last(actor.account, RECENT).await?;
        let keys: Vec<String> = opened.iter().map(PersonId::to_string).collect();
        let rows: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
        let still: Vec<&PersonRow> = opened
            .iter()
            .filter_map(|id| rows.iter().find(|row| row.uid == *id && path.covers(&row.path)))
            .collect();
        let people: Vec<PersonId> = still.iter().map(|row| row.uid).collect();
        if people.is_empty() {
            return Ok(Vec::new());
        }
        self.access_log().saw(actor, Function::RecentPupils, &people).await?;
        Ok(still.into_iter().map(|row| line(row, grant.mask)).collect())
    }
}
