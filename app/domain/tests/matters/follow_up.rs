//! The follow-up of a child who has dropped out, as a walk.

use super::shared::*;
use chrono::NaiveDate;
use domain::access::Role;
use domain::calendar::term;
use domain::follow_up::{FollowUpDuty, FollowUpLook, FollowUpOutcome};
use domain::id::AccountId;
use domain::matter::{Matter, Party};

pub(crate) struct FollowUpWalk(FollowUpDuty);

/// What is found on a day: the school follows the child, or the county that has the archive.
fn found(today: NaiveDate, until: NaiveDate, by_county: bool, done: bool) -> FollowUpLook {
    FollowUpLook {
        today,
        term_ends: term(today).last_day(),
        until,
        last: done.then_some(today),
        follower: office(if by_county { COUNTY } else { SCHOOL }),
        school: office(SCHOOL),
    }
}

impl FollowUpWalk {
    pub(crate) fn new() -> Self {
        let look = found(day("2026-09-07"), day("2029-08-31"), false, false);
        Self(FollowUpDuty::begin(person(), day("2026-06-01"), look))
    }
}

impl Walk for FollowUpWalk {
    const COMMANDS: usize = 5;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, _: &Party, today: NaiveDate) -> Told {
        self.0 = match command {
            0 => self.0.looked_at(found(today, day("2029-08-31"), false, true)),
            1 => self.0.looked_at(found(today, day("2029-08-31"), true, false)),
            2 => self.0.looked_at(found(today, day("2029-08-31"), false, false)),
            // The years are over.
            3 => self.0.looked_at(found(today, day("2026-08-31"), false, false)),
            _ => self.0.ended(FollowUpOutcome::Returned, today),
        };
        Ok(())
    }

    /// What is done to bring a child back, and what a night finds, are no steps of this matter: it follows from them.
    fn is_free(&self, _: usize) -> bool {
        true
    }

    fn chain(&self) -> Vec<AccountId> {
        Vec::new()
    }

    fn people() -> Vec<Party> {
        vec![
            party(SCHOOL, Role::Registrar, 1),
            party(COUNTY, Role::Registrar, 2),
            party(SCHOOL, Role::Leader, 3),
        ]
    }
}
