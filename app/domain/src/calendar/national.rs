//! The fixed days of the national platform's year. They recur every year; a province may set narrower windows, which
//! its rule set then says.

use chrono::{Datelike, NaiveDate};

/// Whether no transfer may be started: 15 July to 14 August (第十四条). What was started before goes on.
pub fn transfers_frozen(date: NaiveDate) -> bool {
    ((7, 15)..=(8, 14)).contains(&month_day(date))
}

/// Whether no business at all may be started for pupils of a graduating year: 1 July to 14 August.
pub fn leavers_frozen(date: NaiveDate) -> bool {
    ((7, 1)..=(8, 14)).contains(&month_day(date))
}

/// Whether entry into another province after graduation (毕业后跨省就学) may be started: 15 August to 14 December and
/// 1 March to 31 May.
pub fn cross_province_entry_open(date: NaiveDate) -> bool {
    let day = month_day(date);
    ((8, 15)..=(12, 14)).contains(&day) || ((3, 1)..=(5, 31)).contains(&day)
}

/// The last day for schools to finish graduation (毕业、结业): 30 July. None for years outside the calendar.
pub fn graduation_deadline(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 7, 30)
}

/// The day at the end of which all pupils but the leavers are promoted (升级): 10 August. None as above.
pub fn promotion_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 8, 10)
}

fn month_day(date: NaiveDate) -> (u32, u32) {
    (date.month(), date.day())
}
