//! The life of a package on the side that hands over: the registrar asks, the leader releases, it is fetched until it expires.

use super::{Context, DECIDED, HandOver, life, refusal, words};
use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::id::PersonId;
use crate::matter::{Act, Deadline, Holder, Matter, MatterKind, Office, Opinion, Subject};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingState {
    /// 待放行
    Asked,
    /// 已放行
    Released,
    /// 不予放行
    Refused,
    /// 已过期: the file is gone
    Expired,
}

impl OutgoingState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "待放行",
            Self::Released => "已放行",
            Self::Refused => "不予放行",
            Self::Expired => "已过期",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Released => "released",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }
}

/// What was made at the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Bytes of the sealed package.
    pub bytes: u64,
    /// SHA-256 of it, hex.
    pub sha256: String,
    /// How many files are in it, the manifest not counted.
    pub files: usize,
    /// The pupil's journal in it: entries, and the head.
    pub entries: u64,
    /// Hash of the last one.
    pub head: String,
    /// 签名校验码
    pub fingerprint: String,
    /// The last day on which it can be fetched.
    pub expires_on: NaiveDate,
}

/// A package that is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// 档案包编号
    pub number: String,
    /// Whose archive.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// The school that hands over.
    pub from: Office,
    /// On what it rests.
    pub basis: HandOver,
    /// Who asked.
    pub asked: Act,
    /// Where it stands.
    pub state: OutgoingState,
    /// By when it is to be released or refused.
    pub due: Deadline,
    /// Who released or refused it; words only where it was refused.
    pub decided: Option<Opinion>,
    /// What was made.
    pub made: Option<Made>,
    /// Who fetched it.
    pub fetched: Vec<Act>,
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingCommand {
    /// 放行
    Release(Made),
    /// 不予放行: why
    Refuse(String),
    /// 下载
    Fetch,
    /// The days are over.
    Expire,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingEvent {
    /// It was released, and made.
    Released(Act, Made),
    /// It was refused.
    Refused(Opinion),
    /// It was fetched.
    Fetched(Act),
    /// The open deadline was counted again with newly announced working days.
    Recounted(Deadline),
    /// It expired.
    Expired,
}

impl Outgoing {
    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people.
    pub fn decide(
        &self,
        command: OutgoingCommand,
        context: &Context<'_>,
    ) -> Result<OutgoingEvent, Vec<Refusal>> {
        match command {
            OutgoingCommand::Release(made) => {
                self.may_decide(context)?;
                Ok(OutgoingEvent::Released(context.act(), made))
            }
            OutgoingCommand::Refuse(reason) => {
                self.may_decide(context)?;
                let words = words(&reason, "没有写明不予放行的原因。")?;
                Ok(OutgoingEvent::Refused(context.opinion(words)))
            }
            OutgoingCommand::Fetch => match (self.state, &self.made) {
                (OutgoingState::Released, Some(made)) if context.today <= made.expires_on => {
                    life(15).step_of(&context.actor, &self.from, Role::Registrar)?;
                    Ok(OutgoingEvent::Fetched(context.act()))
                }
                (OutgoingState::Released | OutgoingState::Expired, _) => {
                    Err(vec![Refusal::of(RefusalCode::Expired, "档案包已过下载期限。")])
                }
                _ => Err(vec![Refusal::of(RefusalCode::NotReleased, "档案包还没有放行。")]),
            },
            OutgoingCommand::Expire => match (self.state, &self.made) {
                (OutgoingState::Released, Some(made)) if context.today > made.expires_on => {
                    Ok(OutgoingEvent::Expired)
                }
                _ => Err(vec![Refusal::of(RefusalCode::NotExpired, "档案包还没有过期。")]),
            },
        }
    }

    /// Who has to act at the school that hands over: its leader decides, whom the competent authority's may stand in for; its registrar
    /// fetches what was released.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match self.state {
            OutgoingState::Asked => Some((&self.from, Role::Leader)),
            OutgoingState::Released if self.fetched.is_empty() => Some((&self.from, Role::Registrar)),
            OutgoingState::Released | OutgoingState::Refused | OutgoingState::Expired => None,
        }
    }

    /// By when: the day of the decision, then the last one on which the file can be fetched; none once it was.
    pub fn open_due(&self) -> Option<Due> {
        let expires = || Some(Due { date: self.made.as_ref()?.expires_on, provisional: false });
        self.waiting_for()?;
        if self.state == OutgoingState::Asked { Some(self.due.due()) } else { expires() }
    }

    /// What follows for the open deadline when a year is announced ([`Deadline::recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<OutgoingEvent> {
        if self.state != OutgoingState::Asked {
            return None;
        }
        self.due.recount(calendar).map(OutgoingEvent::Recounted)
    }

    /// Whether the actor may release it or refuse: a leader, and not who asked.
    ///
    /// # Errors
    /// Refusals for people.
    pub fn may_decide(&self, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        life(15).in_state(self.state, OutgoingState::label, &[OutgoingState::Asked])?;
        if context.actor.role != Role::Leader {
            return Err(vec![refusal(
                RefusalCode::Role,
                15,
                "档案包由主管领导放行。",
                "请等待主管领导办理。",
            )]);
        }
        DECIDED.apart(&context.actor, [self.asked.by.account])
    }

    /// Folds an event into the state.
    #[must_use]
    pub fn apply(mut self, event: &OutgoingEvent) -> Self {
        match event {
            OutgoingEvent::Released(act, made) => {
                self.state = OutgoingState::Released;
                self.decided = Some(Opinion { act: act.clone(), words: String::new() });
                self.made = Some(made.clone());
            }
            OutgoingEvent::Refused(opinion) => {
                self.state = OutgoingState::Refused;
                self.decided = Some(opinion.clone());
            }
            OutgoingEvent::Fetched(act) => self.fetched.push(act.clone()),
            OutgoingEvent::Recounted(due) => self.due = *due,
            OutgoingEvent::Expired => self.state = OutgoingState::Expired,
        }
        self
    }
}

impl Matter for Outgoing {
    fn kind(&self) -> MatterKind {
        MatterKind::Package
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.open_due()
    }

    fn is_open(&self) -> bool {
        self.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
