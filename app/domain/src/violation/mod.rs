//! Violations (责令改正, 第二十六条, 第二十七条): a suspicion that a rule found or the authority's registrar entered, examined by a
//! person, ordered by the leader with another person's examination before it, answered with evidence, accepted or not.
//!
//! As with a case the life is a pure state machine: [`Violation::decide`] answers a command with events or refusals, and
//! [`Violation::apply`] folds an event into the state.

mod kind;
mod late;
mod life;
#[cfg(test)]
mod tests;

pub use crate::matter::{Opinion, WorkContext as Context};
pub use kind::{
    CORRECTION_WORKING_DAYS, CORRECTION_WORKING_DAYS_MAX, SCANS_MAX, ViolationKind, ViolationState, WORDS_MAX,
};
pub use late::LateCount;

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::matter::deadline::is_late;
use crate::matter::{Act, Deadline, Holder, Matter, MatterKind, Office, Proof, Subject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A violation, or what may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// What was done wrong.
    pub kind: ViolationKind,
    /// The school or authority it is laid to.
    pub subject: Office,
    /// The authority that handles it now: the competent authority, or after an escalation the one above it.
    pub handler: Office,
    /// The fact, in words, without a child's name or number.
    pub fact: String,
    /// Who entered it; none when a rule found it.
    pub entered: Option<Act>,
    /// The authority's evidence.
    pub evidence: Vec<Proof>,
    /// Where it stands.
    pub state: ViolationState,
    /// What the registrar found, once examined.
    pub examined: Option<Opinion>,
    /// The order, once signed.
    pub order: Option<Order>,
    /// The replies, oldest first.
    pub replies: Vec<Reply>,
    /// Why it went to the authority above, oldest first.
    pub escalations: Vec<Escalation>,
    /// 追究责任的建议, when it is serious.
    pub accountability: Option<Opinion>,
    /// How it ended.
    pub ended: Option<Opinion>,
}

/// 责令改正通知书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who signed it, and when.
    pub act: Act,
    /// The authority in whose name.
    pub by: Office,
    /// What is to be done.
    pub demand: String,
    /// By when.
    pub due: Deadline,
}

/// The answer of the unit that was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who, and when.
    pub act: Act,
    /// 改正情况
    pub statement: String,
    /// Evidence.
    pub proofs: Vec<Proof>,
    /// Why it was not accepted; none while it waits or when it was accepted.
    pub rejected: Option<Opinion>,
}

/// That the authority above took over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Who passed it on, and why.
    pub opinion: Opinion,
    /// The authority that had it.
    pub from: Office,
    /// Whether it is serious (情节严重), or only late.
    pub serious: bool,
}

/// What a rule found, or a registrar enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was done wrong.
    pub kind: ViolationKind,
    /// By whom.
    pub subject: Office,
    /// Who handles it: the school's competent authority, or the next authority above an authority.
    pub handler: Office,
    /// The fact, in words.
    pub fact: String,
    /// The authority's evidence; a rule's finding has none of its own.
    pub evidence: Vec<Proof>,
}

/// What somebody wants done with a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 核查: the handler's registrar finds that it is one.
    Examine(String),
    /// 不予认定: the handler's registrar, or its leader instead of an order, finds that it is none.
    Dismiss(String),
    /// 签发责令改正通知书: the handler's leader.
    SignOrder {
        /// What is to be done.
        demand: String,
        /// Working days to do it.
        days: u32,
    },
    /// 报告改正情况: the subject's leader.
    Reply {
        /// 改正情况
        statement: String,
        /// Evidence.
        proofs: Vec<Proof>,
    },
    /// 验收: the handler's leader finds it put right.
    Accept(String),
    /// 验收不通过: the handler's leader gives a new deadline.
    Reject {
        /// Why.
        reason: String,
        /// Working days from today.
        days: u32,
    },
    /// 报上一级: the handler's leader passes it on, because the deadline is over or because it is serious.
    Escalate {
        /// The authority above the handler.
        above: Office,
        /// 情节严重
        serious: bool,
        /// Why.
        reason: String,
    },
    /// 建议追究责任: the leader of the authority that took a serious one over, with a written basis.
    Recommend(String),
    /// 撤销: the handler's leader takes back an order that was wrong.
    Withdraw(String),
}

/// What happened to a violation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationEvent {
    /// It was found to be one.
    Examined(Opinion),
    /// It was found to be none.
    Dismissed(Opinion),
    /// The order was signed.
    Ordered(Order),
    /// The subject answered.
    Replied(Reply),
    /// The answer was accepted.
    Accepted(Opinion),
    /// The answer was not accepted; the order runs to a new day.
    Rejected(Opinion, Deadline),
    /// The day of the order was counted again with newly announced working days.
    Recounted(Deadline),
    /// The authority above took it over.
    Escalated(Escalation, Office),
    /// It was recommended to hold persons responsible.
    Recommended(Opinion),
    /// The order was taken back.
    Withdrawn(Opinion),
}

impl Violation {
    /// Who has to act next; nobody when it is over.
    pub fn waiting(&self) -> Option<(&Office, Role)> {
        match self.state {
            ViolationState::Suspected => Some((&self.handler, Role::Registrar)),
            ViolationState::Examined | ViolationState::Replied => Some((&self.handler, Role::Leader)),
            ViolationState::Ordered => Some((&self.subject, Role::Leader)),
            ViolationState::Closed | ViolationState::Dismissed | ViolationState::Withdrawn => None,
        }
    }

    /// By when the subject is to put it right; none while somebody else holds it: the regulation gives the authority no day.
    pub fn open_due(&self) -> Option<Due> {
        let order = self.order.as_ref().filter(|_| self.state == ViolationState::Ordered)?;
        Some(order.due.due())
    }

    /// What follows for the day of the order when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<ViolationEvent> {
        let order = self.order.as_ref().filter(|_| self.state == ViolationState::Ordered)?;
        order.due.recount(calendar).map(ViolationEvent::Recounted)
    }

    /// Whether the subject let the day of the order pass without an answer.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        is_late(self.open_due(), today)
    }
}

impl Matter for Violation {
    fn kind(&self) -> MatterKind {
        MatterKind::Violation
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.subject.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_due()
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn sent_back(&self) -> bool {
        let rejected = self.replies.last().is_some_and(|reply| reply.rejected.is_some());
        self.state == ViolationState::Ordered && rejected
    }
}
