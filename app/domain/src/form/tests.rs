use super::sample::{SampleSpec, pupil};
use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
    }
}

fn good() -> BTreeMap<Field, String> {
    pupil(1, &SampleSpec::first_grade("320102", 2026))
}

fn with(changes: &[(Field, &str)]) -> BTreeMap<Field, String> {
    let mut raw = good();
    for (field, value) in changes {
        raw.insert(*field, (*value).to_owned());
    }
    raw
}

fn problems(changes: &[(Field, &str)]) -> Vec<(Field, Problem)> {
    let problems = validate(&with(changes), &context()).expect_err("something is wrong");
    problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
}

#[test]
fn article_7_the_form_has_72_items_as_printed() {
    assert_eq!(Field::ALL.len(), 72);
    for (n, field) in (1..).zip(Field::ALL) {
        assert_eq!(field.number(), n);
        assert_eq!(Field::from_key(field.key()), Some(*field));
    }
    assert_eq!((Field::Name.number(), Field::Grade.number(), Field::Member1Name.number()), (1, 22, 49));
    assert_eq!((Field::Member2Name.number(), Field::Member2Post.number()), (61, 72));
    let mut keys: Vec<_> = Field::ALL.iter().map(|field| field.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 72);
}

#[test]
fn codes_and_labels_are_both_taken_and_nothing_is_guessed() {
    for value in ["1", "汉族", "01", "01-汉族"] {
        let result = validate(&with(&[(Field::Ethnicity, value)]), &context());
        assert_eq!(result.is_ok(), value != "1", "{value}");
    }
    assert_eq!(problems(&[(Field::Grade, "四年")]), [(Field::Grade, Problem::NotInList)]);
    assert_eq!(problems(&[(Field::Grade, "初一")]), [(Field::Grade, Problem::GradeNotOffered),]);
}

#[test]
fn mandatory_items_are_missed_by_name() {
    assert_eq!(problems(&[(Field::HomeAddress, "  ")]), [(Field::HomeAddress, Problem::Missing)]);
    assert_eq!(problems(&[(Field::Member2Name, "")]), [(Field::Member2Name, Problem::Missing)]);
    assert_eq!(problems(&[(Field::IdNumber, "")]), [(Field::IdNumber, Problem::Missing)]);
}

#[test]
fn article_5_the_number_agrees_with_birth_date_and_sex() {
    let sex = if good()[&Field::Sex] == "1" { "2" } else { "1" };
    assert_eq!(problems(&[(Field::Sex, sex)]), [(Field::Sex, Problem::SexDiffers)]);
    assert_eq!(problems(&[(Field::BirthDate, "2019-12-31")]), [(Field::BirthDate, Problem::BirthDiffers)]);
    let mut wrong = good()[&Field::IdNumber].clone();
    let last = if wrong.ends_with('1') { "2" } else { "1" };
    wrong.replace_range(17.., last);
    let error = crate::ident::IdentError::CheckDigit;
    assert_eq!(problems(&[(Field::IdNumber, &wrong)]), [(Field::IdNumber, Problem::Ident(error))]);
}

#[test]
fn dates_are_strict_and_take_the_forms_people_write() {
    for text in ["20200301", "2020-03-01", "2020/3/1", "2020.3.1", "2020年3月1日", "２０２０年３月１日"]
    {
        assert_eq!(parse_date(text), "2020-03-01".parse().ok(), "{text}");
    }
    for text in ["20200230", "20-3-1", "3/1/2020", "2020-13-01", "昨天", "2020-3", "43891"] {
        assert_eq!(parse_date(text), None, "{text}");
    }
    assert_eq!(problems(&[(Field::BirthDate, "2027-01-01")])[0].1, Problem::InFuture);
}

#[test]
fn a_child_without_a_document_needs_a_guardians() {
    let none = [(Field::IdKind, "Z"), (Field::IdNumber, "")];
    assert!(validate(&with(&none), &context()).is_ok());
    let nobody = [none[0], none[1], (Field::Member1IdNumber, ""), (Field::Member1IdKind, "")];
    assert_eq!(problems(&nobody), [(Field::Member1IdNumber, Problem::GuardianDocumentNeeded)]);
}

#[test]
fn article_28_documents_of_other_places_fit_the_origin() {
    let hong_kong = [(Field::IdKind, "6"), (Field::IdNumber, "H12345678"), (Field::Nationality, "HKG")];
    assert_eq!(problems(&hong_kong), [(Field::HmtStatus, Problem::OriginContradicts)]);
    let mut right = hong_kong.to_vec();
    right.push((Field::HmtStatus, "01"));
    assert!(validate(&with(&right), &context()).is_ok());
    assert_eq!(problems(&[(Field::Nationality, "USA")]), [(Field::HmtStatus, Problem::OriginContradicts)]);
}

#[test]
fn article_17_inclusion_and_disability_agree_by_kind_of_school() {
    assert_eq!(problems(&[(Field::Disability, "1")]), [(Field::Disability, Problem::DisabilityContradicts)]);
    assert!(validate(&with(&[(Field::Inclusive, "1"), (Field::Disability, "1")]), &context()).is_ok());
    let special = FormContext { school_type: SchoolType::BlindSchool, ..context() };
    assert!(validate(&good(), &special).is_err());
    assert!(validate(&with(&[(Field::Disability, "1")]), &special).is_ok());
}

#[test]
fn somebody_is_guardian_and_strangers_are_explained() {
    let nobody = [(Field::Member1Guardian, "否"), (Field::Member2Guardian, "0")];
    assert_eq!(problems(&nobody), [(Field::Member1Guardian, Problem::NoGuardian)]);
    let stranger = [(Field::Member2Kinship, "非亲属")];
    assert_eq!(problems(&stranger), [(Field::Member2KinshipNote, Problem::KinshipNoteNeeded)]);
}

#[test]
fn an_unusual_age_is_a_warning_and_stops_nothing() {
    let old = [(Field::IdKind, "A"), (Field::IdNumber, "E12345678"), (Field::BirthDate, "2012-03-01")];
    let info = validate(&with(&old), &context()).unwrap();
    let told: Vec<_> = warnings(&info, &context()).into_iter().map(|warning| warning.problem).collect();
    assert_eq!(told, [Problem::UnusualAge]);
}

#[test]
fn article_10_a_change_answers_for_itself_only() {
    let info = validate(&good(), &context()).unwrap();
    let change =
        |field, value: &str| info.with_changes(&BTreeMap::from([(field, value.to_owned())]), &context());
    assert_eq!(change(Field::Postcode, "210008").unwrap().get(Field::Postcode), Some("210008"));
    assert_eq!(change(Field::Postcode, "21").unwrap_err()[0].problem, Problem::NotAPostcode);
    // The new birth date does not fit the number on record: told, although the number was not asked about.
    assert_eq!(change(Field::BirthDate, "2019-12-31").unwrap_err()[0].problem, Problem::BirthDiffers);
    // The school has since stopped offering the grade: not the guardian's problem.
    let narrowed = FormContext { stages: vec![Stage::Junior], ..context() };
    let new = BTreeMap::from([(Field::Postcode, "210008".to_owned())]);
    assert!(info.with_changes(&new, &narrowed).is_ok());
}

#[test]
fn masks_never_show_a_number_an_address_or_a_birthday() {
    let info = validate(&good(), &context()).unwrap();
    for field in Field::ALL.iter().filter(|field| field.is_sensitive()) {
        if let Some(value) = info.get(*field) {
            assert!(!info.masked(*field).contains(value), "{}", field.label());
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_form_panic(texts in prop::collection::vec((0_usize..72, "\\PC{0,20}"), 0..72)) {
        let raw: BTreeMap<Field, String> = texts.into_iter().map(|(n, text)| (Field::ALL[n], text)).collect();
        let _ = validate(&raw, &context());
    }

    #[test]
    fn every_sample_is_valid_and_canonical_values_stay(seed in any::<u64>(), grade in 1_u8..=12, kind in 0_usize..SchoolType::ALL.len()) {
        let school_type = SchoolType::ALL[kind];
        let system = SchoolSystem::SixThree;
        let stage = crate::codes::Grade::new(grade, system).unwrap().stage();
        prop_assume!(school_type.stages().contains(&stage));
        let spec = SampleSpec { grade, school_type, ..SampleSpec::first_grade("510104", 2026) };
        let context = FormContext { school_type, stages: school_type.stages().to_vec(), ..context() };
        let info = validate(&pupil(seed, &spec), &context);
        prop_assert!(info.is_ok(), "{:?}", info.unwrap_err());
        let info = info.unwrap();
        let again: BTreeMap<Field, String> = info.filled().map(|(field, value)| (field, value.to_owned())).collect();
        prop_assert_eq!(validate(&again, &context).unwrap(), info);
    }
}
