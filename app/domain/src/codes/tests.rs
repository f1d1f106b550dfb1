use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn article_28_all_249_countries_and_regions_of_the_standard_are_there_once() {
    assert_eq!(Country::ALL.len(), 249);
    let capitals =
        |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase());
    for country in Country::ALL {
        assert!(capitals(country.code(), 3) && capitals(country.alpha_2(), 2), "{country:?}");
        assert!(country.numeric().len() == 3 && country.numeric().bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(format!("{country:?}").to_uppercase(), country.code());
    }
    type Of = fn(Country) -> &'static str;
    let unique = |of: Of| Country::ALL.iter().map(|country| of(*country)).collect::<BTreeSet<_>>().len();
    let all: [Of; 5] =
        [Country::code, Country::alpha_2, Country::numeric, Country::label, Country::plain_name];
    // 刚果 is the plain name of two.
    assert_eq!(all.map(unique), [249, 249, 249, 249, 248]);
    // The sums of the standard's numbers: one that is mistyped changes them.
    let sum: u32 = Country::ALL.iter().filter_map(|country| country.numeric().parse::<u32>().ok()).sum();
    assert_eq!(sum, 108025);
}

#[test]
fn article_28_a_country_is_found_by_its_name_and_its_codes_and_named_by_them() {
    for country in Country::ALL {
        for typed in [country.label(), country.code(), country.alpha_2(), &country.alpha_2().to_lowercase()] {
            let read = (!["na", "no"].contains(&typed.to_lowercase().as_str())).then(|| country.code());
            for list in [CodeList::Country, CodeList::Nationality] {
                assert_eq!(parse_cell(list, typed), read, "{typed}");
            }
        }
        assert_eq!(label_of(CodeList::Nationality, country.code()), Some(country.label()));
        assert_eq!(Country::from_code(country.code()), Some(*country));
        assert_eq!(Country::from_alpha_2(country.alpha_2()), Some(*country));
        assert_eq!(Country::from_numeric(country.numeric()), Some(*country));
        let both = format!("{}-{}", country.code(), country.label());
        assert_eq!(parse_cell(CodeList::Nationality, &both), Some(country.code()));
    }
    for (typed, code) in [
        ("蒙古国", "MNG"),
        ("刚果(金)", "COD"),
        ("阿拉伯联合酋长国", "ARE"),
        ("us", "USA"),
        ("香港", "HKG"),
        ("科科斯(基林)群岛", "CCK"),
    ] {
        assert_eq!(parse_cell(CodeList::Country, typed), Some(code), "{typed}");
    }
}

#[test]
fn article_28_no_nationality_is_a_value_and_no_country() {
    for (none, names) in [
        (NoNationality::Stateless, ["无国籍", "XXA", "无国籍人"]),
        (NoNationality::Unknown, ["国籍不详", "ZZZ", "不详"]),
    ] {
        for typed in names {
            assert_eq!(parse_cell(CodeList::Nationality, typed), Some(none.code()));
            assert_eq!(parse_cell(CodeList::Country, typed), None, "one is born somewhere: {typed}");
        }
        assert_eq!(Country::from_code(none.code()), None);
        assert_eq!(label_of(CodeList::Nationality, none.code()), Some(none.label()));
    }
    let listed: Vec<_> =
        options(CodeList::Nationality).iter().filter(|one| !Country::OPTIONS.contains(*one)).collect();
    assert_eq!(listed, NoNationality::OPTIONS.iter().collect::<Vec<_>>());
}

#[test]
fn what_booklets_say_today_and_the_pioneers_are_values() {
    for (list, typed, code) in [
        (CodeList::HukouKind, "居民家庭户口", "3"),
        (CodeList::HukouKind, "居民集体户口", "4"),
        (CodeList::HukouKind, "集体户", "4"),
        (CodeList::HukouKind, "居民户口", "3"),
        (CodeList::HukouKind, "3-居民户口", "3"),
        (CodeList::Nationality, "ZZZ-无国籍或不详", "ZZZ"),
        (CodeList::HukouKind, "农业家庭户口", "1"),
        (CodeList::HukouKind, "非农业集体户口", "2"),
        (CodeList::PoliticalStatus, "少先队员", "91"),
        (CodeList::PoliticalStatus, "群众", "13"),
        (CodeList::PoliticalStatus, "团员", "03"),
    ] {
        assert_eq!(parse_cell(list, typed), Some(code), "{typed}");
    }
    assert_eq!(parse_cell(CodeList::HukouKind, "4-居民户口"), None, "code and words say two things");
}

proptest! {
    /// No two values of a list are meant by one text: what is read is among the options, and its code and label are read as it.
    #[test]
    fn what_is_read_of_a_cell_is_a_value_and_reads_back(text in "\\PC{0,8}") {
        for list in [CodeList::Country, CodeList::Nationality, CodeList::HukouKind, CodeList::PoliticalStatus] {
            if let Some(code) = parse_cell(list, &text) {
                let label = label_of(list, code).unwrap();
                prop_assert_eq!(parse_cell(list, code), Some(code));
                prop_assert_eq!(parse_cell(list, label), Some(code));
            }
        }
    }
}
