//! What a decision needs to know about the world (办理环境): who acts, on which day, by which calendar.

use super::{Act, Opinion, Party};
use crate::calendar::WorkCalendar;
use chrono::NaiveDate;

/// Who acts, and on which day.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
}

impl Context {
    /// What is put down of the step.
    pub fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }

    /// The same with words.
    pub fn opinion(&self, words: String) -> Opinion {
        Opinion { act: self.act(), words }
    }
}

/// Who acts, on which day, and the working days by which what follows is due.
#[derive(Debug, Clone)]
pub struct WorkContext<'a> {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
    /// Working days.
    pub calendar: &'a WorkCalendar,
}

impl WorkContext<'_> {
    /// What is put down of the step.
    pub fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }

    /// The same with words.
    pub fn opinion(&self, words: String) -> Opinion {
        Opinion { act: self.act(), words }
    }
}
