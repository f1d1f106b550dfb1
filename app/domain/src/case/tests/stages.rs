//! Rules that are for some stages, and rules that hold in principle only (原则上): the first bind nobody else, the second are passed by
//! whoever decides, with a reason. And which term a grade is in between the promotion and 1 September.

use super::changes::{check, fields, pupil, school};
use super::*;
use crate::calendar::{SchoolYear, entry_year, grade_year, school_year};
use crate::case::change::{Pupil, StatusChange};
use crate::case::transfer::Receiving;
use crate::codes::{PupilStatus, Stage};
use crate::refusal::Basis;
use crate::rules::Scope;
use chrono::Days;
use proptest::prelude::*;

fn registrar(world: &World) -> Context {
    world.context(who(1, Role::Registrar, SCHOOL))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn suspension(on: NaiveDate, note: &str) -> Suspension {
    let Payload::Suspension(good) = payload(CaseKind::Suspension) else { panic!("a suspension") };
    let facts = Facts { on, note: note.into(), ..good.facts.clone() };
    Suspension { facts, until: on + Days::new(90), ..good }
}

/// 山东: 初中、高中毕业年级第二学期一般不准休学.
fn shandong() -> World {
    let scope = Scope { stages: vec![Stage::Junior, Stage::Senior], in_principle: true };
    World::narrowed(&[(RuleKey::SuspensionBarred, "leaving-2")], &[(RuleKey::SuspensionBarred, scope)])
}

#[test]
fn article_11_a_rule_for_some_stages_binds_no_other() {
    let world = shandong();
    let march = Context { today: date("2027-03-01"), ..registrar(&world) };
    let told = |grade| {
        let change = Payload::Suspension(suspension(date("2027-03-01"), ""));
        check(&change, &pupil(PupilStatus::InSchool, grade), &march)
    };
    assert!(told(6).is_empty(), "小学六年级");
    assert_eq!(told(9), ["on", "note"]);
    assert_eq!(told(12), ["on", "note"]);
    assert!(told(8).is_empty());
}

#[test]
fn article_11_what_is_not_allowed_in_principle_is_passed_with_a_reason_by_who_decides() {
    let world = shandong();
    let march = |who: Party| Context { today: date("2027-03-01"), ..world.context(who) };
    let school = march(who(1, Role::Registrar, SCHOOL));
    let ninth = pupil(PupilStatus::InSchool, 9);
    let explained = suspension(date("2027-03-01"), "车祸住院，须手术治疗");
    assert_eq!(explained.check(&ninth, &school), Ok(()));
    let exceptions = explained.exceptions(&ninth, &school);
    assert!(exceptions.len() == 1 && exceptions[0].contains("初中、普通高中、原则上"), "{exceptions:?}");
    let refused = suspension(date("2027-03-01"), "").check(&ninth, &school).unwrap_err();
    assert!(matches!(refused[0].basis, Basis::InPrinciple(_)));
    // What the province has decided for good is no exception, whatever the school says.
    let hard = World::with(&[(RuleKey::SuspensionBarred, "leaving-2")]);
    let context = Context { today: date("2027-03-01"), ..registrar(&hard) };
    assert_eq!(check(&Payload::Suspension(explained), &ninth, &context), ["on"]);

    let case = Case { exceptions, ..world.open(CaseKind::Suspension) };
    let leader = march(who(2, Role::Leader, SCHOOL));
    assert_eq!(codes(run(case.clone(), agree(), &leader)), ["reason_needed"]);
    let with = |reason: &str| Command::Agree { reason: reason.into(), refused_fields: BTreeMap::new() };
    let case = run(case, with("须手术，予以同意"), &leader).unwrap();
    assert!(
        run(
            case.clone(),
            Command::Refuse { reason: "不同意".into() },
            &march(who(3, Role::Registrar, COUNTY))
        )
        .is_ok()
    );
    assert_eq!(codes(run(case, with("好"), &march(who(3, Role::Registrar, COUNTY)))), ["reason_needed"]);
    let kept = serde_json::to_string(&world.open(CaseKind::Suspension)).unwrap();
    assert!(!kept.contains("exceptions"), "a case without them is kept as it always was");
}

#[test]
fn article_11_a_transfer_barred_in_principle_names_the_rule_and_is_opened_with_a_reason() {
    let scope = Scope { stages: Vec::new(), in_principle: true };
    let world =
        World::narrowed(&[(RuleKey::TransferBarred, "leaving-1")], &[(RuleKey::TransferBarred, scope)]);
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    let (from, to) = (school(FROM, COUNTY, &[Stage::Primary]), school(SCHOOL, COUNTY, &[Stage::Primary]));
    let at = Receiving { from: &from, to: &to, class_size: 10 };
    let sixth = pupil(PupilStatus::InSchool, 6);
    assert_eq!(fields(good.check(&sixth, at, &registrar(&world))), ["number", "note"]);
    let facts = Facts { note: "父母均调往外地，无人照料".into(), ..good.facts.clone() };
    let explained = Transfer { facts, ..good };
    assert!(fields(explained.check(&sixth, at, &registrar(&world))).is_empty());
    assert_eq!(explained.exceptions(&sixth, at, &registrar(&world)).len(), 1);
    // Nothing else is passed by it.
    let full = Receiving { class_size: 60, ..at };
    assert!(fields(explained.check(&sixth, full, &registrar(&world))).contains(&"class_name".to_owned()));
}

#[test]
fn article_11_between_promotion_and_september_a_grade_is_in_the_first_term_of_the_new_year() {
    let world = World::with(&[(RuleKey::SuspensionBarred, "leaving-2")]);
    let told = |today: &str, on: &str, grade| {
        let context = Context { today: date(today), ..registrar(&world) };
        check(&Payload::Suspension(suspension(date(on), "")), &pupil(PupilStatus::InSchool, grade), &context)
    };
    assert!(
        told("2027-08-20", "2027-08-20", 9).is_empty(),
        "promoted into grade nine, whose first term is ahead"
    );
    assert_eq!(told("2027-03-01", "2027-03-01", 9), ["on"]);
    let eighth = told("2027-06-20", "2027-06-20", 8);
    assert!(eighth.is_empty(), "not the last grade yet");
    // Entered before the promotion for a day after it: the grade is the one the pupil has then.
    let first = World::with(&[(RuleKey::SuspensionBarred, "leaving-1")]);
    let context = Context { today: date("2027-06-20"), ..registrar(&first) };
    let change = |on: &str| Payload::Suspension(suspension(date(on), ""));
    let eighth = pupil(PupilStatus::InSchool, 8);
    assert!(check(&change("2027-06-20"), &eighth, &context).is_empty());
    let july = Context { today: date("2027-07-05"), ..context };
    assert_eq!(check(&change("2027-09-01"), &eighth, &july), ["on"]);
}

#[test]
fn article_19_who_comes_back_after_the_promotion_has_left_in_the_year_before() {
    let world = World::new();
    let Payload::Resumption(own) = payload(CaseKind::Resumption) else { panic!("a resumption") };
    let back = |from: &str, on: &str| {
        let here = pupil(PupilStatus::Suspended, 4);
        let record =
            super::super::change::Record { suspended: Some((date(from), date(on))), ..here.record.clone() };
        let away = Pupil { record, ..here };
        let facts = Facts { on: date(on), ..own.facts.clone() };
        let change = Payload::Resumption(Resumption { facts, next_grade: true, ..own.clone() });
        check(&change, &away, &Context { today: date(on), ..registrar(&world) })
    };
    assert!(back("2026-03-01", "2026-08-20").is_empty(), "the class has been promoted");
    assert_eq!(back("2026-08-15", "2026-12-01"), ["grade_reason", "note"], "left in the same year");
}

proptest! {
    /// The year of a grade is that of the day, or the next one in the last weeks of summer; it never goes back.
    #[test]
    fn article_12_the_year_of_a_grade_begins_after_the_promotion(n in 0_u64..4000) {
        let day = date("2024-01-01") + Days::new(n);
        let (of_grade, of_day) = (grade_year(day).start_year(), school_year(day).start_year());
        prop_assert!(of_grade == of_day || of_grade == of_day + 1);
        let promotion = NaiveDate::from_ymd_opt(of_day + 1, 8, 10).unwrap();
        prop_assert_eq!(of_grade == of_day + 1, day > promotion);
        prop_assert!(grade_year(day + Days::new(1)) >= grade_year(day));
        let entered = entry_year(day);
        prop_assert!(entered == SchoolYear::starting_in(of_day) || entered == SchoolYear::starting_in(of_day + 1));
        prop_assert!(entered >= grade_year(day));
    }
}
