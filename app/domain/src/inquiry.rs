//! Looking into an alarm (查阅异常核查, 第二十五条): an account looked at more records than is usual on a day. The leader of its unit, or an
//! audit administrator, says what was found; an audit administrator who is another person confirms it. Nobody looks into the own looks.
//!
//! As with a case the life is a pure state machine: [`Inquiry::decide`] answers a command with events or refusals, and
//! [`Inquiry::apply`] folds an event into the state.

pub use crate::matter::{Opinion, WorkContext as Context};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::id::{AccountId, UnitId};
use crate::matter::{
    Act, Checked, Deadline, Holder, Lifecycle, Matter, MatterKind, Office, Subject, TwoSteps,
};
use crate::refusal::RefusalCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Working days of each step. The regulation is silent: this system's default (本系统默认值), which is what it gives each party elsewhere.
pub const INQUIRY_WORKING_DAYS: u32 = 10;
/// Most characters of what is said.
const WORDS_MAX: usize = 500;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmFinding {
    /// 正常工作
    Normal,
    /// 越权: looked at what the work did not need
    Exceeded,
    /// 账号被盗用
    Stolen,
    /// 其他
    Other,
}

impl AlarmFinding {
    /// Every finding.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Exceeded, Self::Stolen, Self::Other];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Normal => "正常工作",
            Self::Exceeded => "越权查阅",
            Self::Stolen => "账号被盗用",
            Self::Other => "其他",
        }
    }

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Exceeded => "exceeded",
            Self::Stolen => "stolen",
            Self::Other => "other",
        }
    }

    /// The finding with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.key() == key)
    }

    /// Whether it is a sign of 第二十七条第七项, of an authority 第二十六条.
    pub fn is_violation(self) -> bool {
        self == Self::Exceeded
    }
}

/// Where an inquiry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryState {
    /// 待核查: with the leader of the unit
    Open,
    /// 待确认: with the audit administrator
    Found,
    /// 已查结
    Closed,
}

impl InquiryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Found, Self::Closed];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "待核查",
            Self::Found => "待确认",
            Self::Closed => "已查结",
        }
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        self != Self::Closed
    }
}

/// What somebody found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Which of the four.
    pub finding: AlarmFinding,
    /// Who, when, in which words.
    pub opinion: Opinion,
}

/// An inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Whose looks.
    pub about: AccountId,
    /// The unit it worked in.
    pub unit: Office,
    /// The authority whose audit administrator confirms: the unit itself, or of a school its authority.
    pub auditor: Office,
    /// The day of the looks.
    pub day: NaiveDate,
    /// How many they were on all of that day.
    pub looks: u64,
    /// Where it stands.
    pub state: InquiryState,
    /// By when the step that waits is to be taken.
    pub due: Deadline,
    /// What was found last.
    pub found: Option<Found>,
    /// Why the last finding was sent back.
    pub returned: Option<Opinion>,
    /// Who confirmed.
    pub confirmed: Option<Act>,
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 登记核查结果
    Find {
        /// Which of the four.
        finding: AlarmFinding,
        /// In words.
        words: String,
    },
    /// 确认
    Confirm,
    /// 退回
    Return(String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryEvent {
    /// Something was found; the confirmation is due.
    Found(Found, Deadline),
    /// It was confirmed.
    Confirmed(Act),
    /// It was sent back.
    Returned(Opinion, Deadline),
    /// The open day was counted again with newly announced working days.
    Recounted(Deadline),
    /// The school answers to another authority, whose audit administrators confirm from now on.
    HandedOver {
        /// The one whose they were before.
        from: UnitId,
        /// The one whose they are.
        to: Office,
    },
}

/// Nobody looks into the own looks, and who says what was found does not confirm it.
const OWN: TwoSteps =
    TwoSteps { first: "查阅", second: "核查", other: "其他主管领导或审计管理员" };
const CONFIRMED: TwoSteps = TwoSteps { first: "核查", second: "确认", other: "另一名审计管理员" };

fn life() -> Lifecycle {
    Lifecycle::of("这件查阅异常核查", 25).words_max(WORDS_MAX)
}

fn due(context: &Context<'_>) -> Deadline {
    Deadline::after(context.today, INQUIRY_WORKING_DAYS, context.calendar)
}

impl Inquiry {
    /// One that begins today.
    pub fn begun(
        about: AccountId,
        (unit, auditor): (Office, Office),
        (day, looks): (NaiveDate, u64),
        today: NaiveDate,
        calendar: &WorkCalendar,
    ) -> Self {
        Self {
            about,
            unit,
            auditor,
            day,
            looks,
            state: InquiryState::Open,
            due: Deadline::after(today, INQUIRY_WORKING_DAYS, calendar),
            found: None,
            returned: None,
            confirmed: None,
        }
    }

    /// Who has to act next; nobody when it is over. The audit administrator may do the leader's step: the looks may be the leader's own.
    pub fn waiting(&self) -> Vec<(&Office, Role)> {
        match self.state {
            InquiryState::Open => vec![(&self.unit, Role::Leader), (&self.auditor, Role::AuditAdmin)],
            InquiryState::Found => vec![(&self.auditor, Role::AuditAdmin)],
            InquiryState::Closed => Vec::new(),
        }
    }

    /// What was found and confirmed.
    pub fn outcome(&self) -> Option<AlarmFinding> {
        self.confirmed.as_ref().and_then(|_| Some(self.found.as_ref()?.finding))
    }

    /// What the command would do. That an audit administrator acts on a unit of his subtree only, the service has seen to.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Checked<Vec<InquiryEvent>> {
        match command {
            Command::Find { finding, words } => {
                self.in_state(InquiryState::Open)?;
                if context.actor.role != Role::AuditAdmin {
                    life().step_of(&context.actor, &self.unit, Role::Leader)?;
                }
                OWN.apart(&context.actor, [self.about])?;
                let words = life().words(
                    &words,
                    RefusalCode::Words,
                    "没有写明核查的情况。",
                    "请写明为什么查阅、怎样核实的。",
                )?;
                let found = Found { finding, opinion: context.opinion(words) };
                Ok(vec![InquiryEvent::Found(found, due(context))])
            }
            Command::Confirm => {
                self.to_confirm(context)?;
                Ok(vec![InquiryEvent::Confirmed(context.act())])
            }
            Command::Return(words) => {
                self.to_confirm(context)?;
                let words = life().returned(&words)?;
                Ok(vec![InquiryEvent::Returned(context.opinion(words), due(context))])
            }
        }
    }

    fn to_confirm(&self, context: &Context<'_>) -> Checked {
        self.in_state(InquiryState::Found)?;
        if context.actor.role != Role::AuditAdmin {
            life().step_of(&context.actor, &self.auditor, Role::AuditAdmin)?;
        }
        OWN.apart(&context.actor, [self.about])?;
        CONFIRMED.apart(&context.actor, self.found.as_ref().map(|found| found.opinion.act.by.account))
    }

    /// Folds one event into the state. Events come from [`Inquiry::decide`]; replaying them gives the same inquiry.
    #[must_use]
    pub fn apply(mut self, event: &InquiryEvent) -> Self {
        match event {
            InquiryEvent::Found(found, due) => {
                self.found = Some(found.clone());
                self.returned = None;
                self.due = *due;
                self.state = InquiryState::Found;
            }
            InquiryEvent::Confirmed(act) => {
                self.confirmed = Some(act.clone());
                self.state = InquiryState::Closed;
            }
            InquiryEvent::Returned(opinion, due) => {
                self.returned = Some(opinion.clone());
                self.due = *due;
                self.state = InquiryState::Open;
            }
            InquiryEvent::Recounted(due) => self.due = *due,
            InquiryEvent::HandedOver { to, .. } => self.auditor = to.clone(),
        }
        self
    }

    /// What follows for the open day when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<InquiryEvent> {
        let due = self.state.is_open().then(|| self.due.recount(calendar))??;
        Some(InquiryEvent::Recounted(due))
    }

    /// What follows when the school comes to answer to another authority: nothing where the old one had no part in it.
    pub fn handed_over(&self, from: &UnitId, to: &Office) -> Option<InquiryEvent> {
        let moves = self.state.is_open() && self.auditor.unit == *from;
        moves.then(|| InquiryEvent::HandedOver { from: from.clone(), to: to.clone() })
    }

    fn in_state(&self, state: InquiryState) -> Checked {
        life().in_state(self.state, InquiryState::label, &[state])
    }
}

impl Matter for Inquiry {
    fn kind(&self) -> MatterKind {
        MatterKind::AlarmInquiry
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.unit.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting().into_iter().map(Holder::desk).collect()
    }

    fn due(&self) -> Option<Due> {
        self.state.is_open().then(|| self.due.due())
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn sent_back(&self) -> bool {
        self.state == InquiryState::Open && self.returned.is_some()
    }
}

#[cfg(test)]
mod tests;
