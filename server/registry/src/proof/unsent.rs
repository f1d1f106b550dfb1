//! Files that were filed for an application and never sent with one: household registers and identity cards that nobody looks at. They go
//! with the account that filed them, and at night after the time for which what was typed beside them is kept.

use super::{Owner, ProofRow};
use crate::account::DRAFT_KEPT;
use crate::error::Result;
use crate::services::Proofs;
use crate::store::Vars;
use domain::id::{AccountId, PersonId};

impl Proofs<'_> {
    /// Takes away what an account filed for these children and never sent.
    ///
    /// # Errors
    /// When the store fails; what is left then goes at night.
    pub(crate) async fn forget_unsent(&self, account: AccountId, children: &[PersonId]) -> Result<()> {
        let text = "SELECT * FROM proof WHERE owner = $owner";
        for child in children {
            let vars = Vars::new().with("owner", Owner::Person(*child));
            let rows: Vec<ProofRow> = self.store.rows(text, vars).await?;
            for row in rows.iter().filter(|row| row.by == account && !row.used) {
                self.drop_file(row.proof.id).await?;
            }
        }
        Ok(())
    }

    /// Takes away what was filed so long ago that no draft goes with it any more. Gives how many files.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn expire_unsent(&self) -> Result<usize> {
        let before = self.store.clock.now() - DRAFT_KEPT;
        let mut gone = 0;
        loop {
            let text = "SELECT * FROM proof WHERE used = false AND at < $before LIMIT 200";
            let rows: Vec<ProofRow> = self.store.rows(text, Vars::new().with("before", before)).await?;
            if rows.is_empty() {
                return Ok(gone);
            }
            gone += rows.len();
            for row in &rows {
                self.drop_file(row.proof.id).await?;
            }
        }
    }
}
