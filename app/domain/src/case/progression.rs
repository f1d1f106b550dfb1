//! 升学 (第十四条): the school that receives a graduate opens it, from the graduate's number and name; the school that the graduate
//! leaves and both authorities handle it as they do a transfer. Within one school (九年一贯制) no archive moves.

use super::Context;
use super::change::{Facts, Paper, Pupil, by_rule, class_refusal, facts_refusals, wrong_status};
use crate::codes::{Grade, PupilStatus, Stage};
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
}

/// The first grade of the stage after a pupil's, counted in a school's system; none after senior high.
pub fn next_stage(pupil: &Pupil, to: &Unit) -> Option<Grade> {
    let stage = match pupil.grade.stage() {
        Stage::Primary => Stage::Junior,
        Stage::Junior => Stage::Senior,
        Stage::Senior => return None,
    };
    let system = to.school.as_ref()?.system;
    Grade::new(system.grades(stage).0, system)
}

const NEEDED: &[&[Paper]] = &[];

impl Progression {
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
        let offered = next_stage(pupil, to).is_some_and(|grade| {
            to.school.as_ref().is_some_and(|school| school.stages.contains(&grade.stage()))
        });
        if !offered {
            let what = format!("{}没有学生毕业后的下一学段。", to.name);
            wrong.push(Refusal::new(
                RefusalCode::Number,
                Basis::Article(14),
                what,
                "请核对学生的年级和升入学校。",
            ));
        }
        if province_of(&from.path) != province_of(&to.path)
            && !context.rules.within(RuleKey::CrossProvinceEntry, context.today)
        {
            let what = "现在不受理毕业后跨省就学。";
            let remedy = "请在受理时段内办理。";
            wrong.push(by_rule(RefusalCode::On, &context.rules, RuleKey::CrossProvinceEntry, what, remedy));
        }
        wrong.extend(class_refusal(&self.class_name));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}
