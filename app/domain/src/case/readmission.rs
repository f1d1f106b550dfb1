//! Coming back: from a school outside the country (第二十条: 接续原来的学籍档案), or after a drop-out (第二十二条). Years at a school
//! elsewhere account for as many grades; who enters a higher one leaves a grade out, and the school says why.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, class_refusal, wrong_status};
use super::systems::{GradeReason, unexplained};
use crate::codes::{self, Grade, PupilStatus};
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Where somebody comes back from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Away {
    /// 出境就读
    Abroad,
    /// 辍学, or 下落不明
    DroppedOut,
}

/// The content. `facts.on` is the first day back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readmission {
    /// First day, documents, note.
    pub facts: Facts,
    /// Where from.
    pub from: Away,
    /// 编入的年级, absolute: the grade that was left or a later one of the same school.
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// Why a grade is left out, when one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<GradeReason>,
}

impl Readmission {
    fn grade(&self, pupil: &Pupil) -> Option<Grade> {
        Grade::new(self.grade, pupil.grade.system())
            .filter(|grade| grade.absolute() >= pupil.grade.absolute())
            .filter(|grade| pupil.record.stages.contains(&grade.stage()))
    }
}

impl StatusChange for Readmission {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        match self.from {
            Away::Abroad => 20,
            Away::DroppedOut => 22,
        }
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        match self.from {
            Away::Abroad => &[&[Paper::Application], &[Paper::ForeignSchool, Paper::Passport, Paper::Other]],
            Away::DroppedOut => &[],
        }
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let _ = context;
        let mut wrong = Vec::new();
        let from: &[PupilStatus] = match self.from {
            Away::Abroad => &[PupilStatus::Abroad],
            // Who was missing and is found has stayed away as well.
            Away::DroppedOut => &[PupilStatus::Lost, PupilStatus::Missing],
        };
        let only = match self.from {
            Away::Abroad => "只有出境就读的学生可以办理回国（境）复学",
            Away::DroppedOut => "只有辍学或下落不明的学生可以办理返校",
        };
        if !pupil.status.is_some_and(|status| from.contains(&status)) {
            wrong.push(wrong_status(pupil, self.article(), only));
        }
        if self.grade(pupil).is_none() {
            let what = "应编入原年级或本校更高的年级。";
            wrong.push(Refusal::new(
                RefusalCode::Grade,
                Basis::Article(self.article()),
                what,
                "请重新选择年级。",
            ));
        } else if self.grade > pupil.grade.absolute() + pupil.years_elsewhere() {
            wrong.extend(unexplained(self.why, &self.facts.note, false));
        }
        wrong.extend(class_refusal(&self.class_name));
        wrong
    }

    fn effect(&self, pupil: &Pupil) -> Effect {
        let grade = self.grade(pupil);
        Effect {
            grade,
            class_name: Some(codes::class_name(grade, &self.class_name).text),
            ..Effect::status(PupilStatus::InSchool)
        }
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn goes_on_in_the_freeze(&self) -> bool {
        true
    }
}
