//! Codes are never given twice; a change is decided once, by somebody else, and ends for good.

use super::*;
use crate::codes::SchoolType;
use crate::id::{AccountId, UnitId};
use crate::matter::Party;
use crate::refusal::RefusalCode;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const CLASSES: [SchoolClass; 5] = [
    SchoolClass::Primary,
    SchoolClass::Junior,
    SchoolClass::Senior,
    SchoolClass::Reform,
    SchoolClass::Special,
];

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

fn party(n: u128) -> Party {
    Party {
        account: account(n),
        name: "某人".into(),
        role: crate::account::Role::Leader,
        unit: None,
        unit_name: String::new(),
        ties: crate::matter::Ties::none(),
    }
}

#[test]
fn article_9_whoever_made_the_account_does_not_decide_what_it_proposed() {
    let ties = crate::matter::Ties::none().and(account(1), crate::access::Tie::Administered);
    let bound = Party { ties, ..party(2) };
    assert_eq!(decide(State::Proposed, account(1), &bound, true).unwrap_err()[0].code, RefusalCode::Tied);
}

proptest! {
    /// However often schools are founded and closed, in whatever order: no code comes twice, each has its class and province.
    #[test]
    fn article_9_a_code_is_never_issued_twice(issues in prop::collection::vec((0..5_usize, 11..66_u8), 1..60)) {
        let mut register: BTreeSet<UnitId> = BTreeSet::new();
        for (class, province) in issues {
            let (class, province) = (CLASSES[class], format!("{province:02}"));
            let prefix = format!("{}{province}", class.digits());
            // Void codes stay in the register: closing changes nothing here.
            let highest = register.iter().rfind(|code| code.as_str().starts_with(&prefix)).cloned();
            let code = next_code(class, &province, highest.as_ref()).unwrap();
            prop_assert!(code.is_school() && code.as_str().starts_with(&prefix));
            prop_assert!(register.insert(code));
        }
    }

    /// Any sequence of decisions and turns: approved at most once, never by the proposer, and what has ended stays ended.
    #[test]
    fn article_9_a_change_is_decided_once_by_another_person(
        steps in prop::collection::vec((0..3_u8, 1..4_u128, any::<bool>(), 0..3_usize), 0..40),
    ) {
        let proposer = account(1);
        let (mut state, mut decisions) = (State::Proposed, 0);
        for (step, by, agree, left) in steps {
            let before = state;
            if step == 0 {
                state = before.after_turn(left);
                prop_assert!(state == before || (before == State::Running && state == State::Done && left == 0));
            } else {
                match decide(before, proposer, &party(by), agree) {
                    Ok(next) => {
                        prop_assert_eq!(before, State::Proposed);
                        prop_assert_ne!(by, 1);
                        decisions += 1;
                        state = next;
                    }
                    Err(told) => prop_assert!(["state", "four_eyes"].contains(&told[0].code.as_str())),
                }
            }
            if matches!(before, State::Rejected | State::Done) {
                prop_assert_eq!(state, before);
            }
        }
        prop_assert!(decisions <= 1);
    }
}

#[test]
fn a_code_says_class_and_province() {
    let code = |class, highest: Option<&str>| {
        let highest = highest.map(|code| code.parse::<UnitId>().unwrap());
        next_code(class, "32", highest.as_ref()).map(|code| code.to_string())
    };
    assert_eq!(code(SchoolClass::Primary, None).as_deref(), Some("2132000001"));
    assert_eq!(code(SchoolClass::Senior, Some("3432000041")).as_deref(), Some("3432000042"));
    assert_eq!(code(SchoolClass::Primary, Some("2132999999")), None, "a million and no more");
    assert_eq!(code(SchoolClass::Primary, Some("3432000001")), None, "another class's code is no base");
    assert!(next_code(SchoolClass::Primary, "3", None).is_none());
    assert!(keeps_code(SchoolType::JuniorMiddle, SchoolType::NineYear));
    assert!(!keeps_code(SchoolType::Primary, SchoolType::NineYear));
}

#[test]
fn what_stands_in_the_way_is_told_by_name_and_nothing_else_is() {
    let names: Vec<String> = (1..=7).map(|n| format!("事项{n}")).collect();
    let refused = blockers_refused(&[("未办结的事项".into(), names), ("未签收的公文".into(), Vec::new())]);
    assert_eq!(refused.len(), 1);
    assert!(
        refused[0].what.contains("7项")
            && refused[0].what.contains("事项5等")
            && !refused[0].what.contains("事项6")
    );
}

#[test]
fn article_18_where_a_school_stands_is_read_as_it_is_written() {
    for text in ["320102", "320102/320102001"] {
        assert_eq!(Site::parse(text).map(|site| site.to_string()).as_deref(), Some(text));
    }
    for wrong in ["", "玄武区", "320102/", "/320102001", "320102/x"] {
        assert!(Site::parse(wrong).is_none(), "{wrong}");
    }
}
