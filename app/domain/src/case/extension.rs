//! 延长休学 (第十九条): a suspension that ends before the pupil is well is made longer, as far as the province allows.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use crate::codes::PupilStatus;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the day of the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Day, documents, note.
    pub facts: Facts,
    /// The new last day.
    pub until: NaiveDate,
}

impl StatusChange for Extension {
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
        let Some((from, until)) =
            pupil.record.suspended.filter(|_| pupil.status == Some(PupilStatus::Suspended))
        else {
            return vec![wrong_status(pupil, 19, "只有休学的学生可以延长休学")];
        };
        let rules = &context.rules;
        let longest =
            rules.number(RuleKey::SuspensionMaxMonths) + rules.number(RuleKey::SuspensionExtensionMonths);
        if self.until <= until {
            let what = "新的最后一天应晚于原来的最后一天。";
            wrong.push(Refusal::new(RefusalCode::Until, Basis::Procedure, what, "提前回校的，请办理复学。"));
        } else if self.until > from + Months::new(longest) {
            let what = format!("连同已休时间，最长{longest}个月。");
            let remedy = "请核对日期，或按规定办理其他手续。";
            wrong.push(by_rule(RefusalCode::Until, rules, RuleKey::SuspensionExtensionMonths, &what, remedy));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect { suspended_until: Some(self.until), ..Effect::status(PupilStatus::Suspended) }
    }
}
