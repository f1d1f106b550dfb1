//! A change of a school as a matter: the leader of its authority decides, then the authorities of the schools that take pupils in. Once
//! everybody has agreed the system moves the records, and nobody is waited for, unless what is yet to be moved is to be taken back.

use super::{Consent, State, Withdrawal, decide};
use crate::account::Role;
use crate::calendar::Due;
use crate::id::{AccountId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Office, Party, Subject};
use crate::refusal::RefusalCode;
use chrono::{DateTime, Utc};

/// A proposed change on its way to the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The authority that proposed it.
    pub authority: UnitId,
    /// The school it is about; none before a new one has its code.
    pub school: Option<UnitId>,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The leader who decided for the authority.
    pub decided_by: Option<AccountId>,
    /// How far it is.
    pub state: State,
    /// What other authorities said.
    pub consents: Vec<Consent>,
    /// That what is yet to go over by it is taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl Proposal {
    /// The word of its own authority, or of another one that was asked. Its own leader may take the question back while others are asked.
    ///
    /// # Errors
    /// Out of state, somebody else's step, four eyes.
    pub fn decide(mut self, by: &Party, at: DateTime<Utc>, agree: bool) -> Checked<Self> {
        if by.unit.as_ref() != Some(&self.authority) {
            let before = [self.proposed_by].into_iter().chain(self.decided_by);
            let answered = Consent::answer(&mut self.consents, self.state, before, by, at, agree)?;
            self.state = answered.state();
            return Ok(self);
        }
        let life = Lifecycle::by_procedure("这项变动").state_code(RefusalCode::State);
        life.step_of_unit(by, &self.authority, "提出变动的单位", &[Role::Leader])?;
        if self.state == State::Consulting && !agree {
            return Ok(Self { state: State::Rejected, ..self });
        }
        self.state = decide(self.state, self.proposed_by, by, agree)?;
        self.decided_by = Some(by.account);
        Ok(self)
    }

    /// Whether its leader has to say whether it is taken back, while some of it is yet to be done.
    pub fn awaits_withdrawal(&self) -> bool {
        self.state == State::Running && self.withdrawal.as_ref().is_some_and(Withdrawal::is_open)
    }

    /// Where it stands, in Chinese.
    pub fn standing(&self) -> &'static str {
        if self.awaits_withdrawal() { "待审批撤回" } else { self.state.label() }
    }

    /// Asks the authorities that were not asked before. Where one of them has not said its word, an approved change waits for it.
    #[must_use]
    pub fn consult(mut self, others: Vec<Office>) -> Self {
        for office in others {
            if !self.consents.iter().any(|one| one.office.unit == office.unit) {
                self.consents.push(Consent::of(office));
            }
        }
        if self.state == State::Running && Consent::desks(&self.consents).next().is_some() {
            self.state = State::Consulting;
        }
        self
    }
}

impl Matter for Proposal {
    fn kind(&self) -> MatterKind {
        MatterKind::SchoolChange
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.school.clone().unwrap_or_else(|| self.authority.clone()))
    }

    fn holders(&self) -> Vec<Holder> {
        match self.state {
            State::Proposed => vec![Holder::of_unit(&self.authority, Role::Leader)],
            State::Consulting => {
                Consent::desks(&self.consents).map(|(unit, role)| Holder::of_unit(unit, role)).collect()
            }
            State::Running if self.awaits_withdrawal() => {
                vec![Holder::of_unit(&self.authority, Role::Leader)]
            }
            State::Rejected | State::Running | State::Done => Vec::new(),
        }
    }

    fn due(&self) -> Option<Due> {
        None
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Proposed | State::Consulting) || self.awaits_withdrawal()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
