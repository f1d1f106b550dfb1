//! 最近查看的学生: whose records an account opened last, read from its own access log and shown as lists show.

use super::listed::ListedRow;
use super::search::own_path;
use crate::access_log::Seen;
use crate::error::Result;
use crate::services::Pupils;
use contract::pupil::PupilLine;
use domain::access::{Action, Actor, Scope, Target, authorise};
use domain::access_log::Function;
use domain::id::PersonId;

impl Pupils<'_> {
    /// The pupils whose records the actor opened last, the latest first, as far as they still are in scope.
    ///
    /// # Errors
    /// A refusal when the actor may not list pupils.
    pub async fn recent_pupils(&self, actor: &Actor) -> Result<Vec<PupilLine>> {
        let (recent, seen) = self.recent(actor).await?;
        self.access_log().saw_each(actor, &seen).await?;
        Ok(recent)
    }

    /// The same, and what is to be put down before it is shown: nothing where it is nobody.
    pub(super) async fn recent(&self, actor: &Actor) -> Result<(Vec<PupilLine>, Vec<Seen>)> {
        let unit = own_path(actor)?;
        let grant = authorise(actor, Action::ListPupils, &Target::Unit(&unit))?;
        let Scope::Subtree(path) = &grant.scope else { return Ok((Vec::new(), Vec::new())) };
        let opened = self.access_log().opened_last(actor.account).await?;
        let rows = self.listed(&opened).await?;
        let still: Vec<&ListedRow> = opened
            .iter()
            .filter_map(|id| rows.iter().find(|row| row.uid == *id && path.covers(&row.path)))
            .collect();
        if still.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let people: Vec<PersonId> = still.iter().map(|row| row.uid).collect();
        let seen = Seen { function: Function::RecentPupils, people, searched: String::new() };
        Ok((still.into_iter().map(|row| row.line(grant.mask)).collect(), vec![seen]))
    }
}
