//! The term review (第二十四条) of one county, under way: opened and approved some days ago; one school has signed, one is being
//! checked, one has not begun.

use super::Country;
use chrono::Days;
use domain::access::Role;
use domain::calendar::term;
use domain::id::{PersonId, ReviewId, UnitId};
use domain::review::{CampaignCommand, Dates, Outcome, Outstanding, SchoolCommand};
use registry::error::Error;

const COUNTY: &str = "320102";
/// The school that is through with its sheets, and the one in whose first class somebody has begun.
const SIGNED: &str = "2132000102";
const BEGUN: &str = "2132000101";

impl Country {
    pub(super) async fn build_reviews(&self) -> anyhow::Result<()> {
        let term = term(self.today);
        let start = self.ago(10).max(term.first_day());
        let after = |days: u64| self.today + Days::new(days);
        let dates = Dates { start, school: after(10), county: after(17), province: after(24) };
        let county: UnitId = COUNTY.parse()?;
        self.at(start, 9);
        let proposed =
            self.registry.reviews().propose_review(self.actor(&county, Role::Registrar)?, dates).await;
        let id = match proposed {
            Ok(id) => id,
            // In the last days of a term there is no time left for a review.
            Err(Error::Refused(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.at(start, 15);
        self.registry
            .reviews()
            .act_on_review(self.actor(&county, Role::Leader)?, id, &CampaignCommand::Approve)
            .await?;
        self.registry.outbox().drain_outbox().await?;
        self.at(self.ago(6), 10);
        let signed: UnitId = SIGNED.parse()?;
        self.answer_school(id, &signed, usize::MAX).await?;
        let submit = SchoolCommand::Submit(Outstanding::default());
        let registrar = self.actor(&signed, Role::Registrar)?;
        self.registry.reviews().act_on_school_review(registrar, id, &signed, &submit).await?;
        self.at(self.ago(5), 16);
        let sign = SchoolCommand::Sign(Outstanding::default());
        self.registry
            .reviews()
            .act_on_school_review(self.actor(&signed, Role::Leader)?, id, &signed, &sign)
            .await?;
        self.at(self.ago(3), 10);
        self.answer_school(id, &BEGUN.parse()?, 1).await
    }

    /// The school's registrar fills the sheets of its first classes.
    async fn answer_school(&self, id: ReviewId, school: &UnitId, classes: usize) -> anyhow::Result<()> {
        let registrar = self.actor(school, Role::Registrar)?;
        let view = self.registry.reviews().school_review(registrar, id, school).await?;
        for class in view.classes.into_iter().take(classes) {
            let sheet = self
                .registry
                .reviews()
                .review_sheet(registrar, id, school, class.grade, &class.class_name)
                .await?;
            let people: Vec<PersonId> = sheet.pupils.iter().map(|pupil| pupil.person).collect();
            self.registry.reviews().confirm_present(registrar, id, &people).await?;
            let signed: Vec<PersonId> = people.iter().copied().step_by(2).collect();
            self.registry.reviews().guardians_signed(registrar, id, &signed).await?;
            for kind in class.figures.anomalies.keys() {
                let answer = (Outcome::UnderWay, "已通知家长，材料收齐后归档");
                let concerned: Vec<PersonId> = sheet
                    .pupils
                    .iter()
                    .filter(|pupil| pupil.anomalies.iter().any(|one| one.kind == *kind))
                    .map(|pupil| pupil.person)
                    .collect();
                self.registry.reviews().settle_anomaly(registrar, id, &concerned, *kind, answer).await?;
            }
        }
        Ok(())
    }
}
