//! The directory of keys, tried.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(n: u8) -> SystemKey {
    SystemKey {
        system: "广东省学籍系统".into(),
        province: "440000".into(),
        key: format!("{n:02x}").repeat(32),
        from: day("2026-01-01"),
        until: Some(day("2027-12-31")),
        revoked: None,
    }
}

fn list(keys: Vec<SystemKey>) -> Directory {
    Directory::new(3, "教育部".into(), day("2026-09-01"), keys)
}

#[test]
fn article_16_a_key_is_believed_for_its_province_and_its_time_until_it_is_revoked() {
    let revoked = SystemKey {
        revoked: Some(Revoked { on: day("2026-10-01"), reason: "私钥泄露".into() }),
        ..entry(2)
    };
    let list = list(vec![entry(1), revoked]);
    let today = day("2026-10-08");
    let judge = |n: u8, province, made| {
        list.judge(&entry(n).key, province, day(made), today).map(|one| one.system.as_str())
    };
    assert_eq!(judge(1, Some("44"), "2026-09-10"), Ok("广东省学籍系统"));
    assert_eq!(judge(9, Some("44"), "2026-09-10"), Err(KeyFault::Unknown));
    assert_eq!(judge(1, Some("44"), "2025-12-31"), Err(KeyFault::OutOfTime));
    assert_eq!(judge(1, Some("44"), "2026-10-09"), Err(KeyFault::OutOfTime), "made tomorrow");
    assert_eq!(judge(2, Some("44"), "2026-09-10"), Err(KeyFault::Revoked("私钥泄露".into())), "any day");
    for other in [Some("32"), None] {
        assert!(matches!(judge(1, other, "2026-09-10"), Err(KeyFault::OtherProvince(_))), "{other:?}");
    }
    let before = list.judge(&entry(2).key, Some("44"), day("2026-09-10"), day("2026-09-30"));
    assert!(before.is_ok(), "revoked from a day on");
}

#[test]
fn article_16_the_own_key_is_judged_where_it_is_listed_whatever_the_province() {
    let revoked = SystemKey {
        revoked: Some(Revoked { on: day("2026-10-01"), reason: "私钥泄露".into() }),
        ..entry(2)
    };
    let list = list(vec![entry(1), revoked]);
    let judge = |n: u8, made| list.judge_own(&entry(n).key, day(made), day("2026-10-08"));
    assert_eq!(judge(1, "2026-09-10"), Ok(()));
    assert_eq!(judge(9, "2026-09-10"), Ok(()), "not listed");
    assert_eq!(judge(1, "2025-12-31"), Err(KeyFault::OutOfTime));
    assert_eq!(judge(2, "2026-09-10"), Err(KeyFault::Revoked("私钥泄露".into())));
}

#[test]
fn article_16_a_list_says_which_entry_is_wrong() {
    let wrong = |change: fn(&mut SystemKey)| {
        let mut second = entry(2);
        change(&mut second);
        list(vec![entry(1), second]).check().unwrap_err()
    };
    let at_two = [
        wrong(|one| one.system = " ".into()),
        wrong(|one| one.province = "440100".into()),
        wrong(|one| one.key = "ab".into()),
        wrong(|one| one.key = one.key.to_uppercase() + "Z"),
        wrong(|one| one.until = Some(day("2025-01-01"))),
        wrong(|one| one.revoked = Some(Revoked { on: day("2026-10-01"), reason: String::new() })),
        wrong(|one| one.key = entry(1).key),
    ];
    for fault in at_two {
        assert!(matches!(fault, DirectoryFault::Entry(2, _)), "{fault:?}");
    }
    assert!(list(Vec::new()).check().is_err());
    let first = Directory::new(0, "教育部".into(), day("2026-09-01"), vec![entry(1)]);
    assert_eq!(first.check(), Err(DirectoryFault::Unreadable), "numbers begin with one");
}

proptest! {
    /// What is not the canonical text of a list is none: nothing is read that would be written in another way.
    #[test]
    fn article_16_only_the_canonical_text_is_read(at in 0_usize..600, byte in any::<u8>()) {
        let list = list(vec![entry(1), entry(2)]);
        let mut bytes = list.to_bytes();
        prop_assert_eq!(Directory::read(&bytes), Ok(list.clone()));
        let at = at % bytes.len();
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        if let Ok(read) = Directory::read(&bytes) {
            prop_assert_eq!(read.to_bytes(), bytes, "another list, not the same in other words");
            prop_assert!(read != list);
        }
        let mut longer = list.to_bytes();
        longer.push(b' ');
        prop_assert_eq!(Directory::read(&longer), Err(DirectoryFault::Unreadable));
    }

    /// Whatever the bytes are: reading says what is wrong and nothing breaks.
    #[test]
    fn article_16_any_bytes_are_refused_by_name(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let fault = Directory::read(&bytes).unwrap_err();
        let refusal = Refusal::from(fault);
        prop_assert!(refusal.code == RefusalCode::File && !refusal.what.is_empty());
    }
}
