//! 撤回: an act by which many schools go over is taken back for those that have yet to go, by two persons of the authority that proposed
//! it. What has gone over stays where it is.

use super::State;
use crate::account::Role;
use crate::id::UnitId;
use crate::matter::{Checked, Lifecycle, Party, TwoSteps};
use crate::refusal::RefusalCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Most characters of the reason.
const WORDS_MAX: usize = 200;

/// Who asks for it does not approve it.
const WITHDRAWN: TwoSteps =
    TwoSteps { first: "提出撤回", second: "审批撤回", other: "本单位另一名主管领导" };

/// That what is yet to go over is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Who asks for it, and when.
    pub asked: (Party, DateTime<Utc>),
    /// Why.
    pub reason: String,
    /// Who decided, when, and whether it was approved.
    pub decided: Option<(Party, DateTime<Utc>, bool)>,
}

/// What somebody does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithdrawalStep {
    /// 提出撤回: the registrar, with the reason.
    Ask(String),
    /// 审批撤回: the leader, approved or not.
    Decide(bool),
}

fn life() -> Lifecycle {
    Lifecycle::by_procedure("这项变动").state_code(RefusalCode::State).words_max(WORDS_MAX)
}

impl Withdrawal {
    /// Whether it waits for the leader.
    pub fn is_open(&self) -> bool {
        self.decided.is_none()
    }

    /// Whether it was approved.
    pub fn stands(&self) -> bool {
        self.decided.as_ref().is_some_and(|(.., agreed)| *agreed)
    }

    /// What the step makes of it. `before`: what was asked for before, of an act of this authority in this state of which some schools are
    /// `left` to go over.
    ///
    /// # Errors
    /// Out of state, somebody else's step, four eyes, no reason.
    pub fn after(
        before: Option<Self>,
        step: &WithdrawalStep,
        (authority, state, left): (&UnitId, State, bool),
        (by, at): (&Party, DateTime<Utc>),
    ) -> Checked<Self> {
        life().in_state(state, State::label, &[State::Running])?;
        let role = match step {
            WithdrawalStep::Ask(_) => Role::Registrar,
            WithdrawalStep::Decide(_) => Role::Leader,
        };
        life().step_of_unit(by, authority, "提出划转的单位", &[role])?;
        if !left {
            return Err(life().out_of_state("各校均已办理"));
        }
        let open = before.filter(Self::is_open);
        match (step, open) {
            (WithdrawalStep::Ask(_), Some(_)) => Err(life().out_of_state("待审批撤回")),
            (WithdrawalStep::Decide(_), None) => Err(life().out_of_state("没有提出撤回")),
            (WithdrawalStep::Ask(reason), None) => {
                let (what, remedy) = ("没有写明撤回的理由。", "有关单位会看到。");
                let reason = life().words(reason, RefusalCode::Reason, what, remedy).map_err(|told| {
                    told.into_iter().map(|one| one.beside("withdrawal")).collect::<Vec<_>>()
                })?;
                Ok(Self { asked: (by.clone(), at), reason, decided: None })
            }
            (WithdrawalStep::Decide(agree), Some(open)) => {
                WITHDRAWN.apart(by, [open.asked.0.account])?;
                Ok(Self { decided: Some((by.clone(), at, *agree)), ..open })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use crate::matter::Ties;

    fn party(role: Role, unit: &str, n: u128) -> Party {
        let account = AccountId::new(uuid::Uuid::from_u128(n));
        let unit: UnitId = unit.parse().unwrap();
        let unit_name = unit.to_string();
        Party { account, name: "某人".into(), role, unit: Some(unit), unit_name, ties: Ties::none() }
    }

    #[test]
    fn article_3_what_is_yet_to_go_over_is_taken_back_by_two_persons_of_who_proposed_it() {
        let own: UnitId = "320000".parse().unwrap();
        let at = DateTime::UNIX_EPOCH;
        let ask = WithdrawalStep::Ask("区划批文调整".into());
        let agree = WithdrawalStep::Decide(true);
        let (registrar, leader) = (party(Role::Registrar, "320000", 1), party(Role::Leader, "320000", 2));
        let go = |before: Option<&Withdrawal>, step: &WithdrawalStep, state, left, by: &Party| {
            let done = Withdrawal::after(before.cloned(), step, (&own, state, left), (by, at));
            done.map_err(|told| told[0].code.to_string())
        };
        let running = State::Running;
        assert_eq!(go(None, &agree, running, true, &leader).unwrap_err(), "state");
        assert_eq!(go(None, &ask, State::Consulting, true, &registrar).unwrap_err(), "state");
        assert_eq!(go(None, &ask, running, false, &registrar).unwrap_err(), "state");
        for other in [&leader, &party(Role::Registrar, "320102", 3)] {
            assert_eq!(go(None, &ask, running, true, other).unwrap_err(), "not_your_step");
        }
        let mute = WithdrawalStep::Ask(" ".into());
        assert_eq!(go(None, &mute, running, true, &registrar).unwrap_err(), "reason");
        let asked = go(None, &ask, running, true, &registrar).unwrap();
        assert!(asked.is_open() && !asked.stands());
        assert_eq!(go(Some(&asked), &ask, running, true, &registrar).unwrap_err(), "state", "once");
        let both = party(Role::Leader, "320000", 1);
        assert_eq!(go(Some(&asked), &agree, running, true, &both).unwrap_err(), "four_eyes");
        assert!(go(Some(&asked), &agree, running, true, &leader).unwrap().stands());
        let refused = go(Some(&asked), &WithdrawalStep::Decide(false), running, true, &leader).unwrap();
        assert!(!refused.is_open() && !refused.stands());
        assert!(go(Some(&refused), &ask, running, true, &registrar).is_ok(), "it may be asked for again");
    }
}
