//! What provinces have decided is enforced: each rule with the value that one of them has, and without it.

use super::changes::{check, fields, pupil, school};
use super::*;
use crate::case::change::{Pupil, Record};
use crate::case::transfer::Receiving;
use crate::codes::{PupilStatus, Stage};
use crate::org::{School, Unit};

fn registrar(world: &World) -> Context {
    world.context(who(1, Role::Registrar, SCHOOL))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(text: &str, papers: &[Paper]) -> Facts {
    Facts { on: date(text), ..facts(papers) }
}

fn suspended(grade: u8, from: &str, until: &str) -> Pupil {
    let here = pupil(PupilStatus::Suspended, grade);
    let record = Record { suspended: Some((date(from), date(until))), ..here.record };
    Pupil { record, ..here }
}

fn withdrawal(manner: Manner) -> Payload {
    Payload::Withdrawal(Withdrawal { facts: facts(&[Paper::FollowUpRecord]), manner, days: 0 })
}

#[test]
fn article_19_who_comes_back_early_enters_the_own_grade_where_the_province_says_so() {
    let back = |text: &str, next_grade| {
        let facts = on(text, &[Paper::Application]);
        Payload::Resumption(Resumption { facts, next_grade, ..resumption() })
    };
    let away = suspended(4, "2026-03-01", "2026-10-31");
    let jiangsu = World::with(&[(RuleKey::ReturnGrade, "choice"), (RuleKey::ReturnEarlyOwn, "yes")]);
    let today = Context { today: date("2026-10-31"), ..registrar(&jiangsu) };
    assert_eq!(check(&back("2026-10-30", true), &away, &today), ["next_grade"]);
    assert!(check(&back("2026-10-30", false), &away, &today).is_empty());
    assert!(check(&back("2026-10-31", true), &away, &today).is_empty(), "the last day is not early");
    let nearly = suspended(4, "2025-10-10", "2026-09-09");
    let beginning = Context { today: date("2026-09-01"), ..registrar(&jiangsu) };
    assert!(
        check(&back("2026-09-01", true), &nearly, &beginning).is_empty(),
        "with the class, as the term begins"
    );
    let elsewhere = Context { today: date("2026-10-31"), ..registrar(&World::new()) };
    assert!(check(&back("2026-10-30", true), &away, &elsewhere).is_empty());
}

fn resumption() -> Resumption {
    let Payload::Resumption(own) = payload(CaseKind::Resumption) else { panic!("a resumption") };
    own
}

#[test]
fn article_19_a_suspension_that_has_run_out_is_a_withdrawal_where_the_province_says_so_and_never_in_compulsory_education()
 {
    let sichuan = World::with(&[(RuleKey::SuspensionOverdue, "withdraw")]);
    let (here, elsewhere) = (registrar(&sichuan), registrar(&World::new()));
    let over = |grade| suspended(grade, "2025-09-08", "2026-09-08");
    let back = |text: &str| {
        Payload::Resumption(Resumption { facts: on(text, &[Paper::Application]), ..resumption() })
    };
    assert_eq!(check(&back("2026-09-10"), &over(11), &here), ["on"]);
    assert!(check(&back("2026-09-09"), &over(11), &here).is_empty(), "the morning after the last day");
    assert!(check(&back("2026-09-10"), &over(8), &here).is_empty(), "the record is kept");
    assert!(check(&back("2026-09-10"), &over(11), &elsewhere).is_empty());

    let overdue = withdrawal(Manner::Overdue);
    assert!(check(&overdue, &over(11), &here).is_empty());
    assert_eq!(check(&overdue, &over(8), &here), ["manner"], "nobody withdraws in compulsory education");
    assert_eq!(check(&overdue, &over(11), &elsewhere), ["manner"]);
    assert_eq!(
        check(&overdue, &suspended(11, "2026-03-01", "2026-09-30"), &here),
        ["manner"],
        "not yet over"
    );
    assert_eq!(check(&overdue, &pupil(PupilStatus::InSchool, 11), &here), ["manner"]);
    let effect = overdue.status_change().unwrap().effect(&over(11));
    assert_eq!((effect.status, effect.ends_spell), (PupilStatus::Withdrawn, true));
}

#[test]
fn article_11_who_has_entered_senior_high_and_does_not_come_loses_the_place_where_the_province_says_so() {
    let shandong = World::with(&[(RuleKey::SeniorLateDays, "14")]);
    let new = |grade, since: &str| Pupil { since: date(since), ..pupil(PupilStatus::InSchool, grade) };
    let at = |world: &World, today: &str| {
        let today = date(today);
        Context { today, ..registrar(world) }
    };
    let lost = |who: &Pupil, context: &Context| {
        let facts = Facts { on: who.since, ..facts(&[Paper::FollowUpRecord]) };
        let change = Withdrawal { facts, manner: Manner::NotArrived, days: 0 };
        check(&Payload::Withdrawal(change), who, context)
    };
    let absent = |since: &str| {
        let new = new(10, "2026-09-01");
        Pupil { record: Record { absent_since: Some(date(since)), ..new.record }, ..new }
    };
    assert!(lost(&absent("2026-09-01"), &at(&shandong, "2026-09-16")).is_empty());
    assert_eq!(
        lost(&absent("2026-10-09"), &at(&shandong, "2026-11-16")),
        ["note", "manner"],
        "came for a month"
    );
    let ill = Pupil { status: Some(PupilStatus::Suspended), ..absent("2026-09-01") };
    assert_eq!(lost(&ill, &at(&shandong, "2026-09-16")), ["manner"], "has leave");
    let new = |grade, since: &str| {
        let new = new(grade, since);
        Pupil { record: Record { absent_since: Some(date(since)), ..new.record }, ..new }
    };
    assert_eq!(lost(&new(10, "2026-09-01"), &at(&shandong, "2026-09-15")), ["on"], "two weeks");
    assert_eq!(lost(&new(11, "2026-09-01"), &at(&shandong, "2026-09-16")), ["manner"]);
    assert_eq!(lost(&new(10, "2025-09-01"), &at(&shandong, "2026-09-16"))[1], "manner", "last year's");
    assert_eq!(lost(&new(10, "2026-09-01"), &at(&World::new(), "2026-09-16")), ["manner"]);
    assert_eq!(lost(&new(7, "2026-09-01"), &at(&shandong, "2026-09-16")), ["manner"], "compulsory");
}

#[test]
fn article_11_pupils_of_a_leaving_year_do_not_repeat_where_the_province_says_so() {
    let repeat = payload(CaseKind::Repeat);
    let of = |grade| Pupil {
        record: Record { grade_size: 100, ..pupil(PupilStatus::InSchool, grade).record },
        ..pupil(PupilStatus::InSchool, grade)
    };
    let fujian = World::with(&[(RuleKey::RepeatStages, "1,2,3"), (RuleKey::RepeatLeaving, "no")]);
    let elsewhere = World::with(&[(RuleKey::RepeatStages, "1,2,3")]);
    for grade in [6, 9, 12] {
        assert_eq!(check(&repeat, &of(grade), &registrar(&fujian)), ["on"], "grade {grade}");
        assert!(check(&repeat, &of(grade), &registrar(&elsewhere)).is_empty(), "grade {grade}");
    }
    for grade in [2, 5, 8, 11] {
        assert!(check(&repeat, &of(grade), &registrar(&fujian)).is_empty(), "grade {grade}");
    }
    let shandong = World::with(&[(RuleKey::RepeatStages, "")]);
    assert_eq!(check(&repeat, &of(5), &registrar(&shandong)), ["on"], "none at all");
}

#[test]
fn article_11_nobody_changes_schools_within_a_township_where_the_province_says_so() {
    let in_town = |unit: Unit, town: Option<&str>| Unit {
        school: unit
            .school
            .clone()
            .map(|school| School { township: town.map(|code| code.parse().unwrap()), ..school }),
        ..unit
    };
    let to = school(SCHOOL, COUNTY, &[Stage::Primary]);
    let from = school(FROM, COUNTY, &[Stage::Primary]);
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    let (fujian, elsewhere) = (World::with(&[(RuleKey::TransferWithin, "township")]), World::new());
    let told = |change: &Transfer, towns: [Option<&str>; 2], world: &World| {
        let (from, to) = (in_town(from.clone(), towns[0]), in_town(to.clone(), towns[1]));
        let at = Receiving { from: &from, to: &to, class_size: 40 };
        fields(change.check(&pupil(PupilStatus::InSchool, 3), at, &registrar(world)))
    };
    let (one, other) = (Some("320102001"), Some("320102002"));
    assert_eq!(told(&good, [one, one], &fujian), ["number"]);
    assert!(told(&good, [one, other], &fujian).is_empty());
    assert!(told(&good, [None, None], &fujian).is_empty(), "of which townships nothing is on record");
    assert!(told(&good, [one, one], &elsewhere).is_empty());
    let special = Transfer { ground: TransferGround::Special, ..good };
    assert!(told(&special, [one, one], &fujian).is_empty());
}

#[test]
fn article_17_no_provinces_list_takes_away_the_change_to_a_special_school() {
    let shandong = World::with(&[(RuleKey::TransferGrounds, "household,home,employment")]);
    let (to, from) = (school(SCHOOL, COUNTY, &[Stage::Primary]), school(FROM, COUNTY, &[Stage::Primary]));
    let at = Receiving { from: &from, to: &to, class_size: 40 };
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    for ground in TransferGround::ALL {
        use TransferGround as G;
        let listed = matches!(ground, G::Household | G::Home | G::Employment | G::Special);
        let change = Transfer { ground, ..good.clone() };
        let wrong = fields(change.check(&pupil(PupilStatus::InSchool, 3), at, &registrar(&shandong)));
        assert_eq!(wrong.is_empty(), listed, "{ground:?}: {wrong:?}");
    }
}

#[test]
fn article_19_each_ground_is_proven_and_the_province_says_by_which_hospital() {
    let Payload::Suspension(good) = payload(CaseKind::Suspension) else { panic!("a suspension") };
    let here = pupil(PupilStatus::InSchool, 11);
    let told = |ground, papers: &[Paper], world: &World| {
        let change = Suspension { ground, facts: facts(papers), ..good.clone() };
        check(&Payload::Suspension(change), &here, &registrar(world))
    };
    let guangdong = World::with(&[(RuleKey::SuspensionGrounds, "illness,army,abroad,custody")]);
    let application = Paper::Application;
    for (ground, proof) in [
        (SuspensionGround::Army, Paper::Other),
        (SuspensionGround::Custody, Paper::Other),
        (SuspensionGround::Abroad, Paper::Passport),
    ] {
        assert!(told(ground, &[application, proof], &guangdong).is_empty(), "{ground:?}");
        assert_eq!(told(ground, &[application], &guangdong), ["papers"], "{ground:?}");
        assert_eq!(told(ground, &[application, proof], &World::new()), ["suspension_ground"], "{ground:?}");
    }
    let jiangsu = World::with(&[(RuleKey::SuspensionHospital, "level2")]);
    let illness = SuspensionGround::Illness;
    assert!(told(illness, &[application, Paper::LevelTwoRecord], &jiangsu).is_empty());
    assert!(told(illness, &[application, Paper::HospitalRecord], &jiangsu).is_empty());
    assert_eq!(told(illness, &[application], &jiangsu), ["papers"]);
    assert_eq!(told(illness, &[application, Paper::LevelTwoRecord], &World::new()), ["papers"]);
}

#[test]
fn article_22_how_many_days_of_absence_make_a_withdrawal_is_the_provinces_to_say() {
    let world = World::with(&[(RuleKey::WithdrawConsecutive, "10"), (RuleKey::WithdrawCumulative, "30")]);
    let senior = pupil(PupilStatus::InSchool, 11);
    for (manner, enough) in [(Manner::AbsentRunning, 10), (Manner::AbsentInAll, 30)] {
        let told = |days, world: &World| {
            let change = Withdrawal { facts: facts(&[Paper::FollowUpRecord]), manner, days };
            check(&Payload::Withdrawal(change), &senior, &registrar(world))
        };
        assert!(told(enough, &world).is_empty());
        assert_eq!(told(enough - 1, &world), ["days"]);
        assert_eq!(told(enough, &World::new()), ["days"], "15 and 45 elsewhere");
    }
}

#[test]
fn articles_13_and_14_the_nations_year_is_what_the_nation_has_decided() {
    let moved = World::with(&[
        (RuleKey::TransferFreeze, "09-05~09-15"),
        (RuleKey::LeaverFreeze, "09-05~09-15"),
        (RuleKey::CrossProvinceEntry, "10-01~10-31"),
        (RuleKey::GraduationDeadline, "06-10"),
    ]);
    let (now, then) = (registrar(&moved), registrar(&World::new()));
    let Payload::Suspension(leave) = payload(CaseKind::Suspension) else { panic!("a suspension") };
    let leave = Payload::Suspension(leave);
    assert_eq!(check(&leave, &pupil(PupilStatus::InSchool, 12), &now), ["on"], "a leaver");
    assert!(check(&leave, &pupil(PupilStatus::InSchool, 11), &now).is_empty());
    assert!(check(&leave, &pupil(PupilStatus::InSchool, 12), &then).is_empty());
    let out = payload(CaseKind::TransferOut);
    assert_eq!(check(&out, &pupil(PupilStatus::InSchool, 3), &now), ["on"]);
    assert!(check(&out, &pupil(PupilStatus::InSchool, 3), &then).is_empty());
    let Payload::Progression(good) = payload(CaseKind::Progression) else { panic!("a progression") };
    let from = school(FROM, "510000", &[Stage::Primary]);
    let to = school(SCHOOL, COUNTY, &[Stage::Junior]);
    let graduate = pupil(PupilStatus::Graduated, 6);
    assert_eq!(fields(good.check(&graduate, &from, &to, &now)), ["on"]);
    assert!(fields(good.check(&graduate, &from, &to, &then)).is_empty());
    let Payload::Completion(done) = payload(CaseKind::Completion) else { panic!("a completion") };
    let done = Payload::Completion(Completion { facts: on("2026-06-20", &[Paper::FinalRecords]), ..done });
    let june = |context: &Context| Context { today: date("2026-06-20"), ..context.clone() };
    assert_eq!(check(&done, &pupil(PupilStatus::InSchool, 6), &june(&now)), ["note"], "past the last day");
    assert!(check(&done, &pupil(PupilStatus::InSchool, 6), &june(&then)).is_empty());
}

#[test]
fn article_14_a_step_and_a_mend_have_the_days_that_the_province_gives_without_its_days_off() {
    let quick = World::with(&[
        (RuleKey::StepWorkingDays, "5"),
        (RuleKey::MendWorkingDays, "3"),
        (RuleKey::DaysOff, "2026-09-14~2026-09-15"),
    ]);
    let calendar = Arc::new(quick.rules.calendar(&announced()).into_owned());
    let quick = World { calendar, ..quick };
    let case = quick.open(CaseKind::Transfer);
    assert_eq!(case.due().unwrap().date, day(21), "the tenth is not counted, two days are off");
    let back = Command::Return { reason: "材料不全".into() };
    let case = run(case, back, &quick.context(who(2, Role::Leader, SCHOOL))).unwrap();
    assert_eq!(case.due().unwrap().date, day(17), "three: the eleventh, then two after the days off");
    let plain = World { calendar: Arc::new(announced()), ..World::new() };
    assert!(plain.open(CaseKind::Transfer).due().unwrap().date > day(21), "ten");
}

#[test]
fn article_10_a_province_makes_other_items_key_data() {
    let change = |field| Change { field, old: "旧".into(), new: "新".into(), refused: None };
    let asked = |field| Correction {
        changes: vec![change(field)],
        proofs: Vec::new(),
        statement: String::new(),
        intake: Default::default(),
        duplicate_note: String::new(),
    };
    let beijing = World::with(&[(RuleKey::KeyFieldsExtra, "ethnicity")]);
    assert!(asked(Field::Ethnicity).touches_key_data(&beijing.rules));
    assert!(!asked(Field::Ethnicity).touches_key_data(&World::new().rules));
    assert!(asked(Field::Name).touches_key_data(&World::new().rules));
}
