//! What the system finds doubtful in one record (第二十四条; in the text of 2025 人籍分离 and 空挂学籍 as well). It is a hint: what is true
//! the school says on the class's sheet. The regulation names no figure; those here are this system's defaults.

use crate::calendar::term;
use crate::codes::{Grade, PupilStatus};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Years a child may be older than its grade asks for. 本系统默认值: a late start and a repeated grade are common.
pub const OLDER_YEARS: u32 = 2;
/// Months after which a number without a verified document should have become a formal one. 本系统默认值.
pub const PROVISIONAL_MONTHS: u32 = 12;
/// Years after which a photograph no longer shows the child. 本系统默认值.
pub const PHOTO_YEARS: u32 = 3;
/// Age by the cut-off day of the year in which grade one begins (义务教育法第十一条).
const FIRST_GRADE_AGE: u32 = 6;

/// What may be wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnomalyKind {
    /// 档案材料缺失
    MissingProof,
    /// 业务未办结
    UnfinishedCase,
    /// 年龄与年级不符
    AgeGrade,
    /// 疑似人籍分离
    Elsewhere,
    /// 疑似空挂学籍
    Empty,
    /// 证件或学籍号存疑
    DoubtfulNumber,
    /// 照片过期
    StalePhoto,
    /// 公文逾期
    OverdueLetter,
}

impl AnomalyKind {
    /// Every kind, in the order of the sheet.
    pub const ALL: [Self; 8] = [
        Self::MissingProof,
        Self::UnfinishedCase,
        Self::AgeGrade,
        Self::Elsewhere,
        Self::Empty,
        Self::DoubtfulNumber,
        Self::StalePhoto,
        Self::OverdueLetter,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::MissingProof => "档案材料缺失",
            Self::UnfinishedCase => "业务未办结",
            Self::AgeGrade => "年龄与年级不符",
            Self::Elsewhere => "疑似人籍分离",
            Self::Empty => "疑似空挂学籍",
            Self::DoubtfulNumber => "证件或学籍号存疑",
            Self::StalePhoto => "照片过期",
            Self::OverdueLetter => "公文逾期",
        }
    }

    /// Stable name in the store, in counters and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::MissingProof => "missing_proof",
            Self::UnfinishedCase => "unfinished_case",
            Self::AgeGrade => "age_grade",
            Self::Elsewhere => "elsewhere",
            Self::Empty => "empty",
            Self::DoubtfulNumber => "doubtful_number",
            Self::StalePhoto => "stale_photo",
            Self::OverdueLetter => "overdue_letter",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One thing found. There is at most one of a kind for a pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomaly {
    /// What.
    pub kind: AnomalyKind,
    /// In words, without a number or a name.
    pub detail: String,
}

/// What is known of one pupil's record on the day of the look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day.
    pub today: NaiveDate,
    /// 学生当前状态; none before the registration is approved.
    pub status: Option<PupilStatus>,
    /// 年级
    pub grade: Grade,
    /// 出生日期
    pub born_on: NaiveDate,
    /// The day of this school year by which a child of grade one is six (the province's rule).
    pub cutoff: NaiveDate,
    /// First day at this school.
    pub here_since: NaiveDate,
    /// What the archive should hold by now and does not.
    pub missing: Vec<String>,
    /// Open business: what.
    pub unfinished: Vec<String>,
    /// First day of an absence nobody explained.
    pub absent_since: Option<NaiveDate>,
    /// Days of absence after which a drop-out is suspected (the province's rule).
    pub suspect_days: u32,
    /// When something was last filed in the archive.
    pub filed_on: Option<NaiveDate>,
    /// When a person last did anything with the record; filing counts.
    pub active_on: Option<NaiveDate>,
    /// Whether the identity match found other data than ours.
    pub mismatched: bool,
    /// Whether an open problem record is about it.
    pub problem: bool,
    /// Since when it has a J or L number; none with a formal one.
    pub provisional_since: Option<NaiveDate>,
    /// When the photograph was filed.
    pub photo_on: Option<NaiveDate>,
    /// Years after which a photograph is stale.
    pub photo_years: u32,
    /// Letters about the pupil that are overdue: what.
    pub overdue_letters: Vec<String>,
}

/// Everything doubtful in a record, in the order of [`AnomalyKind::ALL`], at most one of a kind.
pub fn anomalies(facts: &Facts) -> Vec<Anomaly> {
    AnomalyKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let detail = match kind {
                AnomalyKind::MissingProof => listed(&facts.missing),
                AnomalyKind::UnfinishedCase => listed(&facts.unfinished),
                AnomalyKind::AgeGrade => age(facts),
                AnomalyKind::Elsewhere => elsewhere(facts),
                AnomalyKind::Empty => is_idle(facts).then(|| "连续两个学期没有任何办理或归档记录".to_owned()),
                AnomalyKind::DoubtfulNumber => listed(&doubts(facts)),
                AnomalyKind::StalePhoto => stale_photo(facts),
                AnomalyKind::OverdueLetter => listed(&facts.overdue_letters),
            };
            detail.map(|detail| Anomaly { kind, detail })
        })
        .collect()
}

fn listed(what: &[String]) -> Option<String> {
    (!what.is_empty()).then(|| what.join("；"))
}

/// Too young for the grade, or older than a late start and a repeated grade explain.
fn age(facts: &Facts) -> Option<String> {
    facts.status?;
    let expected = FIRST_GRADE_AGE + u32::from(facts.grade.absolute()) - 1;
    let age = facts.cutoff.years_since(facts.born_on)?;
    let told =
        |what: &str| format!("截至{}满{age}周岁，{what}{}的一般年龄", facts.cutoff, facts.grade.label());
    if age < expected {
        Some(told("小于"))
    } else if age > expected + OLDER_YEARS {
        Some(told("明显大于"))
    } else {
        None
    }
}

/// The first day of the two terms that are looked back at: those before the present one.
fn two_terms_ago(today: NaiveDate) -> NaiveDate {
    term(today).previous().previous().first_day()
}

/// In school on paper, here for the whole of the two terms: who came later cannot have been missed.
fn should_be_seen(facts: &Facts) -> bool {
    facts.status == Some(PupilStatus::InSchool) && facts.here_since <= two_terms_ago(facts.today)
}

fn is_idle(facts: &Facts) -> bool {
    should_be_seen(facts) && facts.active_on.is_none_or(|on| on < two_terms_ago(facts.today))
}

/// Absent for longer than the province waits, or handled but with nothing filed for two terms. With no activity at all it is 空挂.
fn elsewhere(facts: &Facts) -> Option<String> {
    if facts.status != Some(PupilStatus::InSchool) {
        return None;
    }
    if let Some(since) = facts.absent_since {
        let last = since.checked_add_days(Days::new(u64::from(facts.suspect_days)));
        if last.is_some_and(|last| facts.today >= last) {
            return Some(format!("自{since}起缺课，原因不明"));
        }
    }
    let nothing = facts.filed_on.is_none_or(|on| on < two_terms_ago(facts.today));
    (should_be_seen(facts) && nothing && !is_idle(facts)).then(|| "连续两个学期没有归档材料".to_owned())
}

fn doubts(facts: &Facts) -> Vec<String> {
    let mut doubts = Vec::new();
    if facts.mismatched {
        doubts.push("与人口基础信息核验不一致".to_owned());
    }
    if facts.problem {
        doubts.push("列为问题学籍，尚未办结".to_owned());
    }
    let over = |since: NaiveDate| {
        let until = since.checked_add_months(Months::new(PROVISIONAL_MONTHS));
        until.is_some_and(|until| until < facts.today)
    };
    if let Some(since) = facts.provisional_since.filter(|since| over(*since)) {
        doubts.push(format!("自{since}起使用J或L开头的学籍号"));
    }
    doubts
}

/// A missing photograph is a missing item of the archive, not a stale one.
fn stale_photo(facts: &Facts) -> Option<String> {
    let on = facts.photo_on?;
    let until = on.checked_add_months(Months::new(facts.photo_years.saturating_mul(12)))?;
    (until < facts.today).then(|| format!("照片为{on}采集"))
}
