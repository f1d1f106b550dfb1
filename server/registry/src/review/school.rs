//! A school's part: what it looks like, its classes, the four signatures.

use super::{ReviewClassRow, ReviewSchoolRow};
use crate::case::party;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::services::Reviews;
use crate::shown::Compared;
use contract::review::{ClassLine, SchoolLine, SchoolView};
use contract::{Said, Signed};
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::id::{ReviewId, UnitId};
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::review::{Campaign, Dates, Figures, Outstanding, SchoolCommand, SchoolReview, SchoolState};
use domain::shown::Shown;

fn class_line(row: ReviewClassRow) -> ClassLine {
    ClassLine {
        label: format!("{}{}", row.grade_label, row.class_name),
        grade: row.grade,
        class_name: row.class_name,
        figures: row.figures,
    }
}

impl Reviews<'_> {
    /// How much the actor sees of the reviews of a unit; out of scope looks like not there.
    pub(super) fn review_mask(&self, actor: &Actor, path: &OrgPath) -> Result<Mask> {
        match authorise(actor, Action::ReadReviews, &Target::Unit(path)) {
            Ok(grant) => Ok(grant.mask),
            Err(refusal) if refusal.code.bars_a_registrar() => Err(refusal.into()),
            Err(_) => Err(Error::NotFound("review")),
        }
    }

    pub(super) fn school_line(&self, row: &ReviewSchoolRow) -> SchoolLine {
        let today = self.store.clock.today();
        SchoolLine {
            campaign: row.campaign,
            version: row.version,
            state: row.state,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.path).working_days_left(today, due)),
            looking: row.looked_on.is_none(),
        }
    }

    /// A school's part of a campaign.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope, or when the school has no part in it.
    pub async fn school_review(&self, actor: &Actor, id: ReviewId, school: &UnitId) -> Result<SchoolView> {
        let (campaign, row) = self.review_part(id, school).await?;
        let mask = self.review_mask(actor, &row.path)?;
        let classes = self.review_classes(&row.term, school).await?;
        let mut figures = Figures::default();
        classes.iter().for_each(|class| figures.add(&class.figures));
        let part = row.part(&*self.vault)?;
        let by_name = mask == Mask::Working;
        let running = campaign.is_running(self.store.clock.today());
        let may = |action| {
            let own = actor.unit.as_ref();
            own.is_some_and(|own| authorise(actor, action, &Target::Unit(&own.path)).is_ok())
        };
        let own = actor.unit.as_ref().map(|unit| &unit.id);
        let key = own.map(|own| queue_key(own, actor.role));
        Ok(SchoolView {
            line: self.school_line(&row),
            looked_on: row.looked_on,
            classes: classes.into_iter().map(class_line).collect(),
            figures,
            by_name,
            may_answer: running && part.sheets_open() && own == Some(school) && may(Action::AnswerReviews),
            my_turn: running && key.is_some() && row.waiting == key && may(Action::SignReviews),
            term: campaign.term,
            school: row.school,
            signatures: signatures(&part),
            name: part.school.name,
            examiner: part.examiner.name,
            // A reason may name a child.
            returns: if by_name {
                part.returns.into_iter().map(|(act, why)| Said::with(act, why)).collect()
            } else {
                Vec::new()
            },
        })
    }

    /// Does one step of a school's part: 提交, 签字, 审核, 签字, 退回. What is outstanding the service counts for itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has no part in it; refusals, or everything that is outstanding.
    pub async fn act_on_school_review(
        &self,
        actor: &Actor,
        id: ReviewId,
        school: impl Into<Shown<UnitId>>,
        command: &SchoolCommand,
    ) -> Result<SchoolState> {
        let shown = school.into();
        let (shown, school) = (&shown, &shown.id);
        let own = actor.unit.as_ref().ok_or(Error::NotFound("review"))?;
        let (_, row) = self.review_part(id, school).await?;
        if row.school != own.id && row.examiner != own.id {
            return Err(Error::NotFound("review"));
        }
        authorise(actor, Action::SignReviews, &Target::Unit(&own.path))?;
        self.store
            .transact(school.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let (campaign, loaded) = self.review_part(id, school).await?;
                    let standing = self
                        .matters()
                        .as_shown("review_school", shown, loaded.version, actor, &(id, command))
                        .await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((tx.finish(), loaded.state));
                    };
                    act.keep(&mut tx.work);
                    self.is_under_way(&campaign)?;
                    let command = match command {
                        SchoolCommand::Submit(_) => SchoolCommand::Submit(self.outstanding(&loaded).await?),
                        SchoolCommand::Sign(_) => SchoolCommand::Sign(self.outstanding(&loaded).await?),
                        command => command.clone(),
                    };
                    let part = loaded.part(&*self.vault)?.decide(command, &self.review_context(actor))?;
                    let mut next = loaded.clone();
                    next.set(&*self.vault, &campaign, &part);
                    let matter = next.save(&*self.vault, &mut tx.work, &loaded)?;
                    let state = part.state;
                    self.matters().tell_step(&mut tx, &matter, part).await?;
                    Ok((tx.finish(), state))
                })
            })
            .await
    }

    /// Nothing is said in a campaign that has not begun or is over.
    pub(super) fn is_under_way(&self, campaign: &Campaign) -> Result<()> {
        if campaign.is_running(self.store.clock.today()) {
            return Ok(());
        }
        let Dates { start, .. } = campaign.dates;
        let what = format!("{}的复核任务不在进行中。", campaign.term);
        let remedy = format!("复核自{start}起进行；已经结束的，结果不再更改。");
        Err(Refusal::new(RefusalCode::NotRunning, Basis::Article(24), what, remedy).into())
    }

    async fn outstanding(&self, row: &ReviewSchoolRow) -> Result<Outstanding> {
        let mut outstanding = Outstanding { looking: row.looked_on.is_none(), ..Outstanding::default() };
        for class in self.review_classes(&row.term, &row.school).await? {
            let whole = |n: i64| usize::try_from(n).unwrap_or_default();
            let open = whole(class.figures.pupils - class.figures.confirmed());
            if open > 0 {
                outstanding.classes.push(format!("{}{}", class.grade_label, class.class_name));
            }
            outstanding.pupils += open;
            outstanding.anomalies += whole(class.figures.unanswered());
        }
        Ok(outstanding)
    }
}

/// The signatures so far, in order, with the state each led to.
fn signatures(part: &SchoolReview) -> Vec<(SchoolState, Signed)> {
    let all = [
        (SchoolState::Submitted, &part.submitted),
        (SchoolState::Signed, &part.signed),
        (SchoolState::Examined, &part.examined),
        (SchoolState::Done, &part.done),
    ];
    all.into_iter().filter_map(|(state, act)| Some((state, act.clone()?.into()))).collect()
}
