//! 复学 (第十九条): the pupil comes back, to the own grade or the next, and the school puts the record in order at once.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, class_refusal, wrong_status};
use super::systems::{GradeReason, unexplained};
use crate::calendar::grade_year;
use crate::codes::{self, Grade, PupilStatus};
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Whether a senior high pupil was not back on a day although there was school since the suspension ran out: weekends, holidays and the time
/// between two terms keep nobody away.
pub(super) fn overdue(pupil: &Pupil, on: NaiveDate, context: &Context) -> bool {
    let there_is_school = |day: NaiveDate| {
        let (_, (first, last)) = context.rules.term_on(day);
        (first..=last).contains(&day) && context.calendar.is_working_day(day)
    };
    let after = |until: NaiveDate| until.iter_days().skip(1).take_while(|day| *day < on);
    let suspended = pupil.record.suspended.filter(|_| !pupil.is_compulsory());
    suspended.is_some_and(|(_, until)| after(until).any(there_is_school))
}

/// Who comes back with the class at the beginning of a term is not early for the last days of the suspension.
const BEGINNING_OF_TERM: Days = Days::new(21);

/// The content of a resumption. `facts.on` is the first day back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumption {
    /// First day back, documents, note.
    pub facts: Facts,
    /// Into the next grade, not the one that was left.
    pub next_grade: bool,
    /// 班级
    pub class_name: String,
    /// Why a grade is left out, when the next one is entered in the school year in which the pupil left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<GradeReason>,
}

impl Resumption {
    fn grade(&self, pupil: &Pupil) -> Option<Grade> {
        let step = u8::from(self.next_grade);
        let grade = Grade::new(pupil.grade.absolute() + step, pupil.grade.system())?;
        (grade.stage() == pupil.grade.stage()).then_some(grade)
    }

    /// Whether the suspension has not run out on the first day back (提前复学).
    fn is_early(&self, pupil: &Pupil, context: &Context) -> bool {
        let (_, (first, _)) = context.rules.term_on(self.facts.on);
        let until = pupil.record.suspended.map(|(_, until)| until).filter(|until| self.facts.on < *until);
        until.is_some_and(|until| until >= first + BEGINNING_OF_TERM)
    }

    /// A senior high pupil who was not back in time counts as withdrawn where the province says so; nobody does in compulsory
    /// education, for whom the record is kept (第二十二条).
    fn overdue_refusal(&self, pupil: &Pupil, context: &Context) -> Option<Refusal> {
        let rules = &context.rules;
        let late =
            overdue(pupil, self.facts.on, context) && rules.has(RuleKey::SuspensionOverdue, "withdraw");
        late.then(|| {
            let what = "休学期满未按时复学。";
            let remedy = "请按退学办理；期满以前已经返校的，请填写实际返校的日期。";
            by_rule(RefusalCode::On, rules, RuleKey::SuspensionOverdue, what, remedy)
        })
    }

    /// By the province's rule: never, at choice, or after a term away, which counts as five months here.
    fn may_enter_the_next(&self, pupil: &Pupil, context: &Context) -> bool {
        let rules = &context.rules;
        let a_term_away =
            pupil.record.suspended.is_some_and(|(from, _)| self.facts.on >= from + Months::new(5));
        rules.has(RuleKey::ReturnGrade, "choice") || (rules.has(RuleKey::ReturnGrade, "term") && a_term_away)
    }
}

impl StatusChange for Resumption {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        19
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::Application]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if pupil.status != Some(PupilStatus::Suspended) {
            wrong.push(wrong_status(pupil, 19, "只有休学的学生可以复学"));
        }
        if self.grade(pupil).is_none() {
            let what = "学生已在本学段最高年级，不能编入下一年级。";
            wrong.push(Refusal::new(RefusalCode::NextGrade, Basis::Procedure, what, "请编入原年级。"));
        }
        if self.next_grade && !self.may_enter_the_next(pupil, context) {
            let what = "不能编入下一年级。";
            let remedy = "请编入原年级。";
            wrong.push(by_rule(RefusalCode::NextGrade, &context.rules, RuleKey::ReturnGrade, what, remedy));
        }
        if self.next_grade && self.is_early(pupil, context) && context.rules.yes(RuleKey::ReturnEarlyOwn) {
            let what = "休学期未满，提前复学。";
            let remedy = "请编入原年级。";
            wrong.push(by_rule(
                RefusalCode::NextGrade,
                &context.rules,
                RuleKey::ReturnEarlyOwn,
                what,
                remedy,
            ));
        }
        let same_year =
            pupil.record.suspended.is_some_and(|(from, _)| grade_year(from) == grade_year(self.facts.on));
        if self.next_grade && same_year {
            wrong.extend(unexplained(self.why, &self.facts.note, false));
        }
        wrong.extend(self.overdue_refusal(pupil, context));
        wrong.extend(class_refusal(&self.class_name));
        wrong
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn effect(&self, pupil: &Pupil) -> Effect {
        let grade = self.grade(pupil);
        Effect {
            grade,
            class_name: Some(codes::class_name(grade, &self.class_name).text),
            ..Effect::status(PupilStatus::InSchool)
        }
    }
}
