//! 监测预警 (第二十四条): levels rise with the figure, nothing is said of an empty school, a warning closes when its figure falls.

use super::*;
use crate::account::Role;
use crate::id::AccountId;
use crate::matter::{Matter, Party};
use crate::org::UnitKind;
use crate::rules::{RuleKey, RuleSet};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn school() -> UnitId {
    "2132000001".parse().unwrap()
}

fn reading(indicator: Indicator, on: &str, figure: u64, base: u64) -> Reading {
    Reading::new(indicator, day(on), figure, base, &Rules::national())
}

/// No year is announced.
fn calendar() -> WorkCalendar {
    WorkCalendar::default()
}

/// A warning of late cases, of which 1, 5 and 20 are the thresholds.
fn late(on: &str, figure: u64) -> Warning {
    let read = reading(Indicator::OverdueCases, on, figure, 0);
    Warning::open(school(), Indicator::OverdueCases, read, vec![], &calendar()).unwrap()
}

fn then(warning: &Warning, on: &str, figure: u64) -> Warning {
    warning.clone().read(reading(Indicator::OverdueCases, on, figure, 0), vec![], &calendar())
}

fn answered(warning: &Warning, on: &str) -> Warning {
    let act = Act { on: day(on), ..act("2132000001", Role::Leader) };
    warning.clone().acknowledge(act, "已逐件核对").unwrap()
}

fn act(unit: &str, role: Role) -> Act {
    let by = Party {
        account: AccountId::new(Uuid::from_u128(1)),
        name: "李老师".into(),
        role,
        unit: Some(unit.parse().unwrap()),
        unit_name: "学校".into(),
        ties: crate::matter::Ties::none(),
    };
    Act { by, on: day("2026-11-24") }
}

#[test]
fn every_indicator_has_a_name_a_rule_and_an_advice_of_its_own() {
    let all = Indicator::ALL;
    for texts in [
        all.map(Indicator::key),
        all.map(Indicator::label),
        all.map(Indicator::counts),
        all.map(Indicator::advice),
    ] {
        assert_eq!(texts.into_iter().collect::<BTreeSet<_>>().len(), all.len());
    }
    assert_eq!(all.map(Indicator::rule).into_iter().collect::<BTreeSet<_>>().len(), all.len());
    for one in all {
        assert_eq!(Indicator::from_key(one.key()), Some(one));
        assert!(one.concerns(UnitKind::School) && one.concerns(UnitKind::County));
        assert!(!one.concerns(UnitKind::Township));
        assert_eq!(one.concerns(UnitKind::City), one.measure() == Measure::Count);
    }
}

#[test]
fn article_24_a_province_sets_its_thresholds_and_the_minimum() {
    let province: UnitId = "510000".parse().unwrap();
    let values = [(RuleKey::WarnOutflow, "100,200,300"), (RuleKey::WarnMinimum, "1")];
    let set = RuleSet {
        authority: province.clone(),
        authority_name: "四川省".into(),
        version: 1,
        valid_from: day("2026-09-01"),
        valid_until: None,
        scopes: Default::default(),
        delegated: Default::default(),
        source: "细则".into(),
        values: values.map(|(key, value)| (key, value.to_owned())).into(),
    };
    let rules = Rules::in_force(&[set], Some(&province), day("2026-11-24"));
    let level =
        |figure, rules: &Rules| Reading::new(Indicator::Outflow, day("2026-11-24"), figure, 20, rules).level;
    assert_eq!(level(1, &rules), None, "50‰");
    assert_eq!([2, 4, 6].map(|n| level(n, &rules)), Level::ALL.map(Some));
    assert_eq!(level(2, &Rules::national()), None, "two pupils are no crowd");
    assert_eq!(level(3, &Rules::national()), Some(Level::Alarm));
}

#[test]
fn a_warning_follows_its_figure_and_closes_below_the_lowest_threshold() {
    let cases = |n: u128| (0..n).map(|n| CaseId::new(Uuid::from_u128(n))).collect::<Vec<_>>();
    let read = |on, figure| reading(Indicator::OverdueCases, on, figure, 0);
    let open = |figure, cases| {
        Warning::open(school(), Indicator::OverdueCases, read("2026-11-20", figure), cases, &calendar())
    };
    assert!(open(0, vec![]).is_none());
    let warning = open(5, cases(5)).unwrap();
    assert_eq!((warning.level, warning.cases.len()), (Level::Watch, 5));
    let warning = warning.read(read("2026-11-21", 100), cases(100), &calendar());
    assert_eq!((warning.level, warning.cases.len(), warning.readings.len()), (Level::Alarm, CASES_MAX, 2));
    let again = warning.clone().read(read("2026-11-21", 1), cases(1), &calendar());
    assert_eq!((again.level, again.readings.len()), (Level::Hint, 2), "the same day is read once");
    assert_eq!(then(&warning, "2026-11-19", 1), warning, "no way back");
    let closed = then(&warning, "2026-11-22", 0);
    assert_eq!((closed.stands(), closed.closed_on), (false, Some(day("2026-11-22"))));
    assert_eq!(closed.level, Level::Alarm, "what it was");
    assert_eq!(closed.clone().read(read("2026-11-23", 9), cases(9), &calendar()), closed);
}

#[test]
fn article_24_a_unit_is_asked_from_the_second_level_on_and_again_only_when_the_level_rises() {
    let state = |warning: &Warning| (warning.state(), Matter::is_open(warning), warning.holders().len());
    let hint = late("2026-11-20", 1);
    assert_eq!(state(&hint), (WarningState::Standing, false, 0));
    assert_eq!((hint.due(), hint.question.clone()), (None, None));
    let spoken = answered(&hint, "2026-11-20");
    assert_eq!(state(&spoken), (WarningState::Standing, false, 0), "one may speak without being asked");

    let asked = then(&spoken, "2026-11-23", 5);
    assert_eq!(state(&asked), (WarningState::Asked, true, 2), "what was said of a hint is not enough");
    let due = asked.due().unwrap();
    assert_eq!((due.date, due.provisional), (day("2026-11-30"), true), "five working days");
    let louder = then(&asked, "2026-11-24", 20);
    assert_eq!((state(&louder), louder.due()), (state(&asked), Some(due)), "asked once, for the same day");
    let fallen = then(&louder, "2026-11-25", 1);
    assert_eq!((state(&fallen), fallen.due()), (state(&asked), Some(due)), "what was asked stays asked");

    let done = answered(&fallen, "2026-11-26");
    assert_eq!((state(&done), done.due()), ((WarningState::Answered, false, 0), None));
    assert_eq!(state(&then(&done, "2026-11-27", 50)).0, WarningState::Answered, "it spoke of the loudest");

    let watched = answered(&late("2026-11-20", 5), "2026-11-20");
    assert_eq!(state(&then(&watched, "2026-11-23", 6)).0, WarningState::Answered);
    let again = then(&watched, "2026-11-23", 20);
    assert_eq!(state(&again), (WarningState::Asked, true, 2), "a louder warning is another question");
    assert_eq!(again.acknowledged.len(), 1, "what was said stays");
    let lifted = then(&again, "2026-11-24", 0);
    assert_eq!((state(&lifted), lifted.due()), ((WarningState::Lifted, false, 0), None));
}

#[test]
fn who_has_spoken_as_often_as_is_kept_can_still_answer_what_is_asked() {
    let mut warning = late("2026-11-20", 1);
    for _ in 0..ACKNOWLEDGEMENTS_MAX {
        warning = answered(&warning, "2026-11-20");
    }
    let more = |warning: &Warning| warning.clone().acknowledge(act("2132000001", Role::Leader), "已核对");
    assert_eq!(more(&warning).unwrap_err()[0].code.to_string(), "words");
    let asked = then(&warning, "2026-11-23", 5);
    assert_eq!(more(&asked).unwrap().state(), WarningState::Answered);
}

#[test]
fn the_day_of_an_open_question_is_counted_again_when_its_year_is_announced() {
    let announced = |more: &str| {
        let fixed = "date,kind,name\n2026-01-01,holiday,\n2026-05-01,holiday,\n2026-10-01,holiday,\n";
        WorkCalendar::from_csv(&format!("{fixed}{more}")).unwrap()
    };
    let asked = late("2026-11-23", 5);
    let moved = asked.recount(&announced("2026-11-26,holiday,\n")).unwrap();
    let due = moved.due().unwrap();
    assert_eq!((due.date, due.provisional), (day("2026-12-01"), false));
    assert_eq!(moved.recount(&announced("")), None, "once");
    assert_eq!(answered(&asked, "2026-11-23").recount(&announced("")), None, "nobody waits");
    assert_eq!(then(&asked, "2026-11-24", 0).recount(&announced("")), None, "lifted");
}

#[test]
fn only_the_unit_itself_says_what_it_does_and_only_with_words() {
    let warning = Warning::open(
        school(),
        Indicator::Dropouts,
        reading(Indicator::Dropouts, "2026-11-24", 1, 100),
        vec![],
        &calendar(),
    )
    .unwrap();
    let code = |warning: &Warning, act: Act, words: &str| {
        warning.clone().acknowledge(act, words).map_err(|refusals| refusals[0].code.to_string())
    };
    let own = |role| act("2132000001", role);
    assert!(
        code(&warning, own(Role::Leader), " 已家访 ").is_ok_and(|one| one.acknowledged[0].words == "已家访")
    );
    assert!(code(&warning, own(Role::Registrar), "已家访").is_ok());
    assert_eq!(code(&warning, act("2132000002", Role::Leader), "已家访").unwrap_err(), "not_your_step");
    assert_eq!(code(&warning, act("320102", Role::Leader), "已家访").unwrap_err(), "not_your_step");
    assert_eq!(code(&warning, own(Role::Official), "已家访").unwrap_err(), "not_your_step");
    assert_eq!(code(&warning, own(Role::Leader), "  ").unwrap_err(), "words");
    assert_eq!(code(&warning, own(Role::Leader), &"字".repeat(WORDS_MAX + 1)).unwrap_err(), "words");
    let closed = warning.read(reading(Indicator::Dropouts, "2026-11-25", 0, 100), vec![], &calendar());
    assert_eq!(code(&closed, own(Role::Leader), "已返校").unwrap_err(), "out_of_state");
}

#[test]
fn weeks_are_named_as_in_iso_8601() {
    let week = Week::of(day("2026-11-26"));
    assert_eq!((week.first_day(), week.last_day()), (day("2026-11-23"), day("2026-11-29")));
    assert_eq!((week.to_string(), week.previous().to_string()), ("2026-W48".into(), "2026-W47".into()));
    assert_eq!(Week::of(day("2027-01-02")).to_string(), "2026-W53", "the year of its Thursday");
    for wrong in ["", "2026", "2026-W54", "2026-W00", "x-W1"] {
        assert!(wrong.parse::<Week>().is_err(), "{wrong}");
    }
}

#[test]
fn the_loudest_unit_of_a_digest_comes_first() {
    let line = |name: &str, open| DigestLine { name: name.into(), open };
    let mut digest = Digest {
        week: Week::of(day("2026-11-16")),
        made_on: day("2026-11-23"),
        authority: "南京市".into(),
        on_roll: 10,
        open: [(Indicator::Dropouts, [1, 0, 2]), (Indicator::Outflow, [1, 1, 0])].into(),
        opened: 1,
        closed: 0,
        units: vec![
            line("乙", [9, 0, 0]),
            line("丙", [0, 0, 1]),
            line("甲", [9, 0, 0]),
            line("丁", [0, 2, 0]),
        ],
    };
    digest.sort();
    assert_eq!(digest.units.iter().map(|one| one.name.as_str()).collect::<String>(), "丙丁乙甲");
    assert_eq!(Level::ALL.map(|level| digest.of_level(level)), [2, 1, 2]);
}

fn thresholds() -> impl Strategy<Value = [u32; 3]> {
    (1_u32..500, 1_u32..200, 1_u32..200).prop_map(|(low, more, most)| [low, low + more, low + more + most])
}

proptest! {
    /// More of it is never less of a warning.
    #[test]
    fn the_level_rises_with_the_figure(
        figure in 0_u64..5000, more in 0_u64..5000, base in 0_u64..5000, thresholds in thresholds(), share in any::<bool>(),
    ) {
        let measure = if share { Measure::Share } else { Measure::Count };
        prop_assert!(measure.level(figure, base, thresholds) <= measure.level(figure + more, base, thresholds));
    }

    /// The same figure among more pupils is never more of a warning.
    #[test]
    fn a_share_falls_with_the_pupils(figure in 0_u64..5000, base in 1_u64..5000, more in 0_u64..5000, thresholds in thresholds()) {
        let level = |base| Measure::Share.level(figure, base, thresholds);
        prop_assert!(level(base + more) <= level(base));
    }

    /// Nothing is said where nothing happened, nor of shares in a school without pupils.
    #[test]
    fn nothing_is_said_of_nothing(figure in 0_u64..5000, base in 0_u64..5000, thresholds in thresholds()) {
        prop_assert_eq!(Measure::Share.level(figure, 0, thresholds), None);
        prop_assert_eq!(Measure::Share.level(0, base, thresholds), None);
        prop_assert_eq!(Measure::Count.level(0, base, thresholds), None);
    }

    /// A level is reached exactly at its threshold.
    #[test]
    fn each_threshold_is_exact(base in 1_u64..3000, thresholds in thresholds(), n in 0_usize..3) {
        let at = u64::from(thresholds[n]);
        prop_assert_eq!(Measure::Count.level(at, base, thresholds), Some(Level::ALL[n]));
        prop_assert!(Measure::Count.level(at - 1, base, thresholds) < Some(Level::ALL[n]));
        let share = (at * base).div_ceil(1000);
        prop_assert!(Measure::Share.level(share, base, thresholds) >= Some(Level::ALL[n]));
        prop_assert!(Measure::Share.level(share - 1, base, thresholds) < Some(Level::ALL[n]));
    }

    /// A week's name is read back.
    #[test]
    fn the_name_of_a_week_names_it(n in 0_i32..40_000) {
        let day = NaiveDate::from_num_days_from_ce_opt(720_000 + n).unwrap();
        let week = Week::of(day);
        prop_assert_eq!(week.to_string().parse::<Week>(), Ok(week));
        prop_assert!((week.first_day()..=week.last_day()).contains(&day));
    }
}

#[test]
fn article_24_every_indicator_looks_at_its_own_thresholds() {
    let province: UnitId = "510000".parse().unwrap();
    for indicator in Indicator::ALL {
        let values = [(indicator.rule(), "1,2,3".to_owned()), (RuleKey::WarnMinimum, "1".to_owned())];
        let set = RuleSet {
            authority: province.clone(),
            authority_name: "四川省".into(),
            version: 1,
            valid_from: day("2026-09-01"),
            valid_until: None,
            scopes: Default::default(),
            delegated: Default::default(),
            source: "细则".into(),
            values: values.into(),
        };
        let rules = Rules::in_force(&[set], Some(&province), day("2026-11-24"));
        for other in Indicator::ALL {
            let thresholds = Reading::new(other, day("2026-11-24"), 1, 100, &rules).thresholds;
            assert_eq!(thresholds == [1, 2, 3], other == indicator, "{indicator:?} {other:?}");
        }
    }
}
