//! Rating and complaint (好差评): how a guardian says that the own matter was handled well or badly. A bad rating, and what somebody complains
//! of, goes to the authority above the unit that handled the matter, which answers in words by a day. A rating is kept also where no
//! complaint can begin: an earlier one waits for its answer, there were three, or nobody is above.
//!
//! As with a case the life is a pure state machine: [`Complaint::decide`] answers a command with events or refusals, and
//! [`Complaint::apply`] folds an event into the state.

mod rating;
#[cfg(test)]
mod tests;

pub use crate::matter::{Opinion, WorkContext as Context};
pub use rating::{Rated, Rating, Ratings, Satisfaction};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::id::{AccountId, CaseId, PersonId};
use crate::matter::{
    Act, CaseKind, Checked, Deadline, Holder, Lifecycle, Matter, MatterKind, Office, Party, Subject,
};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Working days in which the authority answers. The regulation is silent: this system's default (本系统默认值), which is what it gives each party
/// elsewhere.
pub const COMPLAINT_WORKING_DAYS: u32 = 10;
/// Most complaints of one guardian about one matter.
pub const COMPLAINTS_MOST: usize = 3;
/// Most characters of what is said.
pub const WORDS_MOST: usize = 500;

/// Where a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintState {
    /// 待答复
    Open,
    /// 已答复
    Answered,
    /// 已撤回, by the guardian
    Withdrawn,
}

impl ComplaintState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Withdrawn];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "待答复",
            Self::Answered => "已答复",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }
}

/// The matter a complaint is about, as it is known when somebody complains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// The case.
    pub case: CaseId,
    /// 办件编号
    pub number: String,
    /// Which kind it is.
    pub kind: CaseKind,
    /// The child.
    pub person: PersonId,
    /// The unit that holds it, or took its last step.
    pub by: Office,
    /// Who took a step of it so far: they do not answer.
    pub took_part: Vec<AccountId>,
}

/// A complaint (投诉).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// The matter it is about.
    pub handled: Handled,
    /// The authority above the unit that handled it, which answers.
    pub above: Office,
    /// The guardian.
    pub by: Party,
    /// How the guardian rated the matter, where the complaint is a bad rating.
    pub rating: Option<Rating>,
    /// In the guardian's words.
    pub words: String,
    /// The day.
    pub on: NaiveDate,
    /// Where it stands.
    pub state: ComplaintState,
    /// By when it is to be answered.
    pub due: Deadline,
    /// The answer.
    pub answer: Option<Opinion>,
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 答复
    Answer(String),
    /// 撤回
    Withdraw,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintEvent {
    /// It was answered.
    Answered(Opinion),
    /// The guardian took it back before it was answered.
    Withdrawn(Act),
    /// The day was counted again with newly announced working days.
    Recounted(Deadline),
}

/// Who answers: either desk of the authority.
const ANSWERED_BY: [Role; 2] = [Role::Registrar, Role::Leader];

fn life() -> Lifecycle {
    Lifecycle::by_procedure("这件投诉").words_max(WORDS_MOST)
}

/// What a guardian says, as it is kept: trimmed, and neither empty nor too long.
fn said(text: &str, what: &str, remedy: &str) -> Checked<String> {
    let words = crate::text::words(text).text;
    if words.chars().count() > WORDS_MOST {
        let what = format!("最多写 {WORDS_MOST} 个字。");
        return life().refuse(RefusalCode::Words, what, "请写短一些再提交。");
    }
    life().words(&words, RefusalCode::Words, what, remedy)
}

impl Complaint {
    /// Whether a guardian may complain of what the unit handled. `before`: the guardian's earlier ones about the same matter.
    ///
    /// # Errors
    /// `above` where the unit is its own authority; `complained` while an earlier one waits for its answer, `too_many_complaints`.
    pub fn may_begin(by: &Office, above: &Office, before: &[ComplaintState]) -> Checked<()> {
        if above.unit == by.unit || above.unit.is_school() {
            let what = "这件事没有上一级部门可以投诉。";
            return life().refuse(RefusalCode::Above, what, "请打电话给办理的单位。");
        }
        if before.iter().any(|state| state.is_open()) {
            let what = "您对这件事的投诉还没有答复。";
            return Err(vec![Refusal::of(RefusalCode::Complained, what)]);
        }
        if before.len() >= COMPLAINTS_MOST {
            let what = format!("同一件事最多投诉 {COMPLAINTS_MOST} 次。");
            return Err(vec![Refusal::of(RefusalCode::TooManyComplaints, what)]);
        }
        Ok(())
    }

    /// One that begins today. `before`: the guardian's earlier ones about the same matter.
    ///
    /// # Errors
    /// As [`Complaint::may_begin`]; `words`.
    pub fn made(
        handled: Handled,
        above: Office,
        rating: Option<Rating>,
        words: &str,
        before: &[ComplaintState],
        context: &Context<'_>,
    ) -> Checked<Self> {
        Self::may_begin(&handled.by, &above, before)?;
        let words = said(words, "还没有写哪里不满意。", "请写明事情的经过和您的要求。")?;
        Ok(Self {
            handled,
            above,
            by: context.actor.clone(),
            rating,
            words,
            on: context.today,
            state: ComplaintState::Open,
            due: Deadline::after(context.today, COMPLAINT_WORKING_DAYS, context.calendar),
            answer: None,
        })
    }

    /// The same with whoever has had a hand in the matter since: it goes on while the complaint waits, and who decides it meanwhile does
    /// not answer either.
    #[must_use]
    pub fn with_hands(mut self, since: impl IntoIterator<Item = AccountId>) -> Self {
        for account in since {
            if !self.handled.took_part.contains(&account) {
                self.handled.took_part.push(account);
            }
        }
        self
    }

    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people: `out_of_state`, `not_your_step`, `four_eyes` for who took a step of the matter, `words`. Only who made it takes it
    /// back.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Checked<Vec<ComplaintEvent>> {
        life().in_state(self.state, ComplaintState::label, &[ComplaintState::Open])?;
        let words = match command {
            Command::Answer(words) => words,
            Command::Withdraw => {
                life().taken_back_by(&context.actor, &self.by, false)?;
                return Ok(vec![ComplaintEvent::Withdrawn(context.act())]);
            }
        };
        life().step_of_unit(&context.actor, &self.above.unit, &self.above.name, &ANSWERED_BY)?;
        let what = "办理过这件事的人不能答复对它的投诉。";
        let took_part = self.handled.took_part.iter().copied();
        context
            .actor
            .apart_from(took_part, what, "请由本单位另一名人员答复。")
            .map_err(|refusal| vec![refusal])?;
        let words = said(&words, "没有写答复的内容。", "请写明核实的情况和处理的结果。")?;
        Ok(vec![ComplaintEvent::Answered(context.opinion(words))])
    }

    /// Folds one event into the state. Events come from [`Complaint::decide`]; replaying them gives the same complaint.
    #[must_use]
    pub fn apply(mut self, event: &ComplaintEvent) -> Self {
        match event {
            ComplaintEvent::Answered(opinion) => {
                self.answer = Some(opinion.clone());
                self.state = ComplaintState::Answered;
            }
            ComplaintEvent::Withdrawn(_) => self.state = ComplaintState::Withdrawn,
            ComplaintEvent::Recounted(due) => self.due = *due,
        }
        self
    }

    /// What follows for the open day when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<ComplaintEvent> {
        let due = self.state.is_open().then(|| self.due.recount(calendar))??;
        Some(ComplaintEvent::Recounted(due))
    }
}

impl Matter for Complaint {
    fn kind(&self) -> MatterKind {
        MatterKind::Complaint
    }

    /// The unit that handled what is complained of: that is where it is told.
    fn subject(&self) -> Subject {
        Subject::Unit(self.handled.by.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let open = ANSWERED_BY.iter().filter(|_| self.state.is_open());
        open.map(|role| Holder::of_unit(&self.above.unit, *role)).collect()
    }

    fn due(&self) -> Option<Due> {
        self.state.is_open().then(|| self.due.due())
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
