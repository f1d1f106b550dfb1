use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::form::sample::{self, SampleSpec};
use crate::form::{Places, Problem, validate};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: Places::default(),
    }
}

fn info(seed: u64) -> BasicInfo {
    let mut raw = sample::pupil(seed, &SampleSpec::first_grade("320102", 2026));
    raw.insert(Field::ClassName, "1班".into());
    raw.insert(Field::ClassNumber, "7".into());
    validate(&raw, &context()).unwrap()
}

fn kept(info: &BasicInfo, typed: &[(Field, &str)]) -> Result<(BasicInfo, Vec<Field>), Vec<FieldProblem>> {
    let typed = typed.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    changed(info, &typed_changes(info, &typed, |field| !field.is_sensitive()), &context())
}

#[test]
fn article_13_every_item_has_one_row_and_key_data_are_never_kept_by_the_school_alone() {
    let named: Vec<Field> = TABLE.iter().flat_map(|line| line.items.iter().copied()).collect();
    assert_eq!(named.len(), Field::ALL.len());
    assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), Field::ALL.len());
    for field in Field::ALL {
        let upkeep = upkeep_of(*field);
        assert!(source_of(*field).chars().count() > 10 && !upkeep.other_way().is_empty());
        assert!(!field.is_key() || upkeep == Upkeep::Correction, "{field:?}");
        // What neither the school keeps nor a guardian may ask for would be frozen for everybody.
        let frozen = !upkeep.is_open() && !field.guardian_may_ask();
        assert_eq!(frozen, matches!(upkeep, Upkeep::Change | Upkeep::Photo), "{field:?}");
    }
    assert_eq!(upkeep_of(Field::Disability), Upkeep::Correction);
    assert!(open_items().any(|field| field == Field::ClassName));
}

#[test]
fn article_10_what_a_province_counts_as_key_data_is_never_the_schools_alone() {
    use crate::rules::{RuleKey, Shape};
    let Shape::Several(options) = RuleKey::KeyFieldsExtra.shape() else { panic!("a list") };
    for (key, label) in options {
        assert_eq!(Field::from_key(key).map(upkeep_of), Some(Upkeep::Correction), "{label}");
    }
}

#[test]
fn article_13_only_what_is_otherwise_is_a_change_and_it_is_checked_as_at_entry() {
    let current = info(1);
    let same =
        [(Field::Political, current.display(Field::Political)), (Field::ClassName, "一（1）班".into())];
    let same: Vec<(Field, &str)> = same.iter().map(|(field, text)| (*field, text.as_str())).collect();
    assert_eq!(kept(&current, &same).unwrap().1, []);
    // What is not shown is left as it is by an empty cell, and emptied by a word.
    assert_eq!(kept(&current, &[(Field::Phone, "")]).unwrap().1, []);
    let wrong = kept(&current, &[(Field::Phone, EMPTIED), (Field::CommuteMode, "飞")]).unwrap_err();
    let wrong: Vec<_> = wrong.into_iter().map(|one| (one.field, one.problem)).collect();
    assert_eq!(wrong, [(Field::Phone, Problem::Missing), (Field::CommuteMode, Problem::NotInList)]);
    let (next, others) =
        kept(&current, &[(Field::Phone, "138 0013 8000"), (Field::AuxNumber, "32A")]).unwrap();
    assert_eq!(others, [Field::AuxNumber, Field::Phone]);
    assert_eq!(next.value(Field::Phone), "13800138000");
}

#[test]
fn article_25_what_is_not_shown_is_not_compared_with_what_is_typed() {
    let current = info(1);
    let phone = current.value(Field::Phone).to_owned();
    let typed = BTreeMap::from([
        (Field::Phone, phone.clone()),
        (Field::NeedsAid, current.display(Field::NeedsAid)),
        (Field::GetsAid, " ".to_owned()),
        (Field::Political, current.display(Field::Political)),
    ]);
    let asked = typed_changes(&current, &typed, |field| !field.is_sensitive());
    assert_eq!(asked.keys().copied().collect::<Vec<_>>(), [Field::Phone, Field::NeedsAid]);
    assert_eq!(asked[&Field::Phone], phone);
    assert_eq!(typed_changes(&current, &BTreeMap::from([(Field::Phone, phone)]), |_| true), BTreeMap::new());
}

#[test]
fn article_13_another_class_has_its_own_numbers() {
    let current = info(1);
    let (next, others) = kept(&current, &[(Field::ClassName, "一年级二班")]).unwrap();
    assert_eq!((next.value(Field::ClassName), next.get(Field::ClassNumber)), ("2班", None));
    assert_eq!(others, [Field::ClassNumber, Field::ClassName]);
    let (next, _) = kept(&current, &[(Field::ClassName, "2班"), (Field::ClassNumber, "3")]).unwrap();
    assert_eq!(next.value(Field::ClassNumber), "3");
}

#[test]
fn article_17_being_taught_in_a_regular_class_fits_the_disability() {
    let wrong = kept(&info(1), &[(Field::Inclusive, "1")]).unwrap_err();
    assert_eq!((wrong[0].field, wrong[0].problem), (Field::Disability, Problem::DisabilityContradicts));
}

proptest! {
    #[test]
    fn article_13_whatever_is_typed_a_record_stays_valid_and_nothing_else_changes(
        seed in 0_u64..200,
        item in 0_usize..74,
        text in "\\PC{0,12}",
    ) {
        let field = Field::ALL[item];
        prop_assume!(upkeep_of(field).is_open());
        let current = info(seed);
        let typed = BTreeMap::from([(field, text)]);
        let changes = typed_changes(&current, &typed, |_| true);
        if let Ok((next, others)) = changed(&current, &changes, &context()) {
            let allowed = |other: &Field| *other == field || *other == Field::ClassNumber;
            prop_assert!(others.iter().all(allowed));
            let raw = next.filled().map(|(field, value)| (field, value.to_owned())).collect();
            prop_assert_eq!(validate(&raw, &context()).unwrap(), next);
        }
    }
}
