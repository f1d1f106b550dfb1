//! 六三制 and 五四制: every grade of either system into every kind of school of either system.

use super::changes::{check, fields, school};
use super::*;
use crate::calendar::SchoolYear;
use crate::case::change::{Pupil, Record};
use crate::case::systems::{GradeChoice, GradeReason, continued};
use crate::case::transfer::Receiving;
use crate::codes::{Grade, PupilStatus, SchoolSystem, Stage};
use crate::org::{School, Unit};
use crate::promotion::{Candidate, Promotion, promote};
use proptest::prelude::*;

/// What schools teach: one stage or several that follow each other.
const TAUGHT: [&[Stage]; 5] = [
    &[Stage::Primary],
    &[Stage::Junior],
    &[Stage::Primary, Stage::Junior],
    &[Stage::Junior, Stage::Senior],
    &[Stage::Primary, Stage::Junior, Stage::Senior],
];

fn of(status: PupilStatus, grade: u8, system: SchoolSystem) -> Pupil {
    Pupil {
        status: Some(status),
        grade: Grade::new(grade, system).unwrap(),
        since: NaiveDate::from_ymd_opt(2024, 9, 1).unwrap(),
        record: Record { stages: Stage::ALL.to_vec(), ..Record::default() },
    }
}

fn into(system: SchoolSystem, stages: &[Stage]) -> Unit {
    let unit = school(SCHOOL, COUNTY, stages);
    Unit { school: unit.school.clone().map(|school| School { system, ..school }), ..unit }
}

fn registrar(world: &World) -> Context {
    world.context(who(1, Role::Registrar, SCHOOL))
}

fn transfer(grade: Option<GradeChoice>, note: &str) -> Transfer {
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    Transfer { grade, facts: Facts { note: note.into(), ..good.facts.clone() }, ..good }
}

fn progression(grade: Option<GradeChoice>, note: &str) -> Progression {
    let Payload::Progression(good) = payload(CaseKind::Progression) else { panic!("a progression") };
    Progression { grade, facts: Facts { note: note.into(), ..good.facts.clone() }, ..good }
}

fn moved(change: &Transfer, pupil: &Pupil, to: &Unit, world: &World) -> Vec<String> {
    let from = school(FROM, COUNTY, Stage::ALL);
    let at = Receiving { from: &from, to, class_size: 10 };
    fields(change.check(pupil, at, &registrar(world)))
}

fn goes_on(change: &Progression, pupil: &Pupil, to: &Unit, world: &World) -> Vec<String> {
    let from = school(FROM, COUNTY, Stage::ALL);
    fields(change.check(pupil, &from, to, &registrar(world)))
}

fn choice(grade: u8, counted_from: u8, why: Option<GradeReason>) -> Option<GradeChoice> {
    Some(GradeChoice { grade, counted_from, why })
}

const NOTE: &str = "经评估并与监护人商定";

/// The stage a year of schooling belongs to, said here once more so that the arithmetic has something to be held against.
fn stage_of(year: u8, system: SchoolSystem) -> Stage {
    match (year, system) {
        (1..=5, _) | (6, SchoolSystem::SixThree) => Stage::Primary,
        (6..=9, _) => Stage::Junior,
        _ => Stage::Senior,
    }
}

#[test]
fn article_14_every_grade_of_either_system_goes_on_in_the_same_year_of_the_other() {
    let world = World::new();
    for from in SchoolSystem::ALL.iter().copied() {
        for to in SchoolSystem::ALL.iter().copied() {
            for grade in 1..=12 {
                for taught in TAUGHT {
                    let unit = into(to, taught);
                    let told = format!("{from:?} {grade} to {to:?} {taught:?}");
                    let pupil = of(PupilStatus::InSchool, grade, from);
                    let there = transfer(None, "").grade_there(&pupil, &unit).unwrap();
                    assert_eq!(
                        (there.absolute(), there.system()),
                        (grade, to),
                        "{told}: never twice or left out"
                    );
                    assert_eq!(there.stage(), stage_of(grade, to), "{told}");
                    let taken = moved(&transfer(None, ""), &pupil, &unit, &world).is_empty();
                    assert_eq!(taken, taught.contains(&stage_of(grade, to)), "{told}: what is taught there");
                }
            }
        }
    }
}

#[test]
fn article_14_every_graduate_of_either_system_goes_on_in_the_next_year_of_the_other() {
    let world = World::new();
    for from in SchoolSystem::ALL.iter().copied() {
        let last_primary = if from == SchoolSystem::SixThree { 6 } else { 5 };
        for to in SchoolSystem::ALL.iter().copied() {
            for grade in [last_primary, 9, 12] {
                for taught in TAUGHT {
                    let unit = into(to, taught);
                    let told = format!("{from:?} {grade} to {to:?} {taught:?}");
                    let graduate = of(PupilStatus::Graduated, grade, from);
                    let there = progression(None, "").grade_there(&graduate, &unit);
                    let taken = goes_on(&progression(None, ""), &graduate, &unit, &world).is_empty();
                    if grade == 12 {
                        assert!(there.is_none() && !taken, "{told}");
                        continue;
                    }
                    assert_eq!(
                        there.map(Grade::absolute),
                        Some(grade + 1),
                        "{told}: never twice or left out"
                    );
                    assert_eq!(taken, taught.contains(&stage_of(grade + 1, to)), "{told}");
                }
            }
        }
    }
    // Five years of primary school go on in the sixth, which is still primary school where there are six.
    let graduate = of(PupilStatus::Graduated, 5, SchoolSystem::FiveFour);
    let primary = into(SchoolSystem::SixThree, &[Stage::Primary]);
    assert!(goes_on(&progression(None, ""), &graduate, &primary, &world).is_empty());
    let own = of(PupilStatus::Graduated, 6, SchoolSystem::SixThree);
    assert_eq!(goes_on(&progression(None, ""), &own, &primary, &world), ["number"], "six years are finished");
}

#[test]
fn article_14_a_grade_twice_or_left_out_needs_the_schools_reason_which_stays_in_the_case() {
    let world = World::new();
    let why = Some(GradeReason::NotTaught);
    let (six, five) = (SchoolSystem::SixThree, SchoolSystem::FiveFour);
    // Who has finished five years comes to a junior school of the other system: the sixth year is not taught there.
    let graduate = of(PupilStatus::Graduated, 5, five);
    let junior = into(six, &[Stage::Junior]);
    assert_eq!(goes_on(&progression(None, ""), &graduate, &junior, &world), ["number"]);
    assert_eq!(
        goes_on(&progression(choice(7, 5, None), ""), &graduate, &junior, &world),
        ["grade_reason", "note"]
    );
    assert_eq!(goes_on(&progression(choice(7, 5, why), ""), &graduate, &junior, &world), ["note"]);
    let good = progression(choice(7, 5, why), NOTE);
    assert!(goes_on(&good, &graduate, &junior, &world).is_empty());
    assert_eq!(good.grade_there(&graduate, &junior).map(Grade::absolute), Some(7));
    assert_eq!(
        goes_on(&progression(choice(8, 5, why), NOTE), &graduate, &junior, &world),
        ["grade"],
        "two years"
    );
    let kept = serde_json::to_string(&Payload::Progression(good.clone())).unwrap();
    assert!(kept.contains("\"not_taught\"") && kept.contains(NOTE), "{kept}");
    assert_eq!(serde_json::from_str::<Payload>(&kept).unwrap(), Payload::Progression(good));
    // Who has finished six years may begin junior school from its first year.
    let older = of(PupilStatus::Graduated, 6, six);
    let four = into(five, &[Stage::Junior]);
    assert!(
        goes_on(&progression(choice(6, 6, Some(GradeReason::Courses)), NOTE), &older, &four, &world)
            .is_empty()
    );
    assert_eq!(goes_on(&progression(choice(6, 6, None), NOTE), &older, &four, &world), ["grade_reason"]);
    // The sixth year of six in a primary school of five.
    let sixth = of(PupilStatus::InSchool, 6, six);
    let small = into(five, &[Stage::Primary]);
    assert_eq!(
        moved(&transfer(None, ""), &sixth, &small, &world),
        ["number"],
        "no junior grade in a primary school"
    );
    assert!(moved(&transfer(choice(5, 6, why), NOTE), &sixth, &small, &world).is_empty());
    // A case of before this was kept reads as it did.
    let plain = serde_json::to_string(&Payload::Transfer(transfer(None, ""))).unwrap();
    assert!(!plain.contains("\"grade\""));
    assert_eq!(serde_json::from_str::<Payload>(&plain).unwrap(), Payload::Transfer(transfer(None, "")));
}

#[test]
fn article_14_no_school_changes_the_grade_where_the_province_keeps_it() {
    let jiangsu = World::with(&[(RuleKey::TransferGradeKept, "yes")]);
    let sixth = of(PupilStatus::InSchool, 6, SchoolSystem::FiveFour);
    let unit = into(SchoolSystem::SixThree, &[Stage::Primary, Stage::Junior]);
    let change = transfer(choice(7, 6, Some(GradeReason::Assessed)), NOTE);
    assert_eq!(moved(&change, &sixth, &unit, &jiangsu), ["grade"]);
    assert!(moved(&change, &sixth, &unit, &World::new()).is_empty());
    assert!(moved(&transfer(None, ""), &sixth, &unit, &jiangsu).is_empty());
}

#[test]
fn article_14_who_is_promoted_while_the_case_is_open_is_one_grade_further_there_too() {
    let unit = into(SchoolSystem::SixThree, &[Stage::Primary, Stage::Junior]);
    let change = transfer(choice(5, 4, Some(GradeReason::Assessed)), NOTE);
    let at = |grade| change.grade_there(&of(PupilStatus::InSchool, grade, SchoolSystem::FiveFour), &unit);
    assert_eq!(at(4).map(Grade::absolute), Some(5));
    assert_eq!(at(5).map(Grade::absolute), Some(6));
}

#[test]
fn article_20_years_at_a_school_abroad_account_for_as_many_grades_and_no_more() {
    let world = World::new();
    for system in SchoolSystem::ALL.iter().copied() {
        for grade in 1..=8 {
            for years in 0..=2 {
                let pupil = of(PupilStatus::Abroad, grade, system);
                let away = Pupil {
                    record: Record { years_away: years, ..pupil.record },
                    ..of(PupilStatus::Abroad, grade, system)
                };
                for wanted in 1..=9 {
                    let told = format!("{system:?} {grade} + {years}: {wanted}");
                    let back = |why, note: &str| {
                        let change = Readmission { grade: wanted, why, ..readmission(Away::Abroad) };
                        let facts = Facts { note: note.into(), ..change.facts.clone() };
                        check(
                            &Payload::ReturnFromAbroad(Readmission { facts, ..change }),
                            &away,
                            &registrar(&world),
                        )
                    };
                    let usual = (grade..=grade + years).contains(&wanted);
                    assert_eq!(back(None, "").is_empty(), usual, "{told}");
                    let explained = back(Some(GradeReason::Assessed), NOTE);
                    assert_eq!(explained.is_empty(), wanted >= grade, "{told}: {explained:?}");
                }
            }
        }
    }
    // Received by another school of the other system: the same years.
    let pupil = of(PupilStatus::Abroad, 5, SchoolSystem::FiveFour);
    let away = Pupil { record: Record { years_away: 2, ..pupil.record.clone() }, ..pupil };
    let unit = into(SchoolSystem::SixThree, &[Stage::Primary, Stage::Junior]);
    for (wanted, taken) in [(4, false), (5, true), (6, true), (7, true), (8, false)] {
        assert_eq!(
            moved(&transfer(choice(wanted, 5, None), ""), &away, &unit, &world).is_empty(),
            taken,
            "{wanted}"
        );
    }
}

#[test]
fn article_22_who_had_dropped_out_has_learned_nothing_meanwhile() {
    let world = World::new();
    let pupil = of(PupilStatus::Lost, 4, SchoolSystem::FiveFour);
    let lost = Pupil { record: Record { years_away: 2, ..pupil.record.clone() }, ..pupil };
    let back =
        |grade, why| Payload::BackToSchool(Readmission { grade, why, ..readmission(Away::DroppedOut) });
    assert!(check(&back(4, None), &lost, &registrar(&world)).is_empty());
    assert_eq!(check(&back(5, None), &lost, &registrar(&world)), ["grade_reason", "note"]);
}

#[test]
fn article_19_the_next_grade_in_the_same_school_year_is_left_out_and_needs_a_reason() {
    let world = World::new();
    let context = Context { today: NaiveDate::from_ymd_opt(2027, 2, 22).unwrap(), ..registrar(&world) };
    let Payload::Resumption(own) = payload(CaseKind::Resumption) else { panic!("a resumption") };
    let since = |from: NaiveDate| {
        let pupil = of(PupilStatus::Suspended, 4, SchoolSystem::FiveFour);
        Pupil { record: Record { suspended: Some((from, context.today)), ..pupil.record.clone() }, ..pupil }
    };
    let back = |next_grade, why, note: &str| {
        let facts = Facts { on: context.today, note: note.into(), ..own.facts.clone() };
        Payload::Resumption(Resumption { facts, next_grade, why, ..own.clone() })
    };
    let (this_year, last_year) = (since(day(10)), since(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()));
    assert!(
        check(&back(true, None, ""), &last_year, &context).is_empty(),
        "the others have gone up meanwhile"
    );
    assert_eq!(check(&back(true, None, ""), &this_year, &context), ["grade_reason", "note"]);
    assert!(check(&back(true, Some(GradeReason::Assessed), NOTE), &this_year, &context).is_empty());
    assert!(check(&back(false, None, ""), &this_year, &context).is_empty());
    let last = Pupil { grade: Grade::new(5, SchoolSystem::FiveFour).unwrap(), ..last_year };
    assert_eq!(
        check(&back(true, None, ""), &last, &context),
        ["next_grade"],
        "the fifth is the last of five"
    );
}

#[test]
fn article_12_the_promotion_goes_from_year_to_year_within_the_stage_of_each_system() {
    let year = SchoolYear::starting_in(2027);
    for system in SchoolSystem::ALL.iter().copied() {
        for grade in 1..=12 {
            let pupil = Candidate {
                status: Some(PupilStatus::InSchool),
                grade: Grade::new(grade, system).unwrap(),
                registered_on: NaiveDate::from_ymd_opt(2024, 9, 20),
                stage_entered: NaiveDate::from_ymd_opt(2024, 9, 1),
                promoted_into: None,
                grade_of: None,
            };
            let next = continued(pupil.grade, true, system);
            let stays = next.is_some_and(|next| stage_of(next.absolute(), system) == stage_of(grade, system));
            match promote(&pupil, year, NaiveDate::from_ymd_opt(2027, 8, 10).unwrap()) {
                Promotion::Up(up) => assert_eq!((Some(up), true), (next, stays), "{system:?} {grade}"),
                Promotion::Kept(_) => assert!(!stays, "{system:?} {grade}"),
            }
        }
    }
}

fn any_choice() -> impl Strategy<Value = Option<(u8, Option<GradeReason>)>> {
    let why = prop::option::of(prop::sample::select(GradeReason::ALL.to_vec()));
    prop::option::of((0_u8..=14, why))
}

proptest! {
    /// Whatever a school chooses: what is taken is taught there, and only with a reason is it another year than the one that goes on,
    /// never by more than one, never within one system, never in senior high.
    #[test]
    fn article_14_no_choice_gets_past_the_rules(
        grade in 1_u8..=12,
        systems in prop::sample::select(vec![(0, 0), (0, 1), (1, 0), (1, 1)]),
        taught in prop::sample::select(TAUGHT.to_vec()),
        chosen in any_choice(),
        note in prop::sample::select(vec!["", NOTE]),
        finished in any::<bool>(),
    ) {
        let world = World::new();
        let (from, to) = (SchoolSystem::ALL[systems.0], SchoolSystem::ALL[systems.1]);
        let unit = into(to, taught);
        let wanted = chosen.and_then(|(wanted, why)| choice(wanted, grade, why));
        let (taken, there) = if finished {
            let graduate = of(PupilStatus::Graduated, grade, from);
            let change = progression(wanted, note);
            (goes_on(&change, &graduate, &unit, &world).is_empty(), change.grade_there(&graduate, &unit))
        } else {
            let pupil = of(PupilStatus::InSchool, grade, from);
            let change = transfer(wanted, note);
            (moved(&change, &pupil, &unit, &world).is_empty(), change.grade_there(&pupil, &unit))
        };
        if taken {
            let there = there.unwrap();
            prop_assert!(taught.contains(&stage_of(there.absolute(), to)));
            let off = i16::from(there.absolute()) - i16::from(grade) - i16::from(finished);
            if off != 0 {
                prop_assert!(off.abs() == 1 && from != to && there.absolute() <= 9);
                prop_assert!(chosen.and_then(|(_, why)| why).is_some() && note == NOTE);
            }
        }
    }
}

#[test]
fn article_22_who_dropped_out_is_missing_or_had_withdrawn_is_taken_in_elsewhere_whatever_the_season() {
    let ground = RuleKey::TransferGrounds;
    let frozen = World::with(&[(RuleKey::TransferFreeze, "09-01~09-30"), (ground, "home")]);
    let unit = into(SchoolSystem::SixThree, &[Stage::Primary, Stage::Junior, Stage::Senior]);
    let change = Transfer { ground: TransferGround::Return, ..transfer(None, "") };
    let taken = |status, world: &World| {
        let grade = if status == PupilStatus::Withdrawn { 11 } else { 4 };
        moved(&change, &of(status, grade, SchoolSystem::SixThree), &unit, world)
    };
    assert_eq!(taken(PupilStatus::InSchool, &frozen), ["on", "transfer_ground"]);
    assert!(taken(PupilStatus::Lost, &frozen).is_empty());
    assert!(taken(PupilStatus::Missing, &frozen).is_empty());
    assert!(taken(PupilStatus::Withdrawn, &World::new()).is_empty());
    assert_eq!(taken(PupilStatus::Graduated, &World::new()), ["number"]);
    // At the school where the record is, a drop-out comes back by 辍学返校; who had withdrawn has no other way than this.
    let here = Transfer { from: change.to.clone(), ..change.clone() };
    let same = |status, grade| moved(&here, &of(status, grade, SchoolSystem::SixThree), &unit, &World::new());
    assert_eq!(same(PupilStatus::Lost, 4), ["number"]);
    assert!(same(PupilStatus::Withdrawn, 11).is_empty());
    let back = |status| {
        let back = Readmission { grade: 3, ..readmission(Away::DroppedOut) };
        let back = Payload::BackToSchool(back);
        check(&back, &of(status, 3, SchoolSystem::SixThree), &registrar(&World::new()))
    };
    assert!(back(PupilStatus::Lost).is_empty() && back(PupilStatus::Missing).is_empty());
    assert_eq!(back(PupilStatus::InSchool), ["status"]);
}
