//! The form as a whole: its items as printed, what is mandatory, what a change answers for, what masks hide.

mod agree;
mod unseen;
mod written;

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
        places: crate::form::Places::default(),
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
    assert_eq!((Field::NATIONAL, Field::ALL.len()), (72, 74));
    assert_eq!(Field::ALL[Field::NATIONAL..], [Field::NativeName, Field::NativeLanguage], "what it has not");
    for (n, field) in (1..).zip(Field::ALL) {
        assert_eq!(field.number(), n);
        assert_eq!(Field::from_key(field.key()), Some(*field));
    }
    assert_eq!((Field::Name.number(), Field::Grade.number(), Field::Member1Name.number()), (1, 22, 49));
    assert_eq!((Field::Member2Name.number(), Field::Member2Post.number()), (61, 72));
    let mut keys: Vec<_> = Field::ALL.iter().map(|field| field.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 74);
}

#[test]
fn mandatory_items_are_missed_by_name() {
    assert_eq!(problems(&[(Field::HomeAddress, "  ")]), [(Field::HomeAddress, Problem::Missing)]);
    assert_eq!(problems(&[(Field::Member2Name, "")]), [(Field::Member2Name, Problem::Missing)]);
    assert_eq!(problems(&[(Field::IdNumber, "")]), [(Field::IdNumber, Problem::Missing)]);
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

#[test]
fn the_sample_of_the_template_is_known_whatever_school_and_year_it_was_made_for() {
    use super::sample::{TEMPLATE_SEED, is_template_sample};
    for (division, year, grade) in
        [("320102", 2026, 1), ("510104", 2025, 1), ("110101", 2027, 7), ("320102", 2026, 10)]
    {
        let spec = SampleSpec { grade, ..SampleSpec::first_grade(division, year) };
        assert!(is_template_sample(&pupil(TEMPLATE_SEED, &spec)), "{division} {year} {grade}");
    }
    for seed in (0..400).filter(|seed| *seed != TEMPLATE_SEED) {
        assert!(!is_template_sample(&pupil(seed, &SampleSpec::first_grade("320102", 2026))), "{seed}");
    }
    assert!(!is_template_sample(&BTreeMap::new()));
}

proptest! {
    #[test]
    fn no_text_makes_the_form_panic(texts in prop::collection::vec((0_usize..74, "\\PC{0,20}"), 0..74)) {
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
