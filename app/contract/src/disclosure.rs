//! Giving data to outsiders (对外提供).

use crate::{Said, Signed};
use chrono::NaiveDate;
use domain::disclosure::{DataClass, DisclosureState, Ending, Ground, Recipient};
use domain::id::{DisclosureId, ProofId};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureLine {
    /// The request.
    pub id: DisclosureId,
    /// The version that is shown.
    pub version: u64,
    /// 编号
    pub number: String,
    /// 接收方
    pub recipient: String,
    /// The school whose pupils are meant.
    pub school: String,
    /// The unit that asks.
    pub asker: String,
    /// Where it stands.
    pub state: DisclosureState,
    /// When it was asked.
    pub asked_on: NaiveDate,
    /// Whether the recipient should have returned or destroyed the data.
    pub late: bool,
}

impl DisclosureLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<DisclosureId> {
        Shown::new(self.id, self.version)
    }
}

/// Whose data is asked for, all of one school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// 全校
    School,
    /// One grade (1–12).
    Grade(u8),
    /// One class.
    Class(u8, String),
    /// Pupils that were named; who they are stays with the register.
    List,
    /// Those whose identity waits for the population register.
    Unverified,
}

/// 对外提供批准书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who approved it, and with which words.
    pub said: Said,
    /// Last day on which it may be fetched.
    pub until: NaiveDate,
    /// How often.
    pub downloads: u32,
}

/// One download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Who, and on which day.
    pub act: Signed,
    /// Of how many pupils.
    pub pupils: u32,
}

/// That the recipient returned or destroyed what it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Which of the two.
    pub ending: Ending,
    /// Who registered it, and by what it is shown.
    pub said: Said,
    /// Scans of that.
    pub scans: Vec<ProofId>,
}

/// One line of the register of recipients (接收方登记簿).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLine {
    /// The request.
    pub line: DisclosureLine,
    /// Which items.
    pub classes: Vec<DataClass>,
    /// The first download; it was given with it.
    pub given: Option<Download>,
    /// By when it is to be returned or destroyed.
    pub return_by: Option<NaiveDate>,
    /// How that was done.
    pub settled: Option<Settlement>,
}

/// One request and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureView {
    /// What a list shows.
    pub line: DisclosureLine,
    /// 批准机关
    pub handler: String,
    /// 接收方
    pub recipient: Recipient,
    /// 用途
    pub purpose: String,
    /// The ground in law.
    pub ground: Ground,
    /// The document or provision that ground is shown by.
    pub proof_of_ground: String,
    /// Which items.
    pub classes: Vec<DataClass>,
    /// Why the recipient cannot do without the sensitive ones.
    pub necessity: String,
    /// Whose.
    pub range: Range,
    /// How many pupils that is today.
    pub pupils: u64,
    /// Days the recipient may keep the data.
    pub keep_days: u32,
    /// Scans of the recipient's letter.
    pub letters: Vec<ProofId>,
    /// The unit that asked.
    pub asked_by: String,
    /// Who asked there.
    pub asked: Signed,
    /// What the registrar found.
    pub examined: Option<Said>,
    /// The approval.
    pub approval: Option<Approval>,
    /// Why it was refused, withdrawn or taken back.
    pub ended: Option<Said>,
    /// Every download, oldest first.
    pub downloads: Vec<Download>,
    /// By when it is to be returned or destroyed; none while nothing was given.
    pub return_by: Option<NaiveDate>,
    /// That it was.
    pub settled: Option<Settlement>,
    /// Whether the next step is the reader's, who neither asked nor examined it.
    pub my_turn: bool,
    /// Whether the reader asked and may take it back.
    pub may_withdraw: bool,
    /// Whether the reader may take the approval back.
    pub may_revoke: bool,
    /// How often the reader may still fetch it.
    pub may_fetch: u32,
    /// Whether the reader may register its return.
    pub may_settle: bool,
}
