//! How often somebody is written to: one reminder a day however much is due, and no more than a few messages altogether.

use super::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Messages to one account in a day at most; codes have limits of their own.
pub const MOST_A_DAY: u8 = 5;

/// What was sent to an account on the last day on which anything was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    day: Option<NaiveDate>,
    reminded: bool,
    sent: u8,
}

impl Pace {
    /// Takes one message of the day; false when the day's reminder has gone, or as many as there may be.
    #[must_use]
    pub fn take(&mut self, today: NaiveDate, template: Template) -> bool {
        // A day that lies ahead was written by a clock that was wrong: it counts no more than one that is past.
        if self.day != Some(today) {
            *self = Self { day: Some(today), reminded: false, sent: 0 };
        }
        let reminder = template == Template::Reminder;
        if self.sent >= MOST_A_DAY || reminder && self.reminded {
            return false;
        }
        self.sent += 1;
        self.reminded |= reminder;
        true
    }
}
