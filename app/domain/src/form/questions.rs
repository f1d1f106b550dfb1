//! What is unusual about the form and has to be confirmed (需要确认的情况): asked where it is typed, asked again where it is entered, told to
//! who decides. It is the part of the form's warnings that is rare and mostly a slip.

use super::{BasicInfo, Field, FieldProblem, FormContext, warnings};
use crate::question::Question;
use chrono::{Datelike, Days, NaiveDate};

/// What is unusual about a record and has to be confirmed by who enters it.
pub fn questions(info: &BasicInfo, context: &FormContext) -> Vec<Question> {
    let unusual = warnings(info, context);
    unusual.iter().filter(|problem| problem.is_asked()).map(asked_about).collect()
}

/// The same about a record that is entered on a day: its month of entry lies in the future of that day.
pub fn questions_of_entry(info: &BasicInfo, entry_date: NaiveDate, context: &FormContext) -> Vec<Question> {
    let mut all = questions(info, context);
    // A child may be registered some weeks before the school year begins.
    let until = entry_date.checked_add_days(Days::new(45)).unwrap_or(entry_date);
    let month = info.value(Field::EntryMonth);
    if !month.is_empty() && month > until.format("%Y%m").to_string().as_str() {
        all.push(Question::new("entry_date", "入学日期早于入学年月。"));
    }
    all
}

/// What is unusual about changed items, beside what was on record: what was unusual before and is not touched is not asked about.
pub fn questions_of_change(
    before: &BasicInfo,
    after: &BasicInfo,
    changed: impl Fn(Field) -> bool,
    context: &FormContext,
) -> Vec<Question> {
    let unusual = warnings(after, context);
    let own = unusual.iter().filter(|problem| problem.is_asked() && changed(problem.field));
    let mut all: Vec<Question> = own.map(asked_about).collect();
    let years = (after.birth_date().year() - before.birth_date().year()).abs();
    if changed(Field::BirthDate) && years >= YEARS_ASKED {
        let words = format!("新的出生日期与登记的相差 {years} 年，而学生在读{}。", after.grade().label());
        all.push(Question::new(Field::BirthDate.key(), words));
    }
    all
}

/// By so many years a birth date does not move without a slip: the child's grade was right for the other one.
const YEARS_ASKED: i32 = 4;

fn asked_about(problem: &FieldProblem) -> Question {
    Question::new(problem.field.key(), problem.message())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{SchoolSystem, SchoolType, Stage};
    use crate::form::sample::{SampleSpec, pupil};
    use crate::form::{Places, validate};
    use std::collections::BTreeMap;

    fn context() -> FormContext {
        FormContext {
            today: "2026-10-10".parse().unwrap(),
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            places: Places::default(),
        }
    }

    fn sample(changes: &[(Field, &str)]) -> BasicInfo {
        let mut raw: BTreeMap<Field, String> = pupil(1, &SampleSpec::first_grade("320102", 2026));
        raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
        validate(&raw, &context()).unwrap()
    }

    fn controls(questions: &[Question]) -> Vec<&str> {
        questions.iter().map(|question| question.control.as_str()).collect()
    }

    #[test]
    fn article_7_a_name_of_one_character_is_asked_about_and_stands() {
        assert!(questions(&sample(&[]), &context()).is_empty());
        let short = sample(&[(Field::Name, "佟"), (Field::Member1Name, "佟")]);
        assert_eq!(controls(&questions(&short, &context())), ["name", "member1_name"]);
    }

    #[test]
    fn article_7_dates_that_contradict_each_other_are_asked_about() {
        let early = sample(&[(Field::IdValidity, "2010.01.01-2030.01.01")]);
        assert_eq!(controls(&questions(&early, &context())), ["id_validity"]);
        let info = sample(&[]);
        let on = |day: &str| questions_of_entry(&info, day.parse().unwrap(), &context());
        assert!(on("2026-09-01").is_empty() && on("2026-08-20").is_empty(), "registered in the summer");
        assert_eq!(controls(&on("2026-03-01")), ["entry_date"]);
    }

    #[test]
    fn article_10_a_birth_date_that_moves_a_child_four_years_against_its_grade_is_asked_about() {
        let before = sample(&[]);
        let years = |years: i32| {
            let birth = before.birth_date();
            let birth = birth.with_year(birth.year() + years).unwrap();
            let mut values: BTreeMap<Field, String> =
                before.filled().map(|(field, value)| (field, value.to_owned())).collect();
            values.insert(Field::BirthDate, birth.to_string());
            let after = BasicInfo::new(values, SchoolSystem::SixThree);
            questions_of_change(&before, &after, |field| field == Field::BirthDate, &context())
        };
        assert!(years(-1).is_empty());
        let asked = years(-4);
        assert!(asked.iter().all(|question| question.control == "birth_date"), "{asked:?}");
        assert!(asked.iter().any(|question| question.words.contains("相差 4 年")), "{asked:?}");
        // What was unusual before and is not touched is not asked about again.
        let (short, moved) = (
            sample(&[(Field::Name, "佟")]),
            sample(&[(Field::Name, "佟"), (Field::NativePlace, "浙江省绍兴市")]),
        );
        let touched = |field: Field| field == Field::NativePlace;
        assert!(questions_of_change(&short, &moved, touched, &context()).is_empty());
    }
}
