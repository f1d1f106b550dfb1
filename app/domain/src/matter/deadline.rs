//! Deadlines (办理期限): from which day, how long, and what follows when a year's working days are announced.
//!
//! A deadline that was counted through a year without an announcement is provisional. It is counted again by the rule that made it, and a day
//! that was shown to somebody is never brought forward.

use crate::calendar::{Due, WorkCalendar};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where what has no due day is sorted: behind everything that has one.
pub const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// What follows for an open deadline when a year is announced: none when it was not provisional, or stays what it was. `again` counts it anew
/// by its own rule.
pub fn recount(old: Due, again: impl FnOnce() -> Option<Due>) -> Option<Due> {
    if !old.provisional {
        return None;
    }
    let due = old.recomputed(again()?);
    (due != old).then_some(due)
}

/// Working days before the last day on which whoever holds the matter is reminded.
pub(super) const REMIND_DAYS: i64 = 3;

/// Whether whoever holds a matter is to be reminded: so few working days are left, and the last day has not passed.
pub fn is_due_soon(date: NaiveDate, today: NaiveDate, days: i64, calendar: &WorkCalendar) -> bool {
    (0..=days).contains(&calendar.working_days_left(today, date))
}

/// Whether the last day has passed: on the day itself it is still in time.
pub fn is_late(due: Option<Due>, today: NaiveDate) -> bool {
    due.is_some_and(|due| due.date < today)
}

/// A deadline in working days that knows how it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day.
    pub date: NaiveDate,
    /// Whether it may still change.
    pub provisional: bool,
    /// The day from which it is counted, which itself does not count.
    pub from: NaiveDate,
    /// How many working days.
    pub working_days: u32,
}

impl Deadline {
    /// So many working days after a day.
    pub fn after(from: NaiveDate, working_days: u32, calendar: &WorkCalendar) -> Self {
        let Due { date, provisional } = calendar.add_working_days(from, working_days);
        Self { date, provisional, from, working_days }
    }

    /// The day, without how it came about.
    pub fn due(&self) -> Due {
        Due { date: self.date, provisional: self.provisional }
    }

    /// The deadline after a new announcement; none when nothing changes ([`recount`]).
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<Self> {
        let due = recount(self.due(), || Some(calendar.add_working_days(self.from, self.working_days)))?;
        Some(Self { date: due.date, provisional: due.provisional, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DayKind, SpecialDay};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A year whose fixed holidays are announced, with more of them.
    fn announced(year: i32, more: &[NaiveDate]) -> WorkCalendar {
        let fixed = [1, 5, 10].map(|month| NaiveDate::from_ymd_opt(year, month, 1).unwrap());
        let holiday = SpecialDay { kind: DayKind::Holiday, name: String::new() };
        let days: BTreeMap<_, _> = fixed.iter().chain(more).map(|day| (*day, holiday.clone())).collect();
        WorkCalendar::new(days)
    }

    #[test]
    fn a_provisional_deadline_is_counted_again_from_its_own_day() {
        let unknown = WorkCalendar::default();
        let deadline = Deadline::after(day("2027-02-01"), 5, &unknown);
        assert_eq!((deadline.date, deadline.provisional), (day("2027-02-08"), true));
        let later = deadline.recount(&announced(2027, &[day("2027-02-05"), day("2027-02-08")])).unwrap();
        assert_eq!((later.date, later.provisional, later.from), (day("2027-02-10"), false, deadline.from));
        assert_eq!(later.recount(&announced(2027, &[])), None, "announced once, it stays");
        let same = deadline.recount(&announced(2027, &[])).unwrap();
        assert_eq!(
            (same.date, same.provisional),
            (deadline.date, false),
            "the day stays, but is certain now"
        );
    }

    #[test]
    fn the_last_day_is_still_in_time() {
        let due = Due { date: day("2027-02-08"), provisional: false };
        assert!(!is_late(Some(due), day("2027-02-08")) && is_late(Some(due), day("2027-02-09")));
        assert!(!is_late(None, day("2027-02-09")));
    }

    #[test]
    fn who_holds_it_is_reminded_while_few_working_days_are_left_and_not_once_the_day_has_passed() {
        let (calendar, date) = (announced(2027, &[]), day("2027-03-10"));
        let soon = |today| is_due_soon(date, day(today), REMIND_DAYS, &calendar);
        // 5 March is a Friday: three working days are left on it and on the weekend.
        assert!(!soon("2027-03-04") && soon("2027-03-05") && soon("2027-03-07"));
        assert!(soon("2027-03-10") && !soon("2027-03-11"));
    }

    proptest! {
        /// Whatever is announced: a day that was shown is never brought forward, and what is certain never moves.
        #[test]
        fn no_deadline_is_made_shorter(
            start in 0..300_u64,
            days in 1..40_u32,
            holidays in prop::collection::vec(0..365_u64, 0..20),
            workdays in prop::collection::vec(0..365_u64, 0..20),
        ) {
            let first = day("2027-01-01");
            let shown = Deadline::after(first + chrono::Days::new(start), days, &WorkCalendar::default());
            let more: Vec<_> = holidays.into_iter().map(|n| first + chrono::Days::new(n)).collect();
            let mut calendar = announced(2027, &more);
            let work = |n| (first + chrono::Days::new(n), SpecialDay { kind: DayKind::Workday, name: String::new() });
            let listed: BTreeMap<_, _> =
                workdays.into_iter().map(work).chain(calendar.days().map(|(date, day)| (date, day.clone()))).collect();
            calendar = WorkCalendar::new(listed);
            if let Some(again) = shown.recount(&calendar) {
                prop_assert!(again.date >= shown.date);
                prop_assert!(shown.provisional && again != shown);
                if !again.provisional {
                    prop_assert_eq!(again.recount(&calendar), None);
                }
            }
        }
    }
}
