//! 退学 and 开除: in senior high only. In compulsory education both are refused (《义务教育法》第二十七条; 第二十二条: 在义务教育年限内
//! 为其保留学籍).

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use super::resumption::overdue;
use crate::calendar::school_year;
use crate::codes::PupilStatus;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::Days;
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
    /// 休学期满未复学
    Overdue,
    /// 高一新生逾期未报到
    NotArrived,
    /// 开除学籍
    Expelled,
}

impl Manner {
    /// Every manner.
    pub const ALL: [Self; 6] = [
        Self::Voluntary,
        Self::AbsentRunning,
        Self::AbsentInAll,
        Self::Overdue,
        Self::NotArrived,
        Self::Expelled,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Voluntary => "自愿退学",
            Self::AbsentRunning => "连续旷课，按退学处理",
            Self::AbsentInAll => "累计旷课，按退学处理",
            Self::Overdue => "休学期满未复学，按退学处理",
            Self::NotArrived => "高一新生逾期未报到，取消入学资格",
            Self::Expelled => "开除学籍",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Voluntary => "voluntary",
            Self::AbsentRunning => "absent_running",
            Self::AbsentInAll => "absent_in_all",
            Self::Overdue => "overdue",
            Self::NotArrived => "not_arrived",
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

/// Absent from within so many days after the first is never to have come.
const FIRST_WEEK: Days = Days::new(7);

impl Withdrawal {
    /// Only who has just entered senior high loses the place by not coming, and only where the province says after how many days.
    fn not_arrived_refusal(&self, pupil: &Pupil, context: &Context) -> Option<Refusal> {
        let rules = &context.rules;
        let days = rules.number(RuleKey::SeniorLateDays);
        let refuse =
            |code, what: &str, remedy| Some(by_rule(code, rules, RuleKey::SeniorLateDays, what, remedy));
        let new = pupil.grade.in_stage() == 1 && school_year(pupil.since) == school_year(context.today);
        let never_came = pupil.status == Some(PupilStatus::InSchool)
            && pupil.record.absent_since.is_some_and(|day| day <= pupil.since + FIRST_WEEK);
        if days == 0 {
            refuse(RefusalCode::Manner, "本省没有逾期未报到取消入学资格的规定。", "请按旷课或自愿退学办理。")
        } else if !new {
            refuse(RefusalCode::Manner, "只有本学年新入学的高一学生适用。", "请按旷课或自愿退学办理。")
        } else if !never_came {
            refuse(
                RefusalCode::Manner,
                "没有从报到之日起缺课的登记。",
                "请先登记缺课并联系学生；已经到校或者休学的不适用。",
            )
        } else if context.today <= pupil.since + Days::new(days.into()) {
            refuse(RefusalCode::On, "报到期限届满后的天数还不够。", "请继续联系学生和监护人。")
        } else {
            None
        }
    }
}

/// Only where the province says so, and only once the suspension has run out.
fn overdue_refusal(pupil: &Pupil, context: &Context) -> Option<Refusal> {
    let rules = &context.rules;
    let key = RuleKey::SuspensionOverdue;
    if !rules.has(key, "withdraw") {
        let what = "本省没有休学期满未复学按退学处理的规定。";
        return Some(by_rule(RefusalCode::Manner, rules, key, what, "请催办复学或延长休学。"));
    }
    let over = pupil.status == Some(PupilStatus::Suspended) && overdue(pupil, context.today, context);
    (!over)
        .then(|| by_rule(RefusalCode::Manner, rules, key, "学生的休学还没有期满。", "请核对休学的最后一天。"))
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
            Manner::AbsentRunning | Manner::AbsentInAll | Manner::Overdue | Manner::NotArrived => {
                &[&[Paper::FollowUpRecord, Paper::Other]]
            }
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
            Manner::Overdue => {
                wrong.extend(overdue_refusal(pupil, context));
                return wrong;
            }
            Manner::NotArrived => {
                wrong.extend(self.not_arrived_refusal(pupil, context));
                return wrong;
            }
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
