use super::*;
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What is left after a night: each day is judged with the day after it that is still kept, as the store does.
fn thinned(kept: &BTreeSet<NaiveDate>, today: NaiveDate) -> BTreeSet<NaiveDate> {
    let next = |day: NaiveDate| kept.range(day..).nth(1).copied();
    kept.iter().copied().filter(|day| stays(*day, next(*day), today)).collect()
}

#[test]
fn a_figure_is_found_by_its_name_and_stored_under_it() {
    for figure in Figure::ALL {
        assert_eq!(Figure::from_key(figure.key()), Some(figure));
        assert_eq!(serde_json::to_value(figure).unwrap(), figure.key());
    }
    assert_eq!(Figure::from_key("nothing"), None);
    for span in Span::ALL {
        assert_eq!(Span::from_key(span.key()), span);
    }
    assert_eq!(Span::from_key("nothing"), Span::Term);
}

#[test]
fn few_children_of_a_school_are_not_told_above_it() {
    use UnitKind::{City, County, Nation, School};
    for n in 1..5 {
        assert_eq!(Figure::OnRoll.told(n, School, County), Told::Few);
        assert_eq!(Figure::OpenCorrections.told(n, School, Nation), Told::Few);
        assert_eq!(Figure::OnRoll.told(n, School, School), Told::Exact(n), "the school itself");
        assert_eq!(Figure::OnRoll.told(n, County, City), Told::Exact(n), "of many schools");
        assert_eq!(Figure::HoldingsLate.told(n, School, County), Told::Exact(n), "papers are no children");
    }
    assert_eq!(Figure::OnRoll.told(0, School, County), Told::Exact(0), "nobody is nobody");
    assert_eq!(Figure::OnRoll.told(5, School, County), Told::Exact(5));
    assert_eq!(Figure::OnRoll.told(-1, School, County), Told::Exact(0));
}

#[test]
fn a_difference_is_told_only_of_two_figures_that_are() {
    let on = day("2026-03-02");
    assert_eq!(Against::of(Told::Exact(9), None), Against::Nothing, "never a zero that nobody counted");
    let by = Against::By { on, before: 12, change: -3 };
    assert_eq!(Against::of(Told::Exact(9), Some((on, Told::Exact(12)))), by);
    for (now, before) in [(Told::Few, Told::Exact(7)), (Told::Exact(7), Told::Few), (Told::Few, Told::Few)] {
        assert_eq!(Against::of(now, Some((on, before))), Against::Few { on });
    }
}

#[test]
fn the_same_day_of_the_term_before_lies_as_far_from_its_beginning() {
    let spring = (day("2026-03-01"), day("2026-07-05"));
    let autumn = (day("2026-09-01"), day("2027-01-29"));
    let same = |on: &str| same_day_of_term_before(day(on), autumn, spring);
    assert_eq!(same("2026-09-01"), Some(day("2026-03-01")));
    assert_eq!(same("2026-10-01"), Some(day("2026-03-31")));
    assert_eq!(same("2027-01-29"), Some(day("2026-07-29")), "the holiday counts with the term it follows");
    assert_eq!(same("2027-03-03"), Some(day("2026-08-31")));
    assert_eq!(same("2027-03-04"), None, "the term before was shorter");
    assert_eq!(same("2026-08-31"), None, "before the term itself");
    assert_eq!(same_day_of_year_before(day("2028-02-29")), day("2027-02-28"));
}

#[test]
fn a_span_begins_where_its_name_says() {
    let (today, term) = (day("2026-11-30"), (day("2026-09-01"), day("2027-01-29")));
    let since = Span::ALL.map(|span| span.since(today, term));
    assert_eq!(since, [Some(day("2026-09-01")), Some(day("2025-11-30")), None]);
}

#[test]
fn four_hundred_days_stay_and_then_the_last_of_each_month() {
    let today = day("2028-03-15");
    let all: BTreeSet<NaiveDate> = day("2026-01-01").iter_days().take_while(|day| *day <= today).collect();
    let left = thinned(&all, today);
    let edge = daily_since(today);
    assert_eq!(edge, day("2027-02-09"));
    assert_eq!(left.range(edge..).count(), 401, "today and the four hundred before it");
    let older: Vec<NaiveDate> = left.range(..edge).copied().collect();
    assert_eq!(older.len(), 13, "thirteen whole months: {older:?}");
    assert!(older.iter().all(|day| day.succ_opt().unwrap().month() != day.month()), "{older:?}");
}

proptest! {
    /// Nights that were missed, and any number of nights between two runs, change nothing about what stays.
    #[test]
    fn of_every_older_month_the_last_day_that_was_kept_stays_and_no_other(
        nights in proptest::collection::btree_set(0_u64..1500, 0..300), ahead in 0_u64..900, steps in 1_u64..6,
    ) {
        let first = day("2024-01-01");
        let kept: BTreeSet<NaiveDate> = nights.iter().map(|n| first + Days::new(*n)).collect();
        let today = kept.last().copied().unwrap_or(first) + Days::new(ahead);
        // In one go, and in several on the way.
        let at_once = thinned(&kept, today);
        let mut by_and_by = kept.clone();
        for step in (0..steps).rev() {
            by_and_by = thinned(&by_and_by, today - Days::new(step * 40));
        }
        prop_assert_eq!(&at_once, &by_and_by);
        prop_assert_eq!(&thinned(&at_once, today), &at_once, "a second night takes nothing more");
        let edge = daily_since(today);
        let mut last: BTreeMap<(i32, u32), NaiveDate> = BTreeMap::new();
        for day in &kept {
            last.insert((day.year(), day.month()), *day);
        }
        for day in &kept {
            let wanted = *day >= edge || last[&(day.year(), day.month())] == *day;
            prop_assert_eq!(at_once.contains(day), wanted, "{}", day);
        }
    }
}
