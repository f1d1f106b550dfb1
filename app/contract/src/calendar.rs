//! The work calendar (工作日历) as it is announced.

use chrono::NaiveDate;
use domain::calendar::{DayKind, YearStatus};
use serde::{Deserialize, Serialize};

/// A day that is not as its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedDay {
    /// Which.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// The festival.
    pub name: String,
}

/// One year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Announced or not.
    pub status: YearStatus,
    /// Its days, in order; none while it is not announced.
    pub days: Vec<AnnouncedDay>,
}

/// The calendar in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// The years of which any day is listed, and the next; the newest first.
    pub years: Vec<CalendarYear>,
    /// Whether the reader may load a file.
    pub may_publish: bool,
}
