//! Violations and orders to correct (责令改正).

use crate::{Said, Signed};
use chrono::NaiveDate;
use domain::id::{ProofId, ViolationId};
use domain::shown::Shown;
use domain::violation::{ViolationKind, ViolationState};
use serde::{Deserialize, Serialize};

/// One violation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationLine {
    /// The violation.
    pub id: ViolationId,
    /// The version that is shown.
    pub version: u64,
    /// What was done wrong.
    pub kind: ViolationKind,
    /// Where it stands.
    pub state: ViolationState,
    /// Laid to whom.
    pub subject: String,
    /// Handled by whom.
    pub handler: String,
    /// When it was put down.
    pub found_on: NaiveDate,
    /// By when the subject has to answer.
    pub due_on: Option<NaiveDate>,
    /// Working days left.
    pub days_left: Option<i64>,
}

impl ViolationLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ViolationId> {
        Shown::new(self.id, self.version)
    }
}

/// How many of a kind are open below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationCount {
    /// What was done wrong.
    pub kind: ViolationKind,
    /// 疑似 and 待签发
    pub suspected: u64,
    /// 责令改正 and 待验收
    pub ordered: u64,
}

/// 责令改正通知书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who signed it, and what is demanded.
    pub said: Said,
    /// The authority in whose name.
    pub authority: String,
    /// By when.
    pub due_on: NaiveDate,
}

/// An answer to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// 改正情况
    pub said: Said,
    /// Its files.
    pub files: Vec<ProofId>,
    /// Why it was not accepted.
    pub rejected: Option<Said>,
}

/// That a violation was passed on to the authority above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Who passed it on, and why.
    pub said: Said,
    /// Whether it is serious.
    pub serious: bool,
}

/// One violation and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationView {
    /// What a list shows.
    pub line: ViolationLine,
    /// The fact, without a child's name or number.
    pub fact: String,
    /// Who entered it; none when the system found it, or for the subject.
    pub entered: Option<Signed>,
    /// The authority's files.
    pub evidence: Vec<ProofId>,
    /// What the registrar found; none for the subject.
    pub examined: Option<Said>,
    /// The order, once signed.
    pub order: Option<Order>,
    /// The answers, oldest first.
    pub replies: Vec<Reply>,
    /// How it was passed on, oldest first.
    pub escalations: Vec<Escalation>,
    /// 追究责任的建议; none for the subject.
    pub accountability: Option<Said>,
    /// How it ended.
    pub ended: Option<Said>,
    /// Whether the next step is the reader's.
    pub my_turn: bool,
    /// Whether the reader leads the handling authority of an ordered one: may pass it on or take it back.
    pub may_steer: bool,
}
