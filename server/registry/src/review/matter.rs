//! A review as matters: the campaign while it waits for its authority, and each school's part.

use super::{ReviewRow, ReviewSchoolRow};
use crate::clock::day_of;
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Reviews;
use crate::vault::Cipher;
use domain::review::{Campaign, Part, SchoolReview};

impl ReviewRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.campaign(vault)?))
    }

    pub(super) fn as_matter(&self, campaign: &Campaign) -> Matter {
        Matter::of(
            campaign,
            Line {
                table: "review",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: Some(campaign.proposed.by.account),
                opener_unit: Some(self.unit.clone()),
                opened_on: campaign.proposed.on,
                class: String::new(),
                version: self.version,
                href: format!("/reviews/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!("{}学籍复核", campaign.term),
                    from: campaign.unit.name.clone(),
                },
            },
        )
    }
}

impl ReviewSchoolRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.part(vault)?))
    }

    pub(super) fn as_matter(&self, part: &SchoolReview) -> Matter {
        Matter::of(
            &Part { dates: self.dates, review: part },
            Line {
                table: "review_school",
                key: self.uid.clone(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: None,
                opener_unit: Some(self.examiner.clone()),
                opened_on: day_of(self.campaign.uuid()),
                class: String::new(),
                version: self.version,
                href: format!("/reviews/{}/schools/{}", self.campaign, self.school),
                words: Words {
                    pupil: None,
                    about: part.school.name.clone(),
                    from: part.examiner.name.clone(),
                },
            },
        )
    }
}

impl Reviews<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_review_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: ReviewRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("review", "uid", "state != 'closed'", each).await?;
        let each = |row: ReviewSchoolRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.matters().each_row("review_school", "uid", "waiting > ''", each).await?;
        all.extend(self.open_owed().await?.iter().map(super::owed::OwedRow::matter));
        Ok(all)
    }
}
