use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{BasicInfo, FormContext, GuardianSlot, Problem, validate, warnings};
use crate::ident::{CreditCode, IdentError, credit_code};
use crate::matching::{Attributes, MatchOutcome, judge};
use proptest::prelude::*;

/// A code of a welfare institution, belonging to nobody.
const CODE: &str = "12320102MB0000001F";

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: crate::form::Places::default(),
    }
}

/// A form in which one guardian stands in the first entry, and nobody in the second.
fn alone(seed: u64, of: Guardianship) -> BTreeMap<Field, String> {
    let mut raw = pupil(seed, &SampleSpec::first_grade("320102", 2026));
    raw.retain(|field, _| field.block() != Block::Member2);
    let filled: &[(Field, &str)] = match of {
        Guardianship::Institution => &[
            (Field::Member1Name, "周敏"),
            (Field::Member1Kinship, "非亲属"),
            (Field::Member1KinshipNote, "南京市社会儿童福利院"),
            (Field::Member1Address, "江苏省南京市雨花台区大定坊1号"),
            (Field::Member1IdNumber, CODE),
            (Field::Member1IdKind, ""),
            (Field::Member1Hukou, ""),
        ],
        Guardianship::Abroad => &[
            (Field::Member1Address, "日本东京都新宿区1-2-3"),
            (Field::Member1Phone, "+81 3 1234 5678"),
            (Field::Member1Hukou, ""),
        ],
        Guardianship::Nobody | Guardianship::Person => &[],
    };
    raw.extend(filled.iter().map(|(field, value)| (*field, (*value).to_owned())));
    raw
}

fn valid(raw: &BTreeMap<Field, String>) -> BasicInfo {
    validate(raw, &context()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

fn wrong(raw: &BTreeMap<Field, String>) -> Vec<(Field, Problem)> {
    let wrong = validate(raw, &context()).expect_err("something is wrong");
    wrong.into_iter().map(|one| (one.field, one.problem)).collect()
}

fn warned(raw: &BTreeMap<Field, String>) -> Vec<Problem> {
    warnings(&valid(raw), &context()).into_iter().map(|one| one.problem).collect()
}

const ONE: [Guardianship; 3] = [Guardianship::Person, Guardianship::Abroad, Guardianship::Institution];

#[test]
fn article_7_the_table_has_the_twelve_items_of_an_entry_as_printed_and_no_other() {
    for (row, (field, _)) in ASKED.iter().enumerate() {
        assert_eq!(position(*field), Some(row));
    }
    for field in Field::ALL {
        let of_member = matches!(field.block(), Block::Member1 | Block::Member2);
        for case in Guardianship::ALL {
            assert_eq!(case.asks(*field).is_some(), of_member, "{}", field.label());
        }
        // What the printed form marks with ★ is what is asked of a person.
        if of_member {
            let required = Guardianship::Person.asks(*field) == Some(Asked::Required);
            assert_eq!(required, field.mandatory(), "{}", field.label());
            assert_eq!(Guardianship::Nobody.asks(*field), Some(Asked::LeftOut));
        }
    }
    for case in Guardianship::ALL {
        assert_eq!(Guardianship::from_key(case.key()), Some(case));
    }
}

#[test]
fn article_7_nothing_that_needs_consent_is_required_of_any_guardian() {
    for field in crate::privacy::optional_items() {
        for case in Guardianship::ALL {
            assert_ne!(case.asks(field), Some(Asked::Required), "{}", field.label());
        }
    }
}

#[test]
fn article_7_one_guardian_is_enough_whoever_it_is_and_every_required_item_is_missed_by_name() {
    for case in ONE {
        let raw = alone(1, case);
        assert_eq!(Guardianship::of(Block::Member1, &raw), case);
        assert_eq!(Guardianship::of(Block::Member2, &raw), Guardianship::Nobody);
        assert_eq!(valid(&raw).lacking().count(), 0, "{case:?}");
        for field in Field::ALL.iter().filter(|field| case.asks(**field) == Some(Asked::Required)) {
            if field.block() == Block::Member1 {
                let mut without = raw.clone();
                without.remove(field);
                let told: Vec<Field> = wrong(&without).into_iter().map(|(field, _)| field).collect();
                assert!(told.contains(field), "{case:?} without {}: {told:?}", field.label());
            }
        }
    }
}

#[test]
fn article_7_an_institution_is_known_by_its_name_and_its_code_and_finds_no_other_child() {
    let raw = alone(1, Guardianship::Institution);
    let info = valid(&raw);
    assert!(warned(&raw).is_empty(), "one institution is all there is to be");
    assert_eq!(info.guardianship(GuardianSlot::First), Guardianship::Institution);
    let guardian = info.guardians()[0];
    assert_eq!((guardian.name, guardian.number), ("周敏", Some(CODE)));
    assert_eq!(guardian.institution, Some("南京市社会儿童福利院"));
    assert_eq!(guardian.kinship_label(), "监护机构（南京市社会儿童福利院）");
    assert_eq!(info.guardian_phone(), None, "all its children have this telephone");

    let with = |field: Field, value: &str| {
        let mut raw = raw.clone();
        raw.insert(field, value.to_owned());
        wrong(&raw)
    };
    let number = Field::Member1IdNumber;
    let told = |error| vec![(number, Problem::CreditCode(error))];
    assert_eq!(with(number, ""), told(IdentError::Empty));
    assert_eq!(with(number, "12320102MB00000010"), told(IdentError::CheckDigit));
    assert_eq!(with(number, "12320102MB000000"), told(IdentError::Length));
    assert_eq!(with(number, "12320102MI0000001F"), told(IdentError::Characters));
    // Who answers for an institution is no guardian, and no number of that person is kept.
    let person = "440524198001010013";
    assert!(matches!(with(number, person)[..], [(Field::Member1IdNumber, Problem::CreditCode(_))]));
}

#[test]
fn article_7_a_child_without_a_document_in_an_institution_is_entered_with_its_code() {
    let mut raw = alone(1, Guardianship::Institution);
    raw.insert(Field::IdKind, "Z".into());
    raw.insert(Field::IdNumber, String::new());
    valid(&raw);
}

#[test]
fn article_6_two_children_of_one_institution_are_two_children_and_two_of_one_father_are_asked_about() {
    let child = |of: Guardianship, name: &str| {
        let mut raw = alone(1, of);
        raw.insert(Field::Name, name.into());
        raw.insert(Field::IdKind, "Z".into());
        raw.insert(Field::IdNumber, String::new());
        Attributes::of(&valid(&raw))
    };
    let both = |of| judge(&child(of, "党小明"), &[((), child(of, "党小红"))]);
    assert_eq!(both(Guardianship::Institution), MatchOutcome::None, "one birthday and one telephone");
    assert!(matches!(both(Guardianship::Person), MatchOutcome::Possible(_)));
}

#[test]
fn only_the_end_of_a_name_makes_an_institution() {
    for note in
        ["南京市社会儿童福利院", "雨花台区民政局", "铁心桥街道春江新城社区居民委员会", "石湖村村委会 "]
    {
        assert!(is_institution(note), "{note}");
    }
    for note in ["邻居", "福利院护理员", "父亲的同事", "居委会主任", ""] {
        assert!(!is_institution(note), "{note}");
    }
    let mut raw = alone(1, Guardianship::Person);
    raw.insert(Field::Member1KinshipNote, "南京市社会儿童福利院".into());
    assert_eq!(Guardianship::of(Block::Member1, &raw), Guardianship::Person, "a father is none");
}

#[test]
fn article_7_guardians_abroad_have_their_address_and_telephone_there() {
    let raw = alone(1, Guardianship::Abroad);
    let info = valid(&raw);
    assert_eq!(info.value(Field::Member1Address), "日本东京都新宿区1-2-3");
    assert_eq!(info.value(Field::Member1Phone), "+81312345678");
    assert_eq!(warned(&raw), [Problem::OneMember, Problem::AllAbroad], "nobody is here");

    // Somebody at home, who is no guardian.
    let mut both = pupil(1, &SampleSpec::first_grade("320102", 2026));
    both.extend(raw.clone());
    both.insert(Field::Member2Kinship, "60".into());
    both.insert(Field::Member2Guardian, "0".into());
    assert!(warned(&both).is_empty());

    // A citizen with a card who lives here says where the household register is.
    let mut here = alone(1, Guardianship::Person);
    here.insert(Field::Member1Hukou, String::new());
    assert_eq!(wrong(&here), [(Field::Member1Hukou, Problem::Missing)]);
}

#[test]
fn an_address_abroad_begins_with_a_country_and_a_street_named_after_one_does_not() {
    for address in [
        "日本东京都",
        "中国香港九龙弥敦道1号",
        "12 Rue de Rivoli, 75001 Paris",
        "美国加利福尼亚州",
        "刚果(金)金沙萨",
        "巴林麦纳麦",
        "蒙古乌兰巴托",
    ] {
        assert!(is_abroad(address), "{address}");
    }
    for address in [
        "",
        "中国江苏省南京市",
        "朝鲜族自治州延吉市",
        "巴西路3号",
        "江苏省南京市",
        "101",
        "无国籍",
        "巴林左旗林东镇",
        "巴林镇",
        "黑山县胜利街",
    ] {
        assert!(!is_abroad(address), "{address}");
    }
    let mut raw = alone(1, Guardianship::Person);
    raw.insert(Field::Member1Phone, "+85291234567".into());
    assert!(warned(&raw).contains(&Problem::CountryOfAddress), "told, and entered all the same");
}

#[test]
fn article_10_a_correction_may_put_an_institution_in_the_place_of_a_parent() {
    let info = valid(&alone(1, Guardianship::Person));
    let mut changes = BTreeMap::from([
        (Field::Member1Name, "周敏".to_owned()),
        (Field::Member1Kinship, "99".to_owned()),
        (Field::Member1KinshipNote, "南京市社会儿童福利院".to_owned()),
    ]);
    let told = info.with_changes(&changes, &context()).unwrap_err();
    assert!(told.iter().any(|one| one.field == Field::Member1IdNumber), "the parent's number is no code");
    changes.insert(Field::Member1IdNumber, CODE.to_owned());
    let next = info.with_changes(&changes, &context()).unwrap();
    assert_eq!(next.guardianship(GuardianSlot::First), Guardianship::Institution);
}

#[test]
fn codes_of_institutions_are_read_as_people_write_them() {
    for code in ["9144030071526726XG", "91330100799655058B", "91110000802100433B"] {
        assert_eq!(CreditCode::parse(&format!(" {} ", code.to_lowercase())).unwrap().as_str(), code);
    }
    assert_eq!(CreditCode::parse("１２３２０１０２ＭＢ００００００１Ｆ").unwrap().as_str(), CODE);
}

proptest! {
    #[test]
    fn no_single_slip_in_a_code_goes_unseen(body in "1[1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", at in 0_usize..18, other in "[0-9]") {
        let code = credit_code::checked(&body).unwrap();
        prop_assert!(CreditCode::parse(&code).is_ok());
        let mut slip: Vec<char> = code.chars().collect();
        let digit = other.chars().next().unwrap();
        prop_assume!(slip[at] != digit);
        slip[at] = digit;
        prop_assert!(CreditCode::parse(&slip.into_iter().collect::<String>()).is_err());
    }

    #[test]
    fn every_sample_is_valid_with_any_guardian_and_its_values_stay(seed in any::<u64>(), case in 0_usize..3) {
        let info = valid(&alone(seed, ONE[case]));
        prop_assert_eq!(info.guardianship(GuardianSlot::First), ONE[case]);
        let again: BTreeMap<Field, String> = info.filled().map(|(field, value)| (field, value.to_owned())).collect();
        prop_assert_eq!(valid(&again), info);
    }

    #[test]
    fn what_is_typed_makes_one_of_the_cases_and_never_a_panic(kinship in "\\PC{0,6}", note in "\\PC{0,20}", address in "\\PC{0,20}") {
        let raw = BTreeMap::from([
            (Field::Member1Kinship, kinship),
            (Field::Member1KinshipNote, note),
            (Field::Member1Address, address),
        ]);
        prop_assert_ne!(Guardianship::of(Block::Member1, &raw), Guardianship::Nobody);
    }
}
