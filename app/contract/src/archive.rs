//! What is filed in archives (学籍档案, 第七条): one pupil's, and the sheet of a class.

use chrono::NaiveDate;
use domain::archive::completeness::Completeness;
use domain::archive::contents::Held;
use domain::archive::{Category, Column, Entry};
use domain::id::{PersonId, ProofId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// The file.
    pub id: ProofId,
    /// Under which category it lies.
    pub category: Category,
    /// What it is called.
    pub title: String,
    /// `jpg`, `png` or `pdf`.
    pub format: String,
    /// Bytes.
    pub size: u64,
    /// The day it was filed.
    pub on: NaiveDate,
    /// Whether there is a small picture of it.
    pub has_thumbnail: bool,
    /// Whether the reader may withdraw it.
    pub may_withdraw: bool,
}

/// One entry as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// Names it in requests.
    pub key: String,
    /// What it is.
    pub entry: Entry,
    /// Heading and value of each filled column.
    pub lines: Vec<(String, String)>,
    /// The school that filed it.
    pub school: String,
    /// Who filed it last.
    pub by: String,
    /// And when.
    pub on: NaiveDate,
    /// Whether the reader may change or withdraw it.
    pub may_change: bool,
}

/// One pupil's archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveView {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级
    pub class_label: String,
    /// School.
    pub school: String,
    /// What is filed, newest period first within a kind.
    pub entries: Vec<EntryLine>,
    /// The files, newest first.
    pub files: Vec<FileLine>,
    /// 完整度
    pub completeness: Completeness,
    /// Today: what should have been there before it is late.
    pub today: NaiveDate,
    /// The province's own items.
    pub extra_columns: Vec<Column>,
    /// Whether the reader may file.
    pub may_file: bool,
    /// Whether the reader sees what is filed, not only how complete it is.
    pub whole: bool,
}

/// One row of a class's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The pupil.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// What is on file for this sheet, by column.
    pub filed: BTreeMap<String, String>,
}

/// A class's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassSheet {
    /// The columns that are filled row by row.
    pub columns: Vec<Column>,
    /// The columns that are the same for all.
    pub common: Vec<Column>,
    /// The pupils, by name.
    pub rows: Vec<SheetRow>,
    /// What is wrong with what is the same for all: key and sentence; `period` for the time. With these no sheet can be filled.
    pub wrong: Vec<(String, String)>,
}

/// What the archive of a guardian's own child holds (档案目录).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveContents {
    /// The child.
    pub id: PersonId,
    /// 姓名, masked.
    pub name: String,
    /// 学校
    pub school: String,
    /// 年级 and 班级
    pub class_label: String,
    /// When the archive was built.
    pub archive_built: Option<NaiveDate>,
    /// What it holds, the latest school year first.
    pub years: Vec<ContentsYear>,
}

/// One school year of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentsYear {
    /// 学年
    pub year: String,
    /// Papers and entries, by category.
    pub held: Vec<Held>,
}
