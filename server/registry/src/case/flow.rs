//! Which flow between schools (转学流向) a concluded transfer is. It is counted when the pupil has moved: a transfer by the last decision, a
//! transfer out of this register by the other side's receipt. What is withdrawn, refused or not received was never one.

use crate::error::Result;
use crate::person::{Leaving, PersonRow, Standing};
use crate::services::Cases;
use crate::transaction::Transaction;
use domain::calendar::school_year;
use domain::case::{Case, CaseState, Payload};
use domain::codes::PupilStatus;
use domain::flow::Flow;

impl Cases<'_> {
    /// The flow that a case is once it is approved; `before` says where the pupil was until then.
    pub(super) async fn flow_of(&self, case: &Case, before: &PersonRow) -> Result<Option<Flow>> {
        let (Payload::Transfer(transfer), CaseState::Approved) = (&case.payload, case.state) else {
            return Ok(None);
        };
        // Who had left this register comes from outside, whatever school has the record.
        let away = before.standing == Standing::Pupil(PupilStatus::TransferredOut);
        let from = if away { None } else { Some(self.units().unit(&transfer.from).await?.path) };
        let to = self.units().unit(&transfer.to).await?.path;
        Ok(Flow::new(school_year(self.store.clock.today()), from, Some(to)))
    }

    /// A pupil has been received by a school that this register does not know.
    pub(super) async fn flows_out(
        &self,
        leaving: &Leaving,
        person: &PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        let row = self.case_row(leaving.case).await?;
        let case = row.case(&*self.vault)?;
        let flow = Flow::new(school_year(tx.today()), Some(person.path.clone()), None);
        row.save_as(&*self.vault, &mut tx.work, &case, flow);
        Ok(())
    }
}
