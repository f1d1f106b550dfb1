//! A review as matters: the campaign while it waits for its authority, and each school's part.

use super::{ReviewRow, ReviewSchoolRow};
use crate::clock::day_of;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::services::Reviews;
use crate::vault::Cipher;
use domain::review::{Campaign, CampaignState, SchoolReview, SchoolState};

impl ReviewRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.campaign(vault)?))
    }

    pub(super) fn as_matter(&self, campaign: &Campaign) -> Matter {
        Matter {
            table: "review",
            key: self.uid.to_string(),
            kind: MatterKind::Review,
            state: self.state.label(),
            open: self.state != CampaignState::Closed,
            subject: Subject::Unit(self.unit.clone()),
            persons: Vec::new(),
            path: self.path.clone(),
            waiting: self.waiting.iter().cloned().collect(),
            opener: Some(campaign.proposed.by.account),
            opener_unit: Some(self.unit.clone()),
            opened_on: campaign.proposed.on,
            due_on: domain::matter::Matter::due(campaign).map(|due| due.date),
            provisional: false,
            sent_back: self.state == CampaignState::Returned,
            class: String::new(),
            version: self.version,
            href: format!("/reviews/{}", self.uid),
            words: Words {
                pupil: None,
                about: format!("{}学籍复核", campaign.term),
                from: campaign.unit.name.clone(),
            },
        }
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
        Matter {
            table: "review_school",
            key: self.uid.clone(),
            kind: MatterKind::ReviewSchool,
            state: self.state.label(),
            open: self.waiting.is_some(),
            subject: Subject::Unit(self.school.clone()),
            persons: Vec::new(),
            path: self.path.clone(),
            waiting: self.waiting.iter().cloned().collect(),
            opener: None,
            opener_unit: Some(self.examiner.clone()),
            opened_on: day_of(self.campaign.uuid()),
            due_on: self.due_on,
            provisional: false,
            sent_back: self.state == SchoolState::Checking && !part.returns.is_empty(),
            class: String::new(),
            version: self.version,
            href: format!("/reviews/{}/schools/{}", self.campaign, self.school),
            words: Words { pupil: None, about: part.school.name.clone(), from: part.examiner.name.clone() },
        }
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
