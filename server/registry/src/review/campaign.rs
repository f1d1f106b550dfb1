//! 发起, 批准, 退回, 结束 of a campaign.

use super::{ReviewRow, ReviewSchoolRow, once_of};
use crate::case::party;
use crate::error::{Error, Result};
use crate::letter::office;
use crate::services::Reviews;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{Term, term};
use domain::id::ReviewId;
use domain::org::OrgPath;
use domain::refusal::{Refusal, RefusalCode};
use domain::review::{Campaign, CampaignCommand, CampaignState, Context, Dates, SchoolState};
use domain::shown::Shown;

/// Schools whose queue is emptied in one transaction when a campaign is closed.
const CHUNK: usize = 200;

impl Reviews<'_> {
    /// Opens a campaign of the actor's unit for the term in which it begins, and puts it to the leader (第二十四条).
    ///
    /// # Errors
    /// Refusals by field; `once` when the unit or one above already has one for the term.
    pub async fn propose_review(&self, actor: &Actor, dates: Dates) -> Result<ReviewId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenReviews, &Target::Unit(&own.path))?;
        let unit = self.units().unit(&own.id).await?;
        let id = ReviewId::new(self.store.new_id());
        let (unit, term) = (&unit, term(dates.start));
        self.store
            .transact(unit.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let campaign = Campaign::propose(
                        id,
                        office(unit),
                        unit.kind,
                        term,
                        dates,
                        &self.review_context(actor),
                    )?;
                    if let Some(other) = self.review_at_or_above(&unit.path, term).await? {
                        let what = format!("{}已经发起{term}的复核任务。", other.unit.name);
                        return Err(Refusal::of(RefusalCode::Once, what).into());
                    }
                    let row = ReviewRow::new(&*self.vault, &campaign, unit);
                    tx.work.create("review", &id.to_string(), &row);
                    let matter = row.as_matter(&campaign);
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, &campaign).await?;
                    self.settle_owed(&mut tx, &row).await?;
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    pub(super) fn review_context(&self, actor: &Actor) -> Context {
        Context { today: self.store.clock.today(), actor: party(actor) }
    }

    /// The campaign of a unit or of one above it for a term.
    pub(super) async fn review_at_or_above(&self, path: &OrgPath, term: Term) -> Result<Option<Campaign>> {
        let once: Vec<String> = path.units().iter().map(|unit| once_of(unit, term)).collect();
        let text = "SELECT * FROM review WHERE once IN $once LIMIT 1";
        let rows: Vec<ReviewRow> = self.store.rows(text, Vars::new().with("once", once)).await?;
        rows.first().map(|row| row.campaign(&*self.vault)).transpose()
    }

    /// Does one step of a campaign. `Close` counts for itself which schools are not through.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another unit's; refusals by field, `four_eyes` for whoever opened it.
    pub async fn act_on_review(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ReviewId>>,
        command: &CampaignCommand,
    ) -> Result<CampaignState> {
        let shown = id.into();
        let id = shown.id;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("review"))?;
        let action = match command {
            CampaignCommand::Amend(_) => Action::OpenReviews,
            _ => Action::ApproveReviews,
        };
        if self.review_row(id).await?.unit != own.id {
            return Err(Error::NotFound("review"));
        }
        authorise(actor, action, &Target::Unit(&own.path))?;
        self.store
            .transact(own.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let mut row = self.review_row(id).await?;
                    let campaign = row.campaign(&*self.vault)?;
                    let standing =
                        self.matters().as_shown("review", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((tx.finish(), campaign.state));
                    };
                    act.keep(&mut tx.work);
                    let command = match command {
                        CampaignCommand::Close { .. } => {
                            CampaignCommand::Close { unfinished: self.unfinished_schools(id).await? }
                        }
                        command => command.clone(),
                    };
                    let campaign = campaign.decide(command, &self.review_context(actor))?;
                    row.set(&*self.vault, &campaign);
                    // The look after the opening, and what is left at the closing, are the background worker's.
                    if matches!(campaign.state, CampaignState::Approved | CampaignState::Closed) {
                        self.call_for_look(&mut tx.work, &row).await?;
                    }
                    let matter = row.save(&*self.vault, &mut tx.work)?;
                    let state = campaign.state;
                    self.matters().tell_step(&mut tx, &matter, campaign).await?;
                    Ok((tx.finish(), state))
                })
            })
            .await
    }

    async fn unfinished_schools(&self, id: ReviewId) -> Result<usize> {
        #[derive(serde::Deserialize)]
        struct Count {
            count: usize,
        }
        let text = "SELECT count() FROM review_school WHERE campaign = $id AND state != $done GROUP ALL";
        let vars = Vars::new().with("id", id).with("done", SchoolState::Done);
        Ok(self.store.rows::<Count>(text, vars).await?.first().map_or(0, |row| row.count))
    }

    /// Nobody has anything to do in a campaign that is over: its schools wait for nobody. Empties the queues of some schools and gives
    /// how many; none when all are.
    pub(super) async fn empty_queues(&self, work: &mut UnitOfWork, id: ReviewId) -> Result<usize> {
        let text = format!("SELECT * FROM review_school WHERE campaign = $id AND waiting > '' LIMIT {CHUNK}");
        let rows: Vec<ReviewSchoolRow> = self.store.rows(&text, Vars::new().with("id", id)).await?;
        for row in &rows {
            let idle = ReviewSchoolRow { waiting: None, due_on: None, dates: None, ..row.clone() };
            idle.save(&*self.vault, work, row)?;
        }
        Ok(rows.len())
    }
}
