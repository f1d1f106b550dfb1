//! A guardian's first page: the children, what was asked for, what one has to know.

use crate::error::Result;
use crate::services::Guardians;
use contract::portal::{Child, MyPage};
use domain::access::Actor;
use std::collections::BTreeSet;

impl Guardians<'_> {
    /// What a guardian's first page shows.
    ///
    /// # Errors
    /// As [`Pupils::pupil`](crate::services::Pupils::pupil).
    pub async fn my_page(&self, actor: &Actor) -> Result<MyPage> {
        let mut children = Vec::with_capacity(actor.children.len());
        for child in &actor.children {
            let view = self.pupils().pupil(actor, *child).await?;
            children.push(Child {
                id: *child,
                name: view.name,
                school: view.school,
                class_label: format!("{}{}", view.grade, view.class_name),
                standing: view.standing,
                number: view.number,
                open_case: view.open_case,
                has_draft: self.cases().has_preparation(actor, *child).await?,
            });
        }
        Ok(MyPage {
            notices: self.guardian_notices(actor).await?,
            reports: self.open_reports(actor).await?,
            resting: self.resting_bonds(actor).await?,
            quiet_until: self.guardian_quiet_until(actor).await?,
            children,
            cases: self.cases().cases_opened_by(actor).await?,
            first_steps: self.accounts().first_steps(actor, BTreeSet::new()).await?,
        })
    }
}
