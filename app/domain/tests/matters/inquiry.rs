//! An alarm that is looked into, as a walk.

use super::shared::*;
use chrono::NaiveDate;
use domain::access::Role;
use domain::id::AccountId;
use domain::inquiry::{self, AlarmFinding, Inquiry};
use domain::matter::{Matter, Party};

pub(crate) struct InquiryWalk(Inquiry);

impl InquiryWalk {
    pub(crate) fn new() -> Self {
        let today = day("2026-09-07");
        let offices = (office(SCHOOL), office(COUNTY));
        Self(Inquiry::begun(account(20), offices, (today, 201), today, &CALENDAR))
    }
}

impl Walk for InquiryWalk {
    const COMMANDS: usize = 3;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => inquiry::Command::Find { finding: AlarmFinding::Normal, words: said() },
            1 => inquiry::Command::Confirm,
            _ => inquiry::Command::Return(said()),
        };
        does!(self.0, self.0.decide(command, &work(today, actor))?)
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.found.as_ref().map(|found| &found.opinion.act), self.0.confirmed.as_ref()])
    }

    fn people() -> Vec<Party> {
        let auditors = (1..3).map(|n| party(COUNTY, Role::AuditAdmin, n));
        let others = [
            party(SCHOOL, Role::Leader, 4),
            party(SCHOOL, Role::Registrar, 5),
            party(OTHER, Role::Leader, 8),
        ];
        auditors.chain(others).collect()
    }
}
