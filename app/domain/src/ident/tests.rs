use super::*;
use crate::codes::{Country, Sex};
use chrono::NaiveDate;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn resident_numbers_of_the_standard_are_read() {
    for (number, sex, birth) in [
        ("11010519491231002X", Sex::Female, "1949-12-31"),
        ("440524198001010013", Sex::Male, "1980-01-01"),
        ("320102201602290038", Sex::Male, "2016-02-29"),
        ("320102201809018883", Sex::Female, "2018-09-01"),
        ("81000020120315001X", Sex::Male, "2012-03-15"),
        ("820000201304200022", Sex::Female, "2013-04-20"),
        ("830000201405250039", Sex::Male, "2014-05-25"),
    ] {
        let id = ResidentId::parse(number).unwrap();
        assert_eq!((id.sex(), id.birth_date()), (sex, date(birth)), "{number}");
    }
    assert_eq!(
        ResidentId::parse("１１０１０５１９４９１２３１００２ｘ").unwrap().as_str(),
        "11010519491231002X"
    );
    assert_eq!(ResidentId::parse("11010519491231002X").unwrap().masked(), "110*************2X");
}

#[test]
fn what_is_wrong_with_a_number_is_told_exactly() {
    let wrong = |text: &str| ResidentId::parse(text).unwrap_err();
    assert_eq!(wrong(""), IdentError::Empty);
    assert_eq!(wrong("1101051949123100"), IdentError::Length);
    assert_eq!(wrong("1101051949A231002X"), IdentError::Characters);
    assert_eq!(wrong("99-105194912310021"), IdentError::Characters);
    assert_eq!(wrong("011105194912310021"), IdentError::Province);
    assert_eq!(wrong("110105194902300021"), IdentError::BirthDate);
    assert_eq!(wrong("110105194912310021"), IdentError::CheckDigit);
}

#[test]
fn article_28_every_kind_of_document_has_its_form() {
    use DocumentKind::*;
    for (kind, number) in [
        (ResidentCard, "11010519491231002X"),
        (HongKong, "H12345678"),
        (HongKong, "A123456(7)"),
        (Macao, "M1234567801"),
        (Taiwan, "12345678"),
        (Taiwan, "1234567890B"),
        (ForeignPermanent, "911124198108030024"),
        (ForeignPermanent, "USA123456789012"),
        (Passport, "e12345678"),
        (HmtResidence, "81000020120315001X"),
        (None, ""),
    ] {
        assert!(Document::parse(kind, number).is_ok(), "{kind:?} {number}");
    }
    for (kind, number, error) in [
        (ResidentCard, "", IdentError::Empty),
        (ResidentCard, "81000020120315001X", IdentError::Form),
        (HmtResidence, "11010519491231002X", IdentError::Form),
        (ForeignPermanent, "11010519491231002X", IdentError::Form),
        (Taiwan, "1234567", IdentError::Form),
        (Passport, "E1-2", IdentError::Form),
    ] {
        assert_eq!(Document::parse(kind, number).unwrap_err(), error, "{kind:?} {number}");
    }
}

#[test]
fn article_28_a_residence_permit_is_of_one_region_and_a_home_return_permit_of_one() {
    use DocumentKind::*;
    for (number, region) in [
        ("81000020120315001X", Country::Hkg),
        ("820000201304200022", Country::Mac),
        ("830000201405250039", Country::Twn),
    ] {
        let permit = Document::parse(HmtResidence, number).unwrap();
        let inscribed = permit.inscribed().unwrap();
        assert_eq!(inscribed.country(), Some(region));
        assert!(permit.resident_id().is_some(), "it is matched like a citizen's");
        for other in [ResidentCard, ForeignPermanent, Taiwan] {
            assert!(Document::parse(other, number).is_err(), "{other:?} {number}");
        }
    }
    // 810001 is no area code of these permits, whatever the check character says.
    let body = "81000120120315001";
    let number = format!("{body}{}", check_character(body).unwrap());
    assert_eq!(Document::parse(HmtResidence, &number).unwrap_err(), IdentError::Form);
    for (kind, own, other) in [(HongKong, "H12345678", "M12345678"), (Macao, "M1234567801", "H1234567801")] {
        assert!(Document::parse(kind, own).is_ok());
        assert_eq!(Document::parse(kind, other).unwrap_err(), IdentError::OtherRegion);
    }
    assert!(Document::parse(Macao, "MA1234567").is_ok(), "a passport");
}

#[test]
fn article_28_both_cards_of_foreigners_say_birth_date_sex_and_country() {
    let read =
        |number: &str| Document::parse(DocumentKind::ForeignPermanent, number).map(|card| card.inscribed());
    let card = read("911124198108030024").unwrap().unwrap();
    assert_eq!((card.sex(), card.country()), (Sex::Female, Some(Country::Can)));
    assert!(card.fits_birth(date("1981-08-03")) && !card.fits_birth(date("1981-08-04")));
    assert!(!card.is_of_old_card());
    let card = read("FRA310015041511").unwrap().unwrap();
    assert_eq!((card.sex(), card.country()), (Sex::Male, Some(Country::Fra)));
    assert!(card.fits_birth(date("2015-04-15")) && !card.fits_birth(date("2015-04-16")));
    assert!(card.is_of_old_card());
    assert_eq!(read("911124198108030025"), Err(IdentError::CheckDigit));
    let body = "90012419810803002";
    assert_eq!(read(&format!("{body}{}", check_character(body).unwrap())), Err(IdentError::Province));
    let foreign = Document::parse(DocumentKind::ForeignPermanent, "911124198108030024").unwrap();
    assert_eq!(foreign.resident_id(), None, "no formal number is made of it");
}

#[test]
fn article_28_a_passport_is_kind_country_and_number() {
    let number = "L12345678";
    let passport = Document::parse(DocumentKind::Passport, number).unwrap();
    let keys: std::collections::BTreeSet<_> = crate::codes::options(crate::codes::CodeList::Nationality)
        .iter()
        .map(|(country, _)| passport.key(country))
        .collect();
    assert_eq!(keys.len(), 251, "each country numbers its own, and so do the papers of the stateless");
    let found: std::collections::BTreeSet<_> = Document::keys_of(number).into_iter().map(Some).collect();
    assert!(keys.is_subset(&found), "and every one is found by the number");
    let permit = Document::parse(DocumentKind::HongKong, "H12345678").unwrap();
    assert_eq!(
        permit.key("HKG"),
        permit.key("CHN"),
        "a permit is China's own, whatever stands for the region"
    );
    assert_ne!(permit.key("HKG"), Document::parse(DocumentKind::Passport, "H12345678").unwrap().key("HKG"));
}

#[test]
fn article_5_fifteen_digits_are_told_as_a_number_of_the_past() {
    for number in ["320102880311010", "320102 880311 010", "３２０１０２８８０３１１０１０"] {
        assert_eq!(ResidentId::parse(number).unwrap_err(), IdentError::Obsolete);
        assert_eq!(Document::parse(DocumentKind::ResidentCard, number).unwrap_err(), IdentError::Obsolete);
    }
    assert_eq!(ResidentId::parse("32010288031101X").unwrap_err(), IdentError::Length);
}

#[test]
fn article_28_a_name_in_a_script_that_no_paper_here_has_is_refused_as_such() {
    for typed in ["བཀྲ་ཤིས", "ئالىم", "ᠪᠠᠲᠤ", "ꆈꌠ", "ꓡꓲ", "สมชาย", "राम", "扎西བཀྲ", "ያሬድ"]
    {
        assert_eq!(PersonName::parse(typed).unwrap_err(), IdentError::Script, "{typed}");
    }
    for typed in ["Дорж Бат-Эрдэнэ", "さくら", "山田エミ", "Νίκος", "김민준", "𠮷田", "𫖯", "Đặng Văn Ánh"]
    {
        assert_eq!(PersonName::parse(typed).unwrap().as_str(), typed);
    }
}

#[test]
fn article_5_the_three_kinds_of_student_number() {
    let id = ResidentId::parse("320102201809018883").unwrap();
    let formal = StudentNumber::formal(&id);
    assert_eq!((formal.as_str(), formal.kind()), ("G320102201809018883", NumberKind::Formal));
    let temporary = StudentNumber::temporary("320102", date("2018-09-01"), 42);
    assert_eq!((temporary.as_str(), temporary.kind()), ("L320102201809010042", NumberKind::Temporary));
    let own = StudentNumber::self_coded("320102", date("2018-09-01"), 888);
    assert_eq!(own.as_str(), "J320102201809018883", "the ID's own rule makes the check character");
    for number in [formal, temporary, own] {
        assert_eq!(number.as_str().parse::<StudentNumber>().unwrap(), number);
        assert!(!number.masked().contains("20180901"));
    }
    assert_eq!("X320102201809018883".parse::<StudentNumber>().unwrap_err(), IdentError::Form);
    assert_eq!("J320102201809018884".parse::<StudentNumber>().unwrap_err(), IdentError::CheckDigit);
}

#[test]
fn names_of_all_peoples_are_read() {
    for (typed, read) in [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("𠮷田", "𠮷田"),
        ("Mary  Ann O'Neil", "Mary Ann O'Neil"),
        ("〇", "〇"),
        ("Nguye\u{302}\u{303}n Anh", "Nguyễn Anh"),
        ("Phạm Đức Huy", "Phạm Đức Huy"),
        ("Mohammed Abdul Rahman Al-Hussein Bin Khalid", "Mohammed Abdul Rahman Al-Hussein Bin Khalid"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("朴준영", "朴준영"),
        ("SMITH, JOHN", "SMITH, JOHN"),
        ("王\u{FA0E}", "王\u{FA0E}"),
        ("钱𰻝", "钱𰻝"),
    ] {
        assert_eq!(PersonName::parse(typed).unwrap().as_str(), read);
    }
    for typed in [
        "",
        "张3",
        "张三(转)",
        "·张",
        "张·",
        "<b>",
        &"长".repeat(37),
        "无",
        "已故",
        "/",
        "——",
        "N/A",
        "null",
        "张\u{E000}",
    ] {
        assert!(PersonName::parse(typed).is_err(), "{typed}");
    }
    assert_eq!(PersonName::parse("阿卜杜拉·买买提").unwrap().masked(), "阿***");
}

#[test]
fn divisions_of_six_digits_are_filled_up() {
    assert_eq!(DivisionCode::parse("320102").unwrap().as_str(), "320102000000");
    assert_eq!(DivisionCode::parse("320102002003").unwrap().county(), "320102");
    assert_eq!(DivisionCode::parse("32010").unwrap_err(), IdentError::Length);
    assert_eq!(DivisionCode::parse("990102").unwrap_err(), IdentError::Province);
}

fn resident() -> impl Strategy<Value = ResidentId> {
    (
        1990_i32..2026,
        1_u32..=12,
        1_u32..=28,
        0_u32..1000,
        prop_oneof![Just("320102"), Just("510104"), Just("110105")],
    )
        .prop_map(|(year, month, day, serial, division)| {
            let body = format!("{division}{year:04}{month:02}{day:02}{serial:03}");
            let check = resident_id::check_character(&body).unwrap();
            ResidentId::parse(&format!("{body}{check}")).unwrap()
        })
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,24}") {
        let _ = ResidentId::parse(&text);
        let _ = PersonName::parse(&text);
        let _ = DivisionCode::parse(&text);
        let _ = text.parse::<StudentNumber>();
        for kind in DocumentKind::ALL {
            let _ = Document::parse(*kind, &text);
        }
    }

    /// A permit is read as one of its region and of no other, and says what it was made of.
    #[test]
    fn article_28_what_a_number_says_is_what_it_was_made_of(
        day in 0_i64..20_000,
        serial in 0_u32..1000,
        at in 0_usize..3,
        country in 0_usize..Country::ALL.len(),
        province in prop_oneof![Just("11"), Just("31"), Just("44")],
    ) {
        let birth = date("1970-01-01") + chrono::TimeDelta::days(day);
        let sex = if serial % 2 == 1 { Sex::Male } else { Sex::Female };
        let (region, area) = [(Country::Hkg, "810000"), (Country::Mac, "820000"), (Country::Twn, "830000")][at];
        let country = Country::ALL[country];
        let foreign = format!("9{province}{}", country.numeric());
        for (kind, head, said) in
            [(DocumentKind::HmtResidence, area, region), (DocumentKind::ForeignPermanent, foreign.as_str(), country)]
        {
            let body = format!("{head}{}{serial:03}", birth.format("%Y%m%d"));
            let number = format!("{body}{}", check_character(&body).unwrap());
            let inscribed = Document::parse(kind, &number).unwrap().inscribed().unwrap();
            prop_assert!(inscribed.fits_birth(birth));
            prop_assert!(!inscribed.fits_birth(birth + chrono::TimeDelta::days(1)));
            prop_assert_eq!((inscribed.sex(), inscribed.country()), (sex, Some(said)));
            let kinds = DocumentKind::ALL.iter().filter(|other| Document::parse(**other, &number).is_ok_and(|it| it.inscribed().is_some()));
            prop_assert_eq!(kinds.collect::<Vec<_>>(), [&kind]);
        }
        let old = format!("{}3100{}{}7", country.code(), birth.format("%y%m%d"), serial % 10);
        let inscribed = Document::parse(DocumentKind::ForeignPermanent, &old).unwrap().inscribed().unwrap();
        prop_assert!(inscribed.fits_birth(birth));
        prop_assert_eq!((inscribed.sex(), inscribed.country()), (sex, Some(country)));
    }

    /// Whatever digits follow: one letter, one region.
    #[test]
    fn article_28_a_home_return_permit_is_of_one_region(number in "[0-9]{8}([0-9]{2})?") {
        let read = |kind, letter: &str| Document::parse(kind, &format!("{letter}{number}"));
        prop_assert!(read(DocumentKind::HongKong, "H").is_ok() && read(DocumentKind::Macao, "M").is_ok());
        prop_assert_eq!(read(DocumentKind::HongKong, "m"), Err(IdentError::OtherRegion));
        prop_assert_eq!(read(DocumentKind::Macao, "h"), Err(IdentError::OtherRegion));
    }

    #[test]
    fn one_wrong_digit_never_passes(id in resident(), at in 0_usize..17, add in 1_u8..10) {
        let mut bytes = id.as_str().as_bytes().to_vec();
        bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
        let text = String::from_utf8(bytes).unwrap();
        prop_assert!(ResidentId::parse(&text).is_err());
    }

    #[test]
    fn two_swapped_neighbours_never_pass(id in resident(), at in 0_usize..16) {
        let mut bytes = id.as_str().as_bytes().to_vec();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        prop_assert!(ResidentId::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn masks_hide_the_birth_date_and_keep_the_length(id in resident()) {
        let masked = id.masked();
        prop_assert_eq!(masked.len(), 18);
        prop_assert_eq!(masked.matches('*').count(), 13);
    }

    #[test]
    fn student_numbers_read_back(id in resident(), n in 0_u16..1000) {
        let birth = id.birth_date();
        for number in [
            StudentNumber::formal(&id),
            StudentNumber::temporary(id.division(), birth, n * 7),
            StudentNumber::self_coded(id.division(), birth, n),
        ] {
            prop_assert_eq!(number.as_str().len(), 19);
            prop_assert_eq!(number.as_str().parse::<StudentNumber>().unwrap(), number);
        }
    }

    #[test]
    fn a_name_read_twice_is_the_same(text in "[张李王阿𠮷·a-zA-Z ]{1,20}") {
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
        }
    }
}
