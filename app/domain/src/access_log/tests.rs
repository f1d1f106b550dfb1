//! 访问日志 (第二十五条).

use super::*;
use crate::chain::GENESIS;
use chrono::TimeZone;
use uuid::Uuid;

fn look(seq: u64, previous: &str) -> Look {
    let at = Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap();
    Look {
        uid: AccessId::new(Uuid::from_u128(u128::from(seq))),
        account: AccountId::new(Uuid::from_u128(1)),
        seq,
        at,
        day: at.date_naive(),
        role: Role::Registrar,
        unit: None,
        function: Function::Pupil,
        people: vec![PersonId::new(Uuid::from_u128(9))],
        purpose: String::new(),
        query: String::new(),
        previous: previous.into(),
        hash: String::new(),
    }
    .sealed()
}

#[test]
fn article_25_an_altered_or_missing_look_breaks_the_chain() {
    let first = look(1, GENESIS);
    let second = look(2, &first.hash);
    assert!(first.follows(0, GENESIS) && second.follows(1, &first.hash));
    assert!(!second.follows(0, GENESIS), "the first one was taken away");
    let forged = Look { people: Vec::new(), ..second.clone() };
    assert!(!forged.follows(1, &first.hash), "whom it was about was changed");
    assert!(!forged.sealed().hash.eq(&second.hash));
}

#[test]
fn article_25_a_day_covers_every_account_and_the_day_before() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
    let end = |n: u128, seq| (AccountId::new(Uuid::from_u128(n)), seq, format!("hash {n} {seq}"));
    let one = DayHead::new(day, vec![end(1, 3), end(2, 5)], GENESIS.into());
    assert_eq!(one, DayHead::new(day, vec![end(2, 5), end(1, 3)], GENESIS.into()), "in whatever order");
    for other in [
        DayHead::new(day, vec![end(1, 3)], GENESIS.into()),
        DayHead::new(day, vec![end(1, 2), end(2, 5)], GENESIS.into()),
        DayHead::new(day, vec![end(1, 3), end(2, 5)], one.digest.clone()),
    ] {
        assert_ne!(one.message(), other.message());
    }
}

#[test]
fn article_25_unusual_is_above_the_hour_or_far_above_ones_own_day() {
    assert_eq!(usual_day(vec![]), 0);
    assert_eq!(usual_day(vec![9, 1, 5]), 5);
    assert_eq!(usual_day(vec![1, 2, 4, 100]), 3);
    assert_eq!(unusual(200, 300, 100, 200, 5), []);
    assert_eq!(unusual(201, 300, 100, 200, 5), [Unusual::Hour]);
    assert_eq!(unusual(10, 501, 100, 200, 5), [Unusual::Day]);
    assert_eq!(unusual(10, 49, 2, 200, 5), [], "fewer than fifty are never unusual");
    assert_eq!(unusual(10, 500, 0, 200, 5), [], "a new account has no usual day");
}

#[test]
fn functions_have_names_of_their_own() {
    let mut names: Vec<&str> = Function::ALL.iter().map(|function| function.label()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Function::ALL.len());
    for kind in Use::ALL {
        assert!(Function::ALL.iter().any(|function| function.kind() == kind), "{kind:?}");
        assert_eq!(Use::from_key(kind.key()), Some(kind));
    }
}

#[test]
fn article_25_a_file_of_printed_sheets_is_as_many_looks_as_there_are_pupils_in_it() {
    assert_eq!([0, 1, 45].map(|people| Function::PrintFile.looks(people)), [1, 1, 45]);
    assert_eq!(Function::PupilSearch.looks(50), 1, "a list is one look");
    assert_eq!(Function::RecentPupils.looks(10), 0, "those were counted when they were opened");
}
