//! The hand-over (移交, 第十五条): the list of pieces, the seal, the receiver's check of each piece, what became of differences.
//!
//! The deadline is the letter's: a hand-over belongs to one letter and has none of its own. What may be done with it: `sealing.rs`.

use super::{Context, Dossier, Piece};
use crate::id::{LetterId, PersonId, UnitId};
use crate::matter::{Act, Delivery};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most characters of a line that the letter takes over.
const LINE_MAX: usize = 500;

/// Where a hand-over stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverState {
    /// 待密封: the list is made
    Listed,
    /// 待清点: sealed and on its way
    Sealed,
    /// 差异待处理: received with differences
    Differs,
    /// 已办结
    Closed,
    /// 已撤回: the list was taken back before the letter went out, and may be made again
    TakenBack,
}

impl HandOverState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Listed, Self::Sealed, Self::Differs, Self::Closed, Self::TakenBack];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Listed => "待密封",
            Self::Sealed => "待清点",
            Self::Differs => "差异待处理",
            Self::Closed => "已办结",
            Self::TakenBack => "已撤回",
        }
    }

    /// Whether the papers are with the receiver.
    pub fn is_received(self) -> bool {
        matches!(self, Self::Differs | Self::Closed)
    }

    /// Whether it has left the sender, so that the receiver may read it.
    pub fn is_sent(self) -> bool {
        self == Self::Sealed || self.is_received()
    }
}

/// What the receiver found of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// 已收到
    Received,
    /// 缺少
    Missing,
    /// 破损
    Damaged,
}

impl Check {
    /// Every finding.
    pub const ALL: [Self; 3] = [Self::Received, Self::Missing, Self::Damaged];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "已收到",
            Self::Missing => "缺少",
            Self::Damaged => "破损",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
        }
    }

    /// The finding with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.key() == key)
    }
}

/// A piece on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPiece {
    /// The piece as the sender listed it.
    pub piece: Piece,
    /// What the receiver found.
    pub check: Option<Check>,
    /// How a difference was settled.
    pub settled: Option<Settlement>,
}

impl CheckedPiece {
    /// Whether a difference still waits.
    pub fn is_open(&self) -> bool {
        matches!(self.check, Some(Check::Missing | Check::Damaged)) && self.settled.is_none()
    }

    /// Whether the receiver has it.
    pub fn arrived(&self) -> bool {
        matches!(self.check, Some(Check::Received | Check::Damaged))
            || self.settled.as_ref().is_some_and(|settled| settled.supplemented)
    }
}

/// 密封
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// 密封条编号
    pub number: String,
    /// 移交人
    pub signatory: String,
    /// 移交日期
    pub on: NaiveDate,
    /// 纸质送达: the receiver has nobody here, so the sender's registrar records what the paper receipt says.
    pub on_paper: bool,
    /// Who confirmed it here.
    pub confirmed: Act,
}

/// 差异处理
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// 已补交; otherwise it stays as it is, with the note.
    pub supplemented: bool,
    /// 说明
    pub note: String,
    /// Who settled it.
    pub by: Act,
}

/// One hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The letter that carries the deadline.
    pub letter: LetterId,
    /// The pupil.
    pub person: PersonId,
    /// The sender.
    pub from: UnitId,
    /// The receiver.
    pub to: UnitId,
    /// 移交清单
    pub pieces: Vec<CheckedPiece>,
    /// Who made the list.
    pub listed: Act,
    /// 密封
    pub seal: Option<Seal>,
    /// The receiver's receipt.
    pub received: Option<Act>,
    /// Where it stands.
    pub state: HandOverState,
}

/// What somebody wants done with a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOverCommand {
    /// 确认密封移交: the sender's leader.
    Seal {
        /// 密封条编号
        number: String,
        /// 移交人
        signatory: String,
        /// 移交日期
        on: NaiveDate,
        /// How the letter that goes with it was sent; none while it is not signed.
        delivery: Option<Delivery>,
    },
    /// 撤回清单: the sender's registrar, before the letter is signed.
    TakeBack {
        /// Whether it is signed.
        letter_sent: bool,
    },
    /// 逐件清点: the receiver's registrar, every piece by its number. Of a paper delivery the sender's.
    Receive(BTreeMap<u32, Check>),
    /// 差异处理: the receiver's registrar.
    Settle {
        /// 件号
        no: u32,
        /// Whether the piece came afterwards.
        supplemented: bool,
        /// 说明
        note: String,
    },
}

/// What happened to a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverEvent {
    /// It was sealed and given away.
    Sealed(Seal),
    /// The list was taken back.
    TakenBack,
    /// It was checked piece by piece.
    Received(Act, BTreeMap<u32, Check>),
    /// One difference was settled.
    Settled(u32, Settlement),
}

impl HandOver {
    /// The list of what is in a dossier, which must have been put on it ([`super::DossierCommand::List`]).
    pub fn list(letter: LetterId, dossier: &Dossier, to: UnitId, context: &Context) -> Self {
        let pieces = dossier.current().cloned();
        Self {
            letter,
            person: dossier.person,
            from: dossier.school.clone(),
            to,
            pieces: pieces.map(|piece| CheckedPiece { piece, check: None, settled: None }).collect(),
            listed: context.act(),
            seal: None,
            received: None,
            state: HandOverState::Listed,
        }
    }

    /// 件数
    pub fn count(&self) -> u32 {
        u32::try_from(self.pieces.len()).unwrap_or(u32::MAX)
    }

    /// 页数
    pub fn pages(&self) -> u32 {
        self.pieces.iter().map(|listed| listed.piece.pages).sum()
    }

    /// 实收件数
    pub fn arrived(&self) -> u32 {
        u32::try_from(self.pieces.iter().filter(|listed| listed.arrived()).count()).unwrap_or(u32::MAX)
    }

    /// The titles in one line, as the letter names them.
    pub fn titles(&self) -> String {
        let titles: Vec<&str> = self.pieces.iter().map(|listed| listed.piece.title.as_str()).collect();
        titles.join("、").chars().take(LINE_MAX).collect()
    }

    /// The differences in one line; empty where there are none.
    pub fn differences(&self) -> String {
        let differ = self.pieces.iter().filter_map(|listed| {
            let check = listed.check.filter(|check| *check != Check::Received)?;
            Some(format!("第{}件《{}》{}", listed.piece.no, listed.piece.title, check.label()))
        });
        differ.collect::<Vec<_>>().join("；").chars().take(LINE_MAX).collect()
    }
}
