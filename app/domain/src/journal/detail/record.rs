//! Details of what changed in the record itself (学籍): items, numbers, school, grade and status.

use super::{Event, ItemChange, erase_from};
use crate::calendar::Term;
use crate::codes::PupilStatus;
use crate::follow_up::FollowUpEnd;
use crate::form::{BasicInfo, Field};
use crate::id::{ImportId, TakeOverId};
use crate::ident::{NumberKind, StudentNumber};
use crate::privacy::is_optional;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A 学籍号 that was issued or retired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedNumber {
    /// Which kind of number.
    pub kind: NumberKind,
    /// All its characters.
    pub number: String,
}

impl From<&StudentNumber> for IssuedNumber {
    fn from(number: &StudentNumber) -> Self {
        Self { kind: number.kind(), number: number.as_str().to_owned() }
    }
}

/// From one school to another, or from one to itself in the next stage; both by the names they had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The school before.
    pub from: String,
    /// The school after.
    pub to: String,
    /// The day.
    pub on: NaiveDate,
}

/// What the journal keeps of a change of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RecordDetail {
    /// 录入学籍信息
    InfoEntered {
        /// All items.
        info: BasicInfo,
        /// The import they came with.
        import: Option<ImportId>,
    },
    /// 补正学籍信息
    InfoMended(Vec<ItemChange>),
    /// 基础信息变更
    InfoChanged(ItemChange),
    /// 日常维护学籍信息
    InfoKept {
        /// The items before and after.
        changes: Vec<ItemChange>,
        /// Where it is known from, or why; empty where none is needed.
        reason: String,
    },
    /// 调班
    ClassMoved {
        /// The class before.
        from: String,
        /// The class after, of the same grade.
        to: String,
        /// Why.
        reason: String,
    },
    /// 核准学籍
    Registered {
        /// The school's name.
        school: String,
        /// 入学日期
        entry_date: NaiveDate,
    },
    /// 建立学籍档案
    ArchiveBuilt {
        /// By when it had to be built (第七条).
        due: NaiveDate,
    },
    /// 发放学籍号
    NumberIssued(IssuedNumber),
    /// 学籍号转历史
    NumberRetired(IssuedNumber),
    /// 接管学籍: taken over from another register with what was decided there
    TakenOver {
        /// The register it comes from, as who took it over named it.
        source: String,
        /// The take-over (批次).
        batch: TakeOverId,
        /// The school's name.
        school: String,
        /// Where the pupil stood.
        status: PupilStatus,
        /// 出境国家或地区, of who goes to school there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<String>,
        /// 境外就读经历: country or region, the day of leaving and the first day back of each time that is over.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        abroad: Vec<(String, NaiveDate, NaiveDate)>,
        /// 入学日期
        entry_date: NaiveDate,
        /// The number that was issued there.
        number: IssuedNumber,
        /// 查重说明: why the pupil is another one than those who look alike, or has the number of another document.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// 撤销接管: the whole take-over was taken back before anything was done to the record
    TakeOverUndone {
        /// The take-over (批次).
        batch: TakeOverId,
        /// Why.
        reason: String,
    },
    /// 身份核验: the population register agrees.
    IdentityMatched {
        /// What was compared, in Chinese.
        compared: String,
    },
    /// 身份核验: the population register does not agree.
    IdentityDiffers {
        /// Each difference, in Chinese.
        differences: Vec<String>,
    },
    /// 学籍状态变动
    StatusChanged {
        /// How the record stood before, in Chinese.
        from: String,
        /// The status from now on.
        to: PupilStatus,
        /// The day.
        on: NaiveDate,
    },
    /// 转学接续学籍
    SchoolChanged(Moved),
    /// 升入新学段
    StageEntered(Moved),
    /// 准予转往本系统外学校，待对方接收
    TransferOutGranted(Moved),
    /// 对方学校已接收，学籍转出
    TransferredOut {
        /// The school before.
        from: String,
        /// The school outside this register.
        to: String,
        /// Who signed for the archive there.
        by: String,
    },
    /// 终止转出
    TransferOutEnded {
        /// The school, which stays.
        from: String,
        /// The school outside this register.
        to: String,
        /// Why.
        reason: String,
    },
    /// 升级
    Promoted {
        /// The grade before, as it is called in its school.
        from: String,
        /// The grade after.
        to: String,
        /// The school year that begins, in Chinese.
        year: String,
    },
    /// 撤销升级
    PromotionUndone {
        /// The grade that is taken back.
        from: String,
        /// The grade that is restored.
        to: String,
        /// Why.
        reason: String,
    },
    /// 登记缺课
    AbsenceNoted {
        /// The first day.
        since: NaiveDate,
    },
    /// 登记劝返
    FollowedUp {
        /// The day.
        on: NaiveDate,
        /// By which means.
        manner: String,
        /// What came of it.
        result: String,
    },
    /// 缺课结束
    AbsenceEnded {
        /// That the pupil is back, or why it is absent.
        reason: String,
    },
    /// 辍学学生本学期未跟进
    FollowUpMissed {
        /// The term in which nothing was done to bring the child back.
        term: Term,
        /// Who should have.
        by: String,
    },
    /// 辍学跟进结束
    FollowUpEnded(FollowUpEnd),
    /// 查看完整证件信息
    IdentityRevealed {
        /// The item that was shown whole; none: the 学籍号.
        item: Option<Field>,
        /// 用途
        reason: String,
    },
    /// 学籍档案移交（第九条）
    CustodyMoved {
        /// Who kept the archive.
        from: String,
        /// Who keeps it from now on.
        to: String,
        /// By which act of an authority.
        act: String,
        /// The day.
        on: NaiveDate,
        /// Pieces of paper that went with it; none when there is no paper archive.
        pieces: Option<usize>,
    },
}

impl RecordDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::InfoEntered { .. } => Event::InfoEntered,
            Self::InfoMended(_) => Event::InfoMended,
            Self::InfoChanged(_) => Event::InfoChanged,
            Self::InfoKept { .. } => Event::InfoKept,
            Self::ClassMoved { .. } => Event::ClassMoved,
            Self::Registered { .. } => Event::PupilRegistered,
            Self::ArchiveBuilt { .. } => Event::ArchiveBuilt,
            Self::NumberIssued(_) => Event::NumberIssued,
            Self::NumberRetired(_) => Event::NumberRetired,
            Self::TakenOver { .. } => Event::TakenOver,
            Self::TakeOverUndone { .. } => Event::TakeOverUndone,
            Self::IdentityMatched { .. } | Self::IdentityDiffers { .. } => Event::IdentityChecked,
            Self::StatusChanged { .. } => Event::StatusChanged,
            Self::SchoolChanged(_) => Event::SchoolChanged,
            Self::StageEntered(_) => Event::StageEntered,
            Self::TransferOutGranted(_) => Event::TransferOutGranted,
            Self::TransferredOut { .. } => Event::TransferredOut,
            Self::TransferOutEnded { .. } => Event::TransferOutEnded,
            Self::Promoted { .. } => Event::Promoted,
            Self::PromotionUndone { .. } => Event::PromotionUndone,
            Self::AbsenceNoted { .. } => Event::AbsenceNoted,
            Self::FollowedUp { .. } => Event::FollowedUp,
            Self::AbsenceEnded { .. } => Event::AbsenceEnded,
            Self::FollowUpMissed { .. } => Event::FollowUpMissed,
            Self::FollowUpEnded(_) => Event::FollowUpEnded,
            Self::IdentityRevealed { .. } => Event::IdentityRevealed,
            Self::CustodyMoved { .. } => Event::CustodyMoved,
        }
    }

    /// Items as they were entered, mended and changed. A reveal names its item and never holds the value.
    pub(super) fn erase_optional(&mut self) -> BTreeSet<Field> {
        match self {
            Self::InfoEntered { info, .. } => {
                let filled = info.filled().map(|(field, _)| field);
                let gone = filled.filter(|field| is_optional(*field)).collect();
                *info = info.clone().without(is_optional);
                gone
            }
            Self::InfoMended(changes) => erase_from(changes),
            Self::InfoChanged(change) => change.erase_optional().into_iter().collect(),
            Self::InfoKept { changes, reason } => {
                let gone = erase_from(changes);
                // What somebody wrote about it may say it again.
                if !gone.is_empty() {
                    reason.clear();
                }
                gone
            }
            Self::ClassMoved { .. }
            | Self::Registered { .. }
            | Self::ArchiveBuilt { .. }
            | Self::NumberIssued(_)
            | Self::NumberRetired(_)
            | Self::TakenOver { .. }
            | Self::TakeOverUndone { .. }
            | Self::IdentityMatched { .. }
            | Self::IdentityDiffers { .. }
            | Self::StatusChanged { .. }
            | Self::SchoolChanged(_)
            | Self::StageEntered(_)
            | Self::TransferOutGranted(_)
            | Self::TransferredOut { .. }
            | Self::TransferOutEnded { .. }
            | Self::Promoted { .. }
            | Self::PromotionUndone { .. }
            | Self::AbsenceNoted { .. }
            | Self::FollowedUp { .. }
            | Self::AbsenceEnded { .. }
            | Self::FollowUpMissed { .. }
            | Self::FollowUpEnded(_)
            | Self::IdentityRevealed { .. }
            | Self::CustodyMoved { .. } => BTreeSet::new(),
        }
    }
}
