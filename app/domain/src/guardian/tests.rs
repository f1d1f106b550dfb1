//! Rules of guardians' accounts: who an entry is, codes of two persons, the life of a bond, the quiet after a recovery.

use super::*;
use crate::account::Role;
use crate::form::GuardianSlot;
use crate::id::AccountId;
use crate::matter::{Party, Tie, Ties};
use crate::refusal::RefusalCode;
use chrono::TimeZone;
use proptest::prelude::*;
use uuid::Uuid;

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 7, hour, 0, 0).unwrap()
}

fn entry<'a>(name: &'a str, phone: &'a str) -> GuardianLine<'a> {
    GuardianLine { slot: GuardianSlot::First, kinship: "51", institution: None, name, number: None, phone }
}

#[test]
fn article_10_an_entry_is_the_same_however_it_is_typed_and_nothing_else() {
    let known = entry("阿依古丽·买买提", "13800000001");
    for (name, phone) in [
        ("阿依古丽·买买提", "13800000001"),
        (" 阿依古丽・买买提　", "１３８０００００００１"),
        ("阿依 古丽•买买提", " 138 0000-0001 "),
    ] {
        assert!(is_entry(&known, name, phone), "{name} {phone}");
    }
    for (name, phone) in [
        ("阿依古丽", "13800000001"),
        ("阿依古丽·买买提", "13800000002"),
        ("", "13800000001"),
        ("阿依古丽·买买提", ""),
    ] {
        assert!(!is_entry(&known, name, phone), "{name} {phone}");
    }
    // What is not on record is not equal to what is not typed.
    assert!(!is_entry(&entry("", ""), "", ""));
    assert!(
        !is_entry(&entry("王强", "025-83111111"), "王强", "025-83111111"),
        "nobody signs in with a landline"
    );
}

#[test]
fn a_code_is_released_by_somebody_else_and_only_once() {
    let (one, two) = (AccountId::new(Uuid::from_u128(1)), AccountId::new(Uuid::from_u128(2)));
    let code = Code { printed_by: one, printed_at: at(0), released: false, used: false };
    let by = |account| Party {
        account,
        name: "某人".into(),
        role: Role::Registrar,
        unit: None,
        unit_name: String::new(),
        ties: Ties::none(),
    };
    let refused = |outcome: Result<(), Vec<Refusal>>| outcome.unwrap_err().remove(0).code;
    assert_eq!(refused(code.may_release(&by(one), at(1))), RefusalCode::FourEyes);
    // Who made the other's account of late, or has it as a second one, is not a second person.
    for tie in [Tie::SamePerson, Tie::Administered] {
        let tied = Party { ties: Ties::none().and(one, tie), ..by(two) };
        assert_eq!(refused(code.may_release(&tied, at(1))), RefusalCode::Tied);
    }
    assert!(code.may_release(&by(two), at(1)).is_ok());
    assert_eq!(code.may_use().unwrap_err().code, RefusalCode::Claim);
    let released = Code { released: true, ..code };
    assert!(released.may_use().is_ok());
    assert_eq!(refused(released.may_release(&by(two), at(1))), RefusalCode::OutOfState);
    assert_eq!(refused(code.may_release(&by(two), at(0) + CODE_HOLDS)), RefusalCode::OutOfState);
    assert!(released.holds(at(0) + CODE_HOLDS - Duration::seconds(1)) && !released.holds(at(0) + CODE_HOLDS));
    assert!(!Code { used: true, ..released }.holds(at(1)));
}

#[test]
fn after_a_recovery_nothing_is_asked_for_three_days() {
    assert!(check_quiet(None, at(0)).is_ok());
    let recovered = Some(at(2) + Duration::seconds(1));
    let refusal = check_quiet(recovered, at(3)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Quiet);
    assert!(refusal.what.contains("2026年9月10日10:01起"), "{refusal}");
    assert!(check_quiet(recovered, at(2) + QUIET_AFTER_RECOVERY).is_err());
    assert!(check_quiet(recovered, at(2) + QUIET_AFTER_RECOVERY + Duration::seconds(1)).is_ok());
}

#[test]
fn article_10_a_telephone_changed_of_late_proves_nothing_until_two_people_have_looked_at_it() {
    let refused = |changed, released, now| check_telephone(changed, released, now).map_err(|one| one.code);
    let changed = Some(at(2));
    assert_eq!(refused(None, None, at(3)), Ok(()), "never changed");
    assert_eq!(refused(changed, None, at(3)), Err(RefusalCode::TelephoneChanged));
    assert_eq!(refused(changed, Some(at(1)), at(3)), Err(RefusalCode::TelephoneChanged), "released before");
    assert_eq!(refused(changed, Some(at(2)), at(3)), Err(RefusalCode::TelephoneChanged), "at that moment");
    assert_eq!(refused(changed, Some(at(3)), at(3)), Ok(()));
    let week = at(2) + TELEPHONE_RESTS;
    assert!(refused(changed, None, week - Duration::seconds(1)).is_err());
    assert_eq!(refused(changed, None, week), Ok(()));
}

#[test]
fn who_is_called_in_question_does_not_answer_it_by_leaving_and_coming_back() {
    let after =
        |acts: &[BondAct]| acts.iter().try_fold(Standing::default(), |standing, act| standing.after(*act));
    let left = after(&[BondAct::Report, BondAct::Leave]).unwrap();
    assert_eq!((left.state, left.reported, left.waits_for_school()), (BondState::Ended, true, true));
    let codes: Vec<_> = left.after(BondAct::BindByNumbers).unwrap_err().iter().map(|one| one.code).collect();
    assert_eq!(codes, [RefusalCode::Claim], "by numbers he does not come back");
    let back = left.after(BondAct::Bind).unwrap();
    assert_eq!((back.state, back.reported), (BondState::Active, true), "by a code, and still in question");
    for act in [BondAct::Confirm, BondAct::End] {
        let looked = left.after(act).unwrap();
        assert_eq!((looked.state, looked.waits_for_school()), (BondState::Ended, false), "{act:?}");
        assert!(looked.after(act).is_err(), "once");
    }
    let unasked = after(&[BondAct::Leave]).unwrap();
    assert!(!unasked.waits_for_school() && unasked.after(BondAct::Confirm).is_err());
    assert!(after(&[BondAct::Rest, BondAct::BindByNumbers]).is_err(), "what the school let rest it wakes");
}

const ACTS: [BondAct; 10] = [
    BondAct::Bind,
    BondAct::BindByNumbers,
    BondAct::RecoverHere,
    BondAct::RecoverElsewhere,
    BondAct::Report,
    BondAct::Confirm,
    BondAct::Rest,
    BondAct::End,
    BondAct::Leave,
    BondAct::TakeBack,
];

#[test]
fn article_25_who_left_is_called_in_question_all_the_same_and_who_was_ended_is_not() {
    let after =
        |acts: &[BondAct]| acts.iter().try_fold(Standing::default(), |standing, act| standing.after(*act));
    let left = after(&[BondAct::Leave, BondAct::Report]).unwrap();
    assert_eq!((left.state, left.waits_for_school()), (BondState::Ended, true));
    let looked = left.after(BondAct::Confirm).unwrap();
    assert!(!looked.waits_for_school() && looked.after(BondAct::Report).is_err(), "the school has looked");
    let taken_back = left.after(BondAct::TakeBack).unwrap();
    assert!(!taken_back.waits_for_school() && taken_back.after(BondAct::Report).is_ok());
    assert!(taken_back.after(BondAct::TakeBack).is_err(), "nothing is left to be taken back");
    for ended in [&[BondAct::End][..], &[BondAct::Report, BondAct::End]] {
        assert!(after(ended).unwrap().after(BondAct::Report).is_err(), "{ended:?}");
    }
    let back = after(&[BondAct::Leave, BondAct::Bind, BondAct::End]).unwrap();
    assert!(back.after(BondAct::Report).is_err(), "the school ended it this time");
    let rests = after(&[BondAct::RecoverElsewhere, BondAct::Report, BondAct::TakeBack]).unwrap();
    assert!(rests.waits_for_school(), "it rests still");
}

proptest! {
    /// Whatever happens in whatever order: a bond that rests or is over shows the child again only after an act that goes through
    /// the child's own school, and never because of what happened at another.
    #[test]
    fn article_25_only_the_childs_own_school_wakes_a_bond(acts in proptest::collection::vec(0..ACTS.len(), 1..24)) {
        let mut standing = Standing::default();
        for act in acts.into_iter().map(|n| ACTS[n]) {
            let Ok(next) = standing.after(act) else { continue };
            if !standing.sees() && next.sees() {
                prop_assert!(matches!(act, BondAct::Bind | BondAct::RecoverHere | BondAct::Confirm), "{act:?}");
            }
            if standing.state == BondState::Ended && next.state != BondState::Ended {
                prop_assert!(act == BondAct::Bind, "over is over but for a new code: {act:?}");
            }
            prop_assert!(act != BondAct::BindByNumbers, "numbers begin a bond and wake none");
            if act == BondAct::RecoverElsewhere {
                prop_assert!(!next.sees());
            }
            if next.state == BondState::Resting {
                prop_assert!(next.waits_for_school(), "somebody is asked to do something about it");
            }
            if standing.reported && !next.reported {
                let answered = matches!(act, BondAct::Confirm | BondAct::Rest | BondAct::End);
                prop_assert!(answered || act == BondAct::TakeBack, "only the school answers a report: {act:?}");
            }
            standing = next;
        }
    }
}
