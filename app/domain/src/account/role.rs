//! Roles (角色): what an account is for.

use crate::org::UnitKind;
use serde::{Deserialize, Serialize};

/// What an account is for. One account has one role; 三员 (system, security, audit) are never the same account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 学籍管理员: enters and prepares (第二十三条)
    Registrar,
    /// 学籍主管领导: decides inside the unit
    Leader,
    /// 教育行政部门工作人员: watches figures
    Official,
    /// 系统管理员: makes the accounts of the units below
    SystemAdmin,
    /// 安全管理员: unlocks and seals accounts
    SecurityAdmin,
    /// 审计管理员: reads the audit, changes nothing
    AuditAdmin,
    /// 父母或其他监护人
    Guardian,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Registrar,
        Self::Leader,
        Self::Official,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
        Self::Guardian,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registrar => "学籍管理员",
            Self::Leader => "学籍主管领导",
            Self::Official => "查阅人员",
            Self::SystemAdmin => "系统管理员",
            Self::SecurityAdmin => "安全管理员",
            Self::AuditAdmin => "审计管理员",
            Self::Guardian => "监护人",
        }
    }

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registrar => "registrar",
            Self::Leader => "leader",
            Self::Official => "official",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
            Self::Guardian => "guardian",
        }
    }

    /// The role with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Everybody but guardians: those who need a second factor.
    pub fn is_staff(self) -> bool {
        self != Self::Guardian
    }

    /// Whether a unit of this kind has accounts of this role.
    pub fn exists_in(self, kind: UnitKind) -> bool {
        match self {
            Self::Registrar | Self::Leader => kind.is_authority() || kind == UnitKind::School,
            Self::Official | Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin => {
                kind.is_authority()
            }
            Self::Guardian => false,
        }
    }
}
