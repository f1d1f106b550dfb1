//! Giving data to an outsider (对外提供, 第二十五条): never without the written approval of the competent authority. A registrar or an official asks,
//! the authority's registrar examines, its leader approves, three different persons. What was approved is fetched a counted number of times
//! until a day, and the recipient returns or destroys it in the end.
//!
//! As with a case the life is a pure state machine: [`Disclosure::decide`] answers a command with events or refusals, and
//! [`Disclosure::apply`] folds an event into the state.

mod kind;
mod life;
#[cfg(test)]
mod tests;

pub use crate::matter::{Opinion, WorkContext as Context};
pub use kind::{DataClass, DisclosureState, Ending, Ground, RecipientKind};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::id::{PersonId, UnitId};
use crate::matter::{Act, Deadline, Holder, Matter, MatterKind, Office, Proof, Subject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Working days for each step of the competent authority. The regulation is silent: this system's default (本系统默认值), which is what it
/// gives each party elsewhere (第十四条, 第二十一条).
pub const STEP_WORKING_DAYS: u32 = 10;
/// Most characters of a text.
pub const WORDS_MAX: usize = 500;
/// Most downloads of one approval.
pub const DOWNLOADS_MAX: u32 = 5;
/// Most days an approval can be used for fetching.
pub const FETCH_DAYS_MAX: u32 = 30;
/// Most days the recipient may keep the data.
pub const KEEP_DAYS_MAX: u32 = 366;
/// Scans of the recipient's letter, and of what shows that the data is gone.
pub const SCANS_MAX: usize = 6;
/// Most pupils of one request by list.
pub const LIST_MAX: usize = 500;

/// Who gets the data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// 单位名称
    pub name: String,
    /// What it is.
    pub kind: Option<RecipientKind>,
    /// 联系人
    pub contact: String,
    /// 联系电话
    pub phone: String,
    /// 来函文号
    pub letter: String,
}

/// Whose data, all of one school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// 全校
    School,
    /// One grade (1–12).
    Grade(u8),
    /// One class.
    Class(u8, String),
    /// These pupils.
    List(Vec<PersonId>),
    /// Those whose identity waits for the population register (待核验, 第五条): what leaves is a request file of four items, no list.
    Unverified,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// 编号
    pub number: String,
    /// The unit that asks.
    pub asker: Office,
    /// The school whose pupils are meant.
    pub school: Office,
    /// Its competent authority.
    pub handler: Office,
    /// Who gets the data.
    pub recipient: Recipient,
    /// 用途
    pub purpose: String,
    /// The ground in law.
    pub ground: Option<Ground>,
    /// The document or provision that ground is shown by.
    pub proof_of_ground: String,
    /// Which items.
    pub classes: BTreeSet<DataClass>,
    /// Why the recipient cannot do without the sensitive ones.
    pub necessity: String,
    /// Whose.
    pub people: People,
    /// Days the recipient may keep the data, from the first download.
    pub keep_days: u32,
    /// Scans of the recipient's letter (来函).
    pub letters: Vec<Proof>,
}

/// A request and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// 编号
    pub number: String,
    /// Who asked, and when.
    pub asked: Act,
    /// The unit that asks.
    pub asker: Office,
    /// The school whose pupils are meant.
    pub school: Office,
    /// Its competent authority, which decides.
    pub handler: Office,
    /// Who gets the data.
    pub recipient: Recipient,
    /// 用途
    pub purpose: String,
    /// The ground in law.
    pub ground: Ground,
    /// The document or provision that ground is shown by.
    pub proof_of_ground: String,
    /// Which items.
    pub classes: BTreeSet<DataClass>,
    /// Why the recipient cannot do without the sensitive ones.
    pub necessity: String,
    /// Whose.
    pub people: People,
    /// Days the recipient may keep the data.
    pub keep_days: u32,
    /// Scans of the recipient's letter (来函).
    pub letters: Vec<Proof>,
    /// Where it stands.
    pub state: DisclosureState,
    /// By when the step that waits is to be taken.
    pub due: Deadline,
    /// What the registrar found.
    pub examined: Option<Opinion>,
    /// 批准
    pub approval: Option<Approval>,
    /// Why it was refused, withdrawn or taken back.
    pub ended: Option<Opinion>,
    /// Every download, oldest first.
    pub downloads: Vec<Download>,
    /// What the recipient did with the data in the end.
    pub settled: Option<Settlement>,
}

/// 对外提供批准书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who approved, when, and with which words.
    pub opinion: Opinion,
    /// Last day on which it may be fetched.
    pub until: NaiveDate,
    /// How often.
    pub downloads: u32,
}

/// One download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Who, and on which day.
    pub act: Act,
    /// Of how many pupils.
    pub pupils: u32,
}

/// That the recipient returned or destroyed what it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who registered it.
    pub act: Act,
    /// Which of the two.
    pub ending: Ending,
    /// By what it is shown: 回执文号, 销毁证明.
    pub words: String,
    /// Its scans.
    pub proofs: Vec<Proof>,
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 审查: the handler's registrar finds it in order.
    Examine(String),
    /// 批准: the handler's leader.
    Approve {
        /// Words.
        words: String,
        /// Days from today in which it may be fetched.
        days: u32,
        /// How often.
        downloads: u32,
    },
    /// 不予批准: the registrar before, the leader after the examination.
    Refuse(String),
    /// 撤回: whoever asked, before it is decided.
    Withdraw(String),
    /// 撤销批准: the handler's leader.
    Revoke(String),
    /// 下载: the unit that asked.
    Fetch {
        /// Of how many pupils.
        pupils: u32,
    },
    /// 登记返还或销毁: the unit that asked.
    Settle {
        /// Which of the two.
        ending: Ending,
        /// By what it is shown.
        words: String,
        /// Its scans.
        proofs: Vec<Proof>,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureEvent {
    /// It was found in order; the approval is due.
    Examined(Opinion, Deadline),
    /// It was approved.
    Approved(Approval),
    /// It was refused.
    Refused(Opinion),
    /// It was withdrawn.
    Withdrawn(Opinion),
    /// The approval was taken back.
    Revoked(Opinion),
    /// It was fetched.
    Fetched(Download),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Deadline),
    /// The data is gone from the recipient.
    Settled(Settlement),
    /// The school answers to another authority.
    HandedOver {
        /// The one that handled the request before.
        from: UnitId,
        /// The one that handles it.
        to: Office,
        /// By when it examines it from the beginning; none where nothing is left to decide.
        due: Option<Deadline>,
    },
}

impl Disclosure {
    /// Who has to act next; nobody when it is decided.
    pub fn waiting(&self) -> Option<(&Office, Role)> {
        match self.state {
            DisclosureState::Asked => Some((&self.handler, Role::Registrar)),
            DisclosureState::Examined => Some((&self.handler, Role::Leader)),
            _ => None,
        }
    }

    /// Every scan that was filed with it.
    pub fn scans(&self) -> impl Iterator<Item = &Proof> {
        self.letters.iter().chain(self.settled.iter().flat_map(|settled| &settled.proofs))
    }

    /// Whether the recipient has anything.
    pub fn is_given(&self) -> bool {
        !self.downloads.is_empty()
    }

    /// By when the recipient has to return or destroy it; none while it has nothing.
    pub fn return_by(&self) -> Option<NaiveDate> {
        Some(self.downloads.first()?.act.on + chrono::Days::new(u64::from(self.keep_days)))
    }

    /// By when somebody has to act: the authority to decide, the asking unit to see what it gave away returned or destroyed. None when
    /// there is nothing to do.
    pub fn open_due(&self) -> Option<Due> {
        if self.waiting().is_some() {
            return Some(self.due.due());
        }
        let date = self.return_by().filter(|_| self.settled.is_none())?;
        Some(Due { date, provisional: false })
    }

    /// What follows for the open deadline when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<DisclosureEvent> {
        self.waiting()?;
        self.due.recount(calendar).map(DisclosureEvent::Recounted)
    }

    /// Where it stands, in Chinese; what was given away is told apart while nobody has said what became of it.
    pub fn standing(&self) -> &'static str {
        if self.waiting().is_none() && self.is_open() {
            "待登记返还或销毁"
        } else {
            self.state.label()
        }
    }

    /// Whether that day has passed without word of it.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.settled.is_none() && self.return_by().is_some_and(|day| today > day)
    }

    /// How often it may still be fetched today.
    pub fn downloads_left(&self, today: NaiveDate) -> u32 {
        let approval = self.approval.as_ref().filter(|_| self.state == DisclosureState::Approved);
        let approval = approval.filter(|approval| today <= approval.until);
        let used = u32::try_from(self.downloads.len()).unwrap_or(u32::MAX);
        approval.map_or(0, |approval| approval.downloads.saturating_sub(used))
    }
}

impl Matter for Disclosure {
    fn kind(&self) -> MatterKind {
        MatterKind::Disclosure
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.asker.unit.clone())
    }

    /// The authority that decides; once something was given away, whoever may register at the asking unit that it is gone.
    fn holders(&self) -> Vec<Holder> {
        if let Some(waiting) = self.waiting() {
            return vec![Holder::desk(waiting)];
        }
        if !self.is_open() {
            return Vec::new();
        }
        // Schools have no officials.
        let roles: &[Role] = match self.asker.unit.is_school() {
            true => &[Role::Registrar],
            false => &[Role::Registrar, Role::Official],
        };
        roles.iter().map(|role| Holder::desk((&self.asker, *role))).collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_due()
    }

    fn is_open(&self) -> bool {
        self.waiting().is_some() || (self.is_given() && self.settled.is_none())
    }

    fn sent_back(&self) -> bool {
        false
    }
}
