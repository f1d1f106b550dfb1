//! Items that must agree with each other: number and birth date, document and origin, inclusion and disability, guardians.

use super::{context, good, problems, with};
use crate::codes::SchoolType;
use crate::form::*;

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
fn article_28_a_foreign_child_has_no_hukou_here_and_may_be_born_abroad() {
    let foreign = [
        (Field::Nationality, "USA"),
        (Field::IdKind, "A"),
        (Field::IdNumber, "Q5550001"),
        (Field::HmtStatus, "51"),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
    ];
    let born = |place: &str| {
        let mut changes = foreign.to_vec();
        changes.push((Field::BirthPlace, place));
        validate(&with(&changes), &context()).map(|info| info.display(Field::BirthPlace))
    };
    assert_eq!(born("").unwrap(), "");
    let none = [(Field::HukouPlace, "无"), (Field::HukouKind, "无")];
    let info = validate(&with(&[&foreign[..4], &none].concat()), &context()).unwrap();
    assert_eq!((info.get(Field::HukouPlace), info.get(Field::HukouKind)), (None, None));
    assert_eq!(info.lacking().count(), 0);
    assert_eq!(problems(&none).len(), 2, "a Chinese child has one");
    assert_eq!(born("美国").unwrap(), "美国");
    assert_eq!(born("320102").unwrap(), "320102000000");
    for wrong in ["840000", "外国", "000000"] {
        let told = born(wrong).unwrap_err();
        assert_eq!(told.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::BirthPlace], "{wrong}");
    }
    // A Chinese child has one.
    let missing = problems(&[(Field::HukouPlace, ""), (Field::HukouKind, ""), (Field::BirthPlace, "")]);
    let fields = [Field::BirthPlace, Field::HukouPlace, Field::HukouKind];
    assert_eq!(missing, fields.map(|field| (field, Problem::Missing)));
}
