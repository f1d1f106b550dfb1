//! The profile of a source (接管方案): a name, a version, which heading is what, and the source's words for where a pupil stands. Kept as
//! JSON, written in one way, so that a take-over says under which profile its files were read.

use super::entries::{EntryMeaning, Filed};
use crate::codes::PupilStatus;
use crate::form::Field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Most headings a profile names.
const MOST_COLUMNS: usize = 400;
/// What a column is that nothing is taken over of.
pub(super) const IGNORED: &str = "不读取";
/// Longest heading, word or name.
const LONGEST: usize = 60;

/// What a row says besides the form: what was already decided in the register it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Special {
    /// 学籍号
    Number,
    /// 历史学籍号: numbers the child had before
    FormerNumbers,
    /// 学校标识码
    School,
    /// 学籍状态
    Status,
    /// 状态起始日期
    StatusSince,
    /// 状态截止日期
    StatusUntil,
    /// 入学日期
    EntryDate,
    /// 出境国家或地区: of who goes to school abroad
    Country,
    /// 境外就读经历: times abroad that are over
    Abroad,
    /// 就读经历
    Spells,
}

impl Special {
    /// Every one, in the order of a report.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::FormerNumbers,
        Self::School,
        Self::Status,
        Self::StatusSince,
        Self::StatusUntil,
        Self::EntryDate,
        Self::Country,
        Self::Abroad,
        Self::Spells,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "学籍号",
            Self::FormerNumbers => "历史学籍号",
            Self::School => "学校标识码",
            Self::Status => "学籍状态",
            Self::StatusSince => "状态起始日期",
            Self::StatusUntil => "状态截止日期",
            Self::EntryDate => "入学日期",
            Self::Country => "出境国家或地区",
            Self::Abroad => "境外就读经历",
            Self::Spells => "就读经历",
        }
    }

    /// As a profile names it; the mark keeps it apart from the items of the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "#number",
            Self::FormerNumbers => "#former_numbers",
            Self::School => "#school",
            Self::Status => "#status",
            Self::StatusSince => "#status_since",
            Self::StatusUntil => "#status_until",
            Self::EntryDate => "#entry_date",
            Self::Country => "#country",
            Self::Abroad => "#abroad",
            Self::Spells => "#spells",
        }
    }

    /// Whether a file must have such a column.
    pub fn needed(self) -> bool {
        matches!(self, Self::Number | Self::School | Self::Status | Self::EntryDate)
    }
}

/// What stands below a heading (列的含义).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// An item of the form.
    Field(Field),
    /// What was already decided.
    Special(Special),
    /// Nothing that is taken over: named, so that nobody looks for it.
    Ignored,
}

impl Meaning {
    /// As a profile names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Field(field) => field.key(),
            Self::Special(special) => special.key(),
            Self::Ignored => "#ignored",
        }
    }

    /// In the words of the form, for who looks a profile over.
    pub fn label(self) -> &'static str {
        match self {
            Self::Field(field) => field.label(),
            Self::Special(special) => special.label(),
            Self::Ignored => IGNORED,
        }
    }

    /// What a profile names so.
    pub fn from_key(key: &str) -> Option<Self> {
        if key == Self::Ignored.key() {
            return Some(Self::Ignored);
        }
        let special = Special::ALL.into_iter().find(|special| special.key() == key).map(Self::Special);
        special.or_else(|| Field::from_key(key).filter(|field| field.is_importable()).map(Self::Field))
    }
}

/// A profile as it is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    version: u32,
    columns: BTreeMap<String, String>,
    #[serde(default)]
    statuses: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    entries: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    kinds: BTreeMap<String, String>,
}

/// A named and numbered mapping of a source's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Profile {
    /// 名称
    pub name: String,
    /// 版本
    pub version: u32,
    columns: BTreeMap<String, Meaning>,
    statuses: BTreeMap<String, PupilStatus>,
    /// The headings of files with archive contents (档案内容).
    entries: BTreeMap<String, EntryMeaning>,
    /// The source's words for what is filed.
    kinds: BTreeMap<String, Filed>,
}

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileProblem {
    /// It is not written as one.
    Form(String),
    /// Its name is empty, too long or has signs no name has.
    Name,
    /// Its version is not 1 or more.
    Version,
    /// It names no column or too many.
    Columns,
    /// A heading is empty, too long, or not written as a heading is compared (without spaces).
    Heading(String),
    /// A heading is said to be something there is not.
    Unknown(String, String),
    /// A word for where a pupil stands is empty or too long.
    Word(String),
    /// It is said to be a status there is not.
    Status(String, String),
    /// A word for what is filed in an archive is empty or too long.
    Filed(String),
    /// It is said to be a kind there is not.
    Kind(String, String),
}

impl fmt::Display for ProfileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(why) => write!(f, "接管方案写得不对：{why}"),
            Self::Name => write!(f, "接管方案的名称应有 1 至 {LONGEST} 个字，不含控制字符。"),
            Self::Version => f.write_str("接管方案的版本应为 1 以上的整数。"),
            Self::Columns => write!(f, "接管方案应写明 1 至 {MOST_COLUMNS} 个列。"),
            Self::Heading(heading) => write!(f, "列名「{heading}」是空的、太长或含有空白。"),
            Self::Unknown(heading, key) => write!(f, "列名「{heading}」对应的「{key}」不是本系统的项目。"),
            Self::Word(word) => write!(f, "学籍状态的写法「{word}」是空的、太长或含有空白。"),
            Self::Status(word, code) => {
                write!(f, "学籍状态「{word}」对应的代码「{code}」不是学生当前状态代码。")
            }
            Self::Filed(word) => write!(f, "档案类别的写法「{word}」是空的、太长或含有空白。"),
            Self::Kind(word, key) => write!(f, "档案类别「{word}」对应的「{key}」不是本系统的类别。"),
        }
    }
}

impl std::error::Error for ProfileProblem {}

/// Whether a text can stand in a cell that is compared: headings lose their blanks before they are.
fn comparable(text: &str) -> bool {
    let length = text.chars().count();
    (1..=LONGEST).contains(&length) && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

impl TryFrom<Written> for Profile {
    type Error = ProfileProblem;

    fn try_from(written: Written) -> Result<Self, ProfileProblem> {
        let Written { name, version, columns, statuses, entries, kinds } = written;
        let length = name.trim().chars().count();
        if !(1..=LONGEST).contains(&length) || name.trim() != name || name.chars().any(char::is_control) {
            return Err(ProfileProblem::Name);
        }
        if version == 0 {
            return Err(ProfileProblem::Version);
        }
        let longest = [columns.len(), statuses.len(), entries.len(), kinds.len()].into_iter().max();
        if columns.is_empty() || longest > Some(MOST_COLUMNS) {
            return Err(ProfileProblem::Columns);
        }
        let mut meant = BTreeMap::new();
        for (heading, key) in columns {
            if !comparable(&heading) {
                return Err(ProfileProblem::Heading(heading));
            }
            let Some(meaning) = Meaning::from_key(&key) else {
                return Err(ProfileProblem::Unknown(heading, key));
            };
            meant.insert(heading, meaning);
        }
        let mut words = BTreeMap::new();
        for (word, code) in statuses {
            if !comparable(&word) {
                return Err(ProfileProblem::Word(word));
            }
            let Some(status) = PupilStatus::from_code(&code) else {
                return Err(ProfileProblem::Status(word, code));
            };
            words.insert(word, status);
        }
        let mut of_archives = BTreeMap::new();
        for (heading, key) in entries {
            if !comparable(&heading) {
                return Err(ProfileProblem::Heading(heading));
            }
            let Some(meaning) = EntryMeaning::from_key(&key) else {
                return Err(ProfileProblem::Unknown(heading, key));
            };
            of_archives.insert(heading, meaning);
        }
        let mut filed = BTreeMap::new();
        for (word, key) in kinds {
            if !comparable(&word) {
                return Err(ProfileProblem::Filed(word));
            }
            let Some(kind) = Filed::from_word(&key) else {
                return Err(ProfileProblem::Kind(word, key));
            };
            filed.insert(word, kind);
        }
        Ok(Self { name, version, columns: meant, statuses: words, entries: of_archives, kinds: filed })
    }
}

impl From<Profile> for Written {
    fn from(profile: Profile) -> Self {
        let Profile { name, version, columns, statuses, entries, kinds } = profile;
        let columns = columns.into_iter().map(|(heading, meaning)| (heading, meaning.key().to_owned()));
        let statuses = statuses.into_iter().map(|(word, status)| (word, status.code().to_owned()));
        let entries = entries.into_iter().map(|(heading, meaning)| (heading, meaning.key().to_owned()));
        let kinds = kinds.into_iter().map(|(word, filed)| (word, filed.key().to_owned()));
        Self {
            name,
            version,
            columns: columns.collect(),
            statuses: statuses.collect(),
            entries: entries.collect(),
            kinds: kinds.collect(),
        }
    }
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ProfileProblem> {
        let written: Written =
            serde_json::from_str(text).map_err(|error| ProfileProblem::Form(error.to_string()))?;
        Self::try_from(written)
    }

    /// The profile as a file.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The one that is built in: the usual export of the national system, by its headings and by the field names of JY/T 1001. A
    /// heading that is the name of an item needs no line.
    ///
    /// # Errors
    /// Never: a test reads it.
    pub fn national() -> Result<Self, ProfileProblem> {
        Self::parse(NATIONAL)
    }

    /// Whether it is the built-in one to the last word: a name and a version are what its author writes.
    pub fn is_national(&self) -> bool {
        Self::national().is_ok_and(|national| national == *self)
    }

    /// What it says, line by line, for who looks it over: the word of the source, and what it is here.
    pub fn lines(&self) -> Vec<(String, String)> {
        let columns = self.columns.iter().map(|(word, meaning)| (word.clone(), meaning.label().to_owned()));
        let statuses = self.statuses.iter().map(|(word, status)| (word.clone(), status.label().to_owned()));
        let entries = self.entries.iter().map(|(word, meaning)| (word.clone(), meaning.label()));
        let kinds = self.kinds.iter().map(|(word, filed)| (word.clone(), filed.label().to_owned()));
        columns.chain(statuses).chain(entries).chain(kinds).collect()
    }

    /// What a heading is, by this profile; none where it says nothing of it.
    pub fn meaning(&self, heading: &str) -> Option<Meaning> {
        self.columns.get(heading).copied()
    }

    /// What a heading of a file with archive contents is: by this profile, or by its own name; none where neither says anything of it.
    pub fn entry_meaning(&self, heading: &str) -> Option<EntryMeaning> {
        self.entries.get(heading).cloned().or_else(|| EntryMeaning::of_heading(heading))
    }

    /// What is filed in an archive, by the source's word, by the key or by the term.
    pub fn filed_as(&self, word: &str) -> Option<Filed> {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        self.kinds.get(&word).copied().or_else(|| Filed::from_word(&word))
    }

    /// Where a pupil stands, by the source's word, by the code or by the term of the list.
    pub fn status(&self, word: &str) -> Option<PupilStatus> {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        let by_label = || PupilStatus::ALL.iter().copied().find(|status| status.label() == word);
        self.statuses.get(&word).copied().or_else(|| PupilStatus::from_code(&word)).or_else(by_label)
    }
}

/// The built-in profile.
pub const NATIONAL: &str = include_str!("national.json");
