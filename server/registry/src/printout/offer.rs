//! What may be printed: the buttons of a page. Printing asks again.

use super::OF_PUPIL;
use super::forms::may_be_asked_for;
use crate::error::{Error, Result};
use crate::person::Standing;
use crate::services::Prints;
use domain::access::{Action, Actor, Target, authorise};
use domain::codes::PupilStatus;
use domain::id::PersonId;
use domain::print::PrintKind;

impl Prints<'_> {
    /// The sheets about a pupil that the actor may print now; none for who may not, or when there is no such pupil.
    ///
    /// # Errors
    /// Store failures.
    pub async fn printable_of_pupil(&self, actor: &Actor, person: PersonId) -> Result<Vec<PrintKind>> {
        let row = match self.pupils().person(person).await {
            Err(Error::NotFound(_)) => return Ok(Vec::new()),
            row => row?,
        };
        let may = authorise(actor, Action::PrintForms, &Target::Unit(&row.path)).is_ok();
        if !may || row.merged_into.is_some() {
            return Ok(Vec::new());
        }
        let in_school = row.standing == Standing::Pupil(PupilStatus::InSchool);
        let fits = |kind: &PrintKind| match kind {
            PrintKind::StudentCard => in_school,
            PrintKind::TransferApplication
            | PrintKind::SuspensionApplication
            | PrintKind::ResumptionApplication => may_be_asked_for(*kind, row.standing).is_ok(),
            _ => true,
        };
        Ok(OF_PUPIL.iter().copied().filter(fits).collect())
    }
}
