//! 退学 and 开除: in senior high only. In compulsory education both are refused (《义务教育法》第二十七条; 第二十二条: 在义务教育年限内
//! 为其保留学籍).

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use crate::codes::PupilStatus;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use serde::{Deserialize, Serialize};

/// How somebody leaves without finishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// 自愿退学
    Voluntary,
    /// 连续旷课
    AbsentRunning,
    /// 累计旷课
    AbsentInAll,
    /// 开除学籍
    Expelled,
}

impl Manner {
    /// Every manner.
    pub const ALL: [Self; 4] = [Self::Voluntary, Self::AbsentRunning, Self::AbsentInAll, Self::Expelled];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Voluntary => "自愿退学",
            Self::AbsentRunning => "连续旷课，按退学处理",
            Self::AbsentInAll => "累计旷课，按退学处理",
            Self::Expelled => "开除学籍",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Voluntary => "voluntary",
            Self::AbsentRunning => "absent_running",
            Self::AbsentInAll => "absent_in_all",
            Self::Expelled => "expelled",
        }
    }

    /// The manner with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|manner| manner.key() == key)
    }
}

/// The content. `facts.on` is the last day at school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Last day, documents, note.
    pub facts: Facts,
    /// How.
    pub manner: Manner,
    /// 旷课天数; 0 where none is counted.
    pub days: u32,
}

impl StatusChange for Withdrawal {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        11
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        match self.manner {
            Manner::Voluntary => &[&[Paper::Application]],
            Manner::AbsentRunning | Manner::AbsentInAll => &[&[Paper::FollowUpRecord, Paper::Other]],
            Manner::Expelled => &[&[Paper::Sanction]],
        }
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        if pupil.is_compulsory() {
            let law = Basis::Law("《义务教育法》第二十七条、《中小学生学籍管理办法》第二十二条".into());
            let what = "义务教育阶段的学生不得退学，学校不得开除学生。";
            let remedy = "学生离校不归的，请登记缺课并劝返；需要治疗的，请办理休学。";
            return vec![Refusal::new(RefusalCode::Manner, law, what, remedy)];
        }
        let mut wrong = Vec::new();
        if !matches!(pupil.status, Some(PupilStatus::InSchool | PupilStatus::Suspended)) {
            wrong.push(wrong_status(pupil, 11, "不能办理退学"));
        }
        let key = match self.manner {
            Manner::AbsentRunning => RuleKey::WithdrawConsecutive,
            Manner::AbsentInAll => RuleKey::WithdrawCumulative,
            Manner::Voluntary | Manner::Expelled => return wrong,
        };
        if self.days < context.rules.number(key) {
            let what = "旷课的天数还不够。";
            wrong.push(by_rule(RefusalCode::Days, &context.rules, key, what, "请核对考勤记录。"));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        let status = match self.manner {
            Manner::Expelled => PupilStatus::Expelled,
            _ => PupilStatus::Withdrawn,
        };
        Effect { ends_spell: true, ..Effect::status(status) }
    }
}
