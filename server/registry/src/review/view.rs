//! The list of campaigns, and one of them.

use super::ReviewRow;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::jobs::Kind;
use crate::keyset::of_subtree;
use crate::services::Reviews;
use crate::store::Vars;
use contract::review::{CampaignLine, CampaignList, CampaignView};
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::term;
use domain::id::{ReviewId, UnitId};
use domain::org::OrgPath;
use domain::review::{Campaign, CampaignState};

/// Campaigns in the list.
const MOST: usize = 50;

impl Reviews<'_> {
    /// The campaigns of the actor's unit, of units above and below. What is not approved is its own unit's business.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with reviews.
    pub async fn list_reviews(&self, actor: &Actor) -> Result<CampaignList> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadReviews, &Target::Unit(&own.path))?;
        let seen = "(unit = $unit OR state IN ['approved', 'closed']) ORDER BY uid DESC";
        let at = format!(
            "SELECT * FROM review WITH INDEX review_place WHERE path = $path AND {seen} LIMIT {MOST}"
        );
        let index = of_subtree(&own.path, "review_uid", "review_place");
        let below = format!(
            "SELECT * FROM review WITH INDEX {index} WHERE string::starts_with(path, $path) AND {seen} LIMIT {MOST}"
        );
        let vars = |path: &OrgPath| Vars::new().with("path", path).with("unit", &own.id);
        let mut rows: Vec<ReviewRow> = self.store.rows(&below, vars(&own.path)).await?;
        for path in paths_above(&own.path) {
            rows.extend(self.store.rows::<ReviewRow>(&at, vars(&path)).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        rows.dedup_by_key(|row| row.uid);
        rows.truncate(MOST);
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            if !own.id.is_school() || self.takes_part(row, &own.id).await? {
                lines.push(self.campaign_line(actor, row)?.0);
            }
        }
        let may_open = authorise(actor, Action::OpenReviews, &Target::Unit(&own.path)).is_ok();
        let owed = self.owed_below(actor).await?;
        Ok(CampaignList { lines, term: term(self.store.clock.today()), may_open, owed })
    }

    /// Whether a school has its part in this campaign and not in another one of the term.
    async fn takes_part(&self, row: &ReviewRow, school: &UnitId) -> Result<bool> {
        let part = self.review_school_row(&row.term, school).await?;
        Ok(part.is_some_and(|part| part.campaign == row.uid))
    }

    /// What a list shows of a campaign, and the campaign.
    fn campaign_line(&self, actor: &Actor, row: &ReviewRow) -> Result<(CampaignLine, Campaign)> {
        let key = actor.unit.as_ref().map(|unit| queue_key(&unit.id, actor.role));
        let campaign = row.campaign(&*self.vault)?;
        let line = CampaignLine {
            id: campaign.id,
            version: row.version,
            unit: campaign.unit.name.clone(),
            term: campaign.term,
            state: campaign.state,
            dates: campaign.dates,
            my_turn: row.waiting.is_some() && row.waiting == key,
        };
        Ok((line, campaign))
    }

    /// One campaign.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it.
    pub async fn review(&self, actor: &Actor, id: ReviewId) -> Result<CampaignView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("review"))?;
        self.review_mask(actor, &own.path)?;
        let row = self.review_row(id).await?;
        let related = own.path.covers(&row.path) || row.path.covers(&own.path);
        let known = matches!(row.state, CampaignState::Approved | CampaignState::Closed);
        if !related || !(known || row.unit == own.id) {
            return Err(Error::NotFound("review"));
        }
        let may = |action| row.unit == own.id && authorise(actor, action, &Target::Unit(&own.path)).is_ok();
        let (line, campaign) = self.campaign_line(actor, &row)?;
        let whole = own.path.covers(&row.path) && row.state == CampaignState::Approved;
        let job = if whole { self.jobs().job(Kind::Review, &id.to_string()).await? } else { None };
        Ok(CampaignView {
            looking: job.map(|job| (job.done, job.total)),
            unit: if row.path.covers(&own.path) { own.id.clone() } else { row.unit.clone() },
            may_amend: matches!(row.state, CampaignState::Proposed | CampaignState::Returned)
                && may(Action::OpenReviews),
            may_decide: line.my_turn
                && row.state == CampaignState::Proposed
                && may(Action::ApproveReviews)
                && actor.may_act_with(campaign.proposed.by.account),
            may_close: row.state == CampaignState::Approved && may(Action::ApproveReviews),
            line,
            proposed: campaign.proposed.into(),
            approved: campaign.approved.map(Into::into),
            returned: campaign.returned,
            closed_on: campaign.closed_on,
        })
    }
}

/// The paths of the units above a unit.
fn paths_above(path: &OrgPath) -> Vec<OrgPath> {
    let nation = OrgPath::root();
    let below = path.units().into_iter().skip(1).scan(nation.clone(), |so_far, unit| {
        *so_far = so_far.child(&unit);
        Some(so_far.clone())
    });
    std::iter::once(nation).chain(below).collect()
}
