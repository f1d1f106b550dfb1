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
