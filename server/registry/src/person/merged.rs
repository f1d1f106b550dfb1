//! The other record of a merge, as a record's page names it (第六条).

use crate::error::Result;
use crate::services::Pupils;
use contract::pupil::MergedRecord;
use domain::access::Actor;
use domain::id::PersonId;

impl Pupils<'_> {
    /// The other record of a merge, with the way there where the actor may go it.
    pub(super) async fn merged_record(&self, actor: &Actor, other: PersonId) -> Result<MergedRecord> {
        let row = self.person(other).await?;
        let open = self.pupil_mask(actor, &row).is_ok();
        Ok(MergedRecord { id: open.then_some(other), school: row.school_name, number: row.number_mask })
    }
}
