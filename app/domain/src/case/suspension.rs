//! 休学 (第十九条): the guardian applies in writing, the school examines and agrees, the competent authority registers; the
//! record is kept meanwhile.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, wrong_status};
use crate::codes::PupilStatus;
use crate::refusal::{Basis, Refusal};
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
    /// 其他
    Other,
}

impl SuspensionGround {
    /// Every ground.
    pub const ALL: [Self; 5] =
        [Self::Illness, Self::Infection, Self::MentalHealth, Self::Family, Self::Other];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Illness => "疾病或意外伤害",
            Self::Infection => "传染病",
            Self::MentalHealth => "心理或精神疾病",
            Self::Family => "家庭原因",
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
            Self::Other => "other",
        }
    }

    /// The ground with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.key() == key)
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

impl StatusChange for Suspension {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        19
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        if self.ground.is_medical() {
            &[&[Paper::Application], &[Paper::HospitalRecord]]
        } else {
            &[&[Paper::Application]]
        }
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context<'_>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(wrong_status(pupil, 19, "只有在读学生可以休学"));
        }
        let months = context.rules.suspension_max_months;
        if self.until <= self.facts.on {
            let what = "休学的最后一天应晚于第一天。";
            wrong.push(Refusal::new("until", Basis::Procedure, what, "请核对两个日期。"));
        } else if self.until > self.facts.on + Months::new(months) {
            wrong.push(Refusal::new(
                "until",
                Basis::Rule("休学期限".into()),
                format!("一次休学最长 {months} 个月。"),
                "期满仍不能复学的，可以再次申请。",
            ));
        }
        wrong
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect::status(PupilStatus::Suspended)
    }
}
