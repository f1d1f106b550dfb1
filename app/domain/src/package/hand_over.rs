//! 移交依据: a package rests on a decided case that takes the archive to a school of another province (第九条, 第十五条). The hand-over is
//! owed by law; nobody else gets a package.

use super::refusal;
use crate::case::{Case, CaseState, Payload};
use crate::id::{CaseId, UnitId};
use crate::journal::{Entry, Event};
use crate::matter::{CaseKind, Office};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The decided case on which a package rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// 转学, 升学, or the completion of a stage after which the pupil goes on elsewhere.
    pub kind: CaseKind,
    /// The case in the register that handed over.
    pub case: CaseId,
    /// 办件编号
    pub case_number: String,
    /// The day it was decided.
    pub decided_on: NaiveDate,
    /// 转入学校 or 升入学校
    pub to: Office,
}

impl HandOver {
    /// Whether this case hands the archive of `own`'s pupil over to a school of another province. `named`: the school to which a
    /// graduate goes, which the case of the completion does not know.
    ///
    /// # Errors
    /// A refusal: what is missing (第九条, 第十五条).
    pub fn of(case: &Case, own: &UnitId, named: Option<Office>) -> Result<Self, Refusal> {
        let none = || {
            refusal(
                RefusalCode::Basis,
                15,
                "没有已办结的转学、升学或毕业事项，不能制作学籍档案包。",
                "请先办结手续；查询、复制档案的，请按信息提供的规定申请。",
            )
        };
        let (CaseState::Approved, Some(decided_on)) = (case.state, case.closed_on) else {
            return Err(none());
        };
        let to = match &case.payload {
            Payload::Transfer(transfer) if transfer.from == *own => {
                Office { unit: transfer.to.clone(), name: transfer.to_name.clone() }
            }
            Payload::Progression(progression) if progression.from == *own => {
                Office { unit: progression.to.clone(), name: progression.to_name.clone() }
            }
            // A school that this register does not know was put down with the case.
            Payload::TransferOut(transfer) if case.school == *own => {
                Office { unit: transfer.to.clone().ok_or_else(none)?, name: transfer.to_name.clone() }
            }
            Payload::Completion(_) if case.school == *own => named.ok_or_else(|| {
                refusal(
                    RefusalCode::Receiver,
                    9,
                    "还没有填写升入学校的标识码和名称。",
                    "请按录取通知书填写。",
                )
            })?,
            _ => return Err(none()),
        };
        if crate::text::length(&to.name) == 0 || to.name.chars().count() > 60 || !to.unit.is_school() {
            let what = "升入学校的标识码应为 10 位，名称不能为空。";
            return Err(refusal(RefusalCode::Receiver, 9, what, "请按录取通知书填写。"));
        }
        if to.unit.school_province() == own.school_province() {
            return Err(Refusal::of(
                RefusalCode::SameProvince,
                "接收学校在本省，档案随学籍在系统内转接，不需要制作档案包。",
            ));
        }
        Ok(Self { kind: case.kind(), case: case.id, case_number: case.number.clone(), decided_on, to })
    }
}

/// Whether the receiving school has gone on with the archive since the case was decided (第十六条): from then on its own additions
/// stand in it, and only that school hands it over.
pub fn continued(journal: &[Entry], case: CaseId, own: &UnitId) -> bool {
    let decided =
        journal.iter().rposition(|entry| entry.event == Event::CaseApproved && entry.case == Some(case));
    let later = decided.map_or(&[][..], |at| &journal[at + 1..]);
    later.iter().any(|entry| {
        let adds = matches!(
            entry.event,
            Event::InfoChanged
                | Event::InfoMended
                | Event::CaseOpened
                | Event::ArchiveEntryFiled
                | Event::ArchiveEntryChanged
                | Event::ArchiveEntryWithdrawn
                | Event::ArchiveFileAdded
                | Event::ArchiveFileWithdrawn
        );
        adds && entry.actor.unit.as_ref() != Some(own)
    })
}
