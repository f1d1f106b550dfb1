//! 留级 and 跳级 (第十一条): only where the province allows it, and as often as it allows it. Both are entered after the promotion
//! of the year: who repeats goes back to the grade just left, who skips goes on to the one after.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, class_refusal, wrong_status};
use crate::codes::{self, Grade, PupilStatus};
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use serde::{Deserialize, Serialize};

/// 留级. `facts.on` is the first day in the repeated grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// First day, documents, note.
    pub facts: Facts,
    /// 班级 in the repeated grade.
    pub class_name: String,
}

/// 跳级. `facts.on` is the first day in the grade entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// First day, documents, note.
    pub facts: Facts,
    /// 班级 in the grade entered.
    pub class_name: String,
}

/// The grade one step up or down, when it lies in the same stage.
fn neighbour(grade: Grade, step: i8) -> Option<Grade> {
    let next = Grade::new(grade.absolute().checked_add_signed(step)?, grade.system())?;
    (next.stage() == grade.stage()).then_some(next)
}

/// What is wrong with either: the pupil must be in school, and the grade must be there.
fn common(pupil: &Pupil, step: i8, class_name: &str, what: &str) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if pupil.status != Some(PupilStatus::InSchool) {
        wrong.push(wrong_status(pupil, 11, &format!("只有在读学生可以{what}")));
    }
    if neighbour(pupil.grade, step).is_none() {
        let sentence = format!("{}没有可以{what}编入的年级。", pupil.grade.label());
        wrong.push(Refusal::new(RefusalCode::On, Basis::Procedure, sentence, "请核对学生的年级。"));
    }
    wrong.extend(class_refusal(class_name));
    wrong
}

fn moved(pupil: &Pupil, step: i8, class_name: &str) -> Effect {
    let grade = neighbour(pupil.grade, step);
    Effect {
        grade,
        class_name: Some(codes::class_name(grade, class_name).text),
        ..Effect::status(PupilStatus::InSchool)
    }
}

impl StatusChange for Repeat {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        11
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::Application]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = common(pupil, -1, &self.class_name, "留级");
        let (rules, record) = (&context.rules, &pupil.record);
        let by_need = record.disabled && rules.yes(RuleKey::RepeatSpecialNeeds) && record.repeats == 0;
        if !by_need && !rules.has_stage(RuleKey::RepeatStages, pupil.grade.stage()) {
            let what = "本学段不办理留级。";
            let remedy = "请帮助学生随班学习，不得强制留级。";
            wrong.push(by_rule(RefusalCode::On, rules, RuleKey::RepeatStages, what, remedy));
        } else if !by_need
            && (record.repeaters + 1) * 100 > rules.number(RuleKey::RepeatCap) as usize * record.grade_size
        {
            let what = format!("本年级{}人，已有{}人留级。", record.grade_size, record.repeaters);
            wrong.push(by_rule(RefusalCode::On, rules, RuleKey::RepeatCap, &what, "不能再办理留级。"));
        }
        if pupil.leaves_this_year() && !rules.yes(RuleKey::RepeatLeaving) {
            let what = "毕业年级学生不办理留级。";
            let remedy = "请按规定办理毕业、结业。";
            wrong.push(by_rule(RefusalCode::On, rules, RuleKey::RepeatLeaving, what, remedy));
        }
        wrong
    }

    fn effect(&self, pupil: &Pupil) -> Effect {
        moved(pupil, -1, &self.class_name)
    }

    fn days_ahead(&self) -> u64 {
        60
    }
}

impl StatusChange for Skip {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        11
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::Application], &[Paper::Assessment, Paper::Other]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = common(pupil, 1, &self.class_name, "跳级");
        let rules = &context.rules;
        if !rules.has_stage(RuleKey::SkipStages, pupil.grade.stage()) {
            let what = "本学段不办理跳级。";
            wrong.push(by_rule(RefusalCode::On, rules, RuleKey::SkipStages, what, "请让学生在原年级学习。"));
        } else if pupil.record.skips >= rules.number(RuleKey::SkipPerStage) as usize {
            let what = format!("学生在本学段已跳级{}次。", pupil.record.skips);
            wrong.push(by_rule(RefusalCode::On, rules, RuleKey::SkipPerStage, &what, "不能再次跳级。"));
        }
        wrong
    }

    fn effect(&self, pupil: &Pupil) -> Effect {
        moved(pupil, 1, &self.class_name)
    }

    fn days_ahead(&self) -> u64 {
        60
    }
}
