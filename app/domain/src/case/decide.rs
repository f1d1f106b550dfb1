//! A case decided step by step: agreed to, refused, sent back and handed in again.

use super::{
    Case, CaseEvent, CaseState, Command, Context, Decision, Payload, Step, Verdict, life, procedure, required,
};
use crate::account::Role;
use crate::calendar::Due;
use crate::form::Field;
use crate::id::AccountId;
use crate::matter::lifecycle::one_step_each;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::RuleKey;
use std::collections::BTreeMap;

impl Case {
    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context) -> Result<Vec<CaseEvent>, Vec<Refusal>> {
        match command {
            Command::Agree { reason, refused_fields } => self.agree(reason, refused_fields, context),
            Command::Return { reason } => {
                let decision = self.step_decision(Verdict::Returned, required(&reason)?, context)?;
                let due = context
                    .calendar
                    .add_working_days(context.today, context.rules.number(RuleKey::MendWorkingDays));
                Ok(vec![CaseEvent::StepDecided(decision), CaseEvent::ReturnedForMending(due)])
            }
            Command::Refuse { reason } => {
                let decision = self.step_decision(Verdict::Refused, required(&reason)?, context)?;
                Ok(vec![
                    CaseEvent::StepDecided(decision),
                    CaseEvent::Closed(CaseState::Refused, context.today),
                ])
            }
            Command::Withdraw { reason: _ } => {
                self.opener_side(context)?;
                Ok(vec![CaseEvent::Closed(CaseState::Withdrawn, context.today)])
            }
            Command::Resubmit { payload } => self.resubmit(payload, context),
        }
    }

    fn agree(
        &self,
        reason: String,
        mut refused_fields: BTreeMap<Field, String>,
        context: &Context,
    ) -> Result<Vec<CaseEvent>, Vec<Refusal>> {
        let mut events = Vec::new();
        let decision = self.step_decision(Verdict::Agreed, reason, context)?;
        if let Some(told) = self.exceptions.first().filter(|_| crate::text::length(&decision.reason) < 4) {
            let what = format!("属于原则上不办理的情形：{told}");
            let remedy = "同意办理的，请在审核意见中写明理由（至少四个字）。";
            return Err(vec![procedure(RefusalCode::ReasonNeeded, &what, remedy)]);
        }
        if let Payload::Correction(correction) = &self.payload {
            refused_fields = correction.newly_said(refused_fields);
        }
        if !refused_fields.is_empty() {
            let Payload::Correction(correction) = &self.payload else {
                return Err(vec![Refusal::of(RefusalCode::NoFields, "这类事项不能逐项决定。")]);
            };
            correction.check_refused(&refused_fields)?;
        }
        events.push(CaseEvent::StepDecided(decision));
        if !refused_fields.is_empty() {
            events.push(CaseEvent::FieldsRefused(refused_fields));
        }
        let Some(step) = self.current() else { return Err(self.closed()) };
        if step.link + 1 < self.chain.len() {
            let due = self.next_due(step, context);
            let next = Step::opened(step.link + 1, step.round, context.today, due);
            events.push(CaseEvent::StepOpened(next));
        } else {
            events.push(CaseEvent::Closed(CaseState::Approved, context.today));
        }
        Ok(events)
    }

    /// The ten working days are a party's, not a person's: who comes second in a unit has what the first left.
    fn next_due(&self, step: &Step, context: &Context) -> Due {
        let unit = |link: usize| self.chain.get(link).map(|link| &link.unit);
        if unit(step.link) == unit(step.link + 1) { step.due } else { context.step_due() }
    }

    fn resubmit(&self, payload: Box<Payload>, context: &Context) -> Result<Vec<CaseEvent>, Vec<Refusal>> {
        if self.state != CaseState::Returned {
            return Err(vec![Refusal::of(RefusalCode::NotReturned, "只有退回的事项才能补正后再次提交。")]);
        }
        self.opener_side(context)?;
        if payload.kind() != self.kind() {
            return Err(vec![Refusal::of(RefusalCode::KindChanged, "补正不能改变事项种类。")]);
        }
        let round = self.steps.last().map_or(1, |step| step.round + 1);
        let first = Step::opened(0, round, context.today, context.step_due());
        Ok(vec![CaseEvent::Resubmitted(payload, context.actor.clone()), CaseEvent::StepOpened(first)])
    }

    /// The accounts that whoever decides now must be apart from: who opened the case, who mended it in any round, and who took a step of
    /// this round.
    pub fn acted(&self) -> impl Iterator<Item = AccountId> {
        let round = self.steps.last().map_or(1, |step| step.round);
        let decided = self.steps.iter().filter(move |step| step.round == round);
        let decided = decided.filter_map(|step| Some(step.decision.as_ref()?.by.account));
        let brought = [&self.opened_by].into_iter().chain(&self.mended_by);
        decided.chain(brought.map(|party| party.account))
    }

    /// Everybody of the desks who had a hand in it, in any round: who opened it, who mended it, who took a step. A guardian whose own
    /// matter it is is none of them.
    pub fn hands(&self) -> impl Iterator<Item = AccountId> {
        let decided = self.steps.iter().filter_map(|step| Some(&step.decision.as_ref()?.by));
        let brought = [&self.opened_by].into_iter().chain(&self.mended_by);
        decided.chain(brought).filter(|party| party.role != Role::Guardian).map(|party| party.account)
    }

    /// The decision of the actor at the waiting step: it must be theirs to take, and nobody takes two steps of a round or decides what
    /// they opened or mended (经办与审批分离).
    fn step_decision(
        &self,
        verdict: Verdict,
        reason: String,
        context: &Context,
    ) -> Result<Decision, Vec<Refusal>> {
        let Some(link) = self.waiting_for() else { return Err(self.closed()) };
        let actor = &context.actor;
        life().step_of_unit(actor, &link.unit, &link.unit_name, &[link.role])?;
        one_step_each(actor, self.acted())?;
        Ok(Decision { verdict, by: actor.clone(), at: context.at, reason })
    }

    /// Withdrawal and mending are for the opener, or a colleague in the same role and unit (people go on leave).
    pub(super) fn opener_side(&self, context: &Context) -> Result<(), Vec<Refusal>> {
        if !self.state.is_open() {
            return Err(self.closed());
        }
        life().taken_back_by(&context.actor, &self.opened_by, true)
    }

    fn closed(&self) -> Vec<Refusal> {
        life().out_of_state(self.state.label())
    }
}
