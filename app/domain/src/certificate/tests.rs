//! Numbers are told apart and their typing errors show; a certificate ends once (第十三条).

use super::*;
use crate::account::Role;
use crate::id::{AccountId, UnitId};
use crate::matter::Party;
use proptest::prelude::*;
use uuid::Uuid;

fn act(n: u128) -> Act {
    Act {
        by: Party {
            account: AccountId::new(Uuid::from_u128(n)),
            name: "某人".into(),
            role: Role::Registrar,
            unit: None,
            unit_name: String::new(),
            ties: crate::matter::Ties::none(),
        },
        on: day("2026-07-01"),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn certificate(outcome: Outcome) -> Certificate {
    let facts = Finished {
        name: "王小明".into(),
        own_name: None,
        sex: Sex::Male,
        born_on: day("2014-05-03"),
        class_label: "小学六年级1班".into(),
        stage: Stage::Primary,
        years: 6,
        school: "第一小学".into(),
        from_on: day("2020-09-01"),
        on: day("2026-06-30"),
        outcome,
    };
    Certificate::issue(&CertificateNumber::typed("2026小001").unwrap(), facts, act(1))
}

#[test]
fn article_13_who_follows_a_school_that_is_no_more_replaces_its_certificate_in_its_name() {
    let lost = certificate(Outcome::Graduated);
    let number = CertificateNumber::typed("2027补001").unwrap();
    let (lost, next) = lost.replace(&number, "监护人书面说明证书遗失", &act(2)).unwrap();
    let next = next.in_place_of_the_school("玄武区教育局");
    assert_eq!((lost.state, lost.in_place), (CertificateState::Replaced, None));
    assert_eq!(next.in_place.as_deref(), Some("玄武区教育局"));
    assert_eq!((next.facts.school.as_str(), next.replaces.as_deref()), ("第一小学", Some("2026小001")));
}

fn codes<T: std::fmt::Debug>(result: Result<T, Vec<Refusal>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn article_13_each_kind_has_its_own_sheet_and_digit_and_is_a_certificate() {
    for kind in CertificateKind::ALL {
        assert!(kind.sheet().is_certificate(), "{kind:?}");
        assert_eq!(CertificateKind::ALL.iter().filter(|other| other.digit() == kind.digit()).count(), 1);
        assert_eq!(kind.replacement().replacement(), kind.replacement());
    }
}

#[test]
fn article_13_a_lost_certificate_is_replaced_by_one_that_names_it() {
    let number = CertificateNumber::typed("补2026-001").unwrap();
    for (outcome, kind) in [
        (Outcome::Graduated, CertificateKind::GraduationProof),
        (Outcome::Completed, CertificateKind::CompletionProof),
        (Outcome::Incomplete, CertificateKind::Attendance),
    ] {
        let lost = certificate(outcome);
        assert_eq!(codes(lost.replace(&number, " 丢 ", &act(2))), ["reason"]);
        let (lost, next) = lost.replace(&number, "监护人说明遗失", &act(2)).unwrap();
        assert_eq!((lost.state, next.state), (CertificateState::Replaced, CertificateState::Valid));
        assert_eq!((next.kind, next.replaces.as_deref()), (kind, Some("2026小001")));
        assert_eq!(next.facts, lost.facts);
        assert_eq!(codes(lost.revoke("登记错误撤销", act(3))), ["state"]);
    }
}

#[test]
fn article_13_a_certificate_is_revoked_once_by_somebody_else_with_a_reason() {
    let valid = certificate(Outcome::Graduated);
    assert_eq!(codes(valid.revoke("姓名有误重发", act(1))), ["four_eyes"]);
    assert_eq!(codes(valid.revoke("误", act(2))), ["reason"]);
    let revoked = valid.revoke("姓名有误重发", act(2)).unwrap();
    assert_eq!(revoked.state, CertificateState::Revoked);
    assert_eq!(codes(revoked.revoke("姓名有误重发", act(2))), ["state"]);
    let number = CertificateNumber::typed("补2026-001").unwrap();
    assert_eq!(codes(revoked.replace(&number, "监护人说明遗失", &act(2))), ["state"]);
}

#[test]
fn article_13_what_is_typed_differently_is_the_same_number() {
    let one = CertificateNumber::typed("玄小〔2026〕001a").unwrap();
    assert_eq!(CertificateNumber::typed(" 玄小〔２０２６〕 ００１Ａ").unwrap(), one);
    assert_eq!(CertificateNumber::typed("123"), Err(NumberError::Form));
    assert_eq!(CertificateNumber::typed("2026/001"), Err(NumberError::Form));
    assert_eq!(CertificateNumber::typed(&"1".repeat(31)), Err(NumberError::Form));
}

proptest! {
    #[test]
    fn article_13_system_numbers_are_distinct_and_one_wrong_digit_shows(
        schools in (0_u32..99_999, 0_u32..99_999),
        years in (1990..2100, 1990..2100),
        kinds in (0_usize..5, 0_usize..5),
        serials in (1_u16..=SERIAL_MAX, 1_u16..=SERIAL_MAX),
        at in 0_usize..20,
        step in 1_u8..10,
    ) {
        let number = |school: u32, year, kind: usize, serial| {
            let school: UnitId = format!("21320{school:05}").parse().unwrap();
            CertificateNumber::system(&school, year, CertificateKind::ALL[kind], serial).unwrap()
        };
        let one = number(schools.0, years.0, kinds.0, serials.0);
        let other = number(schools.1, years.1, kinds.1, serials.1);
        let same = (schools.0, years.0, kinds.0, serials.0) == (schools.1, years.1, kinds.1, serials.1);
        prop_assert_eq!(one == other, same);
        prop_assert!(is_systems(one.as_str()));
        prop_assert_eq!(CertificateNumber::typed(one.as_str()), Err(NumberError::Systems));
        let mut wrong = one.to_string().into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + step) % 10;
        prop_assert!(!is_systems(&String::from_utf8(wrong).unwrap()));
    }

    #[test]
    fn article_13_a_number_read_again_is_the_same(text in "\\PC{0,40}") {
        if let Ok(number) = CertificateNumber::typed(&text) {
            prop_assert_eq!(CertificateNumber::typed(number.as_str()), Ok(number));
        }
    }

    #[test]
    fn article_13_nobody_gets_a_number_outside_its_form(year in any::<i32>(), serial in any::<u16>()) {
        let school: UnitId = "2132000001".parse().unwrap();
        let county: UnitId = "320102".parse().unwrap();
        let kind = CertificateKind::Graduation;
        prop_assert_eq!(CertificateNumber::system(&county, year, kind, serial), None);
        let inside = (1900..=2999).contains(&year) && (1..=SERIAL_MAX).contains(&serial);
        prop_assert_eq!(CertificateNumber::system(&school, year, kind, serial).is_some(), inside);
    }
}
