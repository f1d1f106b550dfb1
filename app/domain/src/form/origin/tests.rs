use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage, options};
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{BasicInfo, Block, FormContext, Places, asked, asked_when, validate, warnings};
use crate::ident::{IdentError, check_character};
use crate::matching::{Agreement, Attributes};
use proptest::prelude::*;

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: Places::new(["320102".to_owned(), "810000".to_owned()]),
    }
}

fn with(changes: &[(Field, &str)]) -> BTreeMap<Field, String> {
    let mut raw = pupil(1, &SampleSpec::first_grade("320102", 2026));
    raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
    raw
}

/// A child from elsewhere: no 户口, born in 2020, a girl.
fn from_elsewhere(country: &str, kind: &str, number: &str, status: &str) -> BTreeMap<Field, String> {
    with(&[
        (Field::Sex, "2"),
        (Field::BirthDate, "2020-03-15"),
        (Field::Nationality, country),
        (Field::IdKind, kind),
        (Field::IdNumber, number),
        (Field::HmtStatus, status),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
        (Field::BirthPlace, ""),
    ])
}

fn entered(raw: &BTreeMap<Field, String>) -> BasicInfo {
    validate(raw, &context()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

fn wrong(raw: &BTreeMap<Field, String>) -> Vec<(Field, Problem)> {
    let wrong = validate(raw, &context()).expect_err("something is wrong");
    wrong.into_iter().map(|one| (one.field, one.problem)).collect()
}

fn warned(raw: &BTreeMap<Field, String>) -> Vec<(Field, Problem)> {
    warnings(&entered(raw), &context()).into_iter().map(|one| (one.field, one.problem)).collect()
}

fn checked(body: &str) -> String {
    format!("{body}{}", check_character(body).unwrap())
}

#[test]
fn article_28_children_from_everywhere_are_entered_with_their_own_papers() {
    let permit = |area: &str| checked(&format!("{area}20200315002"));
    for (country, kind, number, status) in [
        ("中国香港", "C", permit("810000").as_str(), "01"),
        ("中国澳门", "C", permit("820000").as_str(), "03"),
        ("中国台湾", "C", permit("830000").as_str(), "05"),
        ("中国", "C", permit("810000").as_str(), "01"),
        ("HKG", "6", "H12345678", "01"),
        ("MAC", "7", "M12345678", "03"),
        ("台湾", "8", "12345678", "05"),
        ("葡萄牙", "7", "M12345678", "51"),
        ("毛里求斯", "护照", "1234567", "51"),
        ("TV", "A", "AB123456", "外国人"),
        ("无国籍", "A", "XT012345", "99"),
        ("无国籍", "Z", "", "99"),
        ("国籍不详", "Z", "", "99"),
        ("加拿大", "9", checked("91112420200315002").as_str(), "51"),
        ("法国", "9", "FRA310020031521", "41"),
    ] {
        let mut raw = from_elsewhere(country, kind, number, status);
        if country == "中国" {
            raw.insert(Field::BirthPlace, "香港".into());
        }
        assert_eq!(warned(&raw), [], "{country} {number}");
        let info = entered(&raw);
        assert_eq!(info.lacking().count(), 0, "{country}: {:?}", info.lacking().collect::<Vec<_>>());
        // What is kept is kept again, as a correction, a package and the next term's sheet have it.
        assert!(info.strange(context().today).is_empty());
    }
}

#[test]
fn article_28_each_permit_goes_with_its_own_region() {
    let permit = |area: &str| checked(&format!("{area}20200315002"));
    let contradiction = [(Field::HmtStatus, Problem::OriginContradicts)];
    for (country, kind, number, status) in [
        ("HKG", "C", permit("820000").as_str(), "01"),
        ("HKG", "C", permit("810000").as_str(), "05"),
        ("TWN", "C", permit("810000").as_str(), "05"),
        ("USA", "C", permit("810000").as_str(), "01"),
        ("MAC", "6", "H12345678", "01"),
        ("HKG", "6", "H12345678", "03"),
        ("GBR", "6", "H12345678", "01"),
        ("HKG", "8", "12345678", "05"),
        ("无国籍", "8", "12345678", "05"),
        ("CHN", "9", checked("91115620200315002").as_str(), "51"),
        ("CAN", "A", "AB123456", "00"),
        ("无国籍", "A", "XT012345", "00"),
    ] {
        let mut raw = from_elsewhere(country, kind, number, status);
        raw.insert(Field::BirthPlace, "中国香港".into());
        assert_eq!(wrong(&raw), contradiction, "{country} {kind} {number} {status}");
    }
    for (country, kind, number, status, error) in [
        ("HKG", "6", "M12345678", "01", IdentError::OtherRegion),
        ("MAC", "7", "H12345678", "03", IdentError::OtherRegion),
        ("HKG", "C", "11010519491231002X", "01", IdentError::Form),
        ("TWN", "8", "1234567", "05", IdentError::Form),
        ("CAN", "9", "911124202003150020", "51", IdentError::CheckDigit),
    ] {
        let told = wrong(&from_elsewhere(country, kind, number, status));
        assert_eq!(told, [(Field::IdNumber, Problem::Ident(error))], "{number}");
    }
}

#[test]
fn article_28_nationality_and_status_are_told_by_name_beside_a_passport_and_without_one() {
    for (country, status, problem) in [
        ("CHN", "51", Some(Problem::CitizenAsForeigner)),
        ("CHN", "41", Some(Problem::CitizenAsForeigner)),
        ("KOR", "11", Some(Problem::ForeignerAsCitizen)),
        ("KOR", "13", Some(Problem::ForeignerAsCitizen)),
        ("USA", "31", Some(Problem::ForeignerAsCitizen)),
        ("HKG", "03", Some(Problem::OfRegion(Country::Hkg))),
        ("MAC", "05", Some(Problem::OfRegion(Country::Mac))),
        ("TWN", "51", Some(Problem::OfRegion(Country::Twn))),
        ("HKG", "00", Some(Problem::OfRegion(Country::Hkg))),
        ("XXA", "13", Some(Problem::ForeignerAsCitizen)),
        ("CHN", "11", None),
        ("CHN", "01", None),
        ("HKG", "01", None),
        ("MAC", "03", None),
        ("TWN", "05", None),
        ("KOR", "51", None),
        ("USA", "41", None),
        ("USA", "12", None),
        ("KOR", "14", None),
    ] {
        for (kind, number) in [("A", "E12345678"), ("Z", "")] {
            let mut raw = from_elsewhere(country, kind, number, status);
            raw.insert(Field::BirthPlace, "韩国".into());
            let told: Vec<_> = validate(&raw, &context()).err().unwrap_or_default();
            let told: Vec<_> = told.iter().map(|one| (one.field, one.problem)).collect();
            let expected: Vec<_> = problem.map(|problem| (Field::HmtStatus, problem)).into_iter().collect();
            assert_eq!(told, expected, "{country} {kind} {status}");
        }
    }
    let told = FieldProblem::new(Field::HmtStatus, Problem::OfRegion(Country::Hkg)).message();
    assert!(told.contains("中国香港") && told.contains("香港同胞"), "{told}");
}

#[test]
fn article_28_what_a_foreigners_card_says_is_compared_with_what_was_typed() {
    let card = checked("91112420200315002");
    let of = |changes: &[(Field, &str)], number: &str| {
        let mut raw = from_elsewhere("CAN", "9", number, "51");
        raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
        raw
    };
    assert_eq!(wrong(&of(&[(Field::Sex, "1")], &card)), [(Field::Sex, Problem::SexDiffers)]);
    assert_eq!(
        wrong(&of(&[(Field::BirthDate, "2020-03-16")], &card)),
        [(Field::BirthDate, Problem::BirthDiffers)]
    );
    assert_eq!(
        warned(&of(&[(Field::Nationality, "USA")], &card)),
        [(Field::Nationality, Problem::CountryDiffers)]
    );
    let old = "CAN310020031521";
    assert_eq!(warned(&of(&[], old)), []);
    assert_eq!(
        wrong(&of(&[(Field::BirthDate, "2020-03-16")], old)),
        [(Field::BirthDate, Problem::BirthDiffers)]
    );
    assert_eq!(warned(&of(&[(Field::Sex, "1")], old)), [(Field::Sex, Problem::OldCardSexDiffers)]);
}

#[test]
fn article_28_hukou_is_asked_for_where_there_is_one() {
    let blank = [(Field::HukouPlace, ""), (Field::HukouKind, "")];
    let missing = [(Field::HukouPlace, Problem::Missing), (Field::HukouKind, Problem::Missing)];
    assert_eq!(wrong(&with(&blank)), missing, "a citizen with a number has one");
    for kind in [("Z", ""), ("A", "E12345678")] {
        let raw = with(&[&blank[..], &[(Field::IdKind, kind.0), (Field::IdNumber, kind.1)]].concat());
        assert_eq!(warned(&raw), [], "not registered yet, or at home abroad");
        let none = with(&[
            (Field::HukouPlace, "无"),
            (Field::HukouKind, "无"),
            (Field::IdKind, kind.0),
            (Field::IdNumber, kind.1),
        ]);
        assert_eq!(entered(&none), entered(&raw));
    }
    for country in ["HKG", "VNM", "无国籍"] {
        let raw = from_elsewhere(country, "Z", "", if country == "HKG" { "01" } else { "51" });
        for field in [Field::HukouPlace, Field::HukouKind] {
            assert!(!asked(field, &raw), "{country}");
        }
    }
}

#[test]
fn what_a_template_says_of_an_item_is_when_it_is_asked_for() {
    let children = [
        with(&[]),
        from_elsewhere("VNM", "A", "C1234567", "51"),
        with(&[(Field::IdKind, "Z"), (Field::IdNumber, "")]),
    ];
    for field in Field::ALL {
        let of = children.each_ref().map(|raw| asked(*field, raw));
        let said = match of {
            [true, true, true] if field.block() == Block::Member2 => "有成员二时必填",
            [true, true, true] => "必填",
            [true, false, true] => "中国国籍的必填",
            [true, false, false] => "有户口的必填",
            _ => "选填",
        };
        assert_eq!(asked_when(*field), said, "{}", field.label());
    }
}

#[test]
fn article_28_a_birth_place_abroad_is_a_country() {
    let born = |place: &str| with(&[(Field::BirthPlace, place)]);
    for (typed, kept, shown) in [
        ("美国", "USA", "美国"),
        ("蒙古国", "MNG", "蒙古"),
        ("瑙鲁", "NRU", "瑙鲁"),
        ("香港", "HKG", "中国香港"),
        ("320102", "320102000000", "320102000000"),
    ] {
        let info = entered(&born(typed));
        assert_eq!((info.value(Field::BirthPlace), info.display(Field::BirthPlace).as_str()), (kept, shown));
        assert_eq!(warned(&born(typed)), []);
    }
    for typed in ["美国加利福尼亚州", "中国", "无国籍", "江苏省南京市", "国外"] {
        let told = validate(&born(typed), &context()).unwrap_err();
        assert_eq!(told, [FieldProblem::new(Field::BirthPlace, Problem::NotAPlace)], "{typed}");
        assert!(told[0].is_of_one_item() && told[0].remedy().contains("例如 美国"));
    }
}

#[test]
fn article_28_the_script_of_a_name_goes_with_the_document() {
    let foreign = [
        (Field::IdKind, "A"),
        (Field::IdNumber, "C1234567"),
        (Field::Nationality, "VNM"),
        (Field::HmtStatus, "51"),
    ];
    for name in ["Nguyễn Thị Hồng", "김민준", "Дорж", "さくら", "阮氏红", "𫖯𬀩"] {
        let mut raw = with(&foreign);
        raw.insert(Field::Name, name.into());
        assert_eq!(entered(&raw).name(), name);
    }
    for name in ["Nguyễn Thị Hồng", "김민준", "张A", "朴준영"] {
        assert_eq!(wrong(&with(&[(Field::Name, name)])), [(Field::Name, Problem::NotHan)], "{name}");
        assert_eq!(wrong(&with(&[(Field::Member1Name, name)])), [(Field::Member1Name, Problem::NotHan)]);
    }
    for name in ["阿依古丽·吐尔逊", "王𬍛", "〇"] {
        assert_eq!(entered(&with(&[(Field::Name, name)])).name(), name);
    }
    for name in ["བཀྲ་ཤིས", "ئالىم", "ᠪᠠᠲᠤ", "ꆈꌠ"] {
        for base in [&foreign[..], &[]] {
            let mut raw = with(base);
            raw.insert(Field::Name, name.into());
            let told = validate(&raw, &context()).unwrap_err();
            assert_eq!(told, [FieldProblem::new(Field::Name, Problem::Ident(IdentError::Script))], "{name}");
            assert!(told[0].remedy().contains("汉字姓名"));
        }
    }
}

#[test]
fn article_28_a_passport_of_one_country_is_not_the_passport_of_another() {
    let info = |country: &str| entered(&from_elsewhere(country, "A", "L12345678", "51"));
    let [laos, liberia] = ["LAO", "LBR"].map(|country| Attributes::of(&info(country)));
    assert_ne!(laos.document, liberia.document);
    let agreement = Agreement::between(&laos, &liberia);
    assert!(!agreement.document && agreement.documents_differ);
    assert!(Agreement::between(&laos, &Attributes::of(&info("老挝"))).document);
}

#[test]
fn article_5_a_number_of_fifteen_digits_is_told_what_to_do_about() {
    for field in [Field::IdNumber, Field::Member1IdNumber] {
        let told = validate(&with(&[(field, "320102880311010")]), &context()).unwrap_err();
        assert_eq!(told, [FieldProblem::new(field, Problem::Ident(IdentError::Obsolete))]);
        assert!(told[0].message().contains("已经停用") && told[0].remedy().contains("18 位"));
    }
}

#[test]
fn a_division_that_is_not_known_is_told_and_entered_all_the_same() {
    let unknown = |field| (field, Problem::UnknownDivision);
    let raw = with(&[
        (Field::BirthPlace, "320199"),
        (Field::HukouPlace, "320102002003"),
        (Field::Member1Hukou, "330103"),
    ]);
    assert_eq!(warned(&raw), [unknown(Field::BirthPlace), unknown(Field::Member1Hukou)]);
    assert_eq!(warnings(&entered(&raw), &FormContext { places: Places::default(), ..context() }), []);
}

#[test]
fn a_birth_year_that_no_child_at_school_has_is_refused_and_an_unusual_one_told() {
    let born =
        |date: &str| with(&[(Field::IdKind, "A"), (Field::IdNumber, "E12345678"), (Field::BirthDate, date)]);
    for date in ["1920-03-01", "1995-12-31", "2023-01-01", "2026-09-01"] {
        assert_eq!(wrong(&born(date)), [(Field::BirthDate, Problem::ImplausibleBirth)], "{date}");
    }
    for date in ["1996-01-01", "2010-03-01", "2022-12-31"] {
        assert_eq!(warned(&born(date)), [(Field::BirthDate, Problem::UnusualAge)], "{date}");
    }
    for date in ["2019-09-01", "2020-08-31", "2021-01-01"] {
        assert_eq!(warned(&born(date)), [], "{date}");
    }
}

#[test]
fn article_10_a_correction_is_checked_as_an_entry_is() {
    let info = entered(&with(&[]));
    let change = |changes: &[(Field, &str)]| {
        let changes = changes.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
        info.with_changes(&changes, &context())
            .map_err(|wrong| wrong.into_iter().map(|one| one.problem).collect::<Vec<_>>())
    };
    assert_eq!(change(&[(Field::Name, "Zhang San")]).unwrap_err(), [Problem::NotHan]);
    assert_eq!(change(&[(Field::BirthPlace, "外国")]).unwrap_err(), [Problem::NotAPlace]);
    assert_eq!(
        change(&[(Field::IdNumber, "320102200311010")]).unwrap_err(),
        [Problem::Ident(IdentError::Obsolete)]
    );
    let left = change(&[
        (Field::Nationality, "加拿大"),
        (Field::IdKind, "A"),
        (Field::IdNumber, "AB123456"),
        (Field::HmtStatus, "51"),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
    ]);
    assert_eq!(left.unwrap().display(Field::Nationality), "加拿大");
    assert_eq!(change(&[(Field::HukouKind, "居民集体户口")]).unwrap().value(Field::HukouKind), "4");
}

proptest! {
    /// Whatever the country: a child with its passport is entered, kept as its code, shown by its name, and nothing of a 户口 is asked.
    #[test]
    fn article_28_a_child_of_any_country_is_entered(n in 0_usize..251, number in "[A-Z]{1,2}[0-9]{6,8}", by_name in any::<bool>()) {
        let (code, label) = options(CodeList::Nationality)[n];
        let foreign = !Country::from_code(code).is_some_and(Country::is_of_china);
        prop_assume!(foreign);
        let raw = from_elsewhere(if by_name { label } else { code }, "A", &number, "51");
        let info = validate(&raw, &context());
        prop_assert!(info.is_ok(), "{label}: {info:?}");
        let info = info.unwrap();
        let shown = info.display(Field::Nationality);
        prop_assert_eq!((info.value(Field::Nationality), shown.as_str()), (code, label));
        prop_assert_eq!(info.lacking().count(), 0);
        prop_assert_eq!(warnings(&info, &context()), []);
        prop_assert_eq!(info.document_key().unwrap(), format!("A|{code}|{number}"));
        prop_assert!(Document::keys_of(&number).contains(&info.document_key().unwrap()));
    }

    /// Any combination of the three: told at one place, or entered; and where there is no 户口, none is missed.
    #[test]
    fn article_28_any_three_items_of_origin_hold_or_are_told(n in 0_usize..251, kind in 0_usize..8, status in 0_usize..16, number in "[HM0-9A-Z][0-9]{7,17}") {
        let kind = DocumentKind::ALL[kind];
        let (country, _) = options(CodeList::Nationality)[n];
        let status = crate::codes::HmtStatus::ALL[status].code();
        let mut raw = from_elsewhere(country, kind.code(), &number, status);
        raw.insert(Field::BirthPlace, "320102".into());
        let citizen = country == "CHN" && kind == DocumentKind::ResidentCard;
        if let Err(wrong) = validate(&raw, &context()) {
            for one in wrong {
                let hukou = matches!(one.field, Field::HukouPlace | Field::HukouKind);
                prop_assert!(!hukou || citizen, "{country} {kind:?}");
                prop_assert!(!one.message().is_empty() && !one.remedy().is_empty());
            }
        }
    }
}
