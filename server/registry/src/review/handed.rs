//! A school's part of a term review when the school comes to answer to another authority (划转, 第二十四条): the new authority examines it,
//! unless the campaign is the old one's own, which counts the school and is finished first.

use super::{CampaignState, ReviewSchoolRow, Reviews};
use crate::error::Result;
use crate::school::Going;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::id::UnitId;

impl Reviews<'_> {
    /// The parts of a school that an authority examines in campaigns that are not closed; `true` beside those of its own campaigns.
    async fn examined_by(&self, school: &UnitId, examiner: &UnitId) -> Result<Vec<(ReviewSchoolRow, bool)>> {
        let text = "SELECT * FROM review_school WHERE examiner = $examiner AND school = $school";
        let vars = Vars::new().with("examiner", examiner).with("school", school);
        let rows: Vec<ReviewSchoolRow> = self.store.rows(text, vars).await?;
        let mut open = Vec::new();
        for row in rows {
            let campaign = self.review_row(row.campaign).await?;
            if campaign.state != CampaignState::Closed {
                open.push((row, campaign.unit == *examiner));
            }
        }
        Ok(open)
    }

    /// How many open parts of a school's keep it with its authority: of the authority's own campaigns, and not examined to the end.
    pub(crate) async fn held_by(&self, school: &UnitId, authority: &UnitId) -> Result<usize> {
        let open = self.examined_by(school, authority).await?;
        Ok(open.iter().filter(|(row, own)| *own && row.waiting.is_some()).count())
    }

    /// Has the school's parts of campaigns of units above be examined by the new authority.
    pub(crate) async fn reviews_go_on(&self, tx: &mut Transaction<'_>, going: &Going) -> Result<()> {
        for (row, own) in self.examined_by(&going.school, &going.from).await? {
            if own {
                continue;
            }
            let campaign = self.review_row(row.campaign).await?.campaign(&*self.vault)?;
            let mut part = row.part(&*self.vault)?;
            part.examiner = going.to.clone();
            let mut next = row.clone();
            next.examiner = going.to.unit.clone();
            next.path = going.placed(&row.path);
            next.set(&*self.vault, &campaign, &part);
            let matter = next.save(&*self.vault, &mut tx.work, &row)?;
            self.matters().tell_step(tx, &matter, part).await?;
        }
        Ok(())
    }
}
