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
mod decide;
pub mod dropout;
pub mod extension;
pub mod grade;
mod handed;
pub mod intake;
mod kind;
mod number;
pub mod placement;
pub mod progression;
pub mod readmission;
pub mod registration;
pub mod resumption;
mod step;
pub mod suspension;
pub mod systems;
mod talk;
pub mod transfer;
pub mod transfer_out;
pub mod withdrawal;

pub use crate::matter::{CaseKind, Party};
pub use deadlines::too_many_scans;
pub use handed::{OtherSide, WithSchool};
pub use kind::{CaseState, Payload};
pub use number::CaseNumber;
pub use step::{Decision, Link, Step, Verdict};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::codes::Stage;
use crate::form::Field;
use crate::id::{CaseId, PersonId, UnitId};
use crate::matter::{Answer, Checked, Lifecycle, Office, Proof, Question, Talk, Written};
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
    /// What a guardian asked about it, and what was answered (留言).
    #[serde(default, skip_serializing_if = "Talk::is_empty")]
    pub talk: Talk,
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
    /// The school came to answer to another authority (划转), which handles from now on what the old one handled.
    HandedOver {
        /// The authority to which it answered.
        from: UnitId,
        /// The one to which it answers.
        to: Office,
    },
    /// A guardian asked something about it (留言).
    QuestionAsked(Question),
    /// The question of this number, counted from 0, was answered (答复).
    QuestionAnswered(usize, Answer),
    /// The desk that holds it wrote to the guardian first (给监护人留言).
    MessageWritten(Written),
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
            talk: Talk::default(),
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

    /// Whether an agreement now is the last one.
    pub fn is_at_last_step(&self) -> bool {
        self.current().is_some_and(|step| step.link + 1 >= self.chain.len())
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
            // Of a case that came back the last step is taken: whoever mends it was reminded, not who took that step.
            CaseEvent::Reminded(on) => {
                if let Some(step) = self.steps.last_mut().filter(|step| step.decision.is_none()) {
                    step.reminded_on = Some(*on);
                }
            }
            CaseEvent::Escalated(unit, name) => {
                if let Some(step) = self.steps.last_mut() {
                    step.escalated_to = Some((unit.clone(), name.clone()));
                }
            }
            // Steps that were taken say themselves who took them; a mended case goes through all links again.
            CaseEvent::HandedOver { from, to } => {
                for link in self.chain.iter_mut().filter(|link| link.unit == *from) {
                    link.unit = to.unit.clone();
                    link.unit_name.clone_from(&to.name);
                }
            }
            CaseEvent::QuestionAsked(question) => self.talk.asked(question.clone()),
            CaseEvent::QuestionAnswered(n, answer) => self.talk.answered(*n, answer.clone()),
            CaseEvent::MessageWritten(written) => self.talk.written(written.clone()),
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
