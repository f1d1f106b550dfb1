//! 残疾, 随班就读, 送教上门 (第六条, 第十七条) in changes; and who comes back from abroad into a later stage (第二十条).

use super::changes::{check, fields, pupil, school};
use super::*;
use crate::case::change::{Pupil, Record};
use crate::case::transfer::Receiving;
use crate::codes::{Disability, Grade, PupilStatus, SchoolType, Stage};
use crate::form::Teaching;
use crate::org::{School, Unit};
use crate::refusal::Basis;
use proptest::prelude::*;

fn registrar(world: &World) -> Context {
    world.context(who(1, Role::Registrar, SCHOOL))
}

fn special(stages: &[Stage]) -> Unit {
    let unit = school(SCHOOL, COUNTY, stages);
    let profile = unit.school.clone().map(|of| School { school_type: SchoolType::DeafSchool, ..of });
    Unit { school: profile, ..unit }
}

#[test]
fn article_17_a_placement_brings_the_disability_with_it() {
    let world = World::new();
    let Payload::Placement(good) = payload(CaseKind::Placement) else { panic!("a placement") };
    let plain = pupil(PupilStatus::InSchool, 3);
    for setting in [Setting::Inclusive, Setting::SpecialSchool, Setting::HomeTeaching] {
        let without = Placement { setting, ..good.clone() };
        assert_eq!(check(&Payload::Placement(without.clone()), &plain, &registrar(&world)), ["setting"]);
        let with = Placement { disability: Some(Disability::Hearing), ..without };
        assert!(
            check(&Payload::Placement(with.clone()), &plain, &registrar(&world)).is_empty(),
            "{setting:?}"
        );
        let teaching = Payload::Placement(with).status_change().unwrap().effect(&plain).teaching.unwrap();
        assert_eq!(teaching.disability, Some(Disability::Hearing));
        assert_eq!(teaching.at_home, Some(setting == Setting::HomeTeaching));
    }
    let reform = Placement { setting: Setting::ReformSchool, ..good.clone() };
    let effect = Payload::Placement(reform).status_change().unwrap().effect(&plain);
    assert_eq!(effect.teaching, Some(Teaching::default()), "about something else");
    let home = Placement { setting: Setting::HomeTeaching, ..good };
    let change = Payload::Placement(home);
    let told = change.status_change().unwrap().check(&plain, &registrar(&world)).unwrap_err();
    assert_eq!(told[0].basis, Basis::Article(6), "the article that says it");
}

#[test]
fn article_17_a_special_school_takes_in_whose_disability_is_on_record_or_proven() {
    let world = World::new();
    let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    let (from, to) = (school(FROM, COUNTY, &[Stage::Primary]), special(&[Stage::Primary]));
    let at = Receiving { from: &from, to: &to, class_size: 10 };
    let good = Transfer { ground: TransferGround::Special, ..good };
    let plain = pupil(PupilStatus::InSchool, 3);
    assert_eq!(fields(good.check(&plain, at, &registrar(&world))), ["disability"]);
    let with = Transfer { disability: Some(Disability::Hearing), ..good.clone() };
    assert_eq!(fields(with.check(&plain, at, &registrar(&world))), ["papers"], "no assessment");
    let papers = [good.facts.papers.clone(), vec![Paper::Assessment]].concat();
    let proven = Transfer { facts: Facts { papers, ..good.facts.clone() }, ..with };
    assert!(fields(proven.check(&plain, at, &registrar(&world))).is_empty());
    let disabled = Pupil { record: Record { disabled: true, ..plain.record.clone() }, ..plain };
    assert!(fields(good.check(&disabled, at, &registrar(&world))).is_empty());
    assert_eq!(proven.teaching().at_home, Some(false), "who moves for its sake is in class there");
    assert_eq!(Transfer { ground: TransferGround::Home, ..proven }.teaching().at_home, None);
}

proptest! {
    /// Whoever was abroad for some years goes on in the grade of those who stayed, at any school that teaches it, in a later stage too; no
    /// grade is chosen for it.
    #[test]
    fn article_20_who_comes_back_goes_on_with_those_who_stayed(left in 1_u8..=9, years in 0_u8..=5, kind in 0_usize..4) {
        let world = World::new();
        let taught: [&[Stage]; 4] =
            [&[Stage::Primary], &[Stage::Junior], &[Stage::Primary, Stage::Junior], Stage::ALL];
        let to = school(SCHOOL, COUNTY, taught[kind]);
        let from = school(FROM, COUNTY, Stage::ALL);
        let away = pupil(PupilStatus::Abroad, left);
        let away = Pupil { record: Record { years_away: years, ..away.record.clone() }, ..away };
        let Payload::Transfer(good) = payload(CaseKind::Transfer) else { panic!("a transfer") };
        let there = good.grade_there(&away, &to).map(Grade::absolute);
        prop_assert_eq!(there, Some((left + years).min(12)));
        let stage = good.grade_there(&away, &to).unwrap().stage();
        let wrong = good.check(&away, Receiving { from: &from, to: &to, class_size: 1 }, &registrar(&world));
        match wrong {
            Ok(()) => prop_assert!(taught[kind].contains(&stage)),
            Err(told) => {
                prop_assert!(!taught[kind].contains(&stage), "{told:?}");
                prop_assert_eq!(&told[0].basis, &Basis::Article(20));
            }
        }
    }
}
