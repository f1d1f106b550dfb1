//! 转学, 休学, 复学, 死亡注销: what may be opened, by when, what follows.

use super::*;
use crate::case::change::{Pupil, Record, StatusChange};
use crate::case::transfer::Receiving;
use crate::codes::{Grade, PupilStatus, SchoolSystem, SchoolType, Stage};
use crate::org::{School, Unit, UnitKind};

pub(super) fn pupil(status: PupilStatus, grade: u8) -> Pupil {
    Pupil {
        status: Some(status),
        grade: Grade::new(grade, SchoolSystem::SixThree).unwrap(),
        since: NaiveDate::from_ymd_opt(2024, 9, 1).unwrap(),
        record: Record { stages: Stage::ALL.to_vec(), ..Record::default() },
    }
}

pub(super) fn fields(result: Result<(), Vec<Refusal>>) -> Vec<String> {
    result.err().unwrap_or_default().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

pub(super) fn check(payload: &Payload, pupil: &Pupil, context: &Context) -> Vec<String> {
    fields(payload.status_change().expect("a change of status").check(pupil, context))
}

#[test]
fn article_19_a_suspension_needs_an_application_and_ends_within_a_year() {
    let world = World::new();
    let context = world.context(who(1, Role::Registrar, SCHOOL));
    let Payload::Suspension(good) = payload(CaseKind::Suspension) else { panic!("a suspension") };
    let told = |change: Suspension, who: &Pupil| check(&Payload::Suspension(change), who, &context);
    let here = pupil(PupilStatus::InSchool, 3);
    assert!(told(good.clone(), &here).is_empty());
    assert_eq!(told(good.clone(), &pupil(PupilStatus::Suspended, 3)), ["status"]);
    let without = Suspension { facts: facts(&[Paper::Application]), ..good.clone() };
    assert_eq!(told(without.clone(), &here), ["papers"], "an illness is proven");
    assert!(told(Suspension { ground: SuspensionGround::Family, ..without }, &here).is_empty());
    let year = good.facts.on + chrono::Months::new(12);
    assert!(told(Suspension { until: year, ..good.clone() }, &here).is_empty());
    assert_eq!(told(Suspension { until: year.succ_opt().unwrap(), ..good.clone() }, &here), ["until"]);
    assert_eq!(told(Suspension { until: good.facts.on, ..good.clone() }, &here), ["until"]);
    let long_ago = Facts { on: day(10) - chrono::Days::new(40), ..good.facts.clone() };
    let late = Suspension { facts: long_ago.clone(), ..good.clone() };
    assert_eq!(told(late.clone(), &here), ["note"], "what is entered late is entered with a reason");
    let told_why =
        Suspension { facts: Facts { note: "住院期间未及时录入".into(), ..long_ago }, ..late };
    assert!(told(told_why, &here).is_empty());
    assert_eq!(good.effect(&here).status, PupilStatus::Suspended);
}

#[test]
fn article_19_who_comes_back_enters_the_own_or_the_next_grade_of_the_stage() {
    let world = World::new();
    let context = world.context(who(1, Role::Registrar, SCHOOL));
    let Payload::Resumption(good) = payload(CaseKind::Resumption) else { panic!("a resumption") };
    let told = |change: &Resumption, who: &Pupil| check(&Payload::Resumption(change.clone()), who, &context);
    let away = pupil(PupilStatus::Suspended, 5);
    assert!(told(&good, &away).is_empty());
    assert_eq!(told(&good, &pupil(PupilStatus::InSchool, 5)), ["status"]);
    assert_eq!(told(&Resumption { class_name: " ".into(), ..good.clone() }, &away), ["class_name"]);
    let next = Resumption { next_grade: true, ..good.clone() };
    assert_eq!(next.effect(&away).grade.map(Grade::absolute), Some(6));
    assert_eq!(good.effect(&away).grade.map(Grade::absolute), Some(5));
    for last in [6, 9, 12] {
        assert_eq!(told(&next, &pupil(PupilStatus::Suspended, last)), ["next_grade"], "grade {last}");
    }
}

#[test]
fn article_21_a_death_is_registered_within_ten_working_days_of_the_day_it_happened() {
    let world = World::new();
    let context = world.context(who(1, Role::Registrar, SCHOOL));
    let case = world.open(CaseKind::Death);
    assert_eq!(case.due().unwrap().date, world.calendar.add_working_days(day(10), 10).date);
    let Payload::Death(good) = payload(CaseKind::Death) else { panic!("a death") };
    let told = |change: Death, who: &Pupil| check(&Payload::Death(change), who, &context);
    for status in [PupilStatus::InSchool, PupilStatus::Suspended] {
        assert!(told(good.clone(), &pupil(status, 3)).is_empty());
    }
    assert_eq!(told(good.clone(), &pupil(PupilStatus::Dead, 3)), ["status"]);
    assert_eq!(told(Death { facts: facts(&[]) }, &pupil(PupilStatus::InSchool, 3)), ["papers"]);
    let tomorrow = Facts { on: day(11), ..good.facts.clone() };
    assert_eq!(told(Death { facts: tomorrow }, &pupil(PupilStatus::InSchool, 3)), ["on"]);
    assert!(good.effect(&pupil(PupilStatus::InSchool, 3)).ends_spell);
}

pub(super) fn school(code: &str, authority: &str, stages: &[Stage]) -> Unit {
    Unit {
        id: unit(code),
        name: code.into(),
        kind: UnitKind::School,
        parent: Some(unit(authority)),
        path: OrgPath::root().child(&unit(authority)).child(&unit(code)),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::ALL[0],
            stages: stages.to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    }
}

#[test]
fn article_14_a_transfer_is_refused_in_the_freeze_for_who_is_not_in_school_and_where_the_grade_is_not_taught()
{
    let world = World::new();
    let to = school(SCHOOL, COUNTY, &[Stage::Primary]);
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    let on = |today: NaiveDate| Context { today, ..world.context(who(1, Role::Registrar, SCHOOL)) };
    let from = school(FROM, COUNTY, &[Stage::Primary]);
    let at = Receiving { from: &from, to: &to, class_size: 40 };
    let told = |change: &Transfer, who: &Pupil, today: NaiveDate| fields(change.check(who, at, &on(today)));
    let here = pupil(PupilStatus::InSchool, 3);
    assert!(told(&good, &here, day(10)).is_empty());
    assert_eq!(told(&good, &pupil(PupilStatus::Suspended, 3), day(10)), ["number"]);
    let problem = Record { mismatched: true, ..here.record.clone() };
    let problem = Pupil { record: problem, ..here.clone() };
    assert_eq!(told(&good, &problem, day(10)), ["number"], "a problem record is put right first");
    assert_eq!(told(&good, &pupil(PupilStatus::InSchool, 7), day(10)), ["number"], "no junior grades here");
    assert_eq!(told(&Transfer { from: unit(SCHOOL), ..good.clone() }, &here, day(10)), ["number"]);
    assert_eq!(told(&Transfer { class_name: String::new(), ..good.clone() }, &here, day(10)), ["class_name"]);
    // No font has it: the form would refuse it with the last approval, when the pupil is moved.
    let undrawn = Transfer { class_name: "3班\u{1F600}".into(), ..good.clone() };
    assert_eq!(told(&undrawn, &here, day(10)), ["class_name"]);
    let only = Transfer { facts: facts(&[Paper::Application]), ..good.clone() };
    assert_eq!(told(&only, &here, day(10)), ["papers"]);
    let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let planned = Transfer { facts: Facts { on: date(9, 1), ..good.facts.clone() }, ..good.clone() };
    for (today, grade, frozen) in [
        (date(7, 14), 3, false),
        (date(7, 15), 3, true),
        (date(8, 14), 3, true),
        (date(8, 15), 3, false),
        (date(7, 3), 6, true),
    ] {
        let wrong = told(&planned, &pupil(PupilStatus::InSchool, grade), today);
        assert_eq!(wrong, if frozen { vec!["on"] } else { Vec::new() }, "{today} grade {grade}");
    }
}

#[test]
fn article_14_the_ten_working_days_are_a_partys_and_begin_anew_with_the_next() {
    let world = World::new();
    let late = Context { today: day(15), ..world.context(who(2, Role::Leader, SCHOOL)) };
    let case = run(world.open(CaseKind::Transfer), agree(), &late).unwrap();
    let first = case.due().unwrap();
    assert_eq!(
        first.date,
        world.calendar.add_working_days(day(15), 10).date,
        "the releasing school's own days"
    );
    let later = Context { today: day(18), ..world.context(who(3, Role::Registrar, FROM)) };
    let case = run(case, agree(), &later).unwrap();
    assert_eq!(case.due(), Some(first), "its leader has what its registrar left");
    let last = Context { today: day(21), ..world.context(who(4, Role::Leader, FROM)) };
    let case = run(case, agree(), &last).unwrap();
    assert_eq!(case.due().unwrap().date, world.calendar.add_working_days(day(21), 10).date);
}
