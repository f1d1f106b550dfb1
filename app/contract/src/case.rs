//! Cases (事项).

use crate::office::OfficeLine;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::case::correction::{Proof, ProofKind};
use domain::case::{CaseKind, CaseState, Payload, Verdict};
use domain::form::Field;
use domain::id::{CaseId, PersonId, ProofId, UnitId};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One case in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    /// The case.
    pub id: CaseId,
    /// The version that is shown.
    pub version: u64,
    /// 办件编号
    pub number: String,
    /// 种类
    pub kind: CaseKind,
    /// 状态
    pub state: CaseState,
    /// 姓名 of the child, masked as the policy says.
    pub person: String,
    /// 年级 and 班级
    pub class_label: String,
    /// 学校
    pub school: String,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// By when somebody has to act; none when it is closed.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue; none when it is closed.
    pub days_left: Option<i64>,
    /// For a guardian: where it stands and what to do, in a sentence; empty for others.
    pub told: String,
    /// The same in English.
    pub told_in_english: String,
}

impl QueueLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<CaseId> {
        Shown::new(self.id, self.version)
    }
}

/// One page of what waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// The rows, the most urgent first.
    pub lines: Vec<QueueLine>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page starts: due day and case of the last row.
    pub next: Option<(NaiveDate, CaseId)>,
    /// Whether several may be decided at once (leaders).
    pub batch: bool,
}

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// The unit.
    pub unit: String,
    /// Whether it is a school.
    pub in_school: bool,
    /// Registrar or leader.
    pub role: Role,
    /// In which round.
    pub round: u32,
    /// By when it is to be decided; none when it is still to come.
    pub due_on: Option<NaiveDate>,
    /// The day on which its unit was reminded.
    pub reminded_on: Option<NaiveDate>,
    /// Name of the authority that was told that it is late; empty when none was.
    pub escalated_to: String,
    /// Whether the calendar of that year was not yet published when the day was counted.
    pub provisional: bool,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// By whom (name), hidden from guardians.
    pub by: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// One field of a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// Which item.
    pub field: Field,
    /// On record.
    pub old: String,
    /// Asked for.
    pub new: String,
    /// Why it was not accepted, if it was not.
    pub refused: Option<String>,
}

/// One file that was filed in support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// The file.
    pub id: ProofId,
    /// What it is.
    pub kind: ProofKind,
    /// `jpg`, `png` or `pdf`.
    pub format: String,
    /// Size in bytes.
    pub size: u64,
}

impl ProofLine {
    /// Size in KiB, at least 1.
    pub fn kib(&self) -> u64 {
        self.size.div_ceil(1024).max(1)
    }
}

impl From<&Proof> for ProofLine {
    fn from(proof: &Proof) -> Self {
        Self { id: proof.id, kind: proof.kind, format: proof.format.clone(), size: proof.size }
    }
}

/// The school at which a placed pupil is to learn, as this register knows it (第十七条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostView {
    /// 标识码 and 名称 of the school that will see the pupil; none where what was written is no school of this register.
    pub school: Option<(UnitId, String)>,
    /// The province of a school whose code says that it lies in another one: its school sees nothing here.
    pub outside: Option<String>,
}

/// A school that the host of a placement may be (第十七条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostChoice {
    /// 学校标识码
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// The county in which it stands.
    pub county: String,
}

/// A question of a guardian (留言) with its answer, or what the desk wrote first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkView {
    /// Its number, from 0: by which it is answered.
    pub n: usize,
    /// The unit whose desk wrote it; none where a guardian asked.
    pub unit: Option<String>,
    /// Who asked or wrote; empty to a guardian where a desk wrote.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub words: String,
    /// What was answered; none while it waits.
    pub answer: Option<AnswerView>,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// The unit that answered.
    pub unit: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub words: String,
}

/// One case as its parties see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// What a queue shows of it.
    pub line: QueueLine,
    /// Whom it is about.
    pub person: PersonId,
    /// Steps taken and to come, in order.
    pub steps: Vec<StepView>,
    /// For a correction: old beside new.
    pub changes: Vec<ChangeView>,
    /// What was filed in support.
    pub proofs: Vec<ProofLine>,
    /// For a correction: what the guardian says.
    pub statement: String,
    /// For a correction that the school took in: how, in words (申请途径).
    pub intake: String,
    /// What de-duplication found, empty when nothing.
    pub duplicate_note: String,
    /// What the province does not allow in principle (原则上); whoever agrees says why.
    pub exceptions: Vec<String>,
    /// For a registration: the information as the reader may see it.
    pub info: Vec<(Field, String)>,
    /// For a registration: 入学日期.
    pub entry_date: Option<NaiveDate>,
    /// For a change of status or a transfer: its content, without the note for whom the record is masked.
    pub change: Option<Payload>,
    /// For a placement at another school that is not decided yet, for who works with it: the school that will see the pupil.
    pub host: Option<HostView>,
    /// Whether the reader may open the pupil's record.
    pub may_open_pupil: bool,
    /// Whether the reader's decision is awaited.
    pub my_turn: bool,
    /// Whether the reader may mend and send it again.
    pub may_mend: bool,
    /// Whether the reader may add scans of documents.
    pub may_add_scans: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Why it was returned or refused, the latest reason.
    pub last_reason: String,
    /// For a correction that was approved: what came of it, in one sentence.
    pub result: String,
    /// Whether somebody has checked the papers (已核对); before that they are handed in (已收到).
    pub papers_checked: bool,
    /// While it is open, for who works with it: what is unusual, each in a sentence. What is asked about was confirmed by who opened it.
    pub warnings: Vec<String>,
    /// What was asked, answered and written about it, as far as the reader may see it, the oldest first.
    pub talk: Vec<TalkView>,
    /// Whether the reader may ask something.
    pub may_ask: bool,
    /// Whether the reader's desk answers what is asked.
    pub may_answer: bool,
    /// Whether the reader's desk may write to the guardian first.
    pub may_write: bool,
    /// Whether the reader is a guardian, who mends on pages of the portal.
    pub guardian: bool,
    /// For a guardian: whom to call about it, the unit that holds it or the child's school; none where neither has put a number down.
    pub office: Option<OfficeLine>,
}
