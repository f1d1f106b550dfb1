//! 档案内容: entries and papers of archives that come in files of their own beside the pupils, a row each: whose, what, when, the values of
//! the columns that the archive has for it, and a scan in the folder. What the archive's page would refuse is refused here.

use super::profile::Profile;
use crate::archive::{Category, Column, Entry, EntryKind, Period};
use crate::calendar::{SchoolYear, school_year, term};
use crate::ident::StudentNumber;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest name of a paper, as in an archive.
const LONGEST: usize = 60;
/// Terms and years back that are known by their words.
const TERMS: usize = 40;

/// What every row of such a file may say besides the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryPart {
    /// 学籍号: whose
    Number,
    /// 档案类别: a kind of entry, or a category under which a paper is filed
    Kind,
    /// 时间: the term, the school year or the day
    Period,
    /// 材料名称
    Title,
    /// 材料文件: the name of a scan in the folder
    Scan,
}

impl EntryPart {
    /// Every one, in the order of a report.
    pub const ALL: [Self; 5] = [Self::Number, Self::Kind, Self::Period, Self::Title, Self::Scan];

    /// The Chinese term, which is a heading by itself.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "学籍号",
            Self::Kind => "档案类别",
            Self::Period => "时间",
            Self::Title => "材料名称",
            Self::Scan => "材料文件",
        }
    }

    /// As a profile names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "#number",
            Self::Kind => "#kind",
            Self::Period => "#period",
            Self::Title => "#title",
            Self::Scan => "#scan",
        }
    }

    /// Whether a file must have such a column.
    pub fn needed(self) -> bool {
        matches!(self, Self::Number | Self::Kind)
    }
}

/// What stands below a heading of such a file (档案列的含义).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryMeaning {
    /// What every row may say.
    Part(EntryPart),
    /// A column of a kind of entry, by its key.
    Column(String),
    /// Nothing that is taken over.
    Ignored,
}

impl EntryMeaning {
    /// As a profile names it.
    pub fn key(&self) -> &str {
        match self {
            Self::Part(part) => part.key(),
            Self::Column(key) => key,
            Self::Ignored => "#ignored",
        }
    }

    /// In the words of the archive, for who looks a profile over; a column there is not is called by its key.
    pub fn label(&self) -> String {
        match self {
            Self::Part(part) => part.label().to_owned(),
            Self::Column(key) => {
                let named = columns().find(|column| column.key == *key);
                named.map_or_else(|| key.clone(), |column| column.heading())
            }
            Self::Ignored => super::profile::IGNORED.to_owned(),
        }
    }

    /// What a profile names so.
    pub fn from_key(key: &str) -> Option<Self> {
        if key == "#ignored" {
            return Some(Self::Ignored);
        }
        let part = EntryPart::ALL.into_iter().find(|part| part.key() == key).map(Self::Part);
        part.or_else(|| columns().any(|column| column.key == key).then(|| Self::Column(key.to_owned())))
    }

    /// What a heading is without a profile: the name of a part, or of a column of any kind.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let part = EntryPart::ALL.into_iter().find(|part| part.label() == heading).map(Self::Part);
        let column = || columns().any(|column| is_called(&column, heading));
        part.or_else(|| column().then(|| Self::Column(heading.to_owned())))
    }
}

/// The columns of every kind.
fn columns() -> impl Iterator<Item = Column> {
    EntryKind::ALL.iter().flat_map(|kind| kind.columns())
}

/// Whether a column is meant by a key, by its name or by its heading with the unit.
fn is_called(column: &Column, name: &str) -> bool {
    column.key == name || column.label == name || column.heading() == name
}

/// What a row files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filed {
    /// An entry.
    Entry(EntryKind),
    /// A paper by itself, under a category.
    Paper(Category),
}

impl Filed {
    /// As a profile names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.key(),
            Self::Paper(category) => category.key(),
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.label(),
            Self::Paper(category) => category.label(),
        }
    }

    /// What a profile or a file names so: by the key, or by the Chinese term. A word for both is the entry's, which is more.
    pub fn from_word(word: &str) -> Option<Self> {
        let kinds = EntryKind::ALL.iter().copied().map(Self::Entry);
        let mut all = kinds.chain(Category::ALL.into_iter().map(Self::Paper));
        all.find(|filed| filed.key() == word || filed.label() == word)
    }

    /// Under which category it lies.
    pub fn category(self) -> Category {
        match self {
            Self::Entry(kind) => kind.category(),
            Self::Paper(category) => category,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryWrong {
    /// The column, as it is called.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it does not hold.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryClaims {
    /// Whose.
    pub number: StudentNumber,
    /// What it files.
    pub filed: Filed,
    /// The entry; none of a paper by itself.
    pub entry: Option<Entry>,
    /// What the scan is called in the archive; none where there is no scan.
    pub title: Option<String>,
}

/// The cells of a row: what every row may say, and the values by the headings they stand below.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCells {
    /// 学籍号, 类别 …
    pub parts: BTreeMap<EntryPart, String>,
    /// By the heading, or by the key that the profile gives for it.
    pub values: BTreeMap<String, String>,
}

impl EntryCells {
    fn part(&self, part: EntryPart) -> &str {
        self.parts.get(&part).map_or("", |text| text.trim())
    }

    fn wrong(&self, part: EntryPart, reason: impl Into<String>, remedy: &str) -> EntryWrong {
        EntryWrong {
            column: part.label().to_owned(),
            value: self.part(part).to_owned(),
            reason: reason.into(),
            remedy: remedy.to_owned(),
        }
    }

    /// Whether a scan belongs to it.
    pub fn scan(&self) -> Option<&str> {
        Some(self.part(EntryPart::Scan)).filter(|name| !name.is_empty())
    }
}

impl EntryClaims {
    /// Reads a row by the rules of the archive.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(cells: &EntryCells, profile: &Profile, today: NaiveDate) -> Result<Self, Vec<EntryWrong>> {
        let mut wrong = Vec::new();
        let number = cells.part(EntryPart::Number).parse::<StudentNumber>();
        if let Err(error) = &number {
            let remedy = "请填写名册里这名学生的学籍号。";
            wrong.push(cells.wrong(EntryPart::Number, error.message(), remedy));
        }
        let filed = profile.filed_as(cells.part(EntryPart::Kind));
        let entry = match filed {
            None => {
                let known = EntryKind::ALL.iter().filter(|kind| **kind != EntryKind::Extra);
                let known: Vec<&str> = known.map(|kind| kind.label()).collect();
                let remedy = format!(
                    "可以是{}；单独的材料请填写档案类别，例如证明材料；也可以在接管方案里写明这种写法。",
                    known.join("、")
                );
                wrong.push(cells.wrong(EntryPart::Kind, "不是能识别的类别。", &remedy));
                None
            }
            Some(Filed::Entry(EntryKind::Extra)) => {
                let remedy = "请放在学生名册里，每一项一列。";
                wrong.push(cells.wrong(EntryPart::Kind, "省级规定的项目随名册接管。", remedy));
                None
            }
            Some(Filed::Entry(kind)) => {
                let (entry, told) = read_entry(cells, kind, today);
                wrong.extend(told);
                entry
            }
            Some(Filed::Paper(_)) => {
                if cells.scan().is_none() {
                    let remedy = "请填写文件夹里的文件名；不是材料的，请填写记录的类别。";
                    wrong.push(cells.wrong(EntryPart::Scan, "单独的材料没有材料文件。", remedy));
                }
                let nowhere = cells.values.iter().map(|(name, value)| belongs_nowhere(name, value, "材料"));
                wrong.extend(nowhere);
                None
            }
        };
        let title = cells.scan().and_then(|scan| match title_of(cells, scan, filed, entry.as_ref()) {
            Ok(title) => Some(title),
            Err(one) => {
                wrong.push(*one);
                None
            }
        });
        match (number, filed) {
            (Ok(number), Some(filed)) if wrong.is_empty() => Ok(Self { number, filed, entry, title }),
            _ => Err(wrong),
        }
    }
}

/// The entry of a row, with what is wrong with it.
fn read_entry(cells: &EntryCells, kind: EntryKind, today: NaiveDate) -> (Option<Entry>, Vec<EntryWrong>) {
    let columns = kind.columns();
    let (mut typed, mut wrong) = (BTreeMap::new(), Vec::new());
    for (name, value) in &cells.values {
        match columns.iter().find(|column| is_called(column, name)) {
            Some(column) => drop(typed.insert(column.key.clone(), value.clone())),
            None => wrong.push(belongs_nowhere(name, value, kind.label())),
        }
    }
    let period = period_of(kind.period(), cells.part(EntryPart::Period), today);
    match Entry::read(kind, &columns, &period, &typed, today) {
        Ok(entry) => (Some(entry).filter(|_| wrong.is_empty()), wrong),
        Err(problems) => {
            wrong.extend(problems.into_iter().map(|problem| {
                let column = columns.iter().find(|column| column.key == problem.column);
                EntryWrong {
                    column: column.map_or_else(|| EntryPart::Period.label().to_owned(), Column::heading),
                    value: match column {
                        Some(column) => typed.get(&column.key).cloned().unwrap_or_default(),
                        None => cells.part(EntryPart::Period).to_owned(),
                    },
                    reason: problem.message,
                    remedy: "请在原系统改正后重新导出。".to_owned(),
                }
            }));
            (None, wrong)
        }
    }
}

/// A value in a column that is none of what the row files: it would be lost without a word.
fn belongs_nowhere(name: &str, value: &str, filed: &str) -> EntryWrong {
    EntryWrong {
        column: name.to_owned(),
        value: value.to_owned(),
        reason: format!("不是「{filed}」的项目。"),
        remedy: "请清空这一格，或核对类别。".to_owned(),
    }
}

/// The key of the time a row is about: as typed, or by the words for a term or a school year.
fn period_of(period: Period, typed: &str, today: NaiveDate) -> String {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    // However the two years are joined.
    let joined = plain.replace(['-', '－', '–', '~', '～'], "—").replace("——", "—");
    let by_words = match period {
        Period::Term => {
            let mut terms =
                std::iter::successors(Some(term(today)), |term| Some(term.previous())).take(TERMS);
            terms.find(|term| term.to_string() == joined).map(|term| term.key())
        }
        Period::Year => {
            let last = school_year(today).start_year();
            let mut years = (0..TERMS).filter_map(|n| Some(last - i32::try_from(n).ok()?));
            let found = years.find(|year| SchoolYear::starting_in(*year).to_string() == joined);
            found.map(|year| year.to_string())
        }
        Period::Day | Period::Standing => None,
    };
    by_words.unwrap_or(plain)
}

/// What a scan is called in the archive: as the row says, or by what it belongs to.
fn title_of(
    cells: &EntryCells,
    scan: &str,
    filed: Option<Filed>,
    entry: Option<&Entry>,
) -> Result<String, Box<EntryWrong>> {
    let format = scan.rsplit_once('.').map(|(_, format)| format.to_ascii_lowercase()).unwrap_or_default();
    if !matches!(format.as_str(), "jpg" | "jpeg" | "png" | "pdf") || scan.contains(['/', '\\']) {
        let remedy = "请填写文件夹里的文件名，带扩展名。";
        return Err(Box::new(cells.wrong(EntryPart::Scan, "不是 JPG、PNG 图片或 PDF 的文件名。", remedy)));
    }
    let said = crate::text::line(cells.part(EntryPart::Title)).text;
    let title = match (said.is_empty(), entry, filed) {
        (false, ..) => said,
        (true, Some(entry), _) => {
            let which = entry.kind.identity().iter().filter_map(|key| entry.values.get(*key));
            let mut words: Vec<String> = vec![entry.kind.label().to_owned()];
            words.extend(which.cloned());
            words.push(entry.period.clone());
            words.retain(|word| !word.is_empty());
            words.join(" ").chars().take(LONGEST).collect()
        }
        (true, None, Some(filed)) => filed.label().to_owned(),
        (true, None, None) => String::new(),
    };
    if title.chars().count() > LONGEST {
        let reason = format!("材料名称不能超过{LONGEST}个字。");
        return Err(Box::new(cells.wrong(EntryPart::Title, reason, "请写得短一些。")));
    }
    Ok(title)
}
