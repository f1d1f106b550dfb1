//! 毕业证书、结业证书、肄业证明 and their register (证书登记簿, 第十三条): each completion has one certificate in force, a lost one is replaced
//! by a 证明书 that names it, a wrong one is revoked, and no number is given twice.

mod number;
#[cfg(test)]
mod tests;

pub use number::{CertificateNumber, NumberError, SERIAL_MAX, is_systems};

use crate::codes::{Outcome, Sex, Stage};
use crate::ident::OwnName;
use crate::matter::{Act, Checked, Lifecycle, TwoSteps};
use crate::print::PrintKind;
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Fewest characters of a reason.
const REASON_MIN: usize = 4;
/// Most characters of a reason that are kept.
const REASON_MAX: usize = 200;

/// The kinds of certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateKind {
    /// 毕业证书
    Graduation,
    /// 结业证书
    Completion,
    /// 肄业证明
    Attendance,
    /// 毕业证明书: in place of a lost 毕业证书
    GraduationProof,
    /// 结业证明书: in place of a lost 结业证书
    CompletionProof,
}

impl CertificateKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Graduation, Self::Completion, Self::Attendance, Self::GraduationProof, Self::CompletionProof];

    /// What an outcome is certified with.
    pub fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Graduated => Self::Graduation,
            Outcome::Completed => Self::Completion,
            Outcome::Incomplete => Self::Attendance,
        }
    }

    /// What is issued when one of this kind is lost.
    #[must_use]
    pub fn replacement(self) -> Self {
        match self {
            Self::Graduation | Self::GraduationProof => Self::GraduationProof,
            Self::Completion | Self::CompletionProof => Self::CompletionProof,
            Self::Attendance => Self::Attendance,
        }
    }

    /// The sheet it is printed on.
    pub fn sheet(self) -> PrintKind {
        match self {
            Self::Graduation => PrintKind::GraduationCertificate,
            Self::Completion => PrintKind::CompletionCertificate,
            Self::Attendance => PrintKind::AttendanceCertificate,
            Self::GraduationProof => PrintKind::GraduationProof,
            Self::CompletionProof => PrintKind::CompletionProof,
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        self.sheet().label()
    }

    /// The digit in a number of the system's.
    pub fn digit(self) -> u8 {
        match self {
            Self::Graduation => 1,
            Self::Completion => 2,
            Self::Attendance => 3,
            Self::GraduationProof => 4,
            Self::CompletionProof => 5,
        }
    }
}

/// Where a certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// 有效
    Valid,
    /// 遗失补办: lost, another certifies in its place
    Replaced,
    /// 已撤销
    Revoked,
}

impl CertificateState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::Replaced => "遗失，已补办",
            Self::Revoked => "已撤销",
        }
    }
}

/// What a certificate says of the pupil: as the record stood when it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// 姓名
    pub name: String,
    /// 民族文字姓名, where there is one: it stands behind the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_name: Option<OwnName>,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub born_on: NaiveDate,
    /// 年级 and 班级 when it ended.
    pub class_label: String,
    /// 学段
    pub stage: Stage,
    /// How many years the stage lasts at this school.
    pub years: u8,
    /// 学校
    pub school: String,
    /// First day at this school in this stage.
    pub from_on: NaiveDate,
    /// Day of the completion, which the certificate bears.
    pub on: NaiveDate,
    /// How it ended.
    pub outcome: Outcome,
}

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// 证书编号
    pub number: String,
    /// 种类
    pub kind: CertificateKind,
    /// What it says.
    pub facts: Finished,
    /// Who issued it, and when.
    pub issued: Act,
    /// The number of the lost one it stands for.
    pub replaces: Option<String>,
    /// 补办单位: who issued it in the place of a school that is no more; none where the school did so itself.
    #[serde(default)]
    pub in_place: Option<String>,
    /// Where it stands.
    pub state: CertificateState,
    /// Who replaced or revoked it, when and why.
    pub ended: Option<(Act, String)>,
}

impl Certificate {
    /// The certificate of a completion. That there is no other in force is for the register to see to.
    pub fn issue(number: &CertificateNumber, facts: Finished, act: Act) -> Self {
        Self {
            number: number.to_string(),
            kind: CertificateKind::of(facts.outcome),
            facts,
            issued: act,
            replaces: None,
            in_place: None,
            state: CertificateState::Valid,
            ended: None,
        }
    }

    /// Whether it may be replaced as lost.
    ///
    /// # Errors
    /// A refusal for one that was revoked, or without a reason.
    pub fn may_replace(&self, reason: &str) -> Result<(), Vec<Refusal>> {
        if self.state == CertificateState::Revoked {
            return life().refuse(RefusalCode::State, "证书已经撤销，不能补办。", "请为该生重新发证。");
        }
        checked_reason(reason, "例如「监护人书面说明证书遗失」").map(|_| ())
    }

    /// The lost one and what stands for it. A lost one whose replacement was revoked may be replaced again.
    ///
    /// # Errors
    /// As [`Self::may_replace`].
    pub fn replace(
        &self,
        number: &CertificateNumber,
        reason: &str,
        act: &Act,
    ) -> Result<(Self, Self), Vec<Refusal>> {
        self.may_replace(reason)?;
        let reason = checked_reason(reason, "")?;
        let next = Self {
            number: number.to_string(),
            kind: self.kind.replacement(),
            facts: self.facts.clone(),
            issued: act.clone(),
            replaces: Some(self.number.clone()),
            in_place: None,
            state: CertificateState::Valid,
            ended: None,
        };
        let state = CertificateState::Replaced;
        Ok((Self { state, ended: Some((act.clone(), reason)), ..self.clone() }, next))
    }

    /// The same, issued by the unit that follows a school that is no more (承接学校, or the authority that keeps its archives).
    #[must_use]
    pub fn in_place_of_the_school(self, unit: &str) -> Self {
        Self { in_place: Some(unit.to_owned()), ..self }
    }

    /// The certificate revoked, for good.
    ///
    /// # Errors
    /// A refusal for one that is no longer in force, for who issued it, or without a reason.
    pub fn revoke(&self, reason: &str, act: Act) -> Result<Self, Vec<Refusal>> {
        life().in_state(self.state, CertificateState::label, &[CertificateState::Valid])?;
        REVOKED.apart(&act.by, [self.issued.by.account])?;
        let reason = checked_reason(reason, "例如「姓名有误重新发证」")?;
        Ok(Self { state: CertificateState::Revoked, ended: Some((act, reason)), ..self.clone() })
    }
}

fn checked_reason(reason: &str, example: &str) -> Checked<String> {
    let reason = life().clipped(reason);
    if reason.chars().count() < REASON_MIN {
        let remedy = format!("请用至少四个字说明，{example}。");
        return life().refuse(RefusalCode::Reason, "没有写明原因。", &remedy);
    }
    Ok(reason)
}

/// Who issues and who revokes are two people.
const REVOKED: TwoSteps = TwoSteps { first: "发证", second: "撤销", other: "本校主管领导" };

fn life() -> Lifecycle {
    Lifecycle::of("证书", 13).ordered_by_article().state_code(RefusalCode::State).words_max(REASON_MAX)
}
