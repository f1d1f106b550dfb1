//! The word of another authority (学籍主管部门): where a school of its takes in pupils or archives, its registrar agrees and its leader
//! approves before anything runs.

use super::State;
use crate::account::Role;
use crate::id::{AccountId, UnitId};
use crate::matter::lifecycle::one_step_each;
use crate::matter::{Checked, Lifecycle, Office, Party, TwoSteps};
use crate::refusal::RefusalCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What one other authority has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whose word it is.
    pub office: Office,
    /// 经办: the registrar who agreed, and when.
    pub agreed: Option<(Party, DateTime<Utc>)>,
    /// 审批: the leader who approved, and when.
    pub approved: Option<(Party, DateTime<Utc>)>,
}

/// Who agrees at the receiving authority does not approve there.
const RECEIVED: TwoSteps =
    TwoSteps { first: "同意接收", second: "审批", other: "本单位另一名主管领导" };

/// What an answer makes of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Another step is needed.
    Waits,
    /// Everybody has approved: it runs.
    Runs,
    /// Sent back to who proposed it.
    SentBack,
}

impl Answered {
    /// The state of the change after it.
    pub fn state(self) -> State {
        match self {
            Self::Waits => State::Consulting,
            Self::Runs => State::Running,
            Self::SentBack => State::Rejected,
        }
    }
}

impl Consent {
    /// Not a word yet.
    pub fn of(office: Office) -> Self {
        Self { office, agreed: None, approved: None }
    }

    /// Whose turn it is; none once it was approved.
    pub fn turn(&self) -> Option<Role> {
        match (&self.agreed, &self.approved) {
            (_, Some(_)) => None,
            (Some(_), None) => Some(Role::Leader),
            (None, None) => Some(Role::Registrar),
        }
    }

    /// Everybody who has given a word so far, of whatever authority.
    pub fn parties(consents: &[Self]) -> impl Iterator<Item = &Party> {
        consents.iter().flat_map(|one| one.agreed.iter().chain(&one.approved)).map(|(party, _)| party)
    }

    /// The registrar agrees or the leader approves; either may send the change back. `before`: who proposed it and approved it at its own
    /// authority. Nobody takes a step for two authorities, any more than two for one.
    ///
    /// # Errors
    /// Out of state, somebody else's step, four eyes.
    pub fn answer(
        consents: &mut [Self],
        state: State,
        before: impl IntoIterator<Item = AccountId>,
        by: &Party,
        at: DateTime<Utc>,
        agree: bool,
    ) -> Checked<Answered> {
        let life = Lifecycle::by_procedure("这项变动").state_code(RefusalCode::State);
        life.in_state(state, State::label, &[State::Consulting])?;
        let said: Vec<AccountId> = Self::parties(consents).map(|party| party.account).collect();
        let own = consents.iter_mut().find(|one| by.unit.as_ref() == Some(&one.office.unit));
        let Some(own) = own else {
            return life.refuse(RefusalCode::NotYourStep, "这一步不由本单位办理。", "请等待有关单位办理。");
        };
        let Some(turn) = own.turn() else { return Err(life.out_of_state("本单位已审批")) };
        life.step_of(by, &own.office, turn)?;
        RECEIVED.apart(by, own.agreed.iter().map(|(party, _)| party.account))?;
        one_step_each(by, before.into_iter().chain(said))?;
        if !agree {
            return Ok(Answered::SentBack);
        }
        match turn {
            Role::Registrar => own.agreed = Some((by.clone(), at)),
            _ => own.approved = Some((by.clone(), at)),
        }
        let all = consents.iter().all(|one| one.turn().is_none());
        Ok(if all { Answered::Runs } else { Answered::Waits })
    }

    /// The desks at which the change waits: unit and role.
    pub fn desks(consents: &[Self]) -> impl Iterator<Item = (&UnitId, Role)> {
        consents.iter().filter_map(|one| Some((&one.office.unit, one.turn()?)))
    }
}
