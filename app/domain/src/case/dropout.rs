//! 辍学 (第二十二条): after the days of the province's rule, and with the school's efforts on record, a suspected drop-out is
//! confirmed. The record is kept through the compulsory years; the written reports follow from the approval.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use crate::codes::PupilStatus;
use crate::form::chinese_date;
use crate::question::Question;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the first day of absence; it must be the one on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropOut {
    /// First day of absence, documents, note.
    pub facts: Facts,
}

/// What a school did once to bring a pupil back (劝返): what a confirmed drop-out rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// When.
    pub on: NaiveDate,
    /// 劝返方式, e.g. 家访.
    pub manner: String,
    /// 情况: what was said, what comes next.
    pub result: String,
    /// Who put it down.
    pub by: String,
}

/// What is unusual about an absence that began before the pupil came to the present school.
pub fn absent_before(on: NaiveDate, here_since: NaiveDate) -> Option<String> {
    (on < here_since).then(|| {
        let since = chinese_date(&here_since.to_string());
        format!("缺课第一天早于学生到本校就读的日期（{since}）。")
    })
}

impl StatusChange for DropOut {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        22
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::FollowUpRecord]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let refuse = |code, what, remedy| Refusal::new(code, Basis::Article(22), what, remedy);
        if !pupil.is_compulsory() {
            wrong.push(refuse(
                RefusalCode::Status,
                "辍学只对义务教育阶段的学生认定。",
                "高中学生请办理休学或退学。",
            ));
        }
        if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(wrong_status(pupil, 22, "只有在读学生可以认定为辍学"));
        }
        match pupil.record.absent_since {
            None => {
                wrong.push(refuse(RefusalCode::On, "还没有登记学生缺课。", "请先在学生档案登记缺课和劝返。"))
            }
            Some(since) if since != self.facts.on => {
                let what = "日期与登记的缺课第一天不同。";
                wrong.push(refuse(RefusalCode::On, what, "请填写登记的日期。"));
            }
            Some(since) => {
                let days = u64::from(context.rules.number(RuleKey::DropoutConfirmDays));
                if since + Days::new(days) > context.today {
                    let what = "连续缺课的天数还不够。";
                    let remedy = "请继续劝返，并逐次登记。";
                    wrong.push(by_rule(
                        RefusalCode::On,
                        &context.rules,
                        RuleKey::DropoutConfirmDays,
                        what,
                        remedy,
                    ));
                }
            }
        }
        if pupil.record.follow_ups == 0 {
            wrong.push(refuse(RefusalCode::Papers, "还没有登记过劝返。", "请先在学生档案登记至少一次劝返。"));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect::status(PupilStatus::Lost)
    }

    /// The day on record, which the school confirmed when it lies before the pupil came.
    fn earliest(&self, pupil: &Pupil) -> NaiveDate {
        pupil.record.absent_since.map_or(pupil.since, |since| since.min(pupil.since))
    }

    fn questions(&self, pupil: &Pupil) -> Vec<Question> {
        absent_before(self.facts.on, pupil.since)
            .map(|words| Question::new("on", words))
            .into_iter()
            .collect()
    }

    fn goes_on_in_the_freeze(&self) -> bool {
        true
    }
}
