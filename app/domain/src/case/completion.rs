//! 毕业、结业、肄业 (第十三条): how a stage ends for a pupil, one by one, entered by class. The last school keeps the archive (第九条). The record
//! of a child who dropped out and did not come back is closed with 肄业 once the compulsory years are over (第二十二条).

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, by_rule, wrong_status};
use crate::certificate::CertificateNumber;
pub use crate::codes::Outcome;
use crate::codes::{Destination, PupilStatus, Stage};
use crate::form::chinese_date;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the day of the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Day, documents, note.
    pub facts: Facts,
    /// How it ended.
    pub outcome: Outcome,
    /// 证书编号 by the school's own rule; empty where the register of certificates ([`crate::certificate`]) gives the number.
    pub certificate: String,
    /// 毕业去向
    pub destination: Option<Destination>,
}

impl Completion {
    /// What keeps the record of a child who has dropped out from being closed: it is kept through the compulsory years (第二十二条), and
    /// where the child has gone is said with its end.
    fn drop_out_refusals(&self, pupil: &Pupil) -> Vec<Refusal> {
        let refuse = |code, what: &str, remedy| Refusal::new(code, Basis::Article(22), what, remedy);
        let mut wrong = Vec::new();
        if self.outcome != Outcome::Incomplete {
            let what = "辍学未返校的学生，年限届满后只能办理肄业。";
            wrong.push(refuse(RefusalCode::Outcome, what, "返校修完学业的，请先办理辍学返校。"));
        }
        if pupil.record.compulsory_until.is_none_or(|until| self.facts.on <= until) {
            let until = pupil.record.compulsory_until.map(|day| chinese_date(&day.to_string()));
            let what = match until {
                Some(until) => format!("义务教育年限到{until}为止，在此以前保留学籍。"),
                None => "在义务教育年限内保留学籍。".to_owned(),
            };
            wrong.push(refuse(RefusalCode::On, &what, "请继续跟进，年限届满后办理。"));
        }
        if self.destination.is_none() {
            let what = "还没有选择学生离校后的去向。";
            wrong.push(refuse(RefusalCode::Destination, what, "请按跟进时了解的情况选择一项。"));
        }
        wrong
    }
}

impl StatusChange for Completion {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        13
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::FinalRecords]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let refuse = |code, what, remedy| Refusal::new(code, Basis::Article(13), what, remedy);
        // Whoever is suspended or has dropped out does not graduate with the class (全国系统：仅正常在校学生参加毕业).
        let early = self.outcome == Outcome::Incomplete && pupil.status == Some(PupilStatus::Suspended);
        let dropped_out = pupil.status == Some(PupilStatus::Lost);
        if pupil.status != Some(PupilStatus::InSchool) && !early && !dropped_out {
            wrong.push(wrong_status(pupil, 13, "只有在读学生可以办理毕业或结业"));
        }
        if dropped_out {
            wrong.extend(self.drop_out_refusals(pupil));
        } else if self.outcome == Outcome::Incomplete && pupil.is_compulsory() {
            let what = "义务教育阶段不办理肄业。";
            wrong.push(refuse(RefusalCode::Outcome, what, "未修完的学生应继续就读，完成义务教育。"));
        } else if self.outcome != Outcome::Incomplete && !pupil.leaves_this_year() {
            let what = "只有毕业年级的学生可以毕业或结业。";
            wrong.push(refuse(RefusalCode::Outcome, what, "请核对学生的年级。"));
        }
        let certificate = self.certificate.trim();
        let form = context.rules.certificate_form();
        let remedy = "请按证书填写编号；不填写的，发证时由证书登记簿编号。";
        match (form, &pupil.record.numbered) {
            _ if certificate.is_empty() => {}
            (Some(form), Some(at)) => {
                let number = CertificateNumber::by_form(certificate, &form, at, self.facts.on.year());
                let told = |what: String| {
                    let (code, key) = (RefusalCode::Certificate, RuleKey::CertificateNumber);
                    by_rule(code, &context.rules, key, &what, remedy)
                };
                wrong.extend(number.err().map(told));
            }
            _ => {
                let number = CertificateNumber::typed(certificate);
                wrong.extend(
                    number.err().map(|error| refuse(RefusalCode::Certificate, error.message(), remedy)),
                );
            }
        }
        // A primary pupil always goes on to junior middle school; where others go has to be said.
        let open = pupil.grade.stage() != Stage::Primary;
        if self.outcome == Outcome::Graduated && open && self.destination.is_none() {
            wrong.push(refuse(RefusalCode::Destination, "还没有选择毕业去向。", "请选择一项。"));
        }
        let late = !dropped_out
            && context
                .rules
                .day(RuleKey::GraduationDeadline, context.today.year())
                .is_some_and(|last| context.today > last && self.facts.on.year() == last.year());
        if late && crate::text::length(&self.facts.note) < 2 {
            let what = "已过办理毕业和结业的最后日期。";
            let remedy = "请在说明中写明逾期的原因。";
            wrong.push(by_rule(RefusalCode::Note, &context.rules, RuleKey::GraduationDeadline, what, remedy));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect { ends_spell: true, ..Effect::status(self.outcome.status()) }
    }

    fn days_ahead(&self) -> u64 {
        60
    }

    fn goes_on_in_the_freeze(&self) -> bool {
        true
    }
}
