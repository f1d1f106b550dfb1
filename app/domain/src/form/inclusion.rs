//! 残疾, 随班就读 and 送教上门 (第六条, 第十七条): three items that follow from each other and from the kind of school. A child with a disability
//! learns in a special school, 随班就读 in an ordinary one, or at home (送教上门), where the school that teaches it keeps the record. Whoever
//! changes one of the three changes the others with it, so that no order of steps leaves a child with a form that cannot be.

use super::{BasicInfo, Field, FormContext};
use crate::codes::{AttendanceMode, CodeList, Disability, InclusiveSchooling, parse_cell};
use std::collections::BTreeMap;

/// 随班就读 that goes with a disability.
pub fn inclusion_of(disability: Disability) -> InclusiveSchooling {
    match disability {
        Disability::None => InclusiveSchooling::No,
        Disability::Sight => InclusiveSchooling::Sight,
        Disability::Hearing => InclusiveSchooling::Hearing,
        Disability::Intellect => InclusiveSchooling::Intellect,
        _ => InclusiveSchooling::Other,
    }
}

/// What is decided of how a child is taught; what is not said stays as it is on record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Teaching {
    /// 残疾类型
    pub disability: Option<Disability>,
    /// 送教上门: begins, or ends.
    pub at_home: Option<bool>,
    /// Whether the child learns 随班就读 at another school while the record stays at a special one: begins, or ends.
    pub in_ordinary_class: Option<bool>,
}

/// Whether a child is taught at home.
pub fn is_taught_at_home(info: &BasicInfo) -> bool {
    info.get(Field::Attendance) == Some(AttendanceMode::Home.code())
}

impl BasicInfo {
    /// 残疾类型 on record.
    pub fn disability(&self) -> Disability {
        self.get(Field::Disability).and_then(Disability::from_code).unwrap_or(Disability::None)
    }

    /// The items that a decision on how a child is taught changes.
    pub fn taught(&self, teaching: Teaching, context: &FormContext) -> BTreeMap<Field, String> {
        let disability = teaching.disability.unwrap_or(self.disability());
        let was_at_home = is_taught_at_home(self);
        let at_home = teaching.at_home.unwrap_or(was_at_home);
        let placed = self.get(Field::Inclusive).is_some_and(|code| code != InclusiveSchooling::No.code());
        let elsewhere = teaching.in_ordinary_class.unwrap_or(placed && context.school_type.is_special());
        let apart = at_home || (context.school_type.is_special() && !elsewhere);
        let inclusive = if apart { InclusiveSchooling::No } else { inclusion_of(disability) };
        let attendance = match (at_home, was_at_home) {
            (true, _) => Some(AttendanceMode::Home),
            (false, true) => Some(AttendanceMode::Day),
            (false, false) => None,
        };
        let mut values = BTreeMap::new();
        let mut set = |field: Field, code: &'static str| {
            if self.get(field).unwrap_or("0") != code {
                values.insert(field, code.to_owned());
            }
        };
        set(Field::Disability, disability.code());
        set(Field::Inclusive, inclusive.code());
        if let Some(attendance) = attendance {
            set(Field::Attendance, attendance.code());
        }
        values
    }

    /// Changes that were asked for, with 随班就读 where the disability is among them and nothing is said of it.
    pub fn with_inclusion(
        &self,
        changes: &BTreeMap<Field, String>,
        context: &FormContext,
    ) -> BTreeMap<Field, String> {
        let mut all = changes.clone();
        let asked = changes.get(&Field::Disability).and_then(|text| parse_cell(CodeList::Disability, text));
        let said = changes.contains_key(&Field::Inclusive);
        if let Some(disability) = asked.and_then(Disability::from_code).filter(|_| !said) {
            let teaching = Teaching { disability: Some(disability), ..Teaching::default() };
            let follows = self.taught(teaching, context);
            all.extend(follows.into_iter().filter(|(field, _)| *field == Field::Inclusive));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{SchoolType, Stage};
    use crate::form::sample::{SampleSpec, pupil};
    use crate::form::{Places, Problem, validate};
    use proptest::prelude::*;

    fn context(school_type: SchoolType) -> FormContext {
        FormContext {
            today: "2026-09-07".parse().unwrap(),
            school_type,
            stages: vec![Stage::Primary, Stage::Junior],
            system: crate::codes::SchoolSystem::SixThree,
            places: Places::default(),
        }
    }

    fn entered(changes: &[(Field, &str)], at: SchoolType) -> Result<BasicInfo, Vec<Problem>> {
        let mut raw = pupil(1, &SampleSpec::first_grade("320102", 2026));
        raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
        validate(&raw, &context(at)).map_err(|wrong| wrong.into_iter().map(|one| one.problem).collect())
    }

    #[test]
    fn article_6_a_child_who_is_taught_at_home_is_registered_so_by_an_ordinary_and_by_a_special_school() {
        let home = |disability| [(Field::Attendance, "送教上门"), (Field::Disability, disability)];
        for school in [SchoolType::Primary, SchoolType::OtherSpecial] {
            assert!(is_taught_at_home(&entered(&home("7"), school).unwrap()), "{school:?}");
        }
        assert_eq!(entered(&home("0"), SchoolType::Primary), Err(vec![Problem::TaughtAtHome]));
        let both = [(Field::Attendance, "3"), (Field::Disability, "2"), (Field::Inclusive, "2")];
        assert_eq!(entered(&both, SchoolType::Primary), Err(vec![Problem::TaughtAtHome]), "in no class");
        let told = crate::form::FieldProblem::new(Field::Disability, Problem::TaughtAtHome);
        assert_eq!(told.basis(), crate::refusal::Basis::Article(6));
    }

    #[test]
    fn article_17_a_correction_of_the_disability_sets_the_class_with_it() {
        let ordinary = entered(&[], SchoolType::Primary).unwrap();
        let asked: BTreeMap<Field, String> = [(Field::Disability, "听力残疾".to_owned())].into();
        let all = ordinary.with_inclusion(&asked, &context(SchoolType::Primary));
        assert_eq!(all.get(&Field::Inclusive).map(String::as_str), Some("2"));
        let next = ordinary.with_changes(&all, &context(SchoolType::Primary)).unwrap();
        let back: BTreeMap<Field, String> = [(Field::Disability, "0".to_owned())].into();
        let back = next.with_inclusion(&back, &context(SchoolType::Primary));
        assert_eq!(next.with_changes(&back, &context(SchoolType::Primary)), Ok(ordinary));
    }

    proptest! {
        /// Whatever is decided, in whatever order and wherever: the three items fit each other as long as there is a disability.
        #[test]
        fn article_17_no_order_of_steps_leaves_a_form_that_cannot_be(
            steps in prop::collection::vec((0_usize..9, any::<bool>(), any::<bool>(), any::<bool>()), 1..6),
        ) {
            let mut info = entered(&[(Field::Disability, "2"), (Field::Inclusive, "2")], SchoolType::Primary).unwrap();
            for (kind, at_home, special, elsewhere) in steps {
                let school = if special { SchoolType::DeafSchool } else { SchoolType::Primary };
                let teaching = Teaching {
                    disability: Some(Disability::ALL[kind]).filter(|one| *one != Disability::None),
                    at_home: Some(at_home),
                    in_ordinary_class: Some(elsewhere && special),
                };
                let changes = info.taught(teaching, &context(school));
                let moved = info.with_changes(&changes, &context(school));
                prop_assert!(moved.is_ok(), "{:?}", moved);
                info = moved.unwrap();
                prop_assert!(info.taught(Teaching::default(), &context(school)).is_empty(), "said once");
                prop_assert_eq!(is_taught_at_home(&info), at_home);
            }
        }
    }
}
