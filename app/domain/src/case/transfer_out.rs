//! 转往本系统外学校 (第十四条至第十六条): a pupil in the middle of a stage goes to a school of another province that another system
//! serves, so that no school here can open the transfer. The releasing school opens it on the strength of the receiving school's consent.
//! When it is decided the archive is owed within a month, and the pupil stays on roll (在籍) until the receipt of the other side is entered.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use super::transfer::TransferGround;
use crate::codes::{PupilStatus, province_name};
use crate::id::UnitId;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the last day at the school, or the day on which the pupil is to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferOut {
    /// Day, documents, note.
    pub facts: Facts,
    /// Why.
    pub ground: TransferGround,
    /// 转入省份: two digits.
    pub province: String,
    /// 转入学校标识码, as the receiving school's consent gives it; none when what was typed is no school code.
    pub to: Option<UnitId>,
    /// 转入学校名称
    pub to_name: String,
}

impl StatusChange for TransferOut {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        14
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::Application], &[Paper::Admission]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let mut refuse = |code: RefusalCode, what: &str, remedy: &str| {
            wrong.push(Refusal::new(code, Basis::Article(14), what, remedy));
        };
        let own = context.actor.unit.as_ref().and_then(UnitId::school_province);
        if province_name(&self.province).is_none() {
            refuse(RefusalCode::Province, "还没有选择转入的省份。", "请按转入学校的接收证明选择。");
        } else if own == Some(self.province.as_str()) {
            let remedy = "请由转入学校在“转入学生”中办理，学籍在系统内转接。";
            refuse(RefusalCode::Province, "转入学校在本省，不办理转往本系统外学校。", remedy);
        }
        match self.to.as_ref().and_then(UnitId::school_province) {
            None => {
                refuse(RefusalCode::ToCode, "转入学校的标识码应为10位数字。", "请按转入学校的接收证明填写。")
            }
            Some(there) if there != self.province => {
                let what = "转入学校标识码的第三、四位与所选省份不符。";
                refuse(RefusalCode::ToCode, what, "请核对省份和学校标识码。");
            }
            Some(_) => {}
        }
        if !(2..=60).contains(&crate::text::length(&self.to_name)) {
            refuse(RefusalCode::ToName, "还没有填写转入学校的名称，或超过60个字。", "请填写学校全称。");
        }
        if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(wrong_status(pupil, 14, "只有在读的学生可以转学"));
        }
        if pupil.record.mismatched {
            let what = "学生的学籍属于问题学籍，尚未处理完毕。";
            let remedy = "请先办理：身份信息不一致的办理基础信息变更，疑似重复的举证，办结后再转学。";
            wrong.push(Refusal::new(RefusalCode::Status, Basis::Article(6), what, remedy));
        }
        let rules = &context.rules;
        if rules.within(RuleKey::TransferFreeze, context.today) {
            let what = "现在不受理新的转学申请。";
            wrong.push(by_rule(
                RefusalCode::On,
                rules,
                RuleKey::TransferFreeze,
                what,
                "请在上述时段之后办理。",
            ));
        }
        wrong
    }

    /// The pupil is still the school's: what changes the record is the receipt of the other side (第十五条).
    fn effect(&self, _: &Pupil) -> Effect {
        Effect::status(PupilStatus::InSchool)
    }

    fn days_ahead(&self) -> u64 {
        60
    }
}
