//! What stands in a letter, as data; its words are beside it.

use super::{LetterKind, TERM_END_WORKING_DAYS};
use crate::calendar::{Due, Term, WorkCalendar};
use crate::codes::Sex;
use crate::id::SpellId;
use crate::matter::PIECES_MAX;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most characters of what a registrar adds in free words.
pub const WORDS_MAX: usize = 500;

/// The content of a letter, one variant for each kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// 学籍档案移交
    ArchiveHandOver(ArchiveHandOver),
    /// 辍学报告
    DropOut(DropOut),
    /// 学期转学告知
    TermTransfers(TermTransfers),
    /// 随迁子女辍学档案移交
    HukouHandOver(HukouHandOver),
}

/// The pupil as a letter names him: no full number, the receiving unit finds the record by its own means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilFacts {
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 学籍号, masked
    pub number: String,
    /// 学校
    pub school: String,
    /// 年级 and, where it matters, 班级
    pub class_label: String,
}

/// What goes with a letter on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosures {
    /// 件数; none before the registrar has counted them.
    pub pieces: Option<u32>,
    /// 移交清单, may be empty.
    pub list: String,
}

/// 学籍档案移交 (第十五条)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveHandOver {
    /// The pupil.
    pub pupil: PupilFacts,
    /// The day the transfer was approved.
    pub approved_on: NaiveDate,
    /// The authority that hands it over, where it kept the archive of a child who had dropped out; none for the school itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<String>,
    /// The record was closed because the compulsory years are over: it goes back to the last school, to be kept for good (第九条).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// The paper archive.
    pub enclosures: Enclosures,
}

/// 辍学报告 (第二十二条)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropOut {
    /// The pupil.
    pub pupil: PupilFacts,
    /// Since when the pupil stays away.
    pub since: NaiveDate,
    /// 户口所在地, in words.
    pub hukou: String,
    /// Everybody the report goes to, by name.
    pub receivers: Vec<String>,
    /// No township is on record, so that none is among the receivers.
    pub township_missing: bool,
    /// The day on which the record was closed because the compulsory years are over; none while the child is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// 辍学原因和劝返情况; empty before the registrar has written it.
    pub circumstances: String,
}

/// 学期转学告知 (第十八条): by transfer and by going on to the next stage, which 第十四条 calls 转入 and 转出 alike
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermTransfers {
    /// The term.
    pub term: Term,
    /// The last day that was looked at.
    pub until: NaiveDate,
    /// 转入
    pub arrived: Vec<Line>,
    /// 转出
    pub left: Vec<Line>,
}

/// One pupil who came or left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The stretch of schooling at the school that tells it: what was told once is not told again.
    pub spell: SpellId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked
    pub number: String,
    /// 年级
    pub class_label: String,
    /// The other school.
    pub other_school: String,
    /// The day.
    pub on: NaiveDate,
}

/// 随迁子女辍学档案移交 (第二十二条第二款)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HukouHandOver {
    /// The pupil.
    pub pupil: PupilFacts,
    /// At the end of which term it is handed over.
    pub term: Term,
    /// The last day of that term by the calendar (校历) of the province, where it is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
    /// Since when the pupil stays away, if that is on record.
    pub since: Option<NaiveDate>,
    /// 户口所在地, in words.
    pub hukou: String,
    /// The archive.
    pub enclosures: Enclosures,
}

impl Content {
    /// Which kind of letter this is the content of.
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::ArchiveHandOver(_) => LetterKind::ArchiveHandOver,
            Self::DropOut(_) => LetterKind::DropOutReport,
            Self::TermTransfers(_) => LetterKind::TermTransfers,
            Self::HukouHandOver(_) => LetterKind::HukouHandOver,
        }
    }

    /// The term, for the kinds that are of one.
    pub fn term(&self) -> Option<Term> {
        match self {
            Self::TermTransfers(notice) => Some(notice.term),
            Self::HukouHandOver(hand_over) => Some(hand_over.term),
            Self::ArchiveHandOver(_) | Self::DropOut(_) => None,
        }
    }

    /// By when it is to be sent, owed since `on`. What is handed over at the end of a term is sent after that end; a notice that is only
    /// made when its term is over has its working days from then.
    pub fn due(&self, on: NaiveDate, calendar: &WorkCalendar) -> Due {
        let plain = self.kind().due(on, self.term(), calendar);
        match self {
            Self::HukouHandOver(hand_over) => {
                plain.max(calendar.add_working_days(hand_over.ends().max(on), TERM_END_WORKING_DAYS))
            }
            Self::TermTransfers(notice) if on > notice.term.last_day() => {
                calendar.add_working_days(on, TERM_END_WORKING_DAYS)
            }
            _ => plain,
        }
    }

    /// The pupil, for the kinds that are about one.
    pub fn pupil(&self) -> Option<&PupilFacts> {
        match self {
            Self::ArchiveHandOver(hand_over) => Some(&hand_over.pupil),
            Self::DropOut(report) => Some(&report.pupil),
            Self::HukouHandOver(hand_over) => Some(&hand_over.pupil),
            Self::TermTransfers(_) => None,
        }
    }

    /// What goes with it on paper, for the kinds that hand an archive over.
    pub fn enclosures(&self) -> Option<&Enclosures> {
        match self {
            Self::ArchiveHandOver(hand_over) => Some(&hand_over.enclosures),
            Self::HukouHandOver(hand_over) => Some(&hand_over.enclosures),
            Self::DropOut(_) | Self::TermTransfers(_) => None,
        }
    }

    /// The same content with what a registrar fills in: the number of pieces and their list, or the circumstances.
    #[must_use]
    pub fn filled(mut self, pieces: Option<u32>, words: &str) -> Self {
        let words: String = crate::text::cut(words, WORDS_MAX);
        match &mut self {
            Self::ArchiveHandOver(ArchiveHandOver { enclosures, .. })
            | Self::HukouHandOver(HukouHandOver { enclosures, .. }) => {
                *enclosures = Enclosures { pieces, list: words };
            }
            Self::DropOut(report) => report.circumstances = words,
            Self::TermTransfers(_) => {}
        }
        self
    }

    /// Whether it may be signed on a day.
    ///
    /// # Errors
    /// A refusal `term` for what is handed over at the end of a term that has not ended (第二十二条第二款).
    pub fn may_be_signed(&self, today: NaiveDate) -> Result<(), Vec<Refusal>> {
        match self {
            Self::HukouHandOver(hand_over) if today <= hand_over.ends() => Err(vec![Refusal::new(
                RefusalCode::Term,
                Basis::Article(22),
                format!(
                    "{}还没有结束（最后一天为{}），档案于学期末转交。",
                    hand_over.term,
                    crate::form::chinese_date(&hand_over.ends().to_string())
                ),
                "请在学期结束后签发；学生在此以前返校或转学的，不再转交。",
            )]),
            _ => Ok(()),
        }
    }

    /// Whether it says what it must before it is put to the leader.
    ///
    /// # Errors
    /// Refusals named after the field that is wrong, on the kind's article.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let basis = Basis::Article(self.kind().article());
        let wrong = match self {
            Self::ArchiveHandOver(ArchiveHandOver { enclosures, .. })
            | Self::HukouHandOver(HukouHandOver { enclosures, .. }) => {
                let counted = enclosures.pieces.is_some_and(|pieces| (1..=PIECES_MAX).contains(&pieces));
                (!counted).then_some((
                    RefusalCode::Pieces,
                    "没有填写移交档案的件数。",
                    "请清点纸质档案，填写 1 至 999 的件数。",
                ))
            }
            Self::DropOut(report) => (report.circumstances.chars().count() < 2).then_some((
                RefusalCode::Words,
                "没有写明辍学原因和劝返情况。",
                "请写明何时起未到校、已知原因和已经做过的劝返工作。",
            )),
            Self::TermTransfers(_) => None,
        };
        match wrong {
            None => Ok(()),
            Some((field, what, remedy)) => Err(vec![Refusal::new(field, basis, what, remedy)]),
        }
    }
}

impl HukouHandOver {
    /// The last day of the term.
    fn ends(&self) -> NaiveDate {
        self.ends.unwrap_or_else(|| self.term.last_day())
    }
}
