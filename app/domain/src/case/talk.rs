//! 留言 about a case: the guardian whose case it is asks, the desk that holds it answers or writes first, and the desk that sent it back while
//! it is mended.

use super::{Case, CaseEvent, CaseState, Context, Link, life};
use crate::account::Role;
use crate::id::AccountId;
use crate::matter::{CaseKind, Office, Readers, Talk};
use crate::refusal::{Refusal, RefusalCode};

impl Case {
    /// The same without what was asked and answered about it: what leaves with a record is the decided case.
    #[must_use]
    pub fn without_talk(mut self) -> Self {
        self.talk = Talk::default();
        self
    }

    /// The desk that answers; none once the case is closed.
    pub fn answers_at(&self) -> Option<&Link> {
        match self.state {
            CaseState::InProgress => self.waiting_for(),
            CaseState::Returned => self.steps.last().and_then(|step| self.chain.get(step.link)),
            _ => None,
        }
    }

    /// The unit of whose handling somebody may complain: of the desk that holds it, or of the one that had it last.
    pub fn handled_by(&self) -> Option<Office> {
        let link = match self.state {
            CaseState::InProgress => self.waiting_for(),
            _ => self.steps.last().and_then(|step| self.chain.get(step.link)),
        };
        link.map(|link| Office { unit: link.unit.clone(), name: link.unit_name.clone() })
    }

    /// Whether it was decided: agreed to or refused, and neither taken back nor cleared away.
    pub fn is_decided(&self) -> bool {
        matches!(self.state, CaseState::Approved | CaseState::Refused)
    }

    /// Whether it is the case of a guardian's account: opened by it, or a correction that the school took in, of which every guardian of
    /// the child is told. That it is a guardian of the child the policy says.
    pub fn is_guardians(&self, account: AccountId) -> bool {
        self.opened_by.account == account || self.is_taken_in()
    }

    /// Whether the school took it in for the child's guardians.
    fn is_taken_in(&self) -> bool {
        self.kind() == CaseKind::Correction && self.opened_by.unit.is_some()
    }

    /// Who reads what a desk writes about it: the guardian who applied, every guardian of the child where the school took it in; nobody where
    /// it is the school's own.
    pub fn written_to(&self) -> Option<Readers> {
        match self.opened_by.role {
            Role::Guardian => Some(Readers::Guardian(self.opened_by.account)),
            _ => self.is_taken_in().then_some(Readers::Guardians),
        }
    }

    /// A guardian's question.
    ///
    /// # Errors
    /// `closed` once it is; `not_opener` for a case of somebody else; what is wrong with the words, or too many of them.
    pub fn ask(&self, text: &str, context: &Context) -> Result<CaseEvent, Vec<Refusal>> {
        if !self.state.is_open() {
            return Err(life().out_of_state(self.state.label()));
        }
        if !self.is_guardians(context.actor.account) {
            let (what, remedy) = ("只能对自己的申请留言。", "请打电话给学校。");
            return Err(vec![super::procedure(RefusalCode::NotOpener, what, remedy)]);
        }
        Ok(CaseEvent::QuestionAsked(self.talk.ask(text, &context.actor, context.at)?))
    }

    /// What the desk that holds it writes to the guardian first.
    ///
    /// # Errors
    /// `closed` once it is; `not_your_step` for every other desk; `not_opener` where no guardian applied; what is wrong with the words, or
    /// too many of them within a day.
    pub fn write(&self, text: &str, context: &Context) -> Result<CaseEvent, Vec<Refusal>> {
        let Some(link) = self.answers_at() else {
            return Err(life().out_of_state(self.state.label()));
        };
        life().step_of_unit(&context.actor, &link.unit, &link.unit_name, &[link.role])?;
        let Some(to) = self.written_to() else {
            let (what, remedy) = ("这件事不是监护人申请的，不能在这里给监护人留言。", "请打电话给监护人。");
            return Err(vec![super::procedure(RefusalCode::NotOpener, what, remedy)]);
        };
        Ok(CaseEvent::MessageWritten(self.talk.write(text, to, &context.actor, context.at)?))
    }

    /// The answer of the desk that holds it to the question of this number, counted from 0.
    ///
    /// # Errors
    /// `closed` once it is; `not_your_step` for every other desk; `changed_since_shown` where it is answered; what is wrong with the words.
    pub fn answer(&self, n: usize, text: &str, context: &Context) -> Result<CaseEvent, Vec<Refusal>> {
        let Some(link) = self.answers_at() else {
            return Err(life().out_of_state(self.state.label()));
        };
        life().step_of_unit(&context.actor, &link.unit, &link.unit_name, &[link.role])?;
        Ok(CaseEvent::QuestionAnswered(n, self.talk.answer(n, text, &context.actor, context.at)?))
    }
}
