//! The lines of a hand-over (工作交接): what sort of open work there is, and where each line stands.

use crate::id::AccountId;
use crate::matter::MatterKind;
use serde::{Deserialize, Serialize};

/// What sort of work a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 待办事项: cases that wait for the unit's registrar
    Cases,
    /// 公文: letters to draft or to receive
    Letters,
    /// 问题学籍
    Problems,
    /// 责令改正
    Violations,
    /// 对外提供: requests to examine
    Disclosures,
    /// 学籍档案包: packages to fetch or to check
    Packages,
    /// 学籍复核: campaigns to mend, schools' parts to check or examine
    Reviews,
    /// 纸质档案移交: differences to settle
    Papers,
    /// 监护人: bonds to look at, codes to release
    Guardians,
    /// 信息报备: reports of the units below
    Reports,
    /// 监测预警: warnings about which the unit is asked what it does
    Warnings,
    /// 纸质档案借阅: papers to be brought back
    Loans,
    /// 账号确认: administrators' work, on no registrar's desk
    Accounts,
    /// 批量导入: one the account has not confirmed
    Import,
    /// 其他: what the system does not know of, e.g. keys and seals
    Other,
}

impl ItemKind {
    /// The line a kind of matter belongs to. What waits for leaders only is named too: a kind that comes later is not left out by
    /// silence.
    pub fn of(kind: MatterKind) -> Self {
        match kind {
            MatterKind::Case(_)
            | MatterKind::SchoolChange
            | MatterKind::Rules
            | MatterKind::FollowUp
            | MatterKind::AlarmInquiry
            | MatterKind::Complaint => Self::Cases,
            MatterKind::Letter => Self::Letters,
            MatterKind::Problem => Self::Problems,
            MatterKind::Violation => Self::Violations,
            MatterKind::Disclosure => Self::Disclosures,
            MatterKind::Package => Self::Packages,
            MatterKind::Review | MatterKind::ReviewSchool | MatterKind::ReviewOwed => Self::Reviews,
            MatterKind::PaperHandOver => Self::Papers,
            MatterKind::Bond | MatterKind::BindingCode => Self::Guardians,
            MatterKind::RegistrarHandOver | MatterKind::RegistrarReport => Self::Reports,
            MatterKind::Warning => Self::Warnings,
            MatterKind::PaperLoan => Self::Loans,
            MatterKind::AccountConfirmation => Self::Accounts,
            MatterKind::Import => Self::Import,
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cases => "待办事项",
            Self::Letters => "待拟办、待签收公文",
            Self::Problems => "待举证、待拟办问题学籍",
            Self::Violations => "待核查责令改正事项",
            Self::Disclosures => "待审查对外提供申请",
            Self::Packages => "待取件、待核对学籍档案包",
            Self::Reviews => "待核对、待审核学籍复核",
            Self::Papers => "待处理纸质档案移交差异",
            Self::Guardians => "待核实监护人绑定、待核发绑定码",
            Self::Reports => "待确认信息报备",
            Self::Warnings => "待说明预警",
            Self::Loans => "待收回的借阅档案",
            Self::Accounts => "待确认账号",
            Self::Import => "未确认的批量导入",
            Self::Other => "其他交接内容",
        }
    }
}

/// A person at a desk of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The account.
    pub account: AccountId,
    /// 姓名
    pub name: String,
}

/// Open work the system found: a queue of the unit as one line with its length, an import as a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Unique in the list and the same every time it is looked for.
    pub key: String,
    /// What sort.
    pub kind: ItemKind,
    /// In words; no pupil's name.
    pub words: String,
    /// How many.
    pub count: u64,
}

/// Where a line stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// 未交接
    Open,
    /// 已移交: to whom
    Reassigned(Desk),
    /// 已办结: the work itself is done
    Finished,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub found: Found,
    /// Where it stands.
    pub state: ItemState,
}
