//! A problem as a matter. Both schools hold it while both owe an answer.

use super::ProblemRow;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Problems;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use domain::id::ProblemId;
use domain::problem::Problem;

impl ProblemRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.problem(vault)?))
    }

    pub(super) fn as_matter(&self, problem: &Problem) -> Matter {
        Matter::of(
            problem,
            Line {
                table: "problem",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: std::iter::once(self.one).chain(self.two).collect(),
                path: self.one_path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: problem.found_on,
                class: String::new(),
                version: self.version,
                href: format!("/problems/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: problem.kind.label().to_owned(),
                    from: "系统核查".to_owned(),
                },
            },
        )
    }
}

impl Problems<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_problem_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: ProblemRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("problem", "uid", "open = true OR waiting != []", each).await?;
        Ok(all)
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_problem(&self, id: ProblemId, work: &mut UnitOfWork) -> Result<bool> {
        let row = self.problem_row(id).await?;
        let before = row.problem(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.one_path)) else {
            return Ok(false);
        };
        row.save(&*self.vault, work, &before.apply(&event), &[]);
        Ok(true)
    }
}
