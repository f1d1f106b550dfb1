//! The kinds of letters (公文) and by when each is owed.

use crate::calendar::{Due, Term, WorkCalendar};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Months within which an archive is handed over after a transfer was approved (第十五条).
pub const ARCHIVE_MONTHS: u32 = 1;
/// Working days within which a drop-out is reported. The regulation says 及时 (第二十二条); ten working days is what it gives
/// each party elsewhere (第十四条, 第二十一条).
pub const DROP_OUT_WORKING_DAYS: u32 = 10;
/// Working days after the end of a term within which what is owed at its end is sent (第二十二条第二款: 每学期末), and within which a notice is
/// sent that is only made when the term is over.
pub const TERM_END_WORKING_DAYS: u32 = 10;
/// Days before the end of a term on which what is owed then is put on the desks.
pub const TERM_END_AHEAD_DAYS: u64 = 14;
/// Days after the end of a term on which what was not made then is still made.
pub const TERM_END_CATCH_UP_DAYS: u64 = 30;
/// Working days within which a letter that was sent is receipted. The regulation is silent; five is this system's order of work.
pub const RECEIPT_WORKING_DAYS: u32 = 5;

/// What units owe each other in writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 学籍档案移交: the old school to the receiving school after a transfer (第十五条)
    ArchiveHandOver,
    /// 辍学报告: the school to township, county and competent authority (第二十二条)
    DropOutReport,
    /// 学期转学告知: a directly-run school to the county in which it stands (第十八条)
    TermTransfers,
    /// 随迁子女辍学档案移交: the competent authority to the county of household registration (第二十二条第二款)
    HukouHandOver,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::ArchiveHandOver, Self::DropOutReport, Self::TermTransfers, Self::HukouHandOver];

    /// The title of the letter.
    pub fn label(self) -> &'static str {
        match self {
            Self::ArchiveHandOver => "学生学籍档案移交函",
            Self::DropOutReport => "义务教育阶段学生辍学情况报告",
            Self::TermTransfers => "学期学生转入转出情况告知书",
            Self::HukouHandOver => "随迁子女辍学学生学籍档案移交函",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::ArchiveHandOver => "archive_hand_over",
            Self::DropOutReport => "drop_out_report",
            Self::TermTransfers => "term_transfers",
            Self::HukouHandOver => "hukou_hand_over",
        }
    }

    /// The article it rests on.
    pub fn article(self) -> u8 {
        match self {
            Self::ArchiveHandOver => 15,
            Self::DropOutReport | Self::HukouHandOver => 22,
            Self::TermTransfers => 18,
        }
    }

    /// By when it is to be sent, owed since `on`, in that term where the kind is of a term. The last day of a term moves to
    /// the next working day (民法典第二百零三条).
    pub fn due(self, on: NaiveDate, term: Option<Term>, calendar: &WorkCalendar) -> Due {
        match self {
            Self::ArchiveHandOver => calendar.add_months(on, ARCHIVE_MONTHS),
            Self::DropOutReport => calendar.add_working_days(on, DROP_OUT_WORKING_DAYS),
            Self::TermTransfers | Self::HukouHandOver => {
                let term = term.unwrap_or_else(|| crate::calendar::term(on));
                calendar.add_working_days(term.last_day(), 0)
            }
        }
    }
}
