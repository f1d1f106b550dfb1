//! Taking back what is yet to go over by a hand-over of many schools (撤回, 第三条): its day lies ahead, or what has to be finished first keeps
//! a school back for long. The authority's registrar asks for it, its leader decides; the schools are free for other changes then.

use super::ChangeRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use domain::access::{Action, Actor};
use domain::id::SchoolChangeId;
use domain::school::{Change, State, Withdrawal, WithdrawalStep};
use domain::shown::Shown;

impl ChangeRow {
    /// Whether some of its schools have yet to go over.
    pub(super) fn is_left_to_hand(&self) -> bool {
        self.change.schools().iter().any(|one| self.is_yet_to_hand(one))
    }
}

impl Schools<'_> {
    /// Asks that what is yet to go over stays where it is, or decides so.
    ///
    /// # Errors
    /// Refusals: out of state, four eyes, no reason; [`Error::NotFound`] for everybody but the authority that proposed the act.
    pub async fn withdraw_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<SchoolChangeId>>,
        step: &WithdrawalStep,
    ) -> Result<State> {
        let shown = id.into();
        let own = &self.schools_office(actor, Action::ReadSchools)?;
        let action = match step {
            WithdrawalStep::Ask(_) => Action::ProposeSchools,
            WithdrawalStep::Decide(_) => Action::DecideSchools,
        };
        let shown = &shown;
        let seen = self.change_row(shown.id).await?;
        if seen.authority != *own || !matches!(seen.change, Change::HandOver { .. }) {
            return Err(Error::NotFound("school change"));
        }
        self.schools_office(actor, action)?;
        self.store
            .transact(own.as_str(), || {
                Box::pin(async move {
                    let loaded = self.change_row(shown.id).await?;
                    let standing = self
                        .matters()
                        .as_shown("school_change", shown, loaded.version, actor, &("withdraw", step))
                        .await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), loaded.state));
                    };
                    let mut tx = self.transaction(party(actor));
                    let about = (&loaded.authority, loaded.state, loaded.is_left_to_hand());
                    let withdrawal =
                        Withdrawal::after(loaded.withdrawal.clone(), step, about, (tx.by(), tx.at()))?;
                    act.keep(&mut tx.work);
                    let mut row = loaded.clone();
                    if withdrawal.stands() {
                        row.leave_the_others_out(&format!("已撤回：{}", withdrawal.reason));
                        // Closed by its job, once nothing is moving any more.
                        self.call_for_move(&mut tx.work, &row).await?;
                    }
                    row.withdrawal = Some(withdrawal);
                    let state = row.state;
                    self.write_change(&mut tx, &loaded, row).await?;
                    Ok((tx.finish(), state))
                })
            })
            .await
    }
}
