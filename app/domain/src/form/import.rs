//! Where the import of a file stands, what is known of each of its rows, and what is to be said about them (批量导入).

use crate::form::Field;
use serde::{Deserialize, Serialize};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// 读取中: its rows are being put down; nobody works on it before all of them are
    Reading,
    /// 检查中
    Checking,
    /// 待确认: the dry run is done, nothing has been entered yet
    Checked,
    /// 录入中
    Entering,
    /// 已完成
    Done,
    /// 已取消
    Cancelled,
    /// 已搁置: its job failed again and again; an operator has it go on. Never stored: the job says so
    PutAside,
}

impl ImportState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "正在读取",
            Self::Checking => "正在检查",
            Self::Checked => "待确认",
            Self::Entering => "正在录入",
            Self::Done => "已完成",
            Self::Cancelled => "已取消",
            Self::PutAside => "已搁置",
        }
    }
}

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not looked at yet.
    Waiting,
    /// 可录入
    Good,
    /// 可录入，请留意: something unusual
    Noted,
    /// 有错误
    Wrong,
    /// 疑似重复: another child until the 查重说明 says otherwise
    Possible,
    /// 重复: the same document is in the file, the school or the register already
    Duplicate,
    /// 已录入
    Entered,
    /// 未录入: it was good when checked, but not when it was to be entered
    Refused,
}

impl RowState {
    /// Every state, in the order of a report.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Good,
        Self::Noted,
        Self::Wrong,
        Self::Possible,
        Self::Duplicate,
        Self::Entered,
        Self::Refused,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待检查",
            Self::Good => "可录入",
            Self::Noted => "可录入，请留意",
            Self::Wrong => "有错误",
            Self::Possible => "疑似重复",
            Self::Duplicate => "重复",
            Self::Entered => "已录入",
            Self::Refused => "未录入",
        }
    }

    /// Whether a row of this state is entered when the import is confirmed.
    pub fn is_enterable(self) -> bool {
        matches!(self, Self::Good | Self::Noted)
    }

    /// As it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Noted => "noted",
            Self::Wrong => "wrong",
            Self::Possible => "possible",
            Self::Duplicate => "duplicate",
            Self::Entered => "entered",
            Self::Refused => "refused",
        }
    }
}

/// What is to be said about a row: which column, what stands there, why it does not hold, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Item of the form, none when it is about the whole row.
    pub field: Option<Field>,
    /// What was typed.
    pub value: String,
    /// Why it does not hold, with the article it rests on.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}
