//! The life of a package on the side that receives: the registrar uploads it and proposes how the archive goes on, the leader accepts
//! (第十六条).

use super::{Context, DECIDED, HandOver, STEP_WORKING_DAYS, life, refusal, words};
use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::form::Field;
use crate::id::PersonId;
use crate::journal::ArrivedStep;
use crate::matter::{Act, Deadline, Holder, Matter, MatterKind, Office, Opinion, Subject};
use crate::refusal::{Refusal, RefusalCode};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far ahead the first day may lie.
const AHEAD: u64 = 60;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomingState {
    /// 待核对
    Received,
    /// 待接收
    Proposed,
    /// 已接续
    Accepted,
    /// 不予接收
    Refused,
}

impl IncomingState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "待核对",
            Self::Proposed => "待接收",
            Self::Accepted => "已接续",
            Self::Refused => "不予接收",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

/// Whether this register knows the child, by every number the child ever had (第五条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Nobody has one of the numbers: the record is made, the number kept.
    Nobody,
    /// A pupil of the receiving school: the archive goes on. The items that differ.
    Own(BTreeSet<Field>),
    /// A pupil of another school here.
    Elsewhere,
    /// The numbers are another child's, or several children's.
    Another,
}

/// How the archive goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// First day here.
    pub on: NaiveDate,
    /// 班级 here.
    pub class_name: String,
    /// Items whose value in the package takes the place of ours.
    pub take: BTreeSet<Field>,
    /// 查重说明
    pub note: String,
    /// Who proposes.
    pub act: Act,
}

/// A package that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// 档案包编号
    pub number: String,
    /// 姓名
    pub name: String,
    /// The school that handed over.
    pub from: Office,
    /// On what it rests there.
    pub basis: HandOver,
    /// 签名校验码 of who signed it.
    pub fingerprint: String,
    /// The system that made it, by the directory of keys in force when it arrived; none where the code in the letter was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<String>,
    /// Its journal: how many entries, and the head.
    pub entries: u64,
    /// Hash of the last one.
    pub head: String,
    /// Who uploaded it.
    pub uploaded: Act,
    /// Where it stands.
    pub state: IncomingState,
    /// By when the step that waits is to be taken.
    pub due: Deadline,
    /// How the archive is to go on.
    pub proposal: Option<Proposal>,
    /// Why it was given back to be looked at again.
    pub returned: Option<Opinion>,
    /// Who accepted or refused it; words only where it was refused.
    pub decided: Option<Opinion>,
    /// Whose archive it became here.
    pub person: Option<PersonId>,
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingCommand {
    /// 提请接收
    Propose {
        /// First day here.
        on: NaiveDate,
        /// 班级 here.
        class_name: String,
        /// Items to be taken over from the package.
        take: BTreeSet<Field>,
        /// 查重说明
        note: String,
    },
    /// 接收: whose archive it becomes
    Accept(PersonId),
    /// 退回核对: why
    Return(String),
    /// 不予接收: why
    Refuse(String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomingEvent {
    /// It was proposed.
    Proposed(Proposal, Deadline),
    /// It was accepted.
    Accepted(Act, PersonId),
    /// It was given back.
    Returned(Opinion, Deadline),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Deadline),
    /// It was refused.
    Refused(Opinion),
}

impl From<&IncomingEvent> for ArrivedStep {
    fn from(event: &IncomingEvent) -> Self {
        match event {
            IncomingEvent::Proposed(proposal, _) => Self::Proposed {
                act: proposal.act.clone(),
                on: proposal.on,
                class_name: proposal.class_name.clone(),
            },
            IncomingEvent::Accepted(act, _) => Self::Accepted(act.clone()),
            IncomingEvent::Returned(opinion, _) => Self::Returned(opinion.clone()),
            IncomingEvent::Recounted(due) => Self::Recounted(*due),
            IncomingEvent::Refused(opinion) => Self::Refused(opinion.clone()),
        }
    }
}

impl Incoming {
    /// What the command would do, given what the register knows of the child now.
    ///
    /// # Errors
    /// Refusals for people, by field.
    pub fn decide(
        &self,
        command: IncomingCommand,
        found: &Found,
        context: &Context<'_>,
    ) -> Result<IncomingEvent, Vec<Refusal>> {
        match command {
            IncomingCommand::Propose { on, class_name, take, note } => {
                self.turn(IncomingState::Received, Role::Registrar, context)?;
                may_continue(found)?;
                let class_name = crate::text::class_name(&class_name, &[]).text;
                let mut wrong = Vec::new();
                if on < self.basis.decided_on || on > context.today + Days::new(AHEAD) {
                    let what = "入学第一天不能早于转学（升学）办结日，也不能晚于今天起60天。";
                    wrong.push(refusal(RefusalCode::On, 16, what, "请填写学生到校的日期。"));
                }
                if class_name.is_empty() || class_name.chars().count() > 20 {
                    wrong.push(refusal(RefusalCode::ClassName, 16, "班级应为 1 至 20 个字。", "例如 1班。"));
                }
                if let Found::Own(differing) = found {
                    if take.iter().any(|field| field.is_key()) {
                        let what = "姓名、性别、出生日期、证件等关键信息不能在接收时改动。";
                        wrong.push(refusal(RefusalCode::Take, 10, what, "请办理基础信息变更。"));
                    } else if !take.is_subset(differing) {
                        wrong.push(refusal(
                            RefusalCode::Take,
                            16,
                            "所选项目已与本系统一致。",
                            "请刷新页面后再选。",
                        ));
                    }
                }
                if !wrong.is_empty() {
                    return Err(wrong);
                }
                let note = crate::text::cut(&note, 200);
                let proposal = Proposal { on, class_name, take, note, act: context.act() };
                Ok(IncomingEvent::Proposed(proposal, due(context)))
            }
            IncomingCommand::Accept(person) => {
                self.leaders_turn(context)?;
                may_continue(found)?;
                Ok(IncomingEvent::Accepted(context.act(), person))
            }
            IncomingCommand::Return(reason) => {
                self.leaders_turn(context)?;
                let words = words(&reason, "没有写明退回核对的原因。")?;
                Ok(IncomingEvent::Returned(context.opinion(words), due(context)))
            }
            IncomingCommand::Refuse(reason) => {
                self.leaders_turn(context)?;
                let words = words(&reason, "没有写明不予接收的原因。")?;
                Ok(IncomingEvent::Refused(context.opinion(words)))
            }
        }
    }

    /// Who has to act: at the school that receives.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match self.state {
            IncomingState::Received => Some((&self.basis.to, Role::Registrar)),
            IncomingState::Proposed => Some((&self.basis.to, Role::Leader)),
            IncomingState::Accepted | IncomingState::Refused => None,
        }
    }

    /// By when; none once it is decided.
    pub fn open_due(&self) -> Option<Due> {
        self.waiting_for().map(|_| self.due.due())
    }

    /// What follows for the open deadline when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<IncomingEvent> {
        self.waiting_for()?;
        self.due.recount(calendar).map(IncomingEvent::Recounted)
    }

    fn turn(&self, state: IncomingState, role: Role, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        life(16).in_state(self.state, IncomingState::label, &[state])?;
        life(16).step_of(&context.actor, &self.basis.to, role)
    }

    fn leaders_turn(&self, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        self.turn(IncomingState::Proposed, Role::Leader, context)?;
        DECIDED.apart(&context.actor, self.proposal.as_ref().map(|proposal| proposal.act.by.account))
    }

    /// Folds an event into the state.
    #[must_use]
    pub fn apply(mut self, event: &IncomingEvent) -> Self {
        match event {
            IncomingEvent::Proposed(proposal, due) => {
                self.due = *due;
                self.state = IncomingState::Proposed;
                self.proposal = Some(proposal.clone());
                self.returned = None;
            }
            IncomingEvent::Accepted(act, person) => {
                self.state = IncomingState::Accepted;
                self.decided = Some(Opinion { act: act.clone(), words: String::new() });
                self.person = Some(*person);
            }
            IncomingEvent::Recounted(due) => self.due = *due,
            IncomingEvent::Returned(opinion, due) => {
                self.due = *due;
                self.state = IncomingState::Received;
                self.returned = Some(opinion.clone());
            }
            IncomingEvent::Refused(opinion) => {
                self.state = IncomingState::Refused;
                self.decided = Some(opinion.clone());
            }
        }
        self
    }
}

fn due(context: &Context<'_>) -> Deadline {
    Deadline::after(context.today, STEP_WORKING_DAYS, context.calendar)
}

/// One child, one record (第六条): an archive goes on where the child is, and nowhere else.
fn may_continue(found: &Found) -> Result<(), Vec<Refusal>> {
    match found {
        Found::Nobody | Found::Own(_) => Ok(()),
        Found::Elsewhere => {
            Err(vec![Refusal::of(RefusalCode::Elsewhere, "这名学生的学籍在本系统另一所学校，不得重复建立。")])
        }
        Found::Another => Err(vec![Refusal::of(
            RefusalCode::AnotherChild,
            "档案包中的学籍号在本系统属于另一名学生，身份信息不一致。",
        )]),
    }
}

impl Matter for Incoming {
    fn kind(&self) -> MatterKind {
        MatterKind::Package
    }

    fn subject(&self) -> Subject {
        self.person.map_or_else(|| Subject::Unit(self.basis.to.unit.clone()), Subject::Person)
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_due()
    }

    fn is_open(&self) -> bool {
        self.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        self.state == IncomingState::Received && self.returned.is_some()
    }
}
