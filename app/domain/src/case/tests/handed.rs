//! What becomes of an open case when its school comes to answer to another authority (划转, 第三条, 第十四条).

use super::*;
use crate::case::{OtherSide, WithSchool};
use crate::matter::Office;
use proptest::prelude::*;

const NEW: &str = "320104";

fn office(code: &str) -> Office {
    Office { unit: unit(code), name: code.into() }
}

fn moved(case: Case) -> Case {
    match case.at_hand_over(&unit(COUNTY), &office(NEW), None) {
        WithSchool::Moves(event) => case.apply(&event),
        other => panic!("moves: {other:?}"),
    }
}

#[test]
fn article_3_what_the_old_authority_has_not_decided_the_new_one_decides() {
    let world = World::new();
    for kind in
        CaseKind::ALL.into_iter().filter(|kind| !matches!(kind, CaseKind::Transfer | CaseKind::Progression))
    {
        let case = moved(world.open(kind));
        assert!(case.chain.iter().all(|link| link.unit != unit(COUNTY)), "{}", kind.label());
        assert_eq!(case.chain.iter().filter(|link| link.unit == unit(NEW)).count(), 2);
    }
    // The old registrar's step stays what it was; the leader is the new authority's.
    let steps = [who(2, Role::Leader, SCHOOL), who(3, Role::Registrar, COUNTY)];
    let mut case = world.open(CaseKind::Suspension);
    for actor in steps {
        case = run(case, agree(), &world.context(actor)).unwrap();
    }
    let case = moved(case);
    assert_eq!(case.steps[1].decision.as_ref().unwrap().by.unit, Some(unit(COUNTY)));
    assert_eq!(
        codes(run(case.clone(), agree(), &world.context(who(4, Role::Leader, COUNTY)))),
        ["not_your_step"]
    );
    let done = run(case, agree(), &world.context(who(5, Role::Leader, NEW))).unwrap();
    assert_eq!(done.state, CaseState::Approved);
    let over = done.at_hand_over(&unit(NEW), &office(COUNTY), None);
    assert_eq!(over, WithSchool::Stays, "what is closed is not touched");
}

#[test]
fn article_14_one_step_for_two_schools_is_finished_first_unless_both_schools_go() {
    let world = World::new();
    let (old, new) = (unit(COUNTY), office(NEW));
    let other = |answers_to: &'static str, follows: bool| (unit(answers_to), follows);
    for kind in [CaseKind::Transfer, CaseKind::Progression] {
        let case = world.open(kind);
        assert_eq!(case.other_school(&unit(SCHOOL)), Some(&unit(FROM)));
        assert_eq!(case.other_school(&unit(FROM)), Some(&unit(SCHOOL)));
        let with = |(answers_to, follows): (UnitId, bool)| {
            let side = OtherSide { answers_to: Some(&answers_to), follows };
            case.at_hand_over(&old, &new, Some(side))
        };
        assert_eq!(
            with(other(COUNTY, false)),
            WithSchool::First,
            "the old one speaks for the school that stays"
        );
        assert_eq!(with(other(COUNTY, true)), WithSchool::Stays, "until the other has gone, too");
        assert!(matches!(with(other(NEW, false)), WithSchool::Moves(_)), "both have gone");
        assert!(matches!(with(other("330106", false)), WithSchool::Moves(_)));
        // The new authority has its own two people in the chain for the other school.
        let mut two = case.clone();
        for link in two.chain.iter_mut().filter(|link| link.unit == unit(FROM)) {
            link.unit = unit(NEW);
        }
        let side = OtherSide { answers_to: Some(&new.unit), follows: false };
        assert_eq!(two.at_hand_over(&old, &new, Some(side)), WithSchool::First);
    }
    assert_eq!(world.open(CaseKind::Suspension).other_school(&unit(SCHOOL)), None);
}

proptest! {
    /// Whenever the school goes, in whatever state the case is: nobody's step is lost, no decision changes, and it can be brought to its end.
    #[test]
    fn article_3_a_case_that_changes_hands_ends_as_any_other(before in 0_usize..3, back in any::<bool>()) {
        let world = World::new();
        let by = |n: usize, link: &Link| who(10 + n as u128, link.role, link.unit.as_str());
        let mut case = world.open(CaseKind::Suspension);
        for n in 0..before {
            let actor = by(n, case.waiting_for().unwrap());
            case = run(case, agree(), &world.context(actor)).unwrap();
        }
        if back {
            let actor = by(5, case.waiting_for().unwrap());
            case = run(case, Command::Return { reason: "缺少材料".into() }, &world.context(actor)).unwrap();
        }
        let (links, decisions) = (case.chain.len(), case.steps.iter().map(|step| step.decision.clone()).collect::<Vec<_>>());
        let mut case = moved(case);
        prop_assert_eq!(case.chain.len(), links);
        prop_assert_eq!(case.steps.iter().map(|step| step.decision.clone()).collect::<Vec<_>>(), decisions);
        if back {
            let payload = Box::new(case.payload.clone());
            case = run(case, Command::Resubmit { payload }, &world.context(who(1, Role::Registrar, SCHOOL))).unwrap();
        }
        let mut n = 20;
        while let Some(link) = case.waiting_for() {
            prop_assert!(link.unit != unit(COUNTY));
            let actor = by(n, link);
            case = run(case, agree(), &world.context(actor)).unwrap();
            n += 1;
        }
        prop_assert_eq!(case.state, CaseState::Approved);
    }
}
