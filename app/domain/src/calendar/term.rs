//! The school year (学年) and its two terms (学期).

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A school year (学年): 1 September to 31 August, named by the year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SchoolYear(i32);

impl SchoolYear {
    /// The school year that begins on 1 September of `year`.
    pub const fn starting_in(year: i32) -> Self {
        Self(year)
    }

    /// The calendar year in which it begins.
    pub const fn start_year(self) -> i32 {
        self.0
    }

    /// 1 September.
    pub fn first_day(self) -> NaiveDate {
        day(self.0, 9, 1)
    }

    /// 31 August.
    pub fn last_day(self) -> NaiveDate {
        day(self.0.saturating_add(1), 8, 31)
    }

    /// Its two terms (第十八条 and 第二十四条 act once a term).
    pub const fn terms(self) -> [Term; 2] {
        [Term { year: self, half: Half::First }, Term { year: self, half: Half::Second }]
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}—{}学年", self.0, self.0.saturating_add(1))
    }
}

/// Which half of the school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// 第一学期
    First,
    /// 第二学期
    Second,
}

/// A term (学期). The first runs from 1 September to 31 January, the second from 1 February to 31 August: the summer
/// holiday counts with the term it follows, so that every day has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term {
    /// The school year.
    pub year: SchoolYear,
    /// Which half of it.
    pub half: Half,
}

impl Term {
    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        match self.half {
            Half::First => self.year.first_day(),
            Half::Second => day(self.year.0.saturating_add(1), 2, 1),
        }
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        match self.half {
            Half::First => day(self.year.0.saturating_add(1), 1, 31),
            Half::Second => self.year.last_day(),
        }
    }

    /// Stable name in addresses and in the store, e.g. `2026-1`.
    pub fn key(self) -> String {
        let half = match self.half {
            Half::First => 1,
            Half::Second => 2,
        };
        format!("{}-{half}", self.year.0)
    }

    /// The term with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        let (year, half) = key.split_once('-')?;
        let half = match half {
            "1" => Half::First,
            "2" => Half::Second,
            _ => return None,
        };
        let year: i32 = year.parse().ok().filter(|year| (1900..=9999).contains(year))?;
        Some(Self { year: SchoolYear(year), half })
    }

    /// The term before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.half {
            Half::First => Self { year: SchoolYear(self.year.0.saturating_sub(1)), half: Half::Second },
            Half::Second => Self { half: Half::First, ..self },
        }
    }

    /// The term after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self.half {
            Half::First => Self { half: Half::Second, ..self },
            Half::Second => Self { year: SchoolYear(self.year.0.saturating_add(1)), half: Half::First },
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.half {
            Half::First => "第一学期",
            Half::Second => "第二学期",
        };
        write!(f, "{}{half}", self.year)
    }
}

/// The school year in which that day lies.
pub fn school_year(date: NaiveDate) -> SchoolYear {
    SchoolYear(if date.month() >= 9 { date.year() } else { date.year() - 1 })
}

/// The days from the one on which pupils have been promoted (10 August at its end, 第十二条) to 1 September.
const AFTER_PROMOTION: Days = Days::new(21);

/// The school year whose grade a pupil has on a day: the new one from the day after the promotion, three weeks before it begins.
pub fn grade_year(date: NaiveDate) -> SchoolYear {
    school_year(date.checked_add_days(AFTER_PROMOTION).unwrap_or(date))
}

/// The school year for which somebody enters a stage on a day: from May on the one that is to come.
pub fn entry_year(date: NaiveDate) -> SchoolYear {
    SchoolYear(if date.month() >= 5 { date.year() } else { date.year() - 1 })
}

/// The term in which that day lies.
pub fn term(date: NaiveDate) -> Term {
    let half = if (2..=8).contains(&date.month()) { Half::Second } else { Half::First };
    Term { year: school_year(date), half }
}

/// A day that every year has; years the calendar does not reach end at its ends.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    let end = if year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(end)
}
