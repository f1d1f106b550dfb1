//! Cases (事项): every change of a record is a case. One envelope for all kinds, one file per kind.
//!
//! The life of a case is a pure state machine: [`Case::decide`] answers a command with events or refusals, and
//! [`Case::apply`] folds an event into the state. Queues, deadlines, withdrawal and the timeline read the envelope only.

pub mod abroad;
pub mod asking;
pub mod chain;
pub mod change;
pub mod completion;
pub mod correction;
mod deadlines;
pub mod death;
pub mod dropout;
pub mod extension;
pub mod grade;
pub mod intake;
mod kind;
pub mod placement;
pub mod progression;
pub mod readmission;
pub mod registration;
pub mod resumption;
mod step;
pub mod suspension;
pub mod systems;
pub mod transfer;
pub mod transfer_out;
pub mod withdrawal;

pub use crate::matter::{CaseKind, Party};
pub use kind::{CaseState, Payload};
pub use step::{Decision, Link, Step, Verdict};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::codes::Stage;
use crate::form::Field;
use crate::id::{AccountId, CaseId, PersonId, UnitId};
use crate::matter::lifecycle::one_step_each;
use crate::matter::{Checked, Lifecycle, Proof};
use crate::org::OrgPath;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::{RuleKey, Rules};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// 办件编号, told to people.
    pub number: String,
    /// Whom it is about.
    pub person: PersonId,
    /// The school whose pupil it is.
    pub school: UnitId,
    /// The school's path, which is what scopes look at.
    pub path: OrgPath,
    /// Who opened it.
    pub opened_by: Party,
    /// Who mended it after it was returned, each once: what is decided is theirs as much as the opener's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mended_by: Vec<Party>,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// Who decides, in order.
    pub chain: Vec<Link>,
    /// The steps so far, in order of opening.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub state: CaseState,
    /// Until when a returned case is to be mended.
    pub mend_due: Option<Due>,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// What it is about.
    pub payload: Payload,
    /// 扫描件 of the documents of a change, filed with it or later while it is open.
    #[serde(default)]
    pub scans: Vec<Proof>,
    /// What the province does not allow in principle (原则上): whoever agrees says why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
}

/// What somebody wants done with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Agree; fields of a correction may be refused one by one, each with its reason.
    Agree {
        /// A remark, may be empty.
        reason: String,
        /// Fields that are not accepted.
        refused_fields: BTreeMap<Field, String>,
    },
    /// Send it back to be mended.
    Return {
        /// What is missing.
        reason: String,
    },
    /// Refuse it for good.
    Refuse {
        /// Why.
        reason: String,
    },
    /// The opener takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The opener (or a colleague of the opener's) sends the mended case again.
    Resubmit {
        /// The mended content.
        payload: Box<Payload>,
    },
}

/// What happened to a case. Past tense; the journal keeps these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseEvent {
    /// A step was decided.
    StepDecided(Decision),
    /// Fields of a correction were refused at this step.
    FieldsRefused(BTreeMap<Field, String>),
    /// The next step was opened.
    StepOpened(Step),
    /// The case waits to be mended.
    ReturnedForMending(Due),
    /// The mended content replaced the old, and who sent it.
    Resubmitted(Box<Payload>, Party),
    /// The case ended.
    Closed(CaseState, NaiveDate),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Due),
    /// Whoever holds the case was reminded that the deadline is near (临期提醒).
    Reminded(NaiveDate),
    /// A scan was added to it.
    ScanAdded(Proof),
    /// The deadline passed; the authority above was told (逾期督办): which, and its name.
    Escalated(UnitId, String),
}

/// What a decision needs to know about the world.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// The moment.
    pub at: DateTime<Utc>,
    /// Who acts.
    pub actor: Party,
    /// Working days.
    pub calendar: Arc<WorkCalendar>,
    /// The rules in force.
    pub rules: Arc<Rules>,
}

impl Context {
    /// The same with the rules as they hold for pupils of a stage.
    pub(crate) fn of_stage(&self, stage: Stage) -> Self {
        Self { rules: Arc::new(self.rules.for_stage(stage)), ..self.clone() }
    }

    fn step_due(&self) -> Due {
        self.calendar.add_working_days(self.today, self.rules.number(RuleKey::StepWorkingDays))
    }
}

impl Case {
    /// Opens a case with its first step.
    ///
    /// # Panics
    /// If the chain is empty: a case that nobody decides does not exist.
    pub fn open(draft: NewCase, context: &Context) -> Self {
        assert!(!draft.chain.is_empty(), "a case has at least one link");
        let change = draft.payload.status_change();
        let due = change
            .and_then(|change| change.first_due(&context.calendar))
            .unwrap_or_else(|| context.step_due());
        let first = Step::opened(0, 1, context.today, due);
        Self {
            id: draft.id,
            number: draft.number,
            person: draft.person,
            school: draft.school,
            path: draft.path,
            opened_by: context.actor.clone(),
            mended_by: Vec::new(),
            opened_on: context.today,
            chain: draft.chain,
            steps: vec![first],
            state: CaseState::InProgress,
            mend_due: None,
            closed_on: None,
            payload: draft.payload,
            scans: Vec::new(),
            exceptions: Vec::new(),
        }
    }

    /// Which kind of case this is.
    pub fn kind(&self) -> CaseKind {
        self.payload.kind()
    }

    /// The step that waits, if one does.
    pub fn current(&self) -> Option<&Step> {
        self.steps.last().filter(|step| self.state == CaseState::InProgress && step.decision.is_none())
    }

    /// The link that has to act now, if one has.
    pub fn waiting_for(&self) -> Option<&Link> {
        self.current().and_then(|step| self.chain.get(step.link))
    }

    /// By when somebody has to act, whoever it is. Every open case has this.
    pub fn due(&self) -> Option<Due> {
        match self.state {
            CaseState::InProgress => self.current().map(|step| step.due),
            CaseState::Returned => self.mend_due,
            _ => None,
        }
    }

    /// Whether somebody has checked the papers (已核对). Who opens a case at a school has sighted them; what a guardian sent is only
    /// handed in (已收到) until a step of this round agreed.
    pub fn papers_checked(&self) -> bool {
        let round = self.steps.last().map_or(1, |step| step.round);
        let agreed = |step: &Step| {
            step.round == round
                && step.decision.as_ref().is_some_and(|decision| decision.verdict == Verdict::Agreed)
        };
        self.opened_by.role != Role::Guardian || self.steps.iter().any(agreed)
    }

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
    fn opener_side(&self, context: &Context) -> Result<(), Vec<Refusal>> {
        if !self.state.is_open() {
            return Err(self.closed());
        }
        life().taken_back_by(&context.actor, &self.opened_by, true)
    }

    fn closed(&self) -> Vec<Refusal> {
        life().out_of_state(self.state.label())
    }

    /// Folds one event into the state. Events come from [`Case::decide`]; replaying them gives the same case.
    #[must_use]
    pub fn apply(mut self, event: &CaseEvent) -> Self {
        match event {
            CaseEvent::StepDecided(decision) => {
                if let Some(step) = self.steps.last_mut() {
                    step.decision = Some(decision.clone());
                }
            }
            CaseEvent::FieldsRefused(fields) => {
                if let Payload::Correction(correction) = &mut self.payload {
                    correction.refuse(fields);
                }
            }
            CaseEvent::StepOpened(step) => {
                self.steps.push(step.clone());
                self.state = CaseState::InProgress;
                self.mend_due = None;
            }
            CaseEvent::ReturnedForMending(due) => {
                self.state = CaseState::Returned;
                self.mend_due = Some(*due);
            }
            CaseEvent::Resubmitted(payload, by) => {
                self.payload = (**payload).clone();
                if self.mended_by.iter().all(|one| one.account != by.account) {
                    self.mended_by.push(by.clone());
                }
            }
            CaseEvent::Closed(state, on) => {
                self.state = *state;
                self.closed_on = Some(*on);
                self.mend_due = None;
            }
            CaseEvent::Recounted(due) => match (self.state, self.steps.last_mut()) {
                (CaseState::Returned, _) => self.mend_due = Some(*due),
                (_, Some(step)) => step.due = *due,
                (_, None) => {}
            },
            CaseEvent::ScanAdded(proof) => self.scans.push(proof.clone()),
            CaseEvent::Reminded(on) => {
                if let Some(step) = self.steps.last_mut() {
                    step.reminded_on = Some(*on);
                }
            }
            CaseEvent::Escalated(unit, name) => {
                if let Some(step) = self.steps.last_mut() {
                    step.escalated_to = Some((unit.clone(), name.clone()));
                }
            }
        }
        self
    }
}

/// What is needed to open a case.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Minted by the caller.
    pub id: CaseId,
    /// 办件编号, allotted by the caller.
    pub number: String,
    /// Whom it is about.
    pub person: PersonId,
    /// The school whose pupil it is.
    pub school: UnitId,
    /// Its path.
    pub path: OrgPath,
    /// Who decides.
    pub chain: Vec<Link>,
    /// What it is about.
    pub payload: Payload,
}

fn required(reason: &str) -> Checked<String> {
    let remedy = "退回或不予办理都须告知对方原因和补救办法。";
    life().words(reason, RefusalCode::ReasonNeeded, "没有写明理由。", remedy)
}

fn life() -> Lifecycle {
    let life = Lifecycle::by_procedure("这一事项")
        .state_code(RefusalCode::Closed)
        .opener_code(RefusalCode::NotOpener);
    life.words_max(usize::MAX)
}

pub(crate) fn procedure(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}

#[cfg(test)]
mod tests;
