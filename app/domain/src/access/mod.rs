//! Who may do what (第三条, 第二十三条, 第二十五条): small rules over role × action × relation. Deny by default.

mod confirm;
mod desk;
mod pairs;
mod policy;
mod shown;

pub use crate::account::Role;
pub use crate::matter::{TIED_FOR, Tie, Ties, apart, may_act_together};
pub use confirm::{not_its_maker, overseers, overseers_after, possible_overseers};
pub use pairs::{compatible, forbidden_pair};
pub use policy::{Grant, authorise, who_may};
pub use shown::{FieldClass, Ground, Reader, Shown};

use crate::id::{AccountId, PersonId, UnitId};
use crate::org::{OrgPath, UnitKind};
use crate::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Who is acting: taken from the session, never from the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Name shown in the journal.
    pub name: String,
    /// What the account is for.
    pub role: Role,
    /// The unit it works in; guardians have none.
    pub unit: Option<ActorUnit>,
    /// Whether a training certificate is on file that still counts (先培训后上岗, 第二十三条).
    pub trained: bool,
    /// Whether the leader of its unit has appointed it registrar and it has not left since (任用, 第二十三条).
    #[serde(default)]
    pub appointed: bool,
    /// The children of a guardian.
    pub children: Vec<PersonId>,
    /// The accounts it takes no part in a matter with.
    #[serde(default)]
    pub ties: Ties,
}

impl Actor {
    /// Whether it may take a step in a matter in which another account took one ([`may_act_together`]).
    pub fn may_act_with(&self, other: AccountId) -> bool {
        may_act_together(self.account, &self.ties, other)
    }

    /// What keeps a registrar from all business until it is on record (第二十三条): the training first, then the appointment.
    ///
    /// # Errors
    /// A refusal that says what is missing and who puts it on record.
    pub fn may_handle_records(&self) -> Result<(), Refusal> {
        match (self.role, self.trained, self.appointed) {
            (Role::Registrar, false, _) => Err(Refusal::of(
                RefusalCode::NotTrained,
                "学籍管理员须先培训后上岗，您的培训记录尚未登记或已过有效期。",
            )),
            (Role::Registrar, true, false) => {
                Err(Refusal::of(RefusalCode::NotAppointed, "本单位尚未登记任用您为学籍管理员。"))
            }
            _ => Ok(()),
        }
    }
}

/// The unit of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorUnit {
    /// Its code.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Where it stands.
    pub path: OrgPath,
}

/// What somebody wants to do. One variant per thing the policy tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See the tallies and queues of a unit.
    ViewDashboard,
    /// List and search pupils, masked.
    ListPupils,
    /// Open one pupil's record, masked.
    ViewPupil,
    /// See a full number, with a reason that is journalled; as a guardian the own child's record in full, with a press that is logged.
    RevealIdentity,
    /// Enter a pupil by form or import, mend a returned entry.
    EnterPupil,
    /// Open a change of a pupil's status, or a transfer to the own school (第十四条, 第十九条 to 第二十一条).
    OpenChange,
    /// Keep up to date what a school writes by itself, and move pupils between the classes of a grade (日常维护, 调班, 第十三条).
    KeepRecord,
    /// Take the registrar's step of a case.
    HandleCase,
    /// Take the leader's step of a case.
    ApproveCase,
    /// Print a one-time binding code for a child's guardian.
    PrintBinding,
    /// Release a code that somebody else of the school printed.
    ReleaseBinding,
    /// See which guardians are bound to a pupil, confirm a bond that rests, let one rest, end it.
    KeepBonds,
    /// Ask for a correction (第十条).
    AskCorrection,
    /// Take a correction in at the school's counter, or open one for an error that the school found (第十条, 第十三条).
    TakeCorrection,
    /// Apply for a child's suspension (第十九条).
    AskChange,
    /// Ask something about an open matter of the own child (留言).
    AskOnMatter,
    /// Answer what a guardian asked about a matter that the own desk holds, or write to the guardian first (答复留言).
    AnswerOnMatter,
    /// Rate how a matter of the own child was handled, or complain of it (评价和投诉).
    RateMatter,
    /// Answer what is complained of about a unit directly below (答复投诉).
    AnswerComplaints,
    /// Make accounts and file training records for the units directly below.
    ManageAccounts,
    /// Confirm or refuse an account that somebody else made, a reset that somebody else asked for, and print its slip.
    ConfirmAccounts,
    /// File the training record of a registrar whose account somebody else made.
    CertifyTraining,
    /// Unlock, seal and reset accounts.
    SecureAccounts,
    /// Read sign-ins and journal, verify the chain.
    ReadAudit,
    /// Look after the divisions and the calendar.
    ManageReference,
    /// Read how the take-overs of existing registers stand (存量数据接管): figures, and nothing of a pupil.
    ReadTakeOvers,
    /// Take in the directory of the systems' keys (系统公钥目录, 第十六条).
    ImportKeys,
    /// Accept one that another administrator took in.
    AcceptKeys,
    /// Propose a version of the province's or the nation's rules (第二十九条).
    ProposeRules,
    /// Approve or reject it.
    ApproveRules,
    /// Take the own school's promotion of the year back (第十二条).
    UndoPromotion,
    /// Read the official letters the own unit sends and receives (公文往来).
    ReadLetters,
    /// Draft the own unit's letters and give its receipts.
    HandleLetters,
    /// Sign the own unit's letters, or return a draft.
    SignLetters,
    /// File what belongs into a pupil's archive (第七条).
    KeepArchive,
    /// See the problem records (问题学籍) the own unit answers for, settles or has below it (第六条).
    ReadProblems,
    /// Give evidence, propose a settlement.
    HandleProblems,
    /// Decide a proposed settlement, take a merge back.
    DecideProblems,
    /// Start the check of the own subtree for problem records (查重).
    RunCheck,
    /// See the violations (责令改正) of the units below, and those the own unit was ordered to put right (第二十六条, 第二十七条).
    ReadViolations,
    /// Enter one of a unit directly below.
    EnterViolations,
    /// Examine, order, answer, accept: each in its turn.
    HandleViolations,
    /// See the life of the schools that answer to the own unit (第九条).
    ReadSchools,
    /// Propose a change: founding, merger, closure and the like.
    ProposeSchools,
    /// Approve or reject it.
    DecideSchools,
    /// Read the own unit's paper archives, their loans and hand-overs (第八条); an authority, what is late below it.
    ReadPaper,
    /// Keep the own school's paper archives: shelf, pieces, loans, hand-over lists and their receipt.
    KeepPaper,
    /// Approve loans, confirm that a hand-over was sealed.
    ApprovePaper,
    /// Print forms, cards and letters of the own unit, and take a printed one back (第五条, 第七条).
    /// Give and withdraw the consent for a child's optional items (第二十五条).
    GiveConsent,
    /// Put a consent that was signed on paper on record.
    RecordConsent,
    /// Make and read the yearly audit report on minors' data of the own authority.
    ReportPrivacy,
    /// Print forms and cards of the own pupils, and take a printed one back (第五条, 第七条).
    PrintForms,
    /// Read a school's register of certificates (证书登记簿, 第十三条).
    ReadCertificates,
    /// Issue certificates of the own school, and replace lost ones.
    IssueCertificates,
    /// Revoke one.
    RevokeCertificates,
    /// See how far the term review (第二十四条) is; in the school and its competent authority pupil by pupil.
    ReadReviews,
    /// Open a term review of the schools below.
    OpenReviews,
    /// Approve, return or close it.
    ApproveReviews,
    /// Fill the own school's sheets.
    AnswerReviews,
    /// Submit, sign, examine, confirm or return a school's part: each in its turn.
    SignReviews,
    /// Confirm the own child's basic information in a term review, or say that it is wrong.
    ConfirmInfo,
    /// See the requests to give data to outsiders (对外提供) the own unit asked for or decides, and what became of them (第二十五条).
    ReadDisclosures,
    /// Ask for one, fetch what was approved, tell that it was returned or destroyed.
    AskDisclosure,
    /// Examine one as the competent authority's registrar.
    ExamineDisclosures,
    /// Approve, refuse or take one back as its leader.
    ApproveDisclosures,
    /// See who looked at a pupil's record, and the alarms about the own unit's accounts (访问日志).
    ReadAccess,
    /// Look into an alarm about an account (查阅异常核查): the unit's leader, and the audit administrator, who confirms.
    InquireAlarms,
    /// See the archive packages (学籍档案包) the own school made and received (第九条, 第十五条).
    ReadPackages,
    /// Ask for one, fetch one that was released, upload one that arrived.
    HandlePackages,
    /// Release one that was asked for: the school's leader, or its competent authority's.
    ReleasePackages,
    /// Accept one that arrived: the archive goes on at the own school (第十六条).
    AcceptPackages,
    /// See the early warnings (监测预警) of the own unit and those below (第二十四条); officials see figures, no words and no cases.
    ReadWarnings,
    /// Say what the own unit does about its warnings.
    AcknowledgeWarnings,
    /// See the registrars of the own unit by name, of the units below how stable their number is (第二十三条).
    ReadRegistrars,
    /// Appoint the own unit's registrars, open, confirm or withdraw a hand-over.
    AppointRegistrars,
    /// Hand the own work over, or take it over: the lines and the signatures.
    HandOverWork,
    /// Acknowledge what the units directly below report about their registrars (信息报备).
    AcknowledgeRegistrars,
    /// Put down by which telephone the own unit's office for records is reached (学籍管理联系电话).
    SetOfficePhone,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 78] = [
        Self::ViewDashboard,
        Self::ListPupils,
        Self::ViewPupil,
        Self::RevealIdentity,
        Self::EnterPupil,
        Self::OpenChange,
        Self::KeepRecord,
        Self::HandleCase,
        Self::ApproveCase,
        Self::PrintBinding,
        Self::ReleaseBinding,
        Self::KeepBonds,
        Self::AskCorrection,
        Self::TakeCorrection,
        Self::AskChange,
        Self::AskOnMatter,
        Self::AnswerOnMatter,
        Self::RateMatter,
        Self::AnswerComplaints,
        Self::ManageAccounts,
        Self::ConfirmAccounts,
        Self::CertifyTraining,
        Self::SecureAccounts,
        Self::ReadAudit,
        Self::ManageReference,
        Self::ReadTakeOvers,
        Self::ImportKeys,
        Self::AcceptKeys,
        Self::ProposeRules,
        Self::ApproveRules,
        Self::UndoPromotion,
        Self::ReadLetters,
        Self::HandleLetters,
        Self::SignLetters,
        Self::KeepArchive,
        Self::ReadProblems,
        Self::HandleProblems,
        Self::DecideProblems,
        Self::RunCheck,
        Self::ReadViolations,
        Self::EnterViolations,
        Self::HandleViolations,
        Self::ReadSchools,
        Self::ProposeSchools,
        Self::DecideSchools,
        Self::ReadPaper,
        Self::KeepPaper,
        Self::ApprovePaper,
        Self::PrintForms,
        Self::ReadCertificates,
        Self::IssueCertificates,
        Self::RevokeCertificates,
        Self::ReadReviews,
        Self::OpenReviews,
        Self::ApproveReviews,
        Self::AnswerReviews,
        Self::SignReviews,
        Self::ConfirmInfo,
        Self::ReadDisclosures,
        Self::AskDisclosure,
        Self::ExamineDisclosures,
        Self::ApproveDisclosures,
        Self::ReadAccess,
        Self::InquireAlarms,
        Self::ReadPackages,
        Self::HandlePackages,
        Self::ReleasePackages,
        Self::AcceptPackages,
        Self::ReadWarnings,
        Self::AcknowledgeWarnings,
        Self::ReadRegistrars,
        Self::AppointRegistrars,
        Self::HandOverWork,
        Self::AcknowledgeRegistrars,
        Self::SetOfficePhone,
        Self::GiveConsent,
        Self::RecordConsent,
        Self::ReportPrivacy,
    ];
}

/// What an action is aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// A unit, or a pupil or case that belongs to it, by its path.
    Unit(&'a OrgPath),
    /// A child, for guardians.
    Child(PersonId),
}

/// How the actor stands to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The actor's own unit.
    Own,
    /// The target's unit lies directly below.
    DirectlyBelow,
    /// The target's unit lies somewhere below.
    Below,
    /// The guardian's own child.
    OwnChild,
    /// None of these.
    None,
}

impl Relation {
    /// How `actor` stands to `target`.
    pub fn of(actor: &Actor, target: &Target<'_>) -> Self {
        match (target, &actor.unit) {
            (Target::Child(child), _) if actor.role == Role::Guardian && actor.children.contains(child) => {
                Self::OwnChild
            }
            (Target::Unit(path), Some(unit)) if **path == unit.path => Self::Own,
            (Target::Unit(path), Some(unit)) if unit.path.covers(path) => {
                let steps = path.units().len() - unit.path.units().len();
                if steps == 1 { Self::DirectlyBelow } else { Self::Below }
            }
            _ => Self::None,
        }
    }
}

/// What part of a store query somebody may see. Made by [`authorise`] only, so an unscoped query cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything whose path starts with this.
    Subtree(OrgPath),
    /// Just these children.
    Children(Vec<PersonId>),
}

/// How much of an identity is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// Figures only: no name, no number.
    Figures,
    /// First character of the name, masked numbers, year of birth.
    Masked,
    /// Name and class in full, numbers and contacts masked: the people who work with the child's record daily.
    Working,
}

#[cfg(test)]
mod shown_tests;
#[cfg(test)]
mod tests;
