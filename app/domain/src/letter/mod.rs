//! Official letters (公文往来): whatever units owe each other in writing. One life for all kinds: owed, drafted by the sender's
//! registrar, signed by its leader, receipted by the receiver.
//!
//! As with a case the life is a pure state machine: [`Letter::decide`] answers a command with events or refusals, and
//! [`Letter::apply`] folds an event into the state.

mod content;
mod kind;
mod life;
mod words;

pub use crate::matter::{Act, Delivery, Office, PIECES_MAX};
pub use content::{
    ArchiveHandOver, Content, DropOut, Enclosures, HukouHandOver, Line, PupilFacts, TermTransfers, WORDS_MAX,
};
pub use kind::{
    ARCHIVE_MONTHS, DROP_OUT_WORKING_DAYS, LetterKind, RECEIPT_WORKING_DAYS, TERM_END_AHEAD_DAYS,
    TERM_END_CATCH_UP_DAYS, TERM_END_WORKING_DAYS,
};

use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::id::{LetterId, PersonId};
use crate::matter::{Holder, Matter, MatterKind, Party, Subject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// 待拟稿: with the sender's registrar
    Owed,
    /// 待签发: with the sender's leader
    Drafted,
    /// 待签收: sent, the receipt is awaited
    Signed,
    /// 已签收
    Received,
    /// 已终止: the pupil stays, so nothing is handed over
    Cancelled,
}

impl LetterState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Owed, Self::Drafted, Self::Signed, Self::Received, Self::Cancelled];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owed => "待拟稿",
            Self::Drafted => "待签发",
            Self::Signed => "待签收",
            Self::Received => "已签收",
            Self::Cancelled => "已终止",
        }
    }

    /// Whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Received | Self::Cancelled)
    }

    /// Whether the sender owes it no more: it has left, so that the receiver may read it, or it never will.
    pub fn is_sent(self) -> bool {
        !matches!(self, Self::Owed | Self::Drafted)
    }
}

/// 签收
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who recorded it.
    pub recorded: Act,
    /// 签收人
    pub received_by: String,
    /// 签收日期
    pub on: NaiveDate,
    /// 实收件数, where something was handed over.
    pub pieces: Option<u32>,
    /// 备注
    pub note: String,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its id.
    pub id: LetterId,
    /// 发文字号, given with the signature.
    pub number: Option<String>,
    /// 发文单位
    pub from: Office,
    /// 主送单位
    pub to: Office,
    /// The pupil it is about, if it is about one.
    pub about: Option<PersonId>,
    /// Since when it is owed.
    pub owed_on: NaiveDate,
    /// What stands in it.
    pub content: Content,
    /// Where it stands.
    pub state: LetterState,
    /// 拟稿
    pub drafted: Option<Act>,
    /// Why the leader returned the last draft.
    pub returned: Option<String>,
    /// 签发
    pub signed: Option<Act>,
    /// How it was sent.
    pub delivery: Option<Delivery>,
    /// By when it is to be sent, and once it is sent, receipted.
    pub due: Due,
    /// 签收
    pub receipt: Option<Receipt>,
    /// 逾期督办: the authority above whoever holds it, told once that the day has passed.
    #[serde(default)]
    pub urged: Option<Urged>,
    /// 终止: who ended it, and why.
    #[serde(default)]
    pub cancelled: Option<(Act, String)>,
}

/// 逾期督办
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urged {
    /// The authority that was told.
    pub above: Office,
    /// When.
    pub on: NaiveDate,
}

/// What somebody wants done with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 拟稿: the sender's registrar puts the content to the leader, the first time or again.
    Draft {
        /// The whole content, of the same kind.
        content: Box<Content>,
    },
    /// 退回修改: the sender's leader wants it written differently.
    Return {
        /// Why.
        reason: String,
    },
    /// 撤回拟稿: the sender's registrar takes the draft back while it is not signed.
    TakeBack,
    /// 签发: the sender's leader signs, and it is sent.
    Sign {
        /// 发文字号, allotted by the caller.
        number: String,
    },
    /// 签收: the receiver's registrar; of a paper delivery the sender's.
    Receive {
        /// 签收人
        received_by: String,
        /// 签收日期
        on: NaiveDate,
        /// 实收件数
        pieces: Option<u32>,
        /// 备注
        note: String,
    },
    /// 终止: the sender's leader ends a hand-over that is not to be, because the other side did not receive the pupil.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// What happened to a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterEvent {
    /// It was drafted.
    Drafted(Act, Box<Content>),
    /// The draft was returned.
    Returned(String),
    /// The draft was taken back by who drafts.
    TakenBack,
    /// It was signed and sent; the receipt is due.
    Signed(Act, String, Delivery, Due),
    /// It was receipted.
    Received(Receipt),
    /// It was ended.
    Cancelled(Act, String),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Due),
    /// The day passed, and the authority above whoever holds it was told.
    Urged(Urged),
}

/// What a decision needs to know about the world.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// Whether the receiving unit has a registrar here who could give the receipt.
    pub receiver_has_registrar: bool,
}

impl Letter {
    /// A letter that is owed from today on.
    pub fn owe(
        id: LetterId,
        from: Office,
        to: Office,
        about: Option<PersonId>,
        content: Content,
        on: NaiveDate,
        calendar: &WorkCalendar,
    ) -> Self {
        let due = content.due(on, calendar);
        Self {
            id,
            number: None,
            from,
            to,
            about,
            owed_on: on,
            content,
            state: LetterState::Owed,
            drafted: None,
            returned: None,
            signed: None,
            delivery: None,
            due,
            receipt: None,
            urged: None,
            cancelled: None,
        }
    }

    /// Which kind of letter this is.
    pub fn kind(&self) -> LetterKind {
        self.content.kind()
    }

    /// By when somebody has to act. Every open letter has this.
    pub fn due(&self) -> Option<Due> {
        self.state.is_open().then_some(self.due)
    }

    /// Who has to act now: unit and role. Every open letter has somebody.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match (self.state, self.delivery) {
            (LetterState::Owed, _) => Some((&self.from, Role::Registrar)),
            (LetterState::Drafted, _) => Some((&self.from, Role::Leader)),
            (LetterState::Signed, Some(Delivery::Paper)) => Some((&self.from, Role::Registrar)),
            (LetterState::Signed, _) => Some((&self.to, Role::Registrar)),
            (LetterState::Received | LetterState::Cancelled, _) => None,
        }
    }
}

impl Context<'_> {
    fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }
}

impl Matter for Letter {
    fn kind(&self) -> MatterKind {
        MatterKind::Letter
    }

    fn subject(&self) -> Subject {
        self.about.map_or_else(|| Subject::Unit(self.from.unit.clone()), Subject::Person)
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        Self::due(self)
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn sent_back(&self) -> bool {
        self.state == LetterState::Owed && self.returned.is_some()
    }
}

#[cfg(test)]
mod tests;
