//! The fixed days of the national platform's year. They recur every year; a province may set narrower windows, which
//! its rule set then says.

use chrono::NaiveDate;

/// The last day for schools to finish graduation (毕业、结业): 30 July. None for years outside the calendar.
pub fn graduation_deadline(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 7, 30)
}

/// The day at the end of which all pupils but the leavers are promoted (升级): 10 August. None as above.
pub fn promotion_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 8, 10)
}
