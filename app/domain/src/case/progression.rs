//! 升学 (第十四条): the school that receives a graduate opens it, from the graduate's number and name; the school that the graduate
//! leaves and both authorities handle it as they do a transfer. Within one school (九年一贯制) no archive moves. Who has finished a
//! primary school of five years goes on in the sixth year, which in a school of six years still is primary school.

use super::Context;
use super::change::{
    Facts, Paper, Pupil, by_rule, class_refusal, facts_refusals, in_principle, settle, wrong_status,
};
use super::systems::{GradeChoice, Way};
use crate::codes::{Grade, PupilStatus};
use crate::id::UnitId;
use crate::org::Unit;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::{RuleKey, province_of};
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the first day at the receiving school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progression {
    /// First day, documents, note.
    pub facts: Facts,
    /// 毕业学校
    pub from: UnitId,
    /// Its name.
    pub from_name: String,
    /// 升入学校
    pub to: UnitId,
    /// Its name.
    pub to_name: String,
    /// 班级 at the receiving school.
    pub class_name: String,
    /// The grade, when the receiving school has chosen it itself; otherwise the one that goes on with the schooling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<GradeChoice>,
}

/// The grade in which a graduate goes on, counted in a school's system; none after senior high.
pub fn next_grade(graduate: &Pupil, to: &Unit) -> Option<Grade> {
    Way { pupil: graduate, finished: true, to }.grade(None)
}

const NEEDED: &[&[Paper]] = &[];

/// The documents of which each group must have been sighted: none, the record itself goes on.
pub fn needed() -> &'static [&'static [Paper]] {
    NEEDED
}

impl Progression {
    /// The grade at the receiving school, counted in its system.
    pub fn grade_there(&self, graduate: &Pupil, to: &Unit) -> Option<Grade> {
        Way { pupil: graduate, finished: true, to }.grade(self.grade.as_ref())
    }

    /// Whether the receiving school may open it.
    ///
    /// # Errors
    /// Everything that is wrong at once; a refusal's code is the name of the field it is about.
    pub fn check(
        &self,
        pupil: &Pupil,
        from: &Unit,
        to: &Unit,
        context: &Context,
    ) -> Result<(), Vec<Refusal>> {
        settle(self.wrong(pupil, from, to, context), &self.facts.note)
    }

    /// What the province does not allow in principle, in words: whoever decides passes it with a reason.
    pub fn exceptions(&self, pupil: &Pupil, from: &Unit, to: &Unit, context: &Context) -> Vec<String> {
        in_principle(&self.wrong(pupil, from, to, context))
    }

    /// Everything that speaks against it, in principle or for good.
    fn wrong(&self, pupil: &Pupil, from: &Unit, to: &Unit, context: &Context) -> Vec<Refusal> {
        let context = &context.of_stage(pupil.grade.stage());
        let mut wrong = facts_refusals(&self.facts, pupil.since, 60, context, NEEDED, 14);
        if !matches!(pupil.status, Some(PupilStatus::Graduated | PupilStatus::Completed)) {
            wrong.push(Refusal {
                code: RefusalCode::Number,
                ..wrong_status(pupil, 14, "只有已办理毕业或结业的学生可以升学")
            });
        } else if pupil.status == Some(PupilStatus::Completed) && !pupil.is_compulsory() {
            let what = "高中结业的学生没有下一学段。";
            wrong.push(Refusal::new(RefusalCode::Number, Basis::Article(14), what, "请核对学生的学籍档案。"));
        }
        let way = Way { pupil, finished: true, to };
        wrong.extend(way.refusals(self.grade.as_ref(), &self.facts.note, RefusalCode::Number, context));
        if province_of(&from.path) != province_of(&to.path)
            && !context.rules.within(RuleKey::CrossProvinceEntry, context.today)
        {
            let what = "现在不受理毕业后跨省就学。";
            let remedy = "请在受理时段内办理。";
            wrong.push(by_rule(RefusalCode::On, &context.rules, RuleKey::CrossProvinceEntry, what, remedy));
        }
        wrong.extend(class_refusal(&self.class_name));
        wrong
    }
}
