//! Details of what happened to a paper archive (纸质档案). The titles of pieces and who borrows stay in the dossier.

use super::Event;
use crate::archive::Category;
use crate::id::LetterId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the journal keeps of an act on the paper archive. A hand-over is named by its letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PaperDetail {
    /// 归入纸质材料
    Filed {
        /// 件号
        no: u32,
        /// Under which category.
        category: Category,
        /// 页数
        pages: u32,
    },
    /// 撤出纸质材料
    Withdrawn {
        /// 件号
        no: u32,
        /// Why.
        reason: String,
    },
    /// 指定纸质档案存放位置
    Placed {
        /// Where, in Chinese.
        place: String,
    },
    /// 留存纸质档案复印件
    CopiesKept {
        /// 件号
        pieces: BTreeSet<u32>,
    },
    /// 申请借阅纸质档案
    LoanAsked {
        /// By when it is to be back.
        due_back: NaiveDate,
    },
    /// 纸质档案借出
    Lent,
    /// 不批准借阅纸质档案
    LoanRefused {
        /// Why.
        reason: String,
    },
    /// 纸质档案归还
    Returned,
    /// 列纸质档案移交清单
    Listed {
        /// The letter of the hand-over.
        letter: LetterId,
    },
    /// 撤回纸质档案移交清单
    Unlisted,
    /// 纸质档案密封移交
    Sealed {
        /// The letter of the hand-over.
        letter: LetterId,
        /// 密封条编号
        seal: String,
        /// 移交日期
        on: NaiveDate,
        /// How many pieces.
        pieces: u32,
        /// How many pages in all.
        pages: u32,
    },
    /// 纸质档案清点签收
    Received {
        /// The letter of the hand-over.
        letter: LetterId,
        /// How many pieces were listed.
        pieces: u32,
        /// How many arrived.
        arrived: u32,
    },
    /// 纸质档案清点签收, as it stands in the dossier that was given away.
    Gone {
        /// The letter of the hand-over.
        letter: LetterId,
    },
    /// 纸质档案移交差异处理
    Settled {
        /// The letter of the hand-over.
        letter: LetterId,
        /// 件号
        no: u32,
        /// Whether what was missing has come.
        supplemented: bool,
        /// How it was settled.
        note: String,
    },
}

impl PaperDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Filed { .. } => Event::PaperFiled,
            Self::Withdrawn { .. } => Event::PaperWithdrawn,
            Self::Placed { .. } => Event::PaperPlaced,
            Self::CopiesKept { .. } => Event::PaperCopiesKept,
            Self::LoanAsked { .. } => Event::PaperLoanAsked,
            Self::Lent => Event::PaperLent,
            Self::LoanRefused { .. } => Event::PaperLoanRefused,
            Self::Returned => Event::PaperReturned,
            Self::Listed { .. } => Event::PaperListed,
            Self::Unlisted => Event::PaperUnlisted,
            Self::Sealed { .. } => Event::PaperSealed,
            Self::Received { .. } | Self::Gone { .. } => Event::PaperReceived,
            Self::Settled { .. } => Event::PaperSettled,
        }
    }
}
