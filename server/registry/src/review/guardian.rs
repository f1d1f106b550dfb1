//! 家长确认: the guardian looks at the child's basic information and says that it is right, or that it is not.

use super::inspection::is_reviewed;
use super::sheet::closed;
use super::{Changes, ReviewPupilRow};
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::services::Reviews;
use crate::sight::sight;
use contract::review::GuardianReview;
use domain::access::{Action, Actor, Target};
use domain::calendar::term;
use domain::case::CaseKind;
use domain::id::PersonId;
use domain::journal::ReviewSaid;
use domain::review::{Campaign, GuardianWord};

impl Reviews<'_> {
    /// The guardian's children who are under review this term.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn guardian_reviews(&self, actor: &Actor) -> Result<Vec<GuardianReview>> {
        let mut found = Vec::new();
        for child in &actor.children {
            match self.guardian_review(actor, *child).await {
                Ok(review) => found.push(review),
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// How one child's review stands.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another's child, or when the child is not under review.
    pub async fn guardian_review(&self, actor: &Actor, person: PersonId) -> Result<GuardianReview> {
        let (campaign, row, open) = self.child_under_review(actor, person).await?;
        Ok(GuardianReview {
            person,
            term: campaign.term.to_string(),
            due_on: campaign.dates.school,
            right: row.review(&*self.vault)?.guardian.map(|word| word.right),
            open,
        })
    }

    async fn child_under_review(
        &self,
        actor: &Actor,
        person: PersonId,
    ) -> Result<(Campaign, ReviewPupilRow, bool)> {
        sight(actor, Action::ConfirmInfo, &Target::Child(person), "review")?;
        let today = self.store.clock.today();
        let row = self.review_pupil_row(&term(today).key(), person).await?;
        let row = row.filter(|row| row.here).ok_or(Error::NotFound("review"))?;
        if !self.is_still_asked(&row).await? {
            return Err(Error::NotFound("review"));
        }
        let (campaign, part) = self.review_part(row.campaign, &row.school).await?;
        if !campaign.is_running(today) {
            return Err(Error::NotFound("review"));
        }
        let open = part.part(&*self.vault)?.sheets_open();
        Ok((campaign, row, open))
    }

    /// Whether the child's record is as the last look saw it. Who has left since, or has died (第二十一条), is not asked about.
    async fn is_still_asked(&self, row: &ReviewPupilRow) -> Result<bool> {
        let person = self.pupils().person(row.person).await?;
        if person.school != row.school || !is_reviewed(&person) {
            return Ok(false);
        }
        let Some(case) = person.open_case else { return Ok(true) };
        let case: Option<CaseRow> = self.store.get("case", &case.to_string()).await?;
        Ok(case.is_none_or(|case| case.kind != CaseKind::Death))
    }

    /// The guardian's word, the last one counts. Whoever says that something is wrong asks for the correction himself (第十条).
    ///
    /// # Errors
    /// [`Error::NotFound`] for another's child; a refusal once the school has submitted.
    pub async fn guardian_word(&self, actor: &Actor, person: PersonId, right: bool) -> Result<()> {
        self.guardians().check_quiet(actor).await?;
        let (_, row, _) = self.child_under_review(actor, person).await?;
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(crate::case::party(actor));
                    let (_, row, open) = self.child_under_review(actor, person).await?;
                    if !open {
                        return Err(closed().into());
                    }
                    let mut changes = Changes::new(&row.term);
                    self.say(&mut tx, &mut changes, row, &|review, act| {
                        let told = ReviewSaid::Guardian { right, on_paper: false };
                        Ok(Some((review.heard(GuardianWord { act, right, on_paper: false }), told)))
                    })
                    .await?;
                    changes.save(self, &mut tx.work).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
