use super::*;
use crate::codes::{CodeList, SchoolSystem};
use crate::form::Field;
use proptest::prelude::*;

fn set(authority: &str, version: u32, from: &str, values: &[(RuleKey, &str)]) -> RuleSet {
    RuleSet {
        authority: authority.parse().unwrap(),
        authority_name: authority.into(),
        version,
        valid_from: from.parse().unwrap(),
        valid_until: None,
        scopes: Default::default(),
        delegated: Default::default(),
        source: format!("{authority}第{version}版"),
        values: values.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_default_is_a_value_of_its_rule_and_every_name_is_its_own() {
    let mut names: Vec<&str> = RuleKey::ALL.iter().map(|key| key.key()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RuleKey::ALL.len());
    for key in RuleKey::ALL {
        for regulation in ["2013", "2025"] {
            let default = key.default_in(regulation);
            assert_eq!(key.shape().parse(default).as_deref(), Ok(default), "{}", key.key());
        }
        assert_eq!(RuleKey::from_key(key.key()), Some(*key));
    }
}

#[test]
fn what_can_be_chosen_is_what_the_rest_of_the_domain_knows() {
    use crate::case::{suspension::SuspensionGround, transfer::TransferGround};
    let codes = |key: RuleKey| match key.shape() {
        Shape::Several(options) => options.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        _ => panic!("a list"),
    };
    assert_eq!(codes(RuleKey::TransferGrounds), TransferGround::ALL.map(TransferGround::key));
    assert_eq!(codes(RuleKey::SuspensionGrounds), SuspensionGround::ALL.map(SuspensionGround::key));
    for code in codes(RuleKey::KeyFieldsExtra) {
        assert!(Field::from_key(code).is_some_and(|field| !field.is_key()), "{code}");
    }
    assert_eq!(
        codes(RuleKey::RepeatStages),
        Stage::OPTIONS.iter().map(|(code, _)| *code).collect::<Vec<_>>()
    );
    assert!(crate::codes::label_of(CodeList::Country, "SGP").is_some());
}

#[test]
fn article_29_the_province_decides_first_then_the_nation_then_the_regulation() {
    let sets = [
        set("000000", 1, "2020-01-01", &[(RuleKey::SuspensionMaxMonths, "10"), (RuleKey::RepeatCap, "1")]),
        set("320000", 1, "2023-03-01", &[(RuleKey::SuspensionMaxMonths, "6")]),
        set("320000", 2, "2027-01-01", &[(RuleKey::SuspensionMaxMonths, "8")]),
    ];
    let of = |province: Option<&str>, day: &str| {
        Rules::in_force(&sets, province.map(|id| id.parse().unwrap()).as_ref(), date(day))
    };
    let months = |province, day| of(province, day).number(RuleKey::SuspensionMaxMonths);
    assert_eq!(months(Some("320000"), "2026-09-01"), 6);
    assert_eq!(months(Some("320000"), "2027-01-01"), 8, "a version holds from its day");
    assert_eq!(months(Some("320000"), "2022-09-01"), 10, "before there was one, the nation's");
    assert_eq!(months(Some("510000"), "2026-09-01"), 10);
    assert_eq!(months(None, "2019-09-01"), 12);
    assert_eq!(of(Some("320000"), "2026-09-01").number(RuleKey::RepeatCap), 1, "left to the nation");
    let origin = of(Some("320000"), "2026-09-01").value(RuleKey::SuspensionMaxMonths).1.clone();
    assert!(matches!(origin, Origin::Set { source, .. } if source == "320000第1版"));
    let basis = of(Some("320000"), "2026-09-01").basis(RuleKey::SuspensionMaxMonths).to_string();
    assert_eq!(basis, "320000第1版（2023年3月1日起）：一次休学的最长时间 6个月");
    let plain = of(None, "2019-09-01").basis(RuleKey::StepWorkingDays).to_string();
    assert!(plain.contains("第十四条") && plain.contains("10个工作日"), "{plain}");
}

#[test]
fn article_7_the_regulation_of_2025_gives_two_months_for_the_archive() {
    let sets = [set("510000", 1, "2026-02-01", &[(RuleKey::RegulationVersion, "2025")])];
    let sichuan = Rules::in_force(&sets, Some(&"510000".parse().unwrap()), date("2026-09-01"));
    assert_eq!(sichuan.number(RuleKey::FileDeadlineMonths), 2);
    assert_eq!(Rules::national().number(RuleKey::FileDeadlineMonths), 1);
}

#[test]
fn article_11_what_contradicts_itself_or_is_the_nations_is_not_taken() {
    let read = |authority: &str, typed: &[(RuleKey, &str)]| {
        let typed = typed.iter().map(|(key, text)| (*key, (*text).to_owned())).collect();
        RuleSet::read(&authority.parse().unwrap(), &typed)
            .map_err(|wrong| wrong.into_iter().map(|problem| problem.key).collect::<Vec<_>>())
    };
    assert_eq!(
        read("320000", &[(RuleKey::TransferFreeze, "07-01~08-31")]),
        Err(vec![RuleKey::TransferFreeze])
    );
    assert!(read("000000", &[(RuleKey::TransferFreeze, "07-01~08-31")]).is_ok());
    assert_eq!(
        read("320000", &[(RuleKey::DropoutSuspectDays, "20"), (RuleKey::DropoutConfirmDays, "10")]),
        Err(vec![RuleKey::DropoutSuspectDays])
    );
    assert_eq!(read("320000", &[(RuleKey::StepWorkingDays, "11")]), Err(vec![RuleKey::StepWorkingDays]));
    let several = read("320000", &[(RuleKey::RepeatStages, "3，1")]).unwrap();
    assert_eq!(several[&RuleKey::RepeatStages], "1,3", "in the list's order");
}

#[test]
fn article_14_the_nations_year_stands_in_the_rules() {
    let rules = Rules::national();
    let within = |key, day| rules.within(key, date(day));
    for (day, frozen) in
        [("2026-07-14", false), ("2026-07-15", true), ("2026-08-14", true), ("2026-08-15", false)]
    {
        assert_eq!(within(RuleKey::TransferFreeze, day), frozen, "{day}");
    }
    assert!(within(RuleKey::LeaverFreeze, "2026-07-01") && !within(RuleKey::LeaverFreeze, "2026-06-30"));
    for (day, open) in [
        ("2026-02-28", false),
        ("2026-03-01", true),
        ("2026-05-31", true),
        ("2026-06-01", false),
        ("2026-12-14", true),
        ("2026-12-15", false),
    ] {
        assert_eq!(within(RuleKey::CrossProvinceEntry, day), open, "{day}");
    }
    assert_eq!(rules.day(RuleKey::GraduationDeadline, 2026), Some(date("2026-07-30")));
    assert_eq!(rules.day(RuleKey::PromotionDay, 2026), Some(date("2026-08-10")));
    assert_eq!(rules.day(RuleKey::LeaverClearing, 2026), Some(date("2026-07-15")));
}

#[test]
fn three_thresholds_rise_or_are_refused() {
    let shape = RuleKey::WarnOutflow.shape();
    assert_eq!(shape.parse(" 10，30、50 ").as_deref(), Ok("10,30,50"));
    assert_eq!(shape.words("10,30,50"), "提示10‰，关注30‰，预警50‰");
    for wrong in ["", "10", "10,30", "10,10,30", "30,20,50", "0,1,2", "10,30,5000", "a,b,c", "1,2,3,4"] {
        assert!(shape.parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(Rules::national().levels(RuleKey::WarnOutflow), [20, 50, 100]);
}

#[test]
fn the_ends_of_a_stage_are_told_by_grade_and_term() {
    let sets = [set("000000", 1, "2020-01-01", &[(RuleKey::TransferBarred, "entry-1,leaving-2")])];
    let rules = Rules::in_force(&sets, None, date("2026-09-01"));
    let barred = |grade, day: &str| {
        let grade = Grade::new(grade, SchoolSystem::SixThree).unwrap();
        rules.has_end(RuleKey::TransferBarred, grade, date(day))
    };
    for entry in [1, 7, 10] {
        assert!(barred(entry, "2026-10-01") && !barred(entry, "2027-03-01"), "grade {entry}");
    }
    for leaving in [6, 9, 12] {
        assert!(!barred(leaving, "2026-10-01") && barred(leaving, "2027-03-01"), "grade {leaving}");
    }
    assert!(!barred(3, "2026-10-01") && !barred(3, "2027-03-01"));
}

#[test]
fn article_29_a_document_that_has_run_out_decides_nothing_and_brings_nothing_older_back() {
    let ends = |until: &str, set: RuleSet| RuleSet { valid_until: Some(date(until)), ..set };
    let sets = [
        set("320000", 1, "2014-01-01", &[(RuleKey::SuspensionMaxMonths, "6")]),
        ends("2028-02-29", set("320000", 2, "2023-03-01", &[(RuleKey::SuspensionMaxMonths, "8")])),
    ];
    let months = |day: &str| {
        let rules = Rules::in_force(&sets, Some(&"320000".parse().unwrap()), date(day));
        (rules.number(RuleKey::SuspensionMaxMonths), rules.value(RuleKey::SuspensionMaxMonths).1.clone())
    };
    assert_eq!(months("2023-02-28").0, 6);
    assert_eq!(months("2028-02-29").0, 8, "its last day");
    assert_eq!(months("2028-03-01"), (12, Origin::Regulation), "nothing else was decided");
    let text = serde_json::to_string(&sets[0]).unwrap();
    assert!(!text.contains("valid_until"), "what names no last day is kept as it always was");
    assert_eq!(serde_json::from_str::<RuleSet>(&text).unwrap(), sets[0]);
}

#[test]
fn article_11_a_window_like_the_second_half_of_august_is_open_beside_the_edges_of_a_term() {
    let province: UnitId = "440000".parse().unwrap();
    let of = |values: &[(RuleKey, &str)]| {
        Rules::in_force(&[set("440000", 1, "2020-01-01", values)], Some(&province), date("2026-09-01"))
    };
    let calendar = WorkCalendar::default();
    let terms = "2025-2 2026-02-28~2026-07-10\n2026-1 2026-08-31~2027-01-29";
    let august = of(&[(RuleKey::TransferWindows, "08-18~08-31")]);
    let both = of(&[
        (RuleKey::TransferWindows, "08-18~08-31"),
        (RuleKey::TransferTermEdge, "10"),
        (RuleKey::TermDates, terms),
    ]);
    let edges = of(&[(RuleKey::TransferTermEdge, "10"), (RuleKey::TermDates, terms)]);
    for (day, in_august, at_edges) in [
        ("2026-06-26", false, false),
        ("2026-06-29", false, true),
        ("2026-07-10", false, true),
        ("2026-07-13", false, false),
        ("2026-08-17", false, false),
        ("2026-08-18", true, false),
        ("2026-08-31", true, true),
        ("2026-09-01", false, true),
        ("2026-09-14", false, true),
        ("2026-09-15", false, false),
        ("2027-01-15", false, false),
        ("2027-01-18", false, true),
        ("2027-02-01", false, true),
    ] {
        let open = |rules: &Rules| rules.transfer_time(&calendar, date(day)).is_ok();
        assert_eq!(
            (open(&august), open(&edges), open(&both)),
            (in_august, at_edges, in_august || at_edges),
            "{day}"
        );
    }
    assert!(!august.within(RuleKey::TransferFreeze, date("2026-08-18")), "the nation's freeze is over");
    assert_eq!(august.transfer_time(&calendar, date("2026-08-17")), Err(RuleKey::TransferWindows));
    assert_eq!(both.transfer_time(&calendar, date("2026-08-17")), Err(RuleKey::TransferTermEdge));
}

#[test]
fn article_11_the_calendar_of_a_school_year_says_which_term_a_day_is_in() {
    let terms = "2025-2 2026-02-28~2026-07-10, 2026-1 2026-08-31~2027-01-29, 2026-2 2027-02-22~2027-07-09";
    let sets = [set(
        "000000",
        1,
        "2020-01-01",
        &[(RuleKey::TermDates, terms), (RuleKey::TransferBarred, "leaving-2")],
    )];
    let rules = Rules::in_force(&sets, None, date("2026-09-01"));
    for (day, term) in [
        ("2026-02-27", "2025-1"),
        ("2026-02-28", "2025-2"),
        ("2026-08-30", "2025-2"),
        ("2026-08-31", "2026-1"),
        ("2027-02-21", "2026-1"),
        ("2027-02-22", "2026-2"),
        ("2027-09-01", "2027-1"),
        ("2028-02-01", "2027-2"),
    ] {
        assert_eq!(rules.term_on(date(day)).0.key(), term, "{day}");
    }
    let sixth = Grade::new(6, SchoolSystem::SixThree).unwrap();
    let barred = |day: &str| rules.has_end(RuleKey::TransferBarred, sixth, date(day));
    assert!(!barred("2027-02-10") && barred("2027-02-22"), "the winter holiday belongs to the first term");
    assert!(barred("2028-02-01"), "of that year nothing is on record");
}

#[test]
fn article_11_a_calendar_that_cannot_be_is_refused() {
    let terms = RuleKey::TermDates.shape();
    assert_eq!(terms.parse("2026-1 2026-09-01～2027-01-29").as_deref(), Ok("2026-1 2026-09-01~2027-01-29"));
    for wrong in [
        "2026-3 2026-09-01~2027-01-29",
        "2026-1 2026-09-01",
        "2026-1 2027-01-29~2026-09-01",
        "2026-1 2026-02-01~2027-01-29",
        "2026-2 2026-09-01~2027-01-29",
        "2026-1 2026-09-01~2027-01-29,2026-1 2026-09-02~2027-01-29",
        "2026-1 2026-09-01~2027-02-26,2026-2 2027-02-22~2027-07-09",
    ] {
        assert!(terms.parse(wrong).is_err(), "{wrong}");
    }
    let days = RuleKey::DaysOff.shape();
    assert_eq!(
        days.parse("2026-04-20,2026-04-18 ~ 2026-04-19").as_deref(),
        Ok("2026-04-18~2026-04-19\n2026-04-20")
    );
    assert_eq!(days.words("2026-04-20"), "2026年4月20日");
    for wrong in ["04-20", "2026-02-30", "2026-07-01~2026-08-31", "2026-04-20~2026-04-19"] {
        assert!(days.parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn article_14_the_days_off_of_a_province_are_no_working_days_there_and_nowhere_else() {
    let sets = [set("450000", 1, "2020-01-01", &[(RuleKey::DaysOff, "2026-04-20~2026-04-21")])];
    let national = WorkCalendar::default();
    let due = |province: &str| {
        let rules = Rules::in_force(&sets, Some(&province.parse().unwrap()), date("2026-04-01"));
        rules.calendar(&national).add_working_days(date("2026-04-17"), 1).date
    };
    assert_eq!(due("450000"), date("2026-04-22"));
    assert_eq!(due("440000"), date("2026-04-20"));
}

fn any_key() -> impl Strategy<Value = RuleKey> {
    prop::sample::select(RuleKey::ALL.to_vec())
}

proptest! {
    /// What is read is canonical: reading it again changes nothing, and it can be told in words.
    #[test]
    fn reading_a_value_twice_is_reading_it_once(key in any_key(), text in "[a-z0-9,，~\\-年_ ]{0,24}") {
        if let Ok(value) = key.shape().parse(&text) {
            prop_assert_eq!(key.shape().parse(&value), Ok(value.clone()));
            prop_assert!(!key.shape().words(&value).is_empty());
        }
    }

    /// A stretch of the year and its complement share no day and leave none out.
    #[test]
    fn a_stretch_covers_what_its_complement_does_not(from in 1_u32..=365, length in 1_u32..364, day in 1_u32..=365) {
        let md = |n: u32| {
            let date = NaiveDate::from_yo_opt(2026, (n - 1) % 365 + 1).unwrap();
            (date.month(), date.day())
        };
        let date = NaiveDate::from_yo_opt(2026, day).unwrap();
        let inside = within(date, (md(from), md(from + length - 1)));
        let outside = within(date, (md(from + length), md(from + 364)));
        prop_assert_ne!(inside, outside);
    }
}
