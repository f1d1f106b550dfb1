use super::*;
use crate::codes::Sex;
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
