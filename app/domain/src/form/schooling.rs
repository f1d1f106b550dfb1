//! What grade, month of entry and birth date say of each other, and of the school.

use super::{Field, FieldProblem, FormContext, Problem};
use crate::codes::Grade;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Ages, in years of birth at the beginning of a school year, of which one lies outside only by a mistyped year. Children come at six, and
/// at seven with proof (the cut-off is a province's); who was ill, came late or skipped is within, and so are special schools.
const AGES: std::ops::RangeInclusive<i32> = 4..=30;

/// What contradicts the grade. Items that do not hold by themselves are not in `values`.
pub(super) fn contradictions(values: &BTreeMap<Field, String>, context: &FormContext) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let get = |field: Field| values.get(&field).map(String::as_str);
    let mut add = |field, problem| problems.push(FieldProblem::new(field, problem));
    // School years begin on 1 September.
    let year = if context.today.month() >= 9 { context.today.year() } else { context.today.year() - 1 };
    let birth = get(Field::BirthDate).and_then(|birth| birth.parse::<NaiveDate>().ok());
    let age = birth.map(|birth| year - birth.year());
    let implausible = age.is_some_and(|age| !AGES.contains(&age));
    if implausible {
        add(Field::BirthDate, Problem::ImplausibleBirth);
    }
    let grade = get(Field::Grade).and_then(|grade| Grade::new(grade.parse().ok()?, context.system));
    let Some(grade) = grade else { return problems };
    if !context.stages.contains(&grade.stage()) {
        add(Field::Grade, Problem::GradeNotOffered);
    }
    // A child in the n-th grade of a stage entered it n − 1 years before this school year began.
    if let Some(entry) = get(Field::EntryMonth).and_then(|month| month.get(..4)?.parse::<i32>().ok()) {
        let expected = year - i32::from(grade.in_stage()) + 1;
        // Whoever skipped or repeated a grade is a year off; before September next year's first grade is entered.
        if !(expected - 2..=expected + 1).contains(&entry) {
            add(Field::EntryMonth, Problem::EntryMonthDiffers);
        }
    }
    let usual = 5 + i32::from(grade.absolute());
    if !implausible && age.is_some_and(|age| !(usual - 1..=usual + 3).contains(&age)) {
        add(Field::BirthDate, Problem::UnusualAge);
    }
    problems
}
