//! Official letters (公文).

use crate::{Said, Signed};
use chrono::NaiveDate;
use domain::id::{LetterId, PersonId};
use domain::letter::{Content, Delivery, LetterKind, LetterState};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One letter in a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// The letter.
    pub id: LetterId,
    /// The version that is shown.
    pub version: u64,
    /// 种类
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// 发文字号, none before it is signed.
    pub number: Option<String>,
    /// 发文单位
    pub from: String,
    /// 主送单位
    pub to: String,
    /// The pupil, or the term.
    pub about: String,
    /// Since when it is owed.
    pub owed_on: NaiveDate,
    /// By when somebody has to act; none when it is receipted.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue.
    pub days_left: Option<i64>,
}

impl LetterLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<LetterId> {
        Shown::new(self.id, self.version)
    }
}

/// What the receiver says it got (签收).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    /// 签收人
    pub received_by: String,
    /// 签收日期
    pub on: NaiveDate,
    /// 实收件数, where something was handed over.
    pub pieces: Option<u32>,
    /// 备注
    pub note: String,
}

/// One letter as its two units see it, and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// What a box shows of it.
    pub line: LetterLine,
    /// Whether the due day may still move.
    pub provisional: bool,
    /// What stands in it.
    pub content: Content,
    /// Who drafted it: for the sender only.
    pub drafted: Option<Signed>,
    /// Why its leader returned the draft: for the sender only.
    pub returned: Option<String>,
    /// Who signed it.
    pub signed: Option<Signed>,
    /// How it was sent.
    pub delivery: Option<Delivery>,
    /// 签收
    pub receipt: Option<ReceiptView>,
    /// Who ended it, and why.
    pub cancelled: Option<Said>,
    /// Whether the reader may draft it.
    pub may_draft: bool,
    /// Whether the reader may sign or return it.
    pub may_sign: bool,
    /// Whether the reader may give the receipt.
    pub may_receive: bool,
    /// Whether the reader may end the hand-over, because the pupil stays after all.
    pub may_cancel: bool,
    /// The receipt came back on paper and the sender records it.
    pub on_paper: bool,
    /// An archive is handed over piece by piece: its list is made, sealed and checked on a page of its own.
    pub by_pieces: bool,
    /// The record of the pupil, where the reader may open it.
    pub pupil: Option<PersonId>,
    /// Today.
    pub today: NaiveDate,
}
