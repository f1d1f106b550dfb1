//! Archive packages (学籍档案包).

use crate::{Said, Signed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::archive::EntryKind;
use domain::case::{CaseKind, CaseState};
use domain::form::Field;
use domain::id::{CaseId, PackageId, PersonId, UnitId};
use domain::journal::Event;
use domain::package::{Found, Made};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One package in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageLine {
    /// The package.
    pub id: PackageId,
    /// The version that is shown.
    pub version: u64,
    /// 档案包编号
    pub number: String,
    /// 姓名
    pub name: String,
    /// The school on the other side.
    pub other: String,
    /// Stable name of where it stands.
    pub state: String,
    /// The same in Chinese.
    pub state_label: String,
    /// When it was asked for or uploaded.
    pub at: DateTime<Utc>,
    /// The last day on which it can be fetched.
    pub expires_on: Option<NaiveDate>,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
}

impl PackageLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<PackageId> {
        Shown::new(self.id, self.version)
    }
}

/// A decided case on which a package may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The case.
    pub case: CaseId,
    /// 转学, 升学 or the completion of a stage.
    pub kind: CaseKind,
    /// 姓名
    pub name: String,
    /// The day it was decided.
    pub decided_on: NaiveDate,
    /// The receiving school; none for a graduate whose next school is yet to be named.
    pub to: Option<String>,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageView {
    /// 移交
    Made(Box<MadeView>),
    /// 接收
    Received(Box<ArrivedView>),
}

impl PackageView {
    /// What the list shows.
    pub fn line(&self) -> &PackageLine {
        match self {
            Self::Made(view) => &view.line,
            Self::Received(view) => &view.line,
        }
    }

    /// Who hands over to whom, and on what it rests.
    pub fn basis(&self) -> &Basis {
        match self {
            Self::Made(view) => &view.basis,
            Self::Received(view) => &view.basis,
        }
    }
}

/// Who hands over to whom, and on which decided case it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The school that hands over.
    pub from: String,
    /// 转入学校 or 升入学校
    pub to: String,
    /// Its code.
    pub to_unit: UnitId,
    /// 转学, 升学, or the completion of a stage.
    pub kind: CaseKind,
    /// 办件编号
    pub case_number: String,
    /// The day it was decided.
    pub decided_on: NaiveDate,
}

/// A package that is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeView {
    /// What the list shows.
    pub line: PackageLine,
    /// On what it rests.
    pub basis: Basis,
    /// Who asked.
    pub asked: Signed,
    /// Who released or refused it; words only where it was refused.
    pub decided: Option<Said>,
    /// What was made.
    pub made: Option<Made>,
    /// Who fetched it.
    pub fetched: Vec<Signed>,
    /// Whether the reader may release or refuse it.
    pub may_release: bool,
    /// Whether the reader may fetch it.
    pub may_fetch: bool,
}

/// How an archive is to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// First day here.
    pub on: NaiveDate,
    /// 班级 here.
    pub class_name: String,
    /// Items whose value in the package takes the place of ours.
    pub take: Vec<Field>,
    /// Who proposes, and the 查重说明.
    pub said: Said,
}

/// A package that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivedView {
    /// What the list shows.
    pub line: PackageLine,
    /// On what it rests there.
    pub basis: Basis,
    /// Who uploaded it.
    pub uploaded: Signed,
    /// Why it was given back to be looked at again.
    pub returned: Option<Said>,
    /// Who accepted or refused it; words only where it was refused.
    pub decided: Option<Said>,
    /// Its journal: how many entries.
    pub entries: u64,
    /// Hash of the last one.
    pub head: String,
    /// 签名校验码 of who signed it.
    pub fingerprint: String,
    /// The system that made it, by the directory of keys; none where the letter's code was compared.
    pub directory: Option<String>,
    /// How the archive is to go on.
    pub proposal: Option<Proposal>,
    /// Whose archive it became here.
    pub person: Option<PersonId>,
    /// What is inside; none once it was refused.
    pub preview: Option<Preview>,
    /// Whether the reader may propose how the archive goes on.
    pub may_propose: bool,
    /// Whether the reader may accept it.
    pub may_accept: bool,
}

/// One item of the form, here and in the package, sensitive ones under their masks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewItem {
    /// The item.
    pub field: Field,
    /// Here; empty for a child who is new, too.
    pub here: String,
    /// In the package.
    pub there: String,
    /// Whether the two differ and can be chosen between.
    pub differs: bool,
}

/// A stay at a school (就读经历).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
    /// 学校
    pub school: String,
    /// 班级
    pub class_name: String,
}

/// A decided case in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedCase {
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// 种类
    pub kind: CaseKind,
    /// 办件编号
    pub number: String,
    /// How it ended.
    pub state: CaseState,
}

/// An entry of an archive in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledEntry {
    /// 类别
    pub kind: EntryKind,
    /// Its content in words.
    pub words: String,
    /// The school that filed it.
    pub school: String,
    /// Whether another is on file here.
    pub ours: bool,
}

/// A file in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// What it is called.
    pub title: String,
    /// Its name in the package.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A journal entry in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// The day.
    pub on: NaiveDate,
    /// What happened.
    pub event: Event,
    /// At which unit.
    pub unit: String,
}

/// What is inside a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// 学籍号, masked.
    pub number: String,
    /// Whether this register knows the child.
    pub found: Found,
    /// The pupil here.
    pub person: Option<PersonId>,
    /// 年级 and 班级 in the package.
    pub class_label: String,
    /// 班级 alone.
    pub class_name: String,
    /// The filled items.
    pub items: Vec<PreviewItem>,
    /// 就读经历
    pub spells: Vec<Stay>,
    /// Decided cases.
    pub cases: Vec<DecidedCase>,
    /// Entries.
    pub entries: Vec<FiledEntry>,
    /// Files.
    pub files: Vec<FileEntry>,
    /// 信息变动情况
    pub journal: Vec<JournalEntry>,
    /// Custodian on the day of the package, in words.
    pub custody: String,
    /// How many archives of systems before are in it.
    pub before: usize,
    /// Whom the child resembles here (第六条); to be explained.
    pub likeness: Vec<String>,
}

/// A key of the directory (系统公钥目录).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// 系统名称
    pub system: String,
    /// 省级行政区划代码
    pub province: String,
    /// 签名校验码
    pub fingerprint: String,
    /// 启用日期
    pub from: NaiveDate,
    /// 截止日期
    pub until: Option<NaiveDate>,
    /// Since when it is revoked, and why.
    pub revoked: Option<(NaiveDate, String)>,
    /// Whether it is believed today.
    pub in_force: bool,
}

/// A list of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryLine {
    /// 目录编号
    pub serial: u64,
    /// 签发单位
    pub issuer: String,
    /// 签发日期
    pub issued_on: NaiveDate,
    /// How many keys.
    pub count: usize,
    /// Where it stands.
    pub state: String,
    /// Who took it in, and when.
    pub imported: (String, DateTime<Utc>),
    /// Who accepted it or sent it back, and when.
    pub decided: Option<(String, DateTime<Utc>)>,
    /// Why it was sent back.
    pub reason: String,
}

/// A list that waits to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryWaiting {
    /// The list.
    pub line: DirectoryLine,
    /// Its keys.
    pub keys: Vec<KeyLine>,
    /// Whether the reader may decide about it.
    pub may_decide: bool,
}

/// The directory of the systems' keys, for the administrators who look after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryView {
    /// 校验码 of the issuer's key in the settings.
    pub pinned: Option<String>,
    /// This system's own public key, hex.
    pub own_key: String,
    /// Its 校验码.
    pub own_fingerprint: String,
    /// The list in force.
    pub in_force: Option<DirectoryLine>,
    /// Its keys.
    pub keys: Option<Vec<KeyLine>>,
    /// The list that waits.
    pub waiting: Option<DirectoryWaiting>,
    /// Every list, newest first.
    pub history: Vec<DirectoryLine>,
    /// Whether the reader may take one in.
    pub may_import: bool,
}
