//! A proposed version of the rules as a matter: the leader of the same authority decides, never who proposed it, and before the day from
//! which it is to hold.

use super::RuleState;
use crate::account::Role;
use crate::calendar::Due;
use crate::id::UnitId;
use crate::matter::{Checked, Context, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;

/// A version on its way to the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The authority whose rules they are.
    pub authority: UnitId,
    /// Who proposed it.
    pub proposed_by: Party,
    /// The first day on which it is to hold.
    pub valid_from: NaiveDate,
    /// Where it stands.
    pub state: RuleState,
}

/// What is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalAct {
    /// 批准
    Approve,
    /// 不予批准: why
    Reject(String),
    /// 撤回: who proposed it
    Withdraw,
}

impl Proposal {
    /// What becomes of it.
    ///
    /// # Errors
    /// `decision` for who proposed it and when its day has come; `reason` where it is rejected without one; out of state, somebody else's step.
    pub fn decide(self, act: &ProposalAct, context: &Context) -> Checked<Self> {
        let life = Lifecycle::by_procedure("这份草案");
        life.in_state(self.state, RuleState::label, &[RuleState::Proposed])?;
        let actor = &context.actor;
        if *act == ProposalAct::Withdraw {
            life.taken_back_by(actor, &self.proposed_by, false)?;
            return Ok(Self { state: RuleState::Withdrawn, ..self });
        }
        let remedy = "请由本单位学籍主管领导审批。";
        actor
            .apart_from([self.proposed_by.account], "草案不能由提出的人审批。", remedy)
            // The refusal stands at the form's choice.
            .map_err(|refusal| vec![Refusal { code: RefusalCode::Decision, ..refusal }])?;
        life.step_of_unit(actor, &self.authority, "提出草案的单位", &[Role::Leader])?;
        if let ProposalAct::Reject(reason) = act {
            life.words(reason, RefusalCode::Reason, "还没有填写理由。", "请说明不予批准的理由。")?;
            return Ok(Self { state: RuleState::Rejected, ..self });
        }
        if self.valid_from <= context.today {
            let what = "草案的施行日期已到。";
            let remedy = "请退回，由提出的人改用以后的日期。";
            return life.refuse(RefusalCode::Decision, what, remedy);
        }
        Ok(Self { state: RuleState::Approved, ..self })
    }
}

impl Matter for Proposal {
    fn kind(&self) -> MatterKind {
        MatterKind::Rules
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.authority.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let open = self.is_open().then(|| Holder::of_unit(&self.authority, Role::Leader));
        open.into_iter().collect()
    }

    /// The day before the one from which it is to hold.
    fn due(&self) -> Option<Due> {
        let date = self.valid_from.pred_opt().filter(|_| self.is_open())?;
        Some(Due { date, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.state == RuleState::Proposed
    }

    fn sent_back(&self) -> bool {
        false
    }
}
