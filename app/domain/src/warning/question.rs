//! 处置说明: when a unit is asked what it does about its warning, and the warning as a matter that waits for the answer.
//!
//! A 提示 says that people should look; from 关注 on somebody has to say what is done. The unit is asked once for a warning, and anew
//! when the level rises above the one it spoke of. What was asked stays asked when the figure falls a little; it is settled by the
//! answer, or by the end of the warning.

use super::{Level, Warning};
use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::matter::{Deadline, Holder, Matter, MatterKind, Subject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From this level on the unit says what it does.
pub const ASKED_FROM: Level = Level::Watch;
/// Working days in which it says so: this system's default (本系统默认值); the regulation asks for 预警 and sets no day.
pub const ANSWER_WORKING_DAYS: u32 = 5;
/// Who says it: the desks of the unit.
pub const ANSWERED_BY: [Role; 2] = [Role::Registrar, Role::Leader];

/// What a unit is asked about its warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The highest level the answer is about.
    pub level: Level,
    /// By when, counted from the day on which it was asked.
    pub due: Deadline,
    /// When the unit answered.
    pub answered_on: Option<NaiveDate>,
}

/// Where the answer to a warning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningState {
    /// 未解除: stands, and nobody is asked
    Standing,
    /// 待说明
    Asked,
    /// 已说明: stands, and the unit has answered
    Answered,
    /// 已解除
    Lifted,
}

impl WarningState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Standing => "未解除",
            Self::Asked => "待说明",
            Self::Answered => "已说明",
            Self::Lifted => "已解除",
        }
    }
}

impl Warning {
    /// Where the answer stands.
    pub fn state(&self) -> WarningState {
        match &self.question {
            _ if !self.stands() => WarningState::Lifted,
            None => WarningState::Standing,
            Some(question) if question.answered_on.is_none() => WarningState::Asked,
            Some(_) => WarningState::Answered,
        }
    }

    /// The question that is open, while the warning stands.
    pub fn open_question(&self) -> Option<&Question> {
        self.question.as_ref().filter(|_| self.state() == WarningState::Asked)
    }

    /// Asks the unit where the level of a day wants it.
    pub(super) fn ask(&mut self, on: NaiveDate, calendar: &WorkCalendar) {
        if !self.stands() || self.level < ASKED_FROM {
            return;
        }
        match &mut self.question {
            Some(open) if open.answered_on.is_none() => open.level = open.level.max(self.level),
            Some(answered) if answered.level >= self.level => {}
            _ => {
                let due = Deadline::after(on, ANSWER_WORKING_DAYS, calendar);
                self.question = Some(Question { level: self.level, due, answered_on: None });
            }
        }
    }

    /// The warning with the day of its open question counted again, when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<Self> {
        let open = self.open_question()?;
        let question = Question { due: open.due.recount(calendar)?, ..open.clone() };
        Some(Self { question: Some(question), ..self.clone() })
    }
}

impl Matter for Warning {
    fn kind(&self) -> MatterKind {
        MatterKind::Warning
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let asked = self.open_question().is_some();
        ANSWERED_BY.iter().filter(|_| asked).map(|role| Holder::of_unit(&self.unit, *role)).collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_question().map(|question| question.due.due())
    }

    fn is_open(&self) -> bool {
        self.open_question().is_some()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
