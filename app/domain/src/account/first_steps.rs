//! 入门清单: what somebody new here does first, role by role. Each step ticks itself from what the register knows anyway.

use super::Role;
use serde::{Deserialize, Serialize};

/// One of the first things to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstStep {
    /// 培训记录和任用已登记 (第二十三条)
    Appointed,
    /// 设置动态验证码
    SecondFactor,
    /// 建立本单位办理人员的账号
    MakeAccounts,
    /// 确认本单位办理人员的账号
    ConfirmAccounts,
    /// 任用本单位的学籍管理员
    AppointRegistrars,
    /// 制作本单位的年度审计报告
    MakeAuditReport,
    /// 录入第一批学生
    EnterPupils,
    /// 第一批学生的学籍核准
    Approved,
    /// 添加孩子
    BindChild,
    /// 选择短信或邮件通知
    Notified,
}

impl FirstStep {
    /// What a role does first.
    pub fn of(role: Role, in_school: bool) -> &'static [Self] {
        match (role, in_school) {
            (Role::Registrar, true) => {
                &[Self::Appointed, Self::SecondFactor, Self::EnterPupils, Self::Approved]
            }
            (Role::Registrar, false) => &[Self::Appointed, Self::SecondFactor],
            (Role::Leader, true) => &[Self::SecondFactor, Self::Approved],
            (Role::Leader, false) => &[Self::SecondFactor, Self::AppointRegistrars, Self::Notified],
            (Role::Official, _) => &[Self::SecondFactor, Self::Notified],
            (Role::SystemAdmin, _) => &[Self::SecondFactor, Self::MakeAccounts],
            (Role::SecurityAdmin, _) => &[Self::SecondFactor, Self::ConfirmAccounts, Self::Notified],
            (Role::AuditAdmin, _) => &[Self::SecondFactor, Self::MakeAuditReport, Self::Notified],
            (Role::Guardian, _) => &[Self::BindChild, Self::Notified],
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Appointed => "登记培训记录和任用",
            Self::SecondFactor => "设置动态验证码",
            Self::MakeAccounts => "建立本单位办理人员的账号",
            Self::ConfirmAccounts => "确认本单位办理人员的账号",
            Self::AppointRegistrars => "任用本单位的学籍管理员",
            Self::MakeAuditReport => "制作本单位的年度审计报告",
            Self::EnterPupils => "录入第一批学生",
            Self::Approved => "第一批学生的学籍核准",
            Self::BindChild => "添加孩子",
            Self::Notified => "选择短信或邮件通知",
        }
    }

    /// Where it is done.
    pub fn href(self) -> &'static str {
        match self {
            Self::Appointed | Self::AppointRegistrars => "/registrars",
            Self::SecondFactor => "/totp",
            Self::MakeAccounts | Self::ConfirmAccounts => "/accounts",
            Self::MakeAuditReport => "/privacy/audit",
            Self::EnterPupils => "/imports/new",
            Self::Approved => "/desk",
            Self::BindChild => "/my/add",
            Self::Notified => "/account",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_role_does_nothing_twice_and_guardians_do_nothing_of_the_staffs() {
        let mut told = BTreeSet::new();
        for role in Role::ALL {
            for in_school in [true, false] {
                let steps = FirstStep::of(role, in_school);
                assert!((2..=4).contains(&steps.len()), "{role:?} begins somewhere");
                assert_eq!(steps.iter().collect::<BTreeSet<_>>().len(), steps.len(), "{role:?}");
                told.extend(steps.iter().copied());
                for step in steps {
                    assert!(!step.label().is_empty() && step.href().starts_with('/'), "{step:?}");
                    assert_eq!(step.href().starts_with("/my/"), *step == FirstStep::BindChild, "{step:?}");
                }
            }
        }
        assert_eq!(told.len(), 10, "every step is somebody's");
        assert!(FirstStep::of(Role::Guardian, false).iter().all(|step| *step >= FirstStep::BindChild));
    }
}
