//! Deadlines counted again: open matters whose due day is provisional, of the kinds that know what they counted.

use super::{MatterKind, MatterRow};
use crate::case::the_system;
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use domain::id::{
    CaseId, ComplaintId, DisclosureId, InquiryId, LetterId, PackageId, ProblemId, ViolationId, WarningId,
};

/// Matters looked at in one turn.
const PAGE: usize = 200;

impl Matters<'_> {
    /// Counts the open, provisional due days again, each as its own kind counts it. Gives how many moved or became
    /// final. Safe to run again: what was counted is no longer provisional.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recount_deadlines(&self) -> Result<usize> {
        let (mut moved, mut after) = (0, String::new());
        loop {
            let text = format!(
                "SELECT * FROM matter WHERE open = true AND provisional = true AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let rows: Vec<MatterRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(moved) };
            after.clone_from(&last.uid);
            for row in &rows {
                moved += usize::from(self.recount_matter(row).await?);
            }
        }
    }

    /// One matter, in one transaction, by the engine whose row it is.
    async fn recount_matter(&self, row: &MatterRow) -> Result<bool> {
        let Some((_, key)) = row.uid.split_once('/') else { return Ok(false) };
        let kind = row.kind;
        let Ok(id) = key.parse::<uuid::Uuid>() else { return Ok(false) };
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let moved = match kind {
                        MatterKind::Case(_) => {
                            self.working_days().recount_case(CaseId::new(id), &mut tx).await?
                        }
                        MatterKind::Letter => {
                            self.letters().recount_letter(LetterId::new(id), &mut tx).await?
                        }
                        MatterKind::Problem => {
                            self.problems().recount_problem(ProblemId::new(id), &mut tx.work).await?
                        }
                        MatterKind::Violation => {
                            self.violations().recount_violation(ViolationId::new(id), &mut tx).await?
                        }
                        MatterKind::Disclosure => {
                            self.disclosures().recount_disclosure(DisclosureId::new(id), &mut tx).await?
                        }
                        MatterKind::Package => {
                            self.packages().recount_package(PackageId::new(id), &mut tx).await?
                        }
                        MatterKind::AlarmInquiry => {
                            self.access_log().recount_inquiry(InquiryId::new(id), &mut tx).await?
                        }
                        MatterKind::Complaint => {
                            self.complaints().recount_complaint(ComplaintId::new(id), &mut tx).await?
                        }
                        MatterKind::Warning => {
                            self.warnings().recount_warning(WarningId::new(id), &mut tx).await?
                        }
                        // Their days are named, or they have none ([`MatterKind::due_day`]).
                        MatterKind::Review
                        | MatterKind::ReviewSchool
                        | MatterKind::ReviewOwed
                        | MatterKind::RegistrarHandOver
                        | MatterKind::RegistrarReport
                        | MatterKind::PaperHandOver
                        | MatterKind::Bond
                        | MatterKind::BindingCode
                        | MatterKind::SchoolChange
                        | MatterKind::FollowUp
                        | MatterKind::Rules
                        | MatterKind::AccountConfirmation
                        | MatterKind::PaperLoan
                        | MatterKind::Import => false,
                    };
                    Ok((tx.finish(), moved))
                })
            })
            .await
    }
}
