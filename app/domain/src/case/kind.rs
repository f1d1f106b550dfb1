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
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

macro_rules! case_kinds {
    ($($(#[$doc:meta])* $variant:ident $key:literal $label:literal $wire:literal $article:literal,)*) => {
        /// The kinds of case. The numbers go into case numbers and are never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CaseKind { $($(#[$doc])* $variant,)* }

        impl CaseKind {
            /// Every kind.
            pub const ALL: [Self; [$($wire),*].len()] = [$(Self::$variant,)*];

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Two digits in the case number.
            pub fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire,)* }
            }

            /// Stable name in the store and in addresses.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The article it serves.
            pub fn article(self) -> u8 {
                match self { $(Self::$variant => $article,)* }
            }
        }
    };
}

case_kinds! {
    /// 学籍建立 (第四条)
    Registration "registration" "学籍建立" "01" 4,
    /// 基础信息变更 (第十条)
    Correction "correction" "基础信息变更" "02" 10,
    /// 转学 (第十四条)
    Transfer "transfer" "转学" "03" 14,
    /// 休学 (第十九条)
    Suspension "suspension" "休学" "04" 19,
    /// 复学 (第十九条)
    Resumption "resumption" "复学" "05" 19,
    /// 注销学籍（死亡） (第二十一条)
    Death "death" "注销学籍（死亡）" "06" 21,
    /// 升学 (第十四条)
    Progression "progression" "升学" "07" 14,
    /// 留级 (第十一条)
    Repeat "repeat" "留级" "08" 11,
    /// 跳级 (第十一条)
    Skip "skip" "跳级" "09" 11,
    /// 出境就读 (第二十条)
    Abroad "abroad" "出境就读" "10" 20,
    /// 回国（境）复学 (第二十条)
    ReturnFromAbroad "return_from_abroad" "回国（境）复学" "11" 20,
    /// 辍学 (第二十二条)
    DropOut "drop_out" "辍学" "12" 22,
    /// 辍学返校 (第二十二条)
    BackToSchool "back_to_school" "辍学返校" "13" 22,
    /// 退学 (第十一条)
    Withdrawal "withdrawal" "退学" "14" 11,
    /// 毕业 (第十三条)
    Completion "completion" "毕（结、肄）业" "15" 13,
    /// 特殊安置 (第十七条)
    Placement "placement" "特殊安置" "16" 17,
    /// 延长休学 (第十九条)
    Extension "extension" "延长休学" "17" 19,
    /// 转往本系统外学校 (第十四条至第十六条)
    TransferOut "transfer_out" "转往本系统外学校" "18" 14,
}

impl CaseKind {
    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

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
                &mut change.facts
            }
            Self::Extension(change) => &mut change.facts,
            Self::TransferOut(change) => &mut change.facts,
            Self::Transfer(change) => &mut change.facts,
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
