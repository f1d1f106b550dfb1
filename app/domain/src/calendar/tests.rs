use super::*;
use proptest::prelude::*;

/// The four announcements as printed, typed in here once more so that the loaded table has something to be held against.
const ANNOUNCED: &[(&str, &str)] = &[
    ("元旦", "2023-01-01..2023-01-02 2024-01-01 2025-01-01 2026-01-01..2026-01-03"),
    ("春节", "2023-01-21..2023-01-27 2024-02-10..2024-02-17 2025-01-28..2025-02-04 2026-02-15..2026-02-23"),
    ("清明", "2023-04-05 2024-04-04..2024-04-06 2025-04-04..2025-04-06 2026-04-04..2026-04-06"),
    ("劳动节", "2023-04-29..2023-05-03 2024-05-01..2024-05-05 2025-05-01..2025-05-05 2026-05-01..2026-05-05"),
    ("端午", "2023-06-22..2023-06-24 2024-06-10 2025-05-31..2025-06-02 2026-06-19..2026-06-21"),
    ("中秋", "2024-09-15..2024-09-17 2026-09-25..2026-09-27"),
    ("国庆节", "2023-09-29..2023-10-06 2024-10-01..2024-10-07 2025-10-01..2025-10-08 2026-10-01..2026-10-07"),
];

const MAKE_UP: &str = "2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08 2024-02-04 \
    2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 \
    2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 2023–2026 as announced.
fn calendar() -> WorkCalendar {
    let mut days = BTreeMap::new();
    for (name, spans) in ANNOUNCED {
        for span in spans.split(' ') {
            let (first, last) = span.split_once("..").unwrap_or((span, span));
            for day in date(first).iter_days().take_while(|day| *day <= date(last)) {
                days.insert(day, SpecialDay { kind: DayKind::Holiday, name: (*name).into() });
            }
        }
    }
    for day in MAKE_UP.split_whitespace() {
        days.insert(date(day), SpecialDay { kind: DayKind::Workday, name: String::new() });
    }
    WorkCalendar::new(days)
}

fn year_days(year: i32) -> impl Iterator<Item = NaiveDate> {
    date(&format!("{year}-01-01")).iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn announced_years_have_as_many_working_days_as_announced() {
    let calendar = calendar();
    let counts = [2023, 2024, 2025, 2026]
        .map(|year| year_days(year).filter(|day| calendar.is_working_day(*day)).count());
    assert_eq!(counts, [249, 251, 248, 248]);
    assert_eq!(calendar.years().map(|(_, status)| status).collect::<Vec<_>>(), [YearStatus::Published; 4]);
}

#[test]
fn article_14_each_party_has_10_working_days_for_a_transfer() {
    let calendar = calendar();
    for (start, due) in [
        ("2025-01-20", "2025-02-08"), // a Saturday that is worked
        ("2025-04-25", "2025-05-13"),
        ("2025-09-22", "2025-10-11"), // another
        ("2025-09-30", "2025-10-21"),
        ("2026-02-10", "2026-03-02"),
        ("2026-02-14", "2026-03-06"), // received on a Saturday that is worked
        ("2026-09-16", "2026-09-30"),
        ("2026-09-24", "2026-10-15"),
        ("2024-09-27", "2024-10-16"),
    ] {
        let expected = Due { date: date(due), provisional: false };
        assert_eq!(calendar.add_working_days(date(start), 10), expected, "from {start}");
    }
}

#[test]
fn article_21_a_death_on_the_eve_of_the_holidays_is_reported_after_them() {
    let calendar = calendar();
    let due = calendar.add_working_days(date("2026-09-30"), 10);
    // 8, 9, 10 (a worked Saturday), 12–16, 19, 20 October
    assert_eq!(due, Due { date: date("2026-10-20"), provisional: false });
    assert_eq!(calendar.working_days_left(date("2026-09-30"), due.date), 10);
}

#[test]
fn article_14_a_deadline_in_a_year_not_announced_is_provisional() {
    let calendar = calendar();
    let due = calendar.add_working_days(date("2026-12-21"), 10);
    assert_eq!(due, Due { date: date("2027-01-05"), provisional: true }, "1 January is not worked");
    assert!(!calendar.is_working_day(date("2027-10-01")) && !calendar.is_working_day(date("2028-05-02")));
    assert!(calendar.is_working_day(date("2027-10-04")), "what is not fixed is not guessed");
    assert!(!calendar.add_working_days(date("2026-12-17"), 10).provisional, "ends on 31 December");
    let from_the_last_day = calendar.add_working_days(date("2026-12-31"), 1);
    assert_eq!(from_the_last_day, Due { date: date("2027-01-04"), provisional: true });
    assert!(calendar.add_working_days(date("2022-12-30"), 5).provisional, "31 December 2022 is counted over");
    assert!(!calendar.add_working_days(date("2022-12-31"), 5).provisional);
}

#[test]
fn an_announcement_never_brings_a_deadline_forward() {
    let told = Due { date: date("2027-02-10"), provisional: true };
    let earlier = Due { date: date("2027-02-08"), provisional: false };
    let later = Due { date: date("2027-02-19"), provisional: false };
    assert_eq!(told.recomputed(earlier), Due { date: date("2027-02-10"), provisional: false });
    assert_eq!(told.recomputed(later), later);
}

#[test]
fn article_7_and_15_a_month_ends_on_the_matching_day() {
    let calendar = calendar();
    for (start, due) in [
        ("2025-09-01", "2025-10-09"), // 1 October and what follows are holidays
        ("2026-08-31", "2026-09-30"), // no 31 September
        ("2024-01-31", "2024-02-29"), // leap year
        ("2025-01-31", "2025-02-28"),
        ("2025-01-08", "2025-02-08"), // a Saturday, but it is worked
        ("2026-02-10", "2026-03-10"),
        ("2026-05-13", "2026-06-15"), // 13 June is a Saturday
    ] {
        assert_eq!(
            calendar.add_months(date(start), 1),
            Due { date: date(due), provisional: false },
            "from {start}"
        );
    }
    assert!(calendar.add_months(date("2026-12-15"), 1).provisional);
}

#[test]
fn what_is_left_is_none_on_the_last_day_and_negative_after_it() {
    let calendar = calendar();
    let friday = date("2026-11-20");
    assert_eq!(calendar.working_days_left(date("2026-11-18"), friday), 2);
    assert_eq!(calendar.working_days_left(friday, friday), 0);
    assert_eq!(calendar.working_days_left(date("2026-11-21"), friday), -1, "a Saturday later it has passed");
    assert_eq!(calendar.working_days_left(date("2026-11-23"), friday), -1);
    assert_eq!(calendar.working_days_left(date("2026-11-24"), friday), -2);
}

#[test]
fn one_day_of_the_next_year_does_not_publish_it() {
    let text = "date,kind,name\n2027-01-01,holiday,元旦\n";
    let mut calendar = calendar();
    let newer = WorkCalendar::from_csv(text).unwrap();
    calendar.take_over(&newer);
    assert_eq!(calendar.year_status(2027), YearStatus::Provisional);
    assert_eq!(calendar.year_status(2026), YearStatus::Published);
    assert!(!calendar.is_working_day(date("2027-10-01")));
}

#[test]
fn a_newer_announcement_replaces_its_year_as_a_whole() {
    let mut calendar = calendar();
    let text =
        "date,kind,name\n2026-01-01,holiday,元旦\n2026-05-01,holiday,劳动节\n2026-10-01,holiday,国庆节\n";
    calendar.take_over(&WorkCalendar::from_csv(text).unwrap());
    assert_eq!(calendar.days().filter(|(day, _)| day.year() == 2026).count(), 3);
    assert!(!calendar.is_working_day(date("2026-01-04")), "no longer a make-up day");
    assert!(calendar.is_working_day(date("2025-02-08")), "other years stay");
}

#[test]
fn wrong_lines_are_all_named_with_their_number() {
    let text = "\u{feff}date,kind,name\r\n2026-01-01,holiday,元旦\r\n\r\n2026-13-01,holiday,元旦\r\n2026-01-04,work,元旦\r\n\
        2026-01-05,workday,元旦\r\n2026-01-01,holiday,元旦\r\n2026-01-02,holiday\r\n";
    let errors = WorkCalendar::from_csv(text).unwrap_err();
    let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "第4行：“2026-13-01”不是日期，请写成 2026-01-01 的样子。",
            "第5行：种类“work”不对，放假写 holiday，调休上班写 workday。",
            "第6行：2026-01-05 不是周六或周日，不能是调休上班日，请核对日期。",
            "第7行：2026-01-01 已在前面列出，请只保留一行。",
            "第8行：应有日期、种类、名称三栏，实有2栏。",
        ]
    );
    assert_eq!(WorkCalendar::from_csv("").unwrap_err()[0].line, 1);
}

#[test]
fn the_calendar_survives_the_file_and_the_store() {
    let calendar = calendar();
    assert_eq!(WorkCalendar::from_csv(&calendar.to_csv()).unwrap(), calendar);
    let json = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<WorkCalendar>(&json).unwrap(), calendar);
}

#[test]
fn a_school_year_runs_from_september_to_august() {
    assert_eq!(school_year(date("2026-08-31")), SchoolYear::starting_in(2025));
    assert_eq!(school_year(date("2026-09-01")), SchoolYear::starting_in(2026));
    assert_eq!(term(date("2027-01-31")).to_string(), "2026—2027学年第一学期");
    assert_eq!(term(date("2027-02-01")).to_string(), "2026—2027学年第二学期");
    assert_eq!(term(date("2027-08-31")), SchoolYear::starting_in(2026).terms()[1]);
    assert_eq!(term(date("2027-08-31")).next().first_day(), date("2027-09-01"));
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..109_938).prop_map(|days| date("1900-01-01") + Days::new(days))
}

/// Half of them near the announced years, where it matters.
fn interesting_date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![any_date(), (0_u64..1_900).prop_map(|days| date("2022-06-01") + Days::new(days))]
}

proptest! {
    #[test]
    fn a_deadline_is_a_working_day_that_many_working_days_away(start in interesting_date(), n in 1_u32..60) {
        let calendar = calendar();
        let due = calendar.add_working_days(start, n);
        prop_assert!(calendar.is_working_day(due.date) && due.date > start);
        prop_assert_eq!(calendar.working_days_between(start, due.date), i64::from(n));
        prop_assert_eq!(calendar.working_days_between(due.date, start), -i64::from(n));
    }

    #[test]
    fn more_days_or_a_later_start_never_end_earlier(start in interesting_date(), n in 0_u32..60, later in 0_u64..30) {
        let calendar = calendar();
        let due = calendar.add_working_days(start, n);
        prop_assert!(due.date < calendar.add_working_days(start, n + 2).date);
        prop_assert!(due.date <= calendar.add_working_days(start + Days::new(later), n).date);
        prop_assert!(calendar.add_months(start, 1).date <= calendar.add_months(start + Days::new(later), 1).date);
    }

    #[test]
    fn a_deadline_is_provisional_exactly_when_an_unannounced_day_was_counted(start in interesting_date(), n in 1_u32..60) {
        let calendar = calendar();
        let due = calendar.add_working_days(start, n);
        let counted = start.iter_days().skip(1).take_while(|day| *day <= due.date);
        let unannounced = counted.map(|day| day.year()).any(|year| !(2023..=2026).contains(&year));
        prop_assert_eq!(due.provisional, unannounced);
    }

    #[test]
    fn months_end_on_a_working_day_at_most_a_long_holiday_late(start in interesting_date(), n in 0_u32..40) {
        let calendar = calendar();
        let due = calendar.add_months(start, n).date;
        let matching = start + Months::new(n);
        prop_assert!(calendar.is_working_day(due));
        prop_assert!(due >= matching && (due - matching).num_days() <= 10);
    }

    #[test]
    fn every_day_lies_in_its_term(day in any_date()) {
        let term = term(day);
        prop_assert!(term.first_day() <= day && day <= term.last_day());
        prop_assert_eq!(term.next().first_day(), term.last_day() + Days::new(1));
        prop_assert!(term.year.terms().contains(&term));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*", lines in prop::collection::vec("[0-9a-z,\\-]{0,30}", 0..5)) {
        let _ = WorkCalendar::from_csv(&text);
        let read = WorkCalendar::from_csv(&format!("{CSV_HEADER}\n{}", lines.join("\n")));
        if let Err(errors) = read {
            prop_assert!(errors.iter().all(|error| error.line > 1 && error.line <= lines.len() + 1));
        }
    }
}

#[test]
fn article_18_a_term_has_a_name_that_reads_back() {
    for date in ["2026-09-01", "2027-01-31", "2027-02-01", "2027-08-31"] {
        let one = term(date.parse().unwrap());
        assert_eq!(Term::from_key(&one.key()), Some(one));
        assert_eq!((one.next().previous(), one.previous().next()), (one, one));
    }
    assert_eq!(term("2027-01-31".parse().unwrap()).key(), "2026-1");
    for wrong in ["", "2026", "2026-3", "x-1", "99999-1", "-1-1"] {
        assert_eq!(Term::from_key(wrong), None, "{wrong}");
    }
}
