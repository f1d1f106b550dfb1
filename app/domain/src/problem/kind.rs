//! The kinds of problem records and what may be done about each.

use serde::{Deserialize, Serialize};

/// Working days each party has. 第六条 says 及时; ten working days is what 第十四条 gives each party of a transfer, and what this system
/// gives where a province has no rule of its own.
pub const PARTY_WORKING_DAYS: u32 = 10;
/// Days within which a merge may be taken back: this system's order of work.
pub const UNDO_DAYS: u64 = 30;
/// Scans each party may file.
pub const SCANS_MAX: usize = 6;
/// Longest statement or reason, in characters.
pub const WORDS_MAX: usize = 500;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// 身份证号错误: the check character, or not what the population register has
    WrongDocument,
    /// 身份证件号重复: one number on two records
    SameDocument,
    /// 疑似重复: two records that may be of one child
    Suspected,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::WrongDocument, Self::SameDocument, Self::Suspected];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::WrongDocument => "身份证号错误",
            Self::SameDocument => "身份证件号重复",
            Self::Suspected => "疑似重复",
        }
    }

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::WrongDocument => "wrong_document",
            Self::SameDocument => "same_document",
            Self::Suspected => "suspected",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The remedies a party may choose. A wrong number cannot be proved right; only one of two records can be given up.
    pub fn remedies(self) -> &'static [Remedy] {
        match self {
            Self::WrongDocument => &[Remedy::Correct],
            Self::SameDocument | Self::Suspected => &[Remedy::Prove, Remedy::Correct, Remedy::GiveUp],
        }
    }
}

/// What a party does about its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// 佐证: the record is right, the two are two children
    Prove,
    /// 变更: an item is wrong and is corrected by the usual case (第十条)
    Correct,
    /// 删除: this record is the superfluous one and is merged into the other
    GiveUp,
}

impl Remedy {
    /// Every remedy.
    pub const ALL: [Self; 3] = [Self::Prove, Self::Correct, Self::GiveUp];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Prove => "佐证",
            Self::Correct => "变更",
            Self::GiveUp => "删除（并入对方学籍）",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Prove => "prove",
            Self::Correct => "correct",
            Self::GiveUp => "give_up",
        }
    }

    /// The remedy with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|remedy| remedy.key() == key)
    }
}

/// Where a problem stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemState {
    /// 待举证: with the schools of the records
    Open,
    /// 待答复核查单: the nation's check sheet is with both schools
    Checking,
    /// 待审查: everybody has answered or the time is over; with the registrar of who settles it
    Answered,
    /// 待决定: with the leader of who settles it
    Proposed,
    /// 认定为两名学生
    Dismissed,
    /// 已更正: the check no longer finds it
    Corrected,
    /// 已合并
    Merged,
}

impl ProblemState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Checking,
        Self::Answered,
        Self::Proposed,
        Self::Dismissed,
        Self::Corrected,
        Self::Merged,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "待举证",
            Self::Checking => "待答复核查单",
            Self::Answered => "待审查",
            Self::Proposed => "待决定",
            Self::Dismissed => "认定为两名学生",
            Self::Corrected => "已更正",
            Self::Merged => "已合并",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Checking => "checking",
            Self::Answered => "answered",
            Self::Proposed => "proposed",
            Self::Dismissed => "dismissed",
            Self::Corrected => "corrected",
            Self::Merged => "merged",
        }
    }

    /// Whether it is still a problem.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Checking | Self::Answered | Self::Proposed)
    }
}
