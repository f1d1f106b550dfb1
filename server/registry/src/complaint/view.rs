//! What is shown of ratings and complaints: to the guardian the own ones, to the authority the complaint with the matter it is about.

use super::{Beginning, ComplaintRow};
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::services::Complaints;
use contract::Said;
use contract::complaint::{ComplaintView, HandledStep, OwnComplaint, VoiceView};
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::access_log::Function;
use domain::case::Case;
use domain::complaint::{Complaint, ComplaintState};
use domain::guardian::NoticeKind;
use domain::id::{CaseId, ComplaintId};

impl Complaints<'_> {
    /// What the guardian said of the own matter, and may still say. That there is an answer is told no longer once it is shown.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the matter of anybody else.
    pub async fn voice_of(&self, actor: &Actor, case: CaseId) -> Result<VoiceView> {
        let row = self.cases().case_row(case).await?;
        let leave = authorise(actor, Action::RateMatter, &Target::Child(row.person));
        let loaded = row.case(&*self.vault)?;
        if leave.is_err() || !loaded.is_guardians(actor.account) {
            return Err(Error::NotFound("case"));
        }
        let rated = self.rating_of(case, actor.account).await?;
        let own = self.complaints_of(case, actor.account).await?;
        let complaints = own.iter().map(|row| self.own(row)).collect::<Result<Vec<_>>>()?;
        if complaints.iter().any(|one| one.answer.is_some()) {
            self.guardians().was_shown(actor.account, case, NoticeKind::Answered).await?;
        }
        let beginning = self.beginning(&row, &loaded, &own).await?.filter(Beginning::is_allowed);
        Ok(VoiceView {
            may_rate: rated.is_none() && loaded.is_decided(),
            may_complain: beginning.is_some(),
            above: beginning.map(|beginning| beginning.above.name).unwrap_or_default(),
            rated,
            complaints,
        })
    }

    fn own(&self, row: &ComplaintRow) -> Result<OwnComplaint> {
        let complaint = row.complaint(&*self.vault)?;
        Ok(OwnComplaint {
            id: row.uid,
            on: complaint.on,
            words: complaint.words,
            above: complaint.above.name,
            due_on: row.due_on,
            state: row.state,
            answer: complaint.answer.map(|answer| (answer.act.on, answer.words)),
        })
    }

    /// A complaint with the matter it is about, for the authority that answers it. The look is put down: it is about a child.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other unit.
    pub async fn complaint_view(&self, actor: &Actor, id: ComplaintId) -> Result<ComplaintView> {
        let row = self.complaint_in_sight(actor, id).await?;
        let case_row = self.cases().case_row(row.of_case).await?;
        let case = case_row.case(&*self.vault)?;
        let complaint = row.complaint(&*self.vault)?.with_hands(case.hands());
        self.access_log().saw(actor, Function::Complaint, &[case_row.person]).await?;
        // Of a school of its own an authority reads the name, of what lies further below the mask.
        let sees = authorise(actor, Action::ViewPupil, &Target::Unit(&case_row.path));
        let mask = sees.as_ref().map_or(Mask::Masked, |grant| grant.mask);
        let Complaint { handled, rating, on, words, answer, .. } = complaint;
        let apart = handled.took_part.iter().all(|account| actor.may_act_with(*account));
        Ok(ComplaintView {
            id,
            version: row.version,
            state: row.state,
            about: handled.by.name,
            kind: case_row.kind,
            number: case_row.number.clone(),
            case: sees.is_ok().then_some(case_row.uid),
            child: mask.name(&case_row.person_name),
            school: case_row.school_name.clone(),
            stands: case_row.state.label().to_owned(),
            steps: steps(&case),
            rating,
            on,
            words,
            due_on: row.due_on.filter(|_| row.open),
            answer: answer.map(Said::from),
            may_answer: row.state == ComplaintState::Open && apart,
        })
    }
}

/// The steps that desks took or owe, without the names of who took them.
fn steps(case: &Case) -> Vec<HandledStep> {
    let told = case.steps.iter().filter_map(|step| {
        let link = case.chain.get(step.link)?;
        let decision = step.decision.as_ref();
        Some(HandledStep {
            desk: format!("{}{}", link.unit_name, link.role.label()),
            due_on: step.due.date,
            decided: decision
                .map(|decision| (decision.verdict.label().to_owned(), shanghai_day(decision.at))),
            reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
        })
    });
    told.collect()
}
