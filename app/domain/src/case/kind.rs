//! The kinds of case, what each carries, and where a case stands.

use super::abroad::Abroad;
use super::change::{Facts, StatusChange};
use super::completion::Completion;
use super::correction::Correction;
use super::death::Death;
use super::dropout::DropOut;
use super::extension::Extension;
use super::grade::{Repeat, Skip};
use super::placement::Placement;
use super::progression::Progression;
use super::readmission::Readmission;
use super::registration::Registration;
use super::resumption::Resumption;
use super::suspension::{Suspension, SuspensionGround};
use super::transfer::Transfer;
use super::transfer_out::TransferOut;
use super::withdrawal::Withdrawal;
use crate::matter::CaseKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The typed content of a case, one variant per kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// 学籍建立
    Registration(Registration),
    /// 基础信息变更
    Correction(Correction),
    /// 转学
    Transfer(Transfer),
    /// 休学
    Suspension(Suspension),
    /// 复学
    Resumption(Resumption),
    /// 注销学籍（死亡）
    Death(Death),
    /// 升学
    Progression(Progression),
    /// 留级
    Repeat(Repeat),
    /// 跳级
    Skip(Skip),
    /// 出境就读
    Abroad(Abroad),
    /// 回国（境）复学
    ReturnFromAbroad(Readmission),
    /// 辍学
    DropOut(DropOut),
    /// 辍学返校
    BackToSchool(Readmission),
    /// 退学
    Withdrawal(Withdrawal),
    /// 毕业
    Completion(Completion),
    /// 特殊安置
    Placement(Placement),
    /// 延长休学
    Extension(Extension),
    /// 转往本系统外学校
    TransferOut(TransferOut),
}

impl Payload {
    /// The change of status it makes, when it is one that the pupil's own school opens.
    pub fn status_change(&self) -> Option<&dyn StatusChange> {
        match self {
            Self::Suspension(change) => Some(change),
            Self::Resumption(change) => Some(change),
            Self::Death(change) => Some(change),
            Self::Repeat(change) => Some(change),
            Self::Skip(change) => Some(change),
            Self::Abroad(change) => Some(change),
            Self::ReturnFromAbroad(change) => Some(change),
            Self::DropOut(change) => Some(change),
            Self::BackToSchool(change) => Some(change),
            Self::Withdrawal(change) => Some(change),
            Self::Completion(change) => Some(change),
            Self::Placement(change) => Some(change),
            Self::Extension(change) => Some(change),
            Self::TransferOut(change) => Some(change),
            Self::Registration(_) | Self::Correction(_) | Self::Transfer(_) | Self::Progression(_) => None,
        }
    }

    /// The day it happened or is to happen; none where the day is that of the decision.
    pub fn occurred_on(&self) -> Option<NaiveDate> {
        self.facts().map(|facts| facts.on)
    }

    /// Day, documents and note of a change; none for a registration and a correction.
    pub fn facts(&self) -> Option<&Facts> {
        match self {
            Self::Registration(_) | Self::Correction(_) => None,
            Self::Transfer(transfer) => Some(&transfer.facts),
            Self::Progression(progression) => Some(&progression.facts),
            other => other.status_change().map(|change| change.facts()),
        }
    }

    /// Takes out what is only for those who work with the record: grounds, agreements, documents and notes.
    pub fn withhold(&mut self) {
        let facts = match self {
            Self::Registration(_) | Self::Correction(_) => return,
            Self::Suspension(change) => {
                change.ground = SuspensionGround::Other;
                &mut change.facts
            }
            Self::Resumption(change) => &mut change.facts,
            Self::Death(change) => &mut change.facts,
            Self::Repeat(change) => &mut change.facts,
            Self::Skip(change) => &mut change.facts,
            Self::Abroad(change) => &mut change.facts,
            Self::ReturnFromAbroad(change) => &mut change.facts,
            Self::DropOut(change) => &mut change.facts,
            Self::BackToSchool(change) => &mut change.facts,
            Self::Withdrawal(change) => &mut change.facts,
            Self::Completion(change) => &mut change.facts,
            Self::Placement(change) => {
                change.agreement.clear();
                change.disability = None;
                &mut change.facts
            }
            Self::Extension(change) => &mut change.facts,
            Self::TransferOut(change) => &mut change.facts,
            Self::Transfer(change) => {
                change.disability = None;
                &mut change.facts
            }
            Self::Progression(change) => &mut change.facts,
        };
        facts.note.clear();
        facts.papers.clear();
    }

    /// Which kind of case this makes.
    pub fn kind(&self) -> CaseKind {
        match self {
            Self::Registration(_) => CaseKind::Registration,
            Self::Correction(_) => CaseKind::Correction,
            Self::Transfer(_) => CaseKind::Transfer,
            Self::Suspension(_) => CaseKind::Suspension,
            Self::Resumption(_) => CaseKind::Resumption,
            Self::Death(_) => CaseKind::Death,
            Self::Progression(_) => CaseKind::Progression,
            Self::Repeat(_) => CaseKind::Repeat,
            Self::Skip(_) => CaseKind::Skip,
            Self::Abroad(_) => CaseKind::Abroad,
            Self::ReturnFromAbroad(_) => CaseKind::ReturnFromAbroad,
            Self::DropOut(_) => CaseKind::DropOut,
            Self::BackToSchool(_) => CaseKind::BackToSchool,
            Self::Withdrawal(_) => CaseKind::Withdrawal,
            Self::Completion(_) => CaseKind::Completion,
            Self::Placement(_) => CaseKind::Placement,
            Self::Extension(_) => CaseKind::Extension,
            Self::TransferOut(_) => CaseKind::TransferOut,
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// 办理中: the last step waits for its unit
    InProgress,
    /// 已退回: waits for whoever opened it to mend it (补正)
    Returned,
    /// 已办结: every step agreed and the effects are done
    Approved,
    /// 不予办理
    Refused,
    /// 已撤回
    Withdrawn,
    /// 已清理: unfinished when the business of leavers was cleared
    Cleared,
}

impl CaseState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::InProgress, Self::Returned, Self::Approved, Self::Refused, Self::Withdrawn, Self::Cleared];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::InProgress => "办理中",
            Self::Returned => "已退回补正",
            Self::Approved => "已办结",
            Self::Refused => "不予办理",
            Self::Withdrawn => "已撤回",
            Self::Cleared => "已清理",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Cleared => "cleared",
        }
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::InProgress | Self::Returned)
    }
}
