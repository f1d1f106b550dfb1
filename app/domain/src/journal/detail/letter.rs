//! Details of what happened to a letter about a pupil (公文). What stands in the letter stays in the letter.

use super::Event;
use crate::id::LetterId;
use crate::letter::{Letter, LetterKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A letter as it stood when the journal was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTold {
    /// Which letter.
    pub letter: LetterId,
    /// Its kind, whose name is the title.
    pub kind: LetterKind,
    /// 文号, once it is signed.
    pub number: Option<String>,
    /// Who writes.
    pub from: String,
    /// Who is written to.
    pub to: String,
    /// By when the next step is due.
    pub due: Option<NaiveDate>,
}

impl From<&Letter> for LetterTold {
    fn from(letter: &Letter) -> Self {
        Self {
            letter: letter.id,
            kind: letter.kind(),
            number: letter.number.clone(),
            from: letter.from.name.clone(),
            to: letter.to.name.clone(),
            due: letter.due().map(|due| due.date),
        }
    }
}

/// What the journal keeps of a step of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LetterDetail {
    /// 应办公文登记
    Owed(LetterTold),
    /// 公文拟稿
    Drafted(LetterTold),
    /// 公文退回修改; taken back or ended, too.
    Returned(LetterTold),
    /// 公文签发
    Signed(LetterTold),
    /// 公文签收
    Received(LetterTold),
    /// 办理期限重算
    DueRecounted(LetterTold),
    /// 公文逾期督办
    Urged {
        /// The letter.
        letter: LetterTold,
        /// The name of the unit that was told.
        above: String,
    },
}

impl LetterDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Owed(_) => Event::LetterOwed,
            Self::Drafted(_) => Event::LetterDrafted,
            Self::Returned(_) => Event::LetterReturned,
            Self::Signed(_) => Event::LetterSigned,
            Self::Received(_) => Event::LetterReceived,
            Self::DueRecounted(_) => Event::DueRecounted,
            Self::Urged { .. } => Event::LetterUrged,
        }
    }
}
