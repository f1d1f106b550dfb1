//! What becomes of an open case when its school comes to answer to another authority (划转, 第三条, 第十四条).

use super::{Case, CaseEvent, Payload};
use crate::id::UnitId;
use crate::matter::Office;

/// The school on the other side of a case of two schools, as it is known when one of them is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherSide<'a> {
    /// The authority to which it answers.
    pub answers_to: Option<&'a UnitId>,
    /// Whether it is handed over by the same act and its turn has yet to come.
    pub follows: bool,
}

/// What the hand-over of its school means for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithSchool {
    /// What the old authority handled the new one handles.
    Moves(Box<CaseEvent>),
    /// It has no step of the old authority, or one that is the other school's until that school follows.
    Stays,
    /// It is finished first: each of the two authorities decides for its own school (第十四条), and one step stood for both.
    First,
}

impl Case {
    /// The other school of a case of two schools.
    pub fn other_school(&self, school: &UnitId) -> Option<&UnitId> {
        let (from, to) = match &self.payload {
            Payload::Transfer(transfer) => (&transfer.from, &transfer.to),
            Payload::Progression(progression) => (&progression.from, &progression.to),
            _ => return None,
        };
        [from, to].into_iter().find(|one| *one != school)
    }

    /// What becomes of it when its school answers to `to` instead of `from`. `other`: the other school's side, where there are two.
    pub fn at_hand_over(&self, from: &UnitId, to: &Office, other: Option<OtherSide<'_>>) -> WithSchool {
        let has = |unit: &UnitId| self.chain.iter().any(|link| link.unit == *unit);
        if !self.state.is_open() || !has(from) {
            return WithSchool::Stays;
        }
        match other {
            Some(other) if other.answers_to == Some(from) && other.follows => WithSchool::Stays,
            Some(other) if other.answers_to == Some(from) => WithSchool::First,
            // The new authority has its own word for the other school already.
            _ if has(&to.unit) => WithSchool::First,
            _ => WithSchool::Moves(Box::new(CaseEvent::HandedOver { from: from.clone(), to: to.clone() })),
        }
    }
}
