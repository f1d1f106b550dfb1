//! Which matters an account is shown on its desk: those whose own pages it may read.

use super::{Action, Role};
use crate::matter::MatterKind;

impl MatterKind {
    /// What an account of this role must be allowed in its own unit before such a matter is shown to it: the same as for the
    /// kind's own page.
    pub fn action(self, role: Role) -> Action {
        match self {
            Self::Case(_) if role == Role::Leader => Action::ApproveCase,
            Self::Case(_) => Action::HandleCase,
            // Who puts down what was done to bring a child back.
            Self::FollowUp => Action::HandleCase,
            Self::Letter => Action::ReadLetters,
            Self::Problem => Action::ReadProblems,
            Self::Violation => Action::HandleViolations,
            Self::Disclosure => Action::ReadDisclosures,
            Self::Package => Action::ReadPackages,
            Self::Review | Self::ReviewSchool | Self::ReviewOwed => Action::ReadReviews,
            Self::RegistrarHandOver => Action::HandOverWork,
            Self::RegistrarReport => Action::AcknowledgeRegistrars,
            Self::PaperHandOver => Action::ReadPaper,
            Self::Bond => Action::KeepBonds,
            Self::BindingCode => Action::ReleaseBinding,
            Self::SchoolChange => Action::ReadSchools,
            Self::Rules if role == Role::Leader => Action::ApproveRules,
            Self::Rules => Action::ProposeRules,
            Self::Warning => Action::ReadWarnings,
            Self::AlarmInquiry => Action::InquireAlarms,
            Self::AccountConfirmation => Action::ConfirmAccounts,
            Self::PaperLoan => Action::ReadPaper,
            Self::Import => Action::EnterPupil,
            Self::Complaint => Action::AnswerComplaints,
        }
    }
}
