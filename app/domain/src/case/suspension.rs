//! 休学 (第十九条): the guardian applies in writing, the school examines and agrees, the competent authority registers; the
//! record is kept meanwhile.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use crate::codes::PupilStatus;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Why somebody is suspended (JY/T 1001 XJYDYY, shortened to what schools meet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionGround {
    /// 疾病或意外伤害
    Illness,
    /// 传染病
    Infection,
    /// 心理或精神疾病
    MentalHealth,
    /// 家庭原因
    Family,
    /// 应征入伍
    Army,
    /// 中途到境外暂时就读; who leaves for good is entered as abroad (第二十条)
    Abroad,
    /// 被依法限制人身自由
    Custody,
    /// 其他
    Other,
}

impl SuspensionGround {
    /// Every ground.
    pub const ALL: [Self; 8] = [
        Self::Illness,
        Self::Infection,
        Self::MentalHealth,
        Self::Family,
        Self::Army,
        Self::Abroad,
        Self::Custody,
        Self::Other,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Illness => "疾病或意外伤害",
            Self::Infection => "传染病",
            Self::MentalHealth => "心理或精神疾病",
            Self::Family => "家庭原因",
            Self::Army => "应征入伍",
            Self::Abroad => "中途到境外暂时就读",
            Self::Custody => "被依法限制人身自由",
            Self::Other => "其他原因",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Illness => "illness",
            Self::Infection => "infection",
            Self::MentalHealth => "mental_health",
            Self::Family => "family",
            Self::Army => "army",
            Self::Abroad => "abroad",
            Self::Custody => "custody",
            Self::Other => "other",
        }
    }

    /// The ground with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.key() == key)
    }

    /// The document that proves it, as far as one file can.
    pub fn proof(self) -> Paper {
        match self {
            ground if ground.is_medical() => Paper::HospitalRecord,
            Self::Abroad => Paper::Passport,
            _ => Paper::Other,
        }
    }

    fn is_medical(self) -> bool {
        matches!(self, Self::Illness | Self::Infection | Self::MentalHealth)
    }
}

/// The content of a suspension. `facts.on` is its first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// First day, documents, note.
    pub facts: Facts,
    /// Its last day.
    pub until: NaiveDate,
    /// Why.
    pub ground: SuspensionGround,
}

impl Suspension {
    /// Whether what a second-level hospital has written is enough is the province's to say; elsewhere it is the county's hospital.
    /// That there must be one of the two is said with the other papers.
    fn hospital_refusal(&self, context: &Context) -> Option<Refusal> {
        let rules = &context.rules;
        let sighted = |paper| self.facts.papers.contains(&paper);
        let only_level_two = sighted(Paper::LevelTwoRecord) && !sighted(Paper::HospitalRecord);
        (self.ground.is_medical() && only_level_two && rules.has(RuleKey::SuspensionHospital, "county")).then(
            || {
                let what = format!("还没有查验{}。", Paper::HospitalRecord.label());
                by_rule(
                    RefusalCode::Papers,
                    rules,
                    RuleKey::SuspensionHospital,
                    &what,
                    "请查验并留存材料后勾选。",
                )
            },
        )
    }
}

impl StatusChange for Suspension {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        19
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        match self.ground {
            ground if ground.is_medical() => {
                &[&[Paper::Application], &[Paper::HospitalRecord, Paper::LevelTwoRecord]]
            }
            SuspensionGround::Army | SuspensionGround::Custody => &[&[Paper::Application], &[Paper::Other]],
            SuspensionGround::Abroad => &[&[Paper::Application], &[Paper::Passport, Paper::ForeignSchool]],
            _ => &[&[Paper::Application]],
        }
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(wrong_status(pupil, 19, "只有在读学生可以休学"));
        }
        let rules = &context.rules;
        let months = |key| Months::new(rules.number(key));
        let refuse = |code, key, what, remedy| by_rule(code, rules, key, what, remedy);
        if self.until <= self.facts.on {
            let what = "休学的最后一天应晚于第一天。";
            wrong.push(Refusal::new(RefusalCode::Until, Basis::Procedure, what, "请核对两个日期。"));
        } else if self.until > self.facts.on + months(RuleKey::SuspensionMaxMonths) {
            let remedy = "期满仍不能复学的，可以申请延长。";
            wrong.push(refuse(RefusalCode::Until, RuleKey::SuspensionMaxMonths, "休学时间过长。", remedy));
        } else if self.until < self.facts.on + months(RuleKey::SuspensionMinMonths) {
            let remedy = "时间较短的，请按请假办理。";
            wrong.push(refuse(RefusalCode::Until, RuleKey::SuspensionMinMonths, "休学时间过短。", remedy));
        }
        if rules.has_end(
            RuleKey::SuspensionBarred,
            pupil.grade_on(self.facts.on, context.today),
            self.facts.on,
        ) {
            let what = "这个年级在这一学期不办理休学。";
            wrong.push(refuse(RefusalCode::On, RuleKey::SuspensionBarred, what, "请与学籍主管部门商定。"));
        }
        wrong.extend(self.hospital_refusal(context));
        if !rules.has(RuleKey::SuspensionGrounds, self.ground.key()) {
            let what = "不属于可以休学的原因。";
            wrong.push(refuse(
                RefusalCode::SuspensionGround,
                RuleKey::SuspensionGrounds,
                what,
                "请核对休学原因。",
            ));
        }
        wrong
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect { suspended_until: Some(self.until), ..Effect::status(PupilStatus::Suspended) }
    }
}
