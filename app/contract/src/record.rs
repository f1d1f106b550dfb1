//! The pages of one pupil's record (学籍档案) for staff, a model for each: what a page shows is asked for by that page alone, and put
//! down in the access log under its own name.

use crate::access::LookLine;
use crate::desk::MatterLine;
use crate::pupil::{NumberLine, PupilView, SpellLine, TimelineLine};
use chrono::NaiveDate;
use domain::archive::completeness::Completeness;
use domain::case::CaseKind;
use domain::form::Field;
use domain::id::{AccessId, CaseId, PersonId, ProofId};
use serde::{Deserialize, Serialize};

/// What stands above every page of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHead {
    /// The person.
    pub id: PersonId,
    /// 姓名 as far as the reader may see it.
    pub name: String,
    /// Whether the reader may see who looked at the record: then there is a page for it.
    pub may_see_looks: bool,
}

/// 概况: what one has to know before anything else, and what can be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordOverview {
    /// The record, without the parts that have pages of their own.
    pub record: PupilView,
    /// The photograph (照片) in the archive, where the reader sees what is filed.
    pub photo: Option<ProofId>,
    /// The guardians on record, masked.
    pub guardians: Vec<GuardianContact>,
    /// What is open about the pupil, the earliest day first.
    pub open: Vec<MatterLine>,
    /// 完整度 of the archive, and what it lacks.
    pub archive: Completeness,
    /// Today: what should have been in the archive before it is late.
    pub today: NaiveDate,
    /// What is the reader's office and cannot be done now, with the reason.
    pub barred: Vec<Barred>,
}

/// One guardian (监护人) on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianContact {
    /// 姓名, masked.
    pub name: String,
    /// 与学生的关系
    pub kinship: String,
    /// 联系电话, masked; empty where there is none.
    pub phone: String,
}

/// What can be done with a record by an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RecordAct {
    /// 办理学籍变动
    Change,
    /// 受理更正申请
    Correct,
    /// 维护信息
    Keep,
}

/// Something that is one's office and cannot be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// What.
    pub act: RecordAct,
    /// Why not, and what to do, in the words of the refusal.
    pub why: String,
}

/// 学籍信息: the items of the form, the schooling, the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordInfo {
    /// Whose.
    pub head: RecordHead,
    /// The filled items of the form, masked as the policy says.
    pub info: Vec<(Field, String)>,
    /// 就读经历, the latest first.
    pub spells: Vec<SpellLine>,
    /// Every number ever issued, newest first.
    pub numbers: Vec<NumberLine>,
    /// Whether the reader may ask for a full number.
    pub may_reveal: bool,
}

/// 事项: everything that is or was to be done about the pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordMatters {
    /// Whose.
    pub head: RecordHead,
    /// What is open, the earliest day first. A line without an address is somebody else's to open.
    pub open: Vec<MatterLine>,
    /// What is closed, the newest first.
    pub closed: Vec<MatterLine>,
}

/// 信息变动情况 by matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTimeline {
    /// Whose.
    pub head: RecordHead,
    /// What belongs together, by its newest entry, newest first.
    pub groups: Vec<TimelineGroup>,
    /// Whether the chain of the journal holds.
    pub chain_holds: bool,
}

/// Entries of the timeline that belong together: those of one case, or those that stand between cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineGroup {
    /// The case; none for what belongs to none.
    pub case: Option<TimelineCase>,
    /// What people did, newest first.
    pub lines: Vec<TimelineLine>,
    /// What the system put down by itself, newest first.
    pub machine: Vec<TimelineLine>,
}

/// A case as the timeline names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineCase {
    /// The case.
    pub id: CaseId,
    /// Its kind and its 办件编号, where its beginning stands in this journal.
    pub named: Option<(CaseKind, String)>,
    /// Whether the reader may open it.
    pub opens: bool,
}

/// 访问记录 of the pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLooks {
    /// Whose.
    pub head: RecordHead,
    /// The looks, newest first.
    pub looks: crate::Page<LookLine, AccessId>,
}
