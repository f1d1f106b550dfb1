//! Details of what happened to a case (事项).

use super::{Event, ItemChange, erase_from};
use crate::case::intake::Intake;
use crate::case::{Payload, Verdict};
use crate::form::Field;
use crate::matter::{CaseKind, Proof};
use crate::privacy::erase_from_case;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A case as people name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseName {
    /// 办件编号
    pub number: String,
    /// Its kind.
    pub kind: CaseKind,
}

/// What a case asks for when it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// That the child be registered; its items stand in the entry before.
    Registration,
    /// That items be corrected.
    Correction(Vec<ItemChange>),
    /// That items be corrected, by the school: on paper at its counter, or because it found an error.
    CorrectionBySchool {
        /// How it came to the school.
        intake: Intake,
        /// The items.
        changes: Vec<ItemChange>,
    },
    /// Another change of the record.
    Change(Box<Payload>),
}

/// What the journal keeps of a step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CaseDetail {
    /// 事项受理
    Opened {
        /// Which case.
        case: CaseName,
        /// What it asks for.
        asked: Asked,
    },
    /// 环节办理
    StepDecided {
        /// The answer.
        verdict: Verdict,
        /// Why, empty where none was needed.
        reason: String,
        /// 办件编号
        number: String,
    },
    /// 环节办理: items of a correction that were not accepted, each with the reason.
    FieldsRefused(BTreeMap<Field, String>),
    /// 退回补正
    Returned {
        /// By when it is to be mended.
        due: NaiveDate,
    },
    /// 补正后再次提交
    Resubmitted {
        /// 办件编号
        number: String,
    },
    /// 事项办结
    Approved(CaseName),
    /// 不予办理
    Refused(CaseName),
    /// 事项撤回
    Withdrawn(CaseName),
    /// 清理未办结业务
    Cleared(CaseName),
    /// 临期提醒
    DeadlineNear {
        /// 办件编号
        number: String,
        /// The day that is near.
        due: Option<NaiveDate>,
    },
    /// 逾期督办
    Escalated {
        /// 办件编号
        number: String,
        /// The name of the unit that was told.
        to: String,
    },
    /// 改由新的学籍主管部门办理
    HandedOver {
        /// 办件编号
        number: String,
        /// The name of the authority that handles it now.
        to: String,
    },
    /// 办理期限重算
    DueRecounted {
        /// 办件编号
        number: String,
        /// The new day.
        due: NaiveDate,
    },
    /// 证明材料归档
    ProofFiled(Proof),
    /// 监护人留言. Its words stay with the case: the journal is read by more people, and goes with the record to other schools.
    QuestionAsked {
        /// 办件编号
        number: String,
    },
    /// 答复监护人留言, likewise.
    QuestionAnswered {
        /// 办件编号
        number: String,
    },
    /// 给监护人留言, likewise.
    MessageWritten {
        /// 办件编号
        number: String,
    },
}

impl CaseDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Opened { .. } => Event::CaseOpened,
            Self::StepDecided { .. } | Self::FieldsRefused(_) => Event::StepDecided,
            Self::Returned { .. } => Event::CaseReturned,
            Self::Resubmitted { .. } => Event::CaseResubmitted,
            Self::Approved(_) => Event::CaseApproved,
            Self::Refused(_) => Event::CaseRefused,
            Self::Withdrawn(_) => Event::CaseWithdrawn,
            Self::Cleared(_) => Event::CaseCleared,
            Self::DeadlineNear { .. } => Event::DeadlineNear,
            Self::Escalated { .. } => Event::CaseEscalated,
            Self::HandedOver { .. } => Event::CaseHandedOver,
            Self::DueRecounted { .. } => Event::DueRecounted,
            Self::ProofFiled(_) => Event::ProofFiled,
            Self::QuestionAsked { .. } => Event::QuestionAsked,
            Self::QuestionAnswered { .. } => Event::QuestionAnswered,
            Self::MessageWritten { .. } => Event::MessageWritten,
        }
    }

    /// Only what a case asked for repeats items.
    pub(super) fn erase_optional(&mut self) -> BTreeSet<Field> {
        match self {
            Self::Opened {
                asked: Asked::Correction(changes) | Asked::CorrectionBySchool { changes, .. },
                ..
            } => erase_from(changes),
            Self::Opened { asked: Asked::Change(payload), .. } => erase_from_case(payload),
            Self::Opened { asked: Asked::Registration, .. }
            | Self::StepDecided { .. }
            | Self::FieldsRefused(_)
            | Self::Returned { .. }
            | Self::Resubmitted { .. }
            | Self::Approved(_)
            | Self::Refused(_)
            | Self::Withdrawn(_)
            | Self::Cleared(_)
            | Self::DeadlineNear { .. }
            | Self::Escalated { .. }
            | Self::HandedOver { .. }
            | Self::DueRecounted { .. }
            | Self::ProofFiled(_)
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::MessageWritten { .. } => BTreeSet::new(),
        }
    }
}
