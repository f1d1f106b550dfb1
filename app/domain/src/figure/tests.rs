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
fn article_25_few_children_of_a_school_are_said_to_be_few() {
    for n in 1..5 {
        assert_eq!((Told::of_school(n), Told::of_school(n).words()), (Told::Few, Some("少于5")));
        assert_eq!(Told::of_school(n).rank(), Told::of_school(1).rank(), "all few in one place");
    }
    assert_eq!(Told::of_school(0), Told::Exact(0), "nobody is nobody");
    assert_eq!((Told::of_school(5), Told::of_school(5).number()), (Told::Exact(5), Some(5)));
    assert_eq!((Told::of_school(-1), Told::exact(-1)), (Told::Exact(0), Told::Exact(0)));
    assert!(Told::of_school(0).rank() < Told::Few.rank() && Told::Few.rank() < Told::Exact(5).rank());
    assert!(Figure::Overdue.counts_children() && !Figure::HoldingsLate.counts_children(), "papers are none");
}

/// Every figure of a school that agrees with what is told of all of them and with their sum.
fn agreeing(told: &[Told], sum: u64, so_far: &mut Vec<u64>, found: &mut [BTreeSet<u64>]) {
    let place = so_far.len();
    if place == told.len() {
        if so_far.iter().sum::<u64>() == sum {
            so_far.iter().zip(found.iter_mut()).for_each(|(n, found)| {
                found.insert(*n);
            });
        }
        return;
    }
    let any_few = told.contains(&Told::Few);
    let tried: Vec<u64> = match told[place] {
        Told::Exact(n) => vec![n],
        Told::Few => (1..FEW).collect(),
        // Who knows how it is decided knows that a figure beside a few is left out only where it is none.
        Told::LeftOut if any_few => (FEW..=sum).collect(),
        Told::LeftOut => (0..=sum).collect(),
    };
    for n in tried {
        so_far.push(n);
        agreeing(told, sum, so_far, found);
        so_far.pop();
    }
}

proptest! {
    #[test]
    fn article_25_no_few_of_a_school_are_what_the_others_leave_of_the_sum(
        counts in proptest::collection::vec(prop_oneof![Just(0_u64), 1_u64..5, 5_u64..9], 0..4)
    ) {
        let Beside { each, sum_is_told } = beside(&counts);
        prop_assert_eq!(each.len(), counts.len());
        let mut found = vec![BTreeSet::new(); counts.len()];
        agreeing(&each, counts.iter().sum(), &mut Vec::new(), &mut found);
        for ((n, told), found) in counts.iter().zip(&each).zip(&found) {
            prop_assert!(found.contains(n), "{counts:?} told as {each:?}");
            match told {
                Told::Exact(told) => prop_assert!(told == n && !is_few(*n)),
                Told::Few => prop_assert!(is_few(*n) && found.len() > 1, "{counts:?} told as {each:?}"),
                Told::LeftOut => prop_assert!(found.len() > 1 || !sum_is_told, "{counts:?} told as {each:?}"),
            }
        }
        prop_assert!(counts.iter().any(|n| is_few(*n)) || !each.contains(&Told::LeftOut), "nothing to hide");
    }
}

#[test]
fn beside_one_school_with_few_another_is_left_out_and_the_sum_stays() {
    let told = |counts: &[u64]| beside(counts).each;
    assert_eq!(told(&[3, 40, 30, 0]), [Told::Few, Told::Exact(40), Told::LeftOut, Told::Exact(0)]);
    assert_eq!(told(&[1, 2, 40]), [Told::Few, Told::Few, Told::Exact(40)], "two hide each other");
    assert_eq!(told(&[4, 4, 40]), [Told::Few, Told::Few, Told::LeftOut], "but not where both are four");
    assert_eq!(told(&[3, 0, 0]), [Told::LeftOut; 3], "it is not said which of them");
    assert_eq!(beside(&[3]), Beside { each: vec![Told::LeftOut], sum_is_told: false });
    assert_eq!(beside(&[7]), Beside { each: vec![Told::Exact(7)], sum_is_told: true });
}

#[test]
fn a_difference_is_told_only_of_two_figures_that_are() {
    let on = day("2026-03-02");
    assert_eq!(Against::of(Told::Exact(9), None), Against::Nothing, "never a zero that nobody counted");
    let by = Against::By { on, before: 12, change: -3 };
    assert_eq!(Against::of(Told::Exact(9), Some((on, Told::Exact(12)))), by);
    for (now, before) in
        [(Told::Few, Told::Exact(7)), (Told::Exact(7), Told::LeftOut), (Told::Few, Told::Few)]
    {
        assert_eq!(Against::of(now, Some((on, before))), Against::Untold { on });
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
