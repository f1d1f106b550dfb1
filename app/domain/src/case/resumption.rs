//! 复学 (第十九条): the pupil comes back, to the own grade or the next, and the school puts the record in order at once.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, wrong_status};
use crate::codes::{Grade, PupilStatus};
use crate::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};

/// The content of a resumption. `facts.on` is the first day back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumption {
    /// First day back, documents, note.
    pub facts: Facts,
    /// Into the next grade, not the one that was left.
    pub next_grade: bool,
    /// 班级
    pub class_name: String,
}

impl Resumption {
    fn grade(&self, pupil: &Pupil) -> Option<Grade> {
        let step = u8::from(self.next_grade);
        let grade = Grade::new(pupil.grade.absolute() + step, pupil.grade.system())?;
        (grade.stage() == pupil.grade.stage()).then_some(grade)
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

    fn own_refusals(&self, pupil: &Pupil, _: &Context<'_>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if pupil.status != Some(PupilStatus::Suspended) {
            wrong.push(wrong_status(pupil, 19, "只有休学的学生可以复学"));
        }
        if self.grade(pupil).is_none() {
            let what = "学生已在本学段最高年级，不能编入下一年级。";
            wrong.push(Refusal::new("next_grade", Basis::Procedure, what, "请编入原年级。"));
        }
        let class = self.class_name.trim().chars().count();
        if !(1..=20).contains(&class) {
            let what = "还没有填写班级，或超过20个字。";
            wrong.push(Refusal::new("class_name", Basis::Procedure, what, "请填写学生复学后所在的班级。"));
        }
        wrong
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn effect(&self, pupil: &Pupil) -> Effect {
        Effect {
            status: PupilStatus::InSchool,
            grade: self.grade(pupil),
            class_name: Some(self.class_name.trim().to_owned()),
            ends_spell: false,
        }
    }
}
