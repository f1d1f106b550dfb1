//! The kinds of matter (事项): everything that waits for somebody is one of them.

use super::CaseKind;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which engine a matter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatterKind {
    /// A change of a pupil's record, by its own kind
    Case(CaseKind),
    /// 公文 (第十五条, 第十八条, 第二十二条)
    Letter,
    /// 问题学籍 (第六条)
    Problem,
    /// 责令改正 (第二十六条, 第二十七条)
    Violation,
    /// 对外提供 (第二十五条)
    Disclosure,
    /// 学籍档案包 (第九条, 第十五条, 第十六条)
    Package,
    /// 学籍复核, the campaign of a province or county (第二十四条)
    Review,
    /// 学籍复核, one school's part
    ReviewSchool,
    /// 应开展的学籍复核: one that nobody has opened in this term (第二十四条)
    ReviewOwed,
    /// 学籍管理员工作交接 (第二十三条)
    RegistrarHandOver,
    /// 学籍管理员信息报备 (第二十三条)
    RegistrarReport,
    /// 纸质档案移交清单 (第十五条)
    PaperHandOver,
    /// 监护人绑定: a bond that rests or is called in question
    Bond,
    /// 绑定码: one that waits to be released
    BindingCode,
    /// 学校设置变更 (第九条)
    SchoolChange,
    /// 实施细则草案 (第十一条, 第二十九条)
    Rules,
    /// 监测预警 (第二十四条): one whose unit is asked what it does
    Warning,
    /// 辍学跟进 (第二十二条): what is owed each term to a child who has dropped out
    FollowUp,
    /// 查阅异常核查 (第二十五条): an alarm about an account that is looked into
    AlarmInquiry,
    /// 账号确认: a new account or a reset that waits for a second administrator
    AccountConfirmation,
    /// 纸质档案借阅 (第八条): one to be approved, or to be brought back
    PaperLoan,
    /// 批量导入: one that is checked and neither entered nor given up
    Import,
    /// 投诉 (好差评): a bad rating or a complaint of a guardian, which the authority above answers
    Complaint,
}

impl MatterKind {
    /// Every kind but cases.
    const OTHERS: [Self; 22] = [
        Self::Letter,
        Self::Problem,
        Self::Violation,
        Self::Disclosure,
        Self::Package,
        Self::Review,
        Self::ReviewSchool,
        Self::ReviewOwed,
        Self::RegistrarHandOver,
        Self::RegistrarReport,
        Self::PaperHandOver,
        Self::Bond,
        Self::BindingCode,
        Self::SchoolChange,
        Self::Rules,
        Self::Warning,
        Self::FollowUp,
        Self::AlarmInquiry,
        Self::AccountConfirmation,
        Self::PaperLoan,
        Self::Import,
        Self::Complaint,
    ];

    /// Every kind, cases first.
    pub fn all() -> impl Iterator<Item = Self> {
        CaseKind::ALL.into_iter().map(Self::Case).chain(Self::OTHERS)
    }

    /// Stable name in the store and in addresses; that of a case is its own kind's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Case(kind) => kind.key(),
            Self::Letter => "letter",
            Self::Problem => "problem",
            Self::Violation => "violation",
            Self::Disclosure => "disclosure",
            Self::Package => "package",
            Self::Review => "review",
            Self::ReviewSchool => "review_school",
            Self::ReviewOwed => "review_owed",
            Self::RegistrarHandOver => "registrar_hand_over",
            Self::RegistrarReport => "registrar_report",
            Self::PaperHandOver => "paper_hand_over",
            Self::Bond => "bond",
            Self::BindingCode => "binding",
            Self::SchoolChange => "school_change",
            Self::Rules => "rules",
            Self::Warning => "warning",
            Self::FollowUp => "follow_up",
            Self::AlarmInquiry => "alarm_inquiry",
            Self::AccountConfirmation => "account_confirmation",
            Self::PaperLoan => "paper_loan",
            Self::Import => "import",
            Self::Complaint => "complaint",
        }
    }

    /// The kind with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|kind| kind.as_str() == key)
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Case(kind) => kind.label(),
            Self::Letter => "公文",
            Self::Problem => "问题学籍",
            Self::Violation => "责令改正",
            Self::Disclosure => "对外提供",
            Self::Package => "学籍档案包",
            Self::Review => "学籍复核",
            Self::ReviewSchool => "学校学籍复核",
            Self::ReviewOwed => "应开展的学籍复核",
            Self::RegistrarHandOver => "学籍管理员工作交接",
            Self::RegistrarReport => "学籍管理员信息报备",
            Self::PaperHandOver => "纸质档案移交",
            Self::Bond => "监护人绑定核实",
            Self::BindingCode => "绑定码放行",
            Self::SchoolChange => "学校设置变更",
            Self::Rules => "实施细则草案",
            Self::Warning => "预警",
            Self::FollowUp => "辍学跟进",
            Self::AlarmInquiry => "查阅异常核查",
            Self::AccountConfirmation => "账号确认",
            Self::PaperLoan => "纸质档案借阅",
            Self::Import => "批量导入",
            Self::Complaint => "投诉",
        }
    }

    /// Whether its line names pupils.
    pub fn names_pupils(self) -> bool {
        !matches!(
            self,
            Self::Violation
                | Self::Disclosure
                | Self::Review
                | Self::ReviewSchool
                | Self::ReviewOwed
                | Self::RegistrarHandOver
                | Self::RegistrarReport
                | Self::SchoolChange
                | Self::Rules
                | Self::Warning
                | Self::AlarmInquiry
                | Self::AccountConfirmation
                | Self::Import
                | Self::Complaint
        )
    }
}

impl Serialize for MatterKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MatterKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| serde::de::Error::custom("no kind of matter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_is_found_by_it() {
        let names: BTreeSet<&str> = MatterKind::all().map(MatterKind::as_str).collect();
        assert_eq!(names.len(), MatterKind::all().count());
        for kind in MatterKind::all() {
            assert_eq!(MatterKind::from_key(kind.as_str()), Some(kind));
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(serde_json::from_str::<MatterKind>(&text).unwrap(), kind);
        }
    }
}
