//! A complaint, as a walk.

use super::shared::*;
use chrono::NaiveDate;
use domain::complaint::{self, Complaint, Handled};
use domain::id::{AccountId, CaseId};
use domain::matter::{CaseKind, Matter, Party};
use uuid::Uuid;

pub(crate) struct ComplaintWalk(Complaint);

impl ComplaintWalk {
    pub(crate) fn new() -> Self {
        let handled = Handled {
            case: CaseId::new(Uuid::from_u128(1)),
            number: "02202609070000001".into(),
            kind: CaseKind::Correction,
            person: person(),
            by: office(SCHOOL),
            took_part: vec![account(1)],
        };
        let context = work(day("2026-09-07"), &guardian(9));
        Self(Complaint::made(handled, office(COUNTY), None, &said(), &[], &context).unwrap())
    }
}

impl Walk for ComplaintWalk {
    const COMMANDS: usize = 1;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, _: usize, actor: &Party, today: NaiveDate) -> Told {
        does!(self.0, self.0.decide(complaint::Command::Answer(said()), &work(today, actor))?)
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.answer.as_ref().map(|answer| &answer.act)])
    }
}
