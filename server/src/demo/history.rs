//! Two years behind today for the lines of the landing pages: month ends, a day of each week of a year, and the last sixty days, invented from the figures of today by the
//! course of a school year. Nothing was ever counted so; only the demo has it (ADR 33).

use super::Country;
use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::school_year;
use registry::dashboard::InventedDay;

/// Months whose last days get a row.
const MONTHS: u32 = 24;
/// Days before today that get one each.
const DAYS: u64 = 60;
/// Weeks before today that get a day: what is compared with an earlier term or year finds one in the week before.
const WEEKS: u64 = 56;
/// By how many thousandths there were fewer pupils in each school year before.
const FEWER_A_YEAR: i64 = 22;
/// Open business of the months from January on, in thousandths of an ordinary one: much when school begins, little in the holidays.
const BUSINESS: [i64; 12] = [640, 500, 1150, 960, 820, 880, 470, 420, 1500, 1260, 1000, 860];

impl Country {
    pub(super) async fn build_history(&self) -> anyhow::Result<()> {
        self.registry.figures().invent_history(&days(self.today)).await?;
        Ok(())
    }
}

/// The days before today, the earliest first.
fn days(today: NaiveDate) -> Vec<InventedDay> {
    let mut days: Vec<NaiveDate> = Vec::new();
    let mut first = today.with_day(1).unwrap_or(today);
    for _ in 0..MONTHS {
        let end = first - Days::new(1);
        days.push(end);
        first = end.with_day(1).unwrap_or(end);
    }
    days.extend((1..=DAYS).map(|ago| today - Days::new(ago)));
    days.extend((1..=WEEKS).map(|ago| today - Days::new(7 * ago)));
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| invented(day, today)).collect()
}

fn invented(day: NaiveDate, today: NaiveDate) -> InventedDay {
    let years = i64::from(school_year(today).start_year() - school_year(day).start_year());
    InventedDay {
        day,
        pupils: pupils(day) * 1000 / pupils(today) - FEWER_A_YEAR * years,
        business: (business(day) * 1000 / business(today)).min(2500),
    }
}

/// Pupils in the course of a school year: they come in its first days, a few go month by month, and in summer the leavers are gone.
fn pupils(day: NaiveDate) -> i64 {
    let month = i64::from(day.month());
    match (day.month(), day.day()) {
        (9, first @ 1..=10) => 900 + 10 * i64::from(first),
        (7, 16..) | (8, _) => 850,
        _ => 1000 - (month + 3) % 12,
    }
}

/// Business between the middle of one month and that of the next, with more of it at the beginning of a week.
fn business(day: NaiveDate) -> i64 {
    let of = |month: u32| BUSINESS.get(month as usize % BUSINESS.len()).copied().unwrap_or(1000);
    let (month, passed) = (day.month0(), i64::from(day.day().min(30)));
    let week = [40, 25, 0, -10, -25, -15, -15];
    let wobble = week.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or(0);
    (of(month) * (30 - passed) + of(month + 1) * passed) / 30 + wobble
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_years_of_month_ends_and_sixty_days_each_once_and_none_of_today() {
        for today in ["2026-11-30", "2027-03-01", "2028-02-29", "2027-08-15", "2026-09-01"].map(day) {
            let days = days(today);
            let all: BTreeSet<NaiveDate> = days.iter().map(|one| one.day).collect();
            assert_eq!(all.len(), days.len(), "{today}");
            assert!(days.is_sorted_by_key(|one| one.day) && days.iter().all(|one| one.day < today));
            assert!((1..=DAYS).all(|ago| all.contains(&(today - Days::new(ago)))), "{today}");
            let ends = all.iter().filter(|day| day.succ_opt().unwrap().day() == 1).count();
            assert_eq!(ends, MONTHS as usize, "{today}");
        }
        let first = days(day("2026-11-30"))[0].day;
        assert_eq!(first, day("2024-11-30"));
    }

    #[test]
    fn there_were_fewer_pupils_in_years_before_and_in_summer_and_more_to_do_when_school_begins() {
        let today = day("2026-11-30");
        let on = |text: &str| invented(day(text), today);
        assert!((995..=1005).contains(&on("2026-11-29").pupils), "yesterday was as today");
        assert!(on("2025-11-30").pupils < 990 && on("2024-11-30").pupils < on("2025-11-30").pupils);
        assert!(on("2026-07-31").pupils < on("2026-06-30").pupils - 100, "the leavers are gone");
        assert!(on("2026-09-30").business > on("2026-06-30").business);
        assert!(on("2026-07-31").business < on("2026-06-30").business);
        // On whatever day it is built, nothing is below nothing or beyond all measure.
        for today in (0..366).map(|ago| today - Days::new(ago)) {
            for one in days(today) {
                assert!((700..=1300).contains(&one.pupils), "{today}: {one:?}");
                assert!((200..=2500).contains(&one.business), "{today}: {one:?}");
            }
        }
    }
}
