//! Working days, periods and the school year.
//!
//! Deadlines of the regulation are counted in working days (第十四条, 第二十一条: 10个工作日) or months (第七条,
//! 第十五条: 1个月). Which days are working days is announced by the State Council year by year, so the calendar is
//! data; a year without an announcement is counted provisionally and its deadlines say so.

mod csv;
mod days;
mod term;
#[cfg(test)]
mod tests;

pub use csv::{CSV_HEADER, LineError};
pub use days::{Stretch, days_text, parse_days, parse_terms, term_on, terms_text};
pub use term::{Half, SchoolYear, Term, entry_year, grade_year, school_year, term};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether the State Council has announced a year's holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearStatus {
    /// 已公布
    Published,
    /// 未公布，按周末和固定节日暂计
    Provisional,
}

/// What makes a day differ from its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假
    Holiday,
    /// 调休上班: a Saturday or Sunday that is worked
    Workday,
}

impl DayKind {
    /// Stable name in files and in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Workday => "workday",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Holiday => "放假",
            Self::Workday => "调休上班",
        }
    }
}

/// A day that differs from its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// Holiday or make-up working day.
    pub kind: DayKind,
    /// The festival it belongs to, e.g. `春节`; may be empty.
    pub name: String,
}

/// A deadline: the last day on which the thing is still in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Due {
    /// The last day, always a working day of the calendar that computed it.
    pub date: NaiveDate,
    /// Whether it was counted through days of a year that is not yet announced, so that it may still change.
    pub provisional: bool,
}

impl Due {
    /// The deadline after a new announcement: a day once told to a citizen is never brought forward.
    #[must_use]
    pub fn recomputed(self, newer: Self) -> Self {
        Self { date: self.date.max(newer.date), provisional: newer.provisional }
    }
}

/// The work calendar (节假日安排): the announced years with their holidays and make-up working days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    years: BTreeMap<i32, YearStatus>,
    days: BTreeMap<NaiveDate, SpecialDay>,
}

impl WorkCalendar {
    /// A calendar from its days.
    ///
    /// A year counts as published when its 元旦, 劳动节 and 国庆节 are listed. One stray day is not enough: an
    /// announcement may reach over New Year into a year that has none of its own yet.
    pub fn new(days: BTreeMap<NaiveDate, SpecialDay>) -> Self {
        let listed: std::collections::BTreeSet<i32> = days.keys().map(Datelike::year).collect();
        let is_holiday = |year, month| {
            let first = NaiveDate::from_ymd_opt(year, month, 1);
            first.and_then(|date| days.get(&date)).is_some_and(|day| day.kind == DayKind::Holiday)
        };
        let status = |year| match [1, 5, 10].into_iter().all(|month| is_holiday(year, month)) {
            true => YearStatus::Published,
            false => YearStatus::Provisional,
        };
        let years = listed.into_iter().map(|year| (year, status(year))).collect();
        Self { years, days }
    }

    /// The listed days, in order.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, &SpecialDay)> {
        self.days.iter().map(|(date, day)| (*date, day))
    }

    /// The holiday or make-up working day on that date, if it is listed as one.
    pub fn special(&self, date: NaiveDate) -> Option<&SpecialDay> {
        self.days.get(&date)
    }

    /// The years of which any day is listed, in order.
    pub fn years(&self) -> impl Iterator<Item = (i32, YearStatus)> {
        self.years.iter().map(|(year, status)| (*year, *status))
    }

    /// Whether that year is announced.
    pub fn year_status(&self, year: i32) -> YearStatus {
        self.years.get(&year).copied().unwrap_or(YearStatus::Provisional)
    }

    /// Takes over a newer announcement: its published years replace ours as a whole, its other days are added.
    pub fn take_over(&mut self, newer: &Self) {
        self.days.retain(|date, _| newer.year_status(date.year()) == YearStatus::Provisional);
        let mut days = std::mem::take(&mut self.days);
        days.extend(newer.days.clone());
        *self = Self::new(days);
    }

    /// The same calendar where a province has days off besides the nation's. Make-up days of the nation stay; which years are
    /// announced does not change by it.
    #[must_use]
    pub fn with_days_off(&self, stretches: &[Stretch]) -> Self {
        let mut own = self.clone();
        for (first, last) in stretches {
            for date in first.iter_days().take_while(|date| date <= last) {
                let day = SpecialDay { kind: DayKind::Holiday, name: String::new() };
                own.days.entry(date).or_insert(day);
            }
        }
        own
    }

    /// Whether people work on that day. In years not announced: every weekday but the statutory holidays with a fixed
    /// date (元旦, 劳动节, 国庆节).
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        if let Some(day) = self.days.get(&date) {
            return day.kind == DayKind::Workday;
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && (self.year_status(date.year()) == YearStatus::Published || !is_fixed_holiday(date))
    }

    /// The first working day on or after `date`. The end of the calendar (year 262142) if there is none.
    pub fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// The `n`-th working day after `start`, which itself is not counted (民法典第二百零一条). With `n` = 0: `start`, or
    /// the next working day if it is none.
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> Due {
        let date = match n {
            0 => self.working_day_from(start),
            _ => start
                .iter_days()
                .skip(1)
                .filter(|day| self.is_working_day(*day))
                .nth(n as usize - 1)
                .unwrap_or(NaiveDate::MAX),
        };
        self.due(start, date)
    }

    /// The end of a period of `n` months from `start`: the matching day of the month, or the month's last day if there is
    /// none (民法典第二百零二条); a holiday moves it to the next working day (第二百零三条).
    pub fn add_months(&self, start: NaiveDate, n: u32) -> Due {
        let matching = start.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX);
        self.due(matching, self.working_day_from(matching))
    }

    /// How many working days lie after `from`, up to and including `to`. Negative when `to` comes first: then those after
    /// `to`, up to and including `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let count = |after: NaiveDate, until: NaiveDate| {
            let days = after.iter_days().skip(1).take_while(|day| *day <= until);
            i64::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(i64::MAX)
        };
        if from <= to { count(from, to) } else { -count(to, from) }
    }

    /// How many working days remain after `today`: 0 on the last day itself, negative once it has passed (at least -1,
    /// also when only a weekend has passed since).
    pub fn working_days_left(&self, today: NaiveDate, due: NaiveDate) -> i64 {
        let between = self.working_days_between(today, due);
        if today > due { between.min(-1) } else { between }
    }

    /// Provisional if any day that was counted over lies in a year not announced. Years are looked at, not days.
    fn due(&self, start: NaiveDate, date: NaiveDate) -> Due {
        let first = if start < date { start.checked_add_days(Days::new(1)).unwrap_or(date) } else { date };
        let provisional =
            (first.year()..=date.year()).any(|year| self.year_status(year) == YearStatus::Provisional);
        Due { date, provisional }
    }
}

/// The statutory holidays whose date is the same every year (《全国年节及纪念日放假办法》).
fn is_fixed_holiday(date: NaiveDate) -> bool {
    matches!((date.month(), date.day()), (1, 1) | (5, 1 | 2) | (10, 1..=3))
}
