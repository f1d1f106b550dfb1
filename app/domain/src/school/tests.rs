//! Codes are never given twice; a change is decided once, by somebody else, and ends for good.

use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::id::{AccountId, UnitId};
use crate::matter::{Office, Party, Tie, Ties};
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

/// The other account of a person is called by the person's number and this.
const HAT: u128 = 100;

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

/// Every pair of kinds: whether one becomes the other, and whether the code stays.
#[test]
fn article_9_the_table_of_all_pairs_of_kinds() {
    let (mut kept, mut new, mut never) = (BTreeSet::new(), BTreeSet::new(), 0);
    for from in SchoolType::ALL.iter().copied() {
        for to in SchoolType::ALL.iter().copied() {
            match turns_into(from, to) {
                Ok(Code::Kept) => kept.insert((from.code(), to.code())),
                Ok(Code::New) => new.insert((from.code(), to.code())),
                Err(refused) => {
                    assert_eq!(refused.code, RefusalCode::SchoolType);
                    assert!(refused.what.contains(from.label()) && refused.what.contains(to.label()));
                    never += 1;
                    continue;
                }
            };
            // One answer in both directions between schools; nothing becomes an attached class.
            assert!(from == to || !to.is_attached());
            if !from.is_attached() {
                assert_eq!(turns_into(to, from), turns_into(from, to), "{} {}", from.label(), to.label());
            }
        }
    }
    assert_eq!(kept.len() + new.len() + never, SchoolType::ALL.len() * SchoolType::ALL.len());
    let pair = |from: SchoolType, to: SchoolType| (from.code(), to.code());
    use SchoolType as T;
    for (from, to) in [
        (T::TeachingPoint, T::Primary),
        (T::JuniorMiddle, T::NineYear),
        (T::CompleteMiddle, T::SeniorMiddle),
        (T::SeniorMiddle, T::TwelveYear),
        (T::BlindSchool, T::OtherSpecial),
        (T::AttachedPrimary, T::Primary),
    ] {
        assert!(kept.contains(&pair(from, to)), "{} {}", from.label(), to.label());
    }
    for (from, to) in [
        (T::Primary, T::NineYear),
        (T::CompleteMiddle, T::JuniorMiddle),
        (T::NineYear, T::TwelveYear),
        (T::TeachingPoint, T::SeniorMiddle),
    ] {
        assert!(new.contains(&pair(from, to)) && new.contains(&pair(to, from)));
    }
    // Ordinary, special and reform schools keep apart.
    assert!(kept.union(&new).all(|(from, to)| (from.starts_with('5')) == (to.starts_with('5'))));
    assert!(kept.union(&new).all(|(from, to)| (*from == "371") == (*to == "371")));
}

fn a_system() -> impl Strategy<Value = SchoolSystem> {
    prop::sample::select(SchoolSystem::ALL)
}

fn a_profile() -> impl Strategy<Value = Profile> {
    let stages = prop::sample::subsequence(Stage::ALL.to_vec(), 0..=3);
    (prop::sample::select(SchoolType::ALL), stages, a_system(), any::<bool>()).prop_map(
        |(school_type, stages, system, usual)| match usual {
            true => Profile::usual(school_type, system),
            false => Profile { school_type, stages, system },
        },
    )
}

proptest! {
    /// Kind × kind × stages × system: what is allowed is well-formed, and every grade of the old school is taught in the new one or its
    /// stage ended, or the system moved it into a stage the school does not have.
    #[test]
    fn article_9_no_grade_is_lost_but_with_its_stage(now in a_profile(), to in a_profile()) {
        let refused = to.refusals(&now);
        let allowed = turns_into(now.school_type, to.school_type).is_ok() && to.school_type.may_have(&to.stages);
        prop_assert_eq!(refused.is_empty(), allowed);
        prop_assert!(refused.iter().all(|one| one.code == RefusalCode::SchoolType && !one.remedy.is_empty()));
        if !allowed {
            return Ok(());
        }
        for grade in (1..=12).filter(|grade| now.teaches(*grade)) {
            let stage = crate::codes::Grade::new(grade, to.system).unwrap().stage();
            prop_assert_eq!(to.teaches(grade), to.stages.contains(&stage));
            if now.system == to.system && now.stages.iter().all(|stage| to.stages.contains(stage)) {
                prop_assert!(to.teaches(grade), "a stage was only added");
            }
        }
        let told = without_stage("六年级1班", 3, &to);
        prop_assert!(told.what.contains("六年级1班") && told.what.contains("3名") && told.what.contains(to.school_type.label()));
    }

    /// Whatever is sent by whomever: a change of two authorities runs only when each other authority's registrar and then another person
    /// of it, its leader, have said so, and none of them is one of those who proposed it and approved it, or spoke for the other one. Every
    /// person has two accounts.
    #[test]
    fn article_9_every_authority_that_takes_pupils_in_decides_by_two_persons(
        steps in prop::collection::vec((0..3_usize, any::<bool>(), 1..8_u128, any::<bool>(), prop::bool::weighted(0.97)), 0..60),
    ) {
        let units = ["320104", "320105", "320106"];
        let office = |unit: &str| Office { unit: unit.parse().unwrap(), name: unit.into() };
        let mut consents = vec![Consent::of(office(units[0])), Consent::of(office(units[1]))];
        let own_authority = [account(1), account(2)];
        let mut state = State::Consulting;
        for (unit, leader, n, hat, agree) in steps {
            let role = if leader { crate::account::Role::Leader } else { crate::account::Role::Registrar };
            let (own, other) = if hat { (n + HAT, n) } else { (n, n + HAT) };
            let ties = Ties::none().and(account(other), Tie::SamePerson);
            let by = Party { role, unit: Some(units[unit].parse().unwrap()), ties, ..party(own) };
            let before = consents.clone();
            match Consent::answer(&mut consents, state, own_authority, &by, chrono::DateTime::UNIX_EPOCH, agree) {
                Ok(answered) => {
                    prop_assert_eq!(state, State::Consulting);
                    state = answered.state();
                    prop_assert_eq!(answered == Answered::SentBack, !agree);
                }
                Err(told) => {
                    prop_assert_eq!(&before, &consents, "what is refused changes nothing");
                    prop_assert!(["state", "not_your_step", "four_eyes", "tied"].contains(&told[0].code.as_str()));
                }
            }
            prop_assert!(consents.iter().all(|one| one.agreed.is_some() || one.approved.is_none()));
            let person = |party: &Party| party.account.uuid().as_u128() % HAT;
            let mut people: Vec<u128> = Consent::parties(&consents).map(person).chain([1, 2]).collect();
            let all = people.len();
            people.sort_unstable();
            people.dedup();
            prop_assert_eq!(people.len(), all, "one person, one step");
            prop_assert_eq!(state == State::Running, consents.iter().all(|one| one.approved.is_some()));
        }
    }
}

#[test]
fn article_3_a_code_says_what_it_is_and_below_what_it_stands() {
    use crate::org::UnitKind;
    let code = |text: &str| text.parse::<UnitId>().unwrap();
    let above = |text: &str| units_above(&code(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
    for (text, kind) in [
        ("320000", Some(UnitKind::Province)),
        ("320100", Some(UnitKind::City)),
        ("320102", Some(UnitKind::County)),
        ("320102003", Some(UnitKind::Township)),
        ("320102403", None),
        ("2132000001", None),
    ] {
        assert_eq!(unit_kind(&code(text)), kind, "{text}");
    }
    assert_eq!(above("320102"), ["320100", "320000"]);
    assert_eq!(above("441900003"), ["441900"], "a town of a city without counties");
    assert_eq!(above("320000"), ["000000"]);
    // A province is the nation's to found, under digits that the tables of places know.
    let national = |text: &str| code_refused(&code(text), &UnitId::nation()).map(|one| one.code);
    assert_eq!((national("830000"), national("710000")), (None, None));
    for wrong in ["160000", "830100", "320102", "320102001", "000000"] {
        assert_eq!(national(wrong), Some(RefusalCode::Code), "{wrong}");
    }
    let refused = |text: &str| code_refused(&code(text), &code("320000")).map(|one| one.code);
    assert_eq!(refused("320199"), None);
    for wrong in ["330102", "320000", "000000", "2132000001", "320102501"] {
        assert_eq!(refused(wrong), Some(RefusalCode::Code), "{wrong}");
    }
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    assert!(day_refused(day("2026-09-08"), day("2026-09-07")).is_some());
    assert!(day_refused(day("2026-09-07"), day("2026-09-07")).is_none());
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
