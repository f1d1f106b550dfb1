//! The archive as data: everything the register holds of one child, under the seven categories of 第七条.

use super::Problem;
use crate::archive::{Category, Entry};
use crate::case::abroad::Period;
use crate::case::{Case, CaseState};
use crate::codes::PupilStatus;
use crate::form::{BasicInfo, Field};
use crate::id::{PersonId, UnitId};
use crate::ident::StudentNumber;
use crate::journal;
use crate::matter::ProofKind;
use crate::privacy::{erase_from_case, is_optional};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Archives within archives: a child seldom changes systems more than twice.
const DEPTH: usize = 12;

/// A 学籍号 the child has or had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedNumber {
    /// All 19 characters.
    pub number: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day it became history.
    pub retired_on: Option<NaiveDate>,
}

/// A stretch of schooling (就读经历).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schooling {
    /// 学校标识码
    pub school: UnitId,
    /// Its name then.
    pub school_name: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// From.
    pub from_on: NaiveDate,
    /// To, none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// An entry of categories three to seven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// What it is.
    pub entry: Entry,
    /// The school that filed it.
    pub school: UnitId,
    /// Its name.
    pub school_name: String,
    /// Who filed it last.
    pub by: String,
    /// And when.
    pub on: NaiveDate,
    /// Heading and value as its own province names them: another province has other items (第七条第七项).
    pub lines: Vec<(String, String)>,
}

/// A file of the archive; its bytes lie under `files/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiledFile {
    /// SHA-256, hex.
    pub sha256: String,
    /// `jpg`, `png` or `pdf`.
    pub format: String,
    /// Bytes.
    pub bytes: u64,
    /// What it proves.
    pub kind: ProofKind,
    /// Under which category it lies.
    pub category: Category,
    /// What it is called.
    pub title: String,
    /// Who filed it; empty for what came with a case.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl FiledFile {
    /// Where its bytes lie in the package.
    pub fn name(&self) -> String {
        format!("files/{}.{}", self.sha256, self.format)
    }
}

/// Who kept the archive on the day of the package (第九条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// 在管, 永久保存 or 移交保管.
    pub kind: String,
    /// Since when.
    pub since: NaiveDate,
    /// By which act, when one moved it.
    pub act: Option<String>,
}

/// One entry of the journal with its detail opened, which is of the entry's event. The chain binds what the store of its own
/// register held, sealed; the opened words are bound by the manifest's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    /// The entry as stored.
    pub entry: journal::Entry,
    /// Its detail.
    pub detail: journal::Detail,
}

/// Where a chain ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// How many entries.
    pub entries: u64,
    /// Hash of the last one.
    pub hash: String,
}

/// 信息变动情况: one chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Whose chain, by the id of its own register.
    pub person: PersonId,
    /// Where it ends.
    pub head: Head,
    /// Its entries, oldest first.
    pub entries: Vec<JournalEntry>,
}

/// A whole archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The 72 items.
    pub info: BasicInfo,
    /// 学籍号
    pub number: String,
    /// Every number the child ever had, the one above among them.
    pub numbers: Vec<IssuedNumber>,
    /// 学生当前状态
    pub status: PupilStatus,
    /// The school on the record.
    pub school: UnitId,
    /// Its name.
    pub school_name: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 入学日期
    pub entry_date: NaiveDate,
    /// By when the archive was to be built (第七条).
    pub archive_due: NaiveDate,
    /// When it was.
    pub archive_built: Option<NaiveDate>,
    /// Grades repeated in this stage, and the school year of the last.
    pub repeats: usize,
    /// See above.
    pub repeats_in: Option<i32>,
    /// Grades skipped in this stage.
    pub skips: usize,
    /// 特殊安置, in words.
    pub placement: Option<String>,
    /// Times at schools outside the country (第二十条), the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abroad: Vec<Period>,
    /// 就读经历, the earliest first.
    pub spells: Vec<Schooling>,
    /// Decided cases, the earliest first: 学籍异动 and corrections, each with its steps.
    pub cases: Vec<Case>,
    /// Entries of categories three to seven.
    pub entries: Vec<Filed>,
    /// The files.
    pub files: Vec<FiledFile>,
    /// Who keeps the archive.
    pub custody: Keeping,
    /// The journal; after it those of records that were merged into this one.
    pub journals: Vec<Journal>,
    /// What the child brought from other systems, the latest first.
    pub before: Vec<Record>,
}

impl Record {
    /// Whether the record is one: numbers read and fit, decided cases only, every chain holds and reaches its head. `there`: the
    /// attachments of the package, each used by some record.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(
        &self,
        number: &str,
        there: &BTreeMap<String, Vec<u8>>,
        today: NaiveDate,
    ) -> Result<(), Problem> {
        if self.number != number {
            return Err(Problem::Record);
        }
        let mut used = BTreeSet::new();
        self.check_one(&mut used, 0, today)?;
        let attachments = there.keys().filter(|name| super::manifest::is_attachment(name));
        if attachments.clone().any(|name| !used.contains(name)) {
            return Err(Problem::Extra);
        }
        if used.iter().any(|name| !there.contains_key(name)) { Err(Problem::Missing) } else { Ok(()) }
    }

    fn check_one(&self, used: &mut BTreeSet<String>, depth: usize, today: NaiveDate) -> Result<(), Problem> {
        if depth > DEPTH {
            return Err(Problem::Record);
        }
        let reads =
            |number: &String| number.parse::<StudentNumber>().is_ok_and(|read| read.as_str() == number);
        let own = self.numbers.iter().any(|one| one.number == self.number);
        if !own || !self.numbers.iter().all(|one| reads(&one.number)) {
            return Err(Problem::Record);
        }
        let decided =
            self.cases.iter().all(|case| matches!(case.state, CaseState::Approved | CaseState::Refused));
        let spells = self.spells.iter().all(|spell| {
            spell.school.is_school()
                && (1..=12).contains(&spell.grade)
                && spell.to_on.is_none_or(|to| to >= spell.from_on)
        });
        if !decided || !spells || self.spells.is_empty() || self.journals.is_empty() {
            return Err(Problem::Record);
        }
        if !self.info.strange(today).is_empty() {
            return Err(Problem::Item);
        }
        for journal in &self.journals {
            journal.check()?;
        }
        used.extend(self.files.iter().map(FiledFile::name));
        self.before.iter().try_for_each(|before| before.check_one(used, depth + 1, today))
    }

    /// Takes out every value of an optional item, in the records before it too: what a guardian withdrew does not travel. The
    /// chains of the journals hold as before, since they bind what the store held.
    pub fn leave_out_optional(&mut self) {
        self.info = self.info.clone().without(is_optional);
        for case in &mut self.cases {
            erase_from_case(&mut case.payload);
        }
        for told in self.journals.iter_mut().flat_map(|journal| &mut journal.entries) {
            told.detail.erase_optional();
        }
        self.before.iter_mut().for_each(Self::leave_out_optional);
    }

    /// This record and those before it, the latest first.
    pub fn with_earlier(&self) -> Vec<&Record> {
        let mut all = vec![self];
        all.extend(self.before.iter().flat_map(Record::with_earlier));
        all
    }

    /// Every number the child ever had, here and in the systems before.
    pub fn every_number(&self) -> BTreeSet<&str> {
        let records = self.with_earlier();
        records.into_iter().flat_map(|record| &record.numbers).map(|one| one.number.as_str()).collect()
    }
}

impl Journal {
    fn check(&self) -> Result<(), Problem> {
        let entries: Vec<journal::Entry> = self.entries.iter().map(|told| told.entry.clone()).collect();
        let detail = |entry: &journal::Entry| {
            self.entries.iter().find(|told| told.entry.seq == entry.seq).map(|told| told.detail.clone())
        };
        let whose = entries.iter().all(|entry| entry.subject == self.person.into());
        let told = self.entries.iter().all(|told| told.detail.event() == told.entry.event);
        let last = entries.last().map(|entry| (entry.seq, entry.hash.as_str()));
        let reaches = last == Some((self.head.entries, self.head.hash.as_str()));
        if whose && told && reaches && journal::verify(&entries, detail).is_ok() {
            Ok(())
        } else {
            Err(Problem::Journal)
        }
    }
}

/// One item in two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The item.
    pub field: Field,
    /// The value here, empty when there is none.
    pub here: String,
    /// The value in the package.
    pub there: String,
}

impl Comparison {
    /// The items that differ, in the order of the form. School and class are the receiving school's own and do not count.
    pub fn of(here: &BasicInfo, there: &BasicInfo) -> Vec<Self> {
        let counts = |field: &Field| !matches!(field, Field::Grade | Field::ClassName | Field::ClassNumber);
        Field::ALL
            .iter()
            .copied()
            .filter(counts)
            .filter(|field| here.get(*field) != there.get(*field))
            .map(|field| Self {
                field,
                here: here.value(field).to_owned(),
                there: there.value(field).to_owned(),
            })
            .collect()
    }

    /// Whether both are of one child: what a person is known by does not differ where both have it.
    pub fn same_child(here: &BasicInfo, there: &BasicInfo) -> bool {
        let known = [Field::Name, Field::Sex, Field::BirthDate];
        let document = match (here.document().number(), there.document().number()) {
            (Some(here), Some(there)) => here == there,
            _ => true,
        };
        document && known.iter().all(|field| here.get(*field) == there.get(*field))
    }
}
