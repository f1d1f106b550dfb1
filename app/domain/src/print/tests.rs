//! Codes and cards: what is written is read back, and what was altered is not believed.

use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;
use sha2::{Digest, Sha512};

/// Stands for Ed25519, which the registry has: a keyed digest changes with every bit of the message just the same.
fn sign(message: &[u8]) -> [u8; SIGNATURE_BYTES] {
    Sha512::new().chain_update(b"key").chain_update(message).finalize().into()
}

fn facts(number: String, name: String, school: String, days: i32) -> CardFacts {
    let issued_on = NaiveDate::from_num_days_from_ce_opt(730_000 + days).unwrap();
    CardFacts { number, name, school, issued_on, valid_until: issued_on + chrono::Days::new(365) }
}

#[test]
fn every_kind_is_read_back_and_serde_agrees() {
    for &kind in PrintKind::ALL {
        assert_eq!(PrintKind::from_key(kind.key()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
        assert!((1..=32).contains(&kind.article()), "{kind:?}");
    }
    assert_eq!(PrintKind::from_key("anything"), None);
}

#[test]
fn what_is_no_card_has_no_card_in_it() {
    for text in ["", "XJ1", "K7Q2-9FXM-K7Q2-9FXU", "https://xueji.example/verify?code=K7Q2-9FXM-K7Q2-9FXM"] {
        assert_eq!(SignedCard::text_in(text), None, "{text}");
    }
}

#[test]
fn names_on_the_public_page_are_never_whole() {
    assert_eq!(masked_name("王小明"), "王*");
    assert_eq!(masked_name("𠮷"), "𠮷*");
    assert_eq!(masked_name(" "), "");
}

#[test]
fn codes_say_what_is_wrong() {
    assert_eq!(" - ".parse::<PrintCode>(), Err(CodeError::Empty));
    assert_eq!("K7Q2-9FXM".parse::<PrintCode>(), Err(CodeError::Length));
    assert_eq!("K7Q2-9FXM-K7Q2-9FXU".parse::<PrintCode>(), Err(CodeError::Characters));
    assert_eq!(format!("{:?}", PrintCode::new([7; CODE_BYTES])), "PrintCode(****)");
}

#[test]
fn a_text_too_long_for_a_card_is_refused() {
    let long = facts("1".into(), "王*".into(), "校".repeat(CARD_TEXT_MAX), 0);
    assert_eq!(long.message(), Err(CardError::TooLong));
}

proptest! {
    #[test]
    fn a_code_is_read_back_however_it_is_typed(bytes in any::<[u8; CODE_BYTES]>()) {
        let code = PrintCode::new(bytes);
        let text = code.to_string();
        prop_assert_eq!(text.len(), 19);
        prop_assert_eq!(text.parse::<PrintCode>(), Ok(code.clone()));
        let careless = text.to_lowercase().replace('-', "　").replace('0', "o").replace('1', "l");
        prop_assert_eq!(careless.parse::<PrintCode>(), Ok(code.clone()));
        let wide: String =
            text.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
        prop_assert_eq!(wide.parse::<PrintCode>(), Ok(code));
    }

    #[test]
    fn no_text_makes_the_parsers_panic(text in ".{0,60}") {
        let _ = text.parse::<PrintCode>();
        prop_assert!(SignedCard::parse(&text).is_err());
    }

    #[test]
    fn article_5_a_card_is_read_back_and_no_altered_bit_passes(
        number in "[0-9A-Z-]{1,20}",
        name in "[张李王明]\\*",
        school in "[一二三实验小学]{2,20}",
        days in 0_i32..20_000,
        at in any::<prop::sample::Index>(),
        bit in 0_u8..7,
    ) {
        let facts = facts(number, name, school, days);
        let card = facts.signed(sign(&facts.message().unwrap())).unwrap();
        let text = card.to_text();
        let genuine = |message: &[u8], signature: &[u8; SIGNATURE_BYTES]| sign(message) == *signature;
        prop_assert_eq!(SignedCard::parse(&text).unwrap().verify(genuine), Ok(facts));
        let scanned = format!("https://xueji.example/verify?code={text}\n");
        prop_assert_eq!(SignedCard::text_in(&scanned), Some(text.as_str()));
        prop_assert_eq!(SignedCard::text_in(&text), Some(text.as_str()));

        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let altered = String::from_utf8(bytes).unwrap();
        let answer = SignedCard::parse(&altered).and_then(|card| card.verify(genuine));
        prop_assert!(answer.is_err(), "{} passed", altered);
    }
}
